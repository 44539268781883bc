"""The table of contents in Word: a field with its entries filled in, each a link to its heading.

It has no page numbers, which only Word could work out: it asks the reader before it does, and until then they would be
wrong. The footer has the page, and the entries lead there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from thresholds.rendering.document.docx_xml import Ink, element, field_end, field_start
from thresholds.rendering.document.paper import SECTION
from thresholds.wording import phrase

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    from thresholds.rendering.document.model import Heading

_FIELD = f'TOC \\o "{SECTION}-{SECTION}" \\n \\h'


class Bookmark(NamedTuple):
    """A place that links lead to: its name, as Word allows names, and its number."""

    name: str
    number: int


def bookmark(heading: Heading, number: int) -> Bookmark:
    """The bookmark of the heading of a number."""
    return Bookmark(f"h{number}_{re.sub(r'[^A-Za-z0-9]', '_', heading.anchor)}"[:40], number)


def contents(
    sections: Sequence[Heading], bookmarks: Mapping[str, Bookmark], ink: Ink, lang: str
) -> list[BaseOxmlElement]:
    """The title of the contents and an entry for each section."""
    found = [ink.paragraph("TOCHeading", phrase("docx.contents", lang))]
    for heading in sections:
        link = element("w:hyperlink", *ink.runs(heading.text), anchor=bookmarks[heading.anchor].name, history=1)
        start = field_start(_FIELD) if heading is sections[0] else []
        end = [field_end()] if heading is sections[-1] else []
        found.append(ink.paragraph("TOC2", *start, link, *end))
    return found
