"""The ladder in the terminal: a bar for each quantity, on a logarithmic scale, with the standards marked on it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log1p
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from thresholds.glossary import Family
from thresholds.rendering.words import Words
from thresholds.report.as_dict import number_text
from thresholds.report.ladder import Mark, Rung
from thresholds.report.model import Grade
from thresholds.values.citation import cite
from thresholds.values.status import Status

#: No bar is wider than this, however wide the window: an eye must be able to compare its ends.
WIDEST = 80

#: Narrower bars than this show nothing.
_NARROWEST = 12

#: How much the scale is stretched near zero: the first standard stands at about a third of a bar, ten times it near
#: the end.
_STRETCH = 3

#: Above the highest standard there is room for at least this much of it.
_HEADROOM = 1.6

_GRADE_STYLES = ("green", "yellow", "red")
_MARK_STYLES = {Status.ESTABLISHED: "bold", Status.OPEN: "bold yellow", Status.NOT_ESTABLISHED: "dim"}


class Glyphs(NamedTuple):
    """What a bar is drawn with: what there is at least, at most, no upper bound, nothing; marks by status."""

    least: str
    most: str
    unbounded: str
    nothing: str
    marks: dict[Status, str]


UNICODE = Glyphs("█", "▒", "▶", "·", {Status.ESTABLISHED: "●", Status.OPEN: "◐", Status.NOT_ESTABLISHED: "○"})
ASCII = Glyphs("#", "=", ">", ".", {Status.ESTABLISHED: "*", Status.OPEN: "?", Status.NOT_ESTABLISHED: "o"})


class _Placed(NamedTuple):
    """A mark on a bar: the cell of its glyph, and what is written from there on."""

    mark: Mark
    cell: int
    text: str


class _Cell(NamedTuple):
    character: str
    style: str


def heading(words: Words, glyphs: Glyphs) -> Text:
    """What the bars are, and how they are to be read."""
    text = Text(words.say("bars"), style="bold", overflow="fold")
    text.append(words.say("bars.key", least=glyphs.least, most=glyphs.most), style="not bold dim")
    return text


def bars(
    rungs: Sequence[Rung], grades: Sequence[str], words: Words, width: int, glyphs: Glyphs = UNICODE
) -> list[Text]:
    """For each rung a label and below it a bar of at most `width` cells; `grades` are named from the lowest.

    All bars of a ladder have one scale, relative to the lowest standard of each, so that they can be compared.
    """
    room = min(width, WIDEST)
    top = max([_top(rung) for rung in rungs], default=1.0)
    names = [_name(rung, words) for rung in rungs]
    apart = [
        _told_apart(name, rung, words) if names.count(name) > 1 else name
        for rung, name in zip(rungs, names, strict=True)
    ]
    return [_labelled(rung, name, grades, words, room, top, glyphs) for rung, name in zip(rungs, apart, strict=True)]


def _labelled(
    rung: Rung, name: str, grades: Sequence[str], words: Words, room: int, top: float, glyphs: Glyphs
) -> Text:
    text = Text(overflow="fold")
    text.append(f"{name}  {_quantity(rung, words)}  ")
    low, high = _reached(rung, grades)
    reached = words.say(f"bars.{why}") if (why := unmet(rung)) else words.grade(Grade(grades[low], grades[high]))
    text.append(reached, style=_GRADE_STYLES[min(high, 2)])
    if room >= _NARROWEST:
        text.append("\n")
        text.append_text(_bar(rung, grades, room, top, glyphs))
    return text


def _name(rung: Rung, words: Words) -> str:
    item = cite(rung.item, words.lang, rung.single)
    return words.say("bars.narrow", item=item) if rung.narrow else item


def _told_apart(name: str, rung: Rung, words: Words) -> str:
    """The name of a rung that others share, with its tier and what it counts."""
    tier = words.term(rung.marks[0].grade, Family.GRADE)
    counted = "" if rung.unit is None or not rung.names else words.joined([words.term(one) for one in rung.names])
    return words.say("bars.tier", item=name, tier=tier) + (f"  {counted}" if counted else "")


def unmet(rung: Rung) -> str:
    """Why nothing comes of a quantity that is, or may be, enough: `past` its bracket, or `alone`; empty otherwise."""
    if any(mark.status is not Status.NOT_ESTABLISHED for mark in rung.marks):
        return ""
    lowest = rung.marks[0].at
    if rung.low < lowest:
        return "alone.open" if rung.high is None or rung.high >= lowest else ""
    return "past" if all(mark.below is not None and rung.low >= mark.below for mark in rung.marks) else "alone"


def _quantity(rung: Rung, words: Words) -> str:
    high = None if rung.high is None else number_text(rung.high, rung.unit)
    number = words.bounds(number_text(rung.low, rung.unit), high)
    number += words.unit(rung, number)
    return number if rung.unit else words.say("bars.sum", number=number)


def _reached(rung: Rung, grades: Sequence[str]) -> tuple[int, int]:
    """The ranks of the grades that the quantity makes at least and at most."""
    sure = [grades.index(mark.grade) for mark in rung.marks if mark.status is Status.ESTABLISHED]
    perhaps = [grades.index(mark.grade) for mark in rung.marks if mark.status is Status.OPEN]
    return max(sure, default=0), max([*sure, *perhaps], default=0)


def _top(rung: Rung) -> float:
    """How many times its lowest standard the longest part of a rung is."""
    first = rung.marks[0].at
    quantity = rung.low if rung.high is None else rung.high
    return max(float(quantity / first), float(rung.marks[-1].at / first) * _HEADROOM)


def _bar(rung: Rung, grades: Sequence[str], room: int, top: float, glyphs: Glyphs) -> Text:
    placed = _placed(rung, room - (rung.high is None), top, glyphs)
    least = _filled(rung.low, rung, placed, room, top)
    most = room if rung.high is None else _filled(rung.high, rung, placed, room, top)
    if rung.high != rung.low:
        most = min(room, max(most, least + 1))
    last = max(most, max((mark.cell for mark in placed), default=0))
    cells = []
    for number in range(last):
        character = glyphs.least if number < least else glyphs.most if number < most else glyphs.nothing
        cells.append(_Cell(character, _style(number, placed, grades) if number < most else "dim"))
    if rung.high is None:
        cells[-1] = _Cell(glyphs.unbounded, cells[-1].style)
    for mark, cell, text in placed:
        written = [_Cell(character, _MARK_STYLES[mark.status]) for character in text]
        cells[cell : cell + len(written)] = written
    return _joined(cells)


def _joined(cells: Sequence[_Cell]) -> Text:
    text = Text(no_wrap=True)
    for character, style in cells:
        text.append(character, style=style)
    text.rstrip()
    return text


def _style(cell: int, placed: Sequence[_Placed], grades: Sequence[str]) -> str:
    """The colour of the grade that the standards up to here make, where they are reached or may be."""
    ranks = [
        grades.index(mark.grade) for mark, at, _ in placed if at <= cell and mark.status is not Status.NOT_ESTABLISHED
    ]
    return _GRADE_STYLES[min(max(ranks, default=0), 2)]


def _placed(rung: Rung, room: int, top: float, glyphs: Glyphs) -> list[_Placed]:
    """The marks where they stand on the scale, moved apart where their numbers would overlap; none if too many."""
    texts = [f"{glyphs.marks[mark.status]}{number_text(mark.at, rung.unit)} " for mark in rung.marks]
    if sum(cell_len(text) for text in texts) > room:
        texts = [text[0] for text in texts]
    cells: list[int] = []
    for mark in rung.marks:
        wanted = _cell(mark.at, rung.marks[0].at, room, top)
        after = cells[-1] + cell_len(texts[len(cells) - 1]) if cells else 0
        cells.append(max(wanted, after))
    end = room
    for number in reversed(range(len(cells))):
        cells[number] = max(0, min(cells[number], end - cell_len(texts[number])))
        end = cells[number]
    return [_Placed(*placed) for placed in zip(rung.marks, cells, texts, strict=True)]


def _filled(quantity: Fraction, rung: Rung, placed: Sequence[_Placed], room: int, top: float) -> int:
    """How many cells a quantity fills; a mark is passed exactly when its standard is reached."""
    if quantity == 0:
        return 0
    filled = max(1, _cell(quantity, rung.marks[0].at, room, top))
    for mark, cell, _ in placed:
        filled = max(filled, cell + 1) if quantity >= mark.at else min(filled, cell)
    return min(filled, room)


def _cell(quantity: Fraction, first: Fraction, room: int, top: float) -> int:
    """The cell of a number on the scale; a number so close to a drawing's coordinates may be a float."""
    share = log1p(_STRETCH * float(quantity / first)) / log1p(_STRETCH * top)
    return round(share * room)
