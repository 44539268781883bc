"""Two reports side by side as a document: what differs between the cases, and person by person between the results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from thresholds import __version__
from thresholds.evaluation.assess import Finding
from thresholds.explore.question import Question
from thresholds.explore.readings import ReadingUse
from thresholds.glossary import Family
from thresholds.rendering.case_values import both_words, path_words
from thresholds.rendering.consequences import consequence_lines
from thresholds.rendering.document.model import Block, Bullets, Document, Heading, Paragraph, Table
from thresholds.rendering.sentences import MARKS, description, question_lines
from thresholds.rendering.words import Words
from thresholds.report.compare import Comparison, CountChange, PersonChange
from thresholds.report.model import PersonReport
from thresholds.report.whatif import Effect, WhatIf
from thresholds.values.interval import Interval
from thresholds.values.status import Status


class Row(NamedTuple):
    """One thing that differs, on both sides."""

    label: str
    before: str
    after: str


class Sides(NamedTuple):
    """What the two sides are called."""

    before: str
    after: str


def whatif_document(found: WhatIf, lang: str) -> Document:
    """The result of a scenario: its edits, what they change in the case, and what follows."""
    words, comparison = Words(lang, found.comparison.after.ruleset), found.comparison
    case = comparison.before.case
    title = words.say("whatif.title", title=case.title or case.id)
    edits = Bullets(tuple(_edit(one.edit.path, one.edit.given, one.effect, words) for one in found.edits), ordered=True)
    sides = Sides(words.say("whatif.before"), words.say("whatif.after"))
    blocks: list[Block] = [
        Heading(1, title, "whatif"),
        Paragraph(_measured(comparison, words), "note"),
        Paragraph(_summary(comparison, words), "lead"),
        Heading(2, words.say("whatif.edits"), "edits"),
        edits,
        *_case(comparison, sides, words, words.say("whatif.same-case")),
        *_result(comparison, sides, words),
    ]
    return Document(title, _footer(comparison, words), lang, tuple(blocks))


def comparison_document(comparison: Comparison, lang: str) -> Document:
    """Two versions of a case: what differs in what they say, and what follows."""
    words = Words(lang, comparison.after.ruleset)
    before, after = comparison.before.case, comparison.after.case
    title = words.say("compare.title", title=after.title or after.id)
    sides = Sides(words.say("compare.before"), words.say("compare.after"))
    blocks: list[Block] = [
        Heading(1, title, "compare"),
        Paragraph(words.say("compare.files", before=before.file, after=after.file), "note"),
        Paragraph(_measured(comparison, words), "note"),
        Paragraph(_summary(comparison, words), "lead"),
        *_case(comparison, sides, words, words.say("compare.same-case")),
        *_result(comparison, sides, words),
    ]
    return Document(title, _footer(comparison, words), lang, tuple(blocks))


def _edit(path: str, given: str, effect: Effect, words: Words) -> str:
    text = words.say("whatif.edit", path=path, value=given) if given else words.say("whatif.taken-out", path=path)
    return text if effect is Effect.DECIDES else words.say(f"whatif.effect.{effect.value}", edit=text)


def _measured(comparison: Comparison, words: Words) -> str:
    rulesets = dict.fromkeys([comparison.before.ruleset, comparison.after.ruleset])
    return words.joined([
        words.say("report.measured", citation=one.citation, id=one.id, start=one.in_force.start.isoformat())
        for one in rulesets
    ])  # fmt: skip


def _summary(comparison: Comparison, words: Words) -> str:
    """Whose grade changes, and how."""
    changes = [_grades(change, words) for change in comparison.persons if change.grades[0] != change.grades[1]]
    if not changes:
        return words.say("compare.no-grade")
    return words.say("compare.summary", changes=words.say("compare.separator").join(changes))


def _footer(comparison: Comparison, words: Words) -> str:
    before, after = comparison.before, comparison.after
    return words.say(
        "compare.versions",
        tool=f"thresholds {__version__}",
        before=before.case.sha256[:12],
        after=after.case.sha256[:12],
        ruleset=words.joined(list(dict.fromkeys([before.ruleset.sha256[:12], after.ruleset.sha256[:12]]))),
    )


def _case(comparison: Comparison, sides: Sides, words: Words, same: str) -> Iterator[Block]:
    """What differs between the two cases."""
    yield Heading(2, words.say("compare.facts"), "facts")
    if not comparison.facts:
        yield Paragraph(same)
        return
    rows = [Row(path_words(one.path, words), *both_words(one, words)) for one in comparison.facts]
    yield _table(rows, words.say("compare.where"), sides, words.say("compare.caption-facts"))


def _table(rows: list[Row], head: str, sides: Sides, caption: str) -> Table:
    return Table(caption, (head, *sides), tuple(tuple(row) for row in rows), (1, 2, 2))


def _result(comparison: Comparison, sides: Sides, words: Words) -> Iterator[Block]:
    """What differs between the two results, person by person; who stays as he was is named."""
    yield Heading(2, words.say("compare.result"), "result")
    if not comparison.changed:
        yield Paragraph(words.say("compare.same-result"), "lead")
    for number, change in enumerate(comparison.changed, 1):
        yield Heading(3, _heading(change, words), f"person-{number}")
        rows = list(_rows(change, words))
        if rows:
            caption = words.say("compare.caption", name=_name(change, words))
            yield _table(rows, words.say("compare.what"), sides, caption)
    unchanged = [_name(change, words) for change in comparison.persons if not change.changed]
    if unchanged and comparison.changed:
        yield Paragraph(words.say("compare.unchanged", names=words.joined(unchanged)), "note")
    yield Paragraph(words.say("report.limits"), "note")


def _name(change: PersonChange, words: Words) -> str:
    person = change.after or change.before
    assert person is not None
    return words.heading(person)


def _heading(change: PersonChange, words: Words) -> str:
    person = change.after or change.before
    assert person is not None
    described = description(person, words)
    name = words.heading(person)
    name = words.say("compare.person", name=name, description=described) if described else name
    return _grades(change, words, name)


def _grades(change: PersonChange, words: Words, name: str = "") -> str:
    """The person with the grade on both sides."""
    before, after = (words.grade(grade) if grade else words.say("compare.nobody") for grade in change.grades)
    if before == after:
        return words.say("compare.same-grade", name=name or _name(change, words), grade=before)
    return words.say("compare.grades", name=name or _name(change, words), before=before, after=after)


# -- rows -------------------------------------------------------------------------------------------------


def _rows(change: PersonChange, words: Words) -> Iterator[Row]:
    """Everything that differs about one person, in the order of a report."""
    before, after = change.before, change.after
    for item in change.items:
        yield Row(words.cite(item.item), *(_finding(one, words) for one in (item.before, item.after)))
    for count in change.counts:
        yield _count(count, words)
    for reading in change.readings:
        uses = (_use(before, reading.before, words), _use(after, reading.after, words))
        yield Row(_reading(change, reading.id, words), *uses)
    if change.sides:
        yield from _sides(before, after, words)
    for question in change.questions:
        asked = (_question(before, question.before, words), _question(after, question.after, words))
        yield Row(words.say("compare.question"), *asked)
    if change.consequences:
        yield Row(words.say("consequences"), *_consequences(before, after, words))


def _finding(finding: Finding | None, words: Words) -> str:
    """The status of an item, and the numbers that it turns on."""
    if finding is None:
        return words.say("compare.nothing")
    text = f"{MARKS[finding.status]} {words.say(f'status.{finding.status.value}')}"
    if finding.decisive is None:
        return text
    text = f"{text}  {words.measured(finding.decisive)}"
    if finding.trace.standard is None or not finding.trace.detail:
        return text
    open_key = ".open" if finding.status is Status.OPEN and finding.trace.detail == "reached" else ""
    return words.say("value.remarked", value=text, remarks=words.say(f"trace.{finding.trace.detail}{open_key}"))


def _count(change: CountChange, words: Words) -> Row:
    return Row(
        words.term(change.category, Family.CATEGORY), _counted(change.before, words), _counted(change.after, words)
    )


def _counted(both: tuple[Interval, Interval], words: Words) -> str:
    general, lawful = both
    text = words.say("how.records", records=words.interval(general))
    if lawful.at_most == 0:
        return text
    return words.say("clause").join([text, words.say("count.lawful", quantity=words.interval(lawful))])


def _reading(change: PersonChange, name: str, words: Words) -> str:
    """What a reading is about, and its id."""
    person = change.after or change.before
    reading = person.engine.ruleset.reading(name) if person is not None else None
    if reading is None:
        return name
    return words.say("compare.reading", asks=reading.asks if words.lang == "zh" else reading.asks_en, id=name)


def _use(person: PersonReport | None, use: ReadingUse | None, words: Words) -> str:
    """The option chosen, and what another would make."""
    if person is None or use is None:
        return words.say("compare.nothing")
    chosen = _option(use.id, use.chosen, person, words)
    if use.changes_to is None or use.other is None:
        return words.say("clause").join([chosen, words.say("compare.reading.same")])
    other = _option(use.id, use.other, person, words)
    change = words.say("reading.changes", option=other, grade=words.grade(person.grade_of(use.changes_to)))
    return words.say("clause").join([chosen, change])


def _option(reading: str, chosen: str, person: PersonReport, words: Words) -> str:
    declared = person.engine.ruleset.reading(reading)
    assert declared is not None
    wording = declared.options[chosen]
    return words.say("compare.option", wording=wording.zh if words.lang == "zh" else wording.en, id=chosen)


def _sides(before: PersonReport | None, after: PersonReport | None, words: Words) -> Iterator[Row]:
    """The grades under the readings of either side, where they differ."""
    for side in ("accused", "prosecution"):
        grades = [
            words.grade(person.grade_of(getattr(person.sides, side))) if person else words.say("compare.nothing")
            for person in (before, after)
        ]
        if grades[0] != grades[1]:
            yield Row(words.say(f"compare.{side}"), *grades)


def _question(person: PersonReport | None, question: Question | None, words: Words) -> str:
    if person is None or question is None:
        return words.say("compare.nothing")
    lines = dict(zip(person.questions, question_lines(person, words), strict=True))
    return lines[question][0]


def _consequences(before: PersonReport | None, after: PersonReport | None, words: Words) -> tuple[str, str]:
    """What follows on one side and not on the other."""
    ones, others = (consequence_lines(person, words) if person else [] for person in (before, after))
    nothing = words.say("compare.nothing")
    gone, new = [line for line in ones if line not in others], [line for line in others if line not in ones]
    return "\n".join(gone) or nothing, "\n".join(new) or nothing
