"""The report as JSON: UTF-8, real Chinese characters, the same bytes on every run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thresholds.report.model import Report


def as_json(report: Report) -> str:
    """Indented JSON with a final line break."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n"
