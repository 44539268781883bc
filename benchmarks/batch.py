"""Tables of cases: the compiled ruleset beside a hand-written query and beside peers, on one file of boundary rows."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks.clock import peak, ratio, seconds
from benchmarks.flat import code_of, inputs_of, write_flat
from benchmarks.subject import ROOT
from benchmarks.table import Row, skipped
from benchmarks.ways import WAYS

SECTION = "batch"
OURS = "ours"
#: Million rows a second and MB that a table is to be decided with.
SPEED, MEMORY = 20.0, 2000.0
#: Rows of which every way must say what the oracle says, and passes in one process.
COMPARED, PASSES = 20_000, 3
#: What a way cannot do without, and the share of the rows that it gets: zen takes a thousand times as long.
NEEDS = {"OpenFisca": "openfisca_core", "zen evaluate_batch": "zen"}
SHARE = {"zen evaluate_batch": 500}


class Taken(NamedTuple):
    """Seconds of each pass, the rows of one, what it found, and the most memory that the process had, in MB."""

    passes: list[float]
    rows: int
    totals: list[int]
    wrong: int
    peak: float

    @property
    def each(self) -> list[float]:
        """Nanoseconds a row, of every pass."""
        return [took / self.rows * 1e9 for took in self.passes]


def batch(rows: int, rounds: int) -> list[Row]:
    """Every way in a process of its own, in turn; all must say the same of all rows, and what the oracle says."""
    missing = [name for name in ("duckdb", "ibis") if not find_spec(name)]
    if missing:
        return [skipped(SECTION, "all", f"not installed ({', '.join(missing)})")]
    ways = [name for name in WAYS if name not in NEEDS or find_spec(NEEDS[name])]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flat.parquet"
        write_flat(path, rows)
        taken = {name: [_in_a_process(name, path, rows)] for name in ways}
        for _ in range(rounds - 1):
            for name in ways:
                taken[name].append(_in_a_process(name, path, rows))
    absent = [skipped(SECTION, name, "not installed") for name in NEEDS if name not in ways]
    return [_agreement(taken), *_rows(taken), *_ratios(taken), *absent]


def _in_a_process(name: str, path: Path, rows: int) -> Taken:
    size = max(COMPARED, rows // SHARE.get(name, 1))
    command = [sys.executable, "-m", "benchmarks.batch", name, str(path), str(size)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Taken(**json.loads(done.stdout))


def measure(name: str, path: Path, rows: int) -> Taken:
    """Some passes after one that does not count, then the answers on the first rows beside the oracle's."""
    way = WAYS[name](path, rows)
    totals = way.totals()
    passes = [seconds(way.totals)[0] for _ in range(PASSES)]
    highest = peak()
    expected = [code_of(given.verdict) for given in inputs_of(path, COMPARED)]
    found = way.codes(COMPARED)
    wrong = sum(one != other for one, other in zip(found, expected, strict=True)) if found else 0
    return Taken(passes, way.rows, totals, wrong, highest)


def _agreement(taken: dict[str, list[Taken]]) -> Row:
    """Wrong answers on the first rows, and ways whose totals on all rows are not ours."""
    full = {name: runs[0] for name, runs in taken.items() if name != "file read, no decision"}
    same = [name for name, run in full.items() if run.rows == full[OURS].rows]
    unlike = [name for name in same if full[name].totals != full[OURS].totals]
    if unlike:
        raise AssertionError(f"totals unlike ours: {', '.join(unlike)}")
    wrong = sum(run.wrong for run in full.values())
    note = f"{COMPARED:,} rows by the oracle, totals of {full[OURS].rows:,} rows: {', '.join(full)}"
    return Row(SECTION, "answers unlike the oracle's", wrong, "", target=0, note=note)


def _rows(taken: dict[str, list[Taken]]) -> list[Row]:
    found = []
    for name, runs in taken.items():
        each = [value for run in runs for value in run.each]
        most = max(run.peak for run in runs)
        note = f"{1e9 / statistics.median(each):,.0f} rows/s, peak {most:,.0f} MB, {runs[0].rows:,} rows"
        target = 1e3 / SPEED if name == OURS else None
        found.append(Row(SECTION, name, statistics.median(each), "ns a row", target=target, least=min(each), note=note))
    most = max(run.peak for run in taken[OURS])
    return [*found, Row(SECTION, "memory of ours", most, "MB", target=MEMORY)]


def _ratios(taken: dict[str, list[Taken]]) -> list[Row]:
    mine = [statistics.median(run.each) for run in taken[OURS]]
    others = {name: [statistics.median(run.each) for run in runs] for name, runs in taken.items() if name != OURS}
    return [Row(SECTION, f"{OURS} ÷ {name}", ratio(mine, theirs), "×") for name, theirs in others.items()]


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))._asdict()))
