"""Two reports side by side: for each person what differs between them, as values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.differences import Difference, differences, same_dealings
from thresholds.errors import NotFoundError
from thresholds.evaluation.assess import Finding
from thresholds.explore.question import Question
from thresholds.explore.readings import ReadingUse
from thresholds.glossary import Family
from thresholds.report.model import Grade, PersonReport, Report
from thresholds.values.interval import ZERO, Interval
from thresholds.values.status import Status


class ItemChange(NamedTuple):
    """An item whose status or numbers differ; None where that side has no such person or item.

    Of someone whom only one side has these are the items that are met or may be.
    """

    item: str
    before: Finding | None
    after: Finding | None


class CountChange(NamedTuple):
    """A category whose count differs: records counted (条), and those that art. 6 keeps apart."""

    category: str
    before: tuple[Interval, Interval]
    after: tuple[Interval, Interval]


class ReadingChange(NamedTuple):
    """A reading of which another option would make another grade than on the other side."""

    id: str
    before: ReadingUse | None
    after: ReadingUse | None


class QuestionChange(NamedTuple):
    """A question that only one side asks (the other is None), or that differs in what an answer could lead to."""

    before: Question | None
    after: Question | None


class PersonChange(NamedTuple):
    """One person on both sides; None where that side does not have the person."""

    id: str
    before: PersonReport | None
    after: PersonReport | None
    items: tuple[ItemChange, ...]
    counts: tuple[CountChange, ...]
    readings: tuple[ReadingChange, ...]
    questions: tuple[QuestionChange, ...]
    sides: bool
    consequences: bool

    @property
    def grades(self) -> tuple[Grade | None, Grade | None]:
        """The grade on both sides."""
        return self.before.grade if self.before else None, self.after.grade if self.after else None

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        one, other = self.grades
        parts = (self.items, self.counts, self.readings, self.questions)
        return one != other or any(parts) or self.sides or self.consequences


class Comparison(NamedTuple):
    """Two reports, what differs between the cases that they are about, and every person of either."""

    before: Report
    after: Report
    facts: tuple[Difference, ...]
    persons: tuple[PersonChange, ...]

    @property
    def changed(self) -> tuple[PersonChange, ...]:
        """The persons of whom anything differs."""
        return tuple(person for person in self.persons if person.changed)

    def of(self, person: str | None) -> Comparison:
        """The same with one person alone, or (None) with all.

        Raises:
            NotFoundError: neither case has such a person.
        """
        if person is None:
            return self
        found = tuple(change for change in self.persons if change.id == person)
        if not found:
            known = "、".join(change.id for change in self.persons)
            raise NotFoundError("no-person", value=person, allowed=known)
        return self._replace(persons=found)


def compare(before: Report, after: Report) -> Comparison:
    """What differs between two reports. Pure; of two reports of the same case nothing does."""
    ones, others = _charged(before, after), _charged(after, before)
    same = same_dealings(before.case, after.case)
    order = {name: place for place, name in enumerate(dict.fromkeys(name for name, _ in (*ones, *others)))}
    names = sorted(dict.fromkeys((*ones, *others)), key=lambda name: order[name[0]])
    changes = tuple([_person(name[0], ones.get(name), others.get(name), same) for name in names])
    return Comparison(before, after, differences(before.case, after.case), changes)


def _charged(report: Report, beside: Report) -> dict[tuple[str, str], PersonReport]:
    """Persons by id and offence: each offence of which either side says anything, all where neither does."""
    other = {person.id: person for person in beside.persons}
    found: dict[tuple[str, str], PersonReport] = {}
    for person in report.persons:
        shown = {charge.charged for charge in person.shown}
        if person.id in other and len(person.charges) > 1:
            shown = {charge.charged for charge in (*person.charges, *other[person.id].charges) if charge.touched}
        for charge in person.charges:
            if charge.charged in shown or not shown:
                found[person.id, charge.charged] = charge
    return found


def _person(
    name: str, before: PersonReport | None, after: PersonReport | None, same: Mapping[str, str]
) -> PersonChange:
    if before and after and _same_facts(before, after):
        return PersonChange(name, before, after, (), (), (), (), False, False)
    return PersonChange(
        name,
        before,
        after,
        tuple(_items(before, after)),
        tuple(_counts(before, after)),
        tuple(_readings(before, after)),
        tuple(_questions(before, after, same)),
        (before.sides if before else None) != (after.sides if after else None),
        (before.consequences if before else None) != (after.consequences if after else None),
    )


def _same_facts(before: PersonReport, after: PersonReport) -> bool:
    """Whether both follow from the same: everything in a report does from the person's facts, readings and ruleset."""
    one, other = before.assessment, after.assessment
    return before.engine is after.engine and one.choices == other.choices and one.person == other.person


def _items(before: PersonReport | None, after: PersonReport | None) -> Iterator[ItemChange]:
    ones = {finding.item: finding for finding in (before.findings if before else ())}
    others = {finding.item: finding for finding in (after.findings if after else ())}
    for item in dict.fromkeys((*ones, *others)):
        one, other = ones.get(item), others.get(item)
        if one is None or other is None:
            alone = one or other
            if alone is not None and alone.status in (Status.ESTABLISHED, Status.OPEN):
                yield ItemChange(item, one, other)
        elif _stands(one) != _stands(other):
            yield ItemChange(item, one, other)


def _stands(finding: Finding) -> Hashable:
    """Status and numbers of an item."""
    decisive = finding.decisive
    return finding.status, None if decisive is None else (decisive.quantity, decisive.bar, decisive.unit)


def _counts(before: PersonReport | None, after: PersonReport | None) -> Iterator[CountChange]:
    ones, others = (before.counts if before else {}), (after.counts if after else {})
    order = glossary.ids(Family.CATEGORY)
    for category in sorted({*ones, *others}, key=order.index):
        one, other = ones.get(category, (ZERO, ZERO)), others.get(category, (ZERO, ZERO))
        if one != other:
            yield CountChange(category, one, other)


def _readings(before: PersonReport | None, after: PersonReport | None) -> Iterator[ReadingChange]:
    ones = {use.id: use for use in (before.readings if before else ())}
    others = {use.id: use for use in (after.readings if after else ())}
    for name in dict.fromkeys((*ones, *others)):
        one, other = ones.get(name), others.get(name)
        if one is None or other is None:
            alone = one or other
            if alone is not None and alone.changes_to is not None:
                yield ReadingChange(name, one, other)
        elif (one.other, one.changes_to) != (other.other, other.changes_to):
            yield ReadingChange(name, one, other)


# -- questions --------------------------------------------------------------------------------------------

_OWN_BODY = "dealing:"


class _Asked(NamedTuple):
    """A question, what it asks for, and what is known and could follow, whatever the order of the dealings."""

    question: Question
    about: Hashable
    where: frozenset[str]

    @property
    def effect(self) -> Hashable:
        """What would make it another question."""
        return self.question.state, self.question.could_make, self.question.lowers, self.where


def _asked(question: Question, same: Mapping[str, str]) -> _Asked:
    """The question with its dealings under the ids that they have on the first side."""
    where = frozenset(same.get(name, name) for name in question.where)
    return _Asked(question, (question.fact, _body(question.label, same)), where)


def _body(label: str, same: Mapping[str, str]) -> str:
    """The body of records that a question is about: a batch, or that of a dealing, with its number in it."""
    name, _, number = label.removeprefix(_OWN_BODY).rpartition(":")
    return f"{_OWN_BODY}{same[name]}:{number}" if label.startswith(_OWN_BODY) and name in same else label


def _questions(
    before: PersonReport | None, after: PersonReport | None, same: Mapping[str, str]
) -> Iterator[QuestionChange]:
    """Questions that are the same in every way are matched first, then those that ask the same; others come or go."""
    ones = [_asked(question, {}) for question in before.questions] if before else []
    others = [_asked(question, same) for question in after.questions] if after else []
    for key in (_wholly, _in_state, _in_fact):
        for one, other in _pairs(ones, others, key):
            ones.remove(one)
            others.remove(other)
            if one.effect != other.effect:
                yield QuestionChange(one.question, other.question)
    yield from [QuestionChange(one.question, None) for one in ones]
    yield from [QuestionChange(None, other.question) for other in others]


def _wholly(asked: _Asked) -> Hashable:
    return asked.about, asked.effect


def _in_state(asked: _Asked) -> Hashable:
    return asked.about, asked.question.state


def _in_fact(asked: _Asked) -> Hashable:
    return asked.about


def _pairs(ones: list[_Asked], others: list[_Asked], key: Callable[[_Asked], Hashable]) -> list[tuple[_Asked, _Asked]]:
    """Questions of both sides with the same key, the first with the first."""
    free: dict[Hashable, list[_Asked]] = {}
    for other in others:
        free.setdefault(key(other), []).append(other)
    return [(one, free[key(one)].pop(0)) for one in ones if free.get(key(one))]
