"""What a thread does before its first request: everything imported, every shipped ruleset's rules made ready."""

from __future__ import annotations

from thresholds.case.load import load_case
from thresholds.report.model import evaluate
from thresholds.service.examples import CASES


def warm() -> None:
    """Evaluate the examples, so that no request waits for imports, and none is ended in the midst of one."""
    for case in CASES.values():
        evaluate(load_case(case)).to_dict()
