"""A tally as a document: from raw rows to counted records, each deduction with its rule, its law and its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thresholds import __version__
from thresholds.glossary import Family
from thresholds.rendering.document.model import Block, Bullets, Document, Heading, Paragraph, Table
from thresholds.rendering.tally_sample import sample_blocks
from thresholds.rendering.words import Words
from thresholds.tally.counting.model import Note, Step
from thresholds.tally.counting.questions import COLUMNS
from thresholds.tally.counting.result import Amount, Doubt, Source, Tally
from thresholds.tally.kinds import Recognised
from thresholds.tally.kinds.recognise import is_measured
from thresholds.values.citation import cite
from thresholds.wording import phrase

_NUMBERS = frozenset({1, 2, 3, 4, 5})


def tally_document(tally: Tally, lang: str) -> Document:
    """Everything that a tally says, for every form that documents are written in."""
    words = Words(lang)
    title = words.say("tally.report.title")
    blocks: list[Block] = [
        Heading(1, title, "top"),
        Paragraph(summary(tally, words), "lead"),
        Heading(2, words.say("tally.report.steps"), "steps"),
        steps_table(tally, words),
        Heading(2, words.say("tally.report.categories"), "categories"),
        *_categories(tally, words),
        Heading(2, words.say("tally.report.sources"), "sources"),
        sources_table(tally, words),
        *source_notes(tally.sources, words),
        *_notes(tally, words),
        *_columns(tally, words),
        *(sample_blocks(tally.checked, words) if tally.checked else ()),
        Heading(2, words.say("tally.report.basis"), "basis"),
        Bullets(tuple(basis(tally, words))),
        Paragraph(words.say("tally.report.limits"), "note"),
    ]
    sha256 = words.joined([source.table.sha256[:12] for source in tally.sources[:3]])
    footer = words.say("tally.report.footer", tool=f"thresholds {__version__}", sha256=sha256)
    return Document(title, footer, lang, tuple(blocks))


def summary(tally: Tally, words: Words) -> str:
    """The result in a sentence."""
    parts = [
        words.say("tally.report.amount", category=category_name(one.category, words), number=number(one.counted))
        for one in tally.by_category()
        if one.counted
    ]
    key = "tally.report.summary" if parts else "tally.report.summary.none"
    lines, records = number(tally.lines), number(tally.counted)
    return words.say(key, lines=lines, records=records, parts=words.joined(parts))


def steps_table(tally: Tally, words: Words) -> Table:
    """The steps in their order."""
    head = tuple(words.say(f"tally.report.head.{name}") for name in ("step", "before", "off", "left", "law"))
    first = (words.say("tally.report.lines"), "—", "—", number(tally.lines), "—")
    rows = [
        (rule_name(one.rule, words), number(one.before), number(one.taken_off), number(one.left), law_of(one, words))
        for one in shown_steps(tally)
    ]
    last = (words.say("tally.report.counted"), "—", "—", number(tally.counted), "—")
    return Table(words.say("tally.report.steps"), head, (first, *rows, last), (6, 3, 3, 3, 4), frozenset({1, 2, 3}))


def shown_steps(tally: Tally) -> Iterator[Step]:
    """The steps that take something off, and those about duplicates in any case: that there are none is a result."""
    for one in tally.steps:
        if one.taken_off or one.rule.startswith("duplicates"):
            yield one


def rule_name(rule: str, words: Words) -> str:
    """What a step takes off."""
    return words.say(f"tally.count.rule.{rule}") if not rule.startswith("invalid_") else _invalid(rule, words)


def _invalid(rule: str, words: Words) -> str:
    return words.say("tally.count.rule.invalid", kind=kind_name(rule.removeprefix("invalid_"), words))


def kind_name(kind: str, words: Words) -> str:
    """What a column is called."""
    return phrase(f"tally.kind.{kind}", words.lang, kind)


def law_of(one: Step | Note, words: Words) -> str:
    """The pinpoints that a step or a note rests on."""
    return words.joined([cite(item, words.lang) for item in one.law]) or "—"


def category_name(category: str, words: Words) -> str:
    """A category as people call it; rows of none have a name too."""
    return words.term(category, Family.CATEGORY) if category else words.say("tally.report.no-category")


def number(value: int) -> str:
    """Digits in groups of three: 50 000 000."""
    return f"{value:,}".replace(",", " ")


def _categories(tally: Tally, words: Words) -> Iterator[Block]:
    found = tally.by_category()
    if not found:
        yield Paragraph(words.say("tally.report.summary.none", lines=number(tally.lines), records="0", parts=""))
        return
    yield categories_table(found, words)


def categories_table(found: tuple[Amount, ...], words: Words) -> Table:
    """What each category comes to."""
    names = ("category", "records", "inauthentic", "duplicates", "counted")
    head = tuple(words.say(f"tally.report.head.{name}") for name in names)
    rows = tuple(
        (category_name(one.category, words), *map(number, (one.records, one.inauthentic, one.duplicates, one.counted)))
        for one in found
    )
    return Table(words.say("tally.report.categories"), head, rows, (5, 3, 3, 3, 3), _NUMBERS)


def sources_table(tally: Tally, words: Words) -> Table:
    """What was read, with its hash, and what was counted in it."""
    names = ("source", "lines", "rows", "counted", "encoding", "sha256")
    head = tuple(words.say(f"tally.report.head.{name}") for name in names)
    rows = []
    for place, one in enumerate(tally.sources):
        table = one.table
        label = words.say("tally.report.source", number=place + 1, label=table.label)
        numbers = (number(table.lines), number(table.rows), number(tally.of_source(place)))
        rows.append((label, *numbers, table.encoding or "—", table.sha256))
    return Table(words.say("tally.report.sources"), head, tuple(rows), (5, 2, 2, 2, 2, 5), frozenset({1, 2, 3}))


def source_notes(sources: Sequence[Source], words: Words) -> Iterator[Block]:
    """What is to be known of the tables read: hidden sheets, digits lost, files that are no tables."""
    lines = [
        words.say(
            "tally.report.source-note",
            source=words.say("tally.report.source", number=place, label=one.table.label),
            note=note,
        )
        for place, one in enumerate(sources, 1)
        for note in note_lines(one, words)
    ]
    if lines:
        yield Bullets(tuple(lines))


def note_lines(source: Source, words: Words) -> tuple[str, ...]:
    """The sentences of what is to be known of one table."""
    return tuple(words.say(f"tally.input.note.{note.key}", number=number(note.number)) for note in source.table.notes)


def _notes(tally: Tally, words: Words) -> Iterator[Block]:
    """What courts argued over: both numbers, and the option that takes the lower one."""
    if not tally.notes and not tally.flaws and not tally.doubts():
        return
    yield Heading(2, words.say("tally.report.notes"), "notes")
    if tally.notes:
        yield Table(
            words.say("tally.report.notes"),
            tuple(words.say(f"tally.report.head.{name}") for name in ("matter", "as-counted", "otherwise", "law")),
            tuple(_note(one, words) for one in tally.notes),
            (6, 3, 3, 3),
            frozenset({1, 2}),
        )
        yield Bullets(tuple(words.say(f"tally.count.note.{one.id}", option=one.option) for one in tally.notes))
    if tally.doubts():
        yield Bullets(tuple(doubt_lines(tally, words)))
    if tally.flaws:
        parts = [
            words.say("tally.report.flaw", kind=kind_name(kind, words), number=number(rows))
            for kind, rows in tally.flaws
        ]
        yield Paragraph(words.say("tally.report.flaws", parts=words.joined(parts)), "note")


def _note(one: Note, words: Words) -> tuple[str, str, str, str]:
    matter = words.say(f"tally.count.rule.{one.id}")
    return matter, number(one.records), number(one.otherwise), law_of(one, words)


def doubt_lines(tally: Tally, words: Words) -> Iterator[str]:
    """Sources whose records may belong to another category."""
    for one in tally.doubts():
        if one.reading != COLUMNS:
            yield words.say("tally.report.doubt", **_doubt(one, tally, words), switch=f"{one.reading}")
    found = [one for one in tally.doubts() if one.reading == COLUMNS]
    for together in dict.fromkeys(one._replace(otherwise="") for one in found):
        columns = [words.say("tally.report.quoted", name=one.column) for one in tally.in_doubt(together.source)]
        others = [category_name(one.otherwise, words) for one in found if one._replace(otherwise="") == together]
        said = {**_doubt(together, tally, words), "otherwise": words.joined(others)}
        yield words.say("tally.report.doubt.columns", **said, columns=words.joined(columns))


def _doubt(one: Doubt, tally: Tally, words: Words) -> dict[str, str]:
    return {
        "source": tally.sources[one.source].table.label,
        "category": category_name(one.category, words),
        "otherwise": category_name(one.otherwise, words),
        "number": number(one.records),
    }


def _columns(tally: Tally, words: Words) -> Iterator[Block]:
    """What columns were taken for; of several sources each under its name, for captions are not printed everywhere."""
    yield Heading(2, words.say("tally.report.columns"), "columns")
    for place, one in enumerate(tally.sources):
        table = columns_table(one, place, words)
        if len(tally.sources) > 1:
            yield Heading(3, table.caption, f"columns-{place + 1}")
        yield table


def columns_table(source: Source, place: int, words: Words) -> Table:
    """What the columns of a source were taken for."""
    caption = words.say("tally.report.source", number=place + 1, label=source.table.label)
    head = tuple(words.say(f"tally.report.head.{name}") for name in ("column", "kind", "certainty", "why"))
    rows = tuple(_column(one, words) for one in source.columns)
    return Table(caption, head, rows, (3, 3, 2, 4))


def _column(one: Recognised, words: Words) -> tuple[str, str, str, str]:
    if one.kind is None:
        return one.column, words.say("tally.report.no-kind"), "—", words.say("tally.report.why.none")
    certainty = words.say("tally.report.certain" if one.certain else "tally.report.uncertain")
    return one.column, kind_name(one.kind, words), certainty, why(one, words)


def why(one: Recognised, words: Words) -> str:
    """By what a column was recognised, and that its cells are alike, or how many fit, where cells are looked at."""
    reason = words.say(f"tally.report.why.{one.why}")
    if one.alike:
        return words.say("tally.report.why.alike", why=reason)
    if not one.seen or one.kind is None or not is_measured(one.kind):
        return reason
    return words.say("tally.report.why.fits", why=reason, fits=number(one.fits), seen=number(one.seen))


def basis(tally: Tally, words: Words) -> Iterator[str]:
    """What the numbers rest on: keys, options, the ruleset, the mapping, the program."""
    if tally.keys:
        yield words.say("tally.report.keys", keys=words.joined([kind_name(key, words) for key in tally.keys]))
    yield words.say("tally.report.order")
    for name, option in tally.readings:
        yield words.say("tally.report.reading", id=name, option=option)
    for name, chosen in zip(("one_per_person", "stationary_points"), tally.options, strict=True):
        yield words.say(f"tally.report.option.{name}.{'yes' if chosen else 'no'}")
    yield words.say("tally.report.ruleset", **tally.ruleset._asdict())
    if tally.mapping.sha256:
        yield words.say("tally.report.mapping", file=tally.mapping.name, sha256=tally.mapping.sha256)
    yield words.say("tally.report.tool", tool=f"thresholds {__version__}")
