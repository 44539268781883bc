"""What is still to be found out: facts unstated or unknown that could change the grade, in order of effect.

Each question is tried out: its answers are put into the worlds, and durable-rules decides them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from thresholds.case.model import Category, Dealing, Stated
from thresholds.evaluation.assess import Assessment, Bounds, Engine
from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.facts import MIXED, UNNAMED, Holding
from thresholds.evaluation.gains import supplies_from_duty
from thresholds.evaluation.program import ALL, NARROW, DealingMeasure
from thresholds.explore.answers import (
    Change,
    all_from_duty,
    all_gains_from_duty,
    endless,
    gains_without_end,
    money_is,
    none_from_duty,
    setting,
    without_records,
)
from thresholds.law.model import GENERAL
from thresholds.values.status import Truth

#: More unclear holdings than this are asked about together.
MOST_TRIED = 8


class Question(NamedTuple):
    """One thing to find out: where it is written, whether it is unknown or unstated, and what it could make.

    `could_make` is the rank that an answer could lead to, None where it is asked for other reasons;
    `lowers` says that the answer works for the accused.
    """

    fact: str
    path: str
    state: str
    could_make: int | None
    lowers: bool
    where: tuple[str, ...] = ()


def questions(engine: Engine, assessment: Assessment) -> tuple[Question, ...]:
    """The questions for one person: what could raise the grade first, the highest first; then what could lower it."""
    found = list(_Asker(engine, assessment).ask())
    return tuple(sorted(found, key=_order))


def _order(question: Question) -> tuple[bool, bool, int, bool]:
    rank = question.could_make if question.could_make is not None else -1
    return (
        question.could_make is None,
        question.lowers,
        rank if question.lowers else -rank,
        question.state != "unknown",
    )


class _Asker:
    """Tries out answers for one person."""

    def __init__(self, engine: Engine, assessment: Assessment) -> None:
        self.engine, self.assessment = engine, assessment
        self.person, self.bounds = assessment.person, assessment.bounds
        self.facts = assessment.person.facts
        self.name = assessment.person.person.id
        self.conduct = {name for world in assessment.worlds for name, held in world.conduct.items() if held}

    def ask(self) -> Iterator[Question]:
        """All questions, in no order."""
        if not self.person.dealings and not self.person.excluded and self.facts.illegal_gains is None:
            top = len(self.engine.ruleset.grade_ids) - 1
            yield Question("dealings", "dealings", "unstated", top, False)
            return
        yield from self._person_facts()
        yield from self._dealing_facts()
        yield from self._origin()
        yield from self._money()
        yield from self._numbers()
        yield from self._categories()
        yield from self._recipients()
        yield from self._business()
        yield from self._exclusions()

    def _tried(self, change: Change) -> Bounds:
        return self.engine.decide([change(world) for world in self.assessment.worlds])

    def _raising(
        self,
        fact: str,
        path: str,
        state: str,
        change: Change,
        where: tuple[str, ...] = (),
        without: Change | None = None,
    ) -> Iterator[Question]:
        """A question whose answer can only raise the grade; unknown, its absence may lower the upper bound."""
        raised = self._tried(change)
        if raised != self.bounds:
            higher = raised.high > self.bounds.high or state == "unknown"
            rank = max(raised.high, self.bounds.high) if higher else raised.low
            yield Question(fact, path, state, rank, False, where)
        elif without is not None and self._tried(without) != self.bounds:
            yield Question(fact, path, state, self.bounds.high, False, where)

    def _person_facts(self) -> Iterator[Question]:
        measures: dict[str, list[int]] = {}
        for number, measure in self.engine.program.person_facts:
            if measure.conduct in self.conduct:
                measures.setdefault(measure.name, []).append(number)
        for fact, numbers in measures.items():
            value = getattr(self.facts, fact, None)
            state = self._state(value)
            if state is not None:
                undated = [dealing.id for dealing in self.person.dealings if dealing.date is None]
                path = f"dealings.{undated[0]}.date" if state == "undated" else f"facts.{self.name}.{fact}"
                yield from self._raising(
                    fact,
                    path,
                    state,
                    setting(numbers, True),
                    without=setting(numbers, False),
                )

    def _state(self, value: object) -> str | None:
        """unstated, unknown or undated; None where the file settles it."""
        if value is None:
            return "unstated"
        if getattr(value, "truth", None) is Truth.UNKNOWN:
            return "unknown"
        if getattr(value, "days", None):
            undated = any(dealing.date is None for dealing in self.person.dealings)
            unclear = any(d.date and d.date.first != d.date.last for d in self.person.dealings)
            return "undated" if undated else "unknown" if unclear else None
        return None

    def _dealing_facts(self) -> Iterator[Question]:
        for number, measure in self.engine.program.dealing_facts:
            if measure.fact is None:
                continue
            candidates = [d for d in self.person.dealings if self._could_match(d, measure)]
            for state in ("unknown", "unstated"):
                asked = [d for d in candidates if self._state(getattr(d, measure.fact)) == state]
                if asked:
                    where = tuple(dealing.id for dealing in asked)
                    none = setting([number], False) if state == "unknown" else None
                    yield from self._raising(
                        measure.fact,
                        f"dealings.{where[0]}.{measure.fact}",
                        state,
                        setting([number], True),
                        where,
                        without=none,
                    )

    def _could_match(self, dealing: Dealing, measure: DealingMeasure) -> bool:
        if not dealing.supplies:
            return False
        if not measure.categories:
            return True
        return any(
            line.dealing is dealing
            and holding.category is not None
            and set(holding.category.options) & set(measure.categories)
            for holding in self.person.holdings
            for line in holding.lines
        )

    def _origin(self) -> Iterator[Question]:
        for state, origin in (("unknown", "unknown"), ("unstated", None)):
            where = [
                line.dealing.id
                for holding in self.person.holdings
                for _, lines in holding.supplies
                for line in lines
                if line.origin == origin
            ]
            if where:
                names = tuple(dict.fromkeys(where))
                path = f"dealings.{names[0]}.obtained_in"
                yield from self._raising("obtained_in", path, state, all_from_duty, names, without=none_from_duty)

    def _money(self) -> Iterator[Question]:
        gains = self.facts.illegal_gains
        path = f"facts.{self.name}.illegal_gains"
        if gains is None:
            unpaid = [d for d in self.person.dealings if d.supplies and (d.paid is None or d.paid.at_most is None)]
            unknown = any(d.paid is not None for d in unpaid)
            if unpaid and GENERAL in self.conduct:
                where = tuple(d.id for d in unpaid)
                state = "unknown" if unknown else "unstated"
                yield from self._raising("illegal_gains", path, state, gains_without_end, where)
        else:
            figures = [figure for figure in (gains.gross, gains.net) if figure is not None]
            if any(figure.at_least != figure.at_most for figure in figures):
                state = "unknown"
                yield from self._raising(
                    "illegal_gains", path, state, self._gains_at(False), without=self._gains_at(True)
                )
        if self._undivided():
            yield from self._undivided_gains(path)
        profit = self.facts.profit_from_use
        special = next((conduct.id for conduct in self.engine.ruleset.conduct), "")
        if special in self.conduct and (profit is None or profit.at_least != profit.at_most):
            state = "unstated" if profit is None else "unknown"
            path = f"facts.{self.name}.profit_from_use"
            yield from self._raising(
                "profit_from_use", path, state, money_is("profit_from_use", UNBOUNDED),
                without=money_is("profit_from_use", 0),
            )  # fmt: skip

    def _gains_at(self, high: bool) -> Change:
        ends = [world.money[ALL, "illegal_gains"] for world in self.assessment.worlds]
        return money_is("illegal_gains", max(ends) if high else min(ends))

    def _undivided(self) -> bool:
        """Whether a stated total, or a payment for records of several origins, is not divided between them."""
        mixed = self.facts.illegal_gains is not None or any(
            line.origin == MIXED and line.dealing.paid is not None for h in self.person.holdings for line in h.lines
        )
        return (
            mixed
            and supplies_from_duty(self.person, True)
            and any(
                world.money[NARROW, "illegal_gains"] != world.money[ALL, "illegal_gains"]
                for world in self.assessment.worlds
            )
        )

    def _undivided_gains(self, path: str) -> Iterator[Question]:
        raised = self._tried(all_gains_from_duty)
        could = raised.high if raised != self.bounds else None
        yield Question("illegal_gains", path, "undivided", could, False)

    def _numbers(self) -> Iterator[Question]:
        for holding in self.person.holdings:
            records = holding.body.records
            if records is None and not holding.parts:
                change = endless(holding)
                raised = self._tried(change)
                could = raised.high if raised != self.bounds else None
                if could is not None or holding.category is not None:
                    where = tuple(line.dealing.id for line in holding.lines)
                    yield Question("records", f"{_place(holding)}.records", "unstated", could, False, where)
            elif self.bounds.low != self.bounds.high and self._ranged(holding):
                yield from self._range(holding)

    def _ranged(self, holding: Holding) -> bool:
        figures = [holding.body.records, *holding.parts]
        return any(figure is not None and figure.at_least != figure.at_most for figure in figures)

    def _range(self, holding: Holding) -> Iterator[Question]:
        """A number known between bounds, where the ends of the counts decide."""
        category = holding.category
        names = category.options if category else ()
        worlds = self.assessment.worlds
        for best in (min, max):
            level = {name: best(world.general.get(name, 0) for world in worlds) for name in names}
            fixed = [world._replace(general={**world.general, **level}) for world in worlds]
            if self.engine.decide(fixed) != self.bounds:
                yield Question("records", f"{_place(holding)}.records", "unknown", self.bounds.high, False)
                return

    def _categories(self) -> Iterator[Question]:
        unclear = [
            holding
            for holding in self.person.holdings
            if holding.category is not None and not holding.category.each and len(holding.category.options) > 1
        ]
        if self.bounds.low == self.bounds.high:
            return
        for holding in unclear[:MOST_TRIED]:
            assert holding.category is not None
            tried = [self._as_category(holding, option) for option in holding.category.options]
            if any(bounds != self.bounds for bounds in tried):
                high = max(bounds.high for bounds in tried)
                yield Question("category", f"{_place(holding)}.category", "unknown", high, False)

    def _as_category(self, holding: Holding, option: str) -> Bounds:
        body = holding.body.model_copy(update={"category": Category(options=(option,))})
        return self._with(holding, holding._replace(body=body))

    def _recipients(self) -> Iterator[Question]:
        """Supplies without a recipient go to one person; were they several, the records would count for each."""
        for holding in self.person.holdings:
            unnamed = [line for recipient, lines in holding.supplies if recipient == UNNAMED for line in lines]
            if not unnamed:
                continue
            named = tuple(supply for supply in holding.supplies if supply[0] != UNNAMED)
            apart = tuple((f"{UNNAMED}{number}", (line,)) for number, line in enumerate(unnamed))
            bounds = self._with(holding, holding._replace(supplies=named + apart))
            could = bounds.high if bounds.high > self.bounds.high else bounds.low
            where = tuple(line.dealing.id for line in unnamed)
            rank = could if bounds != self.bounds else None
            yield Question("to", f"dealings.{where[0]}.to", "unstated", rank, False, where)

    def _with(self, holding: Holding, other: Holding) -> Bounds:
        """The grade with one holding in place of another."""
        holdings = tuple(other if each is holding else each for each in self.person.holdings)
        return self.engine.bounds(self.person._replace(holdings=holdings), self.assessment.choices)

    def _business(self) -> Iterator[Question]:
        """Whether the business was lawful works both ways."""
        special = next(iter(self.engine.ruleset.conduct), None)
        if special is None:
            return
        stated = getattr(self.facts, special.fact)
        gets = [
            line
            for holding in self.person.holdings
            for line in holding.gets
            if line.dealing.act in special.acts
            and (holding.category is None or set(holding.category.options) & set(special.categories))
        ]
        open_lines = [line for line in gets if (line.dealing.lawful_business or stated) is None]
        unknown = [
            line for line in gets
            if (fact := line.dealing.lawful_business or stated) is not None and fact.truth is Truth.UNKNOWN
        ]  # fmt: skip
        path = f"facts.{self.name}.{special.fact}"
        if unknown and self.bounds.low != self.bounds.high:
            where = tuple(dict.fromkeys(line.dealing.id for line in unknown))
            yield Question(special.fact, path, "unknown", self.bounds.high, False, where)
        if open_lines:
            facts = self.facts.model_copy(update={special.fact: Stated(truth=Truth.YES)})
            person = self.person._replace(facts=facts, stated=self.person.stated | {special.fact})
            bounds = self.engine.bounds(person, self.assessment.choices)
            if bounds != self.bounds:
                where = tuple(dict.fromkeys(line.dealing.id for line in open_lines))
                lowers = bounds < self.bounds
                rank = bounds.low if lowers else bounds.high
                yield Question(special.fact, path, "unstated", rank, lowers, where)

    def _exclusions(self) -> Iterator[Question]:
        """What would take conduct out altogether, or records off."""
        if self.bounds.high == 0:
            return
        breach = self.facts.breach_of_state_provisions
        if breach is None or breach.truth is Truth.UNKNOWN:
            state = "unstated" if breach is None else "unknown"
            path = f"facts.{self.name}.breach_of_state_provisions"
            yield Question("breach_of_state_provisions", path, state, 0, True)
        doubtful = tuple(dict.fromkeys(x.dealing.id for h in self.person.holdings for x in h.lines if not x.certain))
        first = self.person.dealings[0].id if self.person.dealings else ""
        for fact in ("consent", "anonymised"):
            if doubtful and self.bounds.low != self.bounds.high:
                path = f"dealings.{doubtful[0]}.{fact}"
                yield Question(fact, path, "unknown", self.bounds.low, True, doubtful)
            elif first and not doubtful:
                yield Question(fact, f"dealings.{first}.{fact}", "unstated", 0, True)
        yield from self._deductions()

    def _deductions(self) -> Iterator[Question]:
        lowered = self._tried(without_records)
        if lowered == self.bounds:
            return
        for fact in ("duplicates", "public"):
            plain = [
                holding
                for holding in self.person.holdings
                if holding.body.records is not None and getattr(holding.deductions, fact) is None
            ]
            if plain:
                where = tuple(holding.batch or holding.lines[0].dealing.id for holding in plain)
                yield Question(fact, f"{_place(plain[0])}.{fact}", "unstated", lowered.low, True, where)


def _place(holding: Holding) -> str:
    """Where a holding is written: its batch, or the dealing of its own."""
    return f"batches.{holding.batch}" if holding.batch else f"dealings.{holding.lines[0].dealing.id}"
