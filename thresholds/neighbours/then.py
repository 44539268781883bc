"""Another offence at the time of the conduct: one that did not exist then is none. Law: 刑法第三条、第十二条第一款."""

from __future__ import annotations

from thresholds.applicable.in_time import in_time
from thresholds.applicable.measured import Subject
from thresholds.applicable.since import since
from thresholds.applicable.span import Span
from thresholds.evaluation.assess import Assessment, Bounds, engine_for
from thresholds.evaluation.choices import choose
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.charges import facts_read
from thresholds.law.model import Ruleset
from thresholds.law.statutes import statute_of
from thresholds.values.status import Truth


def assessed_then(charge: Ruleset, person: PersonFacts, span: Span | None) -> Assessment:
    """The person under one offence as far as it existed; open where the dates do not say whether it did.

    Raises:
        SourceErrors: the statute of the offence cannot be read.
    """
    statute = statute_of(charge.offence) if charge.from_dealings else None
    if statute is not None and span is not None:
        return in_time(Subject(charge, statute, person, choose(charge)), span, named=False).assessed()
    known = since(charge, person)
    found = engine_for(charge).assess(known.person, choose(charge))
    if known.exists is Truth.NO:
        return found._replace(bounds=Bounds(0, 0))
    if known.exists is Truth.UNKNOWN or _undated(charge, person, span):
        return found._replace(bounds=Bounds(0, found.bounds.high))
    return found


def _undated(charge: Ruleset, person: PersonFacts, span: Span | None) -> bool:
    """Whether what the offence is about has no date of its own, and other conduct was before there was the offence."""
    start = charge.statute_from
    if start is None or not charge.new_offence or span is None or span.begun.first >= start:
        return False
    amounts = [value for name, value in person.facts.declared.items() if name in facts_read(charge)]
    dated = [one.date for value in amounts for one in getattr(value, "occasions", ())]
    return person.facts.conduct_date is None and not any(dated)
