"""Zip archives: every member unpacked into the workspace, whole or not at all, bounded, whatever names they have."""

from __future__ import annotations

import hashlib
import shutil
import zlib
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from thresholds.errors import BrokenOffError, Diagnostic, SourceErrors
from thresholds.tally.inputs.pieces import Entry, Pieces
from thresholds.tally.inputs.scan import BLOCK, Advance
from thresholds.tally.inputs.sources import Source, not_data, of_system
from thresholds.wording import Worded

#: Archives within archives, members of one, and how many times its size a large one may be when unpacked.
MOST_DEEP, MOST_MEMBERS, MOST_TIMES = 3, 100_000, 250
#: Below this size an archive may grow as it likes.
_HARMLESS = 1024 * 1024 * 1024
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1

_BROKEN = (BadZipFile, zlib.error, EOFError, ValueError, UnicodeDecodeError)


def refuse_bomb(source: Source) -> None:
    """Nothing.

    Raises:
        SourceErrors: a workbook is too large when unpacked (TH609).
        BadZipFile: it is no archive that is whole.
    """
    with ZipFile(source.path) as archive:
        _refuse_ratio(source, sum(info.file_size for info in archive.infolist()))


class Member(NamedTuple):
    """A member of an archive: its name as people read it, and its place in the archive."""

    name: str
    info: ZipInfo


def unpacked(source: Source, pieces: Pieces, advance: Advance) -> list[Source]:
    """The members of an archive, each unpacked into a piece; `advance` is told of packed bytes.

    Raises:
        SourceErrors: it is cut off or damaged (TH607), has a password (TH608) or is too large unpacked (TH609).
        UnavailableError: the disk is full (TH602).
    """
    try:
        with ZipFile(source.path) as archive:
            members = _members(archive, source)
            return [_source(source, entry, pieces) for entry in _entries(archive, members, source, pieces, advance)]
    except NotImplementedError:
        raise SourceErrors([not_data(source.label, Worded("tally.input.found.compression"))]) from None
    except _BROKEN:
        raise SourceErrors([Diagnostic("TH607", source.label, 0, 0)]) from None


def _members(archive: ZipFile, source: Source) -> list[Member]:
    """The files in an archive, in the order of their names."""
    members = [Member(_name(info), info) for info in archive.infolist() if not info.is_dir()]
    _refuse_ratio(source, sum(member.info.file_size for member in members))
    if source.depth >= MOST_DEEP:
        raise _too_large(source, Worded("tally.input.bomb.depth", depth=str(MOST_DEEP)))
    if len(members) > MOST_MEMBERS:
        raise _too_large(source, Worded("tally.input.bomb.members", number=str(len(members))))
    if any(member.info.flag_bits & _ENCRYPTED for member in members):
        raise SourceErrors([Diagnostic("TH608", source.label, 0, 0)])
    return sorted((member for member in members if not of_system(member.name)), key=lambda member: member.name)


def _refuse_ratio(source: Source, size: int) -> None:
    packed = source.path.stat().st_size
    if size > _HARMLESS and size > MOST_TIMES * packed:
        raise _too_large(source, Worded("tally.input.bomb.ratio", times=str(size // max(packed, 1))))


def _too_large(source: Source, found: Worded) -> SourceErrors:
    """TH609, and in what way it is too large."""
    return SourceErrors([Diagnostic("TH609", source.label, 0, 0, detail=(("found", found),))])


def _name(info: ZipInfo) -> str:
    """The name of a member: without the mark for UTF-8 it is what Windows in China writes, or UTF-8 all the same."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename


def _entries(archive: ZipFile, members: list[Member], source: Source, pieces: Pieces, advance: Advance) -> list[Entry]:
    """The pieces of all members: those of before, or made now and listed together when the last is whole."""
    keys = [f"member:{source.key}:{place}" for place in range(len(members))]
    before = [pieces.get(key) for key in keys]
    if all(before):
        advance(sum(member.info.compress_size for member in members))
        return [entry for entry in before if entry is not None]
    if sum(member.info.file_size for member in members) > shutil.disk_usage(pieces.folder).free:
        raise BrokenOffError("TH602", folder=str(pieces.folder.parent))
    made: dict[str, Entry] = {}
    try:
        for place, (key, member) in enumerate(zip(keys, members, strict=True)):
            name = f"member-{source.key[:16]}-{place}"
            made[key] = {"name": name, "part": member.name, "sha256": _unpack(archive, member, name, pieces)}
            advance(member.info.compress_size)
        return list(pieces.put_all(made).values())
    except BaseException:
        for entry in made.values():
            pieces.remove(str(entry["name"]))
        raise


def _unpack(archive: ZipFile, member: Member, name: str, pieces: Pieces) -> str:
    """Unpack one member; the SHA-256 of what it is."""
    digest = hashlib.sha256()
    with pieces.writing(name) as temporary, archive.open(member.info) as packed, temporary.open("wb") as file:
        while block := packed.read(BLOCK):
            file.write(block)
            digest.update(block)
    return digest.hexdigest()


def _source(source: Source, entry: Entry, pieces: Pieces) -> Source:
    """A member as a file to read."""
    part = f"{source.part}!{entry['part']}" if source.part else str(entry["part"])
    return source._replace(
        part=part, path=pieces.path(entry), part_sha256=str(entry["sha256"]), named=False, depth=source.depth + 1
    )
