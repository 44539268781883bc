"""What a file lacks for the items of a tier: facts to be shown, and quantities to be more, by alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from thresholds.evaluation.assess import Assessment
from thresholds.evaluation.measuring import measured
from thresholds.evaluation.program import Alternative, FactMeasure, OverMeasure, Program, Test
from thresholds.explore.margins.quantities import Quantity, Standard, quantities
from thresholds.law.conditions import UNIT

#: Needs of more things than this are not named: nobody would go that way.
MOST_THINGS = 8

#: A fact and whether it must be so.
Shown = tuple[str, bool]


class Need(NamedTuple):
    """Facts to be shown (or refuted), quantities that must be so much more, and standards that must be known lower."""

    facts: tuple[Shown, ...]
    more: tuple[tuple[Quantity, int], ...]
    standards: tuple[Standard, ...] = ()

    @property
    def size(self) -> int:
        """Of how many things."""
        return len(self.facts) + len(self.more) + len(self.standards)

    def within(self, other: Need) -> bool:
        """Whether the other asks for all that this one does, so much or more of everything, or for the same."""
        asked = dict(other.more)
        return (
            set(self.facts) <= set(other.facts)
            and set(self.standards) <= set(other.standards)
            and all(quantity in asked and number <= asked[quantity] for quantity, number in self.more)
        )


class Needs:
    """Reads off the compiled items what is not so in every world of a person."""

    def __init__(self, program: Program, assessment: Assessment, rank: int) -> None:
        self.program, self.person, self.rank = program, assessment.person, rank
        self.vectors = [measured(program, world) for world in assessment.worlds]
        self.parameters = {parameter.id: parameter for parameter in program.ruleset.parameters}

    def all(self) -> list[Need]:
        """Every need once, that of fewest things first; what asks for fewer facts goes before what asks for more."""
        found = dict.fromkeys(
            need
            for compiled in self.program.compiled
            if compiled.rank >= self.rank and not compiled.judgment
            for alternative in compiled.alternatives
            for need in self._needs(alternative)
            if need.size <= MOST_THINGS
        )
        return sorted(found, key=lambda need: (need.size, len(need.facts)))

    def _needs(self, alternative: Alternative) -> Iterator[Need]:
        facts: dict[str, bool] = {}
        choices: list[list[tuple[Quantity, int] | Standard]] = []
        for test in alternative:
            if all(_holds(test, vector[test.measure]) for vector in self.vectors):
                continue
            measure = self.program.measures[test.measure]
            if isinstance(measure, FactMeasure):
                if measure.name == UNIT:
                    return  # what the person is cannot be otherwise
                if facts.setdefault(measure.name, measure.holds) is not measure.holds:
                    return
                continue
            options = self._options(test)
            if not options:
                return
            choices.append(options)
        for chosen in product(*choices):
            yield _need(tuple(facts.items()), chosen)

    def _options(self, test: Test) -> list[tuple[Quantity, int] | Standard]:
        """What would make one comparison of a quantity hold; nothing does where the quantity is too large already."""
        if test.operator != ">=":
            return []
        short = test.constant - min(vector[test.measure] for vector in self.vectors)
        found: list[tuple[Quantity, int] | Standard] = [
            (quantity, -(-short // quantity.weight(self.program, test.measure)))
            for quantity in quantities(self.program, test.measure)
        ]
        measure = self.program.measures[test.measure]
        if isinstance(measure, OverMeasure):
            standard = Standard(self.parameters[measure.parameter])
            if standard.undecided(self.person):
                found.append(standard)
        return found


def _holds(test: Test, value: int) -> bool:
    if test.operator == "is":
        return value == test.constant
    return value >= test.constant if test.operator == ">=" else value < test.constant


def _need(facts: tuple[Shown, ...], chosen: tuple[tuple[Quantity, int] | Standard, ...]) -> Need:
    more: dict[Quantity, int] = {}
    standards: dict[Standard, None] = {}
    for one in chosen:
        if isinstance(one, Standard):
            standards[one] = None
        else:
            more[one[0]] = max(one[1], more.get(one[0], 0))
    return Need(facts, tuple(more.items()), tuple(standards))
