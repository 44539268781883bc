"""How high every item stands against its standard, in each row, as decimals."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from thresholds.columns.deciding import Decisive, decisive
from thresholds.columns.stage import Output, Stage
from thresholds.columns.terms import Term, Value, chosen, difference, estimate, exceeds, lowest, reaches, times, total
from thresholds.columns.verdicts import Verdicts
from thresholds.evaluation.program import Program

#: Scores have so many parts; they are rounded down, so that 1 is reached where the standard is, and only there.
PARTS = 10_000
_HIGHEST = 10**14 - 1


class Scorer:
    """Scores of the items of a program over all worlds, in steps of the stage."""

    def __init__(self, stage: Stage, program: Program, verdicts: Verdicts) -> None:
        self.stage, self.program, self.verdicts = stage, program, verdicts

    def scores(self) -> dict[str, tuple[Output, Output]]:
        """Quantity ÷ standard of every numeric item at both ends; null at the upper one where there is no bound."""
        return self._written(decisive(self.stage, self.program, self.verdicts))

    def _written(self, found: dict[str, Decisive]) -> dict[str, tuple[Output, Output]]:
        """Both ends as decimals: the whole parts first, an estimate put right, then the rest."""
        of, put = self.stage.of, self.stage.put
        ends = list(dict.fromkeys((end, one.common) for one in found.values() for end in one.standing[:2]))
        guesses = {key: put(estimate(of(key[0]), key[1])) for key in ends}
        self.stage.step()
        rests = {(end, by): put(difference(of(end), times(of(guess), by))) for (end, by), guess in guesses.items()}
        self.stage.step()
        parts = {key: put(self._parts(guess, rests[key], key[1])) for key, guess in guesses.items()}
        self.stage.step()
        written = {}
        for name, one in found.items():
            low, high = (of(parts[end, one.common]) for end in one.standing[:2])
            written[name] = Output((low,), _decimal), Output((high, of(one.standing.endless)), _bounded)
        return written

    def _parts(self, guess: Value, rest: Value, common: int) -> Term:
        """How many parts of a score, rounded down; one too high to be written is the highest that can be.

        The rest is far below 2**53, and its quotient lies further from a whole number than a float can err.
        """
        of = self.stage.of
        off = chosen(exceeds(0, of(rest)), -1, chosen(reaches(of(rest), common), 1, 0))
        whole, left = total([of(guess), off]), difference(of(rest), times(off, common))
        return lowest([total([times(whole, PARTS), estimate(times(left, PARTS), common)]), _HIGHEST])


def _decimal(parts: ir.IntegerValue) -> ir.Value:
    # of one type, because Ibis multiplies no others; the product has more places than it says, hence another in the end
    return (parts.cast("decimal(18, 4)") * ibis.literal("0.0001", type="decimal(18, 4)")).cast("decimal(19, 4)")


def _bounded(parts: ir.IntegerValue, endless: ir.BooleanValue) -> ir.Value:
    written = _decimal(parts)
    return endless.ifelse(ibis.null(written.type()), written)
