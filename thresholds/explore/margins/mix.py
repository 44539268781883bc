"""Mixtures of classes: the proportional sum says exactly which mixtures of records cross the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from thresholds.evaluation.assess import Assessment
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.measuring import CEILING, measured
from thresholds.evaluation.program import ALL, NARROW, Program, Share, SumMeasure, Test
from thresholds.evaluation.worlds import World
from thresholds.explore.margins.model import Mix


def mixes(program: Program, rank: int, assessment: Assessment, reach: bool) -> Iterator[Mix]:
    """In all, and for what the item on duty or service counts: what the sum lacks, or what it must stay below.

    There is none where a reading leaves classes out of the sum or lets others in: then it is no plain sum.
    """
    worlds = assessment.worlds
    narrow = any(world.narrow for world in worlds) and not counts_whole_supply(program, assessment.choices)
    for scope in (ALL, NARROW) if narrow else (ALL,):
        tests = [test for test in _sums(program, rank, scope) if not _bent(program, test, worlds)]
        if not tests:
            continue
        test = min(tests, key=lambda test: test.constant)
        measure = program.measures[test.measure]
        assert isinstance(measure, SumMeasure)
        values = [measured(program, world)[test.measure] for world in worlds]
        value = min(values) if reach else max(values)
        if value >= CEILING or (value >= test.constant) == reach:
            continue
        shares = tuple((_names(program, share), Fraction(1, share.standard)) for share in measure.shares)
        needed = test.constant - value if reach else test.constant
        yield Mix(Fraction(needed, measure.scale), Fraction(value, measure.scale), shares, scope == NARROW)


def _names(program: Program, share: Share) -> tuple[str, ...]:
    """The categories of a class; the fact where it is one of things that are not records."""
    measure = program.measures[share.records]
    return share.categories or (getattr(measure, "name", ""),)


def counts_whole_supply(program: Program, choices: Choices) -> bool:
    """Whether a reading lets the item on duty or service count everything supplied."""
    only = program.narrowing.counting_only if program.narrowing else None
    return bool(only and only.reading and getattr(choices, only.reading) == only.whole_supply)


def _sums(program: Program, rank: int, scope: str) -> Iterator[Test]:
    for compiled in program.compiled:
        if compiled.rank < rank:
            continue
        for alternative in compiled.alternatives:
            for test in alternative:
                measure = program.measures[test.measure]
                if isinstance(measure, SumMeasure) and measure.scope == scope and test.operator == ">=":
                    yield test


def _bent(program: Program, test: Test, worlds: Sequence[World]) -> bool:
    measure = program.measures[test.measure]
    assert isinstance(measure, SumMeasure)
    capped = measure.capped is not None and any(world.caps for world in worlds)
    mixing = bool(measure.mixing) and any(world.mixes and world.lawful for world in worlds)
    return capped or mixing
