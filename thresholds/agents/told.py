"""Reports, questions, margins and comparisons as short answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thresholds.agents import answers
from thresholds.agents.cases import the_one
from thresholds.agents.fitted import MOST_GRADES, fitting, left
from thresholds.rendering.margins import MarginWords
from thresholds.rendering.questions import why_lines
from thresholds.rendering.sentences import asked
from thresholds.rendering.words import Words
from thresholds.report.as_dict import finding_dict
from thresholds.report.whatif import Effect
from thresholds.values.status import Status

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Finding
    from thresholds.explore.margins import Margin
    from thresholds.explore.question import Question
    from thresholds.report.compare import ItemChange, PersonChange
    from thresholds.report.model import Grade, PersonReport, Report
    from thresholds.report.whatif import WhatIf
    from thresholds.values.interval import Interval

#: So many questions about a person are sent, those of the greatest effect.
MOST_ASKED = 40
#: What an edit does, in words that do not speak of the tier alone.
_EFFECTS = {
    Effect.DECIDES: "changes_result",
    Effect.NO_RESULT: "result_same",
    Effect.NO_CHANGE: "case_same",
}


def case_read(report: Report) -> answers.CaseRead:
    """What a report is of."""
    case, ruleset = report.case, report.ruleset
    return answers.CaseRead(
        id=case.id, title=case.title, sha256=case.sha256, ruleset=ruleset.id, citation=ruleset.citation
    )


def evaluated(report: Report, persons: list[PersonReport], lang: str) -> answers.Evaluated:
    """The persons, so many as fit; where these are not all, the grades of all before them."""
    said = fitting(persons, lambda one: person_stands(one, lang))
    found = answers.Evaluated(case=case_read(report), persons=said, **left(persons, said, lang)._asdict())
    if len(said) == len(persons):
        return found
    grades = fitting(persons, _person_grade, MOST_GRADES)
    counts = Counter(one.grade for one in persons)
    by_grade = tuple([answers.GradeCount(grade=_grade(grade), persons=counts[grade]) for grade in sorted(counts)])
    more = len(persons) - len(grades) or None
    return found.model_copy(update={"grades": grades, "more_grades": more, "by_grade": by_grade})


def _person_grade(person: PersonReport) -> answers.PersonGrade:
    grade = _grade(person.grade)
    return answers.PersonGrade(id=person.id, name=person.name, offence=person.charged or None, grade=grade)


def _grade(grade: Grade) -> answers.Grade:
    return answers.Grade(at_least=grade.at_least, at_most=grade.at_most)


def person_stands(person: PersonReport, lang: str) -> answers.PersonStands:
    """One person: the items that say something, the counts, and what would change the grade."""
    words = Words(lang, person.engine.ruleset)
    stand = [item_stands(person, finding, words) for finding in person.findings]
    asks = _asks(person, words)
    accused, prosecution = person.grade_of(person.sides.accused), person.grade_of(person.sides.prosecution)
    return answers.PersonStands(
        id=person.id,
        name=person.name,
        offence=person.charged or None,
        grade=_grade(person.grade),
        says=words.grade(person.grade),
        law=tuple([law.id for law in person.law.governing]),
        items=tuple([one for one in stand if not _idle(one) and one.status != Status.FOR_THE_COURT]),
        for_the_court=tuple([one.item for one in stand if one.status == Status.FOR_THE_COURT]),
        rest=tuple([one.item for one in stand if _idle(one)]),
        counts=_counts(person),
        readings=_readings(person),
        accused=None if accused == person.grade else _grade(accused),
        prosecution=None if prosecution == person.grade else _grade(prosecution),
        questions=asks[:MOST_ASKED],
        more_questions=max(0, len(asks) - MOST_ASKED) or None,
    )


def _idle(one: answers.ItemStands) -> bool:
    """Whether nothing is to be said of an item but that it is not established: it counts nothing."""
    counts = one.quantity is not None and (one.quantity.at_least != "0" or one.quantity.at_most != "0")
    return one.status == Status.NOT_ESTABLISHED and not counts


def item_stands(person: PersonReport, finding: Finding, words: Words) -> answers.ItemStands:
    """One item with the numbers of the report, in the language of the reader."""
    found = finding_dict(person, finding)
    shown = [name for name in ("quantity", "standard", "unit", "score", "shortfall") if found.get(name)]
    head = {"item": finding.item, "cite": words.cite(finding.item), "status": finding.status.value}
    return answers.ItemStands.model_validate({**head, "grade": found["grade"], **{name: found[name] for name in shown}})


def _counts(person: PersonReport) -> tuple[answers.Count, ...]:
    return tuple([
        answers.Count(category=category, at_least=general.at_least, at_most=general.at_most)
        for category, (general, _) in person.counts.items()
    ])  # fmt: skip


def _readings(person: PersonReport) -> tuple[answers.ReadingMatters, ...]:
    return tuple([
        answers.ReadingMatters(
            id=use.id, chosen=use.chosen, other=use.other, grade_then=_grade(person.grade_of(use.changes_to))
        )
        for use in person.readings
        if use.changes_to is not None
    ])  # fmt: skip


def _asks(person: PersonReport, words: Words) -> tuple[answers.Asks, ...]:
    names = person.engine.ruleset.grade_ids
    return tuple([
        answers.Asks(fact=one.path, asks=asked(one, person, words), could_make=names[one.could_make])
        for one in person.questions
        if one.could_make is not None
    ])  # fmt: skip


def person_asked(person: PersonReport, lang: str) -> answers.PersonAsked:
    """The questions about one person, in order of effect."""
    words = Words(lang, person.engine.ruleset)
    return answers.PersonAsked(
        id=person.id,
        name=person.name,
        offence=person.charged or None,
        grade=_grade(person.grade),
        questions=tuple([_question(one, person, words) for one in person.questions[:MOST_ASKED]]),
        more=max(0, len(person.questions) - MOST_ASKED) or None,
    )


def _question(one: Question, person: PersonReport, words: Words) -> answers.Question:
    return answers.Question(
        fact=one.path,
        asks=asked(one, person, words),
        state=one.state,
        could_make=None if one.could_make is None else person.engine.ruleset.grade_ids[one.could_make],
        where=one.where,
        why=tuple(why_lines(one, person, words)),
        outcomes=tuple([
            answers.Outcome(
                answer=outcome.answer,
                grade=_grade(person.grade_of(outcome.bounds)),
                items={turned.item: turned.then.value for turned in outcome.turned},
            )
            for outcome in one.outcomes
        ]),
    )  # fmt: skip


def person_margins(person: PersonReport, margins: tuple[Margin, ...], lang: str) -> answers.PersonMargins:
    """The margins of one person, in sentences, each with the edits that try it out."""
    words = MarginWords(person, Words(lang, person.engine.ruleset))
    return answers.PersonMargins(
        id=person.id,
        name=person.name,
        offence=person.charged or None,
        grade=_grade(person.grade),
        margins=tuple([_margin(one, person, words) for one in margins]),
    )


def _margin(one: Margin, person: PersonReport, words: MarginWords) -> answers.Margin:
    ways = [
        answers.Way(says=words.way(way), grade_then=_grade(person.grade_of(way.bounds)), edits=way.edits)
        for way in one.ways
    ]
    return answers.Margin(
        direction="reach" if one.reach else "fall_below",
        grade=person.engine.ruleset.grade_ids[one.rank],
        says=words.head(one),
        held_by=one.held_by,
        ways=tuple(ways),
        mixtures=tuple(words.mixtures(one)),
    )


def compared(found: WhatIf, lang: str, person: str | None) -> answers.Compared:
    """What the edits change, of all persons or of one, by id or by a name that only one has."""
    comparison = found.comparison
    if person is not None:
        comparison = comparison.of(the_one(person, [(one.id, _name(one)) for one in comparison.persons]))
    shown, unchanged = comparison.persons, None
    said = fitting(shown, lambda one: _changes(one, lang))
    if len(said) < len(shown):
        unchanged = len(shown) - len(comparison.changed) or None
        shown = comparison.changed
        said = fitting(shown, lambda one: _changes(one, lang))
    edits = [
        answers.EditTried(path=tried.edit.path, value=tried.edit.given, effect=_EFFECTS[tried.effect])
        for tried in found.edits
    ]
    return answers.Compared(
        case=case_read(comparison.before),
        changed=bool(comparison.changed),
        edits=tuple(edits),
        persons=said,
        unchanged=unchanged,
        **left(shown, said, lang)._asdict(),
    )


def _name(change: PersonChange) -> str:
    known = change.after or change.before
    return known.name if known is not None else change.id


def _changes(change: PersonChange, lang: str) -> answers.PersonChanges:
    known = change.after or change.before
    before, after = change.grades
    words = Words(lang, known.engine.ruleset if known is not None else None)
    also = ("questions", "readings", "sides", "consequences")
    return answers.PersonChanges(
        id=change.id,
        name=_name(change),
        offence=(known.charged if known is not None else "") or None,
        changed=change.changed,
        before=None if before is None else _grade(before),
        after=None if after is None else _grade(after),
        items=tuple([_item_changes(change, one, words) for one in change.items]),
        counts=tuple([
            answers.CountChanges(category=one.category, before=_between(one.before[0]), after=_between(one.after[0]))
            for one in change.counts
            if one.before[0] != one.after[0]
        ]),
        also=tuple([name for name in also if getattr(change, name)]),
    )  # fmt: skip


def _item_changes(change: PersonChange, one: ItemChange, words: Words) -> answers.ItemChanges:
    """The status of an item on both sides, and its numbers where they are not the same."""
    before = item_stands(change.before, one.before, words) if change.before and one.before else None
    after = item_stands(change.after, one.after, words) if change.after and one.after else None
    numbers = [_numbers(before), _numbers(after)]
    if numbers[0] == numbers[1]:
        numbers = [None, None]
    return answers.ItemChanges(
        item=one.item,
        cite=words.cite(one.item),
        before=before.status if before else None,
        after=after.status if after else None,
        numbers_before=numbers[0],
        numbers_after=numbers[1],
    )


def _numbers(one: answers.ItemStands | None) -> answers.Numbers | None:
    if one is None or one.quantity is None:
        return None
    return answers.Numbers(quantity=one.quantity, standard=one.standard, unit=one.unit, shortfall=one.shortfall)


def _between(interval: Interval) -> answers.Between:
    high = None if interval.at_most is None else str(interval.at_most)
    return answers.Between(at_least=str(interval.at_least), at_most=high)
