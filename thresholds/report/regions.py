"""What regions have fixed: the figure that a standard rests on, and a region of the file that is not on file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thresholds.errors import nearest
from thresholds.report.as_dict import number_text
from thresholds.values.figures import Unit

if TYPE_CHECKING:
    from thresholds.evaluation.trace import Trace
    from thresholds.law.model import Parameter, Region, Ruleset
    from thresholds.report.model import PersonReport, Report


class Fixed(NamedTuple):
    """A parameter of a ruleset, and what the person's region has fixed for it."""

    parameter: Parameter
    region: Region


class Unlisted(NamedTuple):
    """A region that the ruleset has no figure of: its name, those that it has, and the nearest of them or nothing."""

    name: str
    known: tuple[str, ...]
    nearest: str


def fixed_below(trace: Trace, person: PersonReport) -> tuple[Fixed, ...]:
    """Every figure of a region that a condition or one below it is measured by, each once, in their order."""
    found = {trace.parameter: None} | {name: None for child in trace.children for name in _parameters(child)}
    fixed = [fixed_for(name, person) for name in found]
    return tuple([one for one in fixed if one is not None])


def _parameters(trace: Trace) -> list[str]:
    return [trace.parameter, *[name for child in trace.children for name in _parameters(child)]]


def fixed_for(parameter: str, person: PersonReport) -> Fixed | None:
    """What the person's region has fixed; None where it has not, or where the file itself states the standard."""
    described = person.assessment.person
    if not parameter or not described.region or parameter in described.standards:
        return None
    for one in person.engine.ruleset.parameters:
        for region in one.regions:
            if one.id == parameter and region.region == described.region:
                return Fixed(one, region)
    return None


def source_dict(parameter: str, person: PersonReport) -> dict[str, object]:
    """The region, its figure (元) and where it is read, as `standard_source`; nothing where no region has fixed it."""
    fixed = fixed_for(parameter, person)
    if fixed is None:
        return {}
    region = fixed.region
    source = {
        "region": region.region,
        "value": number_text(region.value, Unit.MONEY),
        "source": region.source,
        "confirmed": region.confirmed,
    }
    return {"standard_source": source}


def unlisted(report: Report) -> Unlisted | None:
    """The region of the case, where standards that regions fix are needed and none is on file for it."""
    return _unlisted(report.case.region, frozenset(report.case.standards), report.ruleset)


def _unlisted(name: str, stated: frozenset[str], ruleset: Ruleset) -> Unlisted | None:
    open_ones = [parameter for parameter in ruleset.parameters if parameter.id not in stated]
    known = tuple(dict.fromkeys(region.region for parameter in ruleset.parameters for region in parameter.regions))
    if not name or not open_ones or name in known:
        return None
    return Unlisted(name, known, nearest(name, known))


def region_dict(report: Report) -> dict[str, object]:
    """The same as plain data, as `region_not_on_file`; nothing where it is on file, or not needed."""
    found = unlisted(report)
    if found is None:
        return {}
    return {"region_not_on_file": {"region": found.name, "known": list(found.known), "nearest": found.nearest or None}}
