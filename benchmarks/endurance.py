"""Over many cases and many threads: memory does not grow, no answer is wrong."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks.clock import memory, seconds
from benchmarks.inputs import Input
from benchmarks.oracle import Verdict
from benchmarks.subject import Subject
from benchmarks.table import Row, skipped
from thresholds import evaluate

#: MB that a run may end above its start: what the allocator keeps, far below any growth by the case.
SLACK = 2.0
SECTION = "memory"


def growth(inputs: list[Input], ours: Subject, decisions: int, evaluations: int) -> list[Row]:
    """Resident memory before and after, each run warmed up by a tenth of itself first."""
    if memory() is None:
        return [skipped(SECTION, "growth", "psutil is not installed")]
    decide, ruleset = ours.engine.decider.decide, ours.ruleset
    return [
        _grown("decided", decisions, len(inputs), lambda n: decide(ours.values[n], {})),
        _grown("evaluated", evaluations, len(inputs), lambda n: evaluate(ours.cases[n], ruleset)),
    ]


def _grown(what: str, number: int, different: int, step: Callable[[int], object]) -> Row:
    _repeat(step, number // 10, different)
    before = memory()
    took, _ = seconds(lambda: _repeat(step, number, different))
    after = memory()
    assert before is not None
    assert after is not None
    note = f"{before:.1f} → {after:.1f} MB in {took:.1f} s"
    return Row(SECTION, f"growth over {number:,} cases {what}", after - before, "MB", target=SLACK, note=note)


def _repeat(step: Callable[[int], object], number: int, different: int) -> None:
    for index in range(number):
        step(index % different)


def threads(inputs: list[Input], ours: Subject, workers: int, each: int) -> list[Row]:
    """Every thread goes through the cases in an order of its own and compares with the oracle."""
    expected = [given.verdict for given in inputs]
    return [
        _shared("decide", workers, each, expected, lambda n: ours.decided(ours.values[n])),
        _shared("evaluate", workers, each, expected, lambda n: ours.evaluated(ours.cases[n])),
    ]


def _shared(what: str, workers: int, each: int, expected: list[Verdict], ask: Callable[[int], Verdict]) -> Row:
    wrong = [each] * workers

    def work(worker: int) -> None:
        order = _order(worker, len(expected))
        wrong[worker] = sum(ask(number) != expected[number] for number in islice(order, each))

    def run() -> None:
        crew = [threading.Thread(target=work, args=(worker,)) for worker in range(workers)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()

    took, _ = seconds(run)
    note = f"{workers * each:,} in {took:.1f} s, {took / (workers * each) * 1e6:.0f} µs each"
    return Row("threads", f"{what}: wrong answers, {workers} × {each:,}", sum(wrong), "", target=0, note=note)


def _order(seed: int, size: int) -> Iterator[int]:
    """All numbers below a size, shuffled, again and again."""
    dice = random.Random(seed)
    while True:
        yield from dice.sample(range(size), size)
