"""The package under measurement, fed with the same inputs as its peers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.inputs import Input
from benchmarks.oracle import ITEMS, Verdict
from thresholds import Case, Report, Ruleset, evaluate, load_case, load_ruleset
from thresholds.evaluation.assess import Engine, engine_for
from thresholds.evaluation.facts import derive
from thresholds.evaluation.measuring import measured
from thresholds.evaluation.worlds import worlds_of
from thresholds.report.select import choices_for

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "cases" / "zaozhuang-2017.yaml"
CLASSES = ("credit_record", "health_information", "general_information")
GRADES = ("not_reached", "serious", "especially_serious")


class Subject(NamedTuple):
    """A ruleset, its engine, and every input as a case and as the numbers that durable-rules compares."""

    ruleset: Ruleset
    engine: Engine
    cases: list[Case]
    values: list[list[int]]

    def decided(self, values: list[int]) -> Verdict:
        """The verdict of durable-rules alone."""
        decision = self.engine.decider.decide(values, {})
        compiled = self.engine.program.compiled
        return _verdict(decision.rank, {compiled[number].item.id for number in decision.items})

    def evaluated(self, case: Case) -> Verdict:
        """The verdict of a whole evaluation, decided and explained."""
        person = evaluate(case, self.ruleset).persons[0]
        return verdict_of(person)


def verdict_of(person: object) -> Verdict:
    """A person's report as the oracle's verdict; it must be determined."""
    low, high = person.grade  # type: ignore[attr-defined]
    assert low == high, (low, high)
    met = {f.item for f in person.findings if f.status == "established"}  # type: ignore[attr-defined]
    return _verdict(GRADES.index(low), met)


def _verdict(grade: int, met: set[str]) -> Verdict:
    return Verdict(grade, frozenset(met & set(ITEMS)))


def as_dict(number: int, given: Input) -> dict[str, object]:
    """A flat case file: one person, one supply, its records by category, the gains stated."""
    origin = "duty_or_service" if given.insider else "elsewhere"
    dealing: dict[str, object] = {"id": "D1", "by": "p", "act": "sale", "to": "q", "obtained_in": origin}
    records = {name: size for name, size in zip(CLASSES, given.amounts[:3], strict=True) if size}
    if records:
        dealing["records"] = records
    yuan, fen = divmod(given.amounts.fen, 100)
    found: dict[str, object] = {
        "schema": "thresholds/case/1",
        "id": f"flat-{number}",
        "ruleset": "fashi-2017-10",
        "persons": {"p": {}},
        "dealings": [dealing],
    }
    if given.amounts.fen:
        found["facts"] = {"p": {"illegal_gains": f"{yuan}.{fen:02d} 元"}}
    return found


def subject(inputs: Sequence[Input]) -> Subject:
    """Everything prepared for the inputs."""
    ruleset = load_ruleset()
    engine = engine_for(ruleset)
    cases = [load_case(as_dict(number, given)) for number, given in enumerate(inputs)]
    return Subject(ruleset, engine, cases, [_values(case, engine) for case in cases])


def _values(case: Case, engine: Engine) -> list[int]:
    """The one world of a flat case, as numbers."""
    worlds = worlds_of(derive(case)[0], engine.program, choices_for(case, engine.ruleset)).worlds
    assert len(worlds) == 1
    return measured(engine.program, worlds[0])


def walk(report: Report) -> int:
    """Look at all that the report says of every item: status, trace, quantity, standard, score, shortfall."""
    seen = 0
    for person in report.persons:
        seen += person.grade.determined
        for finding in person.findings:
            decisive = finding.decisive
            seen += finding.status is not None and len(finding.trace.children)
            if decisive is not None:
                told = (decisive.quantity, decisive.bar, finding.score, decisive.shortfall)
                seen += len(told)
    return seen
