"""Discrepancies as diagnostics: at the line of the ruleset that says otherwise, or of the text where nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from thresholds.errors import Diagnostic
from thresholds.law.model import Ruleset
from thresholds.lawtext.passages import LawText
from thresholds.lawtext.pinpoints import Cited
from thresholds.lawtext.results import Discrepancy
from thresholds.source.node import Node
from thresholds.source.yaml import parse, read_text
from thresholds.wording import Worded


class Diagnostics:
    """Makes the diagnostics of one comparison."""

    def __init__(self, ruleset: Ruleset, text: LawText) -> None:
        self.ruleset, self.text = ruleset, text
        self.places: dict[str, tuple[int, int]] = {}
        for name, place in _places(parse(read_text(Path(ruleset.file)), ruleset.file)):
            self.places.setdefault(name, place)

    def diagnostic(self, discrepancy: Discrepancy) -> Diagnostic:
        """The diagnostic of a discrepancy."""
        place = discrepancy.pinpoint
        detail = {
            "cite": Worded("lawtext.text") if place is None else Cited(place),
            "found": Worded(discrepancy.found or "lawtext.nothing"),
            "line": str(discrepancy.line),
            "said": Worded(discrepancy.said or "lawtext.all"),
        }
        if discrepancy.in_text:
            file, line, column, value = self.text.file, discrepancy.line, discrepancy.column, discrepancy.found
        else:
            line, column = self.places.get(discrepancy.entry, (1, 1))
            file, value = self.ruleset.file, discrepancy.entry
        return Diagnostic(discrepancy.code, file, line, column, value, detail=tuple(sorted(detail.items())))


def _places(node: Node, top: bool = True) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where every entry with an id begins, and where every key at the top stands."""
    for key, value in node.pairs or ():
        if top and key.text:
            yield key.text, (key.line, key.column)
        yield from _places(value, False)
    named = node.get("id") if node.pairs is not None else None
    if not top and named is not None and named.text:
        yield named.text, (named.line, named.column)
    for item in node.items or ():
        yield from _places(item, False)
