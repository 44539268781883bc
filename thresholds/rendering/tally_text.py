"""A tally in the terminal: the document's blocks, and a bar for what each step leaves."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from io import StringIO
from typing import TYPE_CHECKING

from rich.text import Text

from thresholds.rendering.bars import ASCII, UNICODE, WIDEST, Glyphs
from thresholds.rendering.blocks import print_blocks
from thresholds.rendering.console import file_console
from thresholds.rendering.document.model import Document, Heading
from thresholds.rendering.folding import fold
from thresholds.rendering.tally import number, rule_name, shown_steps, tally_document
from thresholds.rendering.words import Words
from thresholds.tally.counting.result import Tally

if TYPE_CHECKING:
    from rich.console import Console


def print_tally(tally: Tally, console: Console, lang: str) -> None:
    """Print a tally on a console, folded to its width."""
    document = tally_document(tally, lang)
    at = next(
        place for place, one in enumerate(document.blocks) if isinstance(one, Heading) and one.anchor == "categories"
    )
    print_blocks(Document(document.title, "", lang, document.blocks[:at]), console)
    glyphs = ASCII if console.options.ascii_only else UNICODE
    for line in bars(tally, Words(lang), console.width, glyphs):
        console.print(line, soft_wrap=True)
    print_blocks(Document(document.title, document.footer, lang, document.blocks[at:]), console)


def tally_text(tally: Tally, lang: str) -> str:
    """The tally as text for a file."""
    written = StringIO()
    print_tally(tally, file_console(written), lang)
    return written.getvalue()


def bars(tally: Tally, words: Words, width: int, glyphs: Glyphs = UNICODE) -> Iterator[Text]:
    """What is left after each step as a bar; all of them of one scale, on which what was read fills the width."""
    if not tally.lines:
        return
    room = min(width, WIDEST)
    yield Text()
    yield Text(words.say("tally.report.bars"), style="bold")
    rows = [(words.say("tally.report.lines"), tally.lines)]
    rows += [(rule_name(one.rule, words), one.left) for one in shown_steps(tally)]
    for name, left in rows:
        yield from fold(Text(f"{name}  {number(left)}"), width)
        yield Text(bar(left, tally.lines, room, glyphs))


def bar(part: int, whole: int, room: int, glyphs: Glyphs) -> str:
    """A bar of the width whose filled part is the share; anything at all fills a cell, and only all fills all."""
    filled = int(Fraction(part * room, whole) + Fraction(1, 2))
    if part:
        filled = max(1, filled)
    if part < whole:
        filled = min(filled, room - 1)
    return glyphs.least * filled + glyphs.nothing * (room - filled)
