"""Reports, questions, margins and comparisons as short answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.agents import answers
from thresholds.rendering.margins import MarginWords
from thresholds.rendering.questions import why_lines
from thresholds.rendering.sentences import asked
from thresholds.rendering.words import Words
from thresholds.report.as_dict import finding_dict
from thresholds.values.status import Status

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Finding
    from thresholds.explore.margins import Margin
    from thresholds.explore.question import Question
    from thresholds.report.compare import PersonChange
    from thresholds.report.model import Grade, PersonReport, Report
    from thresholds.report.whatif import WhatIf

#: So many questions about a person are sent, those of the greatest effect.
MOST_ASKED = 40


def case_read(report: Report) -> answers.CaseRead:
    """What a report is of."""
    case, ruleset = report.case, report.ruleset
    return answers.CaseRead(
        id=case.id, title=case.title, sha256=case.sha256, ruleset=ruleset.id, citation=ruleset.citation
    )


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
    """What the edits change, of all persons or of one."""
    comparison = found.comparison if person is None else found.comparison.of(person)
    return answers.Compared(
        case=case_read(comparison.before),
        changed=bool(comparison.changed),
        edits=tuple([
            answers.EditTried(path=tried.edit.path, value=tried.edit.given, effect=tried.effect.value)
            for tried in found.edits
        ]),
        persons=tuple([_changes(change, lang) for change in comparison.persons]),
    )  # fmt: skip


def _changes(change: PersonChange, lang: str) -> answers.PersonChanges:
    known = change.after or change.before
    before, after = change.grades
    words = Words(lang, known.engine.ruleset if known is not None else None)
    turned = [
        answers.ItemChanges(
            item=one.item,
            cite=words.cite(one.item),
            before=_status(change.before, one.item),
            after=_status(change.after, one.item),
        )
        for one in change.items
    ]
    return answers.PersonChanges(
        id=change.id,
        name=known.name if known is not None else change.id,
        offence=(known.charged if known is not None else "") or None,
        changed=change.changed,
        before=None if before is None else _grade(before),
        after=None if after is None else _grade(after),
        items=tuple([one for one in turned if one.before != one.after]),
    )


def _status(person: PersonReport | None, item: str) -> str | None:
    stands = {finding.item: finding.status.value for finding in person.findings} if person is not None else {}
    return stands.get(item)
