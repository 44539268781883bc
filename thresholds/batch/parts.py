"""A run in parts: which rows each has, what is done already, and the folder in which all of it is kept.

A part is done when its note is there; the note is written last, by rename, so that a run which is killed at any moment
goes on with the parts that have none.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from thresholds.batch.faults import unplaced
from thresholds.batch.staging import Stored
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.source.yaml import unreadable

#: Rows of a part unless told otherwise: a second or so of work, and what an interruption costs at most.
PART_ROWS = 1_000_000

SCHEMA = "thresholds/batch-parts/1"


@dataclass(frozen=True)
class Slice:
    """Rows of one Parquet file: from a position (from 0) on, so many."""

    stored: Stored
    start: int
    count: int


class Part(NamedTuple):
    """Consecutive rows of the input: its number, from 1, and where they are."""

    number: int
    slices: tuple[Slice, ...]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(one.count for one in self.slices)


def planned(stored: Sequence[Stored], part_rows: int) -> tuple[Part, ...]:
    """The rows of these files, in their order, in parts of at most so many rows; of none at all one empty part."""
    parts: list[Part] = []
    slices: list[Slice] = []
    room = part_rows
    for one in stored:
        start = 0
        while start < one.rows:
            count = min(room, one.rows - start)
            slices.append(Slice(one, start, count))
            start, room = start + count, room - count
            if not room:
                parts.append(Part(len(parts) + 1, tuple(slices)))
                slices, room = [], part_rows
    if slices or not parts:
        slices = slices or [Slice(stored[0], 0, 0)]
        parts.append(Part(len(parts) + 1, tuple(slices)))
    return tuple(parts)


class Done(NamedTuple):
    """What a part came to: rows answered and rejected, and counts by what is counted (`grade`, `item` …) and value."""

    answered: int
    rejected: int
    counts: Mapping[str, Mapping[str, int]]


class WorkFolder:
    """The folder beside the output: copies of inputs, finished parts, and the identity of the run they belong to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    @property
    def temporary(self) -> Path:
        """Where the database puts what does not fit into memory."""
        return self.path / "spill"

    def input(self, number: int) -> Path:
        """The stem of the copies of an input, from 1."""
        return self.path / f"input-{number:05}"

    def answered(self, part: Part) -> Path:
        """The rows of a part that were answered."""
        return self.path / f"part-{part.number:05}.parquet"

    def refused(self, part: Part) -> Path:
        """The rows of a part that were not."""
        return self.path / f"part-{part.number:05}.rejects.parquet"

    def open(self, identity: Mapping[str, object], *, restart: bool) -> tuple[str, ...] | None:
        """Take up or begin the work: None where there was none, else the keys in which it was another (none: go on).

        Raises:
            SourceErrors: the folder cannot be made (TH001), another run is at work in it (TH524), or it has been there
                before and has other files in it (TH527).
        """
        try:
            self.path.mkdir(exist_ok=True)
            if not {path.name for path in self.path.iterdir()} & {"lock", "manifest.json"}:
                # what is in it is not ours, and would be taken away with it
                self.path.rmdir()
                self.path.mkdir()
        except OSError as error:
            if error.errno == errno.ENOTEMPTY:
                raise unplaced(str(self.path), "foreign-folder") from None
            raise SourceErrors([unreadable(str(self.path), error)]) from None
        self._take()
        known = None if restart else self._identity()
        wanted = json.loads(json.dumps({"schema": SCHEMA, **identity}))
        if known == wanted:
            return ()
        had = self._identity() is not None
        self._clear()
        write_whole(self.path / "manifest.json", json.dumps(wanted, ensure_ascii=False, indent=1))
        if known is None:
            return ("restart",) if had and restart else None
        return tuple(sorted(key for key in {*known, *wanted} if known.get(key) != wanted.get(key)))

    def _identity(self) -> dict[str, object] | None:
        try:
            found = json.loads((self.path / "manifest.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _take(self) -> None:
        """Hold the folder against other runs, where the system can; it is let go when the process ends."""
        try:
            import fcntl
        except ModuleNotFoundError:  # Windows: two runs with one output are not told apart
            return
        self._lock = os.open(self.path / "lock", os.O_CREAT | os.O_RDWR, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.release()
            raise SourceErrors([Diagnostic("TH524", str(self.path), 0, 0)]) from None

    def release(self) -> None:
        """Let the folder go."""
        if self._lock is not None:
            os.close(self._lock)
        self._lock = None

    def _clear(self) -> None:
        for path in self.path.iterdir():
            if path.name == "lock":
                continue
            _remove(path)

    @property
    def holds_nothing(self) -> bool:
        """Whether no part and no copy of an input is finished."""
        notes = {path.name for path in self.path.glob("*.json")}
        return notes <= {"manifest.json"}

    @property
    def holds_parts(self) -> bool:
        """Whether a part is finished."""
        return any(self.path.glob("part-*.json"))

    def remove(self) -> None:
        """Take the folder away with all that is in it."""
        self.release()
        shutil.rmtree(self.path)

    def tidy(self) -> None:
        """Take away what was begun and not finished."""
        for path in self.path.glob("*.partial*"):
            _remove(path)
        shutil.rmtree(self.temporary, ignore_errors=True)

    def done(self, part: Part) -> Done | None:
        """What a part came to, where it is finished."""
        note = self._note(part)
        try:
            kept = json.loads(note.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        whole = self.answered(part).exists() and self.refused(part).exists()
        return Done(**kept) if whole else None

    def finish(self, part: Part, done: Done) -> None:
        """Note that a part is finished."""
        write_whole(self._note(part), json.dumps(done._asdict()))

    def _note(self, part: Part) -> Path:
        return self.path / f"part-{part.number:05}.json"


def write_whole(path: Path, text: str) -> None:
    """Write a file whole: beside it first, then renamed."""
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def added(all_done: Sequence[Done]) -> Done:
    """What several parts came to."""
    counts: dict[str, dict[str, int]] = {}
    for done in all_done:
        for what, values in done.counts.items():
            for value, number in values.items():
                own = counts.setdefault(what, {})
                own[value] = own.get(value, 0) + number
    return Done(sum(one.answered for one in all_done), sum(one.rejected for one in all_done), counts)


@contextlib.contextmanager
def replacing(path: Path, folder: Path) -> Iterator[Path]:
    """A name in a folder to write to, which becomes `path` when all has gone well and is taken away when not."""
    partial = folder / (f".{path.name}.thresholds-partial" if folder == path.parent else f"{path.name}.partial")
    _remove(partial)
    try:
        yield partial
        os.replace(partial, path)
    except BaseException:
        _remove(partial)
        raise


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
