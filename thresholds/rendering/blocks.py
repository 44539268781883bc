"""The blocks of a document in the terminal: tables side by side where there is room, one below the other elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from thresholds.rendering.console import WIDTH, file_console
from thresholds.rendering.document.model import Block, Bullets, Heading, Paragraph, Table
from thresholds.rendering.folding import fold
from thresholds.rendering.sentences import MARKS
from thresholds.rendering.text import STYLES

if TYPE_CHECKING:
    from thresholds.rendering.document.model import Document

#: Between two columns.
GAP = 2
#: A table whose columns would be narrower than this on the average is written row by row.
_LEAST_COLUMN = 18
_INDENT = 2
#: Before a grade: higher, lower, otherwise than beside it.
CHANGED = ("▲", "▼", "◆")
_TONES = {"lead": "bold", "note": "dim", "warning": "bold yellow", "plain": ""}


def print_blocks(document: Document, console: Console) -> None:
    """Print a document on a console, folded to its width and nothing cut, its footer at the end.

    Captions and charts are left to other formats.
    """
    before: Block | None = None
    for block in document.blocks:
        if {type(before), type(block)} == {Table, Paragraph}:
            console.print()
        for line in _lines(block, console):
            line.rstrip()
            console.print(line, soft_wrap=True)
        before = block
    if document.footer:
        for line in fold(Text(document.footer, style="dim"), console.width):
            line.rstrip()
            console.print(line, soft_wrap=True)


def blocks_text(document: Document, width: int = WIDTH) -> str:
    """The document as plain text of a given width."""
    written = StringIO()
    print_blocks(document, file_console(written, width))
    return written.getvalue()


def _lines(block: Block, console: Console) -> Iterator[Text]:
    if isinstance(block, Heading):
        if block.level > 1:
            yield Text()
        yield from fold(Text(block.text, style="bold"), console.width)
    elif isinstance(block, Paragraph):
        yield from fold(Text(block.text, style=_TONES[block.tone]), console.width)
    elif isinstance(block, Bullets):
        for number, item in enumerate(block.items, 1):
            mark = f"{number}. " if block.ordered else "- "
            yield from indented(Text(item), mark, " " * len(mark), console.width)
    elif isinstance(block, Table):
        yield from table_lines(block, console)


def indented(text: Text, first: str, rest: str, width: int) -> Iterator[Text]:
    """The text after what its first line begins with; its further lines begin with the rest."""
    lead = first
    for line in fold(text, max(_LEAST_COLUMN // 2, width - max(cell_len(first), cell_len(rest)))):
        yield Text(lead).append_text(line)
        lead = rest


def table_lines(table: Table, console: Console) -> Iterator[Text]:
    """The rows of a table below its head, or each row below the last where the console is too narrow."""
    cells = [table.head, *table.rows]
    natural = [max(cell_len(line) for row in cells for line in row[at].split("\n")) for at in range(len(table.head))]
    room = console.width - GAP * (len(natural) - 1)
    if sum(natural) > room and room < _LEAST_COLUMN * len(natural):
        yield from _stacked(table, console.width)
        return
    yield from ruled_lines(table, column_widths(natural, room), console)


def ruled_lines(table: Table, widths: list[int], console: Console) -> Iterator[Text]:
    """The head of a table, a rule, and the rows below it, in columns of these widths."""
    yield from _row(table.head, widths, table.right, "bold")
    yield Text(("-" if console.options.ascii_only else "─") * (sum(widths) + GAP * (len(widths) - 1)), style="dim")
    for row in table.rows:
        yield from _row(row, widths, table.right, "")


def column_widths(natural: list[int], room: int) -> list[int]:
    """Widths that fit into the room: columns below an even share keep what they need, the others share the rest."""
    widths = list(natural)
    open_columns = list(range(len(natural)))
    while sum(widths) > room and open_columns:
        left = room - sum(widths[at] for at in range(len(widths)) if at not in open_columns)
        share = left // len(open_columns)
        small = [at for at in open_columns if natural[at] <= share]
        if not small:
            for at in open_columns:
                widths[at] = max(1, share)
            return widths
        open_columns = [at for at in open_columns if at not in small]
    return widths


def _row(row: tuple[str, ...], widths: list[int], right: frozenset[int], style: str) -> Iterator[Text]:
    """The lines of one row; every cell is folded at the width of its column."""
    columns = [fold(marked(cell, style), width) for cell, width in zip(row, widths, strict=True)]
    for at in range(max(len(lines) for lines in columns)):
        made = Text()
        for place, (lines, width) in enumerate(zip(columns, widths, strict=True)):
            line = lines[at].copy() if at < len(lines) else Text()
            line.rstrip()
            blank = width - cell_len(line.plain)
            made.append(" " * blank if place in right else "")
            made.append_text(line)
            made.append(" " * (GAP + (0 if place in right else blank)))
        made.rstrip()
        yield made


def _stacked(table: Table, width: int) -> Iterator[Text]:
    for row in table.rows:
        yield from fold(marked(row[0], "bold"), width)
        for head, cell in zip(table.head[1:], row[1:], strict=True):
            text = marked(f"{head}  {cell}", "")
            text.stylize("dim", 0, len(head))
            yield from indented(text, " " * _INDENT, " " * (2 * _INDENT), width)


def marked(cell: str, style: str) -> Text:
    """A cell with the marks of statuses in their colours."""
    text = Text(cell, style=style)
    for status, mark in MARKS.items():
        text.highlight_words([mark], STYLES[status])
    text.highlight_words(CHANGED, "bold yellow")
    return text
