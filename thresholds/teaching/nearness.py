"""How near an item comes, as it is taught: by the numbers that it is measured by for this very person."""

from __future__ import annotations

from thresholds.authoring.boundaries import boundaries
from thresholds.evaluation.assess import Finding
from thresholds.evaluation.trace import Trace
from thresholds.law.conditions import StandardsCondition
from thresholds.law.model import Ruleset
from thresholds.values.status import Status

_FACTS = ("fact", "fact_absent", "dealing", "under")


def decisive(finding: Finding) -> Trace | None:
    """The number that an item turns on; ways that a stated fact shuts are passed over, where others remain.

    So a unit is not measured by the number that the law has for natural persons.
    """
    return _open_ways(finding.trace).decisive()


def _open_ways(trace: Trace) -> Trace:
    children = tuple([_open_ways(child) for child in trace.children])
    if trace.kind in ("any_of", "standards"):
        children = tuple([child for child in children if not _shut(child)]) or children
    return trace._replace(children=children)


def _shut(trace: Trace) -> bool:
    """Whether a condition asks for several things together, and one that is no number is stated otherwise."""
    return trace.kind == "all_of" and any(
        child.kind in _FACTS and child.status is Status.NOT_ESTABLISHED for child in trace.children
    )


def asks_for_a_quantity(law: Ruleset, item: str) -> bool:
    """Whether an item, or the opening words of its paragraph, ask for a number besides facts."""
    return any(bar.numeric for bounded in boundaries(law) if _bounds(law, item, bounded.id) for bar in bounded.bars)


def _bounds(law: Ruleset, item: str, name: str) -> bool:
    """Whether boundaries of this name are those of the item: its own, or those of its paragraph."""
    return name == item or any(paragraph.id == name and one.id == item for paragraph, one in law.items())


def narrowed(law: Ruleset, finding: Finding) -> StandardsCondition | None:
    """The condition of an item that counts only what comes from somewhere, where nothing of that is there."""
    item = law.by_id.get(finding.item)
    when = item.when if item is not None else None
    found = decisive(finding)
    if not isinstance(when, StandardsCondition) or when.counting_only is None or found is None:
        return None
    return when if found.high == 0 else None
