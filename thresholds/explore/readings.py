"""Every reading swept: which of them would change the grade, and how far both sides can go."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.evaluation.assess import Assessment, Bounds, Engine


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
        chosen: str = getattr(assessment.choices, reading.id)
        use = ReadingUse(reading.id, chosen, None, None)
        for option in reading.options:
            if option == chosen:
                continue
            bounds = engine.bounds(assessment.person, assessment.choices._replace(**{reading.id: option}))
            if bounds != assessment.bounds:
                use = ReadingUse(reading.id, chosen, option, bounds)
                break
        found.append(use)
    return tuple(found)


def sides(engine: Engine, assessment: Assessment) -> Sides:
    """All readings turned to one side at once, then all to the other."""
    accused = {reading.id: reading.favours_accused for reading in engine.ruleset.readings}
    against = {reading.id: reading.favours_prosecution for reading in engine.ruleset.readings}
    choices, person = assessment.choices, assessment.person
    return Sides(engine.bounds(person, choices._replace(**accused)), engine.bounds(person, choices._replace(**against)))
