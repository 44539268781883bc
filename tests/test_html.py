"""Documents as pages: well formed, complete in themselves, safe against their own contents, readable."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise, product
from pathlib import Path

import pytest
from documents import CASES, LANGS, MATTERS, ROOT, chain, document_of, report_of, texts_of

from thresholds import render
from thresholds.rendering.document.audience import Audience
from thresholds.rendering.document.build import document, joined
from thresholds.rendering.document.html import write
from thresholds.rendering.document.markup import element, text
from thresholds.rendering.document.model import Document, Heading, Paragraph, Table
from thresholds.rendering.document.style import DARK, LIGHT, WRITTEN, quoted

VOID = {"meta", "br", "col", "link"}
EVIL = "<script>alert(1)</script>\"'&</style><!--"


class Page(HTMLParser):
    """A page read strictly: every element closed in its turn; the text, ids, links and attributes in it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.seen: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) != len(attrs):
            self.wrong.append(f"{tag}: an attribute twice")
        self.seen[tag] += 1
        self.attributes.append((tag, given))
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.stack or self.stack[-1] not in ("style", "title", "desc"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def evil() -> Document:
    """A document in which everything that a file may say is written against the page."""
    return document(
        chain(
            title=f"案 {EVIL}",
            note=EVIL,
            persons={"jia": {"name": EVIL, "role": '" onload="x', "note": EVIL}, "yi": {"name": "乙"}},
            evidence={"E1": {"kind": EVIL, "what": EVIL, "at": EVIL}, "E2": EVIL},
        )
    )


@pytest.mark.parametrize(("lang", "audience"), list(product(LANGS, Audience)))
def test_pages_are_well_formed_and_links_lead_somewhere(lang: str, audience: Audience) -> None:
    for path in CASES:
        page = Page(write(document_of(path, lang, audience)))
        assert page.wrong == []
        assert page.stack == []
        assert [name for name, times in Counter(page.ids).items() if times > 1] == []
        for link in page.links:
            assert link.startswith("#")
            assert link[1:] in page.ids
        for _, given in page.attributes:
            for name in ("aria-labelledby", "aria-describedby"):
                assert set((given.get(name) or "").split()) <= set(page.ids)


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_says_everything_that_the_document_says(lang: str) -> None:
    for path in MATTERS:
        found = document_of(path, lang, Audience.COURT)
        shown = Page(write(found)).text
        for block in found.blocks:
            if isinstance(block, Heading | Paragraph | Table):
                for said in texts_of(block):
                    assert said.replace("\n", "") in shown


def test_a_page_needs_nothing_else_and_runs_nothing() -> None:
    for found in (document_of(MATTERS[0], "zh", Audience.COURT), evil()):
        written = write(found)
        page = Page(written)
        assert page.seen["script"] == page.seen["link"] == page.seen["img"] == page.seen["iframe"] == 0
        assert page.seen["style"] == 1
        for tag, given in page.attributes:
            assert not any(name.startswith("on") or name in ("style", "src", "srcset") for name in given), (tag, given)
        sheet = written[written.index("<style>") + 7 : written.index("</style>")]
        assert "@import" not in sheet
        assert "url(" not in sheet
        policy = next(given["content"] for _, given in page.attributes if "http-equiv" in given) or ""
        digest = b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_what_a_file_says_cannot_become_markup() -> None:
    found = evil()
    written = write(found)
    page = Page(written)
    assert page.wrong == []
    assert page.stack == []
    assert "<script" not in written
    assert written.count("</style>") == 1
    assert page.text.count(EVIL) >= 8
    assert found.title.endswith("：量刑档次逐项核对报告")
    assert EVIL in found.title


def test_attributes_are_escaped_and_what_is_none_is_left_out() -> None:
    assert element("p", text("<&"), title="\"<'&>", class_=None, data_label="a") == (
        '<p title="&quot;&lt;&#x27;&amp;&gt;" data-label="a">&lt;&amp;</p>'
    )
    assert element("br") == "<br>"


def test_characters_that_no_page_may_have_are_replaced() -> None:
    written = write(document(chain(note="一\x00二\x1b[31m三")))
    assert "一�二�[31m三" in written


def test_the_footer_is_a_css_string_whatever_it_says() -> None:
    assert quoted('a"\\}') == '"a\\000022\\00005c\\00007d"'
    assert quoted("案1") == '"\\006848' + '1"'


def test_headings_descend_one_level_at_a_time() -> None:
    both = joined([document_of(path, "zh", Audience.COURT) for path in MATTERS[:2]])
    for found in (document_of(MATTERS[0], "zh", Audience.COURT), both):
        page = Page(write(found))
        levels = [
            int(tag[1]) for tag, given in page.attributes if re.fullmatch("h[1-6]", tag) and given["id"] != "contents"
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_tell_what_their_cells_are() -> None:
    found = document_of(MATTERS[0], "zh", Audience.COURT)
    page = Page(write(found))
    tables = [block for block in found.blocks if isinstance(block, Table)]
    assert page.seen["table"] == page.seen["caption"] == len(tables)
    heads = [given for tag, given in page.attributes if tag == "th"]
    assert {given.get("scope") for given in heads} == {"col", "row"}
    assert len([given for given in heads if given["scope"] == "col"]) == sum(len(table.head) for table in tables)
    assert len([given for given in heads if given["scope"] == "row"]) == sum(len(table.rows) for table in tables)
    for tag, given in page.attributes:
        if tag == "td":
            assert given["data-label"]


def test_the_language_is_told() -> None:
    for lang, expected in (("zh", "zh-CN"), ("en", "en")):
        page = Page(write(document(chain(), lang)))
        assert next(given["lang"] for tag, given in page.attributes if tag == "html") == expected


def test_a_reader_can_skip_to_the_report() -> None:
    page = Page(write(document(chain())))
    assert page.links[0] == "#main"
    assert next(given for tag, given in page.attributes if tag == "main")["id"] == "main"


def test_every_chart_is_told_in_words() -> None:
    page = Page(write(document_of(MATTERS[0], "zh", Audience.COURT)))
    drawings = [given for tag, given in page.attributes if tag == "svg"]
    assert drawings
    assert all(given["role"] == "img" for given in drawings)
    assert page.seen["title"] == len(drawings) + 1
    assert page.seen["desc"] == len(drawings)


# -- colours -----------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """WCAG 2.2: relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def schemes(sheet: str) -> list[dict[str, str]]:
    """The colours of a style sheet as it is written: the light scheme, and the dark one over it."""
    found = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", root)) for root in re.findall(r":root \{(.*?)\}", sheet, re.S)
    ]
    light, dark = (scheme for scheme in found if scheme)
    return [light, light | dark]


def test_text_stands_out_in_both_schemes() -> None:
    written = write(document(chain()))
    sheet = written[written.index("<style>") + 7 : written.index("</style>")]
    light, dark = schemes(sheet)
    assert (light, dark) == (LIGHT, DARK)
    colours = set(re.findall(r"(?:[^-]color|fill): var\(--(\w+)\)", sheet)) - {"track", "bar"}
    assert colours == set(WRITTEN)
    backgrounds = set(re.findall(r"background: var\(--(\w+)\)", sheet))
    assert backgrounds == {"paper", "shade"}
    for scheme in (light, dark):
        for colour, background in product(colours, backgrounds):
            assert contrast(scheme[colour], scheme[background]) >= 4.5
        for drawn in ("bar", "ink"):
            assert contrast(scheme[drawn], scheme["track"]) >= 3


def test_print_is_always_dark_on_light() -> None:
    written = write(document(chain()))
    assert written.count("prefers-color-scheme") == written.count("@media screen and (prefers-color-scheme: dark)") == 1


# -- the same bytes ----------------------------------------------------------------------------------------------

PROGRAM = """
import sys
from pathlib import Path
from thresholds import evaluate, load_case, render
report = evaluate(load_case(Path(sys.argv[1])))
for audience in ("court", "defence", "prosecution", "client"):
    for lang in ("zh", "en"):
        for format in ("markdown", "html"):
            sys.stdout.buffer.write(render(report, format, lang, audience).encode())
"""


def test_the_same_bytes_in_every_process() -> None:
    def run(seed: str) -> bytes:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PROGRAM, str(MATTERS[0])]
        return subprocess.run(command, capture_output=True, check=True, env=environment).stdout

    first, second = run("1"), run("4321")
    assert len(first) > 100_000
    assert first == second


def test_the_same_bytes_twice() -> None:
    for path in (MATTERS[1], Path(CASES[0])):
        assert render(report_of(path), "html") == render(report_of(path), "html")
