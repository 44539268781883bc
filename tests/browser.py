"""Documents in a real browser: nothing overflows, nothing overlaps, everything can be read and reached.

Run with `python tests/browser.py`; it needs Chromium, a Chinese font and the package playwright, and is no test of
pytest. It prints a line for each page and ends with exit code 1 if anything is wrong.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from documents import MATTERS, document_of

from thresholds.rendering.document.audience import Audience
from thresholds.rendering.document.build import joined
from thresholds.rendering.document.html import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
WIDTHS = (1280, 800, 390, 320)

#: What is wrong with a page as it is laid out: texts, empty where nothing is.
LOOK = """() => {
  const found = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth}`);
  const shown = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0; };
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg') || !shown(e) || e.classList.contains('skip')) continue;
    if (e.getBoundingClientRect().right > root.clientWidth + 1) found.push(`beyond the edge: ${e.tagName}`);
    if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
      found.push(`cut or scrolled: ${e.tagName} ${e.textContent.slice(0, 20)}`);
  }
  for (const svg of document.querySelectorAll('svg')) {
    if (!shown(svg)) continue;
    const room = svg.viewBox.baseVal, texts = [...svg.querySelectorAll('text')].map(t => [t.getBBox(), t.textContent]);
    texts.forEach(([a, said], i) => {
      if (a.x < 0 || a.x + a.width > room.width || a.y + a.height > room.height) found.push(`outside: ${said}`);
      for (const [b, other] of texts.slice(i + 1)) {
        const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        if (a.x < b.x + b.width && b.x < a.x + a.width && high > Math.min(a.height, b.height) / 4)
          found.push(`overlap: ${said} / ${other}`);
      }
    });
  }
  const part = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
  const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (c !== 'rgba(0, 0, 0, 0)') return c; } return 'rgb(255, 255, 255)'; };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(e)) continue;
    const style = getComputedStyle(e), colour = e.closest('svg') ? style.fill : style.color;
    const [a, b] = [light(colour), light(behind(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) found.push(`contrast: ${e.tagName} ${colour}`);
  }
  return [...new Set(found)].slice(0, 10);
}"""


def pages() -> Iterator[tuple[str, str]]:
    """Every page to look at, by name."""
    for path, lang, audience in product(MATTERS, ("zh", "en"), Audience):
        yield f"{path.stem}-{lang}-{audience}", write(document_of(path, lang, audience))
    yield "joined", write(joined([document_of(path, "zh", Audience.COURT) for path in MATTERS[1:3]]))


def looked_at(browser: Browser, address: str) -> Iterator[str]:
    """What is wrong with a page on screens, in print and under the keyboard."""
    for width, scheme in product(WIDTHS, ("light", "dark")):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        told: list[str] = []
        page.on("console", lambda message, told=told: told.append(message.text))
        page.on("request", lambda request, told=told: told.append(request.url))
        page.goto(address)
        yield from (f"{width} {scheme}: {wrong}" for wrong in page.evaluate(LOOK))
        yield from (f"{width} {scheme}: {text}" for text in told if text != address)
        if width == WIDTHS[0]:
            yield from keyboard(page)
        page.close()
    page = browser.new_page(viewport={"width": 642, "height": 960}, color_scheme="dark")
    page.goto(address)
    page.emulate_media(media="print")
    yield from (f"print: {wrong}" for wrong in page.evaluate(LOOK))
    if len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) < 2:
        yield "print: fewer than two pages"
    page.close()


def keyboard(page: Page) -> Iterator[str]:
    """The first key leads to the link that skips to the report, and that link leads there."""
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        yield "keyboard: the first stop is not the link that skips"
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "main":
        yield "keyboard: the link does not lead to the report"


def main() -> int:
    """Look at every page; 0 where nothing is wrong."""
    from playwright.sync_api import sync_playwright

    failed = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for name, text in pages():
            path = Path(folder) / f"{name}.html"
            path.write_text(text, encoding="utf-8")
            wrong = list(looked_at(browser, path.as_uri()))
            failed += bool(wrong)
            print(f"{'FAILED' if wrong else 'passed'} {name}", *wrong, sep="\n  " if wrong else "")
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
