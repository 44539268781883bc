"""The readings chosen on the page, written into the text of a case file, of which all else stays as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.write import case_text
from thresholds.errors import SourceErrors
from thresholds.glossary import Family
from thresholds.source.node import Node
from thresholds.source.validated import to_plain
from thresholds.source.yaml import parse

_KEY = "readings"
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class _Change(NamedTuple):
    """From where on, up to where, and what stands there instead."""

    start: int
    end: int
    text: str


def with_readings(text: str, name: str, chosen: Mapping[str, str], lang: str) -> str:
    """The text of a case file with these readings in place of its own, or besides them.

    A file that is written so that nothing can be put into it in place is given in the house layout.

    Raises:
        SourceErrors: it is not strict YAML.
    """
    if not chosen:
        return text
    root = parse(text, name)
    plain: dict[str, object] = to_plain(root)
    entry = _entry(root)
    key = entry[0].text or "" if entry else _spelled(root)
    wanted = plain | {key: dict(plain.get(key) or {}) | dict(chosen)}  # type: ignore[call-overload]
    written = _changed(text, list(_changes(_Text(text), root, key, chosen)))
    try:
        alike = to_plain(parse(written, name)) == wanted
    except SourceErrors:
        alike = False
    return written if alike else case_text(wanted, lang)


class _Text:
    """A text in which nodes are found by their places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *[found.end() for found in _BREAK.finditer(text)]]
        found = _BREAK.search(text)
        self.line_break = found[0] if found else "\n"

    def at(self, node: Node) -> int:
        """Where a node begins."""
        return self._starts[node.line - 1] + node.column - 1

    def end(self, node: Node) -> int:
        """Where a text of one line without escapes ends."""
        return self.at(node) + len(node.text or "") + 2 * node.quoted

    def in_braces(self, node: Node) -> bool:
        """Whether a map stands in braces."""
        return self.text.startswith("{", self.at(node))


def _entry(root: Node) -> tuple[Node, Node] | None:
    named = [pair for pair in root.pairs or () if _KEY in (pair[0].text, glossary.find_key(pair[0].text or ""))]
    return named[0] if named else None


def _spelled(root: Node) -> str:
    """The key in the language of the other keys."""
    term = glossary.term(_KEY, Family.KEY)
    return term.zh if term and not all(key.isascii() for key in list(root.keys())) else _KEY


def _changes(text: _Text, root: Node, key: str, chosen: Mapping[str, str]) -> Iterator[_Change]:
    quoted = text.in_braces(root)
    entry = _entry(root)
    if entry is None:
        yield _new(text, root, f"{_scalar(key, quoted)}: {{{_pairs(chosen, quoted)}}}")
    elif entry[1].pairs is None:
        start = text.text.find(":", text.end(entry[0])) + 1
        empty = not entry[1].text
        begin, end = (start, start) if empty else (text.at(entry[1]), text.end(entry[1]))
        yield _Change(begin, end, f"{' ' * empty}{{{_pairs(chosen, quoted)}}}")
    else:
        yield from _within(text, entry[1], chosen, quoted)


def _new(text: _Text, root: Node, line: str) -> _Change:
    """Readings where there are none: at the end, or in braces as the first."""
    if text.in_braces(root):
        start = text.at(root) + 1
        return _Change(start, start, f"{line}, ")
    end = len(text.text)
    before = "" if text.text.endswith(("\n", "\r")) else text.line_break
    return _Change(end, end, f"{before}{line}{text.line_break}")


def _within(text: _Text, readings: Node, chosen: Mapping[str, str], quoted: bool) -> Iterator[_Change]:
    """Options in place of others; readings that the file does not have stand before those that it has."""
    pairs = {key.text: value for key, value in readings.pairs or ()}
    for name in chosen.keys() & pairs.keys():
        yield _Change(text.at(pairs[name]), text.end(pairs[name]), _scalar(chosen[name], quoted or pairs[name].quoted))
    new = {name: option for name, option in chosen.items() if name not in pairs}
    start = text.at(readings)
    if not new:
        return
    if text.in_braces(readings):
        yield _Change(start + 1, start + 1, _pairs(new, quoted) + ", " * bool(pairs))
    else:
        indent = " " * (readings.column - 1)
        lines = [f"{name}: {option}{text.line_break}{indent}" for name, option in new.items()]
        yield _Change(start, start, "".join(lines))


def _pairs(chosen: Mapping[str, str], quoted: bool) -> str:
    return ", ".join(f"{_scalar(name, quoted)}: {_scalar(option, quoted)}" for name, option in chosen.items())


def _scalar(text: str, quoted: bool) -> str:
    return json.dumps(text, ensure_ascii=False) if quoted else text


def _changed(text: str, changes: list[_Change]) -> str:
    """The text with changes that do not touch each other."""
    for start, end, written in sorted(changes, reverse=True):
        text = text[:start] + written + text[end:]
    return text
