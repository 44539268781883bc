"""A statute in its versions as a sheet that a lawyer can check: when, which offences, which tiers, where it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from thresholds.glossary import Family
from thresholds.law.model import Grade, Reading
from thresholds.law.statute import Force, Statute, StatuteOffence, Version
from thresholds.rendering.folding import FoldingText
from thresholds.rendering.tree import FoldingTree
from thresholds.rendering.words import Words

#: In a narrower window than this the columns of a table are too narrow to read.
_TABLE = 72
_COLUMNS = ("period", "version", "who", "range", "source")
_READING = ("cite", "asks", "option", "basis")


def version_rows(statute: Statute, words: Words) -> list[tuple[str, ...]]:
    """A row for every version, the earliest first: in force, citation, offences, tiers, source."""
    return [
        (
            span_text(version.in_force),
            f"{_zh_or(version.citation, version.citation_en, words)}\n{version.id}",
            "\n".join(_who(version, words)),
            "\n".join([_tier(grade, words) for grade in version.grades]) or words.say("sheet.statute.none"),
            "\n".join([text for text in (version.source, _status(version.status, words), version.note) if text]),
        )
        for version in statute.versions
    ]


def span_text(force: Force) -> str:
    """From when until when, with a dash: `2009-02-28 – 2015-10-31`."""
    start, until = (day.isoformat() if day is not None else "" for day in (force.start, force.until))
    return f"{start} – {until}".strip()


def statute_dict(statute: Statute, words: Words) -> dict[str, object]:
    """The sheet as plain data."""
    return {
        "id": statute.id,
        "citation": statute.citation,
        "measured_by": statute.measured_by,
        "versions": [dict(zip(_COLUMNS, row, strict=True)) for row in version_rows(statute, words)],
        "readings": [dict(zip(("id", *_READING[1:]), _reading(one, words), strict=True)) for one in statute.readings],
    }


def print_statute(statute: Statute, console: Console, lang: str) -> None:
    """The versions and the readings: as tables, or below one another where a table has no room."""
    words = Words(lang)
    if console.width < _TABLE:
        for tree in _trees(statute, words):
            console.print(tree)
        return
    console.print(_table(_title(statute, words), _COLUMNS, (4, 4, 7, 6, 5), version_rows(statute, words), words))
    rows = [_reading(reading, words) for reading in statute.readings]
    console.print(_table(words.say("sheet.readings"), _READING, (3, 5, 5, 6), rows, words))


def _title(statute: Statute, words: Words) -> str:
    name = _zh_or(statute.title, statute.title_en, words)
    return f"{name}  {words.say('sheet.measured-by', id=statute.measured_by)}"


def _table(
    title: str, keys: Sequence[str], ratios: Sequence[int], rows: Sequence[tuple[str, ...]], words: Words
) -> Table:
    table = Table(title=title, show_lines=True, expand=True)
    for key, ratio in zip(keys, ratios, strict=True):
        table.add_column(words.say(f"sheet.{key}"), overflow="fold", ratio=ratio)
    for row in rows:
        table.add_row(*(FoldingText(cell) for cell in row))
    return table


def _trees(statute: Statute, words: Words) -> Iterator[Tree]:
    yield _tree(_title(statute, words), (), ())
    labels = [words.say(f"sheet.{key}") for key in _COLUMNS[1:]]
    for head, *cells in version_rows(statute, words):
        yield _tree(head, labels, cells)
    yield _tree(words.say("sheet.readings"), (), ())
    labels = [words.say(f"sheet.{key}") for key in _READING[1:]]
    for head, *cells in [_reading(reading, words) for reading in statute.readings]:
        yield _tree(head, labels, cells)


def _tree(head: str, labels: Sequence[str], cells: Sequence[str]) -> Tree:
    tree = FoldingTree(Text(head.replace("\n", "  "), style="bold"), guide_style="dim")
    for label, cell in zip(labels, cells, strict=True):
        text = Text(f"{label}\n" if "\n" in cell else f"{label}  ", style="dim")
        tree.add(text.append(cell, style="not dim"))
    return tree


def _who(version: Version, words: Words) -> list[str]:
    """The version in its own words, then each offence with what it asks for."""
    return [_zh_or(version.gloss, version.gloss_en, words), *[_offence(one, words) for one in version.offences]]


def _offence(offence: StatuteOffence, words: Words) -> str:
    label = _zh_or(offence.label, offence.label_en, words)
    gloss = _zh_or(offence.gloss, offence.gloss_en, words)
    asked = [words.term(name, Family.FACT) for name in (offence.subject, offence.breach) if name]
    asked += [words.term(offence.obtained_in, Family.ORIGIN)] if offence.obtained_in else []
    machine = words.say("machine.all", parts=words.joined(asked)) if asked else ""
    text = words.say("sheet.offence", label=label, gloss=gloss)
    return f"{text}\n{machine}" if machine else text


def _tier(grade: Grade, words: Words) -> str:
    text = _zh_or(grade.range, grade.range_en, words)
    months = words.say("to").join(str(month) for month in grade.months or ())
    return words.say("sheet.tier", grade=words.term(grade.id, Family.GRADE), range=text, months=months)


def _reading(reading: Reading, words: Words) -> tuple[str, ...]:
    options = [f"{name} {_zh_or(option.zh, option.en, words)}" for name, option in reading.options.items()]
    basis = f"{reading.basis}\n{_status(reading.status, words)}"
    return f"{reading.id}\n{reading.law}", _zh_or(reading.asks, reading.asks_en, words), "\n".join(options), basis


def _status(status: str, words: Words) -> str:
    return "" if status == "settled" else words.say(f"time.status.{status}")


def _zh_or(zh: str, en: str, words: Words) -> str:
    return zh if words.lang == "zh" or not en else en
