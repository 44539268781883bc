"""Inputs that are missing, null or of another kind: no engine gives a grade for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import datalogic_py
import pyDMNrules
import pytest
from exported import Dmn, core

from thresholds.export import export_text
from thresholds.export.core import Core, Input, grade_name
from thresholds.law.load import available

#: What is no whole number; texts and lists of digits pass for one in some libraries, null and nothing in others.
NO_NUMBERS = (
    None, "", "50", "5O", "600x", " 50", "1e2", True, False, [], [50], [50, 1], ["50"], [[50]], {}, {"a": 50},
    49.5, 0.5, -1, -0.5, 1e300,
)  # fmt: skip
NO_TRUTHS = (None, "", 0, 1, "true", "false", "是", [], [True], {})
Value = object


def most(of: Core) -> dict[str, Value]:
    """Every truth so and every number at its largest: the gravest grade, with any one of them left out too."""
    return {entry.name: True if entry.source.truth else of.range_of(entry)[1] for entry in of.inputs}


def asked_of(of: Core) -> list[Input]:
    """All inputs of a small ruleset; of a large one some of each kind, the same ones on every run."""
    dice = Random(of.ruleset.id)
    kinds = sorted({entry.source.kind for entry in of.inputs})
    some = [dice.choice([entry for entry in of.inputs if entry.source.kind == kind]) for kind in kinds]
    return list(of.inputs) if len(of.inputs) < 10 else some


def without(given: dict[str, Value], name: str) -> Iterator[dict[str, Value]]:
    """The inputs with one of them left out, and with null in its place."""
    yield {other: value for other, value in given.items() if other != name}
    yield given | {name: None}


@pytest.mark.parametrize("name", available())
def test_dmn_gives_no_grade_without_an_input(name: str) -> None:
    of = core(name)
    rules = Dmn(of).rules
    grades = [grade_name(offence) for offence in of.offences]

    def answers(given: dict[str, Value]) -> set[str]:
        status, found = rules.decide(dict(given))
        assert status == {}
        results = (found[-1] if isinstance(found, list) else found)["Result"]
        return {results[grade] for grade in grades}

    assert answers(most(of)).isdisjoint({"missing_input", of.ruleset.grade_ids[0]})
    for entry in asked_of(of):
        for given in without(most(of), entry.name):
            assert answers(given) == {"missing_input"}, entry.name
    number = next((entry for entry in of.inputs if not entry.source.truth), None)
    if number is not None:
        least, largest = of.range_of(number)
        assert answers(most(of) | {number.name: largest + 1}) == {"missing_input"}
        assert answers(most(of) | {number.name: least - 1}) == {"missing_input"}


def test_dmn_asks_for_every_input_in_words_of_s_feel() -> None:
    rules = pyDMNrules.DMN()
    assert rules.useXML(export_text(core("fashi-2025-13"), "dmn")) == {}
    status, found = rules.decide({})
    assert (status, found[-1]["Result"]["grade"]) == ({}, "missing_input")


def rules_of(of: Core) -> Callable[[str, dict[str, Value]], Any]:
    """What a rule of the file for JSON-logic, by its name, makes of inputs."""
    document = json.loads(export_text(of, "json-logic"))
    engine = datalogic_py.Engine()
    names = ["missing", "invalid", *(grade_name(offence) for offence in of.offences)]
    compiled = {name: engine.compile(json.dumps(document[name])) for name in names}
    return lambda name, given: json.loads(compiled[name].evaluate_str(json.dumps(given)))


@pytest.mark.parametrize("name", available())
def test_json_logic_names_every_input_that_is_not_what_it_must_be(name: str) -> None:
    of = core(name)
    rule = rules_of(of)
    grades = [grade_name(offence) for offence in of.offences]
    assert {rule(grade, most(of)) for grade in grades}.isdisjoint({None, of.ruleset.grade_ids[0]})
    assert sorted(rule("invalid", {})) == sorted(entry.name for entry in of.inputs)
    for entry in asked_of(of):
        least, largest = (0, 1) if entry.source.truth else of.range_of(entry)
        wrong = NO_TRUTHS if entry.source.truth else (*NO_NUMBERS, least - 1, largest + 1, str(largest), [largest])
        left_out, _ = without(most(of), entry.name)
        for given in (left_out, *(most(of) | {entry.name: value} for value in wrong)):
            assert rule("invalid", given) == [entry.name], given.get(entry.name)
            assert {rule(grade, given) for grade in grades} == {None}, given.get(entry.name)
        for right in (False, True) if entry.source.truth else (least, largest):
            assert rule("invalid", most(of) | {entry.name: right}) == []


def test_several_invalid_inputs_are_all_named() -> None:
    rule = rules_of(core())
    given = most(core()) | {"records_credit_record": "5O", "conduct_general": "false", "illegal_gains_fen": -1}
    assert sorted(rule("invalid", given)) == ["conduct_general", "illegal_gains_fen", "records_credit_record"]
    assert rule("missing", given) == []
    assert rule("grade", given) is None
