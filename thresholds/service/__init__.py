"""The HTTP service: what the commands answer, as one application that keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thresholds.service.app import create_app
    from thresholds.service.settings import Settings

__all__ = ["Settings", "create_app"]


def __getattr__(name: str) -> object:
    """Imported when first used: the libraries behind it belong to an extra."""
    if name not in __all__:
        raise AttributeError(f"module 'thresholds.service' has no attribute {name!r}")
    from importlib import import_module

    home = "thresholds.service.settings" if name == "Settings" else "thresholds.service.app"
    return getattr(import_module(home), name)
