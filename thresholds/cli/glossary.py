"""`thresholds glossary [TERM]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option

if TYPE_CHECKING:
    from thresholds.glossary import Term

#: Below this width a table would break the identifiers, which are there to be copied.
_TABLE = 120


@click.command("glossary")
@click.argument("term", required=False)
@lang_option
def command(term: str | None, lang: str) -> int:
    """词汇表：文件里每个键和值的中英文写法。Terms, keys and values in both languages."""
    from thresholds import glossary
    from thresholds.errors import NotFoundError, nearest

    entries = glossary.all_terms()
    if term is not None:
        names = {name for entry in entries for name in (entry.id, entry.zh, *entry.also)}
        entries = tuple(e for e in entries if term in (e.id, e.zh, *e.also))
        if not entries:
            raise NotFoundError("no-term", value=term, near=nearest(term, names))
    _print([_cells(entry, lang) for entry in entries])
    return 0


def _print(rows: list[tuple[str, ...]]) -> None:
    """A table, or where it does not fit a paragraph for each term."""
    from rich.table import Table
    from rich.text import Text

    from thresholds.rendering.console import console_for
    from thresholds.rendering.folding import FoldingText, hanging

    console = console_for()
    if console.width < _TABLE:
        for row in rows:
            for line in hanging(Text("  ".join(cell for cell in row if cell)), console.width):
                console.print(line)
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(5):
        table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*(FoldingText(cell) for cell in row))
    console.print(table)


def _cells(entry: Term, lang: str) -> tuple[str, ...]:
    also = f"（{'、'.join(entry.also)}）" if entry.also else ""
    return entry.id, entry.zh + also, entry.en, _cite(entry.cite, lang), entry.note


def _cite(citation: str, lang: str) -> str:
    from thresholds.values.citation import cite

    return cite(citation, lang) if citation.startswith("art") else citation
