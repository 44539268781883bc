"""What holds for every test: nothing around the tests says how wide a terminal is, and no clock decides."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


@pytest.fixture(autouse=True)
def no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are as wide as without a terminal, also where tests run side by side."""
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
