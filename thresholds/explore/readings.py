"""Every reading swept: which of them would change the grade, and how far both sides can go."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.case.model import Amount, Penalty, Punishment
from thresholds.evaluation.assess import Assessment, Bounds, Engine
from thresholds.evaluation.facts import MIXED, Holding


class ReadingUse(NamedTuple):
    """A declared reading: the option chosen, and the grade under another option where it differs."""

    id: str
    chosen: str
    other: str | None
    changes_to: Bounds | None


class Sides(NamedTuple):
    """The grade under the readings that favour the accused, and under those that favour the prosecution."""

    accused: Bounds
    prosecution: Bounds


def sweep(engine: Engine, assessment: Assessment) -> tuple[ReadingUse, ...]:
    """Each reading turned by itself, the others as chosen."""
    found = []
    for reading in engine.ruleset.readings:
        chosen: str = assessment.choices.option(reading.id)
        use = ReadingUse(reading.id, chosen, None, None)
        if not _matters(reading.id, assessment):
            found.append(use)
            continue
        for option in reading.options:
            if option == chosen:
                continue
            bounds = engine.bounds(assessment.person, assessment.choices.choosing({reading.id: option}))
            if bounds != assessment.bounds:
                use = ReadingUse(reading.id, chosen, option, bounds)
                break
        found.append(use)
    return tuple(found)


def _matters(reading: str, assessment: Assessment) -> bool:
    """Whether the file has anything that the reading is about; a reading unknown here is tried out."""
    person, worlds = assessment.person, assessment.worlds
    holdings, facts = person.holdings, person.facts
    if reading == "gains":
        gains = facts.illegal_gains
        return any([d.paid is not None and not d.supplies for d in person.dealings]) or (
            gains is not None and gains.gross != gains.net
        )
    if reading == "tenfold_sum":
        return any([len(world.general) > 1 or len(world.narrow) > 1 for world in worlds])
    if reading == "one_record_many_kinds":
        return any([h.category is not None and h.category.each for h in holdings])
    if reading == "duty_mix":
        return any([line.origin in _FROM_DUTY for h in holdings for line in h.lines])
    if reading in ("resale_scope", "lawful_business_mixing"):
        return "lawful_business" in person.stated
    if reading == "prior_exemption":
        return any([isinstance(value, Punishment) and value.exempted for value in map(facts.get, facts.names)])
    if reading == "public_information":
        return any([h.deductions.public is not None or _parts_public(h) for h in holdings])
    if reading == "two_years":
        return any([_timed(facts.get(name)) for name in facts.names])
    return True


def _timed(value: object) -> bool:
    """Whether a fact is measured by a span of years: a dated penalty, or several occasions."""
    return bool(isinstance(value, Penalty) and value.days) or (isinstance(value, Amount) and len(value.occasions) > 1)


_FROM_DUTY = frozenset({"duty_or_service", "unknown", MIXED})


def _parts_public(holding: Holding) -> bool:
    return any([line.deductions.public is not None for line in holding.lines])


def sides(engine: Engine, assessment: Assessment) -> Sides:
    """All readings turned to one side at once, then all to the other."""
    accused = {reading.id: reading.favours_accused for reading in engine.ruleset.readings}
    against = {reading.id: reading.favours_prosecution for reading in engine.ruleset.readings}
    choices, person = assessment.choices, assessment.person
    return Sides(engine.bounds(person, choices.choosing(accused)), engine.bounds(person, choices.choosing(against)))
