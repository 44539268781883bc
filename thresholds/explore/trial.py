"""Answers tried out: the worlds as they would be, decided by durable-rules, beside what holds now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from thresholds.evaluation.assess import Assessment, Bounds, Engine, absent
from thresholds.evaluation.chaining import Decision
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.measuring import measured
from thresholds.evaluation.program import Program
from thresholds.evaluation.worlds import World, worlds_of
from thresholds.explore.question import Outcome, Turned
from thresholds.values.status import Status, over_worlds


@lru_cache(maxsize=64)
def _reach(program: Program) -> dict[int, int]:
    """For each measure the highest grade (as a rank) of an item that tests it."""
    found: dict[int, int] = {}
    for compiled in program.compiled:
        for number in {test.measure for alternative in compiled.alternatives for test in alternative}:
            found[number] = max(found.get(number, 0), compiled.rank)
    return found


class Trial:
    """One person under one choice of readings; the same numbers are decided only once."""

    def __init__(self, engine: Engine, assessment: Assessment) -> None:
        self.engine, self.assessment = engine, assessment
        self.program = engine.program
        self.person = assessment.person
        self.name = assessment.person.person.id
        self.now = assessment.bounds
        self.top = len(engine.ruleset.grade_ids) - 1
        #: What the program measures in each world, as the file states things.
        self.vectors = list(dict.fromkeys([tuple(measured(self.program, world)) for world in assessment.worlds]))
        self._decided: dict[tuple[int, ...], Decision] = {}
        stated = {finding.item: finding.status for finding in assessment.findings}
        self._items = [
            (number, compiled.item.id, stated[compiled.item.id])
            for number, compiled in enumerate(self.program.compiled)
            if not compiled.judgment
        ]

    def could_raise(self, numbers: Iterable[int]) -> bool:
        """Whether the items that test these measures set a grade that is not certain already."""
        reached = [_reach(self.program).get(number, 0) for number in numbers]
        return max(reached, default=0) > self.now.low

    def measures(self, answer: str, changes: Mapping[int, int]) -> Outcome:
        """With the measures of these numbers at these values."""
        changed = []
        for vector in self.vectors:
            values = list(vector)
            for number, value in changes.items():
                values[number] = value
            changed.append(tuple(values))
        return self._outcome(answer, changed)

    def worlds(self, answer: str, worlds: Iterable[World]) -> Outcome:
        """With these worlds in place of those that the file allows."""
        return self._outcome(answer, [tuple(measured(self.program, world)) for world in worlds])

    def person_as(self, answer: str, person: PersonFacts) -> Outcome:
        """With the person as he would be, his worlds worked out anew."""
        return self.worlds(answer, worlds_of(person, self.program, self.assessment.choices).worlds)

    def _outcome(self, answer: str, vectors: Sequence[tuple[int, ...]]) -> Outcome:
        decided = [self._decide(vector) for vector in dict.fromkeys(vectors)]
        ranks = [decision.rank for decision in decided]
        some = frozenset().union(*[decision.items for decision in decided])
        every = decided[0].items.intersection(*[decision.items for decision in decided])
        turned = []
        for number, item, now in self._items:
            met = Status.ESTABLISHED if number in every else Status.OPEN if number in some else Status.NOT_ESTABLISHED
            if met is not now:
                turned.append(Turned(item, now, met))
        return Outcome(answer, Bounds(min(ranks), max(ranks)), tuple(turned))

    def _decide(self, vector: tuple[int, ...]) -> Decision:
        found = self._decided.get(vector)
        if found is None:
            found = self._decided[vector] = self.engine.decider.decide(vector, {})
        return found

    def leniency(self, provision: int, facts: Sequence[str]) -> Outcome:
        """With all facts of a provision on leniency as it asks for them; the grade stays what it is."""
        rule = self.engine.provisions[provision]
        excluding = rule.when.none_of if rule.when is not None else ()
        stage = dict.fromkeys((*facts, *map(absent, excluding)), True)
        then = over_worlds([
            provision in self.engine.decider.decide(vector, stage).provisions for vector in self.vectors
        ])  # fmt: skip
        now = next(status for one, status in self.assessment.provisions if one.id == rule.id)
        return Outcome("yes", self.now, (Turned(rule.id, now, then),) if then is not now else ())
