"""A whole process: the first answer on the command line beside the bare import of the dependencies."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from importlib.util import find_spec

from benchmarks.clock import process, ratio
from benchmarks.subject import ROOT, SAMPLE
from benchmarks.table import Row, skipped

SECTION = "cold start"
IMPORTS = "import pydantic, click, rich.console, rich.tree, ruamel.yaml, durable_rules_engine"
FISCA = "from openfisca_core import simulation_builder, taxbenefitsystems"
OURS, THEIRS, BARE = "thresholds check, one process", "bare import of its core dependencies", "bare Python"


def cold(times: int) -> list[Row]:
    """Processes in turn, each kind once before anything counts."""
    commands = _commands()
    took: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        env = _environment(folder)
        for number in range(times + 1):
            for name, command in commands.items():
                spent = process(command, env)
                if number:
                    took[name].append(spent)
    rows = [_row(name, values) for name, values in took.items()]
    rows.append(Row(SECTION, f"{OURS} ÷ {THEIRS}", ratio(took[OURS], took[THEIRS]), "×", target=1.5))
    if "openfisca import" not in commands:
        rows.append(skipped(SECTION, "openfisca import", "not installed"))
    return rows


def _environment(folder: str) -> dict[str, str]:
    """Everything compiled once and kept, as an installed package is, whatever this shell says of bytecode."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**env, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": folder, "COLUMNS": "100"}


def _commands() -> dict[str, list[str]]:
    python = sys.executable
    found = {
        OURS: [python, "-m", "thresholds", "check", str(SAMPLE)],
        THEIRS: [python, "-c", IMPORTS],
        BARE: [python, "-c", "pass"],
    }
    if find_spec("openfisca_core"):
        found["openfisca import"] = [python, "-c", FISCA]
    return found


def _row(name: str, values: list[float]) -> Row:
    note = f"{SAMPLE.name}, as text" if name == OURS else ""
    return Row(SECTION, name, statistics.median(values), "ms", least=min(values), note=note)
