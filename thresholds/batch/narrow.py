"""Columns of text in which every cell is a plain number, as numbers: what is exact need not be tried at two ends."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from thresholds.batch.databases import literal, quoted
from thresholds.batch.faults import writing
from thresholds.batch.outputs import parquet_of
from thresholds.batch.staging import Stored
from thresholds.case.flat import Sort
from thresholds.columns import Layout
from thresholds.columns.layout import kind_of

if TYPE_CHECKING:
    import duckdb

#: What a plain number looks like, and the exact type that it fits into.
_PLAIN = (("BIGINT", "0|[1-9][0-9]{0,14}"), ("DECIMAL(15, 2)", r"(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?"))


def narrowed(stored: Sequence[Stored], layout: Layout, database: duckdb.DuckDBPyConnection) -> tuple[Stored, ...]:
    """The same rows, columns of counts and money as whole numbers and decimals where all cells of all files are.

    Files that are no copies in the work folder stay as they are. What holds a range, a word or a wrong cell stays text.

    Raises:
        SourceErrors: there is no room for the copy (TH522).
    """
    if any(one.first for one in stored):
        return tuple(stored)
    texts = [
        column.name
        for column in layout.slots.values()
        if column.sort in (Sort.COUNT, Sort.MONEY) and kind_of(column.type) == "text"
    ]
    names = [name for name in texts if all(name in one.columns for one in stored)]
    types = _types(stored, names, database) if names else {}
    return tuple(_copied(one, types, database) for one in stored) if types else tuple(stored)


def _types(stored: Sequence[Stored], names: Sequence[str], database: duckdb.DuckDBPyConnection) -> dict[str, str]:
    asked = [
        f"bool_and(regexp_full_match({quoted(name)}, {literal(pattern)}))" for name in names for _, pattern in _PLAIN
    ]
    source = parquet_of([one.path for one in stored], "union_by_name = true")
    with writing(str(stored[0].path)):
        answers = database.execute(f"SELECT {', '.join(asked)} FROM {source}").fetchone() or ()
    found: dict[str, str] = {}
    for number, answer in enumerate(answers):
        if answer:
            found.setdefault(names[number // len(_PLAIN)], _PLAIN[number % len(_PLAIN)][0])
    return found


def _copied(one: Stored, types: dict[str, str], database: duckdb.DuckDBPyConnection) -> Stored:
    path = one.path.with_suffix(".exact.parquet")
    if not path.exists():
        casts = ", ".join(f"{quoted(name)}::{type_} AS {quoted(name)}" for name, type_ in types.items())
        partial = path.with_name(f"{path.name}.partial")
        query = f"SELECT * REPLACE ({casts}) FROM {parquet_of([one.path])}"
        with writing(str(path)):
            database.execute(f"COPY ({query}) TO {literal(partial)} (FORMAT parquet)")
            os.replace(partial, path)
    return one._replace(path=path)
