"""Every item that is not left to the court can be the only one met: none is masked, none out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from thresholds.verification import logic
from thresholds.verification.claims import Name, Obligation, Outcome, Verdict, says
from thresholds.verification.counterexample import shown
from thresholds.verification.ground import Concrete, Ground, Place


def obligations(ground: Ground) -> Iterator[Obligation]:
    """A claim for every item that the conditions decide."""
    for place in ground.decided:
        yield Obligation("alone", says("alone.item", item=Name("item", place.item.id)), partial(_alone, place))


def _rivals(ground: Ground, place: Place) -> Iterator[tuple[str, list[Place]]]:
    """The items beside which it should stand alone: of its conduct, failing that of its grade, of its paragraph."""
    near = [
        other
        for other in ground.decided
        if other.number != place.number
        and other.paragraph.conduct == place.paragraph.conduct
        and ground.ladder(other.paragraph) == ground.ladder(place.paragraph)
    ]
    yield "conduct", near
    yield "grade", [other for other in near if other.rank == place.rank]
    yield "paragraph", [other for other in near if other.paragraph.id == place.paragraph.id]


def _alone(place: Place, ground: Ground) -> Outcome:
    side = ground.one
    for scope, rivals in _rivals(ground, place):
        others = [logic.negated(side.program[other.number]) for other in rivals]
        found = ground.find([side.program[place.number], *others], side)
        if found is not None:
            beside = None if scope == "conduct" else says(f"alone.{scope}")
            return shown(ground, {"alone": found[0]}, beside)
    found = ground.find([side.program[place.number]], side)
    if found is None:
        return Outcome(Verdict.REFUTED, (says("alone.never"),))
    masks = tuple(_masks(ground, place, found[0]))
    key = "alone.masked" if masks else "alone.crowded"
    return Outcome(Verdict.REFUTED, (says(key, item=Name("item", place.item.id), items=masks),), {"masked": found[0]})


def _masks(ground: Ground, place: Place, world: Concrete) -> Iterator[Name]:
    """The items of its paragraph that are met whenever it is."""
    for other in ground.decided:
        if other.paragraph.id != place.paragraph.id or other.number == place.number or not world.met[other.number]:
            continue
        without = [ground.one.program[place.number], logic.negated(ground.one.program[other.number])]
        if not ground.can_be(without, ground.one):
            yield Name("item", other.item.id)
