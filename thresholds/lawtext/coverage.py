"""Which entries of a ruleset answer for which words of a text, and which words nothing answers for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from thresholds.lawtext.entries import Entry
from thresholds.lawtext.numbers import Number, numbers_in
from thresholds.lawtext.passages import LawText, Passage
from thresholds.lawtext.pinpoints import Pinpoint
from thresholds.lawtext.references import Reference, references_in


class Sentence(NamedTuple):
    """The words that an entry answers for, and the opening words that they are read after."""

    own: tuple[Passage, ...]
    leads: tuple[Passage, ...]
    units: frozenset[str]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All of it, its own words first."""
        return (*self.own, *self.leads)

    @property
    def words(self) -> str:
        """Its own words, for people."""
        return "".join(passage.mark + passage.text for passage in self.own if passage.text)

    @property
    def whole(self) -> str:
        """All words, passages set apart by line breaks."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers in all of it, those of its own words first."""
        return tuple(number for passage in self.passages for number in numbers_in(passage.text, self.units))

    @property
    def references(self) -> tuple[tuple[Pinpoint, Reference], ...]:
        """The references in all of it, each with the place where it stands."""
        found = [(passage.pinpoint, passage.text) for passage in self.passages]
        return tuple((place, reference) for place, text in found for reference in references_in(text))


class Coverage:
    """Holds the entries of a ruleset beside the passages of a text."""

    def __init__(self, entries: Iterable[Entry], text: LawText, units: frozenset[str] = frozenset()) -> None:
        self.entries, self.text, self.units = tuple(entries), text, units
        self.conducts = tuple(entry for entry in self.entries if entry.kind == "conduct")
        self.at: dict[Pinpoint, list[Entry]] = {}
        self._parts: dict[Pinpoint, list[Entry]] = {}
        for entry in self.entries:
            if entry.kind == "conduct":
                continue
            self.at.setdefault(entry.pinpoint, []).append(entry)
            above = entry.pinpoint.above
            while above is not None:
                self._parts.setdefault(above, []).append(entry)
                above = above.above

    @cached_property
    def answering(self) -> dict[Pinpoint, tuple[Entry, ...]]:
        """For every passage the entries that answer for its words: those that cite it, or what it is a part of."""
        return {place: self._answering(place) for place in self.text.passages}

    def _answering(self, place: Pinpoint) -> tuple[Entry, ...]:
        """The entries of the narrowest place; what cites only parts of a paragraph leaves the other parts out."""
        step: Pinpoint | None = place
        partly = False
        while step is not None:
            found = self.at.get(step)
            if found and (not partly or any(entry.kind == "rule" for entry in found)):
                return tuple(found)
            above = step.above
            partly = partly or (not self.cites(step) and above in self._parts)
            step = above
        return ()

    def cites(self, place: Pinpoint) -> bool:
        """Whether some provision or item cites a place or a part of it."""
        return place in self.at or place in self._parts

    @cached_property
    def _own(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for place, entries in self.answering.items():
            for entry in entries:
                found.setdefault(entry.id, []).append(self.text.passages[place])
        return found

    def sentence(self, entry: Entry) -> Sentence:
        """The words that an entry answers for; no words of its own where the text has no such place."""
        place = self.text.find(entry.pinpoint)
        if entry.kind == "conduct":
            own = [part for part in (place.walk() if place is not None else ()) if not part.pinpoint.item]
        else:
            own = self._own.get(entry.id, [])
        return Sentence(tuple(own), tuple(self._leads(entry.pinpoint, own)), self.units)

    def _leads(self, place: Pinpoint, own: list[Passage]) -> Iterator[Passage]:
        """The opening words above a place."""
        above = place.above
        while above is not None:
            passage = self.text.find(above)
            if passage is not None and passage.text and passage not in own:
                yield passage
            above = above.above

    def below(self, place: Pinpoint) -> tuple[Entry, ...]:
        """The provisions and items that cite a part of a place."""
        return tuple(self._parts.get(place, ()))

    @cached_property
    def missing(self) -> tuple[Passage, ...]:
        """Passages that no entry answers for, the widest of each alone."""
        found: list[Passage] = []
        for place, passage in self.text.passages.items():
            if self.answering[place] or self.cites(place):
                continue
            if not any(other.pinpoint.holds(place) for other in found):
                found.append(passage)
        return tuple(found)
