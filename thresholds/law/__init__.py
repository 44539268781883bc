"""The law as data: rulesets, their conditions, where they are found, how they are checked and shown."""

from thresholds.law.load import load_ruleset
from thresholds.law.model import Ruleset

__all__ = ["Ruleset", "load_ruleset"]
