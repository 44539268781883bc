"""Which ruleset a case is measured by: the one named, otherwise the one in force at the judgment."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from thresholds.case.model import Case
from thresholds.errors import Diagnostic, NotFoundError, ReadingError, SourceErrors, UnavailableError, nearest
from thresholds.evaluation.choices import Choices, choose
from thresholds.law.load import available, is_statute, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.law.readings import STATUTE_READINGS
from thresholds.wording import Worded

#: Measured by when a case names none: the offence this project opened with.
DEFAULT_RULESET = "fashi-2017-10"


class Chosen(NamedTuple):
    """A ruleset, and whether the file or the user names it: a name goes before what the dates would choose."""

    ruleset: Ruleset
    named: bool


def chosen_for(case: Case, wish: str | Path | None = None) -> Chosen:
    """The ruleset wished for, that the case names, or in force on the day of its judgment.

    The id of a statute names nothing but the offence: the dates choose its version.

    Raises:
        NotFoundError: the wish names none.
        SourceErrors: the case names none that exists (TH223), or the case was closed before there was one (TH226).
    """
    named = wish if wish is not None else case.ruleset
    ruleset = _load(case, named, by_case=wish is None) if named else load_ruleset(DEFAULT_RULESET)
    if named and not is_statute(str(named)):
        return Chosen(ruleset, True)
    judged = case.judged_on
    if judged and judged.last < ruleset.in_force.start:
        raise SourceErrors([Diagnostic("TH226", case.file, 0, 0, judged.written)])
    return Chosen(ruleset, False)


def _load(case: Case, name: str | Path, *, by_case: bool) -> Ruleset:
    try:
        return load_ruleset(name)
    except NotFoundError as error:
        if not by_case or "faults" in error.fields or isinstance(error, UnavailableError):
            raise
        known = tuple(available())
        near = nearest(str(name), known)
        raise SourceErrors([Diagnostic("TH223", case.file, 0, 0, str(name), known, near)]) from None


def _with_statute(ruleset: Ruleset, names: set[str]) -> Ruleset:
    """The ruleset with the readings of the statute beside its own, where one of those is named."""
    if names.isdisjoint(STATUTE_READINGS):
        return ruleset
    from thresholds.applicable.variants import with_readings
    from thresholds.law.statutes import statute_of

    statute = statute_of(ruleset.offence)
    return ruleset if statute is None else with_readings(ruleset, statute)


def choices_for(case: Case, ruleset: Ruleset, readings: dict[str, str] | None = None) -> Choices:
    """The readings of the ruleset, of the case, and those wished for, in that order.

    Raises:
        SourceErrors: the case chooses a reading or an option that is not declared (TH224).
        ReadingError: the wish does.
    """
    ruleset = _with_statute(ruleset, {*case.readings, *(readings or ())})
    if not case.readings:
        return choose(ruleset, readings)
    try:
        choose(ruleset, case.readings)
    except ReadingError as error:
        detail = (("problem", Worded(error.key, **error.fields)),)
        name = error.fields["value"]
        raise SourceErrors([Diagnostic("TH224", case.file, 0, 0, name, detail=detail)]) from None
    return choose(ruleset, case.readings, readings)
