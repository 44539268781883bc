"""Tables of cases in, tables of grades and items out: part by part, nothing dropped, nothing half-written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thresholds.batch.frames import Answers, evaluate_table

__all__ = ["Answers", "evaluate_table"]


def __getattr__(name: str) -> object:
    """Imported when first used: the libraries behind it are large."""
    if name not in __all__:
        raise AttributeError(f"module 'thresholds.batch' has no attribute {name!r}")
    from thresholds.batch import frames

    return getattr(frames, name)
