"""The page on which facts are moved: every control of it, by pointer and by keys."""

from __future__ import annotations

from .driver import SALE, Checks, Driver


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
    yield "announced as it was", page.inner_text("#announce") == "档次没有变：情节特别严重"
    driver.act(page.locator("#step-0-0-1-0").click)
    yield "announced as changed", page.inner_text("#announce") == "档次变了：情节特别严重 → 情节严重"
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
    beside = page.inner_text("#f-location_tracking-error")
    yield "no longer wrong", field.get_attribute("aria-invalid") is None and beside == ""


def slips(driver: Driver) -> Checks:
    """What is wrong for a moment costs nothing that was chosen."""
    page = driver.page
    driver.open("?location_tracking=50&act=sale&reading.bulk_presumption_t1_t2=item_by_item")
    yield "by a reading", driver.tier == "未达到"
    field = page.locator("[name=location_tracking]")
    driver.act(lambda: field.fill("5x"))
    yield "the reading stands beside what is wrong", page.input_value("#r-bulk_presumption_t1_t2") == "item_by_item"
    yield "and is not lost by it", driver.act(lambda: field.fill("51")) == "未达到" and "item_by_item" in page.url
    page.context.set_offline(True)
    field.fill("52")
    page.wait_for_selector("#trouble:not([hidden])")
    yield "that nothing answers is said", "没有评成" in page.inner_text("#trouble")
    page.context.set_offline(False)
    driver.act(lambda: field.fill("53"))
    yield "until something does", page.locator("#trouble").is_hidden() and driver.tier == "未达到"
    driver.open("?location_tracking=50&act=sale&reading.gains=foo")
    yield "a choice that there is not", "TH224" in page.inner_text("#result .errors")
    yield "is put right", driver.act(lambda: page.select_option("#r-gains", "net")) == "情节严重"
    page.goto(driver.base + "?ruleset=fashi-2017-11&location_tracking=50")
    wrong = page.inner_text(".errors")
    yield "a ruleset that there is not", all(part in wrong for part in ("TH722", "fashi-2017-11", "fashi-2017-10"))
    driver.told.clear()  # the browser notes the status


def standards(driver: Driver) -> Checks:
    """Standards that regions fix are moved within the band that the law leaves them."""
    page = driver.page
    driver.open("?ruleset=fashi-2013-8&theft_amount=1500")
    page.eval_on_selector_all("details.group", "all => all.forEach(one => { one.open = true; })")
    field = page.locator(".figure:has([name=theft_large])")
    driver.act(lambda: field.locator(".more").click())
    yield "first the lower end", driver.value("theft_large") == "1000" and "数额较大" in driver.tier
    field.locator("input[type=range]").focus()
    driver.act(lambda: page.keyboard.press("End"))
    yield "last the upper end", driver.value("theft_large") == "3000" and driver.tier == "未达到"
    driver.act(lambda: field.locator(".less").click())
    yield "one stop lower", driver.value("theft_large") == "2750"


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
    page.focus("[name=location_tracking]")
    driver.act(lambda: page.keyboard.press("ArrowUp"))
    yield "up in the field is one more", driver.value("location_tracking") == "26"
    driver.act(lambda: page.keyboard.press("ArrowDown"))
    page.evaluate("() => { window.here = true; }")
    page.keyboard.press("Enter")
    driver.settled()
    yield "enter goes to no other page", page.evaluate("window.here === true") and page.url.count("&") == 1
    page.evaluate("document.activeElement.blur()")
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


MOVING = (figures, selects, boundaries, typed, slips, standards, displays, keyboard)
