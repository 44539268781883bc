"""thresholds: a declarative rules engine for sentencing thresholds in Chinese criminal law.

>>> from thresholds import evaluate, load_case, load_ruleset
>>> report = evaluate(load_case("cases/zaozhuang-2017.yaml"))
>>> report.person("wu").grade.at_least
'especially_serious'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from thresholds.case import Case, load_case
    from thresholds.errors import (
        Diagnostic,
        EngineError,
        NotFoundError,
        ReadingError,
        SourceErrors,
        ThresholdsError,
    )
    from thresholds.law import Ruleset, load_ruleset
    from thresholds.rendering import render
    from thresholds.report import PersonReport, Report, evaluate

_HOMES = {
    "Case": "thresholds.case",
    "Diagnostic": "thresholds.errors",
    "EngineError": "thresholds.errors",
    "NotFoundError": "thresholds.errors",
    "PersonReport": "thresholds.report",
    "ReadingError": "thresholds.errors",
    "Report": "thresholds.report",
    "Ruleset": "thresholds.law",
    "SourceErrors": "thresholds.errors",
    "ThresholdsError": "thresholds.errors",
    "evaluate": "thresholds.report",
    "load_case": "thresholds.case",
    "load_ruleset": "thresholds.law",
    "render": "thresholds.rendering",
}

__all__ = [
    "Case",
    "Diagnostic",
    "EngineError",
    "NotFoundError",
    "PersonReport",
    "ReadingError",
    "Report",
    "Ruleset",
    "SourceErrors",
    "ThresholdsError",
    "evaluate",
    "load_case",
    "load_ruleset",
    "render",
]


def __dir__() -> list[str]:
    """The names of the package, with the public ones that are not yet imported."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    """Public names are imported when they are first used, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'thresholds' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
