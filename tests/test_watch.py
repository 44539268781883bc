"""`check --watch`: files are edited as people and editors do, and what comes on the screen is read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from terminals import ESCAPE, ROOT, Terminal, in_terminal, interruptible, surroundings

CASE = """\
schema: thresholds/case/1
id: watched
persons: {jia: {name: 甲}, yi: {name: 乙}}
facts: {jia: {illegal_gains: 4999元}, yi: {illegal_gains: 6000元}}
"""
WAITING = "改了就重评；按 Ctrl-C 结束"
CLEAR = "\x1b[2J"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(text: str) -> list[str]:
    """The lines that are not part of the report."""
    report = ("├", "│", "└", " ", "依据", "以上", "律师", "thresholds ", "watched", "甲  ", "乙  ")
    return [line for line in ESCAPE.sub("", text).splitlines() if line and not line.startswith(report)]


def test_each_change_of_a_grade_is_said_above_and_below_the_report(case: Path) -> None:
    with Terminal(["check", case, "--watch"]) as terminal:
        assert said(terminal.until(WAITING)) == ["等着文件改动，改了就重评；按 Ctrl-C 结束"]
        assert CLEAR not in terminal.seen
        edit(case, "4999", "5000")
        again = terminal.until(WAITING)
        assert CLEAR in again
        changed = "甲：未达到 → 情节严重"
        assert said(again)[:3] == ["── case.yaml 改了，重评 ──", changed, changed]
        lines = ESCAPE.sub("", again).splitlines()
        assert lines.index(changed) < lines.index("watched") < lines.index("甲  情节严重")
        edit(case, "5000", "50000")
        assert "甲：情节严重 → 情节特别严重" in terminal.until(WAITING)
        edit(case, "50000元", "不明")
        assert "甲：情节特别严重 → 未达到 ～ 情节特别严重（待查）" in terminal.until(WAITING)
        terminal.type("\x03")
        assert terminal.finish()[0] == 0
        assert "Traceback" not in terminal.seen
        assert "Aborted" not in terminal.seen


def test_a_change_that_changes_no_grade_is_said_too(case: Path) -> None:
    with Terminal(["check", case, "--watch", "--lang", "en"]) as terminal:
        terminal.until("Ctrl-C")
        edit(case, "6000", "7000")
        assert "No grade has changed" in terminal.until("Ctrl-C ends")


def test_persons_come_and_go(case: Path) -> None:
    with Terminal(["check", case, "--watch"]) as terminal:
        terminal.until(WAITING)
        case.write_text(CASE.replace("yi", "bing").replace("乙", "丙"), encoding="utf-8")
        found = said(terminal.until(WAITING))
        assert "丙：新列入，情节严重" in found
        assert "乙：不在案卷里了" in found


def test_a_half_written_file_is_shown_as_wrong_and_the_next_state_compared_with_the_last_good_one(case: Path) -> None:
    with Terminal(["check", case, "--watch"]) as terminal:
        terminal.until(WAITING)
        case.write_text(CASE[:90], encoding="utf-8")
        wrong = terminal.until(WAITING)
        assert f"{case}:4:8: TH004 " in wrong
        assert "Traceback" not in wrong
        case.write_text(CASE.replace("6000元", "1元"), encoding="utf-8")
        assert "乙：情节严重 → 未达到" in terminal.until(WAITING)


def test_a_file_that_is_wrong_at_the_start_is_waited_for(case: Path) -> None:
    edit(case, "thresholds/case/1", "thresholds/case/9")
    with Terminal(["check", case, "--watch"]) as terminal:
        assert "TH220" in terminal.until(WAITING)
        edit(case, "thresholds/case/9", "thresholds/case/1")
        again = terminal.until(WAITING)
        assert "甲  未达到" in ESCAPE.sub("", again)
        assert "→" not in again


def test_an_editor_may_write_another_file_and_rename_it(case: Path) -> None:
    with Terminal(["check", case, "--watch"]) as terminal:
        terminal.until(WAITING)
        for before, after in (("4999", "5999"), ("5999", "4999")):
            other = case.with_name("case.yaml~")
            other.write_text(case.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
            os.replace(other, case)
            assert "甲：" in terminal.until(WAITING)


def test_a_file_may_be_away_for_a_while(case: Path) -> None:
    with Terminal(["check", case, "--watch"]) as terminal:
        terminal.until(WAITING)
        case.unlink()
        assert "TH001" in terminal.until(WAITING)
        case.write_text(CASE.replace("4999", "5999"), encoding="utf-8")
        assert "甲：未达到 → 情节严重" in terminal.until(WAITING)


def test_a_ruleset_is_watched_as_well(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(ROOT / "rulesets" / "fashi-2017-10", folder)
    with Terminal(["check", case, "--watch", "--ruleset", folder]) as terminal:
        terminal.until(WAITING)
        edit(folder / "ruleset.yaml", "at_least: 5000 元", "at_least: 4000 元")
        again = terminal.until(WAITING)
        assert "── ruleset.yaml 改了，重评 ──" in again
        assert "甲：未达到 → 情节严重" in again


def test_a_new_file_in_a_folder_is_found(case: Path) -> None:
    with Terminal(["check", case.parent, "--watch"]) as terminal:
        terminal.until(WAITING)
        (case.parent / "other.yaml").write_text(CASE.replace("乙", "丁"), encoding="utf-8")
        found = said(terminal.until(WAITING))
        assert "── other.yaml 改了，重评 ──" in found
        assert "丁：新列入，情节严重" in found


@contextmanager
def piped(*args: object, output: IO[str] | int = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "thresholds", *map(str, args)],
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=surroundings(),
        cwd=ROOT,
        preexec_fn=interruptible,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def until(stream: IO[str] | None, wanted: str) -> list[str]:
    """Lines up to the one with these words."""
    assert stream is not None
    found: list[str] = []
    for line in stream:
        found.append(line.rstrip("\n"))
        if wanted in line:
            return found
    raise AssertionError(f"{wanted!r} did not come: {found}")


def test_in_a_pipe_a_line_stands_between_what_was_and_what_is(case: Path) -> None:
    with piped("check", case, "--watch") as process:
        until(process.stdout, WAITING)
        edit(case, "4999", "5000")
        again = until(process.stdout, WAITING)
        assert again[:3] == ["── case.yaml 改了，重评 ──", "甲：未达到 → 情节严重", "watched"]
        assert "\x1b" not in "".join(again)
        process.send_signal(2)
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_data_goes_to_standard_output_and_what_is_said_of_it_elsewhere(case: Path) -> None:
    path = case.parent / "output"
    with path.open("w") as output, piped("check", case, "--watch", "--format", "json", output=output) as process:
        until(process.stderr, WAITING)
        edit(case, "4999", "5000")
        assert "甲：未达到 → 情节严重" in until(process.stderr, WAITING)
        process.send_signal(2)
        assert process.wait(60) == 0
    first, second, rest = path.read_text(encoding="utf-8").split("\n}\n")
    grades = [json.loads(text + "}")["persons"][0]["grade"]["at_least"] for text in (first, second)]
    assert (grades, rest) == (["not_reached", "serious"], "")


def test_an_output_is_written_again_each_time_and_is_itself_no_reason_to_begin_again(case: Path) -> None:
    output = case.parent / "report.json"
    with Terminal(["check", case.parent, "--watch", "--format", "json", "--output", output]) as terminal:
        terminal.until(WAITING)
        assert json.loads(output.read_text(encoding="utf-8"))["persons"][0]["grade"]["at_most"] == "not_reached"
        for gains, grade in (("5000", "serious"), ("50000", "especially_serious")):
            output.unlink()
            case.write_text(CASE.replace("4999", gains), encoding="utf-8")
            again = said(terminal.until(WAITING))
            assert again[0] == "── case.yaml 改了，重评 ──"
            assert json.loads(output.read_text(encoding="utf-8"))["persons"][0]["grade"]["at_most"] == grade


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["no-such.yaml"], 1, "TH001"),
        (["sample:no-such"], 2, "no-such"),
        (["sample:insider-half", "--reading", "gains=nett"], 2, "nett"),
        (["sample:insider-half", "--person", "nobody"], 2, "nobody"),
        (["sample:insider-half", "--ruleset", "no-such"], 2, "no-such"),
    ],
)
def test_what_no_edit_can_mend_ends_it(args: list[str], code: int, words: str) -> None:
    found, shown = in_terminal(["check", *args, "--watch"])
    assert found == code
    assert words in shown
    assert WAITING not in shown
