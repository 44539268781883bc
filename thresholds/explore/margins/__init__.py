"""What would change the tier: the least changes that reach a tier, and those that fall below it."""

from __future__ import annotations

from thresholds.explore.margins.find import margins
from thresholds.explore.margins.mix import counts_whole_supply
from thresholds.explore.margins.model import Change, Kind, Margin, Mix, Way

__all__ = ["Change", "Kind", "Margin", "Mix", "Way", "counts_whole_supply", "margins"]
