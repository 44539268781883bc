"""Quotation marks of a CSV file that are opened and not closed, so that one row swallows those after it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path


def unclosed_row(path: Path, encoding: str, delimiter: str, skipped: int) -> int | None:
    """The first row (from 1, the header not counted) that swallows others, or None where none does.

    Its field begins with a quotation mark, goes on over the end of a line, and then either ends with the file or has
    its next quotation mark where no field ends, which is how one that was only opened looks.
    """
    row, inside = -1, False
    with path.open(encoding=encoding) as lines:
        for line in islice(lines, skipped, None):
            text = line.rstrip("\n")
            if not inside and not text:
                continue
            row += not inside
            if '"' in text:
                inside, broken = _scanned(text, inside, delimiter)
                if broken:
                    return row
    return row if inside else None


def _scanned(text: str, inside: bool, delimiter: str) -> tuple[bool, bool]:
    """Whether a quoted field goes on at the end of a line; and whether one that goes on in it ends amid a field."""
    position, continued = 0, inside
    while True:
        if not inside and text.startswith('"', position):
            inside, position = True, position + 1
        if inside:
            position = _closing(text, position)
            if position < 0:
                return True, False
            if continued and not text.startswith(delimiter, position) and position < len(text):
                return False, True
        inside = continued = False
        position = text.find(delimiter, position) + 1
        if not position:
            return False, False


def _closing(text: str, position: int) -> int:
    """Where a quoted field ends, after its quotation mark; -1 where it does not."""
    found = text.find('"', position)
    while text.startswith('""', found) and found >= 0:
        found = text.find('"', found + 2)
    return found + 1 or -1
