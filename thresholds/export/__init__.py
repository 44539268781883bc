"""The numeric core of a ruleset for other engines: DMN, JDM, JSON-logic; and cases as its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thresholds.case.model import Case
    from thresholds.export.core import Core
    from thresholds.law.model import Ruleset

__all__ = ["core_for", "export_text", "inputs_for"]


def core_for(ruleset: Ruleset, readings: Mapping[str, str] | None = None) -> Core:
    """The numeric core of a ruleset; readings that are not chosen stand at their defaults.

    Raises:
        ReadingError: a reading or an option that the ruleset does not have.
        SourceErrors: nothing in it can be compared (TH750), or its numbers are too large to stay exact (TH751).
    """
    from thresholds.evaluation.choices import choose
    from thresholds.export.extract import core_of

    return core_of(ruleset, choose(ruleset, readings))


def export_text(core: Core, format_: str, lang: str = "zh") -> str:
    """The core as a file of a format: `dmn`, `jdm` or `json-logic`; the same bytes on every run.

    Raises:
        KeyError: there is no such format.
    """
    from thresholds.export.dmn import dmn
    from thresholds.export.jdm import jdm
    from thresholds.export.json_logic import json_logic

    return {"dmn": dmn, "jdm": jdm, "json-logic": json_logic}[format_](core, lang)


def inputs_for(core: Core, case: Case) -> dict[str, dict[str, int | bool]]:
    """By person of a case the inputs of the export: whole numbers (条, 分, units of the ruleset's own) and truths.

    Raises:
        SourceErrors: persons are not determined (TH752), or have numbers too large to stay exact (TH753).
    """
    from thresholds.evaluation.facts import derive
    from thresholds.export.inputs import core_inputs

    return {person.person.id: core_inputs(core, person, case.file or case.id) for person in derive(case)}
