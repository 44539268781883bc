"""Parquet files, read by DuckDB where they lie: every column as text, structures opened one level."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.tally.inputs.delimited import escaped
from thresholds.tally.inputs.headers import hidden, names
from thresholds.tally.inputs.sources import Source
from thresholds.tally.model import Note
from thresholds.tally.workspace import WorkError, Workspace, literal, quoted

_FLOATS = ("FLOAT", "DOUBLE")
#: From here on a number of floating point has no exact last digit.
_EXACT = 10**15


class Columnar(NamedTuple):
    """The query that gives the rows of a Parquet file, its columns and notes on it."""

    query: str
    columns: tuple[str, ...]
    rows: int
    empty: int
    notes: tuple[Note, ...]


def read(source: Source, workspace: Workspace) -> Columnar:
    """The file as a query.

    Raises:
        SourceErrors: it is cut off or damaged (TH611).
        UnavailableError: the disk or the memory allowed does not do.
    """
    try:
        return _read(f"read_parquet({literal(escaped(source.path))}, hive_partitioning = false)", workspace)
    except WorkError:
        raise SourceErrors([Diagnostic("TH611", source.label, 0, 0, detail=(("format", "Parquet"),))]) from None


def _read(table: str, workspace: Workspace) -> Columnar:
    opened = _opened(table, workspace)
    written = [name for name, _, _ in opened]
    columns = names(written, len(opened))
    listed = ", ".join(
        f"{_text(cell, kind)} AS {quoted(name)}" for (_, cell, kind), name in zip(opened, columns, strict=True)
    )
    floats = [cell for _, cell, kind in opened if kind in _FLOATS]
    lost = " + ".join(f"coalesce(count_if(isfinite({cell}) AND abs({cell}) >= {_EXACT}), 0)" for cell in floats) or "0"
    blank = " AND ".join(f"coalesce({quoted(name)}, '') = ''" for name in columns)
    inner = f"SELECT {listed} FROM {table}"
    rows, many = workspace.numbers(f"SELECT count(*), {lost} FROM {table}")
    (empty,) = workspace.numbers(f"SELECT count_if({blank}) FROM ({inner})")
    query = f"SELECT * FROM ({inner}) WHERE NOT ({blank})" if empty else inner
    notes = (Note("digits-lost", many), Note("hidden-names", hidden(written)))
    return Columnar(query, columns, rows - empty, empty, tuple(note for note in notes if note.number))


def _opened(table: str, workspace: Workspace) -> list[tuple[str, str, str]]:
    """Name, expression and type of every column, the fields of a structure each by itself."""
    found = []
    for name, kind in workspace.rows(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {table})"):
        name, kind, cell = str(name), str(kind), quoted(str(name))
        if kind.startswith("STRUCT(") and kind.endswith(")"):
            inside = workspace.rows(
                f"SELECT column_name, column_type FROM (DESCRIBE SELECT unnest({cell}) FROM {table})"
            )
            found += [(f"{name}.{field}", f"{cell}.{quoted(str(field))}", str(inner)) for field, inner in inside]
        else:
            found.append((name, cell, kind))
    return found


def _text(cell: str, kind: str) -> str:
    """The text of a cell: whole numbers of floating point without a point, bytes as hexadecimal digits."""
    if kind in _FLOATS:
        whole = f"isfinite({cell}) AND abs({cell}) < 1e18 AND {cell} = trunc({cell})"
        return f"CASE WHEN {whole} THEN {cell}::BIGINT::VARCHAR ELSE {cell}::VARCHAR END"
    return f"lower(hex({cell}))" if kind == "BLOB" else f"{cell}::VARCHAR"
