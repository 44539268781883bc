"""Illegal gains: stated, or what was paid; in all, and for what came from duty or service."""

from __future__ import annotations

from thresholds.evaluation.choices import Choices
from thresholds.evaluation.counting import end, from_duty
from thresholds.evaluation.facts import MIXED, Holding, Line, PersonFacts


def supplies_from_duty(person: PersonFacts, high: bool) -> bool:
    """Whether any supply is of records from duty or service, at this end."""
    return any(
        _in_duty(holding, line, high, some=True)
        for holding in person.holdings
        for _, lines in holding.supplies
        for line in lines
        if (line.certain or high) and not (line.amount is not None and line.amount.at_most == 0)
    )


def _in_duty(holding: Holding, line: Line, high: bool, some: bool = False) -> bool:
    """Whether all (or `some`) records of a line come from duty or service, at this end.

    Of records from several origins the whole is got in duty only where every getting can have been; a part of
    them need not hold any of those from duty.
    """
    if line.origin != MIXED:
        return from_duty(line.origin, high)
    gets = [from_duty(get.origin, high) for get in holding.gets]
    return any(gets) and (high or line.whole) if some else all(gets)


def gains_of(person: PersonFacts, choices: Choices, high: bool) -> tuple[int, int]:
    """Illegal gains in fen at this end, in all and from duty or service alone.

    Without a stated total the payments received are added up; cost is deducted under the reading `net` alone, and
    the cost of other records does not lower what was received for those from duty or service.
    A stated total belongs to item (8) only where every supply is from duty or service.
    Law: 第五条第一款第（七）项、第（八）项.
    """
    stated = person.facts.illegal_gains
    supplies, duty_supplies, costs, duty_costs, mixed = _payments(person, high)
    net = choices.gains == "net"
    if stated is not None:
        chosen = (stated.net or stated.gross) if net else (stated.gross or stated.net)
        total = end(chosen, high) if chosen else 0
        return total, 0 if mixed else total
    total = max(0, supplies - costs) if net else supplies
    narrow = max(0, duty_supplies - duty_costs) if net else duty_supplies
    return total, narrow


def _payments(person: PersonFacts, high: bool) -> tuple[int, int, int, int, bool]:
    """Received in all and for duty records, paid in all and for duty records; whether supplies are not all duty."""
    received = duty_received = costs = duty_costs = 0
    any_duty, any_other = False, False
    seen: set[int] = set()
    for holding in person.holdings:
        for line in holding.lines:
            dealing = line.dealing
            from_service = _in_duty(holding, line, high)
            if dealing.supplies:
                any_duty |= from_service and (line.certain or high)
                any_other |= not from_service and (line.certain or not high)
                if not (line.certain or high):
                    continue
            if dealing.paid is None or id(dealing) in seen:
                continue
            seen.add(id(dealing))
            if dealing.supplies:
                amount = end(dealing.paid, high)
                received += amount
                duty_received += amount if from_service else 0
            elif line.certain or not high:
                amount = end(dealing.paid, not high)
                costs += amount
                duty_costs += amount if from_service else 0
    return received, duty_received, costs, duty_costs, any_other or not any_duty
