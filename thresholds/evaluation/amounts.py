"""How a number stands against its standard where there is more to it: a bracket, or a standard that a region fixes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.trace import Number, Trace
from thresholds.values.figures import Unit

if TYPE_CHECKING:
    from thresholds.evaluation.view import Explained, Verdicts, View


def declared(
    view: View,
    kind: str,
    name: str,
    numbers: Sequence[int],
    standards: Sequence[Number],
    unit: Unit,
    times: Fraction,
    of_item: str,
    word: str,
    below: int | None,
    parameter: str = "",
) -> Explained:
    """A declared number or amount in each world, against the standard that holds in that world."""
    met = sum([1 << at for at, (number, bar) in enumerate(zip(numbers, standards, strict=True)) if number >= bar])
    low, high = min(numbers), max(numbers)
    top = None if high >= UNBOUNDED // 2 else high
    bar, least = max(standards), min(standards)
    detail = "" if name in view.stated or high else "unstated"
    trace = Trace(
        kind, (name,), view.status(met), low, top, bar, 1, unit, times, detail, view.money_pieces(name),
        of_item=of_item, word=word, least=None if least == bar else least, parameter=parameter,
    )  # fmt: skip
    return bounded(view, met, trace, numbers, below)


def bounded(view: View, met: Verdicts, trace: Trace, numbers: Sequence[int], below: int | None) -> Explained:
    """The same with the number that ends its bracket, where there is one."""
    if below is None:
        return met, trace
    inside = met & sum([1 << at for at, number in enumerate(numbers) if number < below])
    detail = "passed" if inside != met else trace.detail
    return inside, trace._replace(status=view.status(inside), below=below, detail=detail)
