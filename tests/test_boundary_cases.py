"""Random cases on and next to the standards, judged by the engine and by the oracle."""

from __future__ import annotations

from typing import Any

import pytest
from random_cases import boundary_cases
from strategies import loaded

from thresholds import PersonReport, evaluate

SEED, NUMBER, LOT = 20_170_601, 1_500, 50
CASES = boundary_cases(NUMBER, SEED)


def differences(person: PersonReport, expected: dict[str, Any]) -> list[object]:
    """Where the report differs from what the oracle expects."""
    found: list[object] = []
    if tuple(person.grade) != (expected["grade"], expected["grade"]):
        found.append(("grade", tuple(person.grade), expected["grade"]))
    for status in ("established", "not_established"):
        got = [(item, person.finding(item).status.value) for item in expected[status]]
        found += [pair for pair in got if pair[1] != status]
    if "counted" in expected:
        counts = {name: tuple(both[0]) for name, both in person.counts.items() if both[0] != (0, 0)}
        wanted = {name: (number, number) for name, number in expected["counted"].items()}
        if counts != wanted:
            found.append(("counted", counts, wanted))
    return found


@pytest.mark.parametrize("first", range(0, NUMBER, LOT))
def test_the_engine_judges_as_the_oracle_does(first: int) -> None:
    for number, (case, expected) in enumerate(CASES[first : first + LOT], first):
        report = evaluate(loaded(case, str(number)))
        assert [person.id for person in report.persons] == list(expected)
        for person in report.persons:
            wanted: Any = expected[person.id]
            assert differences(person, wanted) == [], case


def test_the_cases_reach_every_grade_and_readings_of_every_kind() -> None:
    outcomes: list[Any] = [outcome for _, expected in CASES for outcome in expected.values()]
    grades = {outcome["grade"] for outcome in outcomes}
    assert grades == {"not_reached", "serious", "especially_serious"}
    assert sum("counted" in outcome for outcome in outcomes) > NUMBER // 2
    chosen = {name for case, _ in CASES for key in ("readings", "口径") for name in case.get(key, {})}  # type: ignore[attr-defined]
    assert chosen == {"tenfold_sum", "duty_mix", "resale_scope", "lawful_business_mixing", "two_years"}
