"""Measuring so that noise hits everyone alike: passes in turn, medians, memory as the system sees it."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

#: Runs one pass and says how many cases it held.
Pass = Callable[[], int]


def in_turn(contenders: Mapping[str, Pass], passes: int) -> dict[str, list[float]]:
    """Microseconds a case of every contender in every pass: first, second …, first, second …

    The collector is left on, as it is for users; it only starts each pass with nothing to collect.
    """
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for run in contenders.values():
        run()
    for _ in range(passes):
        for name, run in contenders.items():
            gc.collect()
            began = time.perf_counter()
            cases = run()
            found[name].append((time.perf_counter() - began) / cases * 1e6)
    return found


def over(function: Callable[..., object], inputs: Sequence[tuple[object, ...]]) -> Pass:
    """A pass that calls a function on every input."""

    def run() -> int:
        for values in inputs:
            function(*values)
        return len(inputs)

    return run


def ratio(mine: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of passes that ran next to each other."""
    return statistics.median(one / other for one, other in zip(mine, theirs, strict=True))


def seconds(function: Callable[[], object]) -> tuple[float, object]:
    """How long one call takes, and what it gives."""
    gc.collect()
    began = time.perf_counter()
    made = function()
    return time.perf_counter() - began, made


def process(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Milliseconds from the start of a process to its end; it must succeed."""
    began = time.perf_counter()
    done = subprocess.run(command, env=dict(env), capture_output=True, check=False)
    took = (time.perf_counter() - began) * 1e3
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr.decode(errors='replace')}")
    return took


class Watched(NamedTuple):
    """Seconds that a process took, the most memory it and its children had at once in MB, and what it printed."""

    seconds: float
    peak: float
    printed: str


def watched(command: Sequence[str], env: Mapping[str, str]) -> Watched:
    """A process looked at twenty times a second from its start to its end; it must succeed.

    Memory of one process is the most that the system ever gave it; where children are, what all had when looked at.
    """
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as told:
        began = time.perf_counter()
        running = subprocess.Popen(command, env=dict(env), stdout=printed, stderr=told)
        highest = 0.0
        while running.poll() is None:
            highest = max(highest, _memory_of(running.pid))
            with suppress(subprocess.TimeoutExpired):
                running.wait(0.05)
        took = time.perf_counter() - began
        printed.seek(0)
        told.seek(0)
        if running.returncode:
            raise SystemExit(f"{' '.join(command)}\n{told.read().decode(errors='replace')}")
        return Watched(took, highest, printed.read().decode())


def _memory_of(number: int) -> float:
    """MB of a process with its children; 0 without psutil, or when it has just ended."""
    try:
        import psutil
    except ImportError:
        return peak(number)
    try:
        first = psutil.Process(number)
        together = sum(each.memory_info().rss for each in (first, *first.children(recursive=True)))
    except psutil.Error:
        return 0.0
    return max(together / 1e6, peak(number))


def memory() -> float | None:
    """Resident memory in MB; None without psutil."""
    try:
        import psutil
    except ImportError:
        return None
    gc.collect()
    found: int = psutil.Process().memory_info().rss
    return found / 1e6


def peak(number: int | str = "self") -> float:
    """The most memory that a process, this one if none is named, ever had, in MB; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM:")), 0.0)


@contextmanager
def one_core() -> Iterator[bool]:
    """This process on a single core meanwhile; whether the system allows that."""
    if not hasattr(os, "sched_setaffinity"):
        yield False
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield True
    finally:
        os.sched_setaffinity(0, before)
