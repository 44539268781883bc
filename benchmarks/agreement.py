"""A hundred thousand rows on the lines of the law, with bounds and nulls: every answer beside that of `evaluate`."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from benchmarks.clock import seconds
from benchmarks.subject import ROOT
from benchmarks.table import Row, skipped

SECTION = "agreement"
#: Rows that one process works out at a time.
_CHUNK = 500
_PERSON = (
    "profit_from_use", "prior_criminal_punishment", "administrative_penalty", "grave_consequences",
    "major_economic_loss", "first_offender", "full_restitution", "repentance", "breach_of_state_provisions",
)  # fmt: skip


class Table(NamedTuple):
    """The columns of a table, what null means in them, and the readings that it is scored under."""

    columns: tuple[str, ...]
    nulls: Mapping[str, str]
    readings: Mapping[str, str]


def _bounds(name: str) -> tuple[str, str]:
    return f"{name}_at_least", f"{name}_at_most"


TABLES = (
    Table(("location_tracking", "accommodation_record", "general_information", "illegal_gains"), {}, {}),
    Table(
        (*_bounds("location_tracking"), "transaction_record", *_bounds("general_information"), "illegal_gains", "act",
         "obtained_in"),
        dict.fromkeys(("transaction_record", "general_information_at_most"), "unknown") | {"illegal_gains": "unstated"},
        {},
    ),
    Table(
        ("credit_record", "health_information", "general_information", "act", "obtained_in", "knew_of_crime",
         "used_in_crime", "consent", "paid", "date", *_PERSON),
        dict.fromkeys(("consent", "obtained_in", "first_offender", "credit_record"), "unknown")
        | dict.fromkeys(("paid", "date", "administrative_penalty"), "unstated"),
        {"duty_mix": "together", "gains": "net"},
    ),
    Table(
        ("location_tracking", *_bounds("general_information"), "act", "lawful_business", "profit_from_use",
         "b.general_information", "b.location_tracking", "b.act", "b.obtained_in", "b.paid", "b.lawful_business"),
        dict.fromkeys(("b.general_information", "b.lawful_business", "general_information_at_most"), "unknown"),
        {"lawful_business_mixing": "included", "tenfold_sum": "below_base"},
    ),
)  # fmt: skip


def agreement(rows: int) -> list[Row]:
    """How many answers of how many rows are not those of `evaluate`, on each engine."""
    missing = [name for name in ("duckdb", "ibis") if not find_spec(name)]
    if missing:
        return [skipped(SECTION, "all", f"not installed ({', '.join(missing)})")]
    sys.path.insert(0, str(ROOT / "tests"))
    engines = ["duckdb", *(["spark"] if find_spec("pyspark") else [])]
    wrong, cells = dict.fromkeys(engines, 0), 0
    taken = dict.fromkeys(("evaluate", *engines), 0.0)
    for number, shape in enumerate(TABLES):
        made = _rows(number, rows // len(TABLES))
        taken["evaluate"] += (found := seconds(lambda n=number, m=made: _expected(n, m)))[0]
        expected = found[1]
        cells += sum(len(answer) for answer in expected)
        for engine in engines:
            spent, answers = seconds(lambda e=engine, s=shape, m=made: _answers(e, s, m))
            taken[engine] += spent
            wrong[engine] += _unlike(expected, answers)
    note = f"{rows:,} rows, {cells:,} answers; evaluate {taken['evaluate']:.0f} s"
    return [
        Row(
            SECTION,
            f"answers unlike evaluate's, {name}",
            wrong[name],
            "",
            target=0,
            note=f"{note}, {taken[name]:.0f} s",
        )
        for name in engines
    ]


def _rows(number: int, size: int) -> list[dict[str, Any]]:
    from rows import table

    return table(Random(number), TABLES[number].columns, TABLES[number].nulls, size)


def _expected(number: int, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    chunks = [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)]
    with ProcessPoolExecutor() as pool:
        return [answer for part in pool.map(_evaluated, [number] * len(chunks), chunks) for answer in part]


def _evaluated(number: int, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    sys.path.insert(0, str(ROOT / "tests"))
    from answers import expected

    from thresholds import load_ruleset
    from thresholds.evaluation.assess import engine_for
    from thresholds.evaluation.choices import choose

    engine, shape = engine_for(load_ruleset()), TABLES[number]
    choices = choose(engine.ruleset, shape.readings)
    return [expected(engine, choices, row, shape.nulls) for row in rows]


def _answers(engine: str, shape: Table, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The answers of an engine, in the order of the rows."""
    import pyarrow.parquet as pq
    from answers import arrow, layout

    from thresholds import load_ruleset
    from thresholds.batch.engines import DuckEngine
    from thresholds.batch.parts import Part, Slice
    from thresholds.batch.spark import SparkEngine
    from thresholds.batch.staging import Stored
    from thresholds.columns import INCLUDES, Columns
    from thresholds.evaluation.assess import engine_for
    from thresholds.evaluation.choices import choose

    ruleset = load_ruleset()
    table = arrow(rows, shape.columns).drop_columns(["row"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "rows.parquet"
        pq.write_table(table, path)
        stored = Stored(path, len(table), tuple(table.column_names), 1)
        found = layout(engine_for(ruleset), table, shape.nulls)
        columns = Columns(ruleset, found, choose(ruleset, shape.readings), frozenset(INCLUDES))
        runner = SparkEngine(None, "2GB", {}) if engine == "spark" else DuckEngine(folder / "spill", "1GB", 2, {})
        try:
            runner.columns_of([stored])
            runner.evaluate(Part(0, (Slice(stored, 0, len(table)),)), columns, folder / "a", folder / "r")
        finally:
            runner.close()
        return iter(sorted(pq.read_table(folder / "a").to_pylist(), key=lambda row: row["row"]))


def _unlike(expected: Sequence[Mapping[str, Any]], answers: Iterator[Mapping[str, Any]]) -> int:
    from answers import unlike

    wrong = 0
    for answer, found in zip(expected, answers, strict=True):
        differing = unlike(answer, found)
        if differing and not wrong:
            print(json.dumps(differing, default=str), file=sys.stderr)
        wrong += len(differing)
    return wrong
