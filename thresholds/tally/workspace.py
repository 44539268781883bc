"""Where a tally works: one DuckDB connection in a folder of its own, bounded in memory, and errors without any row."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from thresholds.errors import BrokenOffError, UnavailableError
from thresholds.tally.workfolder import DATABASE, PIECES, SPILL, claim, clear_spilled

if TYPE_CHECKING:
    from types import TracebackType

    import duckdb

#: What DuckDB may hold where nothing is asked for, and the processors it then uses: all.
MEMORY, ALL_THREADS = "2GB", 0

#: What a tally cannot do without, all of it in the extra `bulk`: asked for at the beginning, not after an hour.
_LIBRARIES = ("duckdb", "pyarrow", "phonenumbers", "stdnum", "scipy")


class Workspace:
    """A DuckDB database in a folder, which spills there; the folder is removed on leaving unless it was given.

    A given folder is kept: `pieces` in it holds what inputs were made into, so that another run need not do so again.
    Every error of DuckDB leaves as one of this package: what DuckDB says quotes rows and is never handed on.
    """

    def __init__(self, folder: Path, kept: bool, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder, self.kept, self.connection = folder, kept, connection
        self.pieces = folder / PIECES

    @classmethod
    def open(
        cls,
        folder: Path | None = None,
        memory: str = MEMORY,
        threads: int = ALL_THREADS,
        disk: str | None = None,
    ) -> Workspace:
        """A workspace in the folder (made where missing), or in a temporary one of its own where none is given.

        `memory` and `disk` are sizes as DuckDB writes them (`2GB`, `512MiB`): what it may hold and what it may spill.

        Raises:
            UnavailableError: DuckDB or another library is not installed (TH601), the disk is full (TH602), the folder
                cannot be written to or another tally works there (TH604), something there is not a tally's own
                (TH615), or `memory` or `disk` is no size (TH605).
        """
        _installed()
        kept = folder is not None
        try:
            chosen = Path(tempfile.mkdtemp(prefix="thresholds-tally-")) if folder is None else folder
            str(chosen.absolute()).encode("utf-8")
            if kept:
                claim(chosen)
            (chosen / PIECES).mkdir(exist_ok=True)
        except UnicodeEncodeError:  # the database takes no such name
            raise UnavailableError("TH604", folder=str(folder)) from None
        except OSError as error:
            raise _of_system(error, str(folder or tempfile.gettempdir())) from None
        try:
            return cls(chosen, kept, _connect(chosen, memory, threads, disk))
        except BaseException:
            if not kept:
                shutil.rmtree(chosen, ignore_errors=True)
            raise

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave: the connection is closed, and a folder of its own removed."""
        try:
            self.connection.close()
        finally:
            if self.kept:
                clear_spilled(self.folder)
            else:
                shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Do what the statement says.

        Raises:
            UnavailableError: the disk is full (TH602) or the memory allowed is too little (TH603).
            WorkError: DuckDB refused for another reason (TH614).
        """
        with self.guarded():
            self.connection.execute(sql, list(parameters))

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a (small) result; errors as in `execute`."""
        with self.guarded():
            return cast("list[tuple[object, ...]]", self.connection.execute(sql, list(parameters)).fetchall())

    def row(self, sql: str, parameters: Sequence[object] = ()) -> tuple[object, ...]:
        """The first row of a result that has one; errors as in `execute`."""
        return self.rows(sql, parameters)[0]

    def numbers(self, sql: str, parameters: Sequence[object] = ()) -> tuple[int, ...]:
        """The first row of a result, all whole numbers (null is 0); errors as in `execute`."""
        return tuple(int(str(value or 0)) for value in self.row(sql, parameters))

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Within it every error of DuckDB and every full disk leaves as in `execute`."""
        import duckdb

        try:
            yield
        except duckdb.Error as error:
            raise _of_duckdb(error, self.folder) from None
        except OSError as error:
            raise _of_system(error, str(self.folder)) from None


class WorkError(BrokenOffError):
    """DuckDB refused a statement; says of what kind the refusal was, and no value."""


def quoted(name: str) -> str:
    """A name of a table or column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _installed() -> None:
    """Nothing.

    Raises:
        UnavailableError: DuckDB or another of the libraries is not installed (TH601).
    """
    if any(find_spec(name) is None for name in _LIBRARIES):
        raise UnavailableError("TH601")


def _connect(folder: Path, memory: str, threads: int, disk: str | None) -> duckdb.DuckDBPyConnection:
    """A connection to the database in the folder that reaches for nothing outside: no extension is fetched."""
    import duckdb

    wished = {"memory_limit": memory, **({"max_temp_directory_size": disk} if disk else {})}
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder / SPILL),
        "threads": threads or os.cpu_count() or 1,
        "preserve_insertion_order": False,  # nothing here hangs on the order of rows, and keeping it costs memory
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        connection = duckdb.connect(str(folder / DATABASE), config=settings)
    except duckdb.Error as error:
        raise _of_duckdb(error, folder, opening=True) from None
    for name, size in wished.items():
        try:
            connection.execute(f"SET {name} = {literal(size)}")
        except duckdb.Error:
            connection.close()
            raise UnavailableError("TH605", value=size) from None
    return connection


#: What DuckDB says when there is no room on the disk: of the system, of the limit of what it may spill.
_NO_ROOM = ("No space left", "File too large", "max_temp_directory_size", "not enough disk space", "Disk quota")


def _of_duckdb(error: duckdb.Error, folder: Path, *, opening: bool = False) -> UnavailableError:
    """Our error for one of DuckDB's, whose text is looked at for its kind alone."""
    import duckdb

    text = str(error)
    if any(words in text for words in _NO_ROOM):
        return BrokenOffError("TH602", folder=str(folder))
    if isinstance(error, duckdb.OutOfMemoryException):
        return BrokenOffError("TH603")
    if opening:
        return UnavailableError("TH604", folder=str(folder))
    return WorkError("TH614", kind=type(error).__name__)


def _of_system(error: OSError, folder: str) -> UnavailableError:
    """A full disk, or a folder that cannot be written to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return BrokenOffError("TH602", folder=folder)
    return UnavailableError("TH604", folder=folder)
