"""Errors of DuckDB, Arrow, SQLite and the system as ours: their own texts may quote cells, and are never shown."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from thresholds.errors import Diagnostic, EngineError, SourceErrors, ThresholdsError, needing
from thresholds.source.yaml import unreadable
from thresholds.wording import Worded

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAYS_FULL = ("no space left", "file too large", "disk quota", "disk is full", "max_temp_directory_size")
_LIBRARIES = ("duckdb", "ibis", "pyarrow", "numpy")


def need_libraries() -> None:
    """Nothing, where the libraries for tables are installed.

    Raises:
        UnavailableError: one of them is missing (TH510).
    """
    with needing("TH510", *_LIBRARIES):
        import duckdb  # noqa: F401
        import ibis  # noqa: F401
        import pyarrow  # noqa: F401


def damaged(file: str, problem: str, code: str = "TH513", **detail: str) -> SourceErrors:
    """A file that cannot be read as what its name says, and the key of why."""
    fields = (*detail.items(), ("problem", Worded(f"batch.problem.{problem}", **detail)))
    return SourceErrors([Diagnostic(code, file, 0, 0, detail=fields)])


def unplaced(file: str, problem: str, **detail: str) -> SourceErrors:
    """A place where nothing can be written, and the key of why (TH527)."""
    return damaged(file, problem, "TH527", **detail)


def is_full(error: BaseException) -> bool:
    """Whether an error says that there is no room left to write."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    said = str(error).lower()
    return any(text in said for text in _SAYS_FULL)


@contextmanager
def reading(file: str) -> Iterator[None]:
    """While an input is read.

    Raises:
        SourceErrors: it cannot be opened (TH001), is not what it should be (TH513), or there is no room for what is
            read (TH522).
    """
    import duckdb
    import pyarrow

    try:
        yield
    except ThresholdsError:
        raise
    except Exception as error:
        if _is_interrupt(error):
            raise KeyboardInterrupt from None
        if not isinstance(error, (duckdb.Error, pyarrow.ArrowException, sqlite3.Error, OSError)):
            raise
        _common(error, file)
        if isinstance(error, OSError) and error.errno:
            raise SourceErrors([unreadable(file, error)]) from None
        raise damaged(file, "not-what-it-says") from None


@contextmanager
def evaluating(file: str) -> Iterator[None]:
    """While a part is computed and written to `file`.

    Raises:
        SourceErrors: the disk is full (TH522), memory does not suffice (TH523), or the input turns out damaged (TH513)
            or is no longer there (TH001).
        EngineError: anything else; the text of the database is not shown, it may quote cells.
    """
    import duckdb
    import pyarrow

    try:
        yield
    except (duckdb.InterruptException, RuntimeError) as error:
        if _is_interrupt(error):
            raise KeyboardInterrupt from None
        raise
    except (duckdb.Error, pyarrow.ArrowException) as error:
        _common(error, file)
        broken = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException)
        # of bytes that are no Parquet some errors have no class of their own
        if isinstance(error, broken) or type(error) is duckdb.Error:
            raise damaged(file, "broken-within") from None
        raise EngineError("batch.engine", name=type(error).__name__) from None
    except OSError as error:
        _common(error, file)
        raise SourceErrors([unreadable(file, error)]) from None


@contextmanager
def writing(file: str) -> Iterator[None]:
    """While a result is written.

    Raises:
        SourceErrors: the disk is full (TH522), memory does not suffice (TH523), or it cannot be written to (TH001).
    """
    import duckdb
    import pyarrow

    try:
        yield
    except ThresholdsError:
        raise
    except (duckdb.InterruptException, RuntimeError) as error:
        if _is_interrupt(error):
            raise KeyboardInterrupt from None
        raise
    except (duckdb.Error, pyarrow.ArrowException, sqlite3.Error) as error:
        _common(error, file)
        raise EngineError("batch.engine", name=type(error).__name__) from None
    except OSError as error:
        _common(error, file)
        raise SourceErrors([unreadable(file, error)]) from None


def _is_interrupt(error: Exception) -> bool:
    """Whether somebody pressed Ctrl-C: in the middle of a query DuckDB says so in one of two ways."""
    import duckdb

    return isinstance(error, duckdb.InterruptException) or (
        type(error) is RuntimeError and str(error) == "Query interrupted"
    )


def _common(error: Exception, file: str) -> None:
    """Raise what may happen anywhere: no room, no memory."""
    import duckdb
    import pyarrow

    if is_full(error):
        raise SourceErrors([Diagnostic("TH522", file, 0, 0)]) from None
    if isinstance(error, (duckdb.OutOfMemoryException, pyarrow.ArrowMemoryError)):
        raise SourceErrors([Diagnostic("TH523", file, 0, 0)]) from None
