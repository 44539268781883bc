"""What must be said of a whole case before anything else: what the ruleset has no figure for, or does not look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.evaluation.program import compile_ruleset
from thresholds.rendering.regions import unlisted_text
from thresholds.rendering.words import Words

if TYPE_CHECKING:
    from thresholds.report.model import Report


def case_notes(report: Report, words: Words) -> list[str]:
    """A sentence each; empty where there is nothing to say."""
    return [note for note in (unlisted_text(report, words), uncounted_text(report, words)) if note]


def uncounted_text(report: Report, words: Words) -> str:
    """That the file has dealings and no item of the ruleset asks for them, or for their records."""
    number = len(report.case.dealings)
    if not number or compile_ruleset(report.ruleset).asks_for_dealings:
        return ""
    return words.say("dealings.uncounted", number=number, citation=report.ruleset.citation)
