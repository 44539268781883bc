"""A world of a case as the inputs of an export."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds import __version__
from thresholds.case.model import Case
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import ALL, NARROW, DealingMeasure, FactMeasure
from thresholds.evaluation.worlds import World, worlds_of
from thresholds.export.core import Core, Source
from thresholds.export.extract import source_of
from thresholds.law.conditions import UNIT

Value = int | bool
Inputs = dict[str, Value]

#: What a case file states outright, rather than by its dealings or by its region.
_STATED = ("money", "narrow_money", "amount", "tally", "fact", "dealing")
#: What follows from dealings alone.
_DEALT = ("records", "narrow", "apart", "dealing", "conduct")


def world_inputs(core: Core, world: World) -> Inputs:
    """The inputs in one world: whole numbers (条, 分 and units of the ruleset's own) and truths, by name."""
    return {entry.name: _value(core, world, entry.source) for entry in core.inputs}


def core_inputs(core: Core, person: PersonFacts, file: str = "") -> Inputs:
    """The inputs of one person of whom everything is determined that the export asks for.

    They are measured under the readings of the core, whatever the case chooses; `file` is named where they cannot be.

    Raises:
        SourceErrors: some inputs are not determined (TH752), or one is larger than numbers may be (TH753).
    """
    found = [world_inputs(core, world) for world in worlds_of(person, core.program, core.choices).worlds]
    wavering = _wavering(found)
    if wavering:
        raise _wrong("TH752", file, person, core, wavering)
    large = [name for name, value in found[0].items() if value > core.maximum]
    if large:
        raise _wrong("TH753", file, person, core, large)
    return found[0]


def unstated(core: Core, person: PersonFacts) -> list[str]:
    """The inputs that stand at nothing because the file does not state them: they count against nobody."""
    paid = any(dealing.paid is not None for dealing in person.dealings)
    found = []
    for entry in core.inputs:
        name = entry.source.detail[0] if entry.source.kind == "tally" else entry.source.name
        known = name in person.stated or (name == "illegal_gains" and paid)
        stated = entry.source.kind not in _STATED or not name or name == UNIT or known
        if not stated or (entry.source.kind in _DEALT and not person.dealings):
            found.append(entry.name)
    return found


def case_inputs(
    core: Core, case: Case, persons: Sequence[PersonFacts]
) -> tuple[dict[str, object], tuple[Diagnostic, ...]]:
    """The inputs of these persons of a case, ready for JSON, and what is wrong with those who have none."""
    found: list[dict[str, object]] = []
    wrong: list[Diagnostic] = []
    for person in persons:
        try:
            inputs = core_inputs(core, person, case.file or case.id)
            found.append({"id": person.person.id, "inputs": inputs, "unstated": unstated(core, person)})
        except SourceErrors as errors:
            wrong += errors.diagnostics
    document: dict[str, object] = {
        "schema": "thresholds/export-inputs/1",
        "tool": f"thresholds {__version__}",
        "case": {"id": case.id, "sha256": case.sha256},
        "ruleset": {"id": core.ruleset.id, "sha256": core.ruleset.sha256},
        "readings": {reading.id: core.choices.option(reading.id) for reading in core.ruleset.readings},
        "persons": found,
    }
    return document, tuple(wrong)


def _wavering(found: Sequence[Inputs]) -> list[str]:
    """The inputs that are not the same in every world."""
    return [name for name in found[0] if len({inputs[name] for inputs in found}) > 1]


def _wrong(code: str, file: str, person: PersonFacts, core: Core, names: list[str]) -> SourceErrors:
    detail = (("names", "、".join(names)), ("limit", str(core.maximum)))
    return SourceErrors([Diagnostic(code, file or core.ruleset.id, 0, 0, person.person.id, detail=detail)])


def _value(core: Core, world: World, source: Source) -> Value:
    match source.kind:
        case "records":
            return world.general.get(source.name, 0)
        case "narrow":
            return world.narrow.get(source.name, 0)
        case "apart":
            return world.lawful.get(source.name, 0)
        case "tally":
            return world.tallies.get(source.detail[0], {}).get(source.name, 0)
        case "money":
            return world.money.get((ALL, source.name), 0)
        case "narrow_money":
            return world.money.get((NARROW, source.name), 0)
        case "amount":
            return world.amounts.get(source.name, 0)
        case "parameter":
            return world.fixed[source.name]
        case "conduct":
            return world.conduct[source.name]
    return _truth(core, world, source)


def _truth(core: Core, world: World, source: Source) -> bool:
    """Whether a fact or a dealing is so, from the first measure that asks for it or for its absence."""
    for number, measure in enumerate(core.program.measures):
        if isinstance(measure, FactMeasure | DealingMeasure) and source_of(measure) == source:
            return world.truths[number] is getattr(measure, "holds", True)
    raise KeyError(source)
