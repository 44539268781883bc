"""The command line as people and programs use it: exit codes, streams, formats, folders, terminals."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from thresholds import glossary, load_case, load_ruleset
from thresholds.case.schema import case_schema
from thresholds.cli.root import run
from thresholds.evaluation.chaining import Decider, Decision
from thresholds.rendering.sheet import sheet_rows
from thresholds.rendering.words import Words
from thresholds.source.validated import to_plain
from thresholds.source.yaml import parse, read_text

ROOT = Path(__file__).parent.parent
CASES = ROOT / "cases"
REFUSED = Path(__file__).parent / "refused"
SAMPLE = "sample:insider-half"
EXACT = re.compile(r"\d+(\.\d+)?|\d+/\d+")
CHINESE = re.compile("[\u3400-\u9fff]")
COLOUR = re.compile("\x1b\\[[0-9;]*m")
TREE = re.compile(r"[\s│├└─█▒▶·]")

CHAIN = """\
schema: thresholds/case/1
id: chain
title: 两人转手
evidence: {E1: 聊天记录}
persons:
  jia: {name: 甲}
  yi: {name: 乙}
batches:
  B1: {category: location_tracking, records: 28, obtained_in: duty_or_service, evidence: [E1]}
dealings:
- {id: D1, by: jia, act: sale, to: yi, date: 2021-03-02, batch: B1, paid: 3000 元}
- {id: D2, by: yi, act: purchase, source: jia, date: 2021-03-02, batch: B1, paid: 3000 元}
- id: D3
  by: yi
  act: purchase
  source: qian
  records: {location_tracking: {at_least: 14, at_most: 30}}
facts:
  yi: {prior_criminal_punishment: no}
"""

Out = tuple[int, str, str]
Run = Callable[..., Out]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit code, standard output, standard error."""

    def called(*args: object) -> Out:
        code = run([str(arg) for arg in args])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return called


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    path = tmp_path / "chain.yaml"
    path.write_text(CHAIN, encoding="utf-8")
    return path


def separately(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "thresholds", *args],
        capture_output=True,
        env=surroundings(**environment),
        check=False,
    )


def surroundings(**more: str) -> dict[str, str]:
    """The environment with this package on the path and nothing said of terminals."""
    unset = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "THRESHOLDS_LANG", "THRESHOLDS_RULESETS")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {"PYTHONPATH": str(ROOT)} | more


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# -- exit codes -------------------------------------------------------------------------------------

DONE = [
    ["check", SAMPLE],
    ["check", CASES / "teaching"],
    ["test", CASES],
    ["questions", SAMPLE],
    ["questions", SAMPLE, "--format", "json"],
    ["ruleset", "list"],
    ["ruleset", "show"],
    ["ruleset", "show", "fashi-2017-10", "--format", "json"],
    ["ruleset", "lint"],
    ["case", "new"],
    ["case", "lint", SAMPLE],
    ["case", "schema"],
    ["case", "list"],
    ["glossary"],
    ["glossary", "情节严重"],
    ["code"],
    ["code", "TH201"],
    ["--help"],
    ["check", "--help"],
    ["--version"],
]


@pytest.mark.parametrize("args", DONE, ids=lambda args: " ".join(map(str, args)).replace(str(ROOT), ""))
def test_done_is_0_and_nothing_goes_to_standard_error(args: list[object], cli: Run) -> None:
    code, out, err = cli(*args)
    assert (code, err) == (0, "")
    assert out.strip()


def test_the_grade_does_not_change_the_exit_code(cli: Run, tmp_path: Path) -> None:
    for number, grade in (("1", "未达到"), ("50", "情节严重"), ("500", "情节特别严重"), ("unknown", "待查")):
        path = written(
            tmp_path / "case.yaml",
            "{schema: thresholds/case/1, id: x, persons: {jia: {}},"
            f" dealings: [{{by: jia, act: theft, records: {{location_tracking: {number}}}}}]}}",
        )
        code, out, _ = cli("check", path)
        assert code == 0
        assert grade in out


WRONG_DATA = [
    ["check", REFUSED / "unknown-key.yaml"],
    ["check", REFUSED / "no-such-file.yaml"],
    ["questions", REFUSED / "unknown-key.yaml"],
    ["test", REFUSED / "suites" / "wrong-case.yaml"],
    ["ruleset", "lint", REFUSED / "rulesets" / "shapes.yaml"],
    ["check", SAMPLE, "--ruleset", REFUSED / "rulesets" / "shapes.yaml"],
    ["case", "lint", REFUSED / "unknown-key.yaml"],
]


@pytest.mark.parametrize("args", WRONG_DATA, ids=lambda args: " ".join(map(str, args)).replace(str(ROOT), ""))
def test_wrong_data_is_1_and_said_on_standard_error(args: list[object], cli: Run) -> None:
    code, out, err = cli(*args)
    assert code == 1
    assert re.search(r": TH\d{3} ", err)
    assert out in ("", "0 passed, 0 failed\n")


WRONG_USAGE = [
    ["chek", SAMPLE],
    ["check"],
    ["check", SAMPLE, "--format", "odt"],
    ["check", SAMPLE, "--lang", "fr"],
    ["check", SAMPLE, "--colour"],
    ["check", SAMPLE, "--person", "nobody"],
    ["check", SAMPLE, "--ruleset", "fashi-2017"],
    ["check", SAMPLE, "--reading", "gains"],
    ["check", SAMPLE, "--reading", "gain=net"],
    ["check", SAMPLE, "--reading", "gains=nett"],
    ["check", "sample:nothing"],
    ["ruleset", "show", "nothing"],
    ["ruleset", "shw"],
    ["glossary", "情结严重"],
    ["code", "TH999"],
    ["questions"],
]


@pytest.mark.parametrize("args", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_is_2_and_said_on_standard_error(args: list[str], cli: Run) -> None:
    code, out, err = cli(*args)
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("args", "near"),
    [
        (["chek", SAMPLE], "check"),
        (["check", SAMPLE, "--ruleset", "fashi-2017"], "fashi-2017-10"),
        (["check", SAMPLE, "--reading", "gain=net"], "gains"),
        (["check", SAMPLE, "--reading", "gains=nett"], "gross、net"),
        (["glossary", "情结严重"], "情节严重"),
    ],
)
def test_the_nearest_name_is_offered(args: list[str], near: str, cli: Run) -> None:
    assert near in cli(*args)[2]


def test_a_failed_expectation_is_3(cli: Run, chain: Path) -> None:
    text = CHAIN + "expected:\n  jia: {grade: not_reached, established: [art5.1.8]}\n  yi: {grade: serious}\n"
    written(chain, text)
    code, out, err = cli("test", chain)
    assert (code, err) == (3, "")
    lines = out.splitlines()
    assert lines[-1] == "0 passed, 1 failed"
    assert lines[:-1] == [
        f"{chain}:21: chain jia：档次应为 未达到，得到 情节严重",
        f"{chain}:22: chain yi：档次应为 情节严重，得到 未达到–情节严重（两人转手）",
    ]


@pytest.mark.parametrize("command", ["check", "questions", "margins"])
def test_two_options_of_one_reading_are_wrong_usage(command: str, cli: Run, chain: Path) -> None:
    both = ("--reading", "gains=net", "--reading", " gains = gross")
    told = "口径「gains」选了两次：net、gross，只能选一项\n"
    assert cli(command, chain, *both) == (2, "", told)
    assert "gains" in cli(command, chain, *both, "--lang", "en")[2]
    same = ("--reading", "gains=net")
    assert cli(command, chain, *same, *same) == cli(command, chain, *same)


def test_a_reminder_of_lint_is_3(cli: Run, chain: Path) -> None:
    written(chain, CHAIN.replace("evidence: [E1]", "duplicates: 0"))
    code, out, err = cli("case", "lint", chain)
    assert (code, out) == (3, "")
    assert ": TH305 证据「E1」没有被引用" in err


def test_a_lint_of_a_ruleset_is_3(cli: Run) -> None:
    code, out, err = cli("ruleset", "lint", REFUSED / "rulesets" / "words-and-number.yaml")
    assert code == 3
    assert "没有找到测试集" in out
    assert ":17:12: TH113 " in err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_disagreement_is_4_and_no_answer_is_given(
    lang: str, cli: Run, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    truthful = Decider.decide

    def lying(self: Decider, *args: Any) -> Decision:
        decision = truthful(self, *args)
        return decision._replace(rank=(decision.rank + 1) % 3)

    monkeypatch.setattr(Decider, "decide", lying)
    output = chain.with_name("report.json")
    code, out, err = cli("check", chain, "--lang", lang, "--output", output)
    assert (code, out) == (4, "")
    assert err.startswith(
        {"zh": "内部校验不一致，拒绝作答", "en": "an internal check failed, so there is no answer"}[lang]
    )
    assert "Traceback" not in err
    assert not output.exists()


def test_an_unforeseen_fault_is_4_and_a_sentence(cli: Run, chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Decision:
        raise ZeroDivisionError("divided")

    monkeypatch.setattr(Decider, "decide", broken)
    code, out, err = cli("check", chain)
    assert (code, out) == (4, "")
    assert "拒绝作答" in err
    assert len(err.splitlines()) == 1


# -- JSON -------------------------------------------------------------------------------------------


def report(cli: Run, *args: object) -> dict[str, Any]:
    code, out, err = cli("check", *args, "--format", "json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_json_report_has_the_published_shape(cli: Run, chain: Path) -> None:
    found = report(cli, chain)
    assert list(found) == ["schema", "tool", "case", "rulesets", "persons"]
    assert found["schema"] == "thresholds/report/1"
    assert re.fullmatch(r"thresholds \d+\.\d+.*", found["tool"])
    assert found["case"] == {"id": "chain", "title": "两人转手", "sha256": load_case(chain).sha256}
    ruleset = load_ruleset("fashi-2017-10")
    (used,) = found["rulesets"]
    assert (used["id"], used["sha256"]) == ("fashi-2017-10", ruleset.sha256)
    assert used["in_force"] == {"from": "2017-06-01", "until": None}
    assert [person["id"] for person in found["persons"]] == ["jia", "yi"]
    keys = {
        "id",
        "name",
        "grade",
        "counts",
        "findings",
        "consequences",
        "readings",
        "questions",
        "cross_flags",
    }
    for person in found["persons"]:
        assert keys <= person.keys()
        assert person["grade"].keys() == {"at_least", "at_most"}
        assert {reading["id"] for reading in person["readings"]} == {entry.id for entry in ruleset.readings}


def test_there_is_a_finding_for_every_item_in_the_order_of_the_law(cli: Run, chain: Path) -> None:
    items = list(load_ruleset("fashi-2017-10").item_ids)
    for person in report(cli, chain)["persons"]:
        assert [finding["item"] for finding in person["findings"]] == items
        for finding in person["findings"]:
            assert finding["status"] in {"established", "not_established", "open", "for_the_court"}
            assert finding["ruleset"] == "fashi-2017-10"
            assert finding["cite"].startswith("第")


NUMERIC = ("art5.1.3", "art5.1.4", "art5.1.5", "art5.1.6", "art5.1.7", "art5.1.8", "art5.2.3", "art6.1.1")


def test_numbers_are_exact_texts_whatever_the_status(cli: Run, chain: Path) -> None:
    for person in report(cli, chain)["persons"]:
        findings = {finding["item"]: finding for finding in person["findings"]}
        assert set(NUMERIC) <= {item for item, finding in findings.items() if "standard" in finding}
        for finding in findings.values():
            if "standard" not in finding:
                continue
            ends = [finding[key][end] for key in ("quantity", "score") for end in ("at_least", "at_most")]
            for number in (finding["standard"], finding["shortfall"], *ends):
                assert number is None or EXACT.fullmatch(number)
            assert finding["unit"] in ("条", "元", "")


def test_a_report_worked_out_by_hand(cli: Run, chain: Path) -> None:
    jia, yi = report(cli, chain)["persons"]
    assert jia["grade"] == {"at_least": "serious", "at_most": "serious"}
    (eighth,) = [finding for finding in jia["findings"] if finding["item"] == "art5.1.8"]
    assert (eighth["status"], eighth["evidence"]) == ("established", ["E1"])
    assert yi["grade"] == {"at_least": "not_reached", "at_most": "serious"}
    (count,) = yi["counts"]
    assert [count[key] for key in ("category", "at_least", "at_most")] == ["location_tracking", 42, 58]
    (third,) = [finding for finding in yi["findings"] if finding["item"] == "art5.1.3"]
    assert {key: third[key] for key in ("status", "grade", "quantity", "standard", "unit", "score", "shortfall")} == {
        "status": "open",
        "grade": "serious",
        "quantity": {"at_least": "42", "at_most": "58"},
        "standard": "50",
        "unit": "条",
        "score": {"at_least": "0.84", "at_most": "1.16"},
        "shortfall": "8",
    }


def test_several_cases_are_a_list(cli: Run, chain: Path) -> None:
    code, out, _ = cli("check", chain, SAMPLE, "--format", "json")
    assert code == 0
    assert [entry["case"]["id"] for entry in json.loads(out)] == ["chain", "teaching-insider-half"]


def test_json_is_the_same_byte_for_byte(chain: Path) -> None:
    for args in (["check", str(chain)], ["questions", str(chain)], ["ruleset", "show"]):
        first, second = (
            separately(*args, "--format", "json", PYTHONHASHSEED=seed, LC_ALL=locale)
            for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
        )
        assert first.returncode == 0
        assert first.stderr == b""
        assert first.stdout == second.stdout
        assert "第五条" in first.stdout.decode() or "甲" in first.stdout.decode() or args[0] == "questions"


# -- options ----------------------------------------------------------------------------------------


def test_english_is_english(cli: Run, chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(chain, CHAIN.replace("两人转手", "Two hands").replace("甲", "A").replace("乙", "B"))
    code, out, err = cli("check", chain, "--lang", "en")
    assert (code, err) == (0, "")
    assert "especially serious circumstances" in out
    assert "not established" in out
    monkeypatch.setenv("THRESHOLDS_LANG", "en")
    assert cli("check", chain)[1] == out
    assert cli("check", chain, "--lang", "zh")[1] != out


def test_errors_follow_the_language_too(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "没有「gain」这个口径" in cli("check", REFUSED / "unknown-reading.yaml")[2]
    assert "there is no reading 'gain'" in cli("check", REFUSED / "unknown-reading.yaml", "--lang", "en")[2]
    assert "there is no reading 'gain'" in cli("check", REFUSED / "unknown-reading.yaml", "--lang=en")[2]
    monkeypatch.setenv("THRESHOLDS_LANG", "en")
    assert "there is no reading 'gain'" in cli("check", REFUSED / "unknown-reading.yaml")[2]


def test_one_person_alone(cli: Run, chain: Path) -> None:
    whole = report(cli, chain)
    one = report(cli, chain, "--person", "yi")
    assert one["persons"] == whole["persons"][1:]
    text = cli("check", chain, "--person", "yi")[1]
    assert "\n乙" in text
    assert "\n甲" not in text


def test_a_reading_may_change_the_grade(cli: Run) -> None:
    grades = {
        option: [
            p["grade"] for p in report(cli, "sample:reading-decides-gains", "--reading", f"gains={option}")["persons"]
        ]
        for option in ("gross", "net")
    }
    assert grades["gross"] != grades["net"]
    chosen = report(cli, "sample:reading-decides-gains", "--reading", "gains=net")["persons"][0]["readings"]
    assert next(use["chosen"] for use in chosen if use["id"] == "gains") == "net"


def test_a_ruleset_may_be_named_by_its_id_its_folder_or_its_file(cli: Run, chain: Path) -> None:
    folder = ROOT / "rulesets" / "fashi-2017-10"
    names = ("fashi-2017-10", folder, folder / "ruleset.yaml")
    reports = [report(cli, chain, "--ruleset", name)["persons"] for name in names]
    assert reports[0] == reports[1] == reports[2]


@pytest.mark.parametrize("format_", ["json", "text"])
def test_output_goes_to_a_file_whole(format_: str, cli: Run, chain: Path, tmp_path: Path) -> None:
    output = written(tmp_path / "报告.txt", "before")
    code, out, err = cli("check", chain, "--format", format_, "--output", output)
    assert (code, out, err) == (0, "", "")
    written_text = output.read_text(encoding="utf-8")
    if format_ == "json":
        assert written_text == cli("check", chain, "--format", format_)[1]
    else:
        assert "第五条第一款第（三）项" in written_text
        assert not COLOUR.search(written_text)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chain.yaml", "报告.txt"]


@pytest.mark.parametrize(
    "args", [[REFUSED / "about.yaml"], [SAMPLE, "--reading", "gains=x"], [SAMPLE, "--person", "x"]]
)
def test_an_error_leaves_no_file(args: list[object], cli: Run, tmp_path: Path) -> None:
    output = tmp_path / "report.json"
    assert cli("check", *args, "--output", output)[0] in (1, 2)
    assert list(tmp_path.iterdir()) == []
    written(output, "before")
    assert cli("check", *args, "--output", output)[0] in (1, 2)
    assert output.read_text(encoding="utf-8") == "before"


def test_a_write_that_fails_leaves_the_old_file(
    cli: Run, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = written(tmp_path / "report.json", "before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert cli("check", chain, "--format", "json", "--output", output)[0] != 0
    assert output.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chain.yaml", "report.json"]


# -- terminals --------------------------------------------------------------------------------------


def wide_and_narrow(*args: str) -> list[str]:
    """What the command prints in a very wide and in a narrow terminal."""
    found = [separately(*args, COLUMNS=columns) for columns in ("2000", "40")]
    assert [one.returncode for one in found] == [0, 0]
    return [one.stdout.decode() for one in found]


@pytest.mark.parametrize("sample", ["insider-half", "reading-decides-gains", "hangban-80"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_narrow_terminal_cuts_nothing_of_a_report(sample: str, lang: str) -> None:
    for command in ("check", "questions"):
        wide, narrow = wide_and_narrow(command, f"sample:{sample}", "--lang", lang)
        assert TREE.sub("", wide) == TREE.sub("", narrow)
        assert max(map(cells, narrow.splitlines())) <= 40


def cells(line: str) -> int:
    """How many cells of a terminal a line takes."""
    from rich.cells import cell_len

    return cell_len(line)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("args", [["ruleset", "list"], ["glossary"]], ids=" ".join)
def test_a_narrow_terminal_cuts_no_character_of_a_table(args: list[str], lang: str) -> None:
    wide, narrow = wide_and_narrow(*args, "--lang", lang)
    assert Counter(CHINESE.findall(wide)) == Counter(CHINESE.findall(narrow))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_cell_of_the_review_sheet_is_there_in_a_narrow_terminal(lang: str) -> None:
    narrow = TREE.sub("", wide_and_narrow("ruleset", "show", "--lang", lang)[1])
    for row in sheet_rows(load_ruleset("fashi-2017-10"), Words(lang)):
        for cell in row:
            assert TREE.sub("", cell) in narrow


def test_every_term_of_the_glossary_is_shown(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    out = cli("glossary")[1]
    for term in glossary.all_terms():
        assert term.zh in out
        assert all(spelling in out for spelling in term.also)
    assert len(out.splitlines()) == len(glossary.all_terms())
    assert "serious" in cli("glossary", "情节严重")[1].split()
    assert cli("glossary", "serious")[1] == cli("glossary", "情节严重")[1]
    assert cli("glossary", "行踪轨迹")[1] == cli("glossary", "location_tracking")[1]


def test_colour_only_where_it_is_wanted() -> None:
    coloured = separately("check", SAMPLE, FORCE_COLOR="1", TERM="xterm-256color").stdout.decode()
    plain = separately("check", SAMPLE, FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1").stdout.decode()
    piped = separately("check", SAMPLE).stdout.decode()
    numbers = [code for sequence in COLOUR.findall(coloured) for code in sequence[2:-1].split(";")]
    assert any(code.startswith("3") and len(code) == 2 for code in numbers)
    numbers = [code for sequence in COLOUR.findall(plain) for code in sequence[2:-1].split(";")]
    assert not any(code[:1] in "349" and len(code) == 2 for code in numbers)
    assert "\x1b" not in piped
    assert COLOUR.sub("", coloured) == COLOUR.sub("", plain) == piped


def test_chinese_goes_out_whatever_the_locale() -> None:
    plain = separately("check", SAMPLE, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert plain.returncode == 0
    assert plain.stdout.decode() == separately("check", SAMPLE).stdout.decode()


@pytest.mark.parametrize(
    "args", [["check", str(CASES)], ["check", str(CASES), "--format", "json"], ["ruleset", "show"]]
)
def test_a_pipe_closed_early_is_no_error(args: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "thresholds", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    with process.stderr:
        said = process.stderr.read()
    assert (process.wait(), said) == (0, b"")


# -- other working directories ----------------------------------------------------------------------


def test_it_works_from_any_folder(cli: Run, chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(chain.parent)
    assert cli("check", "chain.yaml")[0] == 0
    assert cli("check", ".")[1] == cli("check", "chain.yaml")[1]
    assert cli("check", "chain.yaml", "--output", "report.txt")[0] == 0
    assert Path("report.txt").is_file()
    assert cli("ruleset", "lint")[0] == 0
    assert "fashi-2017-10" in cli("ruleset", "list")[1]
    _, listed, _ = cli("case", "list")
    assert SAMPLE in listed.splitlines()
    assert len(listed.splitlines()) == len([*CASES.rglob("*.yaml"), *CASES.rglob("*.csv")])
    written(Path("wrong.yaml"), "[]")
    assert cli("check", "wrong.yaml")[2].startswith("wrong.yaml:1:1: TH203 ")


def test_every_listed_sample_can_be_named(cli: Run) -> None:
    for name in cli("case", "list")[1].split():
        assert cli("case", "lint", name)[0] in (0, 3)


# -- case new, case schema --------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_case_loads_clean(lang: str, cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    code, out, err = cli("case", "new", path, "--lang", lang)
    assert (code, out) == (0, "")
    assert str(path) in err
    assert path.read_text(encoding="utf-8") == cli("case", "new", "--lang", lang)[1]
    assert cli("check", path)[0] == 0
    assert cli("case", "lint", path, "--lang", lang)[::2] == (0, "")
    assert refused_by_schema(path) == []
    written(path, "mine")
    code, out, err = cli("case", "new", path, "--lang", lang)
    assert (code, out) == (1, "")
    assert str(path) in err
    assert path.read_text(encoding="utf-8") == "mine"


VALIDATOR = Draft202012Validator(case_schema())


def refused_by_schema(path: Path) -> list[str]:
    """What the schema says of a file whose values are plain texts."""
    document = to_plain(parse(read_text(path), str(path)))
    return [f"{list(error.absolute_path)}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def test_the_schema_is_a_schema_and_is_what_the_command_prints(cli: Run, tmp_path: Path) -> None:
    Draft202012Validator.check_schema(case_schema())
    assert json.loads(cli("case", "schema")[1]) == case_schema()
    assert cli("case", "schema", "--output", tmp_path / "schema.json")[:2] == (0, "")
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == case_schema()


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_schema_accepts_every_sample(path: Path) -> None:
    assert refused_by_schema(path) == []


@pytest.mark.parametrize("path", sorted((REFUSED / "accepted").iterdir()), ids=lambda path: path.name)
def test_the_schema_accepts_what_is_accepted(path: Path) -> None:
    assert refused_by_schema(path) == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown-key", "unknown-key-chinese", "unknown-fact", "missing-keys", "missing-in-dealing", "unknown-category",
        "unknown-act", "unknown-truth", "unknown-kinds", "wrong-shapes", "list-at-top", "text-at-top", "wrong-schema",
        "suite-as-case", "several-errors",
    ],
)  # fmt: skip
def test_the_schema_refuses_what_an_editor_can_see(name: str) -> None:
    assert refused_by_schema(REFUSED / f"{name}.yaml")


# -- test -------------------------------------------------------------------------------------------


def test_files_without_expectations_are_passed_over(cli: Run, chain: Path) -> None:
    written(chain.with_name("notes.txt"), "no YAML")
    assert cli("test", chain.parent) == (0, "0 passed, 0 failed\n", "")


def test_a_wrong_file_does_not_keep_the_others_from_being_tested(cli: Run, chain: Path) -> None:
    written(chain, CHAIN + "expected: {yi: {grade: {at_least: not_reached, at_most: serious}}}\n")
    written(chain.with_name("wrong.yaml"), "schema: thresholds/case/1\n")
    code, out, err = cli("test", chain.parent)
    assert (code, out) == (1, "1 passed, 0 failed\n")
    assert err.count("TH202") == 2


def test_a_suite_says_what_was_expected_and_got(cli: Run, tmp_path: Path) -> None:
    suite = written(
        tmp_path / "suite.yaml",
        "schema: thresholds/suite/1\ntests:\n- id: t\n  says: 四十九条\n"
        "  case: {persons: {a: {}}, dealings: [{by: a, act: theft, records: {location_tracking: 49}}]}\n"
        "  expected:\n    a:\n      established: [art5.1.3]\n      counted: {location_tracking: 50}\n"
        "      depends_on: [gains]\n",
    )
    code, out, err = cli("test", suite)
    assert (code, err) == (3, "")
    assert out.splitlines() == [
        f"{suite}:7: t a：art5.1.3 应为 成立，得到 不成立",
        f"{suite}:7: t a：口径 gains 应改变档次，却没有",
        f"{suite}:7: t a：行踪轨迹信息 应计 50，得到 49（四十九条）",
        "0 passed, 1 failed",
    ]
    english = cli("test", suite, "--lang", "en")[1].splitlines()
    assert english[0] == f"{suite}:7: t a: art5.1.3 expected established, got not established"


@pytest.mark.parametrize("command", ["verify", "check-text", "diff"])
def test_a_statute_has_no_standards_to_prove(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    more = {"verify": [], "check-text": ["text.md"], "diff": ["fashi-2017-10"]}[command]
    assert run(["ruleset", command, "criminal-law-253-1", *more]) == 2
    assert "ruleset show criminal-law-253-1" in capsys.readouterr().err


def test_one_broken_ruleset_breaks_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "ruleset.yaml").write_text("schema: thresholds/ruleset/1\n", encoding="utf-8")
    monkeypatch.setenv("THRESHOLDS_RULESETS", str(tmp_path))
    assert run(["check", str(ROOT / "cases" / "zaozhuang-2017.yaml"), "--format", "json"]) == 0
    capsys.readouterr()
    assert run(["ruleset", "list"]) == 1
    said = capsys.readouterr()
    assert "fashi-2017-10" in said.out
    assert "broken/ruleset.yaml" in said.err
