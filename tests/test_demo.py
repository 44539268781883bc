"""The guided tour: every step on real matters, live, in a terminal and without one; its commands work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from rich.cells import cell_len
from terminals import ESCAPE, ROOT, piped
from test_interview_terminal import Typed

from thresholds.cli.root import run
from thresholds.teaching.tour import STEPS

PROMPT = "q 结束> "
LAST = len(STEPS)
#: And Enter: a line editor that is only about to listen takes note of the interruption with the next line.
CTRL_C = "\x03\r"


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    return {lang: piped(["demo", "--lang", lang]).stdout for lang in ("zh", "en")}


def step(told: str, number: int) -> str:
    """What is printed of one step."""
    start = f"第 {number} 步，共 {LAST} 步："
    return told.split(start, 1)[1].split(f"第 {number + 1} 步，", 1)[0]


def number_of(name: str) -> int:
    return [one.id for one in STEPS].index(name) + 1


# -- what is shown ------------------------------------------------------------------------------------------


def test_every_real_matter_and_the_joint_case_are_shown() -> None:
    samples = {one.sample for one in STEPS}
    assert samples == {"zaozhuang-2017", "wuxi-2018", "nantong-2019", "wuhan-2017", "joint-five-persons"}
    assert len({one.id for one in STEPS}) == len(STEPS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_terminal_every_step_is_printed(told: dict[str, str], lang: str) -> None:
    found = re.findall(r"^(?:第|Step) (\d+) ", told[lang], re.MULTILINE)
    assert found == [str(number) for number in range(1, LAST + 1)]
    for one in STEPS:
        assert one.command in re.sub(r"\n\s*", "", told[lang]) or one.command in told[lang]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        # 483 of the first class at the least, 483 + 407 at the most; the standard is 50
        ("threshold", "483～890 条 ÷ 50 条 ＝ 9.66～17.8，超出 433 条"),
        ("ladder", "●50"),
        # 28/50 + 180/500 = 0.92, 28/50 + 230/500 = 1.02
        ("sum", "◐ 第五条第一款第（六）项  待查  合计 0.92～1.02，标准 1"),
        ("half", "28 条 ÷ 25 条 ＝ 1.12，超出 3 条"),
        ("tenfold", "483～890 条 ÷ 250 条 ＝ 1.932～3.56"),
        # 58000 × 0.9 + 1800 and 67999 × 0.9 + 3600, rounded down
        ("counting", "其他公民个人信息：54000～64799 条"),
        ("bounds", "穆某某（中间商）  情节严重 ～ 情节特别严重（待查）"),
        ("questions", "若属行踪轨迹信息、通信内容或者通信记录"),
        ("silent", "满 50000 元，第五条第二款第（三）项成立"),
        ("certain", "100000～199999.99 元 ÷ 5000 元"),
        ("less", "4999 条 ÷ 5000 条 ＝ 0.9998，差 1 条"),
        ("less", "往来.D16.条数=5000：丁某（装修店店主）  情节严重"),
        ("margins", "再有 454 条（现 28 条，须 482 条）"),
        ("readings", "resale_scope=all_acquired"),
        ("lawful", "○ 第六条第一款第（一）项  不成立"),
        ("together", "某信息咨询公司"),
        # one to five times 2400 yuan
        ("consequences", "2400 元至 12000 元"),
        ("export", "（六）还要查什么"),
    ],
)
def test_what_a_step_shows(told: dict[str, str], name: str, words: str) -> None:
    assert words in step(told["zh"], number_of(name))


def test_what_is_shown_is_worked_out_now(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With another case under the same name the step shows another result."""
    import thresholds.cli.demo_show as shown
    from thresholds import load_case

    def fewer(path: Path) -> object:
        return load_case(path.read_text(encoding="utf-8").replace("条数: 28条", "条数: 24条"))

    monkeypatch.setattr(shown, "load_case", fewer)
    monkeypatch.setenv("COLUMNS", "100")
    assert run(["demo", "--step", str(number_of("half"))]) == 0
    assert "24 条 ÷ 25 条 ＝ 0.96，差 1 条" in capsys.readouterr().out


def test_the_same_bytes_each_time(told: dict[str, str]) -> None:
    assert piped(["demo"], PYTHONHASHSEED="7").stdout == told["zh"]
    assert "\x1b" not in told["zh"]


@pytest.mark.parametrize("command", sorted({one.command for one in STEPS}))
def test_the_command_of_a_step_works(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *arguments = shlex.split(command)
    assert name == "thresholds"
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert len(printed.out) > 200 or (tmp_path / "report.docx").stat().st_size > 10_000


@pytest.mark.parametrize("columns", ["40", "60"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_a_narrow_window_nothing_is_wider(
    columns: str, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["demo", "--lang", lang]) == 0
    for line in capsys.readouterr().out.splitlines():
        assert cell_len(line) <= int(columns), line


# -- one step, and wrong ones -------------------------------------------------------------------------------


def test_one_step_alone(told: dict[str, str]) -> None:
    found = piped(["demo", "--step", "4"]).stdout
    assert found == "\n第 4 步，共" + told["zh"].split("\n第 4 步，共", 1)[1].split("\n第 5 步，", 1)[0]


def test_a_step_that_is_not_there() -> None:
    done = piped(["demo", "--step", str(LAST + 1)])
    assert (done.returncode, done.stdout) == (2, "")
    assert f"只有 {LAST} 步" in done.stderr
    assert piped(["demo", "--step", "0"]).returncode == 2


# -- in a terminal ------------------------------------------------------------------------------------------


def test_from_step_to_step_and_back_and_to_a_number() -> None:
    with Typed(["demo"], 100, NO_COLOR="1") as terminal:
        assert "第 1 步" in terminal.until(PROMPT)
        for typed, number in (("\r", 2), ("\r", 3), ("b\r", 2), ("9\r", 9), ("返回\r", 8), (f"{LAST}\r", LAST)):
            terminal.type(typed)
            assert f"第 {number} 步，共" in ESCAPE.sub("", terminal.until(PROMPT))
        terminal.type("99\r")
        assert f"1 到 {LAST} 跳到那一步" in terminal.until(PROMPT)
        terminal.type("\r")
        code, seen = terminal.finish()
    assert code == 0
    assert "Traceback" not in seen


@pytest.mark.parametrize("last", ["q\r", CTRL_C, "\x04"])
def test_it_ends_when_it_is_told_to(last: str) -> None:
    with Typed(["demo", "--step", "3"], 80) as terminal:
        assert "第 3 步" in ESCAPE.sub("", terminal.until(PROMPT))
        terminal.type(last)
        code, seen = terminal.finish()
    assert code == 0
    assert "Traceback" not in seen
    assert "第 4 步" not in ESCAPE.sub("", seen)


def test_in_a_terminal_auto_does_not_wait() -> None:
    with Typed(["demo", "--auto"], 100, NO_COLOR="1") as terminal:
        code, seen = terminal.finish()
    assert code == 0
    assert f"第 {LAST} 步" in seen
    assert PROMPT not in seen


def test_the_words_of_the_steps_say_no_number_that_could_go_stale() -> None:
    from thresholds.wording import phrase

    for one in STEPS:
        for lang in ("zh", "en"):
            text = phrase(f"demo.{one.id}.text", lang)
            assert not re.search(r"\d", text.replace("article 10", "")), one.id


def test_root_is_where_the_cases_are() -> None:
    for one in STEPS:
        assert (ROOT / "cases" / f"{one.sample}.yaml").is_file()
