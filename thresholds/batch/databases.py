"""Tables of DuckDB and SQLite databases, read only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresholds.batch.faults import reading
from thresholds.batch.inputs import OF_TABLE, InputFile
from thresholds.batch.staging import Staged, Stored
from thresholds.columns import ROW, TableColumn
from thresholds.errors import Diagnostic, SourceErrors, nearest

if TYPE_CHECKING:
    import duckdb
    import pyarrow

_FETCHED = 50_000
#: Types that Parquet does not know, whole numbers of more digits among them, go as text.
_TOO_WIDE = ("HUGEINT", "BIGNUM", "VARINT", "INTERVAL")


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """A text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def chosen_table(file: InputFile, tables: Sequence[str]) -> str:
    """The table meant: the one named, or the only one.

    Raises:
        SourceErrors: none is named and there are several, or there is none of that name (TH514).
    """
    if file.table in tables:
        return file.table
    if not file.table and len(tables) == 1:
        return tables[0]
    shown = tuple(f"{file.path.name}{OF_TABLE}{name}" for name in tables)
    near = nearest(file.table, tables) if file.table else ""
    raise SourceErrors([Diagnostic("TH514", str(file.path), 0, 0, file.table, shown, near)])


def _sqlite(file: InputFile) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.path.resolve().as_uri()}?mode=ro", uri=True)


def _sqlite_table(connection: sqlite3.Connection, file: InputFile) -> str:
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return chosen_table(file, [name for (name,) in connection.execute(f"{query} ORDER BY name")])


def sqlite_columns(file: InputFile) -> tuple[str, ...]:
    """The columns of a table of SQLite."""
    with closing(_sqlite(file)) as connection:
        found = connection.execute(f"SELECT * FROM {quoted(_sqlite_table(connection, file))} LIMIT 0")
        return tuple(column[0] for column in found.description)


def sqlite_batches(file: InputFile) -> Iterator[tuple[pyarrow.Table, int, int]]:
    """The rows of a table of SQLite as text, which is how each cell was written; with how many of how many are read."""
    import pyarrow as pa

    with closing(_sqlite(file)) as connection:
        table = quoted(_sqlite_table(connection, file))
        (total,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        cursor = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        schema = pa.schema([(name, pa.string()) for name in names])
        done = 0
        while True:
            rows = cursor.fetchmany(_FETCHED)
            if not rows and done:
                return
            done += len(rows)
            columns = [[_text(cell) for cell in cells] for cells in zip(*rows, strict=True)] or [[] for _ in names]
            yield pa.table(columns, schema=schema), done, total
            if not rows:
                return


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return f"0x{cell.hex()}" if isinstance(cell, bytes) else str(cell)


def _duckdb(file: InputFile) -> duckdb.DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"ATTACH {literal(file.path)} AS given (READ_ONLY, TYPE duckdb)")
    return connection


def _relation(connection: duckdb.DuckDBPyConnection, file: InputFile) -> str:
    """The table meant, as SQL names it."""
    query = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_catalog = 'given' ORDER BY ALL"
    found = {
        name if schema == "main" else f"{schema}.{name}": (schema, name)
        for schema, name in connection.execute(query).fetchall()
    }
    schema, name = found[chosen_table(file, tuple(found))]
    return f"given.{quoted(schema)}.{quoted(name)}"


def duckdb_columns(file: InputFile) -> tuple[TableColumn, ...]:
    """The columns of a table of DuckDB."""
    from thresholds.batch.staging import ibis_type

    with closing(_duckdb(file)) as connection:
        names = _exact(connection, _relation(connection, file))
        schema = connection.sql(f"SELECT {names} FROM {_relation(connection, file)} LIMIT 0").to_arrow_table().schema
        return tuple(TableColumn(field.name, ibis_type(field.type)) for field in schema)


def _exact(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    """All columns, those that Parquet would make floats of, or cannot hold, as text."""
    described = connection.execute(f"DESCRIBE {relation}").fetchall()
    return ", ".join(
        f"{quoted(name)}::VARCHAR AS {quoted(name)}" if any(wide in type_ for wide in _TOO_WIDE) else quoted(name)
        for name, type_, *_ in described
    )


def copied(file: InputFile, stem: Path, first: int) -> Staged:
    """A table of DuckDB as Parquet, in the order in which it is stored.

    Raises:
        SourceErrors: it cannot be read (TH513), its table is not named or not there (TH514), the disk is full (TH522).
    """
    import os

    path = stem.with_name(f"{stem.name}-000.parquet")
    with reading(file.label), closing(_duckdb(file)) as connection:
        relation = _relation(connection, file)
        names = [column.name for column in duckdb_columns(file)]
        if not path.exists():
            rows = f"SELECT row_number() OVER () + {first - 1} AS {ROW}, {_exact(connection, relation)} FROM {relation}"
            partial = path.with_suffix(".partial")
            connection.execute(f"COPY ({rows}) TO {literal(partial)} (FORMAT parquet)")
            os.replace(partial, path)
        (count,) = connection.execute(f"SELECT count(*) FROM {relation}").fetchone() or (0,)
    return Staged((Stored(path, count, tuple(names), 0),), (), count)
