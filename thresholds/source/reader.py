"""Turns nodes into values, collecting every error of a file before anything is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from thresholds import glossary
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.glossary import Family
from thresholds.source.node import Cell, Node
from thresholds.values.dates import DateRange, parse_date
from thresholds.wording import Worded


class Field(NamedTuple):
    """The value of a known key, with the key as written."""

    key: Node
    value: Node


class Reader:
    """What is wrong in one file, found so far, and the shapes common to all files."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.diagnostics: list[Diagnostic] = []

    def wrong(
        self,
        code: str,
        node: Node,
        value: str | None = None,
        allowed: Iterable[str] = (),
        near: str = "",
        **detail: str,
    ) -> None:
        """Note an error at a node; its text is the offending value unless another is given."""
        shown = (node.text or "") if value is None else value
        file = node.file or self.file
        cell = node.name if isinstance(node, Cell) else ""
        place = Diagnostic(
            code, file, node.line, node.column, shown, tuple(allowed), near, tuple(sorted(detail.items())), cell
        )
        self.diagnostics.append(place)

    def misshapen(self, node: Node, expected: str) -> None:
        """Note that a `map`, a `list` or a `text` was expected here and something else is written."""
        self.wrong("TH203", node, expected=Worded(expected), found=Worded(node.shape))

    def finish(self) -> None:
        """Raise everything that was found wrong.

        Raises:
            SourceErrors: at least one error was noted.
        """
        if self.diagnostics:
            raise SourceErrors(self.diagnostics)

    def fields(
        self,
        node: Node,
        allowed: tuple[str, ...],
        required: tuple[str, ...] = (),
        besides: Callable[[str], str | None] | None = None,
    ) -> dict[str, Field]:
        """The pairs of a map by identifier, whatever the spelling; unknown and missing keys are noted.

        `besides` is asked for the identifier behind a spelling that is not among those allowed.
        """
        found: dict[str, Field] = {}
        if node.pairs is None:
            self.misshapen(node, "map")
            return found
        empty: dict[str, Node] = {}
        for key, value in node.pairs:
            spelling = key.text or ""
            identifier = spelling if spelling in allowed else glossary.find_key(spelling)
            if identifier not in allowed and besides is not None:
                identifier = besides(spelling)
                if identifier is None:
                    continue
            elif identifier is None or identifier not in allowed:
                self.unknown_key(key, allowed)
                continue
            if identifier in found:
                first = found[identifier].key
                self.wrong("TH218", key, first=first.text or "", line=str(first.line))
            elif not value.empty:
                found[identifier] = Field(key, value)
            else:
                empty[identifier] = key
        for name in required:
            if name in found:
                continue
            if name in empty:
                self.wrong("TH232", empty[name])
            elif name == "schema":
                self.wrong("TH231", node)
            else:
                self.wrong("TH202", node, name, zh=_chinese(name))
        return found

    def unknown_key(self, key: Node, allowed: tuple[str, ...]) -> None:
        """Note a key that nothing knows, with the nearest that is known."""
        shown = tuple(map(spelled, allowed))
        self.wrong("TH201", key, allowed=shown, near=nearest(key.text or "", " ".join(shown).replace("/", " ").split()))

    def text(self, node: Node) -> str | None:
        """A text; a list or a map in its place is noted."""
        if node.text is None:
            self.misshapen(node, "text")
        return node.text

    def listed(self, node: Node) -> list[Node]:
        """The members of a list; a single text is a list of one."""
        if node.items is not None:
            return node.items
        if node.text is None:
            self.misshapen(node, "list")
            return []
        return [node]

    def enumerated(self, node: Node, family: Family, *more: str) -> str | None:
        """The identifier of an enumerated value in either language."""
        text = self.text(node)
        if text is None:
            return None
        identifier = glossary.find_value(family, text.strip())
        for extra in more:
            if glossary.find_value(Family.TRUTH, text) == extra or text == extra:
                identifier = extra
        if identifier is None:
            known = [entry for entry in glossary.all_terms() if entry.family is family]
            known += [entry for entry in glossary.all_terms() if entry.family is Family.TRUTH and entry.id in more]
            shown = tuple(f"{entry.id} {entry.zh}" for entry in known)
            names = [name for entry in known for name in (entry.id, entry.zh, *entry.also)]
            self.wrong("TH204", node, allowed=shown, near=nearest(text, names))
        return identifier

    def date(self, node: Node) -> DateRange | None:
        """A day, a month, a year or an interval."""
        text = self.text(node)
        if text is None:
            return None
        found = parse_date(text)
        if found is None:
            ends = text.split("/")
            reversed_ = len(ends) == 2 and all(parse_date(end) for end in ends)
            self.wrong("TH216" if reversed_ else "TH210", node)
        return found


def spelled(name: str) -> str:
    """A key as it may be written, in English and in Chinese."""
    return f"{name} {_chinese(name)}".strip()


def _chinese(name: str) -> str:
    """The Chinese spellings of a key, the one to offer first."""
    entry = glossary.term(name, Family.KEY) or glossary.term(name, Family.FACT)
    return "/".join((entry.zh, *entry.also)) if entry else ""
