"""An official text as a tree: articles, their paragraphs, items and sub-items, each with where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from thresholds.lawtext.pinpoints import Pinpoint


class Segment(NamedTuple):
    """From an offset of a passage on, where its characters stand in the file, one beside the other."""

    offset: int
    line: int
    column: int


@dataclass(frozen=True)
class Passage:
    """The words of one place and what stands below it: of a paragraph with items, its opening words.

    An article has no words of its own; `mark` is what stands before them: 第五条, （三）, 1.
    """

    pinpoint: Pinpoint
    mark: str
    text: str
    segments: tuple[Segment, ...]
    below: tuple[Passage, ...] = ()

    def place(self, offset: int = 0) -> tuple[int, int]:
        """The line and column of a character."""
        found = self.segments[max(0, bisect_right([segment.offset for segment in self.segments], offset) - 1)]
        return found.line, found.column + offset - found.offset

    def walk(self) -> Iterator[Passage]:
        """This passage and all below it, in the order of the text."""
        yield self
        for passage in self.below:
            yield from passage.walk()

    @property
    def words(self) -> str:
        """As it is read, what stands below included."""
        lead = "" if self.mark.startswith("第") else self.mark
        return lead + self.text + "".join(passage.words for passage in self.below)


@dataclass(frozen=True)
class LawText:
    """An official text: its own document numbers, the days from which it says it is in force, its articles.

    `effective` is the day that the head of the file states, `status` what the national law database says there.
    """

    file: str
    sha256: str
    title: str
    numbers: tuple[str, ...]
    days: tuple[date, ...]
    effective: date | None
    status: str
    articles: tuple[Passage, ...]

    @cached_property
    def passages(self) -> dict[Pinpoint, Passage]:
        """Every passage by its pinpoint, in the order of the text."""
        return {passage.pinpoint: passage for article in self.articles for passage in article.walk()}

    def find(self, pinpoint: Pinpoint) -> Passage | None:
        """The passage at a pinpoint; of a paragraph that is the only one of its article, the whole article too."""
        return self.passages.get(pinpoint)

    def before(self, pinpoint: Pinpoint) -> Passage | None:
        """The article before that of a pinpoint."""
        numbers = [article.pinpoint.article for article in self.articles]
        if pinpoint.article not in numbers or not (place := numbers.index(pinpoint.article)):
            return None
        return self.articles[place - 1]
