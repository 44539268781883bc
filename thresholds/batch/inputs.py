"""Which files a run reads: named one by one, by folder or by pattern; what each is, and that it is what it was."""

from __future__ import annotations

import codecs
import glob
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from thresholds.batch.faults import damaged
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.source.yaml import unreadable

#: What the ending of a file says that it is.
FORMS = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "database",
}
#: Between a database and its table: `people.duckdb::persons`.
OF_TABLE = "::"
_CHUNK = 1 << 20
_SQLITE, _DUCKDB, _DUCKDB_AT = b"SQLite format 3\0", b"DUCK", 8


class InputFile(NamedTuple):
    """One file: what it is, the table within it where it is a database, its size in bytes and when it was changed."""

    path: Path
    form: str
    table: str
    size: int
    modified: int

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.path}{OF_TABLE}{self.table}" if self.table else str(self.path)

    @property
    def unchanged(self) -> bool:
        """Whether the file on disk is still the one that was found."""
        try:
            now = self.path.stat()
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns) == (self.size, self.modified)

    def identity(self) -> list[object]:
        """What an interrupted run is compared by."""
        return [str(self.path.resolve()), self.table, self.size, self.modified]


def find_inputs(names: Sequence[str]) -> tuple[InputFile, ...]:
    """The files in the order in which they are read; those of a folder or of a pattern by name.

    Raises:
        SourceErrors: a file is missing (TH001), of no known form (TH511) or empty (TH513), or nothing is found (TH512).
    """
    found: list[InputFile] = []
    wrong: list[Diagnostic] = []
    for name in names:
        try:
            found += _named(name)
        except SourceErrors as errors:
            wrong += errors.diagnostics
    if wrong:
        raise SourceErrors(wrong)
    return tuple(dict.fromkeys(found))


def _named(name: str) -> list[InputFile]:
    text, _, table = name.partition(OF_TABLE)
    path = Path(text)
    if not text.strip():  # a variable of the shell that is empty, which would mean this whole folder
        inside = []
    elif path.is_dir():
        inside = [one for one in sorted(path.rglob("*")) if one.is_file() and _meant(one, path)]
    elif not path.exists() and glob.has_magic(text):
        inside = [one for one in map(Path, sorted(glob.glob(text, recursive=True))) if one.is_file()]
    else:
        return [_file(path, table)]
    if not inside:
        raise SourceErrors([Diagnostic("TH512", name, 0, 0, allowed=tuple(FORMS))])
    return [_file(one, table) for one in inside]


def _meant(path: Path, folder: Path) -> bool:
    """Whether a file of a folder is a table: not hidden, not what other programs note beside theirs."""
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    return not hidden and path.suffix.lower() in FORMS


def _file(path: Path, table: str) -> InputFile:
    try:
        status = path.stat()
        with path.open("rb") as file:
            start = file.read(len(_SQLITE))
    except OSError as error:
        raise SourceErrors([unreadable(str(path), error)]) from None
    form = FORMS.get(path.suffix.lower())
    if form is None:
        near = nearest(path.suffix.lower(), FORMS)
        raise SourceErrors([Diagnostic("TH511", str(path), 0, 0, path.suffix, tuple(FORMS), near)])
    if not status.st_size:
        raise damaged(str(path), "empty")
    return InputFile(path, _database(path, start) if form == "database" else form, table, *_stamp(status))


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _database(path: Path, start: bytes) -> str:
    """Which database a file named `.db` is, by how it begins."""
    if start.startswith(_SQLITE):
        return "sqlite"
    if start[_DUCKDB_AT:].startswith(_DUCKDB):
        return "duckdb"
    raise damaged(str(path), "no-database")


class Survey(NamedTuple):
    """What reading a whole file once says: its SHA-256; of a text the encoding, and whether its quotes are odd."""

    sha256: str
    encoding: str = ""
    odd_quotes: bool = False


def survey(file: InputFile) -> Survey:
    """Read a file once; a text that is not UTF-8 twice.

    Raises:
        SourceErrors: it cannot be read (TH001), or a text is in no encoding that is known (TH515).
    """
    try:
        if file.form not in ("csv", "jsonl"):
            with file.path.open("rb") as stream:
                return Survey(hashlib.file_digest(stream, "sha256").hexdigest())
        for encoding in _encodings(file.path):
            found = _read_as(file.path, encoding)
            if found is not None:
                return found
    except OSError as error:
        raise SourceErrors([unreadable(str(file.path), error)]) from None
    raise SourceErrors([Diagnostic("TH515", str(file.path), 0, 0)])


def _encodings(path: Path) -> tuple[str, ...]:
    """What a text may be in: UTF-16 where its mark says so, else UTF-8, else GB18030, as Excel in China writes."""
    with path.open("rb") as stream:
        marked = stream.read(2) in (b"\xff\xfe", b"\xfe\xff")
    return ("utf-16",) if marked else ("utf-8-sig", "gb18030")


def _read_as(path: Path, encoding: str) -> Survey | None:
    """What a text says where it is in an encoding from end to end, else None."""
    digest, quotes, decoder = hashlib.sha256(), 0, codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
                digest.update(chunk)
                quotes += chunk.count(b'"')
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return None
    return Survey(digest.hexdigest(), encoding, bool(quotes % 2))
