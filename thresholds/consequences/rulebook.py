"""The rules of the chain for one ruleset: those of the data, and those that its ranges and its fine rules make."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import NamedTuple

from thresholds.case.model import Days
from thresholds.consequences.model import FineMode
from thresholds.law.consequence_files import Data, data_for
from thresholds.law.consequences import (
    LAYERS,
    About,
    AllOf,
    AmountIs,
    AnyOf,
    Consequence,
    FactIs,
    FromGrade,
    InGrade,
    ItemsReach,
    LayerName,
    Unstated,
    When,
)
from thresholds.law.model import Grade, Period, Rule, Ruleset, WhenGrade


class ChainRule(NamedTuple):
    """A conclusion, the layer it is drawn in, and when."""

    id: str
    layer: LayerName
    when: When


class Rulebook:
    """Everything that may be concluded for a ruleset, in the order of the layers. Immutable once made.

    Consequences that are `out_of_force` are known by name and never concluded.
    """

    def __init__(self, ruleset: Ruleset, data: Data, out_of_force: frozenset[str] = frozenset()) -> None:
        self.ruleset, self.data, self.out_of_force = ruleset, data, out_of_force
        self.entries = {entry.id: entry for entry in data.consequences}
        rules = [*self._ranges(), *self._fines()]
        for entry in data.consequences:
            when = AnyOf(any_of=()) if entry.id in out_of_force else self._in_time(entry)
            rules.append(ChainRule(entry.id, entry.layer, when))
        self.rules: tuple[ChainRule, ...] = tuple(rule for layer in LAYERS for rule in rules if rule.layer == layer)

    @cached_property
    def grades(self) -> tuple[tuple[int, Grade], ...]:
        """The grades that have a range, with their ranks."""
        return tuple((rank, grade) for rank, grade in enumerate(self.ruleset.grades) if rank and grade.months)

    @cached_property
    def fines(self) -> tuple[Rule, ...]:
        """The rules on the fine that give a number."""
        return tuple(
            rule for rule in self.ruleset.rules if rule.rule == "fine" and (rule.times or rule.floor or rule.ceiling)
        )

    def _in_time(self, entry: Consequence) -> When:
        """When something follows; what rests on the present text is open while dates leave an earlier one open."""
        under = entry.only_under
        if under is None or under.open_where not in self.ruleset.declared:
            return entry.when
        return _both(entry.when, AnyOf(any_of=(_fact(under.open_where), Unstated(unstated=under.open_where))))

    def _ranges(self) -> list[ChainRule]:
        """The range of each grade, each punishment that its words name, and what they say of the fine."""
        found: list[ChainRule] = []
        for punishment in self.data.general.punishments:
            of = [grade for _, grade in self.grades if punishment.word in grade.range]
            found += _any_grade(f"punishment:{punishment.id}", of)
        for mode in FineMode:
            if mode is not FineMode.NONE:
                found += _any_grade(f"fine:{mode}", [grade for _, grade in self.grades if fine_mode(grade) is mode])
        ranges = [ChainRule(f"range:{grade.id}", "range", InGrade(grade=grade.id)) for _, grade in self.grades]
        return [*ranges, *found]

    def _fines(self) -> list[ChainRule]:
        """Where each rule on the fine applies, and where its floor or its ceiling binds."""
        return [
            ChainRule(f"fine:{rule.id}:{kind}", "range", _both(self._applies(rule), when))
            for rule in self.fines
            for kind, when in self._bindings(rule)
        ]

    def _applies(self, rule: Rule) -> When:
        when = rule.when or WhenGrade(from_grade=self.ruleset.grade_ids[1])
        return self.provision(when)

    def _bindings(self, rule: Rule) -> list[tuple[str, When]]:
        if not (rule.of and rule.times):
            without = [AmountIs(amount=other.of, below=1) for other in self.fines if other.of and other.times]
            return [("fixed", AllOf(all_of=tuple(without)))]
        least, most = rule.times
        found: list[tuple[str, When]] = [
            ("multiple", AmountIs(amount=rule.of, at_least=1)),
            ("no_amount", AmountIs(amount=rule.of, below=1)),
        ]
        if any(not other.of for other in self.fines):
            found.pop()
        for kind, times in (("floor", least), ("floor_above_ceiling", most)):
            binds = self._floor_binds(rule, rule.of, times)
            if binds is not None:
                found.append((kind, _both(AmountIs(amount=rule.of, at_least=1), binds)))
        if rule.ceiling:
            found.append(("ceiling", AmountIs(amount=rule.of, at_least=rule.ceiling // most + 1)))
        return found

    def _floor_binds(self, rule: Rule, amount: str, times: int) -> When | None:
        """So many times the amount stays below the floor: the ruleset's own, or another for a person of some kind."""
        if not rule.floor:
            return None
        floors = self.data.general.fine_floors
        usual = [_fact(floor.fact, holds=False) for floor in floors]
        ways: list[When] = [AllOf(all_of=(*usual, _below(amount, rule.floor, times)))]
        ways += [AllOf(all_of=(_fact(floor.fact), _below(amount, floor.floor, times))) for floor in floors]
        return AnyOf(any_of=tuple(ways))

    def provision_named(self, name: str) -> When:
        """The conditions of one of the ruleset's provisions, by its id."""
        found = next((rule.when for rule in self.ruleset.rules if rule.id == name), None)
        return AnyOf(any_of=()) if found is None else self.provision(found)

    def provision(self, when: WhenGrade) -> When:
        """The conditions of a provision of the ruleset as conditions of the chain."""
        found: list[When] = []
        if when.items:
            found.append(self._by_items(when))
        elif when.grade:
            found.append(InGrade(grade=when.grade))
        elif when.from_grade:
            found.append(FromGrade(from_grade=when.from_grade))
        found += [About(about="unit") if name == "unit" else _fact(name) for name in when.facts]
        found += [_fact(name, holds=False) for name in when.none_of]
        return AllOf(all_of=tuple(found))

    def _by_items(self, when: WhenGrade) -> ItemsReach:
        """That these items give the grade that is named, or one no lower."""
        grade = when.grade or when.from_grade
        rank = self.ruleset.grade_ids.index(grade) if grade else 1
        return ItemsReach(items=when.items, least=rank, most=rank if when.grade else None)


def fine_mode(grade: Grade) -> FineMode:
    """What the words of the statute's range say of the fine: 并处或者单处, 可以并处, 并处."""
    if "罚金" not in grade.range:
        return FineMode.NONE
    if "单处" in grade.range:
        return FineMode.WITH_OR_INSTEAD
    return FineMode.MAY_BE_ADDED if "可以并处" in grade.range else FineMode.WITH


def is_usual(rule: Rule) -> bool:
    """Whether a rule on the fine says only what is so 一般: usually, not always."""
    return "一般" in rule.gloss


def _any_grade(identifier: str, grades: list[Grade]) -> list[ChainRule]:
    ways = tuple(InGrade(grade=grade.id) for grade in grades)
    return [ChainRule(identifier, "range", AnyOf(any_of=ways))] if ways else []


def _fact(name: str, *, holds: bool = True) -> FactIs:
    return FactIs.model_validate({"fact": name, "is": holds})


def _below(amount: str, floor: int, times: int) -> When:
    """So many times the amount is below the floor; no times at all always is, for an amount is never below zero."""
    return AmountIs(amount=amount, below=-(-floor // times)) if times else AmountIs(amount=amount, at_least=0)


def _both(one: When, other: When) -> When:
    return AllOf(all_of=(one, other))


def rulebook_for(ruleset: Ruleset, judged_on: Days | None = None) -> Rulebook:
    """The rulebook of a ruleset as of a judgment (without one: as of now, so far as the data know).

    Raises:
        SourceErrors: with everything that is wrong in one of the files of consequences.
    """
    data = _data(ruleset)
    out = [
        entry.id
        for file in (data.general, data.own)
        if file
        for entry in file.consequences
        if not in_force(entry.in_force or file.in_force, judged_on)
        or (entry.only_under is not None and entry.only_under.statute != ruleset.statute)
    ]
    return _rulebook(ruleset, data, frozenset(out))


def in_force(period: Period, judged_on: Days | None) -> bool:
    """Whether something is in force at a judgment; of an unknown day, whether its end is open."""
    if judged_on is None:
        return period.until is None
    return period.start <= judged_on.last and (period.until is None or judged_on.first <= period.until)


@lru_cache(maxsize=32)
def _data(ruleset: Ruleset) -> Data:
    """Read once for a ruleset, so that all that is worked out of it rests on the same."""
    return data_for(ruleset)


@lru_cache(maxsize=64)
def _rulebook(ruleset: Ruleset, data: Data, out_of_force: frozenset[str]) -> Rulebook:
    return Rulebook(ruleset, data, out_of_force)
