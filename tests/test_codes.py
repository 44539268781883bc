"""The manual page of every diagnostic: its examples are tried out, wrong and right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thresholds.cli.root import run
from thresholds.wording.codes import EXAMPLES, codes, page

CASE_CODES = tuple(code for code in codes() if code.startswith("TH2"))


def case_with(example: str) -> str:
    """A whole case file: the example itself, or a minimal case with the sections of the example."""
    if example.startswith("{"):
        return example + "\n"
    return f"{{schema: thresholds/case/1, id: x, persons: {{jia: {{}}}}, {example}}}\n"


def tried(example: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code and the diagnostics of an example; one with expectations is run as the test that it is."""
    path = folder / "case.yaml"
    path.write_text(case_with(example), encoding="utf-8")
    code = run(["test" if "expected:" in example else "check", str(path)])
    shown = capsys.readouterr().err.splitlines()
    return code, [line.removeprefix(str(path)).split(": ", 1)[1].split()[0] for line in shown]


def test_every_diagnostic_of_a_case_file_has_examples() -> None:
    assert tuple(EXAMPLES) == CASE_CODES


@pytest.mark.parametrize("code", CASE_CODES)
def test_the_wrong_example_is_refused_for_that_very_reason(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tried(EXAMPLES[code][0], tmp_path, capsys) == (1, [code])


@pytest.mark.parametrize("code", CASE_CODES)
def test_the_right_example_is_accepted(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tried(EXAMPLES[code][1], tmp_path, capsys) == (0, [])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", codes())
def test_no_field_is_left_open_on_a_page(code: str, lang: str) -> None:
    text = page(code, lang)
    assert not re.search(r"\{\w+(:\w+)?\}|\{\{\w", text)


def test_a_page_is_shown_whatever_the_case_of_the_letters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", "TH205"]) == 0
    upper = capsys.readouterr().out
    assert run(["code", "th205"]) == 0
    assert capsys.readouterr().out == upper
    assert upper.splitlines() == [
        "TH205  「…」不是能读懂的数",
        "如 483、483 条、6万多条、350余万条、数十万条、五千至二十余万元、500条以上、"
        "{at_least: 12, at_most: 28}、unknown",
        "错： facts: {jia: {illegal_gains: 很多}}",
        "对： facts: {jia: {illegal_gains: 1万余元}}",
    ]


def test_an_unknown_code_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", "TH999"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("没有编号为「TH999」的提示。可用：TH001、TH002、")


def test_all_codes_are_listed_once(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("zh", "en"):
        assert run(["code", "--lang", lang]) == 0
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(codes())
