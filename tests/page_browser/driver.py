"""The page under test, as those who check it handle it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent.parent
FIVE = ROOT / "cases" / "joint-five-persons.yaml"
SALE = "location_tracking=49&act=sale"
#: Nothing has been asked for that has not come back, and what came back stands on the page.
SETTLED = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, #flips[hx-get]')"
#: The next part of a case file stands on the page, and is said.
TURNED = "() => !document.body.hasAttribute('aria-busy') && document.getElementById('announce')?.textContent"
#: What is checked, and whether it is as it should be.
Checks = Iterator[tuple[str, bool]]


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

    def turn(self, doing: Callable[[], object]) -> str:
        """Do something that shows a case file otherwise, in place; what is said of it to those who do not see it."""
        with self.page.expect_response(lambda response: "/page/case?lang=" in response.url):
            doing()
        self.page.wait_for_function(TURNED)
        return self.page.inner_text("#announce")

    @property
    def tier(self) -> str:
        """The tier as shown; of two side by side that which is now; nothing where something is wrong."""
        return "".join(self.page.locator(".verdict").all_inner_texts()[-1:]).strip()

    def value(self, key: str) -> str:
        """What stands in a field."""
        return self.page.input_value(f"[name='{key}']")
