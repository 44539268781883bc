"""Since when an offence exists: earlier conduct is none, and of conduct across that day only the later part counts.

Law: 刑法第三条、第十二条第一款.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from thresholds.applicable.measured import marked
from thresholds.applicable.model import CODE, Ground, Named
from thresholds.applicable.variants import required
from thresholds.case.model import Amount, Days, Declared, Figure, Occasion, Tally
from thresholds.evaluation.assess import Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.charges import charges, facts_read
from thresholds.law.model import FactDeclaration, Rule, Ruleset, Standards
from thresholds.values.status import Truth
from thresholds.wording import phrase

#: How the facts begin that say of one offence that it existed at the time.
MARK = "offence_then"

_NOTHING = Figure(at_least=0, at_most=0)


class Since(NamedTuple):
    """The person with the conduct since there is the offence, whether it existed at the time, and why."""

    person: PersonFacts
    exists: Truth = Truth.YES
    ground: Ground | None = None


def since(ruleset: Ruleset, person: PersonFacts) -> Since:
    """What there is of the conduct of one offence since the article that made it; everything where none is known."""
    start = ruleset.statute_from
    days = _days(ruleset, person)
    if start is None or not ruleset.new_offence or all([day.first >= start for day in days]):
        return Since(person)
    names = (Named(ruleset.offence_label, ruleset.offence_label_en),)
    if all([day.last < start for day in days]):
        return Since(person, Truth.NO, Ground("not-yet", CODE, days=(start,), names=names))
    several = len({(day.first, day.last) for day in days}) > 1
    taken = _from_day(person, facts_read(ruleset), start) if several else person
    if any([day.first >= start for day in days]):
        return Since(taken, Truth.YES, Ground("across-start", CODE, days=(start,), names=names))
    return Since(taken, Truth.UNKNOWN, Ground("perhaps-not-yet", CODE, "open", (start,), names=names))


def _days(ruleset: Ruleset, person: PersonFacts) -> list[Days]:
    """The dates that are known of the conduct of one offence: of its amounts, or as stated of the conduct."""
    stated = person.facts.conduct_date
    read = facts_read(ruleset)
    amounts = [value for name, value in person.facts.declared.items() if name in read and isinstance(value, Amount)]
    found = [occasion.date or stated for amount in amounts for occasion in amount.occasions] or [stated]
    if ruleset.from_dealings:
        found += [dealing.date or stated for dealing in person.dealings]
    return [day for day in found if day is not None]


def _from_day(person: PersonFacts, names: frozenset[str], start: date) -> PersonFacts:
    """The person with the amounts of these facts from a day on; what may be earlier counts as none at least."""
    stated = person.facts.conduct_date
    declared: dict[str, Declared] = {
        name: _later(value, stated, start) if name in names else value for name, value in person.facts.declared.items()
    }
    return person._replace(facts=person.facts.model_copy(update={"declared": declared}))


def _later(value: Declared, stated: Days | None, start: date) -> Declared:
    if isinstance(value, Tally):
        records = {name: _part(figure, stated, start) for name, figure in value.records.items()}
        return value.model_copy(update={"records": {name: figure or _NOTHING for name, figure in records.items()}})
    if not isinstance(value, Amount):
        return value
    kept: list[Occasion] = []
    for occasion in value.occasions:
        figure = _part(occasion.figure, occasion.date or stated, start)
        if figure is not None:
            kept.append(occasion.model_copy(update={"figure": figure}))
    return value.model_copy(update={"occasions": tuple(kept) or (Occasion(figure=_NOTHING),)})


def _part(figure: Figure, day: Days | None, start: date) -> Figure | None:
    """What there is of a figure from a day on; None where nothing is."""
    if day is not None and day.first >= start:
        return figure
    return None if day is not None and day.last < start else figure.model_copy(update={"at_least": 0, "written": ""})


def mark_of(offence: str) -> str:
    """The fact that says of an offence (by id) that it existed at the time."""
    return f"{MARK}_{offence}"


def with_marks(person: PersonFacts, offences: Mapping[str, Truth]) -> PersonFacts:
    """The person with what dates say of these offences."""
    return marked(person, {mark_of(offence): truth for offence, truth in offences.items()})


@lru_cache(maxsize=32)
def engine_since(ruleset: Ruleset, offences: tuple[str, ...]) -> Engine:
    """The engine of a ruleset in which these offences (by id) must have existed; the same gives the same engine."""
    provisions: list[Standards | Rule] = []
    for provision in ruleset.provisions:
        name = (provision.offence or ruleset.offence) if isinstance(provision, Standards) else ""
        if isinstance(provision, Standards) and name in offences:
            asks = required(provision.requires, (mark_of(name),))
            provisions.append(provision.model_copy(update={"requires": asks}))
        else:
            provisions.append(provision)
    facts = tuple([_declared(charge) for charge in charges(ruleset) if charge.offence in offences])
    return Engine(ruleset.model_copy(update={"provisions": tuple(provisions), "facts": (*ruleset.facts, *facts)}))


def _declared(charge: Ruleset) -> FactDeclaration:
    english = charge.offence_label_en or charge.offence_label
    return FactDeclaration(
        id=mark_of(charge.offence),
        kind="truth",
        label=phrase("time.fact.then").format(offence=charge.offence_label),
        label_en=phrase("time.fact.then", "en").format(offence=english),
        direction="raises",
        asks=phrase("question.asks.conduct_date"),
        asks_en=phrase("question.asks.conduct_date", "en"),
    )
