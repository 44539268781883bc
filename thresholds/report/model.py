"""A Report: one person after another, each with grade, findings, counts; readings and questions when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from thresholds.applicable.apply import applied_to
from thresholds.applicable.span import span_of
from thresholds.applicable.undated import undated
from thresholds.case.load import collector_paused
from thresholds.case.model import Case, Days
from thresholds.errors import NotFoundError
from thresholds.evaluation.assess import Assessment, Bounds, Engine, Finding, engine_for
from thresholds.evaluation.facts import derive
from thresholds.explore.questions import Question, questions
from thresholds.explore.readings import ReadingUse, Sides, sides, sweep
from thresholds.law.charges import charges, facts_read, spoken_of
from thresholds.law.model import Reading, Ruleset
from thresholds.report.select import choices_for, chosen_for
from thresholds.values.dates import DateRange
from thresholds.values.interval import Interval
from thresholds.values.status import Status
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.applicable.applied import Applied
    from thresholds.applicable.model import Law
    from thresholds.consequences.model import Consequences
    from thresholds.explore.margins import Margin
    from thresholds.neighbours.flag import Flag

Self = TypeVar("Self", bound="_Unchanging")

#: From this many dealings on, looking for garbage among the values of a case costs more than its evaluation.
LARGE_LEDGER = 5_000


class Grade(NamedTuple):
    """The grade on the facts stated: both ends are the same where it is determined."""

    at_least: str
    at_most: str

    @property
    def determined(self) -> bool:
        """Whether every world gives the same grade."""
        return self.at_least == self.at_most


class _Unchanging:
    """What cannot be changed is its own copy, however deep."""

    def __copy__(self: Self) -> Self:
        return self

    def __deepcopy__(self: Self, memo: dict[int, object]) -> Self:
        return self


class Basis(NamedTuple):
    """What a report was made on beside its case and ruleset: whether that was named, and the readings of the call."""

    named: bool
    readings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PersonReport(_Unchanging):
    """What the file establishes of one person. Readings, questions and both sides are worked out on first use.

    `applied` says how dates chose the law that he is measured by; None where nothing is earlier than the ruleset.
    `aside`: of this offence, one of several, the file states nothing that is not also another's of which it speaks.
    `others` are the statutes of the ruleset's other offences, each with whether he reaches it.
    """

    assessment: Assessment
    engine: Engine
    judged_on: Days | None = None
    charged: str = ""
    applied: Applied | None = None
    others: tuple[tuple[str, Status], ...] = ()
    aside: bool = False

    @property
    def id(self) -> str:
        """The person's id in the file."""
        return self.assessment.person.person.id

    @property
    def name(self) -> str:
        """The person's name, or the id where the file gives none."""
        return self.assessment.person.person.name or self.id

    @property
    def grade(self) -> Grade:
        """The grade, between two bounds."""
        return self.grade_of(self.assessment.bounds)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for every item of the ruleset, in the order of the law."""
        return self.assessment.findings

    def finding(self, item: str) -> Finding:
        """The finding of one item.

        Raises:
            NotFoundError: the ruleset has no such item.
        """
        for finding in self.findings:
            if finding.item == item:
                return finding
        known = "、".join(self.engine.ruleset.item_ids)
        raise NotFoundError("no-item", value=item, allowed=known)

    @property
    def counts(self) -> dict[str, tuple[Interval, Interval]]:
        """By category the records counted (条), and those that art. 6 keeps apart; one's own to pass on."""
        return dict(self._counts)

    @cached_property
    def _counts(self) -> dict[str, tuple[Interval, Interval]]:
        return self.assessment.counts()

    @cached_property
    def readings(self) -> tuple[ReadingUse, ...]:
        """Every reading with the option chosen, and what another option would make of the grade."""
        if self.applied is not None and self.applied.composed:
            from thresholds.applicable.turned import swept

            return swept(self.applied, self.engine, self.assessment)
        return sweep(self.engine, self.assessment)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What could still change the grade, in order of effect; nothing of an offence that the file leaves aside."""
        if self.aside:
            return ()
        found = questions(self.engine, self.assessment)
        if self.applied is None:
            person, now = self.assessment.person, self.assessment.bounds
            return (*found, *undated(person, now, self.engine.ruleset, self.judged_on))
        from thresholds.applicable.ask import with_time

        return with_time(self.applied, self.assessment.bounds, found)

    @cached_property
    def margins(self) -> tuple[Margin, ...]:
        """What would change the grade: the least changes that reach the next tier, or fall below this one."""
        return self.margins_at(None)

    def margins_at(self, rank: int | None) -> tuple[Margin, ...]:
        """The same, or both sides of one tier (a rank from 1)."""
        from thresholds.explore.margins import margins

        found = margins(self.engine, self.assessment, rank)
        if self.applied is None:
            return found
        from thresholds.applicable.margins import in_time_only

        return in_time_only(self.applied, self.assessment.bounds, found)

    @cached_property
    def neighbours(self) -> tuple[Flag, ...]:
        """Other offences that the facts of the file reach or may reach, each under its own ruleset."""
        from thresholds.neighbours.find import neighbours

        stated = self.assessment
        before = self.applied.before if self.applied is not None else None
        if before is not None:
            stated = stated._replace(person=before)
        return neighbours(stated, self.engine.ruleset, self.judged_on)

    def under(self, flag: Flag) -> PersonReport:
        """The report on the same person under the ruleset of another offence."""
        return PersonReport(flag.assessment, engine_for(flag.ruleset), self.judged_on)

    @cached_property
    def charges(self) -> tuple[PersonReport, ...]:
        """A report for each offence of a ruleset that has several, each with its own ladder; itself for one alone."""
        ruleset = self.engine.ruleset
        if not ruleset.offences:
            return (self,)
        person, choices = self.assessment.person, self.assessment.choices
        engines = [engine_for(charge) for charge in charges(ruleset)]
        chosen = self.applied.offences if self.applied is not None else {}
        applied = [chosen.get(one.ruleset.offence) for one in engines]
        assessed = [
            (law.measured.engine, law.assessed()) if law is not None else (one, one.assess(person, choices))
            for one, law in zip(engines, applied, strict=True)
        ]
        before = self.applied.before if self.applied is not None else None
        spoken = spoken_of(ruleset, (before or person).stated)
        stands = [(one.ruleset.statute, found.bounds.reached) for one, found in assessed]
        return tuple([
            replace(
                self,
                assessment=found,
                engine=one,
                charged=one.ruleset.offence,
                applied=law or self.applied,
                others=tuple(other for other in stands if other[0] != one.ruleset.statute),
                aside=one.ruleset.offence not in spoken and not (found.bounds.high or one.ruleset.from_dealings),
            )
            for (one, found), law in zip(assessed, applied, strict=True)
        ])  # fmt: skip

    @property
    def shown(self) -> tuple[PersonReport, ...]:
        """The offences that the file speaks of, each reported by itself; all of them where it speaks of none."""
        return tuple([charge for charge in self.charges if charge.touched]) or self.charges

    @property
    def touched(self) -> bool:
        """Whether the file states any fact that an item of the ruleset reads; dealings are facts of every kind."""
        ruleset = self.engine.ruleset
        stated = bool(facts_read(ruleset) & self.assessment.person.stated)
        return ruleset.from_dealings or (stated and not self.aside)

    @cached_property
    def sides(self) -> Sides:
        """The grade under the readings most favourable to the accused, and to the prosecution."""
        if self.applied is not None and self.applied.composed:
            from thresholds.applicable.turned import both_sides

            return both_sides(self.applied, self.engine, self.assessment)
        return sides(self.engine, self.assessment)

    @cached_property
    def consequences(self) -> Consequences:
        """What follows from the grade: statutory range, fine, circumstances, probation, a dated overlay."""
        from thresholds.consequences import consequences

        beside = {flag.statute: flag.status for flag in reversed(self.neighbours) if flag.drawn is None}
        span = span_of(self.assessment.person, self.judged_on)
        conduct = DateRange(span.begun.first, span.ended.last) if span is not None else None
        others = dict(self.others)
        return consequences(self.engine, self.assessment, self.judged_on, beside, others=others, conduct=conduct)

    @cached_property
    def law(self) -> Law:
        """Which law governs him and why, what a competing law would make, and until when he can be tried."""
        from thresholds.applicable.law import law_of

        return law_of(self.applied, self.engine, self.assessment, self.judged_on, charged=bool(self.charged))

    def __reduce__(self) -> tuple[object, ...]:
        """One person's report passes between processes only within the whole, or as `Report.to_dict()`.

        Raises:
            TypeError: always.
        """
        raise TypeError(phrase("report-part"))

    def grade_of(self, bounds: Bounds) -> Grade:
        """Bounds as the ruleset's grades."""
        names = self.engine.ruleset.grade_ids
        return Grade(names[bounds.low], names[bounds.high])


@dataclass(frozen=True)
class Report(_Unchanging):
    """The result for a case: what an embedder gets. It names all that it depends on.

    Pickled it is what it was made of, and is evaluated again where it is read; `to_dict()` takes the results along.
    """

    case: Case
    ruleset: Ruleset
    persons: tuple[PersonReport, ...]
    basis: Basis | None = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Evaluated again of what it was made of.

        Raises:
            TypeError: it is only a part of a report, of some of its persons.
        """
        if self.basis is None:
            raise TypeError(phrase("report-part"))
        return _evaluated, (self.case, self.ruleset, self.basis)

    def person(self, identifier: str) -> PersonReport:
        """The report on one person.

        Raises:
            NotFoundError: the case has no such person.
        """
        for person in self.persons:
            if person.id == identifier:
                return person
        known = "、".join(person.id for person in self.persons)
        raise NotFoundError("no-person", value=identifier, allowed=known)

    @property
    def readings(self) -> dict[str, Reading]:
        """Every reading that anybody is measured under, by id: those of the ruleset, and of an earlier law."""
        return {reading.id: reading for person in self.persons for reading in person.engine.ruleset.readings}

    def to_dict(self) -> dict[str, object]:
        """The report as `thresholds/report/1`: texts, lists and maps, ready for JSON."""
        from thresholds.report.as_dict import report_dict

        return report_dict(self)


def evaluate(
    case: Case, ruleset: Ruleset | str | Path | None = None, *, readings: Mapping[str, str] | None = None
) -> Report:
    """Score a case. Pure: the same case, ruleset and readings give the same report.

    Args:
        case: from `load_case`.
        ruleset: one from `load_ruleset`, or its id or path; by default what the case names or its dates choose.
        readings: options that go before those of the case.

    Raises:
        SourceErrors: the case names a ruleset or a reading that does not exist.
        ReadingError: `readings` names one that does not exist.
        EngineError: the engine's two forms disagree; a fault of this program.
    """
    chosen, named = (ruleset, True) if isinstance(ruleset, Ruleset) else chosen_for(case, ruleset)
    return _evaluated(case, chosen, Basis(named, tuple((readings or {}).items())))


def _evaluated(case: Case, ruleset: Ruleset, basis: Basis) -> Report:
    """The report on a case by a ruleset that has been chosen."""
    choices = choices_for(case, ruleset, dict(basis.readings) or None)
    engine = engine_for(ruleset)
    with collector_paused() if len(case.dealings) > LARGE_LEDGER else nullcontext():
        found = derive(case)
        applied = applied_to(case, ruleset, found, choices, named=basis.named)
        persons = tuple([
            PersonReport(engine.assess(person, choices), engine, case.judged_on)
            if law is None
            else PersonReport(law.assessed(), law.measured.engine, case.judged_on, applied=law)
            for person, law in zip(found, applied, strict=True)
        ])  # fmt: skip
    return Report(case, ruleset, persons, basis)
