"""`thresholds glossary [TERM]`."""

from __future__ import annotations

import click

from thresholds.cli.options import lang_option


@click.command("glossary")
@click.argument("term", required=False)
@lang_option
def command(term: str | None, lang: str) -> int:
    """词汇表：文件里每个键和值的中英文写法。Terms, keys and values in both languages."""
    from rich.table import Table
    from rich.text import Text

    from thresholds import glossary
    from thresholds.errors import NotFoundError, nearest
    from thresholds.rendering.text import console_for

    entries = glossary.all_terms()
    if term is not None:
        names = {name for entry in entries for name in (entry.id, entry.zh, *entry.also)}
        entries = tuple(e for e in entries if term in (e.id, e.zh, *e.also))
        if not entries:
            raise NotFoundError("no-term", value=term, near=nearest(term, names))
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(5):
        table.add_column(overflow="fold")
    for entry in entries:
        also = "、".join(entry.also)
        cells = (
            entry.id,
            entry.zh + (f"（{also}）" if also else ""),
            entry.en,
            _cite(entry.cite, lang),
            entry.note,
        )
        table.add_row(*(Text(cell) for cell in cells))
    console_for().print(table)
    return 0


def _cite(citation: str, lang: str) -> str:
    from thresholds.values.citation import cite

    return cite(citation, lang) if citation.startswith("art") else citation
