"""One pass over a file of text, in blocks: its hash, its encoding, its lines and what is unusual in it."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

#: Bytes read at once.
BLOCK = 8 * 1024 * 1024
#: From this length on a line is long: reading it takes larger buffers than usual.
LONG = 1024 * 1024

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

Advance = Callable[[int], None]


class Scan(NamedTuple):
    """What one pass found; `lines` counts physical lines, `invalid` is where UTF-8 breaks (-1: nowhere).

    `feeds`, `returns` and `pairs` are LF, CR and CR LF; `quotes` double quotes; `marks` byte order marks, `marked`
    whether one is at the beginning; `longest` a line's length where one is long (0: none).
    """

    sha256: str
    size: int
    lines: int = 0
    feeds: int = 0
    returns: int = 0
    pairs: int = 0
    quotes: int = 0
    nulls: int = 0
    marks: int = 0
    marked: bool = False
    formulas: int = 0
    longest: int = 0
    invalid: int = -1

    @property
    def mixed(self) -> bool:
        """Whether lines end in more than one way."""
        return sum((self.pairs > 0, self.feeds > self.pairs, self.returns > self.pairs)) > 1


def hash_file(path: Path, advance: Advance) -> str:
    """The SHA-256 of a file; `advance` is told of every block of bytes.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            digest.update(block)
            advance(len(block))
    return digest.hexdigest()


class _Counter:
    """Counts over the blocks of a file."""

    def __init__(self) -> None:
        self.feeds = self.returns = self.pairs = self.quotes = self.nulls = self.marks = self.formulas = 0
        self.size = self.longest = self.line = 0
        self.invalid = -1
        self.marked = False
        self.last = b""
        self.rest = b""

    def add(self, block: bytes) -> None:
        """Count a block."""
        feeds = block.count(b"\n")
        self.feeds += feeds
        returns = _times(block, b"\r")
        if returns or self.last == b"\r":
            self.returns += returns
            self.pairs += block.count(b"\r\n") + (self.last == b"\r" and block[:1] == b"\n")
        quotes = _times(block, b'"')
        self.quotes += quotes
        self.formulas += block.count(b'="') if quotes else 0
        self.nulls += _times(block, b"\0")
        self.marks += block.count(b"\xef\xbb\xbf")
        self.marked = self.marked or (self.size == 0 and block.startswith(b"\xef\xbb\xbf"))
        self._measure(block, b"\n" if feeds or not returns else b"\r")
        if self.invalid < 0:
            self._validate(block)
        self.size += len(block)
        self.last = block[-1:]

    def _measure(self, block: bytes, end: bytes) -> None:
        """Long lines, found by leaps as long as they are."""
        start = 0
        while start < len(block):
            found = block.rfind(end, start, start + LONG)
            if found < 0:
                found = block.find(end, start)
                if found < 0:
                    self.line += len(block) - start
                    self._longest()
                    return
                self.line += found - start
            elif self.line:
                self.line += block.find(end, start) - start
            self._longest()
            self.line = 0
            start = found + 1

    def _longest(self) -> None:
        if self.line > LONG:
            self.longest = max(self.longest, self.line)

    def _validate(self, block: bytes) -> None:
        """Whether the bytes are UTF-8, up to a character that the next block ends."""
        data = self.rest + block
        whole = len(data) - _unfinished(data)
        if not _is_utf8(data, whole):
            try:
                data[:whole].decode("utf-8")
            except UnicodeDecodeError as error:
                self.invalid = self.size - len(self.rest) + error.start
        self.rest = data[whole:]


def _times(block: bytes, byte: bytes) -> int:
    """How often a rare byte is in a block: looking for it is many times as fast as counting."""
    return block.count(byte) if byte in block else 0


def _unfinished(data: bytes) -> int:
    """How many bytes at the end begin a character of UTF-8 that is not whole."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            return 0
        if byte >= 0xC0:
            return back if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4) else 0
    return 0


def _is_utf8(data: bytes, length: int) -> bool:
    """Checked by Arrow, several times as fast as decoding."""
    import pyarrow

    offsets = pyarrow.py_buffer(struct.pack("<ii", 0, length))
    try:
        pyarrow.Array.from_buffers(pyarrow.string(), 1, [None, offsets, pyarrow.py_buffer(data)]).validate(full=True)
    except pyarrow.ArrowInvalid:
        return False
    return True


def scan(path: Path, advance: Advance) -> Scan:
    """Everything of one pass; the hash is taken by a thread beside.

    Raises:
        OSError: the file cannot be read.
    """
    digest, counter = hashlib.sha256(), _Counter()
    with path.open("rb", buffering=0) as file, ThreadPoolExecutor(1) as beside:
        while block := file.read(BLOCK):
            hashing = beside.submit(digest.update, block)
            counter.add(block)
            hashing.result()
            advance(len(block))
    if counter.rest and counter.invalid < 0:
        counter.invalid = counter.size - len(counter.rest)
    lines = counter.feeds + counter.returns - counter.pairs + (counter.last not in (b"", b"\n", b"\r"))
    lines -= counter.marked and counter.size == len(MARKS[0][0])
    return Scan(
        digest.hexdigest(), counter.size, lines, counter.feeds, counter.returns, counter.pairs, counter.quotes,
        counter.nulls,        counter.marks, counter.marked, counter.formulas, counter.longest, counter.invalid,
    )  # fmt: skip
