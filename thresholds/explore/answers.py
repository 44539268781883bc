"""Answers put into a world: what it would be if a question were answered so."""

from __future__ import annotations

from collections.abc import Callable

from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.facts import Holding
from thresholds.evaluation.program import ALL, NARROW
from thresholds.evaluation.worlds import Counts, World

Change = Callable[[World], World]


def setting(numbers: list[int], truth: bool) -> Change:
    """The measures of these numbers made true or false."""

    def change(world: World) -> World:
        truths = list(world.truths)
        for number in numbers:
            truths[number] = truth
        return world._replace(truths=truths)

    return change


def all_from_duty(world: World) -> World:
    """Everything supplied comes from duty or service."""
    money = {**world.money, (NARROW, "illegal_gains"): world.money[ALL, "illegal_gains"]}
    return world._replace(narrow=world.supplied, money=money)


def all_gains_from_duty(world: World) -> World:
    """All gains come from duty or service, whatever the records do."""
    return world._replace(money={**world.money, (NARROW, "illegal_gains"): world.money[ALL, "illegal_gains"]})


def none_from_duty(world: World) -> World:
    """Nothing comes from duty or service."""
    return world._replace(narrow={}, money={**world.money, (NARROW, "illegal_gains"): 0})


def gains_without_end(world: World) -> World:
    """Gains above every standard."""
    return world._replace(money={**world.money, (ALL, "illegal_gains"): UNBOUNDED})


def money_is(name: str, amount: int) -> Change:
    """An amount of money as it would be."""
    return lambda world: world._replace(money={**world.money, (ALL, name): amount})


def without_records(world: World) -> World:
    """No record counts."""
    return world._replace(general={}, narrow={}, supplied={})


def endless(holding: Holding) -> Change:
    """The holding's records without end, in each category that they can have."""
    options = holding.category.options if holding.category else ()
    endless: Counts = dict.fromkeys(options, UNBOUNDED)

    def change(world: World) -> World:
        supplied = endless if holding.supplies else {}
        duty = any(line.origin == "duty_or_service" for _, lines in holding.supplies for line in lines)
        return world._replace(
            general={**world.general, **endless},
            supplied={**world.supplied, **supplied},
            narrow={**world.narrow, **endless} if duty else world.narrow,
        )

    return change
