"""What if: a case and the same case with some values otherwise, and which of the edits make the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from thresholds.case.differences import differences
from thresholds.case.edit import Edit, placed, read_edited
from thresholds.case.load import Document, collector_paused
from thresholds.errors import ReadingError, SourceErrors
from thresholds.law.model import Ruleset
from thresholds.report.compare import Comparison, compare
from thresholds.report.model import Report, evaluate


class Effect(StrEnum):
    """What an edit does: something to the result, nothing to the result, or nothing to the case at all."""

    DECIDES = "decides"
    NO_RESULT = "no_result"
    NO_CHANGE = "no_change"


class Tried(NamedTuple):
    """An edit and what it does among the others: whether without it alone the result would be another."""

    edit: Edit
    effect: Effect


class WhatIf(NamedTuple):
    """The edits of one scenario, and what they make of the case."""

    edits: tuple[Tried, ...]
    comparison: Comparison


def what_if(
    written: Document,
    edits: Sequence[Edit],
    ruleset: Ruleset | str | Path | None = None,
    *,
    readings: Mapping[str, str] | None = None,
) -> WhatIf:
    """The case as written against the case with the edits carried out together.

    `readings` go before those of the case on both sides.

    Raises:
        SourceErrors: with everything that is wrong in the case, or that the edits bring in.
        ReadingError: `readings` names a reading or an option that does not exist.
        NotFoundError: there is no such ruleset.
    """

    def report(chosen: Sequence[Edit]) -> Report:
        with collector_paused():
            case = read_edited(written, chosen)
        try:
            return evaluate(case, ruleset, readings=readings)
        except SourceErrors as errors:
            raise placed(errors, chosen) from None

    before, after = report(()), report(edits)
    tried = tuple([Tried(edit, _effect(edit, edits, after, report)) for edit in edits])
    return WhatIf(tried, compare(before, after))


def _effect(edit: Edit, edits: Sequence[Edit], after: Report, report: Callable[[Sequence[Edit]], Report]) -> Effect:
    """What the edit does; one that others cannot do without decides."""
    try:
        without = report([other for other in edits if other is not edit])
    except (ReadingError, SourceErrors):
        return Effect.DECIDES
    if not differences(without.case, after.case):
        return Effect.NO_CHANGE
    return Effect.DECIDES if compare(without, after).changed else Effect.NO_RESULT
