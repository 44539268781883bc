"""A document as GitHub-flavoured Markdown: whatever has a meaning there is escaped; a ladder is a chart of text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thresholds.rendering.document.model import (
    Block,
    Bullets,
    Document,
    Heading,
    LadderChart,
    PageBreak,
    Paragraph,
    Table,
)
from thresholds.rendering.document.printable import printable_document
from thresholds.rendering.document.rungs import FULL, DrawnRung, drawn
from thresholds.wording import phrase

#: Characters that open or close something inside a line.
_INLINE = re.compile(r"[\\`*\[\]<>|~&$]")
#: Underscores inside a word open nothing.
_UNDERSCORE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
#: What makes a heading, a list or a rule at the start of a line.
_START = re.compile(r"^(\s*)([#+=-])", re.MULTILINE)
#: What ends a heading.
_END = re.compile(r"#$", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d+)([.)])(?=\s|$)", re.MULTILINE)
#: Cells of a bar.
_CELLS = 48


def write(document: Document) -> str:
    """The document as Markdown, with a final line break."""
    clean = printable_document(document)
    parts = [text for block in clean.blocks if (text := _block(block, clean.lang))]
    return "\n\n".join([*parts, "---", escaped(clean.footer)]) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    text = _INLINE.sub(lambda found: f"\\{found[0]}", text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _START.sub(r"\1\\\2", _END.sub(r"\\#", text))
    return _NUMBER.sub(r"\1\\\2", text)


def _block(block: Block, lang: str) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_line(block.text)}"
        case Paragraph():
            return _paragraph(block)
        case Bullets():
            return "\n".join(_bullets(block))
        case Table():
            return _table(block)
        case LadderChart():
            return _chart(block, lang)
        case PageBreak():
            return ""


def _line(text: str) -> str:
    """Text on one line, its line breaks kept."""
    return "<br>".join(escaped(line.strip(" \t")) for line in text.split("\n"))


def _paragraph(block: Paragraph) -> str:
    text = _line(block.text)
    if block.tone == "lead":
        return f"**{text}**"
    return text if block.tone == "plain" else f"> {text}"


def _bullets(block: Bullets) -> Iterable[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{number}. {_line(item)}" if block.ordered else f"- {_line(item)}"


def _table(block: Table) -> str:
    rules = ["--:" if number in block.right else "---" for number in range(len(block.head))]
    lines = [block.head, *block.rows]
    rows = [_row([_line(cell) for cell in cells]) for cells in lines]
    return "\n".join([f"**{_line(block.caption)}**", "", rows[0], _row(rules), *rows[1:]])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _chart(block: LadderChart, lang: str) -> str:
    """A bar of text for each rung, and what it shows in words."""
    bars = "\n\n".join(_bar(rung) for rung in drawn(block.rungs, lang))
    key = phrase("document.ladder.key.text", lang)
    told = "\n".join(_bullets(Bullets(block.text)))
    return f"**{_line(block.caption)}**\n\n```text\n{bars}\n```\n\n{escaped(key)}\n\n{told}"


def _bar(rung: DrawnRung) -> str:
    least, most = (round(length * _CELLS / FULL) for length in (rung.least, rung.most))
    cells = ["█"] * least + ["▒"] * (most - least) + ["·"] * (_CELLS - most)
    for mark in rung.marks:
        cells[min(_CELLS - 1, round(mark.at * _CELLS / FULL))] = "┃"
    marks = "　".join(f"{mark.figure} {mark.grade}" for mark in rung.marks)
    return f"{rung.item}　{rung.quantity}\n{''.join(cells)}{'→' if rung.endless else ''}\n{marks}"
