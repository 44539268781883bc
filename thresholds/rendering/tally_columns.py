"""What each column of each source is taken for, before anything is counted."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.rendering.document.model import Block, Bullets, Document, Heading, Paragraph
from thresholds.rendering.tally import columns_table, note_lines
from thresholds.rendering.words import Words
from thresholds.tally.counting.result import Source


def _notes(source: Source, words: Words) -> list[Block]:
    lines = note_lines(source, words)
    return [Bullets(lines)] if lines else []


def columns_document(sources: Sequence[Source], lang: str) -> Document:
    """A table for each source, and how to correct it."""
    words = Words(lang)
    title = words.say("tally.report.columns")
    blocks: list[Block] = [Heading(1, title, "top")]
    for place, one in enumerate(sources):
        table = columns_table(one, place, words)
        blocks += [Heading(2, table.caption, f"source-{place + 1}"), table, *_notes(one, words)]
    blocks.append(Paragraph(words.say("tally.cli.correct"), "note"))
    return Document(title, "", lang, tuple(blocks))
