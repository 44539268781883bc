"""What holds for every test: nothing that surrounds the tests says how wide a terminal is."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are as wide as without a terminal, also where tests run side by side."""
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
