"""Drives everything: see the package."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .driver import ROOT, Checks, Driver
from .files import FILES
from .law import LAW
from .looks import LOOKING
from .moving import MOVING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Milliseconds until something that does not come is given up.
PATIENCE = 15_000


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


def found_browser(playwright: Playwright) -> Browser:
    """Playwright's own Chromium, or else one on the path."""
    own = Path(playwright.chromium.executable_path)
    path = None if own.exists() else next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


def main() -> int:
    """Drive everything; 0 where nothing is wrong."""
    from playwright.sync_api import sync_playwright

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    passed = failed = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as kept, served() as base:
        browser = found_browser(playwright)
        for name, right in checks(browser, base, Path(kept), folder):
            passed, failed = passed + right, failed + (not right)
            if not right:
                print(f"FAILED {name}", flush=True)
        browser.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def checks(browser: Browser, base: str, kept: Path, folder: Path | None) -> Checks:
    """Everything that is checked, part by part; what breaks off a part is a failure, and the next part goes on."""
    parts: list[tuple[str, Callable[[Driver], Checks]]] = [(part.__name__, part) for part in (*MOVING, *LAW)]
    parts += [(part.__name__, partial(part, folder=kept)) for part in FILES]
    for name, part in parts:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        driver = Driver(context, base)
        yield from whole(name, part(driver))
        yield f"{name} quiet {driver.told}", not driver.told
        context.close()
    for look in LOOKING:
        yield from whole(look.__name__, look(browser, base, folder))


def whole(name: str, some: Checks) -> Checks:
    """The checks of a part, and that it came to its end."""
    try:
        yield from ((f"{name}: {what}", right) for what, right in some)
    except Exception as error:
        yield f"{name}: broken off: {error}", False
    else:
        yield f"{name}: to the end", True


if __name__ == "__main__":
    sys.exit(main())
