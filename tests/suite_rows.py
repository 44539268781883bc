"""The cases of the suites as rows of tables: one row a person, and beside it what the suite expects of him.

A case is a row where a row can say all of it. What a row cannot say: several persons, or one body of records that is
got and supplied, deducted from, or not certainly of one category; several occasions; days that are not certain; and
conduct before a ruleset was in force, which is judged by the law of its time, as no table is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import pyarrow as pa

from thresholds import glossary
from thresholds.case.model import (
    Amount,
    Body,
    Case,
    Days,
    Dealing,
    Facts,
    Figure,
    Gains,
    Penalty,
    Person,
    Punishment,
    Stated,
    Tally,
)
from thresholds.columns import ROW, Columns, Layout, TableColumn, TableMapping
from thresholds.columns.layout import Null
from thresholds.evaluation.between import turning
from thresholds.evaluation.choices import Choices, choose
from thresholds.evaluation.program import compile_ruleset
from thresholds.glossary import Family
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.suite.read import Test, files_under, tests_in

ROOT = Path(__file__).resolve().parents[1]
SUITES = ("tests/conformance", "tests/boundaries")
DEFAULT = "fashi-2017-10"
#: From this day on fashi-2017-10 is the law of the conduct itself.
SINCE = date(2017, 6, 1)
#: Of figures with brackets (「以上不满」), so many may have bounds in one sheet: what lies between is all tried.
MOST_ASKED = 1

_BODY_TRUTHS = ("knew_of_crime", "used_in_crime", "lawful_business", "consent", "anonymised")
#: What a row says of a dealing, and what decides nothing.
_DEALING = {*_BODY_TRUTHS, "by", "act", "date", "bodies", "paid", "obtained_in"} | {
    "id", "line", "to", "source", "evidence", "note",
}  # fmt: skip
_BODIES = "甲乙丙丁戊己庚辛"

Row = dict[str, Any]


class Sheet(NamedTuple):
    """The rows of one ruleset under one choice of readings, and the test of each."""

    ruleset: Ruleset
    choices: Choices
    tests: tuple[Test, ...]
    rows: tuple[Row, ...]

    @property
    def table(self) -> pa.Table:
        """Numbers as numbers, 元 as decimals, the rest as text; null is unstated."""
        names = list(dict.fromkeys(name for row in self.rows for name in row))
        columns = {name: [row.get(name) for row in self.rows] for name in names}
        for name in names:
            least, most = f"{name.removesuffix('_at_most')}_at_least", name
            if name.endswith("_at_most") and columns[least] == columns[most]:
                # where no row has bounds, one column says both
                columns = {name.removesuffix("_at_least") if name == least else name: cells
                           for name, cells in columns.items() if name != most}  # fmt: skip
        return pa.table({name: _column(cells) for name, cells in columns.items()})

    def columns(self, table: ibis.Table) -> Columns:
        """What answers these rows where they stand in a table: the grade and every item."""
        found = [TableColumn(name, str(kind)) for name, kind in table.schema().items()]
        nulls: dict[str, Null] = {column.name: "unstated" for column in found if column.name != ROW}
        layout = Layout.read(self.ruleset, found, TableMapping(nulls=nulls))
        return Columns(self.ruleset, layout, self.choices, frozenset(["items"]))

    def wrong(self, answers: Sequence[Row]) -> list[tuple[str, str, str, str]]:
        """Where the answers to these rows, in their order, are not what the suites expect."""
        assert len(answers) == len(self.tests)
        found = []
        for test, row in zip(self.tests, answers, strict=True):
            [expected] = (test.case.expected or {}).values()
            wanted = {"grade_at_least": expected.at_least, "grade_at_most": expected.at_most, **dict(expected.statuses)}
            said = row | {end: self._highest(row, end) for end in ("grade_at_least", "grade_at_most")}
            found += [
                (test.id, key, value, said[key]) for key, value in wanted.items() if value not in (None, said[key])
            ]
        return found

    def _highest(self, row: Row, end: str) -> str:
        """The grade; of a ruleset on several offences, each with a grade of its own, the highest."""
        names = [f"{offence.id}.{end}" for offence in self.ruleset.offences] or [end]
        return max([row[name] for name in names], key=self.ruleset.grade_ids.index)


class NotARowError(Exception):
    """The case says what a row cannot."""


@lru_cache(maxsize=1)
def sheets() -> tuple[Sheet, ...]:
    """All tests of the suites that are rows, by ruleset and readings, the most rows first."""
    found: list[_Making] = []
    for test in all_tests():
        try:
            row = row_of(test)
        except NotARowError:
            continue
        ruleset = load_ruleset(test.ruleset or DEFAULT)
        asked = _asked(row) & turning(compile_ruleset(ruleset)).keys()
        key = (ruleset.id, choose(ruleset, test.case.readings | test.readings), len(test.case.dealings) > 2)
        room = (one for one in found if one.key == key and len(one.asked | asked) <= MOST_ASKED)
        making = next(room, None) or _Making(key, set(), [])
        if not making.pairs:
            found.append(making)
        making.asked.update(asked)
        making.pairs.append((test, row))
    made = [Sheet(load_ruleset(one.key[0]), one.key[1], *zip(*one.pairs, strict=True)) for one in found]
    return tuple(sorted(made, key=lambda sheet: -len(sheet.rows)))


class _Making(NamedTuple):
    """A sheet in the making: its ruleset, readings and size, its figures in brackets that have bounds, its rows."""

    key: tuple[str, Choices, bool]
    asked: set[str]
    pairs: list[tuple[Test, Row]]


def _asked(row: Row) -> set[str]:
    """The figures that have bounds in this row."""
    names = {name.removesuffix("_at_least") for name in row if name.endswith("_at_least")}
    return {name for name in names if row[f"{name}_at_least"] != row.get(f"{name}_at_most")}


@lru_cache(maxsize=1)
def all_tests() -> tuple[Test, ...]:
    """Every test of the suites."""
    paths = files_under(tuple(str(ROOT / name) for name in SUITES))
    return tuple(test for path in paths for test in tests_in(path))


def _column(cells: list[Any]) -> pa.Array:
    first = next(cell for cell in cells if cell is not None)
    if isinstance(first, Decimal):
        return pa.array(cells, pa.decimal128(16, 2))
    return pa.array(cells, pa.int64() if isinstance(first, int) else pa.string())


def row_of(test: Test) -> Row:
    """The row that says what the case of a test says.

    Raises:
        NotARowError: it says more than a row can.
    """
    case = test.case
    name = test.ruleset or DEFAULT
    _need(name in available() and len(case.persons) == 1 and not case.batches and len(case.dealings) <= len(_BODIES))
    ruleset, [person] = load_ruleset(name), case.persons.values()
    if test.ruleset is None:
        _need(all(day.first >= SINCE for day in _days(case)))
    row: Row = {}
    for key, value in [("kind", person.kind), ("region", case.region)]:
        if value not in ("", "natural"):
            row[key] = value
    for number, dealing in enumerate(case.dealings):
        row |= {f"{_BODIES[number]}.{key}": cell for key, cell in _dealing(dealing, person)}
    for key, figure in case.standards.items():
        row |= _bounds(key, figure, money=True)
    row |= _facts(ruleset, case.facts_of(person.id))
    return row


def _days(case: Case) -> Iterator[Days]:
    facts = [facts.conduct_date for facts in (case.everyone, *case.facts.values())]
    yield from [day for day in (*facts, *[dealing.date for dealing in case.dealings]) if day is not None]


def _need(so: bool) -> None:
    if not so:
        raise NotARowError


def _told(value: Dealing | Body) -> set[str]:
    fields = type(value).model_fields
    return {name for name in fields if getattr(value, name) != fields[name].default}


def _dealing(dealing: Dealing, person: Person) -> Iterator[tuple[str, Any]]:
    _need(_told(dealing) <= _DEALING and dealing.by == (person.id,) and len(dealing.to) <= 1)
    # of an exchange a row says what was got; what was given for it would be a second row of the same records
    _need(not (dealing.act == "exchange" and dealing.to))
    yield "act", dealing.act
    for body in dealing.bodies:
        _need(_told(body) <= {"category", "records"} and body.category is not None and body.records is not None)
        _need(len(body.category.options) == 1 and body.category.options[0] in glossary.ids(Family.CATEGORY))
        yield from _bounds(body.category.options[0], body.records).items()
    for name in _BODY_TRUTHS:
        stated = getattr(dealing, name)
        if stated is not None:
            yield name, str(stated.truth)
    if dealing.obtained_in is not None:
        yield "obtained_in", dealing.obtained_in
    if dealing.paid is not None:
        yield from _bounds("paid", dealing.paid, money=True).items()
    if dealing.date is not None:
        yield "date", _day(dealing.date)


def _facts(ruleset: Ruleset, facts: Facts) -> Row:
    found: Row = {}
    for name in sorted(facts.names):
        value = facts.get(name)
        if name in ("role_in_joint_offence", "case_filed_on"):
            continue
        match value:
            case Stated():
                found[name] = str(value.truth)
            case Gains():
                for end in ("gross", "net"):
                    figure = getattr(value, end)
                    found |= {} if figure is None else _bounds(f"{name}.{end}", figure, money=True)
            case Figure():
                found |= _bounds(name, value, money=True)
            case Punishment() | Penalty():
                found[name] = _dated(value)
            case Days():
                found[name] = _day(value)
            case Amount():
                _need(len(value.occasions) == 1 and value.occasions[0].dealt_with == "no")
                found |= _bounds(name, value.occasions[0].figure, money=ruleset.declared[name].kind == "money")
            case Tally():
                for category, figure in value.records.items():
                    found |= _bounds(f"{name}.{category}", figure)
            case _:
                raise NotARowError
    return found


def _dated(value: Punishment | Penalty) -> str:
    if isinstance(value, Punishment) and value.exempted:
        return "exempted"
    days = value.days if isinstance(value.days, tuple) else (value.days,) if value.days else ()
    _need(len(days) <= 1)
    return _day(days[0]) if days else str(value.truth)


def _day(days: Days) -> str:
    _need(days.first == days.last)
    return str(days.first)


def _bounds(key: str, figure: Figure, *, money: bool = False) -> Row:
    """Both ends of a figure, each a column; without an upper one there is nothing in its cell."""
    ends = [("at_least", figure.at_least), ("at_most", figure.at_most)]
    return {f"{key}_{name}": Decimal(end) / 100 if money else end for name, end in ends if end is not None}
