"""The third compiler: a ruleset's condition tree as Ibis expressions of integers and booleans, for tables of cases."""

from __future__ import annotations

from thresholds.columns.answers import INCLUDES, STATUSES
from thresholds.columns.columns import Columns, Known
from thresholds.columns.layout import ROW, Layout, TableColumn, TableMapping

__all__ = ["INCLUDES", "ROW", "STATUSES", "Columns", "Known", "Layout", "TableColumn", "TableMapping"]
