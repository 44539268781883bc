"""All proofs about one ruleset, one after the other, each with what came of it and how long it took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

from thresholds.evaluation.assess import Engine
from thresholds.verification import agreement, alone, boundary, direction, grades, monotone
from thresholds.verification.claims import FAMILIES, Obligation, Outcome, Verdict
from thresholds.verification.ground import Ground
from thresholds.verification.logic import Undecided

_SOURCES: dict[str, Callable[[Ground], Iterator[Obligation]]] = {
    "monotone": monotone.obligations,
    "alone": alone.obligations,
    "boundary": boundary.obligations,
    "direction": direction.obligations,
    "agreement": agreement.obligations,
    "grades": grades.obligations,
}


class Result(NamedTuple):
    """A claim, what came of it, and the seconds that it took."""

    obligation: Obligation
    outcome: Outcome
    seconds: float


class Verification(NamedTuple):
    """Everything proved and not proved about one ruleset."""

    ground: Ground
    results: tuple[Result, ...]

    @property
    def holds(self) -> bool:
        """Whether no claim was refuted or left undecided."""
        return not any(result.outcome.verdict in (Verdict.REFUTED, Verdict.UNDECIDED) for result in self.results)

    def count(self, *verdicts: Verdict) -> int:
        """How many claims came out like this."""
        return sum(result.outcome.verdict in verdicts for result in self.results)

    @property
    def seconds(self) -> float:
        """How long all of it took."""
        return sum(result.seconds for result in self.results)


def claims(ground: Ground) -> list[Obligation]:
    """Everything that is to be proved of a ruleset, family by family."""
    return [obligation for family in FAMILIES for obligation in _SOURCES[family](ground)]


def verify(engine: Engine, watch: Callable[[Sequence[Obligation]], Iterator[Obligation]] | None = None) -> Verification:
    """Prove what can be proved of the ruleset of an engine; `watch` is shown the claims as they are taken up."""
    ground = Ground(engine)
    wanted = claims(ground)
    results = []
    for obligation in watch(wanted) if watch is not None else wanted:
        start = perf_counter()
        outcome = _proved(obligation, ground)
        results.append(Result(obligation, outcome, perf_counter() - start))
    return Verification(ground, tuple(results))


def _proved(obligation: Obligation, ground: Ground) -> Outcome:
    try:
        return obligation.prove(ground)
    except Undecided:
        return Outcome(Verdict.UNDECIDED)
