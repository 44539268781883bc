"""Counting records: a made file of names, phone numbers and resident IDs, beside `sort -u` and pandas.

Neither of the two does the same: they find lines of the same text, and know nothing of other ways of writing or of
numbers that are invalid. What they find is checked as well, for the file says how many different lines it has.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.clock import Watched, watched
from benchmarks.seized import BulkTruth, write_bulk
from benchmarks.subject import ROOT
from benchmarks.table import Row, skipped

SECTION = "tally"
MEMORY, THREADS = "2GB", 2
#: For so many rows: the time and the memory that they may take, the whole process.
PROMISED, SECONDS, MEGABYTES = 50_000_000, 90.0, 3000.0
PANDAS = """
import sys, pandas
print(len(pandas.read_csv(sys.argv[1], dtype="str").drop_duplicates()))
"""


class Sizes(NamedTuple):
    """Rows of the files, ascending, the largest that `sort` gets, and the one that fits pandas in memory."""

    rows: tuple[int, ...] = (1_000_000, 10_000_000, PROMISED)
    pandas: int = 10_000_000


LARGE = Sizes((1_000_000, 10_000_000, PROMISED, 100_000_000))
QUICK = Sizes((200_000, 2_000_000), 200_000)


def tally(sizes: Sizes) -> list[Row]:
    """Files one after another, each removed before the next is written."""
    missing = [name for name in ("duckdb", "pyarrow", "phonenumbers", "stdnum") if not find_spec(name)]
    if missing:
        return [skipped(SECTION, "all", f"not installed ({', '.join(missing)})")]
    rows: list[Row] = []
    taken: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes.rows:
            path = Path(folder) / f"{size}.csv"
            truth = write_bulk(path, size)
            print(f"  {size:,} rows", file=sys.stderr, flush=True)
            run = _counted(path, folder)
            taken[size] = run.seconds
            rows += _of_size(run, truth)
            if size <= PROMISED:
                rows += _beside(path, folder, run, truth)
            if size == sizes.pandas:
                rows += _pandas(path, folder, run, truth)
            path.unlink()
    return rows + _growth(taken)


def _environment(folder: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": folder, "LC_ALL": "C", "PYTHONUTF8": "1"}


def _counted(path: Path, folder: str) -> Watched:
    command = [sys.executable, "-m", "thresholds", "tally", str(path), "--format", "json"]
    return watched([*command, "--memory", MEMORY, "--threads", str(THREADS)], _environment(folder))


def _of_size(run: Watched, truth: BulkTruth) -> list[Row]:
    """Time, memory, and how far the totals are from the truth."""
    found = totals(json.loads(run.printed))
    wrong = sum(abs(found[name] - getattr(truth, name)) for name in found)
    promised = truth.rows == PROMISED
    note = f"{truth.rows / run.seconds / 1e6:.2f} M rows/s, peak {run.peak:,.0f} MB; {_said(found)}"
    what = f"{truth.rows:,} rows"
    return [
        Row(SECTION, what, run.seconds, "s", target=SECONDS if promised else None, note=note),
        Row(SECTION, f"{what}, memory", run.peak, "MB", target=MEGABYTES if promised else None),
        Row(SECTION, f"{what}, wrong", wrong, "rows", target=0),
    ]


def totals(report: dict[str, Any]) -> dict[str, int]:
    """Rows, duplicates, invalid and counted, out of the JSON of a tally."""
    taken = {step["rule"]: step["taken_off"] for step in report["steps"]}
    return {
        "rows": sum(source["rows"] for source in report["sources"]),
        "duplicates": sum(number for rule, number in taken.items() if rule.startswith("duplicates")),
        "invalid": sum(number for rule, number in taken.items() if "invalid" in rule),
        "counted": report["counted"],
    }


def _said(found: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in found.items())


def _beside(path: Path, folder: str, run: Watched, truth: BulkTruth) -> list[Row]:
    """`sort -u` over the same file with the same memory and as many threads."""
    program = shutil.which("sort")
    if program is None:
        return [skipped(SECTION, "sort -u", "there is no sort")]
    target = Path(folder) / "sorted"
    command = [program, "-u", "-S", MEMORY.removesuffix("B"), f"--parallel={THREADS}", "-T", folder]
    sorting = watched([*command, "-o", str(target), str(path)], _environment(folder))
    lines = _lines(target)
    target.unlink()
    note = f"peak {sorting.peak:,.0f} MB; {abs(lines - 1 - truth.different_lines)} lines wrong"
    return [
        Row(SECTION, f"LC_ALL=C sort -u, {truth.rows:,} rows", sorting.seconds, "s", note=note),
        Row(SECTION, f"tally ÷ sort -u, {truth.rows:,} rows", run.seconds / sorting.seconds, "×"),
    ]


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 24), b""))


def _pandas(path: Path, folder: str, run: Watched, truth: BulkTruth) -> list[Row]:
    if not find_spec("pandas"):
        return [skipped(SECTION, "pandas drop_duplicates", "not installed")]
    done = watched([sys.executable, "-c", PANDAS, str(path)], _environment(folder))
    note = f"peak {done.peak:,.0f} MB; {abs(int(done.printed) - truth.different_lines)} lines wrong"
    return [
        Row(SECTION, f"pandas drop_duplicates, {truth.rows:,} rows", done.seconds, "s", note=note),
        Row(SECTION, f"tally ÷ pandas, {truth.rows:,} rows", run.seconds / done.seconds, "×"),
    ]


def _growth(taken: dict[int, float]) -> list[Row]:
    """Time a row of each size against that of the size before: 1 is linear."""
    found = []
    for small, large in pairwise(sorted(taken)):
        value = (taken[large] / large) / (taken[small] / small)
        found.append(Row(SECTION, f"time a row, {large:,} ÷ {small:,}", value, "×", target=1.3))
    return found
