"""What regions have fixed, in sentences: beside the items that rest on it, and where nothing is on file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.rendering.words import Words
from thresholds.report.as_dict import number_text
from thresholds.report.regions import fixed_below, unlisted
from thresholds.values.figures import Unit

if TYPE_CHECKING:
    from thresholds.evaluation.trace import Trace
    from thresholds.report.model import PersonReport, Report


def region_texts(trace: Trace, person: PersonReport, words: Words) -> list[str]:
    """A sentence for each figure of a region that a condition rests on: the region, the figure, where it is read."""
    return [
        words.say(
            "region.fixed",
            label=words.term(fixed.parameter.id),
            region=fixed.region.region,
            value=number_text(fixed.region.value, Unit.MONEY),
            source=fixed.region.source,
            checked=words.say("region.confirmed" if fixed.region.confirmed else "region.unconfirmed"),
        )
        for fixed in fixed_below(trace, person)
    ]


def unlisted_text(report: Report, words: Words) -> str:
    """That the ruleset has no figure of the region that the case names; empty where it has, or needs none."""
    found = unlisted(report)
    if found is None:
        return ""
    near = words.say("region.nearest", near=found.nearest) if found.nearest else ""
    known = words.say("region.known", names=words.joined(found.known)) if found.known else ""
    return words.say("region.unlisted", name=found.name, known=known, near=near)
