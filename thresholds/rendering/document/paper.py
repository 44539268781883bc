"""What the writers of pages agree on: what the contents list, what stays together, how a cell is set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import NamedTuple

from thresholds.rendering.document.model import Block, Bullets, Heading, LadderChart, Paragraph, Table

#: The level of the headings that the contents list: the sections below the title.
SECTION = 2

#: With fewer sections the contents would only repeat what the first pages show.
_FEWEST_SECTIONS = 5

#: A row with a cell longer than this may go over to the next page: kept whole it would leave half a page empty.
_LONG_CELL = 200

#: A head as short as this stands on one line.
_SHORT_HEAD = 5

_INDENT = "\N{IDEOGRAPHIC SPACE}"


#: What must not be cut across lines: a mark with the word after it, and words of a usual length.
_MARKED = re.compile(r"[●○◐◇] ?[^\s，。；：、（,;:(]{1,16}")
_WORD = re.compile("[!-~¡-ʯ]{2,16}")

#: Widths in thousandths of a page's text, 156 mm, at the size of text in tables.
_WIDE, _NARROW, _PADDING = 22, 12, 22


class Line(NamedTuple):
    """A line of a cell, and how many steps it is set in."""

    text: str
    depth: int


def listed(blocks: Sequence[Block]) -> list[Heading]:
    """The headings that the contents list; none in a short document."""
    sections = [block for block in blocks if isinstance(block, Heading) and block.level == SECTION]
    return sections if len(sections) >= _FEWEST_SECTIONS else []


def with_next(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it is a paragraph that announces the next one and must not be parted from it."""
    for block, following in zip_longest(blocks, blocks[1:]):
        yield block, isinstance(block, Paragraph) and isinstance(following, Bullets | Table | LadderChart)


def may_break(row: Sequence[str]) -> bool:
    """Whether a row of a table may go over to the next page."""
    return any(len(text) > _LONG_CELL for text in row)


def columns(table: Table) -> list[int]:
    """The widths of the columns, in thousandths: as the table wishes, but none too narrow for its words."""
    wished = [Fraction(1000 * width, sum(table.widths)) for width in table.widths]
    needed = [_needed(number, table) for number in range(len(wished))]
    short = [max(need - wish, Fraction(0)) for need, wish in zip(needed, wished, strict=True)]
    spare = [max(wish - need, Fraction(0)) for need, wish in zip(needed, wished, strict=True)]
    if not sum(short) or sum(short) > sum(spare):
        return [round(wish) for wish in wished]
    taken = sum(short) / sum(spare)
    return [round(wish + lack - rest * taken) for wish, lack, rest in zip(wished, short, spare, strict=True)]


def _needed(number: int, table: Table) -> int:
    """How wide a column must be for its head and for the longest word in it."""
    head = table.head[number]
    found = [head] if len(head) <= _SHORT_HEAD else _WORD.findall(head)
    for row in table.rows:
        found += _MARKED.findall(row[number]) + _WORD.findall(row[number])
    return max([_width(text) for text in found], default=0) + _PADDING


def _width(text: str) -> int:
    return sum(_WIDE if unicodedata.east_asian_width(character) in "WFA" else _NARROW for character in text)


def lines(cell: str) -> list[Line]:
    """The lines of a cell; wide spaces at the start of a line set it in."""
    found = []
    for line in cell.split("\n"):
        text = line.lstrip(_INDENT)
        found.append(Line(text, len(line) - len(text)))
    return found
