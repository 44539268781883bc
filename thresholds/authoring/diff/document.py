"""The difference of two rulesets as a document: entry by entry, and what it does to cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from thresholds import __version__
from thresholds.authoring.diff.changes import Change, Field, RulesetDifference, Sort
from thresholds.authoring.diff.effects import Effect, Effects, deciding
from thresholds.authoring.diff.sentences import Sentences
from thresholds.law.conditions import LawValue
from thresholds.law.model import Reading, Ruleset, WhenGrade
from thresholds.rendering.document.model import Block, Bullets, Document, Heading, Paragraph, Table
from thresholds.rendering.words import Words
from thresholds.report.model import PersonReport
from thresholds.values.citation import cite

#: What the changes are grouped by, in the order of the document.
_GROUPS = ("ruleset", "offence", "grade", "conduct", "provisions", "fact", "parameter", "reading")
_PROVISIONS = ("paragraph", "item", "provision")


class _Row(NamedTuple):
    label: str
    before: str
    after: str


class _Sides(NamedTuple):
    """The sentences of both sides."""

    before: Sentences
    after: Sentences


def diff_document(difference: RulesetDifference, effects: Effects | None, lang: str) -> Document:
    """What differs, in the order of a ruleset's file; then the cases, where there are any."""
    words = Words(lang)
    before, after = difference.before, difference.after
    sides = _Sides(Sentences(before, words), Sentences(after, words))
    title = words.say("diff.title", before=before.id, after=after.id)
    blocks: list[Block] = [
        Heading(1, title, "diff"),
        Paragraph(words.say("diff.sides", before=_in_force(before, words), after=_in_force(after, words)), "note"),
        Paragraph(_summary(difference, effects, words), "lead"),
    ]
    for group in _GROUPS:
        blocks += _group(group, difference, sides, words)
    moved = [_moved(change, words) for change in difference.changes if change.sort is Sort.MOVED]
    if moved:
        blocks += [Heading(2, words.say("diff.moved"), "moved"), Bullets(tuple(moved))]
    if difference.reworded:
        listed = words.joined([_cited(name, words) for name in difference.reworded])
        blocks += [Heading(2, words.say("diff.reworded"), "reworded"), Paragraph(listed)]
    if effects is not None:
        blocks += _effects(effects, words, sides)
    return Document(title, _footer(difference, words), lang, tuple(blocks))


def _in_force(ruleset: Ruleset, words: Words) -> str:
    period = ruleset.in_force
    until = words.say("diff.until", until=period.until.isoformat()) if period.until else ""
    return words.say("diff.side", citation=ruleset.citation, start=period.start.isoformat(), until=until)


def _summary(difference: RulesetDifference, effects: Effects | None, words: Words) -> str:
    counts = {sort: sum(change.sort is sort for change in difference.changes) for sort in Sort}
    if not difference.changes:
        text = words.say("diff.same")
    else:
        text = words.say("diff.counts", **{sort.value: counts[sort] for sort in Sort})
    if effects is None:
        return text
    return text + words.say("diff.effect", persons=len(effects.persons), changed=len(effects.changed))


def _footer(difference: RulesetDifference, words: Words) -> str:
    before, after = difference.before.sha256[:12], difference.after.sha256[:12]
    return words.say("diff.versions", tool=f"thresholds {__version__}", before=before, after=after)


def _group(group: str, difference: RulesetDifference, sides: _Sides, words: Words) -> Iterator[Block]:
    kinds = _PROVISIONS if group == "provisions" else (group,)
    rows = [
        row
        for change in difference.changes
        if change.what in kinds and change.sort is not Sort.MOVED
        for row in _rows(change, sides, words)
    ]
    if rows:
        yield Heading(2, words.say(f"diff.group.{group}"), group)
        head = (words.say("compare.what"), words.say("compare.before"), words.say("compare.after"))
        yield Table(words.say(f"diff.group.{group}"), head, tuple(tuple(row) for row in rows), (2, 3, 3))


def _rows(change: Change, sides: _Sides, words: Words) -> Iterator[_Row]:
    """A row for each field that differs; one for an entry that is new or gone."""
    name = _name(change, sides, words)
    if change.sort is Sort.CHANGED:
        for field in change.fields:
            for row in _field(field, sides, words):
                label = words.say("diff.field", name=name, field=row.label) if change.what != "ruleset" else row.label
                yield row._replace(label=label)
        return
    texts = ["", ""]
    present = 1 if change.sort is Sort.ADDED else 0
    texts[present] = words.say("compare.separator").join(_whole(change, sides[present], words))
    nothing = words.say("compare.nothing")
    yield _Row(name, texts[0] or nothing, texts[1] or nothing)


def _whole(change: Change, side: Sentences, words: Words) -> Iterator[str]:
    """Everything that an entry says, on the only side that has it."""
    for field in change.fields:
        value = field.before if change.sort is Sort.REMOVED else field.after
        text = side.value(field.name, value)
        if field.name in ("when", "requires") and change.what in _PROVISIONS:
            yield text
        elif field.name != "rule":
            yield words.say("diff.value", field=words.say(f"field.{field.name}"), value=text)
        else:
            yield words.say(f"rule-kind.{text}")


def _field(field: Field, sides: _Sides, words: Words) -> Iterator[_Row]:
    """A row for a field; of two conditions of the same form one for each number that differs."""
    label = words.say(f"field.{field.name}")
    if _is_condition(field.before) and _is_condition(field.after):
        ones, others = list(sides.before.parts(field.before)), list(sides.after.parts(field.after))
        if ones != others and [one.subject for one in ones] == [other.subject for other in others]:
            nothing = words.say("compare.nothing")
            for one, other in zip(ones, others, strict=True):
                if one.number != other.number:
                    yield _Row(one.subject, one.number or nothing, other.number or nothing)
            return
    texts = (sides.before.value(field.name, field.before), sides.after.value(field.name, field.after))
    if field.name == "rule":
        kinds = [words.say(f"rule-kind.{text}") if value else text
                 for text, value in zip(texts, (field.before, field.after), strict=True)]  # fmt: skip
        texts = (kinds[0], kinds[1])
    yield _Row(label, *texts)


def _is_condition(value: object) -> bool:
    return isinstance(value, LawValue) and not isinstance(value, WhenGrade)


def _name(change: Change, sides: _Sides, words: Words) -> str:
    """The entry as it is cited or called, with what it was cited as where that differs."""
    identifier = change.after or change.before or ""
    if change.what == "ruleset":
        return identifier
    if change.what not in _PROVISIONS:
        side = sides.after if change.after else sides.before
        reading = side.ruleset.reading(identifier) if change.what == "reading" else None
        label = _asks(reading, words) if reading is not None else side.name(identifier)
        return label if label == identifier else words.say("diff.label", label=label, id=identifier)
    if change.before and change.after and change.before != change.after:
        return words.say("diff.was", after=_cited(change.after, words), before=_cited(change.before, words))
    return _cited(identifier, words)


def _asks(reading: Reading, words: Words) -> str:
    return reading.asks if words.lang == "zh" or not reading.asks_en else reading.asks_en


def _moved(change: Change, words: Words) -> str:
    return words.say("diff.was", after=_cited(change.after or "", words), before=_cited(change.before or "", words))


def _cited(identifier: str, words: Words) -> str:
    """An id as it is cited, with the suffix that tells apart what one sentence holds."""
    suffix = identifier.partition("-")[2]
    text = cite(identifier, words.lang)
    return words.say("diff.suffix", cite=text, suffix=suffix) if suffix else text


# -- cases --------------------------------------------------------------------------------------------------


def _effects(effects: Effects, words: Words, sides: _Sides) -> Iterator[Block]:
    yield Heading(2, words.say("diff.cases"), "cases")
    yield Paragraph(words.say("diff.measured", cases=effects.cases, persons=len(effects.persons)), "note")
    if effects.passed_over:
        yield Paragraph(words.say("diff.passed-over", cases=effects.passed_over), "note")
    if not effects.changed:
        yield Paragraph(words.say("compare.no-grade"))
        return
    rows = [_effect(effect, words, sides) for effect in effects.changed]
    head = (words.say("diff.who"), words.say("compare.before"), words.say("compare.after"))
    yield Table(words.say("diff.cases"), head, tuple(tuple(row) for row in rows), (2, 3, 3))


def _effect(effect: Effect, words: Words, sides: _Sides) -> _Row:
    label = words.say("diff.person", case=effect.case.title or effect.case.id, name=effect.before.name)
    return _Row(label, _standing(effect.before, words, sides.before), _standing(effect.after, words, sides.after))


def _standing(person: PersonReport, words: Words, side: Sentences) -> str:
    """The grade, and below it the items that it rests on with what was measured."""
    low, high = side.name(person.grade.at_least), side.name(person.grade.at_most)
    grade = low if low == high else words.say("grade.open", low=low, high=high)
    lines = [grade]
    for finding in deciding(person):
        measured = f"  {words.measured(finding.decisive)}" if finding.decisive is not None else ""
        lines.append(f"{_cited(finding.item, words)}{measured}")
    return "\n".join(lines)
