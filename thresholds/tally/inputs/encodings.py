"""The encoding of a text file, recognised from all of it, and its text as UTF-8; nothing is ever replaced."""

from __future__ import annotations

import codecs
import io
import re
from pathlib import Path

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.tally.inputs.pieces import Pieces
from thresholds.tally.inputs.scan import BLOCK, MARKS, Scan
from thresholds.tally.inputs.sources import wide

#: Characters that only text which really is UTF-8 has: those of three bytes and more.
_WRITTEN = re.compile("[\u0800-\U0010ffff]")
#: Bytes at the beginning that a mark of encoding is looked for in.
_HEAD = 4096
#: Encodings whose line breaks are not single bytes.
_WIDE = ("utf-16", "utf-32")


def encoding_of(path: Path, found: Scan, wished: str | None, name: str) -> str:
    """The encoding of a file: the one wished for, the one that its mark names, else UTF-8 or GB18030.

    Raises:
        SourceErrors: some line is not text in it (TH610).
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    marked = next((encoding for mark, encoding in MARKS if head.startswith(mark)), None)
    encoding = wished or marked or wide(head) or None
    if encoding is None:
        encoding = "utf-8" if found.invalid < 0 or _is_utf8_before(path, found.invalid) else "gb18030"
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
        if found.invalid >= 0:
            raise SourceErrors([_broken(path, "utf-8", name)])
        return "utf-8-sig" if marked == "utf-8-sig" else "utf-8"
    return encoding.lower().replace("_", "-")


def _is_utf8_before(path: Path, end: int) -> bool:
    """Whether the bytes before the first that is not UTF-8 have characters that only UTF-8 writes so."""
    with path.open("rb") as file:
        decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        while end > 0 and (block := file.read(min(BLOCK, end))):
            if _WRITTEN.search(decoder.decode(block)):
                return True
            end -= len(block)
    return False


def _broken(path: Path, encoding: str, name: str) -> Diagnostic:
    """TH610: the line and byte where a file is not text of its encoding any more."""
    line, column = _place(path, encoding)
    shown = {"utf-8": "UTF-8", "gb18030": "GB18030"}.get(encoding, encoding.upper())
    return Diagnostic("TH610", name, line, column, detail=(("encoding", shown),))


def _place(path: Path, encoding: str) -> tuple[int, int]:
    """The line and the byte within it (1-based) where a file stops being text of that encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, begun = 1, 0
    with path.open("rb") as file:
        while True:
            block = file.read(BLOCK)
            try:
                lines += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                begun -= len(error.object) - len(block)  # what the last block had of a character that is not whole
                begun = len(before) - before.rfind(b"\n") - 1 if b"\n" in before else begun + len(before)
                narrow = not encoding.startswith(_WIDE)
                return lines + before.decode(encoding, "ignore").count("\n"), begun + 1 if narrow else 1
            if not block:
                return lines, 1
            begun = len(block) - block.rfind(b"\n") - 1 if b"\n" in block else begun + len(block)


def as_utf8(path: Path, encoding: str, key: str, pieces: Pieces, name: str, *, rewrite: bool) -> Path:
    """Where the text lies as UTF-8: the file itself, or a piece that it is rewritten into, block by block.

    `rewrite` asks for a piece in which all lines end alike, where it is UTF-8 already too.

    Raises:
        SourceErrors: some line is not text in the encoding (TH610).
        UnavailableError: the disk is full (TH602).
    """
    if encoding in ("utf-8", "utf-8-sig") and not rewrite:
        return path
    piece = f"utf8:{key}:{encoding}"
    entry = pieces.get(piece)
    if entry is None:
        target = f"utf8-{encoding}-{key[:16]}"
        try:
            with pieces.writing(target) as temporary:
                _rewrite(path, encoding, temporary, rewrite or encoding.startswith(_WIDE))
        except UnicodeError:
            raise SourceErrors([_broken(path, encoding, name)]) from None
        entry = pieces.put(piece, {"name": target})
    return pieces.path(entry)


def _rewrite(path: Path, encoding: str, target: Path, alike: bool) -> None:
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=alike)
    with path.open("rb") as file, target.open("wb") as written:
        while block := file.read(BLOCK):
            written.write(decoder.decode(block).encode("utf-8"))
        written.write(decoder.decode(b"", final=True).encode("utf-8"))
