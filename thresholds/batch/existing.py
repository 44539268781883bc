"""Databases that are there already when answers are to be written into them: other tables are kept as they are.

A copy is made that is whole: with what is only in the log of the database, and while no other program has it open.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from thresholds.batch.databases import literal
from thresholds.batch.faults import is_full, unplaced

if TYPE_CHECKING:
    import duckdb


def check_database(path: Path, form: str, label: str, table: str) -> None:
    """Nothing, where a table can be put into a database, or the output is none or not there yet.

    Raises:
        SourceErrors: it cannot be opened, or has a view of that name (TH527).
    """
    import duckdb

    if not path.exists():
        return
    if form == "duckdb":
        with closing(duckdb.connect()) as database, _duckdb(path, label, database):
            query = "SELECT view_name FROM duckdb_views() WHERE database_name = 'existing' AND schema_name = 'main'"
            views = [name for (name,) in database.execute(query).fetchall()]
    elif form == "sqlite":
        with _sqlite(path, label) as connection:
            views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    else:
        return
    if table.casefold() in map(str.casefold, views):
        raise unplaced(label, "view", value=table)


def copy_duckdb(path: Path, label: str, to: Path, database: duckdb.DuckDBPyConnection) -> None:
    """Copy a database of DuckDB, where there is one.

    Raises:
        SourceErrors: it cannot be opened (TH527).
    """
    if path.exists():
        with _duckdb(path, label, database):
            database.execute("CHECKPOINT existing")
            shutil.copyfile(path, to)


@contextmanager
def _duckdb(path: Path, label: str, database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The database attached, so that no other process has it."""
    import duckdb

    try:
        database.execute(f"ATTACH {literal(path)} AS existing (TYPE duckdb)")
    except duckdb.Error:
        raise unplaced(label, "no-such-database") from None
    try:
        yield
    finally:
        database.execute("DETACH existing")


def copy_sqlite(path: Path, label: str, to: Path) -> None:
    """Copy a database of SQLite, where there is one.

    Raises:
        SourceErrors: it cannot be opened, or another program has it open (TH527).
    """
    if path.exists():
        with _sqlite(path, label) as existing, closing(sqlite3.connect(to)) as made:
            existing.backup(made)


@contextmanager
def _sqlite(path: Path, label: str) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield connection
    except sqlite3.DatabaseError as error:
        if is_full(error):
            raise
        raise unplaced(label, "no-such-database") from None
    # its log stays while somebody else has it open, who would go on writing into a file that is no longer there
    if path.with_name(f"{path.name}-wal").exists():
        raise unplaced(label, "no-such-database")
