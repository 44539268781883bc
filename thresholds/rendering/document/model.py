"""A document as a sequence of blocks: what is said and in which order. Writers only give it a form.

All texts are plain: whatever a format gives a meaning of its own (`<`, `|`, `*` …) is escaped by its writer. A line
break in a text or in a cell starts a new line there.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from thresholds.report.ladder import Rung

Tone = Literal["plain", "lead", "note", "warning"]


class Heading(NamedTuple):
    """A heading of level 1 (the document) to 3, or to 4 where several cases are joined in one document.

    `anchor` is unique in the document, the same on every run, and made of ASCII letters, digits and hyphens.
    """

    level: int
    text: str
    anchor: str


class Paragraph(NamedTuple):
    """A paragraph; `tone` says whether it is the result, an aside or a warning."""

    text: str
    tone: Tone = "plain"


class Bullets(NamedTuple):
    """A list, with numbers where the order matters."""

    items: tuple[str, ...]
    ordered: bool = False


class Table(NamedTuple):
    """A table; no cell is empty. `widths` are shares of the width, `right` the columns of numbers.

    `status` gives for each row the status of its item, where the rows are items.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: frozenset[int] = frozenset()
    status: tuple[str, ...] = ()


class LadderChart(NamedTuple):
    """Where each quantity of a person stands between zero, the base and ten times; `text` says it, rung by rung."""

    caption: str
    rungs: tuple[Rung, ...]
    text: tuple[str, ...]


class PageBreak(NamedTuple):
    """What follows starts on a new page, where there are pages."""


Block = Heading | Paragraph | Bullets | Table | LadderChart | PageBreak


class Document(NamedTuple):
    """A whole report: its title, what stands in the footer of each page, and its blocks; `lang` is zh or en."""

    title: str
    footer: str
    lang: str
    blocks: tuple[Block, ...]
