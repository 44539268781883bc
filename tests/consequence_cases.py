"""One person in one dealing, and what follows: shared by the tests of consequences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thresholds import PersonReport, evaluate, load_case
from thresholds.consequences import Consequences
from thresholds.consequences.chain import Chain
from thresholds.consequences.rulebook import Rulebook

RULESET = "fashi-2017-10"
LENIENT = {"first_offender": "yes", "full_restitution": "yes", "repentance": "yes"}


def person(
    records: Mapping[str, int] | None = None,
    *,
    act: str = "sale",
    duty: bool = False,
    ruleset: str = RULESET,
    judged_on: str | None = None,
    kind: str = "natural",
    **facts: object,
) -> PersonReport:
    """The report on one person who dealt once in these records, with these facts."""
    dealing: dict[str, Any] = {"by": "a", "act": act, "records": dict(records or {})}
    if duty:
        dealing["obtained_in"] = "duty_or_service"
    case: dict[str, Any] = {
        "schema": "thresholds/case/1",
        "id": "t",
        "persons": {"a": {"kind": kind}},
        "dealings": [dealing] if records else [],
        "facts": {"a": facts},
    }
    if judged_on:
        case["judged_on"] = judged_on
    return evaluate(load_case(case), ruleset).persons[0]


def found(*args: Any, **more: Any) -> Consequences:
    return person(*args, **more).consequences


def stands(result: Consequences) -> dict[str, str]:
    """Each consequence listed, with how it stands."""
    every = (*result.circumstances, *result.latitude, *result.limits)
    return {one.entry.id: one.standing.value for one in every}


SERIOUS, ESPECIALLY = {"general_information": 6000}, {"general_information": 92000}


BASE = {"rank": 1, "range_from": 1, "range_to": 36}


def concluded(book: Rulebook, **values: int) -> set[str]:
    chain = Chain(book)
    return set(chain.conclude({**dict.fromkeys(chain.names, 0), **BASE, **values}))
