"""What there is to read: files and folders as given, each file once, in an order that does not change."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from thresholds.errors import Diagnostic
from thresholds.source.yaml import unreadable
from thresholds.tally.workfolder import is_own
from thresholds.values.visible import visible
from thresholds.wording import Worded

#: Files that systems put into folders and archives, which hold no data of the user's.
_OF_SYSTEMS = (".ds_store", "thumbs.db", "desktop.ini")
#: What SQLite keeps beside a database: read with it, not by itself.
COMPANIONS = ("-wal", "-shm", "-journal")
#: Bytes of a file that its format is recognised by.
_HEAD = 4096


class Format(Enum):
    """What a file is by its content; the value is its name."""

    TEXT = "CSV/TXT"
    JSON = "JSON"
    WORKBOOK = "xlsx"
    PARQUET = "Parquet"
    SQLITE = "SQLite"
    ARCHIVE = "zip"
    NONE = ""


class Source(NamedTuple):
    """One file to read: its name for people, the part of an archive it is, and where its bytes lie.

    `named` says that the user named it, not a folder or archive that has it. `part_sha256` is the hash of a part.
    """

    file: str
    part: str
    path: Path
    sha256: str = ""
    part_sha256: str = ""
    named: bool = True
    depth: int = 0

    @property
    def label(self) -> str:
        """The file, and its part."""
        return f"{self.file}!{self.part}" if self.part else self.file

    @property
    def key(self) -> str:
        """The hash of its own bytes."""
        return self.part_sha256 or self.sha256


def discover(paths: Sequence[Path], problems: list[Diagnostic], but: Path) -> list[Source]:
    """The files named, and those in folders named; `problems` gets what cannot be read (TH001, TH606).

    What a tally keeps in the folder `but`, where it works, is left out.
    """
    found: dict[Path, Source] = {}
    for path in paths:
        try:
            folder = path.is_dir()
            inside = sorted(_under(path)) if folder else [path]
            if not folder and path.exists() and not path.is_file():
                problems.append(not_data(str(path), _BINARY))
                continue
            if not folder:
                with path.open("rb"):
                    pass
        except OSError as error:
            problems.append(unreadable(str(path), error))
            continue
        if not inside:
            problems.append(not_data(str(path), Worded("tally.input.found.nothing")))
        for file in inside:
            place = file.resolve()
            if not (folder and place.is_relative_to(but.resolve()) and is_own(place, but.resolve())):
                found.setdefault(place, Source(visible(str(file)), "", file, named=not folder))
    return list(found.values())


def _under(folder: Path) -> Iterator[Path]:
    """Every file below a folder, those of the system left out."""

    def refuse(error: OSError) -> None:
        raise error

    for place, _, files in os.walk(folder, onerror=refuse):
        for name in files:
            path = Path(place, name)
            if (
                (path.is_file() or path.is_symlink())
                and not of_system(str(path.relative_to(folder)))
                and not _is_companion(path)
            ):
                yield path


def of_system(name: str) -> bool:
    """Whether a file is the system's own: Finder's, Explorer's, Excel's lock beside an open workbook."""
    parts = name.replace("\\", "/").split("/")
    last = parts[-1].lower()
    return "__MACOSX" in parts or last in _OF_SYSTEMS or last.startswith(("._", "~$"))


def _is_companion(path: Path) -> bool:
    return any(path.name.endswith(end) and path.with_name(path.name.removesuffix(end)).exists() for end in COMPANIONS)


def not_data(name: str, found: Worded) -> Diagnostic:
    """TH606: a file that cannot be read as data, and what it is instead."""
    return Diagnostic("TH606", name, 0, 0, detail=(("found", found),))


#: How formats begin that are not read, and what is said of them.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", Worded("tally.input.found.old-office")),
    (b"Rar!", Worded("tally.input.found.archive", name="RAR")),
    (b"7z\xbc\xaf", Worded("tally.input.found.archive", name="7z")),
    (b"\x1f\x8b", Worded("tally.input.found.archive", name="gzip")),
    (b"BZh", Worded("tally.input.found.archive", name="bzip2")),
    (b"\xfd7zXZ", Worded("tally.input.found.archive", name="xz")),
    (b"%PDF", Worded("tally.input.found.binary")),
)
_BINARY = Worded("tally.input.found.binary")
_WIDE = ("utf-16-le", "utf-16-be")


def recognise(path: Path) -> tuple[Format, Worded]:
    """The format of a file by its content, and where it is none, what it is instead.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for begins, form in (
        (b"PAR1", Format.PARQUET),
        (b"SQLite format 3\0", Format.SQLITE),
    ):
        if head.startswith(begins):
            return form, _BINARY
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _packed(path)
    for begins, found in _OTHERS:
        if head.startswith(begins):
            return Format.NONE, found
    return _written(head, path.suffix.lower())


def _packed(path: Path) -> tuple[Format, Worded]:
    """A workbook, another document, or an archive."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return (Format.WORKBOOK if path.suffix.lower() in (".xlsx", ".xlsm") else Format.ARCHIVE), _BINARY
    if "xl/workbook.xml" in names:
        return Format.WORKBOOK, _BINARY
    if "[Content_Types].xml" in names or "mimetype" in names:
        return Format.NONE, Worded("tally.input.found.document")
    return Format.ARCHIVE, _BINARY


def _written(head: bytes, ending: str) -> tuple[Format, Worded]:
    """Text or JSON, or what is none of either."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or wide(head):
        return Format.TEXT, _BINARY
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1a\x1b\0" for byte in head)
    if control * 20 > len(head) or head.count(0) * 3 > len(head):
        return Format.NONE, _BINARY
    if start[:1] == b"{" or (start[:1] == b"[" and start[1:].lstrip()[:1] in (b"{", b"]", b"")):
        return (Format.JSON if start[1:].lstrip()[:1] in (b'"', b"{", b"}", b"]") else Format.TEXT), _BINARY
    if start[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml")) and ending not in (".csv", ".tsv"):
        return Format.NONE, Worded("tally.input.found.markup")
    return Format.TEXT, _BINARY


def wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of much of it is zero."""
    for half, name in ((1, _WIDE[0]), (0, _WIDE[1])):
        if len(head) >= 4 and head[half::2].count(0) * 3 > len(head) // 2 and head[1 - half :: 2].count(0) == 0:
            return name
    return ""
