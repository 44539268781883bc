"""Case files: what is written, validated, with every error at its place."""

from thresholds.case.load import load_case
from thresholds.case.model import Case

__all__ = ["Case", "load_case"]
