"""Every grade can be reached, and from every grade but the highest of its offence more leads higher."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from thresholds.verification import logic
from thresholds.verification.claims import Name, Obligation, Outcome, Verdict, says
from thresholds.verification.counterexample import shown
from thresholds.verification.ground import Ground
from thresholds.verification.logic import Formula


def obligations(ground: Ground) -> Iterator[Obligation]:
    """Two claims for every grade: it is reached, and there is more above it."""
    for rank, grade in enumerate(ground.ruleset.grade_ids):
        if rank:
            yield Obligation("grades", says("grades.reached", grade=Name("grade", grade)), partial(_reached, rank))
    for offence, ranks in ground.ladders().items():
        for rank in (0, *ranks[:-1]):
            name = Name("grade", ground.ruleset.grade_ids[rank])
            key = "grades.higher.of" if len(ground.ladders()) > 1 else "grades.higher"
            claim = says(key, grade=name, offence=Name("offence", offence))
            yield Obligation("grades", claim, partial(_higher, offence, rank, ranks))


def _exactly(ground: Ground, offence: str, rank: int, ranks: tuple[int, ...]) -> Formula:
    """That the grade of an offence is this one and no higher."""
    side = ground.one
    above = [other for other in ranks if other > rank]
    parts = [logic.negated(ground.reaches(side, offence, min(above)))] if above else []
    return logic.every([*parts, *([ground.reaches(side, offence, rank)] if rank else [])])


def _reached(rank: int, ground: Ground) -> Outcome:
    side = ground.one
    giving = [place for place in ground.places if place.rank == rank]
    if not giving:
        return Outcome(Verdict.REFUTED, (says("grades.no-item"),))
    if not any(place in ground.decided for place in giving):
        return Outcome(Verdict.OUTSIDE, (says("grades.by-judgment"),))
    met = logic.some(side.program[place.number] for place in giving)
    above = [logic.negated(side.program[place.number]) for place in ground.places if place.rank > rank]
    found = ground.find([met, *above], side)
    if found is None:
        return Outcome(Verdict.REFUTED, (says("grades.out-of-reach"),))
    return shown(ground, {"reached": found[0]})


def _higher(offence: str, rank: int, ranks: tuple[int, ...], ground: Ground) -> Outcome:
    one, other = ground.one, ground.other
    above = [place for place in ground.decided if place.rank > rank and ground.ladder(place.paragraph) == offence]
    if not above:
        return Outcome(Verdict.OUTSIDE, (says("grades.above-by-judgment"),))
    if rank and not any(place.rank == rank for place in ground.decided):
        return Outcome(Verdict.OUTSIDE, (says("grades.by-judgment"),))
    rising = [logic.reaches(other.world.quantities[key], number) for key, number in one.world.quantities.items()]
    same = [
        logic.same(formula, other.world.truths[key])
        if key.kind == "option"
        else logic.follows(formula, other.world.truths[key])
        for key, formula in one.world.truths.items()
    ]
    fixed = [
        logic.equal(other.world.quantities[key], number)
        for key, number in one.world.quantities.items()
        if key.kind == "parameter"
    ]
    higher = ground.reaches(other, offence, min(place.rank for place in above))
    wanted = [_exactly(ground, offence, rank, ranks), *rising, *same, *fixed, higher]
    found = ground.find(wanted, one, other)
    if found is None:
        return Outcome(Verdict.REFUTED, (says("grades.nothing-above"),))
    return shown(ground, {"less": found[0], "more": found[1]})
