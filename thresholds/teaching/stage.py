"""The ground that exercises are made on: the boundaries of a ruleset, and plain cases that stand beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from thresholds.authoring.boundaries import Bar, Bounded, boundaries
from thresholds.authoring.new.scene import reached, scene
from thresholds.case.plain import plain_of
from thresholds.law.charges import charges
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    RecordsCondition,
    StandardsCondition,
)
from thresholds.law.model import Rule, RuleKind, Ruleset
from thresholds.source.yaml import parse

#: A case as maps, lists and texts.
Plain = dict[str, object]
#: The person asked about, and those that he deals with.
PERSON, OTHERS = "甲", ("乙", "丙", "丁")
#: What there is at least one of, where an amount of money is in it.
_PRESUPPOSES = {"forged_cards_balance_and_limit": "forged_credit_cards"}
_FROM_SCENE = {"a": PERSON, "b": OTHERS[0]}


class Line(NamedTuple):
    """A number or a fact that an item turns on, and the item."""

    bounded: Bounded
    bar: Bar


class Counted(NamedTuple):
    """An item that asks for so many records of these categories (条)."""

    item: str
    categories: tuple[str, ...]
    at_least: int


@dataclass(frozen=True)
class Stage:
    """A ruleset as exercises are made of it; nothing here knows a number that the ruleset does not state."""

    ruleset: Ruleset

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the ruleset, in the order of the law."""
        return tuple([Line(bounded, bar) for bounded in boundaries(self.ruleset) for bar in bounded.bars])

    def plain_lines(self, kind: str) -> tuple[Line, ...]:
        """The lines of one kind that an item draws itself, not as a multiple of another's."""
        return tuple([
            line for line in self.lines if line.bar.kind == kind and not line.bar.of_item and not self.special(line)
        ])  # fmt: skip

    def multiples(self, wanted: Callable[[Fraction], bool]) -> tuple[Line, ...]:
        """The lines that are a share or a multiple of another item's standard."""
        return tuple([
            line
            for line in self.lines
            if line.bar.of_item and line.bar.kind != "sum" and wanted(self._times(line.bounded) or Fraction(1))
        ])  # fmt: skip

    def special(self, line: Line) -> bool:
        """Whether it belongs to conduct that has standards of its own."""
        return self.conduct_of(line) != ""

    def conduct_of(self, line: Line) -> str:
        """The id of the conduct that has the line's standards of its own; empty for the general ones."""
        named = {one.id for one in self.ruleset.conduct}
        for paragraph, item in self.ruleset.items():
            if item.id == line.bounded.items[0] and paragraph.conduct in named:
                return paragraph.conduct
        return ""

    def _times(self, bounded: Bounded) -> Fraction | None:
        item = self.ruleset.by_id.get(bounded.items[0])
        if bounded.opening:
            opening = next(one.requires for one in self.ruleset.standards if one.id == bounded.id)
            return multiple_of(opening) if opening is not None else None
        return multiple_of(item.when) if item is not None else None

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        """The items of the general conduct that ask for records of the dealings alone, the least number first."""
        found = [
            Counted(item.id, item.when.records_of, item.when.at_least)
            for paragraph, item in self.ruleset.items()
            if isinstance(item.when, RecordsCondition) and not item.when.of_fact and paragraph.requires is None
        ]
        return tuple(sorted(found, key=lambda one: one.at_least)) if self.ruleset.from_dealings else ()

    def has(self, rule: RuleKind) -> bool:
        """Whether some provision is of this kind."""
        return any(one.rule == rule for one in self.ruleset.rules)

    def at(self, bar: Bar) -> int:
        """The least quantity that reaches a line, in its smallest unit; of a band its lower end."""
        return bar.at if bar.standard is not None else reached(self.ruleset, bar)

    def case(self, line: Line, value: int | bool) -> Plain:
        """The shortest case in which a number stands at a quantity, or a fact is so or not, and all else is met."""
        made = scene(self.ruleset, line.bounded, line.bar, value)
        plain = plain_of(parse(made.text(), "<scene>"))
        if made.readings:
            plain["readings"] = dict(made.readings)
        return self._with_presupposed(_renamed(plain))

    def _with_presupposed(self, plain: Plain) -> Plain:
        """The case with one of the things that an amount in it presupposes, which by itself may reach a tier."""
        facts = plain.get("facts")
        own = facts.get(PERSON) if isinstance(facts, dict) else None
        if not isinstance(own, dict):
            return plain
        needed = {
            thing: self._one(thing) for amount, thing in _PRESUPPOSES.items() if amount in own and thing not in own
        }
        return plain | {"facts": {PERSON: own | needed}} if needed else plain

    def _one(self, thing: str) -> str:
        """The least number of things that any item asks for."""
        bars = [line.bar for line in self.lines if line.bar.kind == "number" and line.bar.names == (thing,)]
        least = min(bars, key=self.at)
        return least.text(self.at(least))

    def charge_of(self, item: str) -> Ruleset:
        """The offence that an item or a provision belongs to, as a ruleset of its own."""
        found = charges(self.ruleset)
        return next((one for one in found if item in one.item_ids), found[0])

    def lenient(self, line: Line) -> bool:
        """Whether a line belongs to a provision on leniency."""
        provisions = self.ruleset.provisions
        return any(isinstance(one, Rule) and one.id == line.bounded.id for one in provisions)


def multiple_of(when: Condition) -> Fraction | None:
    """By how much a condition multiplies the standards of other items; None where it refers to none."""
    if isinstance(when, StandardsCondition):
        return when.times
    parts = when.all_of if isinstance(when, AllOfCondition) else when.any_of if isinstance(when, AnyOfCondition) else ()
    return next((times for part in parts if (times := multiple_of(part)) is not None), None)


def _renamed(value: object) -> Plain:
    """The person of a scene and the one he deals with by the names that exercises have for them."""
    found = _walked(value)
    assert isinstance(found, dict)
    return found


def _walked(value: object, key: str = "") -> object:
    if isinstance(value, Mapping):
        return {
            (_FROM_SCENE.get(name, name) if key in ("persons", "facts") else name): _walked(inner, name)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_walked(inner) for inner in value]
    return _FROM_SCENE.get(str(value), value) if key in ("by", "to") else value


Combine = Callable[[str, str], object]


def between(first: Plain, second: Plain, combine: Combine) -> Plain | None:
    """The first of two cases with what is made of the only text in which they differ; None where more differs."""
    places = list(_differences(first, second, ()))
    if len(places) != 1:
        return None
    here, there = _at(first, places[0]), _at(second, places[0])
    if not isinstance(here, str) or not isinstance(there, str):
        return None
    return with_value(first, places[0], combine(here, there))


def _differences(first: object, second: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(first, dict) and isinstance(second, dict) and first.keys() == second.keys():
        for key, inner in first.items():
            yield from _differences(inner, second[key], (*path, key))
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for number, inner in enumerate(first):
            yield from _differences(inner, second[number], (*path, number))
    elif first != second:
        yield path


def _at(value: object, path: tuple[str | int, ...]) -> object:
    for key in path:
        value = value[key]  # type: ignore[index]
    return value


def with_value(plain: Plain, path: tuple[str | int, ...], value: object) -> Plain:
    """The case with another value at a place that it has; None takes the key out."""
    found = _with(plain, path, value)
    assert isinstance(found, dict)
    return found


def _with(plain: object, path: tuple[str | int, ...], value: object) -> object:
    if not path:
        return value
    first, *rest = path
    if isinstance(plain, list):
        return [_with(inner, tuple(rest), value) if at == first else inner for at, inner in enumerate(plain)]
    assert isinstance(plain, dict)
    found = {key: _with(inner, tuple(rest), value) if key == first else inner for key, inner in plain.items()}
    return {key: inner for key, inner in found.items() if inner is not None}
