"""How a text file writes its table: what parts its fields, how many there are, and whether it has a header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

#: What parts fields, those of several characters first: one of them is never the doubled one of a single character.
DELIMITERS = ("----", "---", "||", "::", "@@", "##", "\t", ",", "|", ";", "，")
#: What parts fields where nothing else does, and only beside a field that looks like data.
LAST_RESORT = (":", " ")

#: A field of data: many digits, an identity number, a date, a number with decimals, an address of mail.
_DATA = re.compile(
    r"\+?\d[\d\s-]{4,}\d[Xx]?|\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([ T]\d.*)?|-?\d+\.\d+|[^@\s]+@[^@\s]+\.[a-z]+",
    re.IGNORECASE,
)
#: Words of headers.
_HEADER = re.compile(
    r"姓名|名字|电话|手机|号码|证件|身份证|地址|住址|密码|账[号户]|帐[号户]|邮箱|时间|日期|卡号|车牌|性别|年龄|编号|序号|备注"
    r"|类型|单位|金额|经度|纬度|城市|省份|name|phone|mobile|tel|mail|pass|pwd|user|account|address|card|\bid|_id|id_|time"
    r"|date|sex|gender|\bage\b|city|province|lat|lon|lng|no\.?$|number|imei|imsi|openid|uid",
    re.IGNORECASE,
)
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
    it that are no rows (one that names the delimiter, as Excel writes it, and titles), `told` their bytes.
    """

    delimiter: str
    columns: tuple[str, ...]
    header: tuple[str, ...]
    told: int = 0
    above: int = 0


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
    has = has_header(rows, parting) if header is None else header
    usual = Counter(len(row) for row in rows[has:] or rows).most_common(1)[0][0]
    width = max(len(rows[0]), usual) if has else usual
    first = tuple(_FORMULA.sub(r"\1", field) for field in rows[0]) if has else ()
    return Dialect(parting, names(first, width), first, length, above)


def titles(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows are titles above a header: one field each, and then fields with words of headers."""
    for number, row in enumerate(rows[: _TITLES + 1]):
        filled = [field.strip() for field in row if field.strip()]
        if len(filled) == 1 and not _DATA.fullmatch(filled[0]):
            continue
        named = sum(bool(_HEADER.search(field)) for field in filled)
        whole = len(filled) == len(row) and not any(_DATA.fullmatch(field) for field in filled)
        return number if whole and 2 * named >= len(filled) > 1 else 0
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


def names(header: Sequence[str], width: int) -> tuple[str, ...]:
    """The columns of a header, distinct whatever the case of letters; `column_1` … where it has none."""
    found: dict[str, str] = {}
    for number in range(1, width + 1):
        written = header[number - 1].strip().lstrip("\ufeff").strip() if number <= len(header) else ""
        name = base = written or f"column_{number}"
        again = 1
        while name.lower() in found:
            again += 1
            name = f"{base}_{again}"
        found[name.lower()] = name
    return tuple(found.values())


def has_header(rows: Sequence[Sequence[str]], delimiter: str = "") -> bool:
    """Whether the first row names the columns: it does unless a field looks like data, or all follow one pattern."""
    first = [field.strip().lstrip("\ufeff") for field in rows[0]]
    if any(_DATA.fullmatch(field) for field in first):
        return False
    if any(_HEADER.search(field) for field in first):
        return True
    return len(delimiter) == 1 and any(first)


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
        if len(widths) == 1 and widths != {1} and any(_DATA.fullmatch(field) for field in rows[0]):
            return candidate
    return ","
