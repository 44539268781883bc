"""What a ruleset says of each place of a text: its provisions, items and kinds of conduct, one beside the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from thresholds.law.conditions import (
    Condition,
    DealingCondition,
    FactCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.law.lint import conditions_of
from thresholds.law.model import Conduct, FactDeclaration, Item, Rule, Ruleset, Standards
from thresholds.lawtext.pinpoints import Pinpoint, pinpoint_of

Kind = Literal["standards", "item", "rule", "conduct"]

_QUOTED = re.compile("「([^」]*)」")
#: Facts that every ruleset has and that are dated: what is asked of them says nothing of the years that a text sets.
_DATED = ("administrative_penalty", "prior_criminal_punishment")


class Entry(NamedTuple):
    """A provision, an item or a kind of conduct, with the place it cites and its conditions, those inside included.

    `facts` are declarations of the facts it reads, `notes` its own and those of its paragraph, `options` those of the
    readings that it turns on.
    """

    id: str
    kind: Kind
    pinpoint: Pinpoint
    gloss: str
    conditions: tuple[Condition, ...] = ()
    grade: str = ""
    facts: tuple[FactDeclaration, ...] = ()
    notes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    rule: Rule | None = None
    conduct: Conduct | None = None

    @property
    def quotations(self) -> tuple[str, ...]:
        """What stands in 「」."""
        return tuple(_QUOTED.findall(self.gloss))

    @property
    def own_words(self) -> str:
        """The gloss without what it quotes, and the notes."""
        return "。".join((_QUOTED.sub("", self.gloss), *self.notes))

    @property
    def measures(self) -> bool:
        """Whether it sets a standard that others can refer to."""
        kinds = RecordsCondition | MoneyCondition | NumberCondition | ProportionsCondition | StandardsCondition
        return self.kind == "item" and any(isinstance(condition, kinds) for condition in self.conditions)

    @property
    def categories(self) -> frozenset[str]:
        """The categories of information that it counts or that its dealings are in."""
        found = set(self.conduct.categories if self.conduct is not None else ())
        for condition in self.conditions:
            if isinstance(condition, RecordsCondition):
                found |= set(condition.records_of)
            elif isinstance(condition, DealingCondition):
                found |= set(condition.dealing.categories)
        return frozenset(found)

    @property
    def names(self) -> frozenset[str]:
        """The items whose standards it takes a share or a multiple of."""
        found: set[str] = set()
        for condition in self.conditions:
            found |= set(getattr(condition, "standards_of", ())) | set(getattr(condition, "proportions_of", ()))
        return frozenset(found)

    @property
    def asserted(self) -> bool:
        """Whether people say that it is so, and nothing is measured: its facts are neither numbers nor dated."""
        kinds = DealingCondition | RecordsCondition | MoneyCondition | NumberCondition
        others = ProportionsCondition | StandardsCondition
        dated = {fact.id for fact in self.facts if fact.kind in ("penalty", "punishment")} | set(_DATED)
        return not any(
            isinstance(condition, kinds | others) or (isinstance(condition, FactCondition) and condition.fact in dated)
            for condition in self.conditions
        )


class _Facts(NamedTuple):
    declared: dict[str, FactDeclaration]
    options: dict[str, tuple[str, ...]]


def entries_of(ruleset: Ruleset) -> tuple[Entry, ...]:
    """Every provision and item, in the order of the law; then the kinds of conduct."""
    return tuple(_entries(ruleset))


def _entries(ruleset: Ruleset) -> Iterator[Entry]:
    known = _Facts(
        {fact.id: fact for fact in ruleset.facts},
        {reading.id: tuple(option.zh for option in reading.options.values()) for reading in ruleset.readings},
    )
    for provision in ruleset.provisions:
        place = pinpoint_of(provision.id)
        if place is None:
            continue
        if isinstance(provision, Rule):
            facts = tuple(known.declared[name] for name in provision.facts if name in known.declared)
            notes = (provision.note,)
            yield Entry(provision.id, "rule", place, provision.gloss, facts=facts, notes=notes, rule=provision)
            continue
        yield _entry(provision, "standards", place, provision, known)
        for item in provision.any_of:
            within = pinpoint_of(item.id)
            if within is not None:
                yield _entry(item, "item", within, provision, known)
    for conduct in ruleset.conduct:
        place = pinpoint_of(conduct.cite)
        if place is not None:
            yield Entry(conduct.id, "conduct", place, conduct.gloss, conduct=conduct)


def _entry(what: Standards | Item, kind: Kind, place: Pinpoint, paragraph: Standards, known: _Facts) -> Entry:
    when = what.when if isinstance(what, Item) else what.requires
    conditions = tuple(conditions_of(when))
    readings = [condition.under.reading for condition in conditions if isinstance(condition, UnderCondition)]
    options = tuple(text for name in dict.fromkeys(readings) for text in known.options.get(name, ()))
    names = dict.fromkeys(name for condition in conditions for name in facts_read(condition))
    facts = tuple(known.declared[name] for name in names if name in known.declared)
    notes = (what.note, paragraph.note)
    return Entry(what.id, kind, place, what.gloss, conditions, paragraph.grade, facts, notes, options)


def facts_read(condition: Condition) -> Iterator[str]:
    """The facts that a condition reads by itself."""
    match condition:
        case FactCondition():
            yield condition.fact
        case MoneyCondition():
            yield condition.money
        case NumberCondition():
            yield condition.number_of
        case RecordsCondition() if condition.of_fact:
            yield condition.of_fact
        case DealingCondition() if condition.dealing.fact:
            yield condition.dealing.fact
