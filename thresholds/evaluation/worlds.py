"""The worlds that a file allows for one person.

Figures enter at both ends, facts that work one way at both values; what works both ways (合法经营) and unclear
categories are enumerated. One further world stands between the ends: the most records that reach no standard by
themselves, where a proportional sum is likeliest met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

from thresholds.case.model import Dealing, Stated
from thresholds.evaluation.between import between
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.counting import UNBOUNDED, Counted, Treatment, count, end, is_lawful, possible
from thresholds.evaluation.declared import amounts_of, fixed_of, tallies_of, wavers
from thresholds.evaluation.facts import Holding, PersonFacts
from thresholds.evaluation.gains import gains_of, supplies_from_duty
from thresholds.evaluation.program import (
    ALL,
    NARROW,
    OptionMeasure,
    Program,
)
from thresholds.evaluation.settled import settled
from thresholds.evaluation.truths import dealing_matches, fact_holds, is_true, of_family
from thresholds.evaluation.unclear import Assignment, Unclear, assignments, groups, is_unclear, line_shape
from thresholds.law.conditions import UNIT
from thresholds.law.model import GENERAL
from thresholds.values.interval import Interval
from thresholds.values.status import Truth

_NEVER_SAID = Stated(truth=Truth.NO)

Counts = dict[str, int]
NOTHING_DECLARED: Mapping[str, Any] = MappingProxyType({})


class World(NamedTuple):
    """One way things can have been: counts by category, money in fen, truths. No unknowns are left in it."""

    general: Counts
    narrow: Counts
    lawful: Counts
    supplied: Counts
    money: dict[tuple[str, str], int]
    conduct: dict[str, bool]
    truths: list[bool]
    mixes: bool
    caps: bool
    amounts: Mapping[str, int] = NOTHING_DECLARED
    tallies: Mapping[str, Counts] = NOTHING_DECLARED
    fixed: Mapping[str, int] = NOTHING_DECLARED
    options: frozenset[OptionMeasure] = frozenset()


class Worlds(NamedTuple):
    """All worlds to decide; `outer` says that unclear categories were too many to enumerate."""

    worlds: list[World]
    outer: bool


def worlds_of(person: PersonFacts, program: Program, choices: Choices) -> Worlds:
    """The worlds of a person under a choice of readings; one alone where everything is known."""
    return _Maker(person, program, choices).make()


class _Maker:
    """Makes the worlds of one person; keeps what is the same in several of them."""

    def __init__(self, person: PersonFacts, program: Program, choices: Choices) -> None:
        self.person, self.program, self.choices = person, program, choices
        stated = person.facts.lawful_business
        self.lawful_fact = stated.truth if stated else None
        self.special = program.special
        self.acts, self.eligible = program.special_acts, program.special_categories
        self._treatments: dict[tuple[str | None, bool], Treatment] = {}
        self.certain, self.unclear = self._split()
        self.doubtful_purchases = self._lawful_unknown()
        self.two_ways = self.doubtful_purchases > 0
        self.declares = bool(person.facts.declared or program.ruleset.parameters)
        self.wavers = self.declares and wavers(person, program, choices)
        #: Facts that can work both ways, as they are supposed to be.
        self.supposed: dict[str, bool] = {}
        #: Whether no dealing is stated, or only dealings in no records at all: then gains speak for themselves.
        self.silent = not person.excluded and all([_empty(dealing) for dealing in person.dealings])

    def make(self) -> Worlds:
        assignments, outer = self._assignments()
        ends = (False, True) if outer or self.wavers or not settled(self.person) else (False,)
        found: list[World] = []
        unknown = [name for name in self.program.two_way if self._unknown(name)]
        for truths in product((False, True), repeat=len(unknown)):
            self.supposed = dict(zip(unknown, truths, strict=True))
            found += self._worlds(assignments, ends)
        return Worlds(found, outer)

    def _unknown(self, fact: str) -> bool:
        """Whether the file says that a fact which can work both ways is not known."""
        return getattr(self.person.facts.get(fact), "truth", None) is Truth.UNKNOWN

    def _worlds(self, assignments: list[Assignment], ends: tuple[bool, ...]) -> list[World]:
        found: list[World] = []
        for lawful in (False, True) if self.two_ways else (False,):
            for assignment in assignments:
                made = [self._world(high, lawful, assignment) for high in ends]
                if len(made) == 2 and made[0] == made[1]:
                    made.pop()
                if len(made) == 2:
                    made += between(self.program, *made)
                    if self._resale_wavers(lawful):
                        made += [self._world(not resold, lawful, assignment, resold) for resold in (False, True)]
                found += made
        if self.two_ways and self.doubtful_purchases > 1:
            for assignment in assignments:
                found += between(
                    self.program, self._world(False, True, assignment), self._world(True, False, assignment)
                )
        return found

    def _resale_wavers(self, lawful: bool) -> bool:
        """Whether less may have been passed on of what art. 6 covers, which works both ways."""
        treatment = self._treatment(None, lawful)
        return any(
            holding.supplies and any(is_lawful(line, treatment, self.lawful_fact) for line in holding.gets)
            for holding in self.person.holdings
        )

    def _split(self) -> tuple[list[Holding], list[Unclear]]:
        certain, unclear = [], []
        for holding in self.person.holdings:
            if is_unclear(holding):
                unclear.append(Unclear(holding, groups(holding, self.program)))
            else:
                certain.append(holding)
        return certain, unclear

    def _assignments(self) -> tuple[list[Assignment], bool]:
        if not self.unclear:
            return [()], False
        return assignments(self.unclear, self._weight)

    def _weight(self, entry: Unclear) -> object:
        """Two unclear holdings of the same weight may change places without any difference."""
        counted = [
            count(entry.holding, high, self._treatment(group[0], lawful), self.choices, self.lawful_fact)
            for group in entry.groups
            for high in (False, True)
            for lawful in (False, True)
        ]
        return tuple(counted), tuple([line_shape(line) for line in entry.holding.lines])

    def _lawful_unknown(self) -> int:
        """Of how many gettings it is unknown whether art. 6 covers them, which works both ways."""
        return sum(
            line.dealing.act in self.acts
            and (line.dealing.lawful_business or self.person.facts.lawful_business or _NEVER_SAID).truth
            is Truth.UNKNOWN
            for holding in self.person.holdings
            for line in holding.gets
            if holding.category is None or not self.eligible.isdisjoint(holding.category.options)
        )

    def _treatment(self, category: str | None, lawful: bool) -> Treatment:
        found = self._treatments.get((category, lawful))
        if found is None:
            singly = category in self.program.singly
            eligible = category is None or category in self.eligible
            found = self._treatments[category, lawful] = Treatment(singly, eligible, lawful, self.acts)
        return found

    def _world(self, high: bool, lawful: bool, assignment: Assignment, resold: bool | None = None) -> World:
        general: Counts = {}
        kept: Counts = {}
        duty: Counts = {}
        supplied: Counts = {}
        located: list[tuple[Holding, tuple[str, ...]]] = []
        lawful_conduct = False
        for holding, counted_in, named in self._categories_in(assignment, high):
            located.append((holding, named))
            for category in counted_in or (None,):
                treatment = self._treatment(category, lawful)
                counted = count(holding, high, treatment, self.choices, self.lawful_fact, resold)
                if holding.gets:
                    lawful_conduct |= self._keeps_lawful(holding, treatment, counted, high, resold)
                if category is not None:
                    _add(general, category, counted.general)
                    _add(kept, category, counted.lawful)
                    _add(duty, category, counted.duty)
                    _add(supplied, category, counted.supplied)
        general_dealings, lawful_dealings = self._conduct(located, high, lawful, resold)
        money = self._money(high)
        narrow = self._narrow(high, duty, supplied, money)
        conduct = self._conducts(high, bool(general_dealings), lawful_conduct, money)
        truths = self._truths(high, located, general_dealings, lawful_dealings)
        choices = self.choices
        mixing, capping = self.program.mixing, self.program.capping
        mixes = mixing is not None and getattr(choices, mixing.reading) == mixing.option
        caps = capping is not None and getattr(choices, capping.reading) == capping.only_below_base
        world = World(general, narrow, kept, supplied, money, conduct, truths, mixes, caps)
        if program_options := self.program.options:
            world = world._replace(
                options=frozenset(m for m in program_options if choices.option(m.reading) == m.option)
            )
        if not self.declares:
            return world
        person, program = self.person, self.program
        return world._replace(
            amounts=amounts_of(person, program, choices, high),
            tallies=tallies_of(person, high),
            fixed=fixed_of(person, program, high),
        )

    def _categories_in(
        self, assignment: Assignment, high: bool
    ) -> Iterator[tuple[Holding, tuple[str, ...], tuple[str, ...]]]:
        """Each holding with the categories it counts in, and those that its records carry."""
        for holding in self.certain:
            category = holding.category
            if category is None:
                yield holding, (), ()
            elif category.each and self.choices.one_record_many_kinds == "most_protected":
                order = self.program.protection
                best = min(category.options, key=lambda name: order.get(name, UNBOUNDED))
                yield holding, (best,), category.options
            else:
                yield holding, category.options, category.options
        for entry, group in zip(self.unclear, assignment, strict=False):
            yield entry.holding, group[:1], group[:1]
        if self.unclear and not assignment:
            for entry in self.unclear:
                alone = len(entry.groups) == 1
                options = tuple([group[0] for group in entry.groups]) if high or alone else ()
                yield entry.holding, options, options

    def spread(self) -> dict[str, tuple[Interval, Interval]]:
        """By category the records counted and those under art. 6, where some categories are not clear."""
        ends: list[dict[str, list[tuple[int, int]]]] = []
        for high in (False, True):
            found: dict[str, list[tuple[int, int]]] = {}
            for lawful in (False, True) if self.two_ways else (False,):
                for category, numbers in self._spread(high, lawful).items():
                    found.setdefault(category, []).append(numbers)
            ends.append(found)
        names = dict.fromkeys([*ends[0], *ends[1]])
        return {
            name: (
                interval(min(n for n, _ in ends[0].get(name, [(0, 0)])), max(n for n, _ in ends[1][name])),
                interval(min(n for _, n in ends[0].get(name, [(0, 0)])), max(n for _, n in ends[1][name])),
            )
            for name in names
        }

    def _spread(self, high: bool, lawful: bool) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        located = [(holding, named) for holding, named, _ in self._categories_in((), True) if not is_unclear(holding)]
        located += [(entry.holding, entry.options) for entry in self.unclear]
        for holding, named in located:
            for category in named:
                treatment = self._treatment(category, lawful)
                counted = count(holding, high, treatment, self.choices, self.lawful_fact)
                present = high or not is_unclear(holding)
                general, kept = found.get(category, (0, 0))
                found[category] = (general + counted.general * present, kept + counted.lawful * present)
        return found

    def _keeps_lawful(
        self, holding: Holding, treatment: Treatment, counted: Counted, high: bool, resold: bool | None
    ) -> bool:
        """Whether art. 6 goes on governing a part of the holding: something is kept, or no number is stated."""
        lawful = [
            line for line in holding.gets if (line.certain or high) and is_lawful(line, treatment, self.lawful_fact)
        ]
        if not lawful:
            return False
        upper = high if resold is None else resold
        passed_on = any(line.certain or upper for _, lines in holding.supplies for line in lines)
        if holding.body.records is None and passed_on:
            return high and not any(line.whole for _, lines in holding.supplies for line in lines)
        return counted.lawful > 0 or (not passed_on and not sum(counted))

    def _conduct(
        self, located: list[tuple[Holding, tuple[str, ...]]], high: bool, lawful: bool, resold: bool | None
    ) -> tuple[list[Dealing], list[Dealing]]:
        """The dealings under the general standards, and those that art. 6 covers."""
        general: dict[int, Dealing] = {}
        covered: dict[int, Dealing] = {}
        for holding, named in located:
            for line in holding.lines:
                dealing = line.dealing
                upper = resold if resold is not None and dealing.supplies else high
                if not (line.certain or upper) or not possible(holding, line, self.choices):
                    continue
                if dealing.act not in self.acts:
                    general[id(dealing)] = dealing
                    continue
                treatments = [self._treatment(name, lawful) for name in named or (None,)]
                inside = [is_lawful(line, treatment, self.lawful_fact) for treatment in treatments]
                if any(inside):
                    covered[id(dealing)] = dealing
                if not all(inside):
                    general[id(dealing)] = dealing
        return list(general.values()), list(covered.values())

    def _money(self, high: bool) -> dict[tuple[str, str], int]:
        profit = self.person.facts.profit_from_use
        gains, narrow = gains_of(self.person, self.choices, high)
        return {
            (ALL, "illegal_gains"): gains,
            (NARROW, "illegal_gains"): narrow,
            (ALL, "profit_from_use"): end(profit, high) if profit else 0,
        }

    def _narrow(self, high: bool, duty: Counts, supplied: Counts, money: dict[tuple[str, str], int]) -> Counts:
        """What item (8) counts: the duty part alone, or under `together` the whole supply once any is from duty."""
        only = self.program.narrowing.counting_only if self.program.narrowing else None
        whole = only and only.reading and getattr(self.choices, only.reading) == only.whole_supply
        if not whole:
            return duty
        if supplies_from_duty(self.person, high):
            money[NARROW, "illegal_gains"] = money[ALL, "illegal_gains"]
            return supplied
        money[NARROW, "illegal_gains"] = 0
        return {}

    def _conducts(self, high: bool, general: bool, special: bool, money: dict[tuple[str, str], int]) -> dict[str, bool]:
        """Which kinds of conduct there are; stated gains alone speak of conduct too, a breach is taken as stated."""
        if not self.program.ruleset.from_dealings:
            return {GENERAL: True, self.special: special}
        breach = self.person.facts.breach_of_state_provisions
        breached = breach is None or is_true(breach.truth, high)
        by_gains = self.silent and money[ALL, "illegal_gains"] > 0
        return {GENERAL: breached and (general or by_gains), self.special: breached and special}

    def _truths(
        self,
        high: bool,
        located: list[tuple[Holding, tuple[str, ...]]],
        general: list[Dealing],
        covered: list[Dealing],
    ) -> list[bool]:
        """Facts and dealings, by the number of the measure that asks for them."""
        truths = [False] * len(self.program.measures)
        stated = self.person.stated
        for number, measure in self.program.person_facts:
            if measure.name in stated or measure.name == UNIT:
                dealings = covered if measure.conduct == self.special else general
                held = self.supposed.get(measure.name)
                if held is None:
                    held = fact_holds(self.person, measure, dealings, self.choices, high)
                truths[number] = held is measure.holds
            elif not measure.holds:
                truths[number] = True
        for number, asked in self.program.dealing_facts:
            if asked.fact is not None and asked.fact not in stated:
                continue
            truths[number] = any(
                dealing_matches(asked, line, named, high) and possible(holding, line, self.choices)
                for holding, named in located
                for line in holding.lines
                if of_family(line.dealing, asked.acts)
            )
        return truths


def _empty(dealing: Dealing) -> bool:
    """Whether the dealing states that it is about no records."""
    figures = [dealing.records, *[body.records for body in dealing.bodies]]
    stated = [figure for figure in figures if figure is not None]
    return bool(stated) and all(figure.at_most == 0 for figure in stated)


def _add(counts: Counts, category: str, number: int) -> None:
    if number:
        counts[category] = counts.get(category, 0) + number


def interval(low: int, high: int) -> Interval:
    """Both ends; a number without end has no upper bound."""
    return Interval(low, None if high >= UNBOUNDED // 2 else high)


def counts_of(person: PersonFacts, program: Program, choices: Choices) -> dict[str, tuple[Interval, Interval]]:
    """By category the records counted and those under art. 6, for a person with unclear categories."""
    return _Maker(person, program, choices).spread()
