"""Margins as plain data: exact numbers as text, records in 条, money in 元, keys in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.explore.margins import Change, Kind, Margin, Mix, Way
from thresholds.report.as_dict import UNITS, number_text
from thresholds.values.figures import Unit
from thresholds.values.interval import decimal_text

if TYPE_CHECKING:
    from thresholds.law.model import Ruleset
    from thresholds.report.model import PersonReport

MARGINS_SCHEMA = "thresholds/margins/1"

_QUANTITIES = (Kind.RECORDS, Kind.MONEY, Kind.NUMBER, Kind.TALLY, Kind.STANDARD)


def margins_dict(person: PersonReport, margins: tuple[Margin, ...]) -> dict[str, object]:
    """The margins of one person."""
    return {
        "id": person.id,
        "name": person.name,
        **({"offence": person.charged} if person.charged else {}),
        "grade": person.grade._asdict(),
        "margins": [_margin(person, margin) for margin in margins],
    }


def _margin(person: PersonReport, margin: Margin) -> dict[str, object]:
    return {
        "direction": "reach" if margin.reach else "fall_below",
        "grade": person.engine.ruleset.grade_ids[margin.rank],
        "held_by": list(margin.held_by),
        "ways": [_way(person, way) for way in margin.ways],
        "mixtures": [_mix(mix, margin.reach) for mix in margin.mixes],
    }


def _way(person: PersonReport, way: Way) -> dict[str, object]:
    return {
        "changes": [_change(change, person.engine.ruleset) for change in way.changes],
        "grade_then": person.grade_of(way.bounds)._asdict(),
        "edits": list(way.edits),
    }


def _change(change: Change, ruleset: Ruleset) -> dict[str, object]:
    found: dict[str, object] = {"kind": change.kind.value, "names": list(change.names)}
    if change.kind in _QUANTITIES:
        unit = Unit.MONEY if change.kind in (Kind.MONEY, Kind.STANDARD) else Unit.RECORDS
        assert change.now is not None
        more = change.truth is False if change.kind is Kind.STANDARD else (change.by or 0) > 0
        found |= {
            "unit": ruleset.declared[change.names[0]].unit if change.kind is Kind.NUMBER else UNITS[unit],
            "by": None if change.by is None else number_text(change.by, unit),
            "now": {
                "at_least": number_text(change.now.at_least, unit),
                "at_most": None if change.now.at_most is None else number_text(change.now.at_most, unit),
            },
            "at_least" if more else "at_most": number_text(change.to or 0, unit),
        }
        if change.narrow is not None:
            found["duty_or_service"] = number_text(change.narrow, unit)
        return found
    found |= {"shown": change.truth, "state": change.state}
    if change.where:
        found["where"] = list(change.where)
    return found


def _mix(mix: Mix, reach: bool) -> dict[str, object]:
    return {
        "lacking" if reach else "must_stay_below": decimal_text(mix.needed),
        "now": decimal_text(mix.now),
        "duty_or_service": mix.narrow,
        "each_record": [{"categories": list(names), "share": decimal_text(share)} for names, share in mix.shares],
    }
