"""What has to be found out because an earlier law may govern: dates, who the seller was, where records came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from thresholds.applicable.applied import Applied
from thresholds.applicable.measured import Subject, hull
from thresholds.applicable.reached import Reach, reached
from thresholds.applicable.since import MARK
from thresholds.applicable.span import Span
from thresholds.applicable.undated import DATE, date_places
from thresholds.applicable.variants import MARKS
from thresholds.evaluation.assess import Bounds
from thresholds.evaluation.facts import DUTY, PersonFacts
from thresholds.evaluation.supposed import truth_of, with_facts, with_origin
from thresholds.explore.question import Outcome, Question, asked
from thresholds.law.statute import StatuteOffence, Version
from thresholds.values.status import Truth

ORIGIN = "obtained_in"


class Asking(NamedTuple):
    """What is asked about: the person before dates chose, the versions that may govern, and the grade as it stands."""

    subject: Subject
    versions: tuple[Version, ...]
    now: Bounds
    span: Span

    @property
    def name(self) -> str:
        """The person's id."""
        return self.subject.person.person.id

    @property
    def narrow(self) -> tuple[StatuteOffence, ...]:
        """The offences in question that do not reach everyone."""
        statute = self.subject.statute
        versions = statute.versions if self.versions == statute.versions[-1:] else self.versions
        return tuple([offence for version in versions for offence in version.narrow])

    def supposing(self, answer: str, person: PersonFacts) -> Outcome:
        """What the person would be under the same versions, if one thing were so."""
        return Outcome(answer, hull(self.subject._replace(person=person), self.versions))


def with_time(applied: Applied, now: Bounds, found: Sequence[Question]) -> tuple[Question, ...]:
    """The questions of the report with those that time asks besides; what dates and readings say is not asked."""
    asking = asking_of(applied, now)
    if asking is None:
        return _dated(applied, now, found)
    kept = [question for question in found if question.fact not in (*MARKS, ORIGIN)]
    return (*_first(asking), *_of_conduct(asking), *kept)


def _dated(applied: Applied, now: Bounds, found: Sequence[Question]) -> tuple[Question, ...]:
    """The questions with that for the date instead of those whether an offence existed at the time."""
    marks = [question for question in found if question.fact.startswith(MARK)]
    if not marks:
        return tuple(found)
    places = date_places(applied.measured.person.person.id, ())
    first = Question(DATE, places, "unknown", now, (), max([one.could_make or 0 for one in marks]) or None)
    return (first, *[question for question in found if question not in marks])


def asking_of(applied: Applied, now: Bounds) -> Asking | None:
    """What is asked of a person whom an earlier statute may govern; None of anybody else."""
    if applied.subject is None or not applied.varied:
        return None
    return Asking(applied.subject, applied.versions, now, applied.span)


def _first(asking: Asking) -> Iterator[Question]:
    """The date, where it chooses between laws that come to different grades."""
    if asking.now.low == asking.now.high:
        return
    vague = tuple([d.id for d in asking.subject.person.dealings if d.date is None or d.date.first != d.date.last])
    if len(asking.versions) == 1 and not any(_between(asking, name) for name in vague):
        return
    places = date_places(asking.name, vague)
    yield Question(
        DATE, places, "undated" if asking.span.undated else "unknown", asking.now, (), asking.now.high, where=vague
    )


def _between(asking: Asking, name: str) -> bool:
    """Whether the day of a dealing (by id) can lie on either side of a change of the statute."""
    person = asking.subject.person
    days = next(one.date for one in person.dealings if one.id == name) or person.facts.conduct_date
    return days is None or len(asking.subject.statute.between(days.first, days.last)) > 1


def _of_conduct(asking: Asking) -> Iterator[Question]:
    """Who the person was, and where what he supplied came from: alone, or together where one alone is not enough."""
    person = asking.subject.person
    if not asking.narrow:
        return
    subject, origin = _subject_question(asking), _origin_question(asking)
    alone = [question for question in (subject, origin) if question is not None and question.could_make is not None]
    yield from alone
    if not alone and subject is not None and origin is not None:
        both = with_facts(_from_duty(person, origin.where), **{subject.fact: truth_of(subject.fact, Truth.YES)})
        outcome = asking.supposing("yes", both)
        for question in (subject, origin):
            joint = asked(question.fact, question.places, question.state, asking.now, (outcome,), question.where)
            if joint.could_make is not None:
                yield joint._replace(joint=True)
    yield from _breach_question(asking)


def _subject_question(asking: Asking) -> Question | None:
    fact = next((offence.subject for offence in asking.narrow if offence.subject), "")
    state = _state(asking.subject.person, fact) if fact else None
    supplies = any([dealing.supplies for dealing in asking.subject.person.dealings])
    if state is None or not (supplies or asking.subject.person.facts.illegal_gains is not None):
        return None
    return _of_truth(asking, fact, state, (Truth.YES, Truth.NO) if state == "unknown" else (Truth.YES,))


def _breach_question(asking: Asking) -> Iterator[Question]:
    fact = next((offence.breach for offence in asking.narrow if offence.breach), "")
    state = _state(asking.subject.person, fact) if fact else None
    if state is None:
        return
    question = _of_truth(asking, fact, state, (Truth.YES, Truth.NO) if state == "unknown" else (Truth.NO,))
    if question.could_make is not None:
        yield question


def _of_truth(asking: Asking, fact: str, state: str, answers: Sequence[Truth]) -> Question:
    outcomes = tuple([
        asking.supposing(str(truth), with_facts(asking.subject.person, **{fact: truth_of(fact, truth)}))
        for truth in answers
    ])  # fmt: skip
    return asked(fact, (("facts", asking.name, fact),), state, asking.now, outcomes)


def _state(person: PersonFacts, fact: str) -> str | None:
    """Unstated or unknown; None where the file says yes or no."""
    stated = person.facts.get(fact)
    if stated is None:
        return "unstated"
    return "unknown" if getattr(stated, "truth", None) is Truth.UNKNOWN else None


def _origin_question(asking: Asking) -> Question | None:
    """Whether supplies of which the file does not say it were of records from duty or service."""
    person = asking.subject.person
    lines = [line for holding in person.holdings for _, found in holding.supplies for line in found]
    for state, origin in (("unknown", "unknown"), ("unstated", None)):
        where = tuple(dict.fromkeys([line.dealing.id for line in lines if line.origin == origin]))
        if where:
            outcomes = [asking.supposing("yes", _from_duty(person, where))]
            if state == "unknown":
                outcomes.append(asking.supposing("no", with_origin(person, "elsewhere", frozenset(where))))
            places = tuple([("dealings", name, ORIGIN) for name in where])
            return asked(ORIGIN, places, state, asking.now, tuple(outcomes), where)
    return None


def _from_duty(person: PersonFacts, where: Sequence[str]) -> PersonFacts:
    return with_origin(person, DUTY, frozenset(where))


def supply_counts(applied: Applied) -> bool:
    """Whether one more supply of records from duty would certainly count under every law that may govern."""
    asking = asking_of(applied, Bounds(0, 0))
    if asking is None or asking.versions == asking.subject.statute.versions[-1:]:
        return True
    person, options = asking.subject.person, asking.subject.options
    lines = [line for holding in person.holdings for _, found in holding.supplies for line in found]
    on_duty = [line._replace(origin=DUTY) for line in lines[:1]]
    return bool(on_duty) and all([
        reached(person, version, options, line) is Reach.CERTAIN
        for version in asking.versions
        if version.offences
        for line in on_duty
    ])  # fmt: skip
