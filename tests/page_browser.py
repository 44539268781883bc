"""The trainer's page in a real browser: every control works, everything can be read and reached, nothing leaves.

Run with `python tests/page_browser.py [FOLDER]`; it needs Chromium, a Chinese font and the packages playwright and
axe-playwright-python, and is no test of pytest. It starts the server on a free port, prints a line for each check,
writes screenshots into the folder, and ends with exit code 1 if anything is wrong.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from browser import ARGUMENTS

from thresholds import evaluate, load_case

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = ((390, 844), (1280, 900), (1920, 1080))
LOOKS = ("light", "dark", "present")
SALE = "location_tracking=49&act=sale"
#: Every kind of view, by name: how to get there.
VIEWS = {
    "facts": f"?{SALE}",
    "compared": f"?location_tracking=51&act=sale&before={SALE.replace('&', '%26').replace('=', '%3D')}",
    "wrong": "?location_tracking=4x&act=sale&computers_controlled=3",
    "english": "?ruleset=fashi-2011-19&lang=en&computers_controlled=20",
    "standards": "?ruleset=fashi-2013-8",
    "quiz": "quiz",
    "question": "quiz?seed=3&n=1",
    "marked": "quiz?seed=3&n=2&tier=serious&item=art5.1.3",
    "score": "quiz?seed=3&questions=4&n=5&a1=serious+art5.1.5&a2=not_reached&a3=-",
}
#: What is wrong with a page as it is laid out.
LAID_OUT = """() => {
  const found = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth}`);
  const box = e => e.getBoundingClientRect();
  const shown = e => box(e).width > 1 && box(e).height > 1 && e.checkVisibility();
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg, .ticks, .hidden, .skip, [hidden]') || !shown(e)) continue;
    const { left, right, width, height } = box(e);
    if (right > root.clientWidth + 1 || left < -1) found.push(`beyond the edge: ${e.tagName} ${e.className}`);
    if (e.matches('button, .button, select, summary, input:not([type=hidden])') && (height < 24 || width < 18)
        && !e.matches('input[type=radio], input[type=checkbox], .plain'))
      found.push(`small target: ${e.tagName} ${e.id || e.className} ${width}x${height}`);
  }
  return [...new Set(found)].slice(0, 10);
}"""
#: Nothing has been asked for that has not come back, and what came back stands on the page.
SETTLED = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, #flips[hx-get]')"


class Driver:
    """The page under test, what it logged, and what it asked others for."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.base, self.told = base, list[str]()
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.told.append(f"asked elsewhere: {url}")

    def open(self, query: str = "") -> None:
        """Go to an address, and wait until nothing more is on its way."""
        self.page.goto(self.base + query)
        self.settled()

    def settled(self) -> None:
        """Wait until nothing more is on its way."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(SETTLED)

    def act(self, doing: Callable[[], object]) -> str:
        """Do something, and the tier after the answer to it has been swapped in."""
        with self.page.expect_response(lambda response: "/page/result" in response.url):
            doing()
        self.settled()
        return self.tier

    def go(self, doing: Callable[[], object]) -> None:
        """Do something that leads to another page, and wait for it."""
        with self.page.expect_navigation():
            doing()
        self.settled()

    @property
    def tier(self) -> str:
        """The tier as shown; of two side by side that which is now; nothing where something is wrong."""
        return "".join(self.page.locator(".verdict").all_inner_texts()[-1:]).strip()

    def value(self, key: str) -> str:
        """What stands in a field."""
        return self.page.input_value(f"[name='{key}']")


Checks = Iterator[tuple[str, bool]]


def figures(driver: Driver) -> Checks:
    """Every slider, field, button of every figure."""
    page = driver.page
    driver.open("?act=sale")
    page.eval_on_selector_all("details.group", "all => all.forEach(one => { one.open = true; })")
    keys = page.eval_on_selector_all(".figure input[type=text]", "all => all.map(one => one.name)")
    for key in keys:
        field = page.locator(f".figure:has([name='{key}'])")
        driver.act(lambda field=field: field.locator(".more").click())
        unit = "0.01" if field.get_attribute("data-unit") == "0.01" else "1"
        more = driver.value(key)
        driver.act(lambda field=field: field.locator(".less").click())
        yield f"more and less {key}", more == unit and driver.value(key) == ""
        field.locator("input[type=range]").focus()
        driver.act(lambda: page.keyboard.press("End"))
        last = field.get_attribute("data-stops").split(" ")[-1]  # type: ignore[union-attr]
        yield f"slider {key}", driver.value(key) == last
        driver.act(lambda: page.keyboard.press("Home"))
        yield f"slider back {key}", driver.value(key) == ""
    yield "figures of the default ruleset", len(keys) >= 20


def selects(driver: Driver) -> Checks:
    """Every option of every select, of facts and of readings."""
    page = driver.page
    driver.open(f"?{SALE}")
    page.eval_on_selector_all("details.group", "all => all.forEach(one => { one.open = true; })")
    names = page.eval_on_selector_all("form .choice select, .readings select", "all => all.map(one => one.name)")
    for name in names:
        chosen = f"select[name='{name}']"
        values = page.eval_on_selector_all(f"{chosen} option", "all => all.map(one => one.value)")
        for value in [*values[1:], values[0]]:
            driver.act(lambda chosen=chosen, value=value: page.select_option(chosen, value))
            kept = f"{name}={value}" in page.url or not value
            yield f"select {name} {value or 'nothing'}", kept and page.input_value(chosen) == value
        if name == "act":
            driver.act(lambda: page.select_option("select[name=act]", "sale"))


def boundaries(driver: Driver) -> Checks:
    """One less, exactly, one more at the lines: the tier as the law says."""
    page = driver.page
    driver.open(f"?{SALE}")
    for line, tiers in enumerate((("未达到", "情节严重", "情节严重"), ("情节严重", "情节特别严重", "情节特别严重"))):
        for place, expected in enumerate(tiers):
            step = page.locator(f"#step-0-0-{line}-{place}")
            same = step.get_attribute("aria-current") == "true"
            if not same:
                found = driver.act(step.click)
                yield f"step {line} {place}", found == expected
                yield (
                    f"focus stays {line} {place}",
                    page.evaluate("document.activeElement.id") == f"step-0-0-{line}-{place}",
                )
    yield "announced", "情节特别严重" in page.inner_text("#announce")
    driver.open(f"?{SALE}")
    tried = driver.act(page.locator(".try").first.click)
    yield "try", tried == "情节严重" and driver.value("location_tracking") == "50"


def typed(driver: Driver) -> Checks:
    """Bounds, words, what cannot be read; errors stand beside their field."""
    page = driver.page
    driver.open("?act=sale")
    field = page.locator("[name=location_tracking]")
    yield "bounds", "～" in driver.act(lambda: field.fill("12～58"))
    yield "unknown", "～" in driver.act(lambda: field.fill("不明"))
    yield "in words", driver.act(lambda: field.fill("6万多条")) == "情节特别严重"
    driver.act(lambda: field.fill("4x"))
    yield "error beside the field", "TH205" in page.inner_text("#f-location_tracking-error")
    yield "marked as wrong", field.get_attribute("aria-invalid") == "true"
    driver.act(lambda: field.fill("50"))
    yield (
        "no longer wrong",
        field.get_attribute("aria-invalid") is None and page.inner_text("#f-location_tracking-error") == "",
    )


def displays(driver: Driver) -> Checks:
    """Pin, theme, presentation, language, link: each is kept through every move."""
    page = driver.page
    driver.open(f"?{SALE}")
    driver.act(page.locator("#pin").click)
    yield "pinned", "before=" in page.url and page.locator(".side").count() == 2
    driver.act(lambda: page.select_option("#theme", "dark"))
    yield "dark", page.get_attribute("html", "data-theme") == "dark" and "theme=dark" in page.url
    driver.act(page.locator("#present").click)
    yield "presentation", page.evaluate("document.documentElement.hasAttribute('data-present')")
    found = driver.act(page.locator(".figure:has([name=location_tracking]) .more").click)
    yield (
        "after a move",
        found == "情节严重" and all(part in page.url for part in ("before=", "theme=dark", "present=1")),
    )
    yield "changes marked", page.locator(".compared .changed").count() > 0
    address = page.url
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#copy")
    page.wait_for_function(
        "() => document.getElementById('copy').textContent === document.getElementById('copy').dataset.done"
    )
    yield "link copied", page.evaluate("navigator.clipboard.readText()") == address
    before = page.inner_text("#result")
    page.goto(address)
    driver.settled()
    yield "link reproduces", page.inner_text("#result") == before
    driver.go(lambda: page.click("#language"))
    kept = all(part in page.url for part in ("before=", "theme=dark", "present=1", "lang=en"))
    yield "language", kept and page.get_attribute("html", "lang") == "en" and driver.tier.startswith("serious")
    driver.go(lambda: page.click("#language"))
    driver.act(page.locator("#pin").click)
    yield "unpinned", "before=" not in page.url
    driver.act(page.locator("#present").click)
    yield "presentation left", "present" not in page.url
    driver.go(lambda: page.select_option("#ruleset", "fashi-2011-19"))
    yield "another ruleset", "theme=dark" in page.url and page.locator("[name=computers_controlled]").count() == 1
    driver.go(lambda: page.click("#reset"))
    yield "cleared", page.input_value("[name=computers_controlled]") == ""


def keyboard(driver: Driver) -> Checks:
    """Keys alone."""
    page = driver.page
    driver.open(f"?{SALE}")
    page.keyboard.press("Tab")
    yield "skip link first", page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    yield "skip link leads to the result", page.evaluate("document.activeElement.id") == "result"
    page.keyboard.press("ArrowDown")
    yield "arrow chooses", page.locator(".current [name=location_tracking]").count() == 1
    yield "arrow right is one more", driver.act(lambda: page.keyboard.press("ArrowRight")) == "情节严重"
    yield "arrow left is one less", driver.act(lambda: page.keyboard.press("ArrowLeft")) == "未达到"
    driver.act(lambda: page.keyboard.press("]"))
    yield "to the next line", driver.value("location_tracking") == "50"
    driver.act(lambda: page.keyboard.press("["))
    yield "to the line before", driver.value("location_tracking") == "25"
    driver.act(lambda: page.keyboard.press("b"))
    yield "b pins", "before=" in page.url
    driver.act(lambda: page.keyboard.press("r"))
    yield "r takes the next reading", "reading." in page.url
    driver.act(lambda: page.keyboard.press("p"))
    yield "p presents", "present=1" in page.url
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    yield "f fills the screen", True
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
    driver.act(lambda: page.keyboard.press("Escape"))
    yield "escape leaves", "present" not in page.url
    page.keyboard.press("?")
    yield "keys are shown", page.locator("#keys[open]").count() == 1
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    yield "keys can be put off", "before=" in page.url and page.locator("#keys[open]").count() == 0
    page.keyboard.press("Enter")
    page.check("#keys-on")


def downloads(driver: Driver, folder: Path) -> Checks:
    """Every export, read again."""
    page = driver.page
    driver.open("?location_tracking=51&act=sale&reading.gains=net")
    page.click(".moment summary")
    found: dict[str, Path] = {}
    for link in page.locator(".moment .menu a").all():
        with page.expect_download() as download:
            link.click()
        name = download.value.suggested_filename
        found[name] = folder / name
        download.value.save_as(found[name])
        page.eval_on_selector(".moment .menu", "one => { one.open = true; }")
    expected = {"case.yaml", "report.html", "report.md", "report.docx", "report.json", "ladder.svg", "ladder.png"}
    yield "every kind", found.keys() == expected
    report = evaluate(load_case(found["case.yaml"]))
    yield "the case gives the same", report.persons[0].grade.at_least == "serious"
    yield "with its reading", dict(report.case.readings) == {"gains": "net"}
    data = json.loads(found["report.json"].read_text("utf-8"))
    yield "the report says the same", data["persons"][0]["grade"] == {"at_least": "serious", "at_most": "serious"}
    yield (
        "the picture is one",
        found["ladder.png"].read_bytes().startswith(b"\x89PNG") and found["ladder.png"].stat().st_size > 5000,
    )
    yield "the drawing says it", "情节严重" in found["ladder.svg"].read_text("utf-8")
    yield "the document is one", found["report.docx"].read_bytes().startswith(b"PK")
    yield (
        "the others say it",
        all("情节严重" in found[name].read_text("utf-8") for name in ("report.html", "report.md")),
    )


def case_file(driver: Driver, folder: Path) -> Checks:
    """A case file opened, step by step, under another reading, kept, in the other language."""
    page = driver.page
    driver.open("?theme=dark&present=1")
    yield "hidden while presenting", not page.is_visible("#file")
    driver.act(page.locator("#present").click)
    page.set_input_files("#file", ROOT / "cases" / "joint-five-persons.yaml")
    driver.go(lambda: page.click("#open"))
    yield "opened, dark", page.url.endswith("/page/case") and page.get_attribute("html", "data-theme") == "dark"
    persons = [person.name for person in evaluate(load_case(ROOT / "cases" / "joint-five-persons.yaml")).persons]
    for number, name in enumerate(persons):
        yield f"person {number + 1}", page.inner_text("#facts b") == name
        if number + 1 < len(persons):
            driver.go((lambda: page.click("#next")) if number % 2 else (lambda: page.keyboard.press("n")))
    driver.go(lambda: page.click("#previous"))
    yield "back", page.inner_text("#facts b") == persons[-2]
    select = page.locator(".readings select").first
    with page.expect_navigation():
        select.select_option(index=1)
    yield "reading kept", page.locator(".readings select").first.evaluate("one => one.selectedIndex") == 1
    yield "same person", page.inner_text("#facts b") == persons[-2]
    page.click(".keep summary")
    with page.expect_download() as download:
        page.click(".keep [value=json]")
    path = folder / "opened.json"
    download.value.save_as(path)
    yield "report of the file", len(json.loads(path.read_text("utf-8"))["persons"]) == len(persons)
    driver.go(lambda: page.click("#language"))
    yield "in English", page.get_attribute("html", "lang") == "en" and page.inner_text("#facts b") == persons[-2]
    with_errors = folder / "wrong.yaml"
    with_errors.write_text(
        "schema: thresholds/case/1\nid: x\npersons: {a: {}}\nfacts: {a: {illegal_gains: 很多}}\n", "utf-8"
    )
    driver.open()
    page.set_input_files("#file", with_errors)
    driver.go(lambda: page.click("#open"))
    yield "what is wrong in it", "wrong.yaml:4:" in page.inner_text(".errors >> nth=-1")
    driver.told.clear()  # the browser notes the status


def quiz(driver: Driver, folder: Path) -> Checks:
    """A quiz from beginning to end, by keys."""
    page = driver.page
    driver.open()
    page.click(".places a >> nth=1")
    page.fill("#questions", "3")
    page.fill("#seed", "7")
    page.check("[name=level][value='2']")
    driver.go(lambda: page.click("#begin"))
    yield "begun", "level=2" in page.url and "seed=7" in page.url and "questions=3" in page.url
    page.keyboard.press("ArrowDown")
    driver.go(lambda: page.keyboard.press("Enter"))
    yield "answered by keys", page.evaluate("document.activeElement.id") == "marked"
    yield "explained", page.locator(".marked li").count() >= 2
    yield "with the tree", page.locator(".tree li").count() > 5
    driver.go(lambda: page.keyboard.press("n"))
    yield "next by key", "n=2" in page.url
    page.check("[name=tier] >> nth=1")
    page.check("[name=item] >> nth=2")
    driver.go(lambda: page.click("#answer"))
    driver.go(lambda: page.click("#as-case"))
    yield "as a case", page.url.endswith("/page/case") and page.locator(".verdict").count() >= 1
    driver.go(page.go_back)
    driver.go(lambda: page.click("#next"))
    driver.go(lambda: page.click("#skip"))
    driver.go(lambda: page.click("#next"))
    yield "the end", page.locator(".compared >> nth=1").locator("tbody tr").count() == 3
    page.click(".keep summary >> nth=0")
    with page.expect_download() as download:
        page.click(".keep >> nth=0 >> a[href*=json]")
    path = folder / "result.json"
    download.value.save_as(path)
    found = json.loads(path.read_text("utf-8"))
    yield "the result as data", found["score"]["questions"] == 3 and found["score"]["answered"] == 2
    driver.go(lambda: page.click("#another"))
    yield "another round", "seed=8" in page.url and "a1=" not in page.url
    page.select_option("#theme", "dark")
    yield "theme kept", "theme=dark" in page.url
    driver.go(lambda: page.click("#language"))
    yield "in English", page.get_attribute("html", "lang") == "en" and "theme=dark" in page.url


def without_scripts(browser: Browser, base: str) -> Checks:
    """Forms and links do the same."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    page.fill("[name=location_tracking]", "50")
    page.select_option("[name=act]", "sale")
    page.click("button.unscripted")
    yield "a form", page.inner_text(".verdict") == "情节严重"
    page.click("#step-0-0-0-0")
    yield "a step", page.inner_text(".verdict") == "未达到"
    page.click("#pin")
    page.click("#present")
    yield "pinned and presented", "before=" in page.url and "present=1" in page.url
    page.click(".flips a")
    page.click(".try >> nth=0")
    yield "try", page.inner_text(".verdict >> nth=-1") == "情节严重"
    yield "no dead controls", page.locator(".scripted:visible").count() == 0
    context.close()


def seen(browser: Browser, base: str, folder: Path | None) -> Checks:
    """Every view in every size and look: laid out well, readable, without a violation that axe finds."""
    from axe_playwright_python.sync_playwright import Axe

    for (width, height), look in product(WIDTHS, LOOKS):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            color_scheme="dark" if look == "dark" else "light",
        )
        driver = Driver(context, base)
        for name, query in {**VIEWS, "person": ""}.items():
            shown = f"{query}{'&' if '?' in query else '?'}present=1" if look == "present" else query
            driver.open(shown)
            if name == "person":
                if look == "present":
                    driver.page.keyboard.press("p")
                driver.page.set_input_files("#file", ROOT / "cases" / "joint-five-persons.yaml")
                driver.go(lambda driver=driver: driver.page.click("#open"))
                if look == "present":
                    driver.page.click("#present")
            wrong = list(driver.page.evaluate(LAID_OUT))
            found = Axe().run(driver.page).response["violations"]
            wrong += [f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:3]]}" for one in found]
            if folder is not None:
                driver.page.screenshot(path=folder / f"{name}-{width}-{look}.png", full_page=True)
            label = f"{name} {width} {look}"
            yield " ".join([label, *wrong]), not wrong
        yield f"quiet {width} {look} {driver.told}", not driver.told
        context.close()


@contextmanager
def served() -> Iterator[str]:
    """The real server on a free port."""
    command = [sys.executable, "-m", "thresholds", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            yield next(word for line in process.stdout for word in line.split() if word.startswith("http://")) + "/"
        finally:
            process.terminate()


def main() -> int:
    """Drive everything; 0 where nothing is wrong."""
    from playwright.sync_api import sync_playwright

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as kept, served() as base:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for name, right in checks(browser, base, Path(kept), folder):
            failed += not right
            print(f"{'passed' if right else 'FAILED'} {name}", flush=True)
        browser.close()
    print(f"{failed} failed")
    return 1 if failed else 0


def checks(browser: Browser, base: str, kept: Path, folder: Path | None) -> Checks:
    """Everything that is checked."""
    parts: list[Callable[[Driver], Checks]] = [figures, selects, boundaries, typed, displays, keyboard]
    parts += [lambda driver, part=part: part(driver, kept) for part in (downloads, case_file, quiz)]
    for part in parts:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        driver = Driver(context, base)
        yield from part(driver)
        yield f"quiet {driver.told}", not driver.told
        context.close()
    yield from without_scripts(browser, base)
    yield from seen(browser, base, folder)


if __name__ == "__main__":
    sys.exit(main())
