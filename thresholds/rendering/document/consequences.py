"""The section on what follows after the grade: the same sentences as in the terminal, as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.rendering.consequences import consequence_reasons
from thresholds.rendering.document.model import Block, Bullets, Paragraph

if TYPE_CHECKING:
    from thresholds.rendering.document.setting import Setting
    from thresholds.rendering.sentences import Reason
    from thresholds.report.model import PersonReport


def consequences(person: PersonReport, setting: Setting) -> list[Block]:
    """What follows by the statute and beside it, each with its law and what it rests on."""
    words = setting.words
    reasons = consequence_reasons(person, words)
    if not reasons:
        return [Paragraph(words.say("document.consequences.none"))]
    others = [
        words.say("document.offence", cite=words.cite(rule.id), offence=offence)
        for rule, _ in person.consequences.provisions
        if (offence := setting.gloss(rule.offence, rule.offence_en))
    ]
    statute = words.say("document.consequences.statute", statute=person.engine.ruleset.statute)
    blocks = listed(reasons)
    return [Paragraph(statute), *blocks, *([Bullets(tuple(others))] if others else [])]


def listed(reasons: tuple[Reason, ...]) -> list[Block]:
    """Sentences as lists, what stands below one on further lines of it; a further offence after its name."""
    blocks: list[Block] = []
    items: list[str] = []
    for reason in reasons:
        if reason.label:
            blocks += [Bullets(tuple(items)), Paragraph(reason.text), *listed(reason.below)]
            items = []
        else:
            items.append("\n".join([reason.text, *(inner.text for inner in reason.below)]))
    return [*blocks, Bullets(tuple(items))] if items else blocks
