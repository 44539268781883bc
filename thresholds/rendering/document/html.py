"""A document as one page of HTML that needs nothing else: no network, no script; for screens and for paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256

from thresholds import __version__
from thresholds.rendering.document import style
from thresholds.rendering.document.ladder_svg import NARROW, WIDE, rung_svg
from thresholds.rendering.document.markup import NOTHING, Markup, element, lines, text
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
from thresholds.rendering.document.rungs import drawn
from thresholds.rendering.document.setting import NOTHING as BLANK
from thresholds.wording import phrase

#: Tables of more columns than this become cards on narrow screens.
_MOST_COLUMNS = 2
_LANGUAGES = {"zh": "zh-CN", "en": "en"}


def write(document: Document) -> str:
    """The document as a page, with a final line break."""
    return _Page(printable_document(document)).write()


class _Page:
    """Writes one document; counts tables and charts, so that each has an id of its own."""

    def __init__(self, document: Document) -> None:
        self.document, self.lang = document, document.lang
        self.tables = self.charts = 0

    def write(self) -> str:
        page = element("html", self._head(), element("body", *self._body()), lang=_LANGUAGES[self.lang])
        return f"<!doctype html>\n{page}\n"

    def _say(self, key: str, **fields: object) -> str:
        return phrase(key, self.lang).format(**fields)

    def _head(self) -> Markup:
        widths = [width for block in self.document.blocks if isinstance(block, Table) for width in shares(block)]
        page = self._say("document.page", page='" counter(page) "', pages='" counter(pages) "')
        sheet = style.style(self.lang, widths, self.document.footer, f'"{page}"')
        digest = b64encode(sha256(sheet.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        return element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="generator", content=f"thresholds {__version__}"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", text(self.document.title)),
            element("style", Markup(sheet)),
        )

    def _body(self) -> Iterator[Markup]:
        blocks = list(self.document.blocks)
        first = next(
            (i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.level > 1), len(blocks)
        )
        yield element("a", text(self._say("document.skip")), class_="skip", href="#main")
        yield element(
            "div",
            element("header", *[self._block(block) for block in blocks[:first] if not isinstance(block, PageBreak)]),
            self._contents(),
            element("main", *self._sections(blocks[first:]), id="main", tabindex="-1"),
            element("footer", element("p", text(self.document.footer))),
            class_="page",
        )

    # -- contents ------------------------------------------------------------------------------------

    def _contents(self) -> Markup:
        """A list of the headings of level 2, with those of level 3 where the document has four levels."""
        headings = [block for block in self.document.blocks if isinstance(block, Heading)]
        deep = any(heading.level > 3 for heading in headings)
        entries = []
        for number, heading in enumerate(headings):
            if heading.level != 2:
                continue
            below = []
            for other in headings[number + 1 :]:
                if other.level <= 2:
                    break
                below += [element("li", _link(other))] if deep and other.level == 3 else []
            inner = element("ol", *below) if below else NOTHING
            entries.append(element("li", _link(heading), inner))
        title = element("h2", text(self._say("document.contents")), id="contents")
        return element("nav", title, element("ol", *entries), aria_labelledby="contents") if entries else NOTHING

    # -- blocks --------------------------------------------------------------------------------------

    def _sections(self, blocks: Iterable[Block]) -> Iterator[Markup]:
        """Blocks in nested sections, one for each heading."""
        broken = False
        levels: list[int] = []
        for block in blocks:
            if isinstance(block, PageBreak):
                broken = True
                continue
            if isinstance(block, Heading):
                while levels and levels[-1] >= block.level:
                    levels.pop()
                    yield Markup("</section>")
                levels.append(block.level)
                name = ' class="new-page"' if broken else ""
                yield Markup(f'<section aria-labelledby="{text(block.anchor)}"{name}>')
                broken = False
            yield self._block(block)
        for _ in levels:
            yield Markup("</section>")

    def _block(self, block: Block) -> Markup:
        match block:
            case Heading():
                return element(f"h{block.level}", lines(block.text), id=block.anchor)
            case Paragraph():
                return element("p", lines(block.text), class_=None if block.tone == "plain" else block.tone)
            case Bullets():
                name = "ol" if block.ordered else "ul"
                return element(name, *[element("li", lines(item)) for item in block.items])
            case Table():
                return self._table(block)
            case LadderChart():
                return self._chart(block)
            case PageBreak():
                return NOTHING

    def _table(self, block: Table) -> Markup:
        self.tables += 1
        name = f"table-{self.tables}"
        columns = element("colgroup", *[element("col", class_=f"w{width}") for width in shares(block)])
        head = [
            element("th", lines(cell), scope="col", role="columnheader", class_=_right(block, number))
            for number, cell in enumerate(block.head)
        ]
        table = element(
            "table",
            element("caption", lines(block.caption), id=name),
            columns,
            element("thead", element("tr", *head, role="row"), role="rowgroup"),
            element("tbody", *self._rows(block), role="rowgroup"),
            role="table",
            aria_labelledby=name,
        )
        return element("div", table, class_="table fold" if len(block.head) > _MOST_COLUMNS else "table")

    def _rows(self, block: Table) -> Iterator[Markup]:
        for number, row in enumerate(block.rows):
            first = element("th", lines(row[0]), scope="row", role="rowheader", class_=_right(block, 0))
            cells = [
                element(
                    "td",
                    lines(cell),
                    role="cell",
                    data_label=block.head[column],
                    class_="blank" if cell == BLANK else _right(block, column),
                )
                for column, cell in enumerate(row[1:], 1)
            ]
            yield element("tr", first, *cells, role="row", class_=block.status[number] if block.status else None)

    def _chart(self, block: LadderChart) -> Markup:
        self.charts += 1
        drawings = [
            rung_svg(rung, width, f"chart-{self.charts}-{number}-{name}", told)
            for number, (rung, told) in enumerate(zip(drawn(block.rungs, self.lang), block.text, strict=True), 1)
            for width, name in ((WIDE, "wide"), (NARROW, "narrow"))
        ]
        caption = element("figcaption", lines(block.caption))
        key = element("p", text(self._say("document.ladder.key")), class_="key")
        return element("figure", caption, *drawings, key)


def _right(block: Table, column: int) -> str | None:
    return "right" if column in block.right else None


def _link(heading: Heading) -> Markup:
    return element("a", lines(heading.text), href=f"#{heading.anchor}")


def shares(block: Table) -> list[int]:
    """The widths of the columns in percent, of which the last takes what is left over by rounding."""
    total = sum(block.widths)
    found = [width * 100 // total for width in block.widths]
    return [*found[:-1], 100 - sum(found[:-1])]
