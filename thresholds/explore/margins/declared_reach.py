"""What would establish a tier of a ruleset that declares facts: facts shown, numbers and amounts raised, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from thresholds.errors import EngineError
from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import OverMeasure
from thresholds.evaluation.worlds import worlds_of
from thresholds.explore.margins import edits
from thresholds.explore.margins.least import lines_of
from thresholds.explore.margins.model import Change, Kind, Way
from thresholds.explore.margins.needs import Need, Needs
from thresholds.explore.margins.quantities import Quantity, Standard, quantities, with_truth
from thresholds.explore.margins.state import fact_state, spread
from thresholds.values.interval import Interval
from thresholds.values.status import Truth


class DeclaredReach:
    """Tries out what each alternative of the law lacks, and keeps the least of it that is enough."""

    def __init__(self, engine: Engine, assessment: Assessment, rank: int) -> None:
        self.engine, self.assessment, self.rank = engine, assessment, rank
        self.ruleset, self.program = engine.ruleset, engine.program
        self.person, self.choices = assessment.person, assessment.choices
        self.needs = Needs(self.program, assessment, rank)

    def ways(self) -> Iterator[Way]:
        """Each need that is enough and of which nothing can be left out; quantities by themselves come first."""
        found: list[Need] = []
        for need in self.needs.all():
            if not need.more and any(other.within(need) for other in found):
                continue
            least = self._least(need)
            if least is None or any(other.within(least) for other in found):
                continue
            found.append(least)
            yield self._way(least)

    # -- the least of a need ---------------------------------------------------------------------------

    def _least(self, need: Need) -> Need | None:
        """What of a need is enough, no fact too many and nothing more than it must be; None where it is not enough."""
        if not self._reaches(self._person(need)):
            return None
        for fact in need.facts:
            fewer = need._replace(facts=tuple([one for one in need.facts if one != fact]))
            need = fewer if self._reaches(self._person(fewer)) else need
        for standard in need.standards:
            known = need._replace(standards=tuple([one for one in need.standards if one != standard]))
            need = known if self._reaches(self._person(known)) else need
        for quantity, _ in need.more:
            need = self._fewest(need, quantity)
        return need

    def _fewest(self, need: Need, quantity: Quantity) -> Need:
        """With the least of one quantity that is enough, the others being as they are.

        Raises:
            EngineError: one less is enough too; a fault of this program.
        """
        others = tuple([one for one in need.more if one[0] != quantity])
        asked = dict(need.more)[quantity]
        if self._reaches(self._person(need._replace(more=others))):
            return need._replace(more=others)

        def taking(number: int) -> Need:
            return need._replace(more=tuple([(one, number if one == quantity else n) for one, n in need.more]))

        worlds = worlds_of(self._person(taking(1)), self.program, self.choices).worlds
        crossed = lines_of(self.program, self.rank, worlds, lambda number: quantity.weight(self.program, number))
        candidates = {asked, 1} | {1 - (line.value - line.constant) // line.weight for line in crossed}
        number = first(
            sorted(one for one in candidates if 0 < one <= asked), lambda one: self._reaches(self._person(taking(one)))
        )
        if number is None or (number > 1 and self._reaches(self._person(taking(number - 1)))):
            raise EngineError("engine-disagrees", detail=f"margin {number} of {quantity} is not the least")
        return taking(number)

    def _reaches(self, person: PersonFacts) -> bool:
        return self.engine.bounds(person, self.choices).low >= self.rank

    # -- persons ----------------------------------------------------------------------------------------

    def _person(self, need: Need) -> PersonFacts:
        """The person with everything of a need; a standard as low as the band allows."""
        person = self.person
        for name, holds in need.facts:
            person = with_truth(person, self.ruleset, name, Truth.YES if holds else Truth.NO)
        for quantity, number in need.more:
            person = quantity.raised(person, self._now(quantity), number)
        for standard in need.standards:
            person = standard.at_most(person, standard.band(self.person).at_least)
        return person

    def _now(self, quantity: Quantity) -> Interval:
        return spread(self.assessment.worlds, quantity.total)

    def _way(self, need: Need) -> Way:
        """The changes assessed as a whole."""
        person = self._person(need)
        changes = [
            Change(Kind.FACT, (name,), truth=holds, state=fact_state(self.person, name)) for name, holds in need.facts
        ]
        made = [edits.shown(self.person.person.id, change) for change in changes]
        for quantity, number in need.more:
            now = self._now(quantity)
            changes.append(quantity.change(self.ruleset, now, number, now.at_least + number))
            made.append(quantity.edit(self.ruleset, self.person, person))
        for standard in need.standards:
            fen = self._highest(person, standard)
            person = standard.at_most(person, fen)
            changes.append(standard.change(self.person, fen, reach=True))
            made.append(standard.edit(person))
        return Way(tuple(changes), self.engine.assess(person, self.choices).bounds, tuple(made))

    def _highest(self, person: PersonFacts, standard: Standard) -> int:
        """The highest standard (分) with which the tier is reached."""
        parameter, now = standard.parameter.id, standard.band(self.person)
        most = now.at_most or now.at_least
        amounts = {
            quantity.total(world) * measure.times.denominator // measure.times.numerator
            for number, measure in enumerate(self.program.measures)
            if isinstance(measure, OverMeasure) and measure.parameter == parameter
            for quantity in quantities(self.program, number)
            for world in worlds_of(person, self.program, self.choices).worlds
        }
        inside = sorted({fen for fen in amounts if now.at_least <= fen < most}, reverse=True)
        found = first(inside, lambda fen: self._reaches(standard.at_most(person, fen)))
        return now.at_least if found is None else found


def first(candidates: Iterable[int], holds: Callable[[int], bool]) -> int | None:
    """The first candidate for which it holds."""
    return next((number for number in candidates if holds(number)), None)
