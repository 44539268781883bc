"""What would exclude a tier of a ruleset that declares facts: facts refuted or shown, numbers and amounts less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from thresholds.errors import EngineError
from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.measuring import over
from thresholds.evaluation.program import FactMeasure, OverMeasure
from thresholds.evaluation.worlds import World, worlds_of
from thresholds.explore.margins import edits
from thresholds.explore.margins.declared_reach import first
from thresholds.explore.margins.least import lines_of
from thresholds.explore.margins.model import Change, Kind, Way
from thresholds.explore.margins.quantities import Quantity, Standard, many, quantities, with_truth
from thresholds.explore.margins.state import fact_state, spread
from thresholds.law.conditions import UNIT
from thresholds.values.interval import Interval
from thresholds.values.status import Truth

#: Of more grounds than this one smallest set is looked for, not every one.
MOST_GROUNDS = 10


class Shown(NamedTuple):
    """A fact of the person, and whether it would be so."""

    name: str
    truth: bool


Ground = Shown | Quantity | Standard
#: What is left of a quantity, or how high a standard is; None: nothing is left, as high as the band goes.
Left = dict[Ground, int | None]


class DeclaredFall:
    """Takes grounds away until the tier falls, and then gives back as much of each as can be left."""

    def __init__(self, engine: Engine, assessment: Assessment, rank: int) -> None:
        self.engine, self.assessment, self.rank = engine, assessment, rank
        self.ruleset, self.program = engine.ruleset, engine.program
        self.person, self.choices = assessment.person, assessment.choices

    def ways(self) -> Iterator[Way]:
        """Each smallest set of grounds without which the tier falls, with the most that can be left of each."""
        for grounds in self._sets(self._grounds()):
            yield self._way(self._least(grounds))

    # -- grounds ----------------------------------------------------------------------------------------

    def _grounds(self) -> list[Ground]:
        """What the tier may stand on: what is there of quantities, facts not refuted, standards that are open."""
        numbers = sorted({
            test.measure
            for compiled in self.program.compiled
            if compiled.rank >= self.rank and not compiled.judgment
            for alternative in compiled.alternatives
            for test in alternative
        })  # fmt: skip
        parameters = {parameter.id: parameter for parameter in self.ruleset.parameters}
        found: dict[Ground, None] = {}
        for number in numbers:
            measure = self.program.measures[number]
            if isinstance(measure, FactMeasure):
                if self._bears(measure):
                    found[Shown(measure.name, not measure.holds)] = None
                continue
            found |= dict.fromkeys(one for one in quantities(self.program, number) if many(self.assessment.worlds, one))
            if isinstance(measure, OverMeasure) and Standard(parameters[measure.parameter]).undecided(self.person):
                found[Standard(parameters[measure.parameter])] = None
        return sorted(found, key=lambda ground: isinstance(ground, Shown))

    def _bears(self, measure: FactMeasure) -> bool:
        """Whether the fact may be as the law asks; what the person is cannot be otherwise."""
        if measure.name == UNIT:
            return False
        state = fact_state(self.person, measure.name)
        return state not in ("unstated", "no") if measure.holds else state != "yes"

    def _sets(self, grounds: Sequence[Ground]) -> Iterator[tuple[Ground, ...]]:
        """The smallest sets of grounds without which the tier falls."""
        if len(grounds) > MOST_GROUNDS:
            yield from self._one_set(grounds)
            return
        found: list[frozenset[Ground]] = []
        for size in range(1, len(grounds) + 1):
            for chosen in combinations(grounds, size):
                if any(smaller <= set(chosen) for smaller in found) or _contrary(chosen):
                    continue
                if self._falls(dict.fromkeys(chosen)):
                    found.append(frozenset(chosen))
                    yield chosen

    def _one_set(self, grounds: Sequence[Ground]) -> Iterator[tuple[Ground, ...]]:
        """Single grounds that are enough; where there is none, one set of which nothing can be left out."""
        single = [ground for ground in grounds if self._falls({ground: None})]
        yield from [(ground,) for ground in single]
        left: list[Ground] = []
        for ground in grounds:
            if not _contrary((*left, ground)):
                left.append(ground)
        if single or not self._falls(dict.fromkeys(left)):
            return
        for ground in tuple(reversed(left)):
            fewer = [other for other in left if other != ground]
            left = fewer if self._falls(dict.fromkeys(fewer)) else left
        yield tuple(left)

    def _falls(self, left: Left) -> bool:
        return self.engine.bounds(self._person(left), self.choices).high < self.rank

    # -- the most that can be left ------------------------------------------------------------------------

    def _least(self, grounds: Sequence[Ground]) -> Left:
        """One ground after the other as high as it can be, those before it being as found, those after it gone."""
        left: Left = dict.fromkeys(grounds)
        for ground in grounds:
            if isinstance(ground, Standard):
                left[ground] = self._lowest(left, ground)
            elif not isinstance(ground, Shown):
                left[ground] = self._cap(left, ground)
        return left

    def _cap(self, left: Left, quantity: Quantity) -> int:
        """The most that can be left of a quantity.

        Raises:
            EngineError: one more falls too; a fault of this program.
        """
        worlds = self._worlds({ground: cap for ground, cap in left.items() if ground != quantity})
        crossed = [
            (quantity.total(world), line)
            for world in worlds
            for line in lines_of(self.program, self.rank, [world], lambda number: quantity.weight(self.program, number))
        ]
        caps = {total - (line.value - line.constant) // line.weight - 1 for total, line in crossed} | {0}
        most = self._now(quantity).at_most
        found = first(
            sorted({cap for cap in caps if cap >= 0 and (most is None or cap < most)}, reverse=True),
            lambda cap: self._falls({**left, quantity: cap}),
        )
        if found is None or (most != found + 1 and self._falls({**left, quantity: found + 1})):
            raise EngineError("engine-disagrees", detail=f"margin {found} of {quantity} is not the most")
        return found

    def _lowest(self, left: Left, standard: Standard) -> int | None:
        """The lowest standard (分) with which the tier falls; None where only the highest does it."""
        now = standard.band(self.person)
        worlds = self._worlds({ground: cap for ground, cap in left.items() if ground != standard})
        fens = {
            world.fixed[measure.parameter] + over(measure, world) // measure.times.numerator + 1
            for measure in self.program.measures
            if isinstance(measure, OverMeasure) and measure.parameter == standard.parameter.id
            for world in worlds
        }
        inside = sorted(fen for fen in fens if now.at_least < fen <= (now.at_most or fen))
        return first(inside, lambda fen: self._falls({**left, standard: fen}))

    def _worlds(self, left: Left) -> list[World]:
        return worlds_of(self._person(left), self.program, self.choices).worlds

    # -- persons ------------------------------------------------------------------------------------------

    def _person(self, left: Left) -> PersonFacts:
        person = self.person
        for ground, cap in left.items():
            if isinstance(ground, Shown):
                person = with_truth(person, self.ruleset, ground.name, Truth.YES if ground.truth else Truth.NO)
            elif isinstance(ground, Standard):
                now = ground.band(self.person)
                person = ground.at_least(person, cap or now.at_most or now.at_least)
            else:
                person = ground.capped(person, self._now(ground), cap or 0)
        return person

    def _now(self, quantity: Quantity) -> Interval:
        return spread(self.assessment.worlds, quantity.total)

    def _way(self, left: Left) -> Way:
        """The changes assessed as a whole.

        Raises:
            EngineError: they are not enough.
        """
        person = self._person(left)
        bounds = self.engine.assess(person, self.choices).bounds
        if bounds.high >= self.rank:
            raise EngineError("engine-disagrees", detail=f"margin below {self.rank} is not enough")
        changes, made = [], []
        for ground, cap in left.items():
            if isinstance(ground, Shown):
                state = fact_state(self.person, ground.name)
                change = Change(Kind.FACT, (ground.name,), truth=ground.truth, state=state)
                made.append(edits.shown(self.person.person.id, change))
            elif isinstance(ground, Standard):
                change = ground.change(self.person, person.standards[ground.parameter.id].at_least, reach=False)
                made.append(ground.edit(person))
            else:
                now = self._now(ground)
                by = None if now.at_most is None else (cap or 0) - now.at_most
                change = ground.change(self.ruleset, now, by, cap or 0)
                made.append(ground.edit(self.ruleset, self.person, person))
            changes.append(change)
        return Way(tuple(changes), bounds, tuple(made))


def _contrary(grounds: Sequence[Ground]) -> bool:
    """Whether a fact would have to be so and not so."""
    names = [ground.name for ground in grounds if isinstance(ground, Shown)]
    return len(names) > len(set(names))
