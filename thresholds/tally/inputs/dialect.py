"""How a text file writes its table: what parts its fields, how many there are, and whether it has a header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from thresholds.tally.inputs.headers import DATA, Heading, heading, hidden, names

#: What parts fields, those of several characters first: one of them is never the doubled one of a single character.
DELIMITERS = ("----", "---", "||", "::", "@@", "##", "\t", ",", "|", ";", "，")
#: What parts fields where nothing else does, and only beside a field that looks like data.
LAST_RESORT = (":", " ")

#: How Excel is told that a number is a text.
_FORMULA = re.compile(r'^="(.*)"$', re.DOTALL)
#: Tenths of the lines that a delimiter must part into one number of fields.
_ENOUGH = 3
#: Lines at most above a header that are titles.
_TITLES = 5
_TOLD = re.compile(r"\ufeff?sep=(.)", re.IGNORECASE)


class Dialect(NamedTuple):
    """How the fields of a line are parted, what the columns are called, and the lines before the rows.

    `header` are the fields of the header as written, none where there is none. `above` is the number of lines before
    it that are no rows (one that names the delimiter, as Excel writes it, and titles), `told` their bytes. `hidden`
    is the number of names that are not shown, for they may be somebody's data.
    """

    delimiter: str
    columns: tuple[str, ...]
    header: tuple[str, ...]
    told: int = 0
    above: int = 0
    hidden: int = 0


def recognise(lines: Sequence[str], delimiter: str | None = None, header: bool | None = None) -> Dialect:
    """The dialect of a file that begins with these lines; `delimiter` and `header` where they are known."""
    told = _TOLD.fullmatch(lines[0].strip()) if lines else None
    above = 1 if told else 0
    begun = [line for line in lines[above:] if line.strip()]
    parting = delimiter or (told[1] if told else _delimiter(begun))
    rows = _records(begun, parting)
    over = 0 if header is False else titles(rows)
    if all(line.strip() and '"' not in line for line in lines[above : above + over]):
        above, rows = above + over, rows[over:]
    length = sum(len(line.encode()) for line in lines[:above])
    if not rows:
        return Dialect(parting, (), (), length, above)
    rows[0] = [_FORMULA.sub(r"\1", field) for field in rows[0]]
    has, sure = heading(rows, header)
    usual = Counter(len(row) for row in rows[has:] or rows).most_common(1)[0][0]
    width = max(len(rows[0]), usual) if has else usual
    first = tuple(rows[0]) if has else ()
    return Dialect(parting, names(first, width, sure=sure), first, length, above, hidden(first, sure=sure))


def titles(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows are titles above a header: one field each, and then fields with words of headers."""
    for number, row in enumerate(rows[: _TITLES + 1]):
        filled = [field.strip() for field in row if field.strip()]
        if len(filled) == 1 and not DATA.fullmatch(filled[0]):
            continue
        return number if len(filled) == len(row) > 1 and heading(rows[number:]) == Heading(True) else 0
    return 0


def _records(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """The fields of each line; where the first line ends within quotes, of each record."""
    if lines and lines[0].count('"') % 2 and len(delimiter) == 1:
        return [row for row in csv.reader([f"{line}\n" for line in lines], delimiter=delimiter) if row]
    return [fields(line, delimiter) for line in lines]


def fields(line: str, delimiter: str) -> list[str]:
    """The fields of one line, those in quotes without them."""
    if '"' not in line:
        return line.split(delimiter)
    found, start = [], 0
    quoted = re.compile(r'\s*"((?:[^"]|"")*)"\s*')
    while True:
        match = quoted.match(line, start)
        if match and (match.end() == len(line) or line.startswith(delimiter, match.end())):
            found.append(match[1].replace('""', '"'))
            end = match.end()
        else:
            end = line.find(delimiter, start)
            end = len(line) if end < 0 else end
            found.append(line[start:end])
        if end >= len(line):
            return found
        start = end + len(delimiter)


def _delimiter(lines: Sequence[str]) -> str:
    """What parts the fields of most lines into the same number; a comma where nothing does."""
    best, found = (0, False, 1), ""
    for candidate in DELIMITERS:
        counts = Counter(len(fields(line, candidate)) for line in lines)
        width, times = max(((w, n) for w, n in counts.items() if w > 1), key=lambda pair: pair[1], default=(1, 0))
        score = (10 * times // max(len(lines), 1), len(candidate) > 1, width)
        if width > 1 and score > best:
            best, found = score, candidate
    if best[0] >= _ENOUGH:
        return found
    for candidate in LAST_RESORT:
        rows = [fields(line.strip(), candidate) for line in lines]
        widths = {len(row) for row in rows}
        if len(widths) == 1 and widths != {1} and any(DATA.fullmatch(field) for field in rows[0]):
            return candidate
    return ","
