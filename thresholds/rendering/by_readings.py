"""One case under each of its readings: who would be in which grade, beside the grades under the readings chosen."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console

from thresholds import __version__
from thresholds.glossary import Family
from thresholds.rendering.blocks import CHANGED, GAP, print_blocks, ruled_lines
from thresholds.rendering.document.model import Block, Document, Heading, Paragraph, Table
from thresholds.rendering.words import Words
from thresholds.report.model import Grade
from thresholds.report.overview import Alternative, ByReadings

#: The column that says which reading it is takes at most so many cells, and a name at most so many.
_LABEL, _NAME = 36, 8


class Cells(NamedTuple):
    """A row: which reading, and the grade of each person."""

    label: str
    cells: tuple[str, ...]


def by_readings_document(found: ByReadings, lang: str) -> Document:
    """The grades under each reading that changes any, and under the readings of either side."""
    words = Words(lang, found.report.ruleset)
    table = _table(
        _rows(found, words, short=False), tuple(words.heading(person) for person in found.report.persons), words
    )
    blocks = (*_head(found, words), table, *_foot(found, words, short=False))
    return Document(_title(found, words), _versions(found, words), lang, blocks)


def print_by_readings(found: ByReadings, console: Console, lang: str) -> None:
    """The same in a terminal: in full where it is wide enough, otherwise by number, a few persons at a time."""
    words = Words(lang, found.report.ruleset)
    names = tuple(words.heading(person) for person in found.report.persons)
    full = _rows(found, words, short=False)
    widths = [max(cell_len(name), *(cell_len(row.cells[at]) for row in full)) for at, name in enumerate(names)]
    label = min(_LABEL, max(cell_len(row.label) for row in full))
    print_blocks(Document("", "", lang, tuple(_head(found, words))), console)
    short = label + sum(widths) + GAP * len(widths) > console.width
    rows = _rows(found, words, short=True) if short else full
    if short:
        widths = [
            max(min(_NAME, cell_len(name)), *(cell_len(row.cells[at]) for row in rows)) for at, name in enumerate(names)
        ]
        label = max(12, min(label, console.width // 3))
    for first, last in _chunks(widths, console.width - label):
        part = [Cells(row.label, row.cells[first:last]) for row in rows]
        console.print()
        for line in ruled_lines(_table(part, names[first:last], words), [label, *widths[first:last]], console):
            console.print(line, soft_wrap=True)
    console.print()
    print_blocks(Document("", _versions(found, words), lang, tuple(_foot(found, words, short))), console)


def _chunks(widths: list[int], room: int) -> list[tuple[int, int]]:
    """The columns that fit beside each other, from and to; at least one at a time."""
    found, first, used = [], 0, 0
    for at, width in enumerate(widths):
        if at > first and used + GAP + width > room:
            found.append((first, at))
            first, used = at, 0
        used += GAP + width
    return [*found, (first, len(widths))] if widths else []


def _table(rows: list[Cells], names: tuple[str, ...], words: Words) -> Table:
    head = (words.say("by-readings.reading"), *names)
    return Table(
        words.say("by-readings.caption"), head, tuple((row.label, *row.cells) for row in rows), (4, *(1 for _ in names))
    )


def _rows(found: ByReadings, words: Words, *, short: bool) -> list[Cells]:
    """The readings chosen, each that changes somebody's grade, and either side's."""
    chosen = found.chosen.grades
    rows = [Cells(words.say("by-readings.chosen"), tuple(_grade(found, grade, words, short) for grade in chosen))]
    named = [(_label(found, one, words), one) for one in found.others if one.grades != chosen]
    named += [(words.say("compare.accused"), found.accused), (words.say("compare.prosecution"), found.prosecution)]
    for label, one in named:
        pairs = zip(one.grades, chosen, strict=True)
        cells = tuple(_mark(found, grade, old) + _grade(found, grade, words, short) for grade, old in pairs)
        rows.append(Cells(label, cells))
    return rows


def _label(found: ByReadings, one: Alternative, words: Words) -> str:
    """What the reading is about, the option, and how both are written."""
    assert one.reading is not None
    assert one.option is not None
    reading = found.report.readings[one.reading]
    wording = reading.options[one.option]
    asks, option = (reading.asks, wording.zh) if words.lang == "zh" else (reading.asks_en, wording.en)
    return words.say("by-readings.option", asks=asks, option=option, id=f"{one.reading}={one.option}")


def _rank(found: ByReadings, grade: Grade) -> tuple[int, int]:
    names = found.report.ruleset.grade_ids
    return names.index(grade.at_least), names.index(grade.at_most)


def _mark(found: ByReadings, grade: Grade, chosen: Grade) -> str:
    """Higher, lower, or narrower or wider than as chosen; nothing where it is the same."""
    one, other = _rank(found, grade), _rank(found, chosen)
    if one == other:
        return ""
    higher, lower, otherwise = CHANGED
    if one[0] >= other[0] and one[1] >= other[1]:
        return higher
    return lower if one[0] <= other[0] and one[1] <= other[1] else otherwise


def _grade(found: ByReadings, grade: Grade, words: Words, short: bool) -> str:
    if short:
        low, high = _rank(found, grade)
        return words.bounds(str(low), str(high))
    if grade.determined:
        return words.term(grade.at_least, Family.GRADE)
    return words.bounds(words.term(grade.at_least, Family.GRADE), words.term(grade.at_most, Family.GRADE))


def _title(found: ByReadings, words: Words) -> str:
    case = found.report.case
    return words.say("by-readings.title", title=case.title or case.id)


def _head(found: ByReadings, words: Words) -> list[Block]:
    ruleset = found.report.ruleset
    start = ruleset.in_force.start.isoformat()
    measured = words.say("report.measured", citation=ruleset.citation, id=ruleset.id, start=start)
    return [Heading(1, _title(found, words), "by-readings"), Paragraph(measured, "note")]


def _foot(found: ByReadings, words: Words, short: bool) -> list[Block]:
    """What the marks and numbers mean, and the readings that change nobody's grade."""
    blocks: list[Block] = [Paragraph(words.say("by-readings.marks"), "note")]
    if short:
        grades = [
            f"{rank} {words.term(name, Family.GRADE)}" for rank, name in enumerate(found.report.ruleset.grade_ids)
        ]
        blocks.append(Paragraph(words.say("by-readings.ranks", grades=words.joined(grades)), "note"))
    same = [f"{one.reading}={one.option}" for one in found.others if one.grades == found.chosen.grades]
    if same:
        blocks.append(Paragraph(words.say("by-readings.same", names=words.joined(same))))
    return [*blocks, Paragraph(words.say("report.limits"), "note")]


def _versions(found: ByReadings, words: Words) -> str:
    report = found.report
    return words.say(
        "report.versions",
        tool=f"thresholds {__version__}",
        case=report.case.sha256[:12],
        ruleset=report.ruleset.sha256[:12],
    )
