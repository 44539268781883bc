"""Text that can stand in a file of any format: without the characters that no page shows and XML forbids."""

from __future__ import annotations

import re

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

#: Control characters but tab and line feed, marks that turn the direction of writing, halves of surrogate pairs, and
#: code points that are no characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INSTEAD = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """The text with every kind of line end as a line feed, and � for each character that cannot be written."""
    return _UNPRINTABLE.sub(_INSTEAD, _LINE_ENDS.sub("\n", text))


def printable_document(document: Document) -> Document:
    """The document with all its texts printable."""
    title, footer = printable(document.title), printable(document.footer)
    return Document(title, footer, document.lang, tuple([_block(block) for block in document.blocks]))


def _block(block: Block) -> Block:
    match block:
        case Heading() | Paragraph():
            return block._replace(text=printable(block.text))
        case Bullets():
            return block._replace(items=_all(block.items))
        case Table():
            rows = tuple([_all(row) for row in block.rows])
            return block._replace(caption=printable(block.caption), head=_all(block.head), rows=rows)
        case LadderChart():
            return block._replace(caption=printable(block.caption), text=_all(block.text))
        case PageBreak():
            return block


def _all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([printable(text) for text in texts])
