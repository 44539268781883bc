"""How the page looks: at every width, light, dark and presented, enlarged, printed, and without scripts."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from .driver import FIVE, SALE, Checks, Driver

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = ((390, 844), (1280, 900), (1920, 1080))
LOOKS = ("light", "dark", "present")
#: At this width axe looks at every look; at the narrower one at what differs besides colours.
CONTRAST = 1280
#: Every kind of view, by name: how to get there.
VIEWS = {
    "facts": f"?{SALE}",
    "compared": f"?location_tracking=51&act=sale&before={SALE.replace('&', '%26').replace('=', '%3D')}",
    "wrong": "?location_tracking=4x&act=sale&computers_controlled=3",
    "english": "?ruleset=fashi-2011-19&lang=en&computers_controlled=20",
    "open": "?location_tracking=12~28&obtained_in=duty_or_service&lang=en",
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
    if (e.matches('.field > label') && width < 48) found.push(`squeezed: ${e.textContent} ${width}`);
    if (e.matches('button, .button, select, summary, input:not([type=hidden])') && (height < 24 || width < 18)
        && !e.matches('input[type=radio], input[type=checkbox], .plain'))
      found.push(`small target: ${e.tagName} ${e.id || e.className} ${width}x${height}`);
  }
  return [...new Set(found)].slice(0, 10);
}"""


def without_scripts(browser: Browser, base: str, _: Path | None) -> Checks:
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
    page.click("#present")
    page.select_option("#r-bulk_presumption_t1_t2", "item_by_item")
    page.click("button.unscripted")
    yield "a reading", page.inner_text(".verdict >> nth=-1") == "未达到"
    yield "no dead controls", page.locator(".scripted:visible").count() == 0
    page.set_input_files("#file", FIVE)
    page.click("#open")
    page.click("#next")
    yield "a case file", "第 2 人" in page.inner_text("#person")
    page.goto(base + "quiz?n=1&seed=3")
    page.check("[name=tier] >> nth=0")
    page.click("#answer")
    yield "a question", page.locator("#marked").count() == 1
    context.close()


def enlarged(browser: Browser, base: str, _: Path | None) -> Checks:
    """At 200 % on a small screen, and at the 320 pixels that are 400 % on one of 1280: nothing is cut off."""
    for (width, height), look in product(((640, 400), (320, 568)), ("", "present=1&")):
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=2)
        driver = Driver(context, base)
        for name in ("facts", "compared", "english", "marked"):
            query = VIEWS[name]
            driver.open(f"{query}{'&' if '?' in query else '?'}{look}")
            driver.page.eval_on_selector_all(".menu", "all => all.forEach(one => { one.open = true; })")
            wrong = driver.page.evaluate(LAID_OUT)
            yield f"{name} {width} {look} {wrong}", not wrong
        context.close()


def printed(browser: Browser, base: str, _: Path | None) -> Checks:
    """On paper it is dark on light whatever the screen, without what is for pressing."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    driver = Driver(context, base)
    for query in (f"?{SALE}", f"?{SALE}&theme=dark&present=1"):
        driver.open(query)
        driver.page.emulate_media(media="print")
        ink = driver.page.eval_on_selector("body", "one => getComputedStyle(one).color")
        yield f"ink {ink}", sum(map(int, re.findall(r"\d+", ink)[:3])) < 200
        for gone in (".bar", ".tier", ".facts", ".steps", ".moment"):
            yield f"without {gone}", not driver.page.locator(f"{gone}:visible").count()
        yield "with its tree", driver.page.locator(".tree li:visible").count() > 10
        driver.page.emulate_media(media="screen")
    context.close()


def motion(browser: Browser, base: str, _: Path | None) -> Checks:
    """The verdict turns when the tier flips, unless the reader wants no motion."""
    for wanted, name in (("no-preference", "flip"), ("reduce", "none")):
        context = browser.new_context(reduced_motion=wanted)
        driver = Driver(context, base)
        driver.open(f"?{SALE}")
        driver.act(driver.page.locator("#step-0-0-0-1").click)
        found = driver.page.eval_on_selector(".verdict", "one => getComputedStyle(one).animationName")
        yield f"motion {wanted}", found == name
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
                driver.page.set_input_files("#file", FIVE)
                driver.go(lambda driver=driver: driver.page.click("#open"))
                if look == "present":
                    driver.page.click("#present")
            wrong = list(driver.page.evaluate(LAID_OUT))
            if width == CONTRAST or (width < CONTRAST and look != "dark"):
                found = Axe().run(driver.page).response["violations"]
                wrong += [f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:3]]}" for one in found]
            if folder is not None:
                driver.page.screenshot(path=folder / f"{name}-{width}-{look}.png", full_page=True)
            label = f"{name} {width} {look}"
            yield " ".join([label, *wrong]), not wrong
        yield f"quiet {width} {look} {driver.told}", not driver.told
        context.close()


LOOKING = (without_scripts, enlarged, printed, motion, seen)
