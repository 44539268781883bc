"""The same decision in OpenFisca-Core: one variable for each item, standards as parameters, one person."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.inputs import Input
from benchmarks.oracle import ITEMS, Verdict

MONTH = "2021-06"
PARAMETERS = {"first": 50, "second": 500, "third": 5000, "fen": 500_000}
NUMBERS = ("first", "second", "third", "fen")


class OpenFisca:
    """A tax and benefit system that decides the items, and a simulation of one person for each case."""

    def __init__(self) -> None:
        from openfisca_core.entities import build_entity
        from openfisca_core.simulation_builder import SimulationBuilder
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem

        self.builder = SimulationBuilder
        self.person = build_entity(key="person", plural="persons", label="person", is_person=True)
        self.system = TaxBenefitSystem([self.person])
        with tempfile.TemporaryDirectory() as folder:
            for name, value in PARAMETERS.items():
                written = f"description: {name}\nvalues:\n  2017-06-01:\n    value: {value}\n"
                (Path(folder) / f"{name}.yaml").write_text(written)
            self.system.load_parameters(folder)
        self._add_variables()

    def verdicts(self) -> dict[str, Callable[[Input], Verdict]]:
        """Traced and untraced, as a verdict."""
        return {
            "openfisca": lambda given: self.verdict(arrays(given), False),
            "openfisca, traced": lambda given: self.verdict(arrays(given), True),
        }

    def verdict(self, given: dict[str, Any], trace: bool) -> Verdict:
        """What a simulation says of one case."""
        grade, held, lines = self.run(given, trace)
        assert bool(lines) == trace
        return Verdict(int(grade[0]), frozenset(i for i, met in zip(ITEMS, held, strict=True) if met[0]))

    def run(self, given: dict[str, Any], trace: bool) -> tuple[Any, list[Any], list[str]]:
        """A simulation of one case: the grade, every item, and the lines of the trace."""
        simulation, grade, held = self._calculated(given, 1, trace)
        lines = simulation.tracer.computation_log.lines(aggregate=False) if trace else []
        return grade, held, lines

    def many(self, given: dict[str, Any], persons: int) -> tuple[Any, list[Any]]:
        """One simulation of many persons: arrays of the grade and of every item."""
        return self._calculated(given, persons, False)[1:]

    def _calculated(self, given: dict[str, Any], persons: int, trace: bool) -> tuple[Any, Any, list[Any]]:
        simulation = self.builder().build_default_simulation(self.system, persons)
        simulation.trace = trace
        for name, value in given.items():
            simulation.set_input(name, MONTH, value)
        grade = simulation.calculate("grade", MONTH)
        return simulation, grade, [simulation.calculate(_name(item), MONTH) for item in ITEMS]

    def _add_variables(self) -> None:
        for name in NUMBERS:
            self._add(name, int)
        self._add("insider", bool)
        for name, (kind, formula) in _formulas().items():
            self._add(name, kind, formula)

    def _add(self, name: str, kind: type, formula: Callable[..., Any] | None = None) -> None:
        from openfisca_core.periods import DateUnit
        from openfisca_core.variables import Variable

        parts: dict[str, Any] = {
            "value_type": kind, "entity": self.person, "definition_period": DateUnit.MONTH, "label": name,
        }  # fmt: skip
        if formula is not None:
            parts["formula"] = formula
        self.system.add_variable(type(name, (Variable,), parts))


def arrays(given: Input) -> dict[str, Any]:
    """The input as OpenFisca takes it."""
    import numpy

    values = {**given.amounts._asdict(), "insider": given.insider}
    return {name: numpy.array([value]) for name, value in values.items()}


def _name(item: str) -> str:
    return "item_" + item.removeprefix("art").replace(".", "_")


def _formulas() -> dict[str, tuple[type, Callable[..., Any]]]:
    import numpy

    def grade(p: Any, month: Any, _: Any) -> Any:
        serious = sum([p(_name(item), month).astype(int) for item in ITEMS[:-1]]) > 0
        return numpy.where(p(_name(ITEMS[-1]), month), 2, numpy.where(serious, 1, 0))

    return {
        "weighed": (int, lambda p, m, _: 100 * p("first", m) + 10 * p("second", m) + p("third", m)),
        **{_name(ITEMS[n]): (bool, _reaches(name)) for n, name in enumerate(("first", "second", "third"))},
        _name(ITEMS[3]): (bool, _together),
        _name(ITEMS[4]): (bool, _reaches("fen")),
        _name(ITEMS[5]): (bool, lambda p, m, law: p("insider", m) & _multiple(p, m, law, 2, 1)),
        _name(ITEMS[6]): (bool, _tenfold),
        "grade": (int, grade),
    }


def _reaches(name: str) -> Callable[..., Any]:
    return lambda p, month, law: p(name, month) >= getattr(law(month), name)


def _together(p: Any, month: Any, law: Any) -> Any:
    alone = p(_name(ITEMS[0]), month) | p(_name(ITEMS[1]), month) | p(_name(ITEMS[2]), month)
    return ~alone & (p("weighed", month) >= law(month).third)


def _multiple(p: Any, month: Any, law: Any, ours: int, bar: int) -> Any:
    standards = law(month)
    by_records = p("weighed", month) * ours >= standards.third * bar
    return by_records | (p("fen", month) * ours >= standards.fen * bar)


def _tenfold(p: Any, month: Any, law: Any) -> Any:
    return _multiple(p, month, law, 1, 10) | (p("insider", month) & _multiple(p, month, law, 2, 10))
