"""Documents as Markdown: read back by a parser, nothing is lost and nothing becomes markup."""

from __future__ import annotations

from itertools import product

import pytest
from documents import CASES, LANGS, MATTERS, chain, document_of, texts_of
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from thresholds.rendering.document.audience import Audience
from thresholds.rendering.document.build import document
from thresholds.rendering.document.markdown import escaped, write
from thresholds.rendering.document.model import Bullets, Document, Heading, LadderChart, Paragraph, Table

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def plain(token: Token) -> str:
    """The text of an inline token; line breaks are those that the writer makes."""
    found = []
    for child in token.children or []:
        if child.type == "html_inline":
            assert child.content == "<br>"
            found.append("\n")
        elif child.type in ("text", "softbreak"):
            found.append(child.content)
        else:
            assert child.type in ("strong_open", "strong_close", "text_special"), child.type
            found.append(child.content)
    return "".join(found)


def tables(text: str) -> list[list[list[str]]]:
    """Every table as rows of cells."""
    found: list[list[list[str]]] = []
    tokens = PARSER.parse(text)
    for number, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            found[-1][-1].append(plain(tokens[number + 1]))
    return found


def trimmed(cell: str) -> str:
    return "\n".join(line.strip(" \t") for line in cell.split("\n"))


@pytest.mark.parametrize(("lang", "audience"), list(product(LANGS, Audience)))
def test_every_table_comes_back_cell_by_cell(lang: str, audience: Audience) -> None:
    for path in CASES:
        found = document_of(path, lang, audience)
        expected = [
            [[trimmed(cell) for cell in row] for row in (block.head, *block.rows)]
            for block in found.blocks
            if isinstance(block, Table)
        ]
        assert tables(write(found)) == expected, path.stem


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_comes_back(lang: str) -> None:
    for path in MATTERS:
        found = document_of(path, lang, Audience.COURT)
        tokens = PARSER.parse(write(found))
        said = [plain(token) for token in tokens if token.type == "inline"]
        for block in found.blocks:
            if isinstance(block, Heading | Paragraph | Bullets | LadderChart):
                for text in texts_of(block):
                    assert trimmed(text) in said


def test_headings_have_their_levels() -> None:
    found = document_of(MATTERS[0], "zh", Audience.COURT)
    tokens = PARSER.parse(write(found))
    headings = [(token.tag, plain(tokens[i + 1])) for i, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings == [(f"h{block.level}", block.text) for block in found.blocks if isinstance(block, Heading)]


def test_there_is_no_other_html_than_line_breaks() -> None:
    for token in PARSER.parse(write(document_of(MATTERS[0], "zh", Audience.COURT))):
        assert token.type != "html_block"


NASTY = [
    "<script>alert(1)</script>", "a|b", "*x*", "_x_", "__x__", "`x`", "# x", "x #", "x ##", "- x", "+ x", "1. x",
    "1) x", "> x", "~~x~~", "[x](y)", "![x](y)", "&amp;", "\\", "\\|", "a\\", "===", "---", "***", "```", "    x",
    "x_y_z", "<br>", "$x$", "一*二*三", "**", "`", "a`b``c", "http://a.b/c_d_e?f=1&g=2",
]  # fmt: skip
ANYTHING = st.text(st.sampled_from("ab1 一*_`#<>|[]()!~\\&;+-=.$:{}\"'"), min_size=1)


def written(text: str) -> str:
    table = Table(text, ("甲", "乙"), ((text, "二"), ("一", f"{text}\n{text}")), (1, 1))
    return write(
        Document(
            "题",
            "脚",
            "zh",
            (
                Heading(1, text, "top"),
                Paragraph(text),
                Paragraph(text, "lead"),
                Paragraph(text, "note"),
                Bullets((text,)),
                table,
            ),
        )
    )


def comes_back(text: str) -> None:
    made = written(text)
    tokens = PARSER.parse(made)
    inline = [plain(token) for token in tokens if token.type == "inline"]
    assert inline[:6] == [trimmed(text)] * 6
    twice = f"{trimmed(text)}\n{trimmed(text)}"
    assert tables(made) == [[["甲", "乙"], [trimmed(text), "二"], ["一", twice]]]


@pytest.mark.parametrize("text", NASTY)
def test_markup_in_a_file_stays_text(text: str) -> None:
    comes_back(text)


@given(
    st.text(st.sampled_from("ab1 一*_`#<>|[]()!~\\&;+-=.$:{}\"'"), min_size=1).filter(lambda text: bool(text.strip()))
)
def test_any_text_comes_back(text: str) -> None:
    comes_back(text)


def test_text_without_markup_stays_as_it_is() -> None:
    for text in ("第五条第一款第（三）项", "mu_mou_mou", "483～890 条 ÷ 50 条 ＝ 9.66～17.8", "2017-06-01", "3.12"):
        assert escaped(text) == text


def test_a_ladder_is_a_chart_of_text() -> None:
    """Of 48 cells the bar of 甲's money fills those up to its part of the scale, and stops short of the mark."""
    text = write(document(chain()))
    chart = text[text.index("```text") : text.index("```\n", text.index("```text") + 7)]
    lines = chart.splitlines()
    assert lines[1] == "第五条第一款第（三）项　28 条"
    bar = lines[2]
    assert len(bar) == 48
    assert bar.startswith("█")
    assert bar.index("┃") > bar.rindex("█")
    assert lines[3] == "○ 50 条 情节严重　○ 500 条 情节特别严重"
