"""The report: what embedders get, and what renderers read."""

from thresholds.report.model import Grade, PersonReport, Report, evaluate

__all__ = ["Grade", "PersonReport", "Report", "evaluate"]
