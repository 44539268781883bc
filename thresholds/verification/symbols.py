"""A world of a ruleset as variables: everything that its conditions can ask for, and nothing else.

Made from the ruleset alone, so that what the program measures can be held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from thresholds.law.conditions import (
    Condition,
    DealingCondition,
    FactCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.law.lint import conditions_of
from thresholds.law.model import Ruleset
from thresholds.verification import logic
from thresholds.verification.logic import Formula, Number

#: Records and money under the general standards; of these what a narrower count takes; records kept apart.
ALL, NARROW, APART = "all", "narrow", "apart"


class Quantity(NamedTuple):
    """A number of a world: records of a category, an amount of money (分), a number of things, records of a fact.

    `part` is ALL, NARROW or APART; of the records of a declared fact it is the category.
    """

    kind: Literal["records", "money", "number", "tally", "parameter"]
    name: str
    part: str = ALL


class Truth(NamedTuple):
    """Something that is so or not: a fact against a kind of conduct, a dealing of a kind, conduct, an option.

    `detail` tells apart what has the same name: the years of a fact, acts and categories of a dealing.
    """

    kind: Literal["fact", "dealing", "conduct", "option"]
    name: str
    conduct: str = ""
    detail: tuple[str, ...] = ()


class World(NamedTuple):
    """One world as variables."""

    quantities: Mapping[Quantity, Number]
    truths: Mapping[Truth, Formula]

    def number(self, quantity: Quantity) -> Number:
        """A quantity; zero where no condition of the ruleset asks for it."""
        found = self.quantities.get(quantity)
        return logic.constant(0) if found is None else found

    def holds(self, truth: Truth) -> Formula:
        """A truth; never so where no condition of the ruleset asks for it."""
        found = self.truths.get(truth)
        return logic.known(False) if found is None else found

    def total(self, quantities: Iterable[Quantity]) -> Number:
        """Several numbers together."""
        return logic.added(self.number(quantity) for quantity in quantities)


def fact(when: FactCondition, conduct: str) -> Truth:
    """What a condition on a fact asks."""
    return Truth("fact", when.fact, conduct, (str(when.within),) if when.within else ())


def dealing(when: DealingCondition, conduct: str) -> Truth:
    """What a condition on dealings asks."""
    match = when.dealing
    return Truth("dealing", match.fact or "", conduct, (match.acts, *match.categories))


def records(when: RecordsCondition, scope: str) -> tuple[Quantity, ...]:
    """What a condition on records adds up."""
    if when.of_fact:
        return tuple(Quantity("tally", when.of_fact, category) for category in when.records_of)
    return tuple(Quantity("records", category, scope) for category in when.records_of)


def option(reading: str, name: str) -> Truth:
    """That an option of a reading is chosen."""
    return Truth("option", reading, detail=(name,))


class Asked(NamedTuple):
    """Everything that the conditions of a ruleset can ask for, in the order of the law."""

    quantities: tuple[Quantity, ...]
    truths: tuple[Truth, ...]


def asked(ruleset: Ruleset) -> Asked:
    """The quantities and truths of a ruleset; of every one in its narrower count too, where there is such a count."""
    narrowed = any(isinstance(when, StandardsCondition) and when.counting_only for _, when in _conditions(ruleset))
    quantities: dict[Quantity, None] = {}
    truths: dict[Truth, None] = {}
    for conduct, when in _conditions(ruleset):
        for quantity in _quantities(when):
            quantities[quantity] = None
            if narrowed and (quantity.kind == "records" or _of_the_format(ruleset, quantity)):
                quantities[quantity._replace(part=NARROW)] = None
        for truth in _truths(ruleset, when, conduct):
            truths[truth] = None
    for special in ruleset.conduct:
        for category in special.categories:
            quantities[Quantity("records", category, APART)] = None
    conducts = [Truth("conduct", name) for name in dict.fromkeys(paragraph.conduct for paragraph in ruleset.standards)]
    return Asked(tuple(quantities), (*dict.fromkeys(truths), *conducts))


def _of_the_format(ruleset: Ruleset, quantity: Quantity) -> bool:
    """Whether it is an amount that case files know without any ruleset."""
    return quantity.kind == "money" and quantity.name not in ruleset.declared


def money(ruleset: Ruleset, name: str, scope: str) -> Quantity:
    """An amount; what a ruleset declares itself is not told apart by where records come from."""
    return Quantity("money", name, ALL if name in ruleset.declared else scope)


def _conditions(ruleset: Ruleset) -> Iterator[tuple[str, Condition]]:
    """Every condition with the conduct that it is asked of; of a reference also those that it leads to."""
    for paragraph in ruleset.standards:
        for top in (paragraph.requires, *(item.when for item in paragraph.any_of)):
            for when in conditions_of(top):
                yield from _followed(ruleset, paragraph.conduct, when)


def _followed(ruleset: Ruleset, conduct: str, when: Condition) -> Iterator[tuple[str, Condition]]:
    yield conduct, when
    if isinstance(when, StandardsCondition):
        for name in when.standards_of:
            for inner in conditions_of(ruleset.by_id[name].when):
                yield from _followed(ruleset, conduct, inner)


def _quantities(when: Condition) -> Iterator[Quantity]:
    match when:
        case RecordsCondition():
            yield from records(when, ALL)
        case MoneyCondition():
            yield Quantity("money", when.money)
            if when.standard:
                yield Quantity("parameter", when.standard)
        case NumberCondition():
            yield Quantity("number", when.number_of)


def _truths(ruleset: Ruleset, when: Condition, conduct: str) -> Iterator[Truth]:
    used: list[str] = []
    match when:
        case FactCondition():
            yield fact(when, conduct)
        case DealingCondition():
            yield dealing(when, conduct)
        case UnderCondition():
            used.append(when.under.reading)
        case ProportionsCondition():
            used += [entry.reading for entry in (when.mixing_in, when.multiplied) if entry]
    for name in used:
        reading = ruleset.reading(name)
        assert reading is not None  # a ruleset that turns on a reading which it does not declare is not loaded
        for choice in reading.options:
            yield option(name, choice)


def world(ruleset: Ruleset, prefix: str) -> World:
    """A world whose variables begin with `prefix`."""
    found = asked(ruleset)
    return World(
        {quantity: logic.number(variable(prefix, quantity)) for quantity in found.quantities},
        {truth: logic.truth(variable(prefix, truth)) for truth in found.truths},
    )


def variable(prefix: str, key: Quantity | Truth) -> str:
    """The name of a variable."""
    parts = (*key[:3], *key.detail) if isinstance(key, Truth) else key
    return ":".join((prefix, *parts))


def whole(ruleset: Ruleset, one: World) -> Formula:
    """What holds of every world that can be written down: nothing is negative, one option of each reading is chosen.

    What regions fix lies inside its band.
    """
    found = [logic.reaches(number, 0) for number in one.quantities.values()]
    for parameter in ruleset.parameters:
        fixed = one.quantities.get(Quantity("parameter", parameter.id))
        if fixed is not None:
            found += [logic.reaches(fixed, parameter.at_least), logic.below(fixed, parameter.at_most + 1)]
    return logic.every([*found, *_one_option(one)])


def possible(ruleset: Ruleset, one: World) -> Formula:
    """What holds of every world that can come about: besides, a part is no more than the whole."""
    parts = [
        logic.reaches(one.quantities[quantity._replace(part=ALL)], number)
        for quantity, number in one.quantities.items()
        if quantity.part == NARROW
    ]
    return logic.every([whole(ruleset, one), *parts])


def _one_option(one: World) -> Iterator[Formula]:
    readings: dict[str, list[Formula]] = {}
    for truth, formula in one.truths.items():
        if truth.kind == "option":
            readings.setdefault(truth.name, []).append(formula)
    for options in readings.values():
        yield logic.some(options)
        for number, first in enumerate(options):
            for second in options[number + 1 :]:
                yield logic.negated(logic.every([first, second]))


def alike(one: World, other: World, apart_from: frozenset[Quantity | Truth] = frozenset()) -> Formula:
    """That two worlds are the same in everything but what is named."""
    numbers = [
        logic.equal(number, other.quantities[key]) for key, number in one.quantities.items() if key not in apart_from
    ]
    truths = [logic.same(formula, other.truths[key]) for key, formula in one.truths.items() if key not in apart_from]
    return logic.every([*numbers, *truths])
