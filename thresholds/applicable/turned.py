"""The readings of a person whom an earlier law may govern: those of the statute, and those of the interpretation."""

from __future__ import annotations

from thresholds.applicable.applied import Applied
from thresholds.evaluation.assess import Assessment, Bounds, Engine
from thresholds.explore.readings import ReadingUse, Sides
from thresholds.law.model import Reading


def swept(applied: Applied, engine: Engine, assessment: Assessment) -> tuple[ReadingUse, ...]:
    """Each reading turned by itself, and the person measured anew: under another one other conduct may count."""
    return tuple([_turned(reading, applied, assessment) for reading in engine.ruleset.readings])


def _turned(reading: Reading, applied: Applied, assessment: Assessment) -> ReadingUse:
    chosen = assessment.choices.option(reading.id)
    for option in reading.options:
        if option == chosen:
            continue
        bounds = applied.under(assessment.choices.choosing({reading.id: option}))
        if bounds != assessment.bounds:
            return ReadingUse(reading.id, chosen, option, bounds)
    return ReadingUse(reading.id, chosen, None, None)


def both_sides(applied: Applied, engine: Engine, assessment: Assessment) -> Sides:
    """The grade under all readings that favour the accused, then under all that favour the prosecution."""
    ends: list[Bounds] = []
    for favoured in ("favours_accused", "favours_prosecution"):
        wishes = {reading.id: getattr(reading, favoured) for reading in engine.ruleset.readings}
        ends.append(applied.under(assessment.choices.choosing(wishes)))
    return Sides(*ends)
