"""Mapping files: what the columns of a table are, where their headers do not say it, in English or in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from thresholds.columns import TableMapping
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.glossary import Family
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.source.yaml import parse, read_text

_KEYS = {
    "列": "columns",
    "空值": "nulls",
    "保留": "keep",
    "不读": "ignore",
    "行为": "act",
}
_ALLOWED = ("columns", "nulls", "keep", "ignore", "act")
_NULLS: dict[str, Literal["unknown", "unstated"]] = {
    "unknown": "unknown",
    "不明": "unknown",
    "unstated": "unstated",
    "未写": "unstated",
}


class MappingFile(NamedTuple):
    """What a mapping file says, and where it says it of each column."""

    mapping: TableMapping
    places: Mapping[str, tuple[int, int]]

    def placed(self, errors: SourceErrors) -> SourceErrors:
        """The same errors, those about columns that the file names at the place where it names them."""
        return SourceErrors([self._place(one) for one in errors.diagnostics])

    def _place(self, one: Diagnostic) -> Diagnostic:
        place = self.places.get(one.value)
        return one if place is None or one.line else one._replace(line=place[0], column=place[1])


def read_mapping(path: Path) -> MappingFile:
    """What a mapping file says.

    Raises:
        SourceErrors: it cannot be read, or says what no mapping can say; everything at once.
    """
    reader = Reader(str(path))
    root = parse(read_text(path), str(path))
    fields = reader.fields(root, (), besides=lambda spelling: _key(reader, root, spelling))
    places: dict[str, tuple[int, int]] = {}
    names = dict(_pairs(reader, fields["columns"].value, places)) if "columns" in fields else {}
    nulls = _nulls(reader, fields["nulls"].value, places) if "nulls" in fields else {}
    keep = _listed(reader, fields["keep"].value, places) if "keep" in fields else ()
    ignore = _listed(reader, fields["ignore"].value, places) if "ignore" in fields else ()
    act = reader.enumerated(fields["act"].value, Family.ACT) if "act" in fields else None
    reader.finish()
    return MappingFile(TableMapping(names, nulls, keep, ignore, act, str(path)), places)


def _key(reader: Reader, root: Node, spelling: str) -> str | None:
    """The key behind a spelling; one that is not known is noted."""
    found = _KEYS.get(spelling, spelling if spelling in _ALLOWED else None)
    if found is None:
        node = next(key for key, _ in root.pairs or () if key.text == spelling)
        reader.unknown_key(node, _ALLOWED)
    return found


def _pairs(reader: Reader, node: Node, places: dict[str, tuple[int, int]]) -> list[tuple[str, str]]:
    """The columns of a map, each with the text beside it."""
    found: list[tuple[str, str]] = []
    if node.pairs is None:
        reader.misshapen(node, "map")
        return found
    for key, value in node.pairs:
        text = reader.text(value)
        if text is not None:
            found.append((key.text or "", text.strip()))
            places.setdefault(key.text or "", (key.line, key.column))
    return found


def _nulls(reader: Reader, node: Node, places: dict[str, tuple[int, int]]) -> dict[str, Literal["unknown", "unstated"]]:
    """What null means, by column."""
    found = {}
    values = {key.text or "": value for key, value in node.pairs or ()}
    for column, text in _pairs(reader, node, places):
        if text in _NULLS:
            found[column] = _NULLS[text]
        else:
            reader.wrong("TH525", values[column], allowed=tuple(_NULLS))
    return found


def _listed(reader: Reader, node: Node, places: dict[str, tuple[int, int]]) -> tuple[str, ...]:
    """The columns of a list."""
    found = []
    for one in reader.listed(node):
        text = reader.text(one)
        if text is not None:
            found.append(text)
            places.setdefault(text, (one.line, one.column))
    return tuple(found)
