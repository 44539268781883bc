"""What a person sees in a terminal: width, colour, folding, and nothing that a file could tell the terminal to do."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.text import Text
from terminals import ESCAPE, ROOT, in_terminal, piped, surroundings

from thresholds.rendering.console import WIDTH, console_for, file_console
from thresholds.rendering.folding import FoldingText, fold, hanging
from thresholds.rendering.tree import FoldingTree
from thresholds.values.visible import visible

SAMPLE = "sample:insider-half"
COMMANDS = [["check", SAMPLE], ["questions", SAMPLE], ["glossary"], ["ruleset", "show"], ["ruleset", "list"]]
named = pytest.mark.parametrize("args", COMMANDS, ids=" ".join)


def widest(text: str) -> int:
    return max(cell_len(line) for line in ESCAPE.sub("", text).splitlines())


# -- width ------------------------------------------------------------------------------------------


@named
@pytest.mark.parametrize("columns", [30, 40, 60])
def test_nothing_is_wider_than_the_terminal(args: list[str], columns: int) -> None:
    code, shown = in_terminal(args, columns)
    assert code == 0
    assert min(columns, 50) - 10 < widest(shown) <= columns


@named
def test_columns_goes_before_the_terminal(args: list[str]) -> None:
    assert widest(in_terminal(args, 100, COLUMNS="40")[1]) <= 40
    assert widest(in_terminal(args, 100, COLUMNS="40", TERM="dumb")[1]) <= 40
    assert widest(piped(args, COLUMNS="40").stdout) <= 40


def test_a_terminal_that_does_not_know_its_width_is_taken_as_80() -> None:
    assert 70 < widest(in_terminal(["check", SAMPLE], 0)[1]) <= 80


@named
def test_a_pipe_without_a_window_is_100_wide(args: list[str]) -> None:
    shown = piped(args)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == piped(args, COLUMNS="100").stdout
    assert "\x1b" not in shown.stdout


def test_a_file_is_the_same_whatever_window_it_is_written_from(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    command = f'{sys.executable} -m thresholds check {SAMPLE} > "{path}"'
    found = []
    for columns in (40, 120):
        code, shown = _shell_in_terminal(command, columns)
        assert (code, shown) == (0, "")
        found.append(path.read_text(encoding="utf-8"))
    assert found[0] == found[1] == piped(["check", SAMPLE]).stdout
    path.unlink()
    piped(["check", SAMPLE, "--output", path], COLUMNS="40", FORCE_COLOR="1", TERM="dumb")
    assert path.read_text(encoding="utf-8") == found[0]


def _shell_in_terminal(command: str, columns: int) -> tuple[int, str]:
    script = f"import subprocess, sys; sys.exit(subprocess.run({command!r}, shell=True).returncode)"
    from terminals import Terminal

    with Terminal([], columns, program=[sys.executable, "-c", script]) as terminal:
        return terminal.finish()


def test_a_pipe_in_a_terminal_has_the_width_of_the_window() -> None:
    code, shown = _shell_in_terminal(f"{sys.executable} -m thresholds check {SAMPLE} | cat", 44)
    assert code == 0
    assert "\x1b" not in shown
    assert 34 < widest(shown) <= 44


@named
def test_a_pipe_closed_early_is_no_error(args: list[str]) -> None:
    command = f"{sys.executable} -m thresholds {' '.join(args)} | head -n 2; echo ${{PIPESTATUS[0]}}"
    shown = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=surroundings(),
        check=True,
        cwd=ROOT,
    )
    assert shown.stderr == ""
    *lines, code = shown.stdout.splitlines()
    assert code == "0"
    assert lines == piped(args).stdout.splitlines()[:2]


# -- colour -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("args", COMMANDS[:2], ids=" ".join)
def test_colour_in_a_terminal_and_the_same_words_without(args: list[str]) -> None:
    coloured = in_terminal(args)[1]
    assert ESCAPE.search(coloured)
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}):
        plain = in_terminal(args, **environment)[1]
        assert "\x1b" not in plain, environment
        assert plain == ESCAPE.sub("", coloured)


def test_an_empty_no_color_is_not_set() -> None:
    assert ESCAPE.search(in_terminal(["check", SAMPLE], NO_COLOR="")[1])


def test_forced_colour_reaches_a_pipe() -> None:
    plain = piped(["check", SAMPLE]).stdout
    forced = piped(["check", SAMPLE], FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert ESCAPE.search(forced)
    assert ESCAPE.sub("", forced) == plain


def test_a_status_is_read_from_its_sign_as_well_as_its_colour() -> None:
    plain = in_terminal(["check", SAMPLE], 100, NO_COLOR="1")[1]
    assert "● 第五条第一款第（八）项  成立" in plain
    assert "○ 第五条第一款第（四）项  不成立" in plain
    assert "◇ 第五条第一款第（十）项  须裁量" in plain


# -- what a file says -------------------------------------------------------------------------------

HOSTILE = r"""
schema: thresholds/case/1
id: hostile
title: "[bold]题[/bold] :smile: \e]0;owned\a"
persons:
  jia: {name: "[red]甲[/red] :smile: \e[31m\x9b2J", role: "a\u202Ebc \x7f", note: "\e[2J备注 [link=http://x]y[/link]"}
batches:
  "\e[5m一批": {category: location_tracking, records: 60, counting: "[blink]\x07数法"}
dealings:
- {id: "[x]\b", by: jia, act: sale, to: "\e[8m乙", batch: "\e[5m一批"}
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.yaml"
    path.write_text(HOSTILE, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_looks_like_markup_is_shown_as_written(hostile: Path, lang: str) -> None:
    shown = piped(["check", hostile, "--lang", lang], COLUMNS="500").stdout
    assert shown.splitlines()[0] == "[bold]题[/bold] :smile: ␛]0;owned␇"
    assert "[red]甲[/red] :smile: ␛[31m�2J（a�bc ␡）" in shown
    assert "␛[2J备注 [link=http://x]y[/link]" in shown
    assert "␛[5m一批" in shown
    assert "；[blink]" in shown or "; [blink]" in shown
    assert "␛[8m乙" in shown
    assert "[x]" in shown


@pytest.mark.parametrize("args", [["check"], ["questions"], ["case", "lint"]], ids=" ".join)
def test_a_file_cannot_give_orders_to_the_terminal(args: list[str], hostile: Path) -> None:
    _, shown = in_terminal([*args, hostile], 100, NO_COLOR="1")
    assert not set(shown) & {*map(chr, range(0x20)), "\x7f", "\x9b", "\u202e"} - {"\n"}


def test_nor_can_a_wrong_file_or_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31mb.yaml"
    path.write_text(
        '{schema: thresholds/case/1, id: x, persons: {jia: {}}, "\\e[2J键": 1, facts: {jia: {初犯: "\\e[3J"}}}'
    )
    code, shown = in_terminal(["check", path], 100)
    assert code == 1
    assert "\x1b" not in shown
    assert "a␛[31mb.yaml:1:" in shown
    assert "TH201 不认识的键「␛[2J键」" in shown
    assert "TH204 不认识的值「␛[3J」" in shown


def test_nor_can_an_argument() -> None:
    for args in (
        ["check", "\x1b[31mno.yaml"],
        ["code", "\x1b[2J"],
        ["glossary", "\x1b[2J"],
        ["check", "sample:\x1b[2J"],
    ):
        code, shown = in_terminal(args)
        assert code in (1, 2)
        assert "\x1b" not in shown
        assert "␛[" in shown


def test_the_data_of_a_report_is_as_written(hostile: Path) -> None:
    name = json.loads(piped(["check", hostile, "--format", "json"]).stdout)["persons"][0]["name"]
    assert name == "[red]甲[/red] :smile: \x1b[31m\x9b2J"


def test_half_a_character_is_refused_and_shown_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"schema": "thresholds/case/1", "id": "x", "persons": {"jia": {"name": "甲\\ud800"}}}')
    shown = piped(["check", path])
    assert (shown.returncode, shown.stdout) == (1, "")
    assert ":1:72: TH004 " in shown.stderr
    assert "\\ud800" in shown.stderr


def test_visible_keeps_places_line_breaks_and_all_that_is_seen() -> None:
    assert visible("\x00\x1b\x1f\x7f\x85\x9f\u2028\u202e\u2066\ud800") == "␀␛␟␡" + "�" * 6
    kept = "条\t483\n⏎ … “甲” é 👍🏽"
    assert visible(kept) is kept


def test_a_console_takes_text_literally() -> None:
    written = StringIO()
    console_for(written).print("[red]x[/red] :smile: \x1b[2J", Text("\x1b"))
    file_console(written, 20).print("[x]\x1b")
    assert written.getvalue() == "[red]x[/red] :smile: ␛[2J ␛\n[x]␛\n"


# -- folding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("违反的是否为法律", 8, ["违反的是", "否为法律"]),
        ("违反的是否为法律", 7, ["违反的", "是否为", "法律"]),
        ("甲乙丙，丁戊", 6, ["甲乙", "丙，丁", "戊"]),
        ("甲乙丙「丁」", 8, ["甲乙丙", "「丁」"]),
        ("共 483 条", 7, ["共", "483 条"]),
        ("合计 4 条 ÷ 50 条", 9, ["合计 4 条", "÷ 50 条"]),
        ("0～407 条差", 8, ["0～407", "条差"]),
        ("口径 gains=gross 不扣", 12, ["口径", "gains=gross", "不扣"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("one two three", 8, ["one two", "three"]),
        ("甲乙\n丙丁", 8, ["甲乙", "丙丁"]),
        ("", 8, [""]),
    ],
)
def test_a_line_is_folded_where_chinese_may_be_broken(text: str, width: int, lines: list[str]) -> None:
    assert [line.plain.rstrip() for line in fold(Text(text), width)] == lines
    assert [line.plain.rstrip() for line in FoldingText(text).wrap(file_console(StringIO()), width)] == lines


def test_folding_keeps_styles_and_sets_in_what_hangs() -> None:
    text = Text("甲乙")
    text.append("丙丁", style="red")
    first, second = fold(text, 6)
    assert [span.style for span in first.spans + second.spans] == ["red", "red"]
    assert [line.plain for line in hanging(Text("甲乙丙丁戊己"), 8)] == ["甲乙丙丁", "    戊己"]


def test_a_tree_has_guides_that_ascii_knows_where_nothing_else_is_known() -> None:
    class Old(StringIO):
        encoding = "ascii"

    tree = FoldingTree(Text("a"))
    tree.add(Text("b")).add(Text("c c c c c c"))
    written = Old()
    file_console(written, 16).print(tree)
    assert written.getvalue() == "a\n`-- b\n    `-- c c c c\n        c c\n"
    assert file_console(written).width == WIDTH
