"""Reports for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.errors import NotFoundError

if TYPE_CHECKING:
    from thresholds.report.model import Report

FORMATS = ("text", "json")


def render(report: Report, format: str = "text", lang: str = "zh") -> str:
    """The report as text of a format (`text`, `json`) in a language (`zh`, `en`).

    Raises:
        NotFoundError: there is no such format.
    """
    if format == "json":
        from thresholds.rendering.as_json import as_json

        return as_json(report)
    if format == "text":
        from thresholds.rendering.text import as_text

        return as_text(report, lang)
    raise NotFoundError("no-format", value=format, allowed="、".join(FORMATS))
