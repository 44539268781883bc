"""What is put before Spark and DuckDB alike: cells on which engines differ, and cases of the suites as rows of a table.

A case is a row when it has one person and figures that are exact; the others stay with the suites themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
from rows import CATEGORIES, table

from thresholds.case.model import Case, Dealing, Facts, Figure, Penalty, Punishment, Stated
from thresholds.suite.read import Test, files_under, tests_in

ROOT = Path(__file__).resolve().parents[1]

# -- cells on which engines differ --------------------------------------------------------------------------

#: Text that one engine or another takes for a number, or for another number than the other does.
NUMBERS = (
    "5000", " 5000 ", "4999.99", "4999.995", "1e4", "0x1388", "5_000", "5,000", "５０００", "+5000", "-1", "-0", "",
    "abc", "NaN", "Infinity", "5000\n", "\n5000", "9999999999.99", "99999999999", "9" * 20, "007", ".5", "5.", "null",
)  # fmt: skip
#: Text that one engine or another takes for a day.
DAYS = (
    "2019-02-28", "2019-2-28", "2019-02-30", "2019", "2019-02", "2019/02/28", "20190228", " 2019-02-28 ",
    "2019-02-28 10:00:00", "2019-02-28T00:00:00Z", "2019-02-28\n", "0001-01-01", "yes", "no", "unknown", "", "是",
)  # fmt: skip
TRUTHS = ("yes", "no", "unknown", "是", "否", "不明", "", "Yes", "true", "1", "yes ", "yes\n", "maybe")
COLUMNS = ("general_information_at_least", "general_information_at_most", "transaction_record")
NULLS = {"general_information_at_most": "unknown", "transaction_record": "unstated", "used_in_crime": "unknown"}


def awkward_cells(size: int) -> pa.Table:
    """Rows of text, of whole numbers and decimals, of days and truths; a good part of them fits, the others do not."""
    random = Random(11)
    rows = table(random, COLUMNS, NULLS, size)
    texts = [random.choice(NUMBERS if random.random() < 0.4 else ("0", "4999.99", "5000", "50000")) for _ in rows]
    days = [random.choice(DAYS if random.random() < 0.4 else ("2019-02-28", "2018-03-01", "no")) for _ in rows]
    said = [random.choice(TRUTHS) if random.random() < 0.2 else random.choice(("yes", "no")) for _ in rows]
    decimals = [Decimal(random.choice(("50.000", "49.000", "500.000", "0.001", "-1.000", "7.500"))) for _ in rows]
    return pa.table(
        {name: pa.array([row[name] for row in rows], pa.int64()) for name in COLUMNS}
        | {
            "id": [f"甲{number}'`\"" for number in range(size)],
            "illegal_gains": texts,
            "administrative_penalty": days,
            "used_in_crime": said,
            "location_tracking": pa.array(decimals, pa.decimal128(12, 3)),
            "prior_criminal_punishment": pa.array([random.choice((True, False)) for _ in rows]),
            "date": pa.array([random.choice((date(2019, 2, 28), date(2021, 3, 1))) for _ in rows]),
            "act": [random.choice(("sale", "purchase", "出售", "collection")) for _ in rows],
        }
    )


# -- cases of the suites ------------------------------------------------------------------------------------

#: From this day on fashi-2017-10 is the law of the conduct itself.
SINCE = date(2017, 6, 1)
_BODY_TRUTHS = ("knew_of_crime", "used_in_crime", "lawful_business", "consent", "anonymised")
_TOLD = {"by", "act", "id", "line", "to", "source", "date", "bodies", "paid", "obtained_in", "evidence", "note"}


class NotARowError(Exception):
    """The case says what a row cannot."""


def suite_rows() -> tuple[list[Test], list[dict[str, Any]]]:
    """Tests of the suites under the readings chosen by default, and the row of each."""
    tests, rows = [], []
    for path in files_under((str(ROOT / "tests/conformance"), str(ROOT / "tests/boundaries"))):
        for test in tests_in(path):
            if test.ruleset in (None, "fashi-2017-10") and not test.readings:
                try:
                    rows.append(row_of(test.case))
                except NotARowError:
                    continue
                tests.append(test)
    return tests, rows


def suite_table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """The rows as a table: numbers as numbers, 元 as decimals, the rest as text; null is unstated."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {}
    for name in names:
        cells = [row.get(name) for row in rows]
        first = next(cell for cell in cells if cell is not None)
        kind = (
            pa.decimal128(16, 2)
            if isinstance(first, Decimal)
            else pa.int64()
            if isinstance(first, int)
            else pa.string()
        )
        columns[name] = pa.array(cells, kind)
    return pa.table(columns)


def row_of(case: Case) -> dict[str, Any]:
    """The row that says what a case says.

    Raises:
        NotARowError: it says more than a row can.
    """
    row: dict[str, Any] = {}
    _need(len(case.persons) == 1 and not case.batches and len(case.dealings) <= 2)
    person = next(iter(case.persons.values()))
    if person.kind == "unit":
        row["kind"] = "unit"
    for number, dealing in enumerate(case.dealings):
        row |= {f"{'甲乙'[number]}.{name}": cell for name, cell in _dealing(dealing, person.id).items()}
    for name, cell in _facts(case.facts.get(person.id, Facts())).items():
        row[name] = cell
    return row


def _need(so: bool) -> None:
    if not so:
        raise NotARowError


def _dealing(dealing: Dealing, person: str) -> dict[str, Any]:
    told = {
        name
        for name in type(dealing).model_fields
        if getattr(dealing, name) != type(dealing).model_fields[name].default
    }
    _need(told <= _TOLD | set(_BODY_TRUTHS) and dealing.by == (person,) and len(dealing.to) <= 1)
    # of an exchange a row says what was got; what was given for it would be a second row of the same records
    _need(not (dealing.act == "exchange" and dealing.to))
    found: dict[str, Any] = {"act": dealing.act}
    for body in dealing.bodies:
        own = {name for name in type(body).model_fields if getattr(body, name) != type(body).model_fields[name].default}
        _need(own <= {"category", "records"} and body.category is not None and body.records is not None)
        _need(len(body.category.options) == 1 and body.category.options[0] in CATEGORIES)
        found[body.category.options[0]] = _exact(body.records)
    for name in _BODY_TRUTHS:
        stated = getattr(dealing, name)
        if stated is not None:
            found[name] = str(stated.truth)
    if dealing.obtained_in is not None:
        _need(isinstance(dealing.obtained_in, str))
        found["obtained_in"] = str(dealing.obtained_in)
    if dealing.paid is not None:
        found["paid"] = _yuan(dealing.paid)
    if dealing.date is not None:
        # earlier conduct is judged by the law of its time, which a table is not: it is scored by one ruleset
        _need(dealing.date.first == dealing.date.last >= SINCE)
        found["date"] = str(dealing.date.first)
    return found


def _facts(facts: Facts) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in type(facts).model_fields:
        value = getattr(facts, name)
        if value is None or value == {}:
            continue
        if name == "illegal_gains":
            _need(value.gross is not None and value.gross == value.net)
            found[name] = _yuan(value.gross)
        elif isinstance(value, Figure):
            found[name] = _yuan(value)
        elif isinstance(value, Punishment | Penalty):
            found[name] = _dated(value)
        else:
            _need(isinstance(value, Stated))
            found[name] = str(value.truth)
    return found


def _dated(value: Punishment | Penalty) -> str:
    if isinstance(value, Punishment) and value.exempted:
        return "exempted"
    days = value.days if isinstance(value.days, tuple) else (value.days,) if value.days else ()
    _need(len(days) <= 1 and all(one.first == one.last for one in days))
    return str(days[0].first) if days else str(value.truth)


def _exact(figure: Figure) -> int:
    _need(figure.at_least == figure.at_most and not figure.disputed)
    return figure.at_least


def _yuan(figure: Figure) -> Decimal:
    return Decimal(_exact(figure)) / 100
