"""SQLite databases: every table, each cell as text, read without changing a byte of the file."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.tally.inputs.headers import hidden, names
from thresholds.tally.inputs.pieces import Pieces
from thresholds.tally.inputs.sources import COMPANIONS, Source
from thresholds.tally.inputs.staging import BATCH, Staged, Texts, write
from thresholds.tally.model import Note
from thresholds.tally.workspace import quoted

#: A cell as text: whole numbers without a point, bytes as hexadecimal digits.
_CELL = """CASE typeof({0}) WHEN 'real' THEN
 CASE WHEN abs({0}) < 9e18 AND {0} = CAST({0} AS INTEGER) THEN CAST(CAST({0} AS INTEGER) AS TEXT)
 ELSE CAST({0} AS TEXT) END WHEN 'blob' THEN lower(hex({0})) ELSE CAST({0} AS TEXT) END"""
#: From here on a number of floating point has no exact last digit.
_LOST = "sum(typeof({0}) = 'real' AND abs({0}) >= 1e15)"


def read(source: Source, pieces: Pieces) -> list[Staged]:
    """Every table of a database, in the order of their names, as pieces.

    Raises:
        SourceErrors: it is cut off, damaged or has a password (TH611).
        UnavailableError: the disk is full (TH602).
    """
    try:
        with _opened(source.path, pieces.folder) as (connection, companion):
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
            ).fetchall()
            notes = (Note("companion"),) if companion else ()
            return [
                _table(connection, str(name), f"rows-{source.key[:16]}-{place}", pieces, notes)
                for place, (name,) in enumerate(tables)
            ]
    except (sqlite3.Error, UnicodeError):
        raise SourceErrors([Diagnostic("TH611", source.label, 0, 0, detail=(("format", "SQLite"),))]) from None


@contextmanager
def _opened(path: Path, folder: Path) -> Iterator[tuple[sqlite3.Connection, bool]]:
    """The database, and whether a journal lies beside it: then a copy of both is read, for reading changes them."""
    beside = [path.with_name(path.name + end) for end in COMPANIONS if path.with_name(path.name + end).exists()]
    copied = Path(mkdtemp(prefix="copy-", dir=folder)) if beside else None
    try:
        target = path.resolve()
        if copied is not None:
            for file in (path, *beside):
                shutil.copyfile(file, copied / file.name)
            target = copied / path.name
        options = "mode=ro&immutable=1" if copied is None else "mode=rw"
        with closing(sqlite3.connect(f"{target.absolute().as_uri()}?{options}", uri=True)) as connection:
            yield connection, copied is not None
    finally:
        if copied is not None:
            shutil.rmtree(copied, ignore_errors=True)


def _table(connection: sqlite3.Connection, name: str, piece: str, pieces: Pieces, notes: tuple[Note, ...]) -> Staged:
    """One table, written row by row of the database but in batches of columns."""
    written = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({quoted(name)})")]
    cells = [quoted(column) for column in written]
    lost = sum(connection.execute(f"SELECT {_sums(cells)} FROM {quoted(name)}").fetchone()) if cells else 0
    listed = ", ".join(_CELL.format(cell) for cell in cells)
    cursor = connection.execute(f"SELECT {listed} FROM {quoted(name)}")
    empty = 0

    def batches() -> Iterator[list[Texts]]:
        nonlocal empty
        while rows := cursor.fetchmany(BATCH):
            kept = [row for row in rows if any(row)]
            empty += len(rows) - len(kept)
            yield list(zip(*kept, strict=True)) if kept else [()] * len(cells)

    rows = write(pieces, piece, len(cells), batches())
    notes += tuple(note for note in (Note("digits-lost", lost), Note("hidden-names", hidden(written))) if note.number)
    return Staged(piece, name, names(written, len(written)), rows, empty=empty, notes=notes)


def _sums(cells: list[str]) -> str:
    return ", ".join(f"coalesce({_LOST.format(cell)}, 0)" for cell in cells)
