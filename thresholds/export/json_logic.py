"""The core as JSON-logic: rules of what is wrong with the inputs, one rule for each item and one for each grade."""

from __future__ import annotations

import json
from typing import Any, Final

from thresholds.export.about import About
from thresholds.export.core import Comparison, Core, CoreItem, Number, Part, grade_name
from thresholds.export.schema import inputs_schema


def json_logic(core: Core, lang: str) -> str:
    """The file: header, JSON Schema of the inputs, the rules that list missing and invalid ones, items and grades."""
    about, logic = About(core, lang), _Logic(core)
    document = {
        **about.header(),
        "inputs": inputs_schema(about),
        "missing": {"missing": [entry.name for entry in core.inputs]},
        "invalid": logic.invalid(),
        "items": {item.id: logic.item(item) for item in core.items if not item.judgment},
        **{grade_name(offence): logic.grade(offence) for offence in core.offences},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


#: The least and the most of a number; None for a truth.
_Bounds = tuple[int, int] | None
#: Within a list of values, and within a list of pairs of a name and a value.
_ITSELF: Final = {"var": ""}
_NAME: Final = {"var": "0"}
_PAIRED: Final = {"var": "1"}


class _Logic:
    """Expressions; a number made of inputs stands written out wherever it is compared."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._numbers: dict[str, Any] = {}
        for number in core.numbers:
            self._numbers[number.name] = self._number(number)
        self._groups: dict[_Bounds, list[str]] = {}
        for entry in core.inputs:
            bounds = None if entry.source.truth else core.range_of(entry)
            self._groups.setdefault(bounds, []).append(entry.name)

    def invalid(self) -> Any:
        """The names of the inputs that are missing or not what they must be."""
        wrong = [
            {"map": [{"filter": [[[name, {"var": name}] for name in names], {"!": [_fits(_PAIRED, bounds)]}]}, _NAME]}
            for bounds, names in self._groups.items()
        ]
        return {"merge": wrong}

    def _valid(self) -> Any:
        """Whether every input is what it must be."""
        return _every(
            [
                {"all": [[{"var": name} for name in names], _fits(_ITSELF, bounds)]}
                for bounds, names in self._groups.items()
            ]
        )

    def item(self, item: CoreItem) -> Any:
        """Whether an item is met; one without ways never is."""
        return _some([_every([self._test(test) for test in way]) for way in item.ways])

    def grade(self, offence: str) -> Any:
        """The grade, from the highest down; null where an input is not what it must be."""
        branches: list[Any] = [{"!": [self._valid()]}, None]
        items = [item for item in self._core.items if item.offence == offence and item.ways]
        grades = self._core.ruleset.grade_ids
        for rank in sorted({item.rank for item in items}, reverse=True):
            branches += [_some([self.item(item) for item in items if item.rank == rank]), grades[rank]]
        return {"if": [*branches, grades[0]]}

    def _test(self, test: Comparison) -> Any:
        if test.operator == "is":
            return {"===": [{"var": test.of}, bool(test.constant)]}
        return {test.operator: [self._value(test.of), test.constant]}

    def _value(self, name: str) -> Any:
        return self._numbers.get(name, {"var": name})

    def _number(self, number: Number) -> Any:
        parts = [self._part(part) for part in number.parts]
        if number.mixed:
            beside = _some([{">": [self._value(name), 0]} for name in number.beside])
            parts.append({"if": [beside, _total([self._part(part) for part in number.mixed]), 0]})
        return _total(parts)

    def _part(self, part: Part) -> Any:
        value = self._value(part.of)
        weighed = value if part.weight == 1 else {"*": [value, part.weight]}
        return weighed if part.below is None else {"if": [{"<": [value, part.below]}, weighed, 0]}


def _fits(value: Any, bounds: _Bounds) -> Any:
    """Whether a value is exactly true or false, or a whole number within bounds and nothing that passes for one.

    Libraries take texts, lists and null for numbers, or break off at them. What is no number is therefore turned away
    before anything is compared: by how it begins as a text, then as a text itself, then as a list.
    """
    if bounds is None:
        return _some([{"===": [value, truth]} for truth in (True, False)])
    text = {"cat": [value]}
    least, most = bounds
    return {
        "and": [
            {"in": [{"substr": [text, 0, 1]}, "0123456789"]},
            {"!==": [value, text]},
            {"===": [value, {"+": [value]}]},
            {">=": [value, least]},
            {"<=": [value, most]},
            {"===": [{"%": [value, 1]}, 0]},
        ]
    }


def _some(tests: list[Any]) -> Any:
    return False if not tests else tests[0] if len(tests) == 1 else {"or": tests}


def _every(tests: list[Any]) -> Any:
    return True if not tests else tests[0] if len(tests) == 1 else {"and": tests}


def _total(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else {"+": parts}
