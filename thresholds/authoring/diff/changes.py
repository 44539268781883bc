"""What differs between two rulesets, by meaning: words, notes, comments and order make no difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from thresholds.authoring.diff.pairing import Pairs, Placed, pairs_of, with_ids
from thresholds.law.model import Conduct, FactDeclaration, Grade, Offence, Parameter, Reading, Rule, Ruleset


class Sort(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Field(NamedTuple):
    """One field that differs, with the value on both sides (None: not stated)."""

    name: str
    before: Any
    after: Any


class Change(NamedTuple):
    """An entry that differs: what it is, its id on both sides, and the fields that differ.

    An entry that is new or gone has all its fields, the other side None; one that has only another id now has none.
    """

    what: str
    sort: Sort
    before: str | None
    after: str | None
    fields: tuple[Field, ...]


class RulesetDifference(NamedTuple):
    """Two rulesets, what differs between them, and the entries that only say the same in other words."""

    before: Ruleset
    after: Ruleset
    changes: tuple[Change, ...]
    reworded: tuple[str, ...]


Fields = dict[str, Any]
_Entry = Offence | Grade | Conduct | FactDeclaration | Parameter | Reading


def ruleset_difference(before: Ruleset, after: Ruleset) -> RulesetDifference:
    """What differs between two rulesets, in the order of a ruleset's file. Pure."""
    pairs = pairs_of(before, after)
    changes = [
        *_head(before, after),
        *_listed("offence", before.offences, after.offences, _offence),
        *_listed("grade", before.grades, after.grades, _grade_in(before), _grade_in(after)),
        *_listed("conduct", before.conduct, after.conduct, _conduct_by(pairs.renamed), _conduct_by({})),
        *_provisions(pairs),
        *_listed("fact", before.facts, after.facts, _fact),
        *_listed("parameter", before.parameters, after.parameters, _parameter),
        *_listed("reading", before.readings, after.readings, _reading_by(pairs.renamed), _reading_by({})),
    ]
    told = {change.after for change in changes}
    return RulesetDifference(before, after, tuple(changes), tuple(_reworded(pairs, told)))


def _head(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    names = ("citation", "offence", "statute", "statute_from")
    one, other = ({name: getattr(side, name) for name in names} | {
        "from": side.in_force.start, "until": side.in_force.until} for side in (before, after))  # fmt: skip
    fields = _fields(one, other)
    if fields:
        yield Change("ruleset", Sort.CHANGED, before.id, after.id, fields)


def _fields(before: Fields, after: Fields) -> tuple[Field, ...]:
    """Fields that differ; what neither side states is left out."""
    return tuple(
        Field(name, before.get(name), after.get(name))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    )


def _change(what: str, one: tuple[str, Fields] | None, other: tuple[str, Fields] | None) -> Iterator[Change]:
    """The change of one entry, from its id and its fields on both sides."""
    before, after = one[0] if one else None, other[0] if other else None
    fields = _fields(one[1] if one else {}, other[1] if other else {})
    if one is None:
        yield Change(what, Sort.ADDED, before, after, fields)
    elif other is None:
        yield Change(what, Sort.REMOVED, before, after, fields)
    elif fields:
        yield Change(what, Sort.CHANGED, before, after, fields)
    elif before != after:
        yield Change(what, Sort.MOVED, before, after, ())


def _listed(
    what: str,
    before: Iterable[_Entry],
    after: Iterable[_Entry],
    fields: Callable[[Any], Fields],
    fields_after: Callable[[Any], Fields] | None = None,
) -> Iterator[Change]:
    """Entries of a list, which their ids tell apart."""
    ones = {entry.id: (entry.id, fields(entry)) for entry in before}
    others = {entry.id: (entry.id, (fields_after or fields)(entry)) for entry in after}
    for name in dict.fromkeys((*others, *ones)):
        yield from _change(what, ones.get(name), others.get(name))


def _provisions(pairs: Pairs) -> Iterator[Change]:
    for one, other in pairs.paragraphs:
        opening = with_ids(one.requires, pairs.renamed) if one.requires is not None else None
        fields = _fields(_stated(requires=opening), _stated(requires=other.requires))
        if fields:
            yield Change("paragraph", Sort.CHANGED, one.id, other.id, fields)
    for placed, now in pairs.items:
        was = (placed.id, _item(placed, pairs.renamed)) if placed else None
        yield from _change("item", was, (now.id, _item(now, {})) if now else None)
    for rule, later in pairs.rules:
        was = (rule.id, _rule(rule, pairs.renamed)) if rule else None
        yield from _change("provision", was, (later.id, _rule(later, {})) if later else None)


def _reworded(pairs: Pairs, told: set[str | None]) -> Iterator[str]:
    """Items and provisions whose words alone differ."""
    for one, other in (*pairs.items, *pairs.rules):
        if one and other and other.id not in told and _words(one) != _words(other):
            yield other.id


def _words(entry: Placed | Rule) -> tuple[str, str]:
    source = entry.item if isinstance(entry, Placed) else entry
    return source.gloss, source.note


# -- what each kind of entry means -------------------------------------------------------------------------


def _stated(**fields: Any) -> Fields:
    """The fields that are stated."""
    return {name: value for name, value in fields.items() if value not in (None, "", (), False)}


def _item(placed: Placed, renamed: Mapping[str, str]) -> Fields:
    grade, offence, conduct = placed.rank
    when = with_ids(placed.item.when, renamed)
    return _stated(when=when, grade=grade, offence=offence, conduct=conduct if conduct != "general" else None)


def _rule(rule: Rule, renamed: Mapping[str, str]) -> Fields:
    counted = tuple(renamed.get(name, name) for name in rule.counted_singly)
    names = ("rule", "acts", "facts", "readings", "when", "of", "times", "floor", "ceiling", "within", "offence")
    return _stated(**{name: getattr(rule, name) for name in names}, counted_singly=counted)


def _offence(offence: Offence) -> Fields:
    return _stated(label=offence.label, statute=offence.statute)


def _grade_in(ruleset: Ruleset) -> Callable[[Grade], Fields]:
    def fields(grade: Grade) -> Fields:
        below = ruleset.grade_ids[: ruleset.grade_ids.index(grade.id)]
        own = tuple(one.id for one in ruleset.grades if one.id in below and one.offence == grade.offence)
        return _stated(
            label=grade.label,
            offence=grade.offence,
            range=grade.range,
            months=grade.months,
            life=grade.life,
            above=own[-1] if own else None,
        )

    return fields


def _conduct_by(renamed: Mapping[str, str]) -> Callable[[Conduct], Fields]:
    def fields(conduct: Conduct) -> Fields:
        return _stated(
            cite=renamed.get(conduct.cite, conduct.cite),
            acts=conduct.acts,
            categories=conduct.categories,
            fact=conduct.fact,
            readings=(conduct.returns.reading,) if conduct.returns else (),
        )

    return fields


def _fact(fact: FactDeclaration) -> Fields:
    drawn = fact.drawn_from.records_of if fact.drawn_from else ()
    return _stated(kind=fact.kind, unit=fact.unit, label=fact.label, direction=fact.direction, drawn_from=drawn)


def _parameter(parameter: Parameter) -> Fields:
    regions = tuple((one.region, one.value) for one in parameter.regions)
    return _stated(label=parameter.label, at_least=parameter.at_least, at_most=parameter.at_most, regions=regions)


def _reading_by(renamed: Mapping[str, str]) -> Callable[[Reading], Fields]:
    def fields(reading: Reading) -> Fields:
        return _stated(
            options=tuple(reading.options),
            favours_accused=reading.favours_accused,
            law=renamed.get(reading.law, reading.law),
            status=reading.status,
        )

    return fields
