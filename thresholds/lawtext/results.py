"""What a comparison of a ruleset with a text has found: article by article, agreement and discrepancies."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.lawtext.passages import LawText
from thresholds.lawtext.pinpoints import Pinpoint


class Discrepancy(NamedTuple):
    """One thing on which ruleset and text differ; `code` is its diagnostic.

    `entry` is the id in the ruleset (of what is only in the text: empty), `said` what the ruleset says, `found` what
    the sentence says instead. `line` and `column` are of the text, 0 where no place of it is meant; a discrepancy
    `in_text` is pointed at there, any other in the ruleset.
    """

    code: str
    pinpoint: Pinpoint | None
    entry: str
    said: str
    found: str
    line: int = 0
    column: int = 0
    in_text: bool = False


class Borrowed(NamedTuple):
    """A number that does not stand in the sentence: the ruleset says from where it has it.

    `source` is another place of the same text, where it was found, or another instrument, which was not looked at.
    """

    entry: str
    said: str
    source: str
    elsewhere: bool


class Article(NamedTuple):
    """One article: how much of each kind stands there, and what does not. None is the head of the text."""

    article: Pinpoint | None
    agreed: dict[str, int]
    discrepancies: tuple[Discrepancy, ...]


class Comparison(NamedTuple):
    """A ruleset held against a text; `unstated` is what the text does not say of itself: `citation`, `in_force`."""

    text: LawText
    articles: tuple[Article, ...]
    borrowed: tuple[Borrowed, ...]
    unstated: tuple[str, ...] = ()

    @property
    def discrepancies(self) -> tuple[Discrepancy, ...]:
        """All of them, in the order of the text."""
        return tuple(found for article in self.articles for found in article.discrepancies)

    @property
    def agreed(self) -> dict[str, int]:
        """How much of each kind stands in the text."""
        total: dict[str, int] = {}
        for article in self.articles:
            for kind, number in article.agreed.items():
                total[kind] = total.get(kind, 0) + number
        return total
