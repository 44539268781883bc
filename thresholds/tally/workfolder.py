"""A work folder that was given: what in it is a tally's own, told by a mark and by names, and nothing else touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from thresholds.errors import UnavailableError

DATABASE, SPILL, PIECES = "tally.duckdb", "spill", "pieces"
#: Says that the folder is one of ours; written before anything else is.
_MARK, _SAYS = "thresholds-tally", "thresholds tally --work\n"
#: What inputs were made into, what is being made of them, and copies of databases.
_PIECE = re.compile(r"(?:(?:rows|member|utf8|input)-[0-9a-z_-]+|manifest\.json)(?:\.part)?|copy-\w+", re.IGNORECASE)
_SPILLED = re.compile(r"duckdb_temp_.+")


def claim(folder: Path) -> None:
    """Mark a folder as a tally's.

    Raises:
        UnavailableError: something in the places where it would work is not its own (TH615).
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / _MARK
    ours = mark.is_file() and mark.read_bytes() == _SAYS.encode()
    for path in _there(folder):
        if not (ours and _is_own(path, folder)):
            raise UnavailableError("TH615", folder=str(folder), name=str(path.relative_to(folder)))
    if not ours:
        mark.write_bytes(_SAYS.encode())


def clear(folder: Path) -> None:
    """Remove from a folder all that tallies made there, and their folders where nothing else is in them."""
    for path in [path for path in _there(folder) if _is_own(path, folder)]:
        _remove(path)
    (folder / _MARK).unlink(missing_ok=True)
    _leave(folder / PIECES, folder / SPILL)


def clear_spilled(folder: Path) -> None:
    """Remove what a query spilled."""
    for path in _inside(folder / SPILL):
        if _is_own(path, folder):
            _remove(path)
    _leave(folder / SPILL)


def is_piece(path: Path) -> bool:
    """Whether a file among the pieces is of a tally by its name."""
    return bool(_PIECE.fullmatch(path.name))


def is_own(path: Path, folder: Path) -> bool:
    """Whether a path, below the work folder, is where a tally works."""
    first = path.relative_to(folder).parts[:1]
    return first in ((PIECES,), (SPILL,), (_MARK,)) or bool(first and first[0].startswith(DATABASE))


def _there(folder: Path) -> Iterator[Path]:
    """Everything in the places where a tally works."""
    yield from sorted(folder.glob(f"{DATABASE}*"))
    for name in (PIECES, SPILL):
        if (folder / name).exists() and not (folder / name).is_dir():
            yield folder / name
        yield from _inside(folder / name)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []


def _is_own(path: Path, folder: Path) -> bool:
    if path.parent == folder:
        return path.is_file() and path.name in (DATABASE, f"{DATABASE}.wal", f"{DATABASE}.tmp", f"{DATABASE}.lock")
    return is_piece(path) if path.parent.name == PIECES else bool(_SPILLED.fullmatch(path.name))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _leave(*folders: Path) -> None:
    for folder in folders:
        with suppress(OSError):  # something of somebody's is in it, or it is not there
            folder.rmdir()
