"""A document as written: maps, lists and texts, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

Plain = Mapping[str, "Plain"] | Sequence["Plain"] | str | int | float | bool | None


class Node:
    """A text (`text`), a list (`items`) or a map (`pairs`) with its line and column, both from 1.

    Nothing is resolved: 483, yes, 否 and 2021-03 all stay the text that was written, so no float is ever made.
    """

    __slots__ = ("column", "items", "line", "pairs", "quoted", "text")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        self.text: str | None = None
        self.items: list[Node] | None = None
        self.pairs: list[tuple[Node, Node]] | None = None
        self.quoted = False

    @property
    def file(self) -> str:
        """The name of what it stands in, where that is not the file read: an edit, for one."""
        return ""

    @property
    def empty(self) -> bool:
        """Whether nothing, `null` or `~` is written."""
        return self.text is not None and not self.quoted and self.text in ("", "null", "~", "Null", "NULL")

    @property
    def shape(self) -> str:
        """`map`, `list` or `text`, for messages."""
        return "map" if self.pairs is not None else "list" if self.items is not None else "text"

    def keys(self) -> Iterator[str]:
        """The keys of a map, as written."""
        for key, _ in self.pairs or ():
            yield key.text or ""

    def get(self, *names: str) -> Node | None:
        """The value under the first key that has one of these names."""
        for key, value in self.pairs or ():
            if key.text in names:
                return value
        return None


class Cell(Node):
    """A text in a table: its row and column are those of the spreadsheet, its line and column those of the file.

    `fault` is the code of what is wrong with the cell itself, for whoever makes use of it to note.
    """

    __slots__ = ("fault", "index", "row", "sheet")

    def __init__(
        self, text: str, place: tuple[int, int], row: int, index: int, sheet: str = "", fault: str = ""
    ) -> None:
        self.line, self.column = place
        self.text, self.quoted = text, True
        self.items = self.pairs = None
        self.row, self.index, self.sheet, self.fault = row, index, sheet, fault

    @property
    def name(self) -> str:
        """The cell as a spreadsheet names it: `C5`, or `往来!C5` where there are several sheets."""
        letters, number = "", self.index
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{self.sheet}!{letters}{self.row}" if self.sheet else f"{letters}{self.row}"

    def saying(self, text: str) -> Cell:
        """Another text at the same place."""
        return Cell(text, (self.line, self.column), self.row, self.index, self.sheet)


#: Halves of a character beyond U+FFFF, which JSON writes as two escapes; one alone is no character.
_HALVES = re.compile("[\ud800-\udfff]")


def halves_joined(text: str) -> tuple[str, str]:
    """The text with two halves as the character that they are, and the first that stands alone: `\\ud800`, or nothing.

    In the place of those that stand alone is U+FFFD.
    """
    if text.isascii() or not _HALVES.search(text):
        return text, ""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    alone = _HALVES.search(whole)
    return (whole, "") if alone is None else (_HALVES.sub("\ufffd", whole), f"\\u{ord(alone[0]):04x}")


def from_plain(value: Plain) -> Node:
    """The node of a Python value (a case given as a dictionary), without positions.

    Numbers become the text that they print as; true, false and None become yes, no and null.
    """
    node = Node(0, 0)
    if isinstance(value, str):
        node.text, node.quoted = value, True
    elif isinstance(value, dict | Mapping):
        node.pairs = [(_key(key), from_plain(item)) for key, item in value.items()]
    elif isinstance(value, list | Sequence):
        node.items = [from_plain(item) for item in value]
    elif value is None:
        node.text = ""
    elif isinstance(value, bool):
        node.text = "yes" if value else "no"
    elif isinstance(value, Fraction):
        raise TypeError("write a rate as text, for instance '0.045'")
    else:
        node.text = str(value)
    return node


def _key(name: object) -> Node:
    node = Node(0, 0)
    node.text, node.quoted = str(name), True
    return node
