"""What the versions for the defence and for the prosecution show first: what is open, lowers, raises or falls short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.rendering.document.matters import changing_readings, leniency, question_table
from thresholds.rendering.document.model import Block, Bullets, Paragraph
from thresholds.rendering.document.persons import item_line
from thresholds.values.status import Status

if TYPE_CHECKING:
    from thresholds.explore.questions import Question
    from thresholds.rendering.document.setting import Setting
    from thresholds.report.model import PersonReport


def open_items(person: PersonReport, setting: Setting) -> list[Block]:
    """The items that facts said to be unknown decide."""
    found = [finding for finding in person.findings if finding.status is Status.OPEN]
    if not found:
        return [Paragraph(setting.words.say("document.open.none"))]
    return [Bullets(tuple(item_line(finding, person, setting) for finding in found))]


def shortfalls(person: PersonReport, setting: Setting) -> list[Block]:
    """The numeric items of conduct that the person has part in and that are not established, with what they lack."""
    found = [
        finding
        for finding in person.findings
        if finding.status in (Status.OPEN, Status.NOT_ESTABLISHED)
        and (decisive := finding.decisive) is not None
        and decisive.shortfall
        and (decisive.high is None or decisive.high > 0)
    ]
    if not found:
        return [Paragraph(setting.words.say("document.shortfalls.none"))]
    return [Bullets(tuple(item_line(finding, person, setting) for finding in found))]


def lowering(person: PersonReport, setting: Setting) -> list[Block]:
    """The questions whose answers could lower the grade, then the provision on leniency."""
    found, others = parted(person, lowers=True)
    return [*question_table(found, person, setting), *_others(others, setting), *leniency(person, setting)]


def raising(person: PersonReport, setting: Setting) -> list[Block]:
    """The questions whose answers could raise the grade."""
    found, others = parted(person, lowers=False)
    return [*question_table(found, person, setting), *_others(others, setting)]


def parted(person: PersonReport, lowers: bool) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """The questions whose answers work in one direction, and all others; both in order of effect."""
    chosen = tuple(q for q in person.questions if q.could_make is not None and q.lowers == lowers)
    return chosen, tuple(q for q in person.questions if q not in chosen)


def _others(others: tuple[Question, ...], setting: Setting) -> list[Block]:
    """How many questions this version leaves out, and where they are."""
    if not others:
        return []
    return [Paragraph(setting.words.say("document.questions.others", number=len(others)), "note")]


def favourable(person: PersonReport, setting: Setting) -> list[Block]:
    """Both sides, those readings first that favour the accused."""
    return changing_readings(person, setting, favours_accused=True)


def unfavourable(person: PersonReport, setting: Setting) -> list[Block]:
    """Both sides, those readings first that favour the prosecution."""
    return changing_readings(person, setting, favours_accused=False)
