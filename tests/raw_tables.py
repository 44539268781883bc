"""Tables of texts, as they stand in a workspace before their columns are recognised."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.tally.model import RawTable
from thresholds.tally.workspace import Workspace, literal, quoted


def table_of(
    workspace: Workspace, columns: Sequence[str], rows: Sequence[Sequence[str | None]], name: str = "名单.csv"
) -> RawTable:
    """A table of texts in the workspace, of a file of this name."""
    names = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
    workspace.execute("DROP TABLE IF EXISTS raw")
    workspace.execute(f"CREATE TABLE raw ({names})")
    cells = (f"({', '.join('NULL' if cell is None else literal(cell) for cell in row)})" for row in rows)
    workspace.execute(f"INSERT INTO raw VALUES {', '.join(cells)}")
    return RawTable(name, "", "", "utf-8", "raw", tuple(columns), len(rows))
