"""Other offences, and the several offences of one ruleset, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.law.lint import conditions_of, facts_of
from thresholds.rendering.words import Words
from thresholds.report.neighbours_dict import offence_label, why

if TYPE_CHECKING:
    from thresholds.neighbours.flag import Flag
    from thresholds.report.model import PersonReport


def offence_lines(person: PersonReport, words: Words) -> list[str]:
    """A line for each offence of a ruleset that has several, with its grade."""
    statutes = {offence.id: offence.statute for offence in person.engine.ruleset.offences}
    return [
        words.say("neighbour.offence", offence=words.term(name), statute=statutes[name], grade=words.grade(grade))
        for name, grade in person.offences
    ]


def flag_lines(flag: Flag, words: Words) -> tuple[str, str]:
    """What the other offence is with its grade, and why it is named."""
    own = Words(words.lang, flag.ruleset)
    low, high = flag.grades
    grade = own.term(high) if low == high else own.say("neighbour.may", grade=own.term(high))
    head = own.say("neighbour.line", offence=offence_label(flag, own.lang), statute=flag.statute, grade=grade)
    return head, why(flag, own.lang)


def untouched(person: PersonReport) -> frozenset[str]:
    """Paragraphs of an offence of which the file states no fact at all, in a ruleset that has several offences."""
    ruleset, facts = person.engine.ruleset, person.assessment.person.stated
    if not ruleset.offences:
        return frozenset()
    touched = {
        paragraph.offence
        for paragraph, item in ruleset.items()
        for condition in (*conditions_of(paragraph.requires), *conditions_of(item.when))
        if facts_of(condition) & facts
    }
    return frozenset(paragraph.id for paragraph in ruleset.standards if paragraph.offence not in touched)
