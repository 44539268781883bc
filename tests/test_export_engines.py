"""Every export is run by its own engine, and answers as the law is read: the oracles, the suites, random cases."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from exported import Answer, Asked, Dmn, JsonLogic, Zen, case_on_the_lines, differences
from random_cases import boundary_cases
from strategies import loaded

from benchmarks.inputs import Input, boundary_inputs
from thresholds import load_ruleset
from thresholds.evaluation.assess import engine_for
from thresholds.evaluation.choices import Choices, choose
from thresholds.evaluation.facts import derive
from thresholds.export.core import Core
from thresholds.export.extract import core_of
from thresholds.export.inputs import core_inputs
from thresholds.law.load import available
from thresholds.law.model import Ruleset
from thresholds.report.select import choices_for
from thresholds.suite import read as suite
from thresholds.suite.run import measured

ROOT = Path(__file__).resolve().parents[1]
RULESET = load_ruleset("fashi-2017-10")
GRADES = ("not_reached", "serious", "especially_serious")
FAST = (Zen, JsonLogic)
OTHERS = [name for name in available() if name != RULESET.id]


@cache
def asked(ruleset: Ruleset, choices: Choices, *, dmn: bool = False) -> Asked:
    """The engines of a ruleset under readings, made once."""
    return Asked(core_of(ruleset, choices), *FAST, *((Dmn,) if dmn else ()))


def inputs_of(core: Core, given: Input) -> dict[str, int | bool]:
    """A flat case as inputs, written by hand: one category of each class, all of it from duty or none."""
    amounts = given.amounts
    numbers = {
        "records_credit_record": amounts.first,
        "records_health_information": amounts.second,
        "records_general_information": amounts.third,
        "illegal_gains_fen": amounts.fen,
    }
    if given.insider:
        numbers |= {
            "records_from_duty_or_service_credit_record": amounts.first,
            "records_from_duty_or_service_health_information": amounts.second,
            "records_from_duty_or_service_general_information": amounts.third,
            "illegal_gains_from_duty_or_service_fen": amounts.fen,
        }
    nothing = {entry.name: False if entry.source.truth else 0 for entry in core.inputs}
    return {**nothing, "conduct_general": True, **numbers}


@pytest.mark.parametrize(("number", "seed", "dmn"), [(10_000, 20_170_601, False), (250, 7, True)])
def test_ten_thousand_cases_on_the_lines_are_answered_as_the_oracle_answers(number: int, seed: int, dmn: bool) -> None:
    engines = asked(RULESET, choose(RULESET), dmn=dmn)
    reached: Counter[int] = Counter()
    for given in boundary_inputs(number, seed):
        verdict = given.verdict
        reached[verdict.grade] += 1
        assert engines.ask(inputs_of(engines.core, given)) == Answer(verdict.items, {"": GRADES[verdict.grade]}), given
    assert min(reached[grade] for grade in range(3)) > number // 20


@pytest.mark.parametrize(("number", "seed", "dmn"), [(1_500, 11, False), (60, 12, True)])
def test_random_cases_are_answered_as_the_law_is_read_word_by_word(number: int, seed: int, dmn: bool) -> None:
    chosen: set[Choices] = set()
    for written, expected in boundary_cases(number, seed):
        case = loaded(written)
        choices = choices_for(case, RULESET)
        chosen.add(choices)
        engines = asked(RULESET, choices, dmn=dmn)
        for person in derive(case):
            wanted: Any = expected[person.person.id]
            answer = engines.ask(core_inputs(engines.core, person))
            assert answer == Answer(frozenset(wanted["established"]), {"": wanted["grade"]}), written
    assert {choices.tenfold_sum for choices in chosen} == {"any", "below_base"}
    assert dmn or {choices.lawful_business_mixing for choices in chosen} == {"excluded", "included"}


@pytest.mark.parametrize(
    ("folder", "dmn", "persons"),
    [("tests/conformance", False, 1500), ("tests/boundaries", True, 350), ("cases", False, 40)],
)
def test_the_suites_are_answered_as_evaluate_answers(folder: str, dmn: bool, persons: int) -> None:
    compared = 0
    for path in suite.files_under((str(ROOT / folder),)):
        for test in suite.tests_in(path):
            for person in measured(test, test.ruleset).persons:
                # What two laws in time make together is not the answer of one ruleset.
                if person.applied is None or not person.applied.composed:
                    engines = asked(person.engine.ruleset, person.assessment.choices, dmn=dmn)
                    assert differences(engines, person.assessment) == [], (path.name, test.id)
                    compared += 1
    assert compared > persons


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(("number", "dmn"), [(150, False), (12, True)])
def test_random_cases_of_every_ruleset_are_answered_as_evaluate_answers(name: str, number: int, dmn: bool) -> None:
    ruleset, dice = load_ruleset(name), Random(f"{name} {number}")
    engine = engine_for(ruleset)
    met: set[str] = set()
    for options in {1: [choose(ruleset)], 0: every_option(ruleset)}[dmn]:
        engines = asked(ruleset, options, dmn=dmn)
        for _ in range(number):
            case = case_on_the_lines(engines.core, dice)
            [person] = derive(loaded(case))
            found = engine.assess(person, options)
            assert differences(engines, found) == [], case
            met |= {finding.item for finding in found.findings if finding.status == "established"}
    decided = {item.id for item in asked(ruleset, choose(ruleset)).core.items if not item.judgment}
    assert dmn or len(met & decided) > len(decided) // 2


def every_option(ruleset: Ruleset) -> list[Choices]:
    """The defaults, and each other option of each reading alone."""
    others = [(reading.id, option) for reading in ruleset.readings for option in list(reading.options)[1:]]
    return [choose(ruleset), *[choose(ruleset, {name: option}) for name, option in others]]
