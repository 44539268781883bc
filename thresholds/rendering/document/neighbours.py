"""The section on other offences that the facts reach, or may reach."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.neighbours.flag import Flag
from thresholds.rendering.document.model import Block, Bullets, Paragraph
from thresholds.rendering.document.setting import Setting
from thresholds.rendering.neighbours import flag_lines
from thresholds.rendering.sentences import MARKS, quantity_name
from thresholds.rendering.words import Words
from thresholds.report.model import PersonReport


def neighbours(person: PersonReport, setting: Setting) -> list[Block]:
    """Each other offence with its grade and why it is named, and the numbers of its items."""
    return _blocks(person.neighbours, setting)


def reached(person: PersonReport, setting: Setting) -> list[Block]:
    """Only those that the facts stated reach."""
    return _blocks([flag for flag in person.neighbours if flag.drawn is None], setting)


def _blocks(flags: Sequence[Flag], setting: Setting) -> list[Block]:
    blocks: list[Block] = []
    for flag in flags:
        words = Words(setting.words.lang, flag.ruleset)
        head, sentence = flag_lines(flag, words)
        blocks.append(Paragraph(f"{MARKS[flag.status]} {head}", "lead"))
        listed = [sentence]
        for finding in flag.findings if flag.drawn is None else ():
            decisive = finding.decisive
            numbers = f"  {quantity_name(finding, words)}{words.measured(decisive)}" if decisive else ""
            listed.append(f"{MARKS[finding.status]} {words.cite(finding.item)}{numbers}")
        blocks.append(Bullets(tuple(listed)))
    return blocks
