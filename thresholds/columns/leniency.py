"""Provisions on leniency in every row: they follow from the grade and from facts, and may be open where it is."""

from __future__ import annotations

from collections.abc import Callable

from thresholds.columns.cells import UNSTATED
from thresholds.columns.row import Row
from thresholds.columns.stage import Output, Stage
from thresholds.columns.terms import Term, Value, chosen, equals, every, highest, lowest, negated, reaches, some
from thresholds.columns.verdicts import Decided, Measured, Verdicts
from thresholds.evaluation.program import DealingMeasure, FactMeasure, Program
from thresholds.law.conditions import UNIT
from thresholds.law.model import Rule, WhenGrade


class Leniency:
    """The provisions on leniency of a ruleset, under the chosen readings; `prepare`, a step, then `statuses`."""

    def __init__(self, stage: Stage, row: Row, program: Program, verdicts: Verdicts) -> None:
        self.stage, self.row, self.program, self.verdicts = stage, row, program, verdicts
        self.rules = [rule for rule in program.ruleset.rules if rule.rule == "leniency" and rule.when is not None]
        self.found: dict[str, tuple[Value, Value, Value]] = {}

    def prepare(self) -> None:
        """Of each provision whether it follows in every world, in some, and for grades that lie in between.

        Closes several steps of the stage where grades in between can matter.
        """
        between = self._passed() if self._may_pass() else {}
        put = self.stage.put
        for rule in self.rules:
            when = rule.when
            assert when is not None
            certain, possible = self._facts(when, unknown=False), self._facts(when, unknown=True)
            follows = [self._follows(when, decided) for decided in self.verdicts.decided]
            everywhere = every([certain, *follows])
            somewhere = every([possible, some(follows)])
            passed: Term = False
            if when.grade is not None and not when.items:
                rank = self.program.ruleset.grade_ids.index(when.grade)
                passed = every([possible, self.stage.of(between.get(rank, False))])
            self.found[rule.id] = put(everywhere), put(somewhere), put(passed)

    def statuses(self, write: Callable[[str], str | int]) -> dict[str, Output]:
        """The status of each provision."""
        from thresholds.columns.answers import status

        of = self.stage.of
        return {
            name: status(of(everywhere), some([of(somewhere), of(passed)]), write)
            for name, (everywhere, somewhere, passed) in self.found.items()
        }

    def _follows(self, when: WhenGrade, decided: Decided) -> Term:
        """Whether the grade of one world is the one that is asked for."""
        of, grades = self.stage.of, self.program.ruleset.grade_ids
        rank = of(decided.ranks[0])
        met: Term = True
        if when.items:
            own = [
                (compiled.rank, of(item))
                for compiled, item in zip(self.program.compiled, decided.items, strict=True)
                if compiled.item.id in when.items
            ]
            rank, met = 0, some([item for _, item in own])
            for number, item in sorted(own, key=lambda entry: entry[0]):
                rank = chosen(item, number, rank)
        asked: list[Term] = [met]
        if when.grade is not None:
            asked.append(equals(rank, grades.index(when.grade)))
        if when.from_grade is not None:
            asked.append(reaches(rank, grades.index(when.from_grade)))
        return every(asked)

    def _facts(self, when: WhenGrade, *, unknown: bool) -> Term:
        """Whether its facts are so, unknown ones taken as it needs them or not."""
        of, asked = self.stage.of, []
        for name in when.facts:
            if name == UNIT:
                asked.append(of(self.row.unit))
                continue
            fact = self.row.facts.get(name, UNSTATED)
            asked.append(every([of(fact.stated), of(fact.maybe if unknown else fact.yes)]))
        for name in when.none_of:
            fact = self.row.facts.get(name, UNSTATED)
            excluded = of(self.row.unit) if name == UNIT else of(fact.yes if unknown else fact.maybe)
            asked.append(negated(excluded))
        return every(asked)

    def _may_pass(self) -> bool:
        """Whether a grade that no world has can be passed on the way, and a provision asks for just that grade."""
        exact = [rule for rule in self.rules if rule.when and rule.when.grade is not None and not rule.when.items]
        asked = any(self._possible(rule) for rule in exact)
        return asked and len(self.verdicts.decided) > 1

    def _possible(self, rule: Rule) -> bool:
        assert rule.when is not None
        return self._facts(rule.when, unknown=True) is not False

    def _passed(self) -> dict[int, Value]:
        """Grades between the lowest and the highest that no world has, but that a quantity in between would.

        Of the worlds with the lowest and with the highest grade, the truths of the one are put to the numbers of
        the other, both ways. Numbers grow one by one and pass every grade on their way; a truth that turns does not.
        """
        of, put, stage = self.stage.of, self.stage.put, self.stage
        ranks = [of(decided.ranks[0]) for decided in self.verdicts.decided]
        least, most = put(lowest(ranks)), put(highest(ranks))
        stage.step()
        bottom = [put(equals(of(decided.ranks[0]), of(least))) for decided in self.verdicts.decided]
        top = [put(equals(of(decided.ranks[0]), of(most))) for decided in self.verdicts.decided]
        stage.step()
        judge = self.verdicts.judge
        crossed = [self._crossed(top, bottom), self._crossed(bottom, top)]
        stage.step()
        items = [judge.items(measured) for measured in crossed]
        stage.step()
        by_number, by_truth = (judge.ranks(met)[0] for met in items)
        stage.step()
        found: dict[int, Value] = {}
        for rank in range(1, len(self.program.ruleset.grade_ids)):
            missing = [negated(equals(of(decided.ranks[0]), rank)) for decided in self.verdicts.decided]
            inside = [reaches(of(most), rank + 1), negated(reaches(of(least), rank)), *missing]
            reached = some([reaches(of(by_number), rank), equals(of(by_truth), rank)])
            found[rank] = put(every([*inside, reached]))
        stage.step()
        return found

    def _crossed(self, numbers: list[Value], truths: list[Value]) -> Measured:
        """The numbers of the first world that is marked, with the truths of the first one marked otherwise."""
        put, found = self.stage.put, []
        for number, measure in enumerate(self.program.measures):
            marks = truths if isinstance(measure, FactMeasure | DealingMeasure) else numbers
            found.append(put(self._first(marks, [world[number] for world in self.verdicts.measured])))
        return tuple(found)

    def _first(self, marks: list[Value], values: list[Value]) -> Term:
        of = self.stage.of
        term = of(values[-1])
        for mark, value in reversed(list(zip(marks, values, strict=True))):
            term = chosen(of(mark), of(value), term)
        return term
