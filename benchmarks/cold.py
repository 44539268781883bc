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
SMALL = ROOT / "cases" / "teaching" / "insider-half.yaml"
OTHERS = "click, rich.console, rich.tree, ruamel.yaml, durable_rules_engine"
#: `import pydantic` alone puts off nearly all of pydantic until the first model; the second form has one.
BARE = f"import pydantic, {OTHERS}"
IN_USE = f"import {OTHERS}\nfrom pydantic import BaseModel\nclass Model(BaseModel): field: int"
FISCA = "from openfisca_core import simulation_builder, taxbenefitsystems"
CHECK, CHECK_SMALL = f"check {SAMPLE.name}", f"check {SMALL.name}"
DEPENDENCIES, USED, PYTHON = (
    "bare import of the core dependencies",
    "the same with one pydantic model",
    "python -c pass",
)
RATIOS = ((CHECK, DEPENDENCIES, 1.5), (CHECK, USED, 1.5), (CHECK_SMALL, DEPENDENCIES, None), (CHECK_SMALL, USED, None))


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
    rows = [Row(SECTION, name, statistics.median(ms), "ms", least=min(ms)) for name, ms in took.items()]
    for mine, theirs, target in RATIOS:
        rows.append(Row(SECTION, f"{mine} ÷ {theirs}", ratio(took[mine], took[theirs]), "×", target=target))
    if "import of openfisca" not in commands:
        rows.append(skipped(SECTION, "import of openfisca", "not installed"))
    return rows


def _environment(folder: str) -> dict[str, str]:
    """Everything compiled once and kept, as an installed package is, whatever this shell says of bytecode."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**env, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": folder, "COLUMNS": "100"}


def _commands() -> dict[str, list[str]]:
    python = sys.executable
    found = {
        CHECK: [python, "-m", "thresholds", "check", str(SAMPLE)],
        CHECK_SMALL: [python, "-m", "thresholds", "check", str(SMALL)],
        DEPENDENCIES: [python, "-c", BARE],
        USED: [python, "-c", IN_USE],
        PYTHON: [python, "-c", "pass"],
    }
    if find_spec("openfisca_core"):
        found["import of openfisca"] = [python, "-c", FISCA]
    return found
