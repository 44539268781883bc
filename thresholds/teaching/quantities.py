"""What an item asks to be counted, as it is taught: whether there is a number at all, and of what."""

from __future__ import annotations

from thresholds.authoring.boundaries import boundaries
from thresholds.evaluation.assess import Finding
from thresholds.law.conditions import StandardsCondition
from thresholds.law.model import Ruleset


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
    found = finding.decisive
    if not isinstance(when, StandardsCondition) or when.counting_only is None or found is None:
        return None
    return when if found.high == 0 else None
