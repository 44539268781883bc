"""Scenarios worked out by hand from the law, sentence by sentence; each once showed a fault or might hide one."""

from __future__ import annotations

from pathlib import Path

import pytest

from thresholds.suite import read
from thresholds.suite.run import failures

FOLDER = Path(__file__).parent / "scenarios"
SCENARIOS = [scenario for path in sorted(FOLDER.glob("*.yaml")) for scenario in read.tests_in(path)]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: f"{Path(scenario.file).stem}-{scenario.id}")
def test_scenario(scenario: read.Test) -> None:
    assert failures(scenario) == []
