"""Exports run by the engines they are for: zen-engine, a JSON-logic library, a DMN runner."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any, NamedTuple

import datalogic_py
import pyDMNrules
import zen

from thresholds import load_ruleset
from thresholds.evaluation.assess import Assessment
from thresholds.evaluation.choices import choose
from thresholds.export.core import Core, grade_name, machine_name
from thresholds.export.dmn import dmn
from thresholds.export.extract import core_of
from thresholds.export.inputs import world_inputs
from thresholds.export.jdm import jdm
from thresholds.export.json_logic import json_logic
from thresholds.export.naming import in_fen
from thresholds.values.status import over_worlds

FORMATS = ("dmn", "jdm", "json-logic")
MODEL = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}


@cache
def core(name: str = "fashi-2017-10", **readings: str) -> Core:
    """The numeric core of a ruleset under these readings."""
    ruleset = load_ruleset(name)
    return core_of(ruleset, choose(ruleset, readings))


Inputs = Mapping[str, int | bool]


class Answer(NamedTuple):
    """The items met, and the grade of each offence (under the empty name where there is one alone)."""

    items: frozenset[str]
    grades: dict[str, str]


class Zen:
    """The decision graph in zen-engine."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.decision = zen.ZenEngine().create_decision(jdm(core, "zh"))

    def ask(self, inputs: Inputs) -> Answer:
        result = self.decision.evaluate(dict(inputs))["result"]
        order = [item.id for item in self.core.items]
        assert result["items"] == sorted(set(result["items"]), key=order.index)
        return Answer(
            frozenset(result["items"]), {offence: result[grade_name(offence)] for offence in self.core.offences}
        )


class JsonLogic:
    """Every rule of the file in a JSON-logic library, which is handed JSON and gives JSON."""

    def __init__(self, core: Core) -> None:
        document = json.loads(json_logic(core, "zh"))
        engine = datalogic_py.Engine()
        self.wrong = [engine.compile(json.dumps(document[rule])) for rule in ("missing", "invalid")]
        self.items = {name: engine.compile(json.dumps(rule)) for name, rule in document["items"].items()}
        self.grades = {offence: engine.compile(document[grade_name(offence)]) for offence in core.offences}

    def ask(self, inputs: Inputs) -> Answer:
        data = json.dumps(inputs)
        assert [rule.evaluate_str(data) for rule in self.wrong] == ["[]", "[]"]
        truths = {name: json.loads(rule.evaluate_str(data)) for name, rule in self.items.items()}
        assert set(map(type, truths.values())) == {bool}
        grades = {offence: json.loads(rule.evaluate_str(data)) for offence, rule in self.grades.items()}
        return Answer(frozenset(name for name, met in truths.items() if met), grades)


class Dmn:
    """The requirements graph in pyDMNrules."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.rules = pyDMNrules.DMN()
        assert self.rules.useXML(dmn(core, "zh")) == {}

    def ask(self, inputs: Inputs) -> Answer:
        status, found = self.rules.decide(dict(inputs))
        assert status == {}, status
        results: dict[str, Any] = (found[-1] if isinstance(found, list) else found)["Result"]
        items = {item for name in self.core.paragraphs for item in results[machine_name(name)]}
        return Answer(frozenset(items), {offence: results[grade_name(offence)] for offence in self.core.offences})


class Asked:
    """Engines asked once for the same inputs; they must agree."""

    def __init__(self, core: Core, *makers: Callable[[Core], Zen | JsonLogic | Dmn]) -> None:
        self.core = core
        self.engines = [maker(core) for maker in makers]
        self.answers: dict[tuple[int, ...], Answer] = {}

    def ask(self, inputs: Inputs) -> Answer:
        """What all of them answer. A number without end is the largest that an export can be told."""
        told = {
            name: value if isinstance(value, bool) else min(value, self.core.maximum) for name, value in inputs.items()
        }
        key = tuple(told.values())
        if key not in self.answers:
            first, *others = [engine.ask(told) for engine in self.engines]
            assert all(other == first for other in others), (told, first, others)
            self.answers[key] = first
        return self.answers[key]


def differences(asked: Asked, found: Assessment) -> list[object]:
    """Where the answers in all worlds of a person are not what `evaluate` says: every item, every grade."""
    answers = [asked.ask(world_inputs(asked.core, world)) for world in found.worlds]
    decided = {item.id for item in asked.core.items if not item.judgment}
    wrong: list[object] = []
    for finding in found.findings:
        status = over_worlds([finding.item in answer.items for answer in answers])
        if finding.item in decided and status is not finding.status:
            wrong.append((finding.item, status, finding.status))
    ladder = asked.core.ruleset.grade_ids
    for offence, bounds in found.offences or (("", found.bounds),):
        ranks = [ladder.index(answer.grades[offence]) for answer in answers]
        if (min(ranks), max(ranks)) != tuple(bounds):
            wrong.append((offence, ranks, bounds))
    return wrong


# -- cases of any ruleset, on its lines ---------------------------------------------------------------------


def lines_of(core: Core) -> dict[str, set[int]]:
    """The numbers on and beside each constant that an input is compared with, by itself or within a number."""
    weights: dict[str, list[tuple[str, int]]] = {entry.name: [(entry.name, 1)] for entry in core.inputs}
    for number in core.numbers:
        parts = [(inner, weight * part.weight) for part in number.parts for inner, weight in weights[part.of]]
        weights[number.name] = parts
    found: dict[str, set[int]] = {}
    for test in {test for item in core.items for way in item.ways for test in way if test.operator != "is"}:
        for name, weight in weights[test.of]:
            near = test.constant // abs(weight)
            found.setdefault(name, {0}).update(
                number for number in (near - 1, near, near + 1, near // 2) if number >= 0
            )
    return found


def case_on_the_lines(core: Core, dice: Random) -> dict[str, Any]:
    """A case of the facts that a ruleset declares itself, each stated on or beside a line, or not at all."""
    lines, ruleset = lines_of(core), core.ruleset
    busy = dice.choice((0.3, 0.6, 0.9))
    facts: dict[str, Any] = {}
    standards: dict[str, Any] = {}
    for entry in core.inputs:
        source = entry.source
        if dice.random() > busy or source.kind == "conduct":
            continue
        if source.kind == "parameter":
            least, most = core.range_of(entry)
            standards[source.name] = yuan(dice.choice((least, most, (least + most) // 2)))
        elif source.kind == "fact":
            facts[source.name] = dice.choice(("yes", "yes", "no"))
        elif source.kind == "tally":
            facts.setdefault(source.detail[0], {})[source.name] = dice.choice(sorted(lines[entry.name]))
        else:
            number = dice.choice(sorted(lines[entry.name] | regional(core, source.name)))
            facts[source.name] = yuan(number) if in_fen(ruleset, source) else number
    kind = "unit" if facts.pop("unit", "no") == "yes" else "natural"
    case: dict[str, Any] = {"ruleset": ruleset.id, "persons": {"a": {"kind": kind}}, "facts": {"a": facts}}
    return {**case, "standards": standards} if standards else case


def regional(core: Core, amount: str) -> set[int]:
    """The numbers beside what regions may fix, whole and half, for an amount that is measured by it."""
    pairs = {
        number.about: number.scale for number in core.numbers if number.kind == "over" and number.about[0] == amount
    }
    bands = {
        band.id: (band.at_least, band.at_most, (band.at_least + band.at_most) // 2) for band in core.ruleset.parameters
    }
    return {bar // scale + step for (_, band), scale in pairs.items() for bar in bands[band] for step in (-1, 0, 1)}


def yuan(fen: int) -> str:
    """An amount as a case file has it."""
    return f"{fen // 100}.{fen % 100:02} 元"
