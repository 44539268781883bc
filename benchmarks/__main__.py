"""`python -m benchmarks`: everything in one run, on the same decision."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks import agreement, batch, cold, endurance, ledger, load, single, tally
from benchmarks.inputs import Input, boundary_inputs
from benchmarks.peers import Peers, peers, versions
from benchmarks.subject import Subject, subject
from benchmarks.table import Row, data, text

SECTIONS = ("single", "reports", "cold", "ledger", "memory", "threads", "tally", "batch", "agreement", "service")


class Sizes(NamedTuple):
    """How much of everything."""

    inputs: int = 4000
    timed: int = 240
    passes: int = 31
    processes: int = 15
    rows: tuple[int, ...] = ledger.SIZES
    ledger_passes: int = 3
    decisions: int = 1_000_000
    evaluations: int = 100_000
    workers: int = 8
    each: int = 20_000
    tally: tally.Sizes = tally.Sizes()
    table: int = 10_000_000
    rounds: int = 3
    boundary_rows: int = 100_000
    service: load.Sizes = load.Sizes()


QUICK = Sizes(
    1000, 120, 7, 5, (1250, 2500, 5000), 1, 50_000, 5000, 8, 1000, tally.QUICK, 1_000_000, 1, 2000, load.QUICK
)


def main() -> None:
    options = _options()
    sizes = QUICK if options.quick else Sizes()
    if options.large:
        sizes = sizes._replace(tally=tally.LARGE)
    rows = run(sizes, options.only or SECTIONS)
    if options.json:
        found = json.dumps(data(rows, versions()), ensure_ascii=False, indent=2)
        _write(found, options.json)
    if options.json != "-":
        print(_heading(), text(rows), sep="\n")


def run(sizes: Sizes, sections: tuple[str, ...] | list[str]) -> list[Row]:
    """Agreement first, then every section asked for."""
    inputs = boundary_inputs(sizes.inputs, seed=20171)
    ours, others = subject(inputs), peers()
    rows = [single.agreement(inputs, ours, others)]
    for name, measure in _measures(sizes, inputs, ours, others).items():
        if name in sections:
            print(f"… {name}", file=sys.stderr, flush=True)
            rows += measure()
    return rows


def _measures(sizes: Sizes, inputs: list[Input], ours: Subject, others: Peers) -> dict[str, Callable[[], list[Row]]]:
    return {
        "single": lambda: single.single(inputs, ours, others, sizes.timed, sizes.passes),
        "reports": lambda: single.reports(ours, sizes.passes),
        "cold": lambda: cold.cold(sizes.processes),
        "ledger": lambda: ledger.ledgers(sizes.rows, sizes.ledger_passes),
        "memory": lambda: endurance.growth(inputs, ours, sizes.decisions, sizes.evaluations),
        "threads": lambda: endurance.threads(inputs, ours, sizes.workers, sizes.each),
        "tally": lambda: tally.tally(sizes.tally),
        "batch": lambda: batch.batch(sizes.table, sizes.rounds),
        "agreement": lambda: agreement.agreement(sizes.boundary_rows),
        "service": lambda: load.load(sizes.service),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer cases and passes, about a minute")
    parser.add_argument("--large", action="store_true", help="tally 10⁸ rows as well: some minutes, 10 GB of disk")
    parser.add_argument("--json", metavar="FILE", help="write the rows as JSON as well; - prints JSON alone")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, metavar="SECTION", help=", ".join(SECTIONS))
    return parser.parse_args()


def _write(found: str, target: str) -> None:
    if target == "-":
        print(found)
    else:
        Path(target).write_text(found + "\n", encoding="utf-8")


def _heading() -> str:
    known = ", ".join(f"{name} {number}" for name, number in versions().items())
    return f"{date.today()}, CPython {platform.python_version()}, {os.cpu_count()} cores; {known}"


if __name__ == "__main__":
    main()
