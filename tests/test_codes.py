"""The manual page of every diagnostic: its examples are tried out, wrong and right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from thresholds.cli.root import run
from thresholds.wording.codes import codes, page
from thresholds.wording.examples import EXAMPLES, Example

#: What cannot be shown in a few lines of text: workbooks, merged and hidden cells, formulas, fonts that are missing.
NOT_IN_TEXT = {"TH241", "TH245", "TH249", "TH250", "TH251", "TH254", "TH257", "TH261", "TH262", "TH263", "TH271"}
#: Of seized data: what a machine lacks, archives, damaged bytes, lines of many megabytes.
NOT_IN_TEXT |= {f"TH{number}" for number in (601, 602, 603, 604, 605, 607, 608, 609, 610, 611, 613, 614, 615)}
#: Of check sheets: merged cells, and several worksheets.
NOT_IN_TEXT |= {"TH636", "TH637"}
#: Of tables of cases: types and brackets, what a machine lacks, other forms, several files, where output cannot go.
NOT_IN_TEXT |= {
    f"TH{number}"
    for number in (503, 505, 510, 511, 512, 514, 515, 517, 519, 520, 521, 522, 523, 524, 526, 527, 528, 529)
}
#: Of the service: what is wrong with a request rather than a file, and where it cannot listen.
NOT_IN_TEXT |= {f"TH{number}" for number in range(701, 720)}

#: Of tools for agents and of other packages: arguments of a call, long cases and calls, what is installed.
NOT_IN_TEXT |= {f"TH{number}" for number in range(740, 749)}
#: Of the page: addresses of thousands of characters, and files opened there.
NOT_IN_TEXT |= {"TH720", "TH721", "TH722"}

SECTIONS = {"schema": "thresholds/case/1", "id": "x", "persons": "{jia: {}}"}
RULESET = {
    "schema": "thresholds/ruleset/1",
    "id": "x",
    "title": "一",
    "citation": "一号",
    "offence": "infringing_personal_information",
    "statute": "刑法",
    "in_force": "{from: 2017-06-01}",
    "grades": "[{id: not_reached}, {id: serious}]",
}
PARAGRAPH = "provisions:\n- id: art5.1\n  gloss: 一\n  grade: serious\n  any_of:\n"
ITEM = "- {id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}"


def completed(text: str, sections: dict[str, str]) -> str:
    """The text with the sections before it that it does not have itself."""
    missing = [f"{key}: {value}\n" for key, value in sections.items() if not re.search(rf"^{key}:", text, re.MULTILINE)]
    return "".join(missing) + text + "\n"


def ruleset_with(text: str) -> str:
    if text.startswith("- "):
        text = PARAGRAPH + "\n".join(f"  {line}" for line in text.splitlines())
    elif "provisions:" not in text:
        text = f"{PARAGRAPH}  {ITEM}\n{text}"
    return completed(text, RULESET)


def file_of(code: str, example: Example, text: str, folder: Path) -> tuple[Path, list[str]]:
    """The file that an example stands in, and the command that reads it."""
    path = folder / ("ledger.csv" if example.kind == "ledger" else "case.yaml")
    command = ["check"]
    if example.kind == "case":
        text = completed(text, SECTIONS)
        command = ["case", "lint"] if code.startswith("TH3") else ["test"] if "expected:" in text else ["check"]
    elif example.kind == "ruleset":
        text, command = ruleset_with(text), ["ruleset", "lint"]
    elif example.kind == "rulesets":
        for number, part in enumerate(text.split("\n---\n")):
            (folder / f"{number}.yaml").write_text(ruleset_with(part), encoding="utf-8")
        return folder / "1.yaml", ["ruleset", "lint", str(folder / "0.yaml")]
    elif example.kind == "tested":
        rules, tests = text.split("\n---\n", 1)
        (folder / "suite.yaml").write_text(completed(tests, {"schema": "thresholds/suite/1"}), encoding="utf-8")
        text, command = ruleset_with(rules), ["ruleset", "lint", "--tests", str(folder / "suite.yaml")]
    elif example.kind == "lawtext":
        rules, text = text.split("\n---\n", 1)
        (folder / "ruleset.yaml").write_text(ruleset_with(rules), encoding="utf-8")
        path, command = folder / "text.md", ["ruleset", "check-text", str(folder / "ruleset.yaml")]
    elif example.kind == "tally":
        path, command = folder / "data.csv", ["tally"]
        *besides, text = text.split("\n---\n")
        for beside in besides:
            (folder / "beside").write_text(beside, encoding="utf-8")
            command += ["--checked" if code.startswith("TH63") else "--map", str(folder / "beside")]
    elif example.kind == "batch":
        path, command = folder / "data.csv", ["batch", "--output", str(folder / "answers.csv")]
        *besides, text = text.split("\n---\n")
        for beside in besides:
            (folder / "mapping.yaml").write_text(beside, encoding="utf-8")
            command += ["--map", str(folder / "mapping.yaml")]
    elif example.kind == "export":
        text, command = ruleset_with(text), ["export"]
    elif example.kind == "inputs":
        text, command = completed(text, SECTIONS), ["export", "fashi-2017-10", "--inputs"]
    elif example.kind == "answers":
        path, command = folder / "answers.txt", ["quiz", "--answers"]
    elif example.kind == "asked":
        text, command = completed(text, SECTIONS), ["quiz", "--print", "--from"]
    path.write_bytes(text.encode())
    return path, command


def tried(code: str, wrong: bool, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code and the codes of the diagnostics of an example."""
    example = EXAMPLES[code]
    text = example.wrong if wrong else example.right
    if example.kind == "command":
        arguments = shlex.split(text)[1:]
    else:
        path, command = file_of(code, example, text, folder)
        if wrong and example.times > 1:
            path.write_bytes(text.encode() * example.times)
        elif wrong and example.encoding != "utf-8":
            path.write_bytes(text.encode(example.encoding))
        arguments = [*command, str(path)]
    exit_code = run(arguments)
    shown = capsys.readouterr().err
    return exit_code, re.findall(r"^[^\n]*?: (TH\d{3}) ", shown, re.MULTILINE)


def test_every_diagnostic_has_an_example_that_can_be_written_down() -> None:
    assert set(codes()) - EXAMPLES.keys() == NOT_IN_TEXT
    assert list(EXAMPLES) == sorted(EXAMPLES)


#: Reminders do not make a file wrong: those of `case lint`, and those of `ruleset lint` about words and numbers.
REMINDERS = {"TH113", "TH114", "TH115", "TH116", *(f"TH{number}" for number in range(120, 135))}


#: A ruleset that a text does not bear out is not wrong in itself; a text that cannot be read is.
DIFFERING = {code for code, example in EXAMPLES.items() if example.kind == "lawtext"} - {"TH158", "TH159"}


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_wrong_example_is_refused_for_that_very_reason(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reminder = code.startswith("TH3") or code in REMINDERS or code in DIFFERING
    assert tried(code, True, tmp_path, capsys) == (3 if reminder else 1, [code])


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_right_example_is_accepted(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tried(code, False, tmp_path, capsys) == (0, [])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", codes())
def test_no_field_is_left_open_on_a_page(code: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = page(code, lang)
    for text in (found.says, found.hint, found.where):
        assert not re.search(r"\{\w+(:\w+)?\}|\{\{\w", text)
    assert found.says
    assert found.where
    assert run(["code", code, "--lang", lang]) == 0
    assert capsys.readouterr().out.startswith(f"{code}  ")


def test_a_page_is_shown_whatever_the_case_of_the_letters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["code", "TH205"]) == 0
    upper = capsys.readouterr().out
    assert run(["code", "th205"]) == 0
    assert capsys.readouterr().out == upper
    assert upper.splitlines() == [
        "TH205  「…」不是能读懂的数",
        "案卷、往来表或者测试集有错（退出码 1）",
        "",
        "如 483、483 条、6万多条、350余万条、数十万条、五千至二十余万元、500条以上、"
        "{at_least: 12, at_most: 28}、unknown",
        "",
        "错：",
        "  facts: {jia: {illegal_gains: 很多}}",
        "",
        "对：",
        "  facts: {jia: {illegal_gains: 1万余元}}",
    ]


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("TH002", "错：（存成 GB18030 编码）", "wrong: (saved as GB18030)"),
        ("TH003", "错：（空文件）", "wrong: (an empty file)"),
        ("TH008", "错：（这样的一行重复 1500000 次）", "wrong: (a line like this 1500000 times)"),
    ],
)
def test_what_a_wrong_example_does_not_show_is_said(
    code: str, zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["code", code]) == 0
    assert zh in capsys.readouterr().out.splitlines()
    assert run(["code", code, "--lang", "en"]) == 0
    assert en in capsys.readouterr().out.splitlines()


def test_an_unknown_code_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", "TH999"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("没有编号为「TH999」的提示。可用：TH001、TH002、")


def test_all_codes_are_listed_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    for lang in ("zh", "en"):
        assert run(["code", "--lang", lang]) == 0
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(codes())
