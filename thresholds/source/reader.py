"""Turns nodes into values, collecting every error of a file before anything is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from thresholds import glossary
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.glossary import Family
from thresholds.source.node import Node
from thresholds.values.dates import DateRange, parse_date


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
        place = Diagnostic(
            code, self.file, node.line, node.column, shown, tuple(allowed), near, tuple(sorted(detail.items()))
        )
        self.diagnostics.append(place)

    def finish(self) -> None:
        """Raise everything that was found wrong.

        Raises:
            SourceErrors: at least one error was noted.
        """
        if self.diagnostics:
            raise SourceErrors(self.diagnostics)

    def fields(self, node: Node, allowed: tuple[str, ...], required: tuple[str, ...] = ()) -> dict[str, Field]:
        """The pairs of a map by identifier, whatever the spelling; unknown and missing keys are noted."""
        found: dict[str, Field] = {}
        if node.pairs is None:
            self.wrong("TH203", node, expected="map")
            return found
        for key, value in node.pairs:
            spelling = key.text or ""
            identifier = spelling if spelling in allowed else glossary.find_key(spelling)
            if identifier is None or identifier not in allowed:
                self._unknown_key(key, allowed)
            elif identifier in found:
                first = found[identifier].key
                self.wrong("TH218", key, first=first.text or "", line=str(first.line))
            elif not value.empty:
                found[identifier] = Field(key, value)
        for name in required:
            if name not in found:
                self.wrong("TH202", node, name, zh=glossary.label(name, "zh", Family.KEY))
        return found

    def _unknown_key(self, key: Node, allowed: tuple[str, ...]) -> None:
        chinese = {glossary.label(name, "zh", Family.KEY): name for name in allowed}
        chinese |= {glossary.label(name, "zh", Family.FACT): name for name in allowed}
        shown = tuple(
            f"{name} {zh}" if zh != name else name
            for name in allowed
            for zh in [glossary.label(name, "zh", Family.FACT if glossary.term(name, Family.FACT) else None)]
        )
        self.wrong("TH201", key, allowed=shown, near=nearest(key.text or "", [*allowed, *chinese]))

    def text(self, node: Node) -> str | None:
        """A text; a list or a map in its place is noted."""
        if node.text is None:
            self.wrong("TH203", node, expected="text")
        return node.text

    def listed(self, node: Node) -> list[Node]:
        """The members of a list; a single text is a list of one."""
        if node.items is not None:
            return node.items
        if node.text is None:
            self.wrong("TH203", node, expected="list")
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
            shown = tuple(f"{entry.id} {entry.zh}" for entry in known)
            names = [name for entry in known for name in (entry.id, entry.zh)]
            self.wrong("TH204", node, allowed=shown, near=nearest(text, names))
        return identifier

    def date(self, node: Node) -> DateRange | None:
        """A day, a month, a year or an interval."""
        text = self.text(node)
        if text is None:
            return None
        found = parse_date(text)
        if found is None:
            self.wrong("TH210", node)
        return found
