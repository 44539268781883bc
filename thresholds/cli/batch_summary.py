"""The totals of a batch in the terminal: rows by grade, by item, by reading and by reason, with bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from thresholds import __version__
from thresholds.cli.batch_progress import grouped
from thresholds.glossary import Family
from thresholds.rendering.bars import ASCII, UNICODE, WIDEST
from thresholds.rendering.words import Words
from thresholds.report.model import Grade

if TYPE_CHECKING:
    from rich.console import Console

    from thresholds.batch.summary import Summary


def print_summary(summary: Summary, console: Console, lang: str) -> None:
    """Print the totals, folded to the width of the console."""
    from rich.text import Text

    from thresholds.rendering.folding import hanging

    words = Words(lang, summary.ruleset)
    glyphs = ASCII if console.options.ascii_only else UNICODE
    printer = _Lines(summary, words, min(console.width, WIDEST), glyphs.least)
    for line, style in printer.lines():
        for part in hanging(Text(line, style=style), console.width):
            part.rstrip()
            console.print(part)


class _Lines:
    def __init__(self, summary: Summary, words: Words, width: int, glyph: str) -> None:
        self.summary, self.words, self.width, self.glyph = summary, words, width, glyph

    def lines(self) -> Iterator[tuple[str, str]]:
        """Every line with its style."""
        summary, say = self.summary, self.words.say
        yield (
            say(
                "batch.summary.rows",
                rows=grouped(summary.rows),
                answered=grouped(summary.answered),
                rejected=grouped(summary.rejected),
            ),
            "bold",
        )
        yield from self._grades()
        yield from self._items()
        changing = {self._reading(name): rows for name, rows in summary.readings().items()}
        yield from self._counts(say("batch.summary.changing"), changing, summary.answered)
        reasons = {say(f"batch.reason.{reason}"): rows for reason, rows in summary.reasons.items()}
        yield from self._counts(say("batch.summary.rejected"), reasons, summary.rows)
        yield "", ""
        for line in self._about():
            yield line, "dim"

    def _grades(self) -> Iterator[tuple[str, str]]:
        found: dict[str, dict[str, int]] = {}
        for one in self.summary.grades():
            name = self.words.grade(Grade(one.at_least, one.at_most))
            found.setdefault(one.offence, {})[name] = one.rows
        for offence, counts in found.items():
            say = self.words.say
            title = (
                say("batch.summary.grades.of", offence=self.words.term(offence))
                if offence
                else say("batch.summary.grades")
            )
            yield from self._counts(title, counts, self.summary.answered)

    def _items(self) -> Iterator[tuple[str, str]]:
        items = self.summary.items()
        if not items:
            return
        yield "", ""
        yield self.words.say("batch.summary.items"), "bold"
        for item, counts in items.items():
            parts = [f"{self.words.term(status, Family.STATUS)} {grouped(rows)}" for status, rows in counts.items()]
            yield f"{self.words.cite(item)}  {' · '.join(parts)}", ""

    def _counts(self, title: str, counts: Mapping[str, int], whole: int) -> Iterator[tuple[str, str]]:
        """A line for each count, and a bar; one of all rows would fill the width. Nothing without counts."""
        if not counts:
            return
        yield "", ""
        yield title, "bold"
        for name, rows in counts.items():
            amount = self.words.say("batch.summary.count", rows=grouped(rows), share=_share(rows, whole))
            yield f"{name}  {amount}", ""
            yield self.glyph * max(1, self.width * rows // whole), "cyan"

    def _reading(self, text: str) -> str:
        reading, _, option = text.partition("=")
        return f"{self.words.option(reading, option)} ({text})"

    def _about(self) -> Iterator[str]:
        summary, say = self.summary, self.words.say
        for one in summary.inputs:
            yield say("batch.summary.input", file=one.file.label, rows=grouped(one.rows), hash=one.sha256)
        yield say("batch.summary.output", output=summary.output.label)
        if summary.rejected:
            yield say("batch.summary.rejects", rejects=summary.rejects)
        yield say("batch.summary.ruleset", id=summary.ruleset.id, hash=summary.ruleset.sha256)
        chosen = [f"{one.id}={summary.choices.option(one.id)}" for one in summary.ruleset.readings]
        if chosen:
            yield say("batch.summary.readings", readings=" ".join(chosen))
        yield say("batch.summary.tool", version=__version__, engine=summary.engine)


def _share(rows: int, whole: int) -> str:
    """A share of all rows in tenths of a per cent, rounded; never 0 % of something, never 100 % of less than all."""
    tenths = (2000 * rows + whole) // (2 * whole)
    tenths = min(max(tenths, 1), 999) if 0 < rows < whole else tenths
    return f"{tenths // 10}.{tenths % 10}%"
