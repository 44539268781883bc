"""A ruleset held against an official text, in the terminal: a line for each article, then what it comes to."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from thresholds.law.model import Ruleset
from thresholds.lawtext.results import Article, Borrowed, Comparison
from thresholds.rendering.folding import hanging
from thresholds.rendering.words import Words

_KINDS = ("numbers", "multipliers", "spans", "categories", "references", "terms", "quotations", "borrowed")


def article_line(article: Article, words: Words) -> Text:
    """Whether an article agrees, and how much of each kind does."""
    cite = article.article.cite(words.lang) if article.article is not None else words.say("lawtext.head")
    number = len(article.discrepancies)
    text = words.say("lawtext.differs" if number else "lawtext.agrees", cite=cite, number=number)
    counts = [words.say(f"lawtext.{kind}", number=article.agreed[kind]) for kind in _KINDS if kind in article.agreed]
    line = Text(text, style="bold red" if number else "green")
    return line.append(f"  {words.joined(counts)}", style="not bold dim") if counts else line


def closing_lines(ruleset: Ruleset, comparison: Comparison, words: Words) -> Iterator[Text]:
    """Numbers that come from elsewhere, and what the comparison comes to."""
    for one in comparison.borrowed:
        yield Text(_borrowed(one, words), style="dim")
    number = len(comparison.discrepancies)
    yield Text(
        words.say(
            "lawtext.summary.differs" if number else "lawtext.summary.agrees",
            number=number,
            wrong=sum(bool(article.discrepancies) for article in comparison.articles),
            citation=ruleset.citation,
            file=comparison.text.file,
            articles=sum(article.article is not None for article in comparison.articles),
            claims=sum(comparison.agreed.values()),
        ),
        style="bold",
    )


def _borrowed(one: Borrowed, words: Words) -> str:
    key = "lawtext.not-looked-for" if one.elsewhere else "lawtext.found-elsewhere"
    return words.say(key, entry=one.entry, said=one.said, source=one.source)


def print_line(line: Text, console: Console) -> None:
    """A line folded to the width of the console, its further lines set in."""
    for folded in hanging(line, console.width, 2):
        console.print(folded, soft_wrap=True)
