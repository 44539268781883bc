"""What is made ready before the first call: a call can be ended at any point, and an import must not be."""

from __future__ import annotations

from thresholds.agents.tools import TOOLS
from thresholds.case.load import load_case
from thresholds.report.model import evaluate
from thresholds.source.yaml import parse

#: A number between bounds across the line, so that there is something to ask.
_CASE = """\
schema: thresholds/case/1
id: ready
persons: {a: {}}
dealings:
- {by: a, act: purchase, records: {location_tracking: {at_least: 49, at_most: 51}}}
"""
#: What every tool is asked once.
_CALLS: dict[str, dict[str, object]] = {
    "evaluate": {"case": _CASE, "full": True},
    "questions": {"case": _CASE},
    "margins": {"case": _CASE},
    "whatif": {"case": _CASE, "edits": ["title=x"]},
    "item": {"item": "art5.1.3"},
    "glossary": {"term": "serious"},
    "rulesets": {},
    "code": {"code": "TH205"},
}
#: A key that may be none of JSON, so that the parser in Python has its turn.
_UNUSUAL = "{? a : 1}"


def warm() -> None:
    """Evaluate a case, so that a thread has its handle of durable-rules."""
    evaluate(load_case(_CASE)).to_dict()


def ready() -> None:
    """Call every tool once, right and wrong, so that nothing is left to be imported."""
    parse(_UNUSUAL, "")
    for tool in TOOLS:
        for lang in ("zh", "en"):
            tool.call(_CALLS[tool.name], lang)
            tool.call({}, lang)
