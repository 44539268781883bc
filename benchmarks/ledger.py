"""A large ledger: many dealings among many persons, from a dictionary and from a file, against the oracle."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from benchmarks.clock import peak, seconds
from benchmarks.oracle import Amounts, Verdict, judge
from benchmarks.subject import CLASSES, ROOT, verdict_of
from benchmarks.table import Row
from thresholds import Report, evaluate, load_case, load_ruleset

SECTION = "ledger"
SIZES = (12_500, 25_000, 50_000, 100_000)
PERSONS = 1000
SECONDS = 10.0
BATCH_ROWS = 3

Line = dict[str, object]


class Taken(NamedTuple):
    """Seconds to read and to evaluate, and the most memory that the process had."""

    reading: float
    evaluating: float
    peak: float

    @property
    def total(self) -> float:
        return self.reading + self.evaluating

    def note(self, rows: int) -> str:
        parts = f"load {self.reading:.2f} s, evaluate {self.evaluating:.2f} s, peak {self.peak:,.0f} MB"
        return f"{self.total / rows * 1e6:.1f} µs a row; {parts}"


@dataclass
class Ledger:
    """A case as a dictionary, with what the oracle must find for every person."""

    case: dict[str, object]
    expected: dict[str, Verdict]


@dataclass
class _Totals:
    """What counts for one person, in all and from duty or service."""

    everything: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    from_duty: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def add(self, place: int, number: int, duty: bool) -> None:
        self.everything[place] += number
        if duty:
            self.from_duty[place] += number

    def verdict(self) -> Verdict:
        return judge(Amounts(*self.everything), Amounts(*self.from_duty))


def made(rows: int, persons: int, seed: int = 1) -> Ledger:
    """Half the rows sell records of their own; the others buy a batch whole and sell it to two people."""
    dice = random.Random(seed)
    totals = {f"p{number}": _Totals() for number in range(persons)}
    names = list(totals)
    batches: dict[str, Line] = {}
    dealings: list[Line] = []
    while len(dealings) < rows:
        name = names[(len(dealings) // BATCH_ROWS) % persons]
        if dice.random() < 0.75 or rows - len(dealings) < BATCH_ROWS:
            dealings.append(_sale(dice, name, totals[name]))
        else:
            dealings += _resale(dice, name, totals[name], batches)
    for number, dealing in enumerate(dealings, 1):
        dealing["id"] = f"D{number}"
    case: dict[str, object] = {
        "schema": "thresholds/case/1",
        "id": f"ledger-{rows}",
        "ruleset": "fashi-2017-10",
        "persons": {name: {} for name in names},
        "batches": batches,
        "dealings": dealings,
    }
    return Ledger(case, {name: total.verdict() for name, total in totals.items()})


def _sale(dice: random.Random, name: str, total: _Totals) -> Line:
    """Records of one class from duty or elsewhere, sold for money."""
    place, duty, fen = dice.randrange(3), dice.random() < 0.3, dice.randint(100, 30_000)
    number = dice.randint(0, (2, 20, 200)[place])
    total.add(place, number, duty)
    total.add(3, fen, duty)
    return {
        "by": name, "act": "sale", "to": f"x{dice.randrange(500)}", "date": _day(dice),
        "obtained_in": "duty_or_service" if duty else "elsewhere",
        "records": {CLASSES[place]: number}, "paid": _yuan(fen),
    }  # fmt: skip


def _resale(dice: random.Random, name: str, total: _Totals, batches: dict[str, Line]) -> list[Line]:
    """A batch bought and sold on counts once for each of two recipients, 第十一条第二款."""
    label, place, fen = f"B{len(batches) + 1}", dice.randrange(3), dice.randint(100, 30_000)
    number = dice.randint(1, (2, 20, 200)[place])
    batches[label] = {"category": CLASSES[place], "records": number}
    total.add(place, number * 2, False)
    total.add(3, fen * 2, False)
    first, second = dice.sample(range(500), 2)
    bought: Line = {"by": name, "act": "purchase", "source": "s", "batch": label, "paid": _yuan(fen // 2)}
    supply: Line = {"by": name, "act": "sale", "batch": label, "paid": _yuan(fen)}
    sold = [{**supply, "to": f"x{to}"} for to in (first, second)]
    return [dict(line, date=_day(dice)) for line in (bought, *sold)]


def _day(dice: random.Random) -> str:
    return f"2021-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d} 元"


def written(ledger: Ledger, path: Path) -> None:
    """The same case as a file, a line for each row, as people keep them."""
    case = ledger.case
    lines = [f"{key}: {case[key]}" for key in ("schema", "id", "ruleset")]
    for key in ("persons", "batches"):
        lines += [f"{key}:", *(f"  {name}: {_flow(value)}" for name, value in _pairs(case[key]))]
    lines += ["dealings:", *(f"- {_flow(line)}" for line in case["dealings"])]  # type: ignore[attr-defined]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _pairs(value: object) -> Iterable[tuple[str, object]]:
    return value.items()  # type: ignore[attr-defined,no-any-return]


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    return str(value)


def ledgers(sizes: Iterable[int], passes: int) -> list[Row]:
    """Every size from memory and from a file, sizes in turn, each in a process of its own; the best of each."""
    best: dict[tuple[int, str], Taken] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}.yaml" for size in sizes}
        for size, path in paths.items():
            written(made(size, PERSONS), path)
        for _ in range(passes):
            for size, path in paths.items():
                for way in ("dict", "file"):
                    taken = _in_a_process(size, way, path)
                    best[size, way] = min(best.get((size, way), taken), taken, key=lambda found: found.total)
    return _rows(best)


def _in_a_process(size: int, way: str, path: Path) -> Taken:
    command = [sys.executable, "-m", "benchmarks.ledger", str(size), way, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Taken(*json.loads(done.stdout))


def measure(size: int, way: str, path: Path) -> Taken:
    """Seconds to read and to evaluate, every person compared with the oracle."""
    ruleset = load_ruleset()
    ledger = made(size, PERSONS)
    expected, given = ledger.expected, ledger.case
    if way == "file":
        ledger.case = given = {}
    reading, case = seconds(lambda: load_case(path if way == "file" else given))  # type: ignore[arg-type]
    evaluating, report = seconds(lambda: evaluate(case, ruleset))  # type: ignore[arg-type]
    _compare(report, expected)  # type: ignore[arg-type]
    return Taken(reading, evaluating, peak())


def _compare(report: Report, expected: dict[str, Verdict]) -> None:
    for person in report.persons:
        found, wanted = verdict_of(person), expected[person.id]
        if found != wanted:
            raise AssertionError(f"{person.id}: {found}, not {wanted}")


def _rows(best: dict[tuple[int, str], Taken]) -> list[Row]:
    rows = []
    largest = max(size for size, _ in best)
    for way in ("dict", "file"):
        for (size, kind), taken in best.items():
            if kind == way:
                target = SECONDS if size == largest else None
                note = taken.note(size)
                rows.append(Row(SECTION, f"{size:,} rows from a {way}", taken.total, "s", target=target, note=note))
        rows += _growth(best, way)
    return rows


def _growth(best: dict[tuple[int, str], Taken], way: str) -> list[Row]:
    """Time a row at the largest size against the smallest: 1 is linear."""
    sizes = sorted(size for size, kind in best if kind == way)
    if len(sizes) < 2:
        return []
    small, large = sizes[0], sizes[-1]
    value = (best[large, way].total / large) / (best[small, way].total / small)
    return [Row(SECTION, f"time a row, {large:,} ÷ {small:,}, {way}", value, "×", target=1.3)]


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))))
