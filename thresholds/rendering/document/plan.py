"""Which sections each audience sees, and in which order. Every version has the result and names every item."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from thresholds.rendering.document import appendix, client, consequences, matters, persons, sides
from thresholds.rendering.document.applicable import applicable
from thresholds.rendering.document.audience import Audience
from thresholds.rendering.document.charts import chart
from thresholds.rendering.document.model import Block
from thresholds.rendering.document.neighbours import neighbours, reached
from thresholds.rendering.document.setting import Setting
from thresholds.report.model import PersonReport

OfPerson = Callable[[PersonReport, Setting], list[Block]]
OfCase = Callable[[Setting], list[Block]]


class Plan(NamedTuple):
    """The summary, the sections on each person and those on the case, each by the name of its heading.

    `new_pages` says that each person begins on a new page.
    """

    summary: OfCase
    persons: tuple[tuple[str, OfPerson], ...]
    case: tuple[tuple[str, OfCase], ...]
    new_pages: bool = True


def _result(person: PersonReport, setting: Setting) -> list[Block]:
    return [*persons.result(person, setting), *chart(person, setting)]


_NEUTRAL: tuple[tuple[str, OfPerson], ...] = (
    ("result", _result),
    ("time", applicable),
    ("items", persons.items),
    ("counts", persons.counts),
    ("stated", matters.stated),
    ("readings", matters.readings),
    ("margins", matters.margins),
    ("questions", matters.questions),
    ("consequences", consequences.consequences),
    ("neighbours", neighbours),
    ("remarks", matters.remarks),
)
_WHOLE: tuple[tuple[str, OfCase], ...] = (
    ("source", appendix.source),
    ("law", appendix.law),
    ("all-readings", appendix.readings),
    ("evidence", appendix.evidence),
    ("versions", appendix.versions),
    ("limits", appendix.limits),
)

_DEFENCE: tuple[tuple[str, OfPerson], ...] = (
    ("result", _result),
    ("time", applicable),
    ("open", sides.open_items),
    ("lowering", sides.lowering),
    ("favourable", sides.favourable),
    ("margins", matters.margins_falling_first),
    ("items", persons.items),
    ("counts", persons.counts),
    ("stated", matters.stated),
    ("consequences", consequences.consequences),
    ("neighbours", neighbours),
    ("remarks", matters.remarks),
)
_PROSECUTION: tuple[tuple[str, OfPerson], ...] = (
    ("result", _result),
    ("time", applicable),
    ("shortfalls", sides.shortfalls),
    ("raising", sides.raising),
    ("unfavourable", sides.unfavourable),
    ("margins", matters.margins),
    ("items", persons.items),
    ("counts", persons.counts),
    ("stated", matters.stated),
    ("consequences", consequences.consequences),
    ("neighbours", neighbours),
    ("remarks", matters.remarks),
)
_CLIENT: tuple[tuple[str, OfPerson], ...] = (
    ("result", client.result),
    ("time", applicable),
    ("grounds", client.grounds),
    ("missing", client.missing),
    ("range", client.consequences),
    ("neighbours", reached),
)

PLANS: dict[Audience, Plan] = {
    Audience.COURT: Plan(appendix.summary, _NEUTRAL, _WHOLE),
    Audience.DEFENCE: Plan(appendix.summary, _DEFENCE, _WHOLE),
    Audience.PROSECUTION: Plan(appendix.summary, _PROSECUTION, _WHOLE),
    Audience.CLIENT: Plan(
        client.summary, _CLIENT, (("limits", appendix.limits), ("versions", appendix.versions)), new_pages=False
    ),
}
