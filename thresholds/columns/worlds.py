"""The worlds of every row at once: the same worlds that one case has, each a set of columns.

Figures enter at both ends, facts that work one way at both values; what works both ways is enumerated, and one world
stands between the ends, as in `evaluation.worlds`. Where a row has fewer worlds, some of them are the same.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from thresholds.columns.cells import UNSTATED, Fact
from thresholds.columns.conduct import ConductMaker
from thresholds.columns.row import Body, Row
from thresholds.columns.stage import Stage
from thresholds.columns.terms import Term, Value, chosen, every, less, negated, some, total
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.program import ALL, NARROW, Program

Counts = dict[str, Value]


class World(NamedTuple):
    """One world of every row: counts by category, money in fen, truths by the number of their measure."""

    general: Counts
    narrow: Counts
    lawful: Counts
    money: dict[tuple[str, str], Value]
    conduct: dict[str, Value]
    truths: dict[int, Value]
    amounts: dict[str, Value]
    tallies: dict[str, Counts]
    fixed: dict[str, Value]


class End(NamedTuple):
    """Where a world stands: the end of figures, unknown 合法经营 so or not, and two-way facts as supposed."""

    high: bool
    lawful: bool
    supposed: tuple[tuple[str, bool], ...] = ()


def ends_of(row: Row, program: Program) -> list[list[End]]:
    """The ends of the worlds: for each way in which what works both ways can be, the lower one and the upper one.

    One end alone where nothing in the table can be unknown or have bounds.
    """
    wavers = _wavers(row)
    two_way = [name for name in program.two_way if _unknown(row.facts.get(name, UNSTATED))]
    lawful = any(_unknown(body.lawful_business) and body.special is not False for body in row.bodies)
    found = []
    for truths in product((False, True), repeat=len(two_way)):
        supposed = tuple(zip(two_way, truths, strict=True))
        for held in (False, True) if lawful else (False,):
            found.append([End(high, held, supposed) for high in ((False, True) if wavers else (False,))])
    return found


def _unknown(fact: Fact) -> bool:
    """Whether a fact can be unknown in some row."""
    return fact.maybe != fact.yes


def _wavers(row: Row) -> bool:
    """Whether anything in the table can have two ends."""
    facts = [*row.facts.values(), *[fact for body in row.bodies for fact in body if isinstance(fact, Fact)]]
    numbers = [
        row.gross,
        row.net,
        row.profit,
        *row.amounts.values(),
        *[number for tally in row.tallies.values() for number in tally.values()],
        *[number for body in row.bodies for number in (*body.counts.values(), body.paid)],
    ]
    return (
        any(_unknown(fact) or fact.day != 0 for fact in facts)
        or any(number.low != number.high for number in numbers)
        or any(low != high for low, high in row.fixed.values())
        or any(body.doubtful is not False for body in row.bodies)
    )


class WorldMaker:
    """Makes the worlds of a row under one choice of readings, in three steps of a stage that several makers share."""

    def __init__(self, stage: Stage, row: Row, program: Program, choices: Choices) -> None:
        self.stage, self.row, self.program, self.choices = stage, row, program, choices
        self.conduct = ConductMaker(stage, row, program, choices)

    def counted(self, end: End) -> list[dict[str, Counts]]:
        """First step: for each body the records that count, by what counts them (the lower or the upper end)."""
        return [self._counts(body, end) for body in self.row.bodies]

    def world(self, end: End, counted: list[dict[str, Counts]], paid: dict[str, Value]) -> World:
        """Second step: one world."""
        money = self._money(end, paid)
        narrow = self._narrow(end, counted, money)
        conduct, truths = self.conduct.make(end.high, end.lawful, dict(end.supposed), money[ALL, "illegal_gains"])
        row, at = self.row, int(end.high)
        return World(
            self._summed(counted, "general"),
            narrow,
            self._summed(counted, "lawful"),
            money,
            conduct,
            truths,
            {name: number[at] for name, number in row.amounts.items()},
            {name: {key: number[at] for key, number in tally.items()} for name, tally in row.tallies.items()},
            {name: pair[0 if end.high else 1] for name, pair in row.fixed.items()},
        )

    def _counts(self, body: Body, end: End) -> dict[str, Counts]:
        of, put = self.stage.of, self.stage.put
        present = self.conduct.present(body, end.high)
        singly = self.choices.bulk_presumption_t1_t2 == "item_by_item"
        found: dict[str, Counts] = {"general": {}, "lawful": {}, "duty": {}, "supplied": {}}
        for category, number in body.counts.items():
            if singly and category in self.program.singly:
                continue
            counts = chosen(present, of(number[int(end.high)]), 0)
            lawful = self.conduct.is_lawful(body, category, end.lawful)
            duty = of(body.duty.maybe if end.high else body.duty.yes)
            supplied = chosen(of(body.supplies), counts, 0)
            found["general"][category] = put(chosen(lawful, 0, counts))
            found["lawful"][category] = put(chosen(lawful, counts, 0))
            found["supplied"][category] = put(supplied)
            found["duty"][category] = put(chosen(duty, supplied, 0))
        return found

    def payments(self, end: End) -> dict[str, Value]:
        """First step: what was received and paid, in all and for duty records; whether supplies are not all duty.

        A cost enters at its other end. Law: 第五条第一款第（七）项、第（八）项.
        """
        of, put = self.stage.of, self.stage.put
        parts: dict[str, list[Term]] = {name: [] for name in ("received", "duty_received", "costs", "duty_costs")}
        any_duty: list[Term] = []
        any_other: list[Term] = []
        for body in self.row.bodies:
            there = every([of(body.there), negated(of(body.out))])
            sure = every([there, negated(of(body.doubtful))])
            duty, supplies = of(body.duty.maybe if end.high else body.duty.yes), of(body.supplies)
            here, elsewhere = (there, sure) if end.high else (sure, there)
            any_duty.append(every([here, supplies, duty]))
            any_other.append(every([elsewhere, supplies, negated(duty)]))
            received = chosen(every([here, supplies]), of(body.paid[int(end.high)]), 0)
            cost = chosen(every([elsewhere, negated(supplies)]), of(body.paid[int(not end.high)]), 0)
            for name, amount in (("received", received), ("costs", cost)):
                parts[name].append(amount)
                parts[f"duty_{name}"].append(chosen(duty, amount, 0))
        mixed = some([*any_other, negated(some(any_duty))])
        return {**{name: put(total(amounts)) for name, amounts in parts.items()}, "mixed": put(mixed)}

    def _money(self, end: End, paid: dict[str, Value]) -> dict[tuple[str, str], Value]:
        of, put, row, at = self.stage.of, self.stage.put, self.row, int(end.high)
        net = self.choices.gains == "net"
        first, second = (row.net, row.gross) if net else (row.gross, row.net)
        stated = some([of(first.stated), of(second.stated)])
        figure = chosen(of(first.stated), of(first[at]), of(second[at]))
        summed, duty = of(paid["received"]), of(paid["duty_received"])
        if net:
            summed, duty = less(summed, of(paid["costs"])), less(duty, of(paid["duty_costs"]))
        narrow = chosen(stated, chosen(of(paid["mixed"]), 0, figure), duty)
        return {
            (ALL, "illegal_gains"): put(chosen(stated, figure, summed)),
            (NARROW, "illegal_gains"): put(narrow),
            (ALL, "profit_from_use"): row.profit[at],
        }

    def _narrow(self, end: End, counted: list[dict[str, Counts]], money: dict[tuple[str, str], Value]) -> Counts:
        """What item (8) counts: the duty part alone, or under `together` the whole supply once any is from duty."""
        only = self.program.narrowing.counting_only if self.program.narrowing else None
        if not (only and only.reading and self.choices.option(only.reading) == only.whole_supply):
            return self._summed(counted, "duty")
        some_duty = self.conduct.supplies_from_duty(end.high)
        pending, put = self.stage.pending, self.stage.put
        money[NARROW, "illegal_gains"] = put(chosen(some_duty, pending(money[ALL, "illegal_gains"]), 0))
        supplied = self._added(counted, "supplied")
        return {name: put(chosen(some_duty, number, 0)) for name, number in supplied.items()}

    def _summed(self, counted: list[dict[str, Counts]], kind: str) -> Counts:
        return {name: self.stage.put(number) for name, number in self._added(counted, kind).items()}

    def _added(self, counted: list[dict[str, Counts]], kind: str) -> dict[str, Term]:
        found: dict[str, list[Term]] = {}
        for counts in counted:
            for category, number in counts[kind].items():
                found.setdefault(category, []).append(self.stage.of(number))
        return {category: total(numbers) for category, numbers in found.items()}
