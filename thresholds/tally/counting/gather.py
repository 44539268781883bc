"""The records of all sources, one table each, made once: a run that was broken off goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thresholds import __version__
from thresholds.tally.workfolder import clear
from thresholds.tally.workspace import literal, quoted

if TYPE_CHECKING:
    from thresholds.tally.workspace import Workspace

#: The columns that every table of records has; the keys come beside them.
COLUMNS = ("source", "category", "reason", "flaws", "person", "place", "moment")

#: What is done already: a line is written in the transaction that writes the table, so it is never wrong.
_DONE = "tally_done"
_ALL = "tally_records"


class Records(NamedTuple):
    """The records of one source as SQL: `number` is that of the source.

    `made_from` says what they hang on: the hash of what was read, and how it is made into records.
    """

    number: int
    select: str
    made_from: str


def gather(workspace: Workspace, sources: Sequence[Records], told: Callable[[int], None] = lambda _: None) -> str:
    """Make a table of the records of every source, and one view of all; the name of the view.

    Tables that an earlier run in the same folder finished, from the same input by the same rules, are kept.
    `told` is called with the number of each source that is done.
    """
    for source in sources:
        once(workspace, f"tally_records_{source.number}", source.select, source.made_from)
        told(source.number)
    union = " UNION ALL BY NAME ".join(f"FROM tally_records_{source.number}" for source in sources)
    workspace.execute(f"CREATE OR REPLACE TEMP VIEW {_ALL} AS {union}")
    return _ALL


def once(workspace: Workspace, table: str, select: str, made_from: str) -> None:
    """Make a table of a query unless it is there, made from the same: whole and noted as done, or not at all.

    It is written as it is: to compress it takes longer than to write it, and it is read once or twice.
    """
    mark = sha256(f"{__version__}\n{made_from}".encode()).hexdigest()
    workspace.execute(f"CREATE TABLE IF NOT EXISTS {_DONE} (name VARCHAR, mark VARCHAR)")
    wanted = f"FROM {_DONE} WHERE name = {literal(table)} AND mark = {literal(mark)}"
    if workspace.numbers(f"SELECT count(*) {wanted}") == (1,):
        return
    workspace.execute("SET force_compression = 'uncompressed'")
    workspace.execute("BEGIN")
    workspace.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS {select}")
    workspace.execute(f"DELETE FROM {_DONE} WHERE name = {literal(table)}")
    workspace.execute(f"INSERT INTO {_DONE} VALUES ({literal(table)}, {literal(mark)})")
    workspace.execute("COMMIT")
    workspace.execute("SET force_compression = 'auto'")


def key_columns(workspace: Workspace, view: str) -> tuple[str, ...]:
    """The names of the columns that records are told apart by: the identity keys in order, and texts beside them.

    A text stands beside a number where what is written is none; columns of such texts are left out where no record
    that counts has one, as nearly always.
    """
    names = [str(name) for name, *_ in workspace.rows(f"DESCRIBE {view}")]
    keys = [name for name in names if name.startswith("key_")]
    odd = [name for name in names if name.startswith("odd_")]
    counts = ", ".join(f"count({name})" for name in odd) or "count(*)"
    found = workspace.numbers(f"SELECT {counts} FROM {view} WHERE reason = 0")
    return (*keys, *(name for name, number in zip(odd, found, strict=False) if number))


def forget(folder: Path) -> None:
    """Remove what a tally left in a work folder that was given: when all is done, nobody's data may stay there."""
    clear(folder)
