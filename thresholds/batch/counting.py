"""What the rows of a part came to: counts by grade, by status of every item and by reading, and that no row is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresholds.columns import ROW, STATUSES
from thresholds.law.model import Ruleset

if TYPE_CHECKING:
    import pyarrow

LEAST, MOST, READINGS = "grade_at_least", "grade_at_most", "readings"
#: Between the two bounds of a grade, and between the readings of a row.
SEPARATOR = " "


def words_of(ruleset: Ruleset, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The columns of an answer that hold one of a few words, with these words."""
    items = frozenset(ruleset.item_ids)
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        if name in items:
            found[name] = STATUSES
        elif name.endswith((LEAST, MOST)) and name.rpartition(".")[0] in {"", *[one.id for one in ruleset.offences]}:
            found[name] = ruleset.grade_ids
    return found


class RowCounter:
    """Counts answered rows batch by batch; of what stands in the columns only words are looked at."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self.words = words
        self.rows = self.sum = self.last = 0
        self.ordered = True
        self._counts: dict[str, Counter[str]] = {}

    def add(self, table: pyarrow.Table) -> None:
        """Count one more batch, whose word columns are dictionaries or text."""
        import pyarrow.compute as pc

        if not len(table):
            return
        rows = table[ROW].to_numpy()
        self.ordered &= bool(rows[0] > self.last and (rows[1:] > rows[:-1]).all())
        self.rows, self.last = self.rows + len(rows), int(rows[-1])
        self.sum += int(rows.sum())
        for name in self.words:
            if name.endswith(LEAST):
                self._grades(table, name)
            elif not name.endswith(MOST):
                self._count(f"item:{name}", pc.value_counts(table[name].combine_chunks()))
        if READINGS in table.column_names:
            self._readings(pc.value_counts(table[READINGS].combine_chunks()))

    def _grades(self, table: pyarrow.Table, name: str) -> None:
        import pyarrow as pa

        offence = name.removesuffix(LEAST).rstrip(".")
        pair = pa.table({"least": table[name], "most": table[name.removesuffix(LEAST) + MOST]}).combine_chunks()
        found = pair.group_by(["least", "most"], use_threads=False).aggregate([([], "count_all")])
        counts = self._counts.setdefault(f"grade:{offence}", Counter())
        for row in found.to_pylist():
            counts[f"{row['least']}{SEPARATOR}{row['most']}"] += row["count_all"]

    def _count(self, what: str, found: Any) -> None:
        counts = self._counts.setdefault(what, Counter())
        for one in found.to_pylist():
            counts[str(one["values"])] += one["counts"]

    def _readings(self, found: Any) -> None:
        counts = self._counts.setdefault("reading:", Counter())
        for one in found.to_pylist():
            for option in (one["values"] or "").split():
                counts[option] += one["counts"]

    def counts(self) -> dict[str, dict[str, int]]:
        """What was counted, by what (`grade:OFFENCE`, `item:ID`, `reading:`) and value."""
        return {what: dict(sorted(counts.items())) for what, counts in self._counts.items()}


def counted(path: Path, words: Mapping[str, Sequence[str]]) -> RowCounter:
    """What the rows of a Parquet file came to."""
    import pyarrow.parquet as pq

    counter = RowCounter(words)
    with pq.ParquetFile(path, read_dictionary=list(words)) as file:
        names = [name for name in file.schema_arrow.names if name in words or name in (ROW, READINGS)]
        for number in range(file.num_row_groups):
            counter.add(file.read_row_group(number, columns=names))
    return counter


def write_batches(
    path: Path,
    schema: pyarrow.Schema,
    batches: Iterable[pyarrow.Table],
    notes: Mapping[str, str],
    counter: RowCounter | None = None,
) -> None:
    """Write tables one after the other as a Parquet file with these notes in its metadata.

    Statistics are kept of the number of the row alone: of words they say nothing, and cost more than the words.
    """
    import pyarrow.parquet as pq

    noted = schema.with_metadata({**(schema.metadata or {}), **notes})
    repeating = [name for name in noted.names if name != ROW]
    with pq.ParquetWriter(path, noted, compression="zstd", write_statistics=[ROW], use_dictionary=repeating) as writer:
        for table in batches:
            writer.write_table(table.cast(noted))
            if counter is not None:
                counter.add(table)
