"""One ruleset looked through by itself."""

from __future__ import annotations

from thresholds.authoring.lint.fact_use import check_facts
from thresholds.authoring.lint.glosses import check_glosses
from thresholds.authoring.lint.pinpoints import check_glossed, check_pinpoints
from thresholds.authoring.lint.placeholders import check_placeholders
from thresholds.authoring.lint.places import Places
from thresholds.authoring.lint.reachable import check_reachable
from thresholds.law.model import Ruleset
from thresholds.source.node import Node
from thresholds.source.reader import Reader


def lint(reader: Reader, ruleset: Ruleset, root: Node, text: str = "") -> None:
    """Note what is amiss in one file: each check says which codes are its own."""
    places = Places(root)
    for check in (check_glossed, check_pinpoints, check_glosses, check_reachable, check_facts):
        check(reader, ruleset, places)
    check_placeholders(reader, text)
