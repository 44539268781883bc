"""The suites as tables: every case that a row can say, by every ruleset and reading, held to what the suites expect."""

from __future__ import annotations

import ibis
import pyarrow as pa
import pytest
from suite_rows import Sheet, all_tests, sheets

from thresholds.columns import ROW
from thresholds.law.load import available, is_statute

SHEETS = sheets()


def label(sheet: Sheet) -> str:
    """The ruleset, and the first test."""
    return f"{sheet.ruleset.id}-{len(sheet.rows)}-{sheet.tests[0].id}"


@pytest.mark.parametrize("sheet", SHEETS, ids=label)
def test_the_suites_as_tables(sheet: Sheet) -> None:
    backend = ibis.duckdb.connect(threads=1)
    numbered = sheet.table.add_column(0, ROW, pa.array(range(len(sheet.rows)), pa.int64()))
    backend.con.register("sheet", numbered)
    table = backend.table("sheet")
    query = ibis.to_sql(sheet.columns(table).answered(table), dialect="duckdb")
    answers = backend.con.sql(query).to_arrow_table().to_pylist()
    backend.disconnect()
    assert sheet.wrong(sorted(answers, key=lambda row: int(row[ROW]))) == []


def test_nearly_all_cases_are_rows() -> None:
    """All but those of several persons, bodies passed on, several occasions, uncertain days and older law."""
    assert sum(len(sheet.rows) for sheet in SHEETS) >= 2148
    tests = [test for sheet in SHEETS for test in sheet.tests]
    assert len({(test.file, test.id) for test in tests}) == len(tests)
    assert len(tests) / len(all_tests()) > 0.9


def test_every_ruleset_has_rows() -> None:
    names = {name for name in available() if not is_statute(name)}
    assert {sheet.ruleset.id for sheet in SHEETS} == names
