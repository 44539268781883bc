"""The quiz as people use it: in a terminal, through a pipe, from a file of answers, on paper, broken off."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rich.cells import cell_len
from terminals import ESCAPE, ROOT, Terminal, surroundings
from test_interview_terminal import Typed

from thresholds.cli import root as cli

PROMPT = "档次；起作用的项> "
ITEMS = "\n起作用的项> "
#: And Enter: a line editor that is only about to listen takes note of the interruption with the next line.
CTRL_C = "\x03\r"
CJK = re.compile("[\u3400-\u9fff]")

#: The right answers of level 1, seed 2: 501 records of (4), 5000 yuan of (7), an adverse impact.
RIGHT = ["情节严重；5.1.4", "2；第五条第一款第（七）项", "3；第五条第二款第（二）项"]


def run(
    *args: object, lines: list[str] | None = None, folder: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The quiz with its answers from a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "thresholds", "quiz", *map(str, args)],
        input="".join(f"{line}\n" for line in lines or []),
        capture_output=True, text=True, encoding="utf-8", env=surroundings(**environment), cwd=folder, check=False,
    )  # fmt: skip


class Done(NamedTuple):
    """What a command that reads no answers gave."""

    returncode: int
    stdout: str
    stderr: str


Sheet = Callable[..., Done]


@pytest.fixture
def sheet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Sheet:
    """The quiz on paper, run in a folder of its own."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)

    def made(*args: object) -> Done:
        code = cli.run(["quiz", *map(str, args)])
        return Done(code, *capsys.readouterr())

    return made


@contextmanager
def asked(folder: Path, *args: object, columns: int = 100, first: str = PROMPT) -> Iterator[Terminal]:
    with Typed(["quiz", "--seed", "2", *args], columns, folder, NO_COLOR="1") as terminal:
        terminal.until(first)
        yield terminal


def answer(terminal: Terminal, line: str, prompt: str = PROMPT) -> str:
    """What is said to an answer, up to the next prompt."""
    terminal.type(f"{line}\r")
    return ESCAPE.sub("", terminal.until(prompt))


def ended(terminal: Terminal, line: str) -> tuple[int, str]:
    terminal.type(line)
    code, seen = terminal.finish()
    assert "Traceback" not in seen
    return code, ESCAPE.sub("", seen)


# -- in a terminal ------------------------------------------------------------------------------------------


def test_answers_are_marked_one_by_one_and_the_score_stands_at_the_end(tmp_path: Path) -> None:
    with asked(tmp_path, "--questions", 3) as terminal:
        seen = answer(terminal, RIGHT[0])
        assert "得 2 分" in seen
        assert "档次：对，情节严重" in seen
        seen = answer(terminal, "1")
        assert "你答未达到，应当是情节严重：第五条第一款第（七）项，5000 元 ÷ 5000 元 ＝ 1，恰好达到" in seen
        code, seen = ended(terminal, f"{RIGHT[2]}\r")
    assert code == 0
    assert "共 3 题，答了 3 题，全对 2 题；得 4 分，满分 6 分" in seen
    assert list(tmp_path.iterdir()) == []


def test_a_tier_alone_is_followed_by_the_question_for_the_items(tmp_path: Path) -> None:
    with asked(tmp_path, "--questions", 1) as terminal:
        answer(terminal, "情节严重", ITEMS)
        answer(terminal, "没有这一项", ITEMS)
        code, seen = ended(terminal, "5.1.4\r")
    assert code == 0
    assert "没有收下：没有这一项：没有这一项" in seen
    assert "得 2 分，满分 2 分" in seen


def test_what_cannot_be_read_is_asked_again_and_help_lists_the_items(tmp_path: Path) -> None:
    with asked(tmp_path, "--questions", 1) as terminal:
        assert "不认得这一档：情节很严重" in answer(terminal, "情节很严重；5.1.4")
        assert "输入 ？ 看怎样答" in answer(terminal, "")
        helped = answer(terminal, "?")
        assert "起作用的项：达到的那一档里成立的各项" in helped
        assert "第五条第一款第（三）项  art5.1.3" in helped
        assert "得 2 分" in ended(terminal, f"{RIGHT[0]}\r")[1]


def test_ctrl_c_ends_with_the_score_so_far(tmp_path: Path) -> None:
    with asked(tmp_path) as terminal:
        answer(terminal, RIGHT[0])
        code, seen = ended(terminal, CTRL_C)
    assert code == 0
    assert "停下了" in seen
    assert "共 1 题，答了 1 题，全对 1 题；得 2 分，满分 2 分" in seen


def test_a_question_left_out_counts_and_stop_and_end_of_input_stop(tmp_path: Path) -> None:
    for last in ("停\r", "\x04"):
        with asked(tmp_path) as terminal:
            assert "没有答，应当是情节严重" in answer(terminal, "跳过")
            code, seen = ended(terminal, last)
        assert code == 0
        assert "共 1 题，答了 0 题，全对 0 题；得 0 分，满分 2 分" in seen


def test_at_forty_columns_nothing_is_wider(tmp_path: Path) -> None:
    with asked(tmp_path, "--questions", 1, columns=40) as terminal:
        answer(terminal, "?")
        code, seen = ended(terminal, "1；5.1.3\r")
    assert code == 0
    for line in ESCAPE.sub("", seen).splitlines():
        assert cell_len(line) <= 40, line


def test_colour_only_where_it_is_wanted(tmp_path: Path) -> None:
    with Typed(["quiz", "--questions", "1"], 100, tmp_path) as terminal:
        terminal.until(PROMPT)
        terminal.type("1\r")
        assert "\x1b[1;32m" in terminal.finish()[1]
    assert "\x1b" not in run("--questions", 1, lines=["1"]).stdout


# -- through a pipe -----------------------------------------------------------------------------------------


def test_through_a_pipe_everything_goes_out_and_the_same_bytes_each_time() -> None:
    first, second = (run("--seed", 2, "--questions", 3, lines=RIGHT) for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert "全对 3 题；得 6 分，满分 6 分" in first.stdout
    assert "全对 2 题；得 4 分，满分 4 分" in run("--seed", 2, "--questions", 3, lines=RIGHT[:2]).stdout


def test_the_same_seed_gives_the_same_bytes_whatever_the_hashes() -> None:
    sheets = [run("--key", "--level", 4, "--seed", 9, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")]
    assert sheets[0] == sheets[1]
    assert run("--key", "--level", 4, "--seed", 10).stdout != sheets[0]


def test_the_result_is_written_by_the_ending_of_its_name(tmp_path: Path) -> None:
    for name in ("r.json", "r.md", "r.html", "r.docx", "r.txt"):
        done = run("--seed", 2, "--questions", 2, "--output", name, lines=RIGHT, folder=tmp_path)
        assert done.returncode == 0
        assert done.stdout.endswith(f"成绩写入 {name}\n")
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (found["schema"], found["score"]["points"], len(found["questions"])) == ("thresholds/quiz/1", 4, 2)
    assert "得 4 分，满分 4 分" in (tmp_path / "r.md").read_text(encoding="utf-8")
    assert (tmp_path / "r.docx").read_bytes()[:2] == b"PK"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.docx", "r.html", "r.json", "r.md", "r.txt"]


def test_in_english_from_the_first_word_to_the_last() -> None:
    done = run("--lang", "en", "--seed", 2, "--questions", 2, lines=["serious; 5.1.4", "1"])
    assert "You said not reached, but it is serious circumstances" in done.stdout
    assert "2 questions, 2 answered, 1 all right; 2 points of 4" in done.stdout
    assert not CJK.search(done.stdout.replace("法释〔2017〕10号", ""))


# -- on paper -----------------------------------------------------------------------------------------------


def test_worksheet_answers_and_key_belong_together(sheet: Sheet) -> None:
    ask = ("--level", 3, "--seed", 5, "--questions", 4)
    blank, key = sheet(*ask, "--print"), sheet(*ask, "--key")
    facts = [line for line in blank.stdout.splitlines() if line.startswith("- 甲")]
    assert facts
    assert set(facts) <= set(key.stdout.splitlines())
    assert "成立  " not in blank.stdout
    Path("a.txt").write_text("1. 未达到\n2. 未达到\n", encoding="utf-8")
    marked = sheet(*ask, "--answers", "a.txt")
    assert marked.returncode == 0
    assert "共 4 题，答了 2 题" in marked.stdout
    found = _data(sheet, *ask, "--key")
    assert [set(one) & {"tier", "items"} for one in found["questions"]] == [{"tier", "items"}] * 4
    found = _data(sheet, *ask, "--print")
    assert [set(one) & {"tier", "items"} for one in found["questions"]] == [set()] * 4


def _data(sheet: Sheet, *args: object) -> Any:
    assert sheet(*args, "--output", "data.json").returncode == 0
    return json.loads(Path("data.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("ruleset", "level"), [("fashi-2017-10", 2), ("fashi-2017-10", 4), ("fashi-2011-19", 3), ("fashi-2013-8", 1)]
)
def test_the_key_is_the_right_answer_to_the_worksheet(sheet: Sheet, ruleset: str, level: int) -> None:
    """What the answer sheet says, given as answers, has every point."""
    ask = ("--ruleset", ruleset, "--level", level, "--questions", 6)
    answers = [
        f"{one['number']}. {one['tier']['at_least']}～{one['tier']['at_most']}；{'、'.join(one['items'])}"
        for one in _data(sheet, *ask, "--key")["questions"]
    ]
    Path("a.txt").write_text("\n".join(answers), encoding="utf-8")
    done = sheet(*ask, "--answers", "a.txt")
    assert "全对 6 题；得 12 分，满分 12 分" in done.stdout, done


# -- from cases ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "fact"),
    [
        (ROOT / "cases/teaching", "第 3 题"),
        ("sample:one-short-and-exactly-fifty", "行踪轨迹信息 49 条"),
        (ROOT / "tests/boundaries", "第 3 题"),
        (ROOT / "cases/teaching/ledger-of-parcel-labels.csv", "其他公民个人信息"),
        # the cases that are shipped are found from anywhere
        ("cases/teaching", "第 3 题"),
    ],
)
def test_questions_about_cases_samples_suites_and_ledgers(sheet: Sheet, source: object, fact: str) -> None:
    done = sheet("--from", source, "--questions", 3, "--print")
    assert (done.returncode, done.stderr) == (0, "")
    assert fact in done.stdout
    assert "虚构" not in done.stdout


def test_a_suite_is_asked_about_under_the_readings_of_its_tests(sheet: Sheet) -> None:
    Path("suite.yaml").write_text(SUITE, encoding="utf-8")
    found = _data(sheet, "--from", "suite.yaml", "--key")["questions"]
    assert [one["tier"]["at_least"] for one in sorted(found, key=lambda one: one["id"])] == ["serious", "not_reached"]
    assert "口径：违法所得扣不扣成本：扣除成本。" in sheet("--from", "suite.yaml", "--print").stdout


#: Income of 6000 yuan at a cost of 2000: over 5000 as it is, not after the cost.
SUITE = "schema: thresholds/suite/1\ntitle: cost\nruleset: fashi-2017-10\ntests:\n" + "".join(
    f"""\
- id: {name}
  readings: {{gains: {option}}}
  case:
    persons: {{a: {{}}}}
    dealings:
    - {{by: a, act: purchase, records: {{general_information: 10}}, paid: 2000 元}}
    - {{by: a, act: sale, to: b, records: {{general_information: 10}}, paid: 6000 元}}
  expected: {{a: {{grade: {grade}}}}}
"""
    for name, option, grade in (("a-gross", "gross", "serious"), ("b-net", "net", "not_reached"))
)


# -- what is wrong ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["--answers", "missing.txt"], 1, "TH001"),
        (["--answers", "a.txt"], 1, "a.txt:1:4: TH730"),
        (["--from", "missing.yaml"], 1, "TH001"),
        (["--from", "sample:nothing"], 2, "nothing"),
        (["--from", "empty.yaml"], 1, "empty.yaml: TH734"),
        (["--ruleset", "nothing"], 2, "nothing"),
        (["--ruleset", "criminal-law-253-1"], 2, "criminal-law-253-1"),
        (["--level", "5"], 2, "5"),
        (["--questions", "0"], 2, "0"),
        (["--print", "--key"], 2, "--print、--key、--answers"),
        (["--print", "--output", "x.exe"], 2, "x.exe"),
        (["--print", "--output", "no/folder.md"], 1, "TH001"),
    ],
)
def test_what_cannot_be_done_says_so(sheet: Sheet, args: list[str], code: int, words: str) -> None:
    Path("a.txt").write_text("1. 情节很严重\n", encoding="utf-8")
    Path("empty.yaml").write_text("{schema: thresholds/case/1, id: x, persons: {a: {}}}\n", encoding="utf-8")
    done = sheet(*args)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


@pytest.mark.parametrize("pairs", [("1", "lines", "界线"), ("3", "counting", "计数"), ("4", "disputed", "口径")])
def test_levels_by_number_and_by_name(sheet: Sheet, pairs: tuple[str, ...]) -> None:
    first, *others = [sheet("--level", name, "--questions", 2, "--print").stdout for name in pairs]
    assert others == [first] * len(others)
