"""Which ruleset a case is measured by: the one named, otherwise the one in force at the judgment."""

from __future__ import annotations

from pathlib import Path

from thresholds.case.model import Case
from thresholds.errors import Diagnostic, NotFoundError, ReadingError, SourceErrors, nearest
from thresholds.evaluation.choices import Choices, choose
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.wording import Worded

#: Measured by when a case names none: the offence this project opened with.
DEFAULT_RULESET = "fashi-2017-10"


def ruleset_for(case: Case, wish: str | Path | None = None) -> Ruleset:
    """The ruleset wished for, that the case names, or in force on the day of its judgment.

    Raises:
        NotFoundError: the wish names none.
        SourceErrors: the case names none that exists (TH223), or none is in force when it is judged (TH226).
    """
    if wish is not None:
        return load_ruleset(wish)
    if case.ruleset:
        try:
            return load_ruleset(case.ruleset)
        except NotFoundError:
            known = tuple(available())
            near = nearest(case.ruleset, known)
            raise SourceErrors([Diagnostic("TH223", case.file, 0, 0, case.ruleset, known, near)]) from None
    ruleset = load_ruleset(DEFAULT_RULESET)
    judged = case.judged_on
    if judged and judged.last < ruleset.in_force.start:
        raise SourceErrors([Diagnostic("TH226", case.file, 0, 0, judged.written)])
    return ruleset


def choices_for(case: Case, ruleset: Ruleset, readings: dict[str, str] | None = None) -> Choices:
    """The readings of the ruleset, of the case, and those wished for, in that order.

    Raises:
        SourceErrors: the case chooses a reading or an option that is not declared (TH224).
        ReadingError: the wish does.
    """
    if not case.readings:
        return choose(ruleset, readings)
    try:
        choose(ruleset, case.readings)
    except ReadingError as error:
        detail = (("problem", Worded(error.key, **error.fields)),)
        name = error.fields["value"]
        raise SourceErrors([Diagnostic("TH224", case.file, 0, 0, name, detail=detail)]) from None
    return choose(ruleset, case.readings, readings)
