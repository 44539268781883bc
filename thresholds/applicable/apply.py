"""Which law each person of a case is measured by: nothing is looked at where nothing is earlier than the ruleset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from thresholds.applicable.span import any_before, span_of
from thresholds.case.model import Case
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.model import Ruleset

if TYPE_CHECKING:
    from thresholds.applicable.applied import Applied


def applied_to(
    case: Case, ruleset: Ruleset, persons: Sequence[PersonFacts], choices: Choices, *, named: bool
) -> list[Applied | None]:
    """How each person is measured; None by the ruleset as it stands. `named` goes before what the dates choose.

    Raises:
        SourceErrors: the statute of the offence cannot be read.
    """
    start = ruleset.in_force.start
    if ruleset.in_force.until is None and not any_before(case, start):
        return [None] * len(persons)
    return [_applied(case, ruleset, person, choices, named) for person in persons]


def _applied(case: Case, ruleset: Ruleset, person: PersonFacts, choices: Choices, named: bool) -> Applied | None:
    span = span_of(person, case.judged_on)
    force = ruleset.in_force
    if span is None or (span.begun.first >= force.start and force.until is None):
        return None
    from thresholds.law.statutes import statute_of

    statute = statute_of(ruleset.offence)
    if statute is None:
        from thresholds.applicable.by_offence import by_offence

        return by_offence(ruleset, person, choices, span, case.judged_on)
    from thresholds.applicable.in_time import in_time
    from thresholds.applicable.measured import Subject

    return in_time(Subject(ruleset, statute, person, choices), span, named)
