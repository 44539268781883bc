"""Other offences in words, and the several offences of one ruleset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.rendering.words import Words
from thresholds.report.neighbours_dict import offence_label, why

if TYPE_CHECKING:
    from thresholds.neighbours.flag import Flag
    from thresholds.report.model import PersonReport


def flag_lines(flag: Flag, words: Words) -> tuple[str, str]:
    """What the other offence is with its grade, and why it is named."""
    own = Words(words.lang, flag.ruleset)
    low, high = flag.grades
    grade = own.term(high) if low == high else own.say("neighbour.may", grade=own.term(high))
    head = own.say("neighbour.line", offence=offence_label(flag, own.lang), statute=flag.ruleset.statute, grade=grade)
    return head, why(flag, own.lang)


def charge_lines(person: PersonReport, words: Words) -> list[str]:
    """That the file speaks of some offences of the ruleset alone, where it has several: the others are named here."""
    shown = {charge.charged for charge in person.shown}
    silent = [words.term(charge.charged) for charge in person.charges if charge.charged not in shown]
    return [words.say("neighbour.untouched", offences=words.joined(silent))] if silent else []
