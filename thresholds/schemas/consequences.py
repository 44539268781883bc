"""The part of a report's schema that follows after the grade."""

from __future__ import annotations

from typing import get_args

from thresholds.consequences.model import FineMode, Standing
from thresholds.law.consequences import Duty, LayerName
from thresholds.schemas.shapes import (
    DAY,
    EXACT,
    GRADE,
    HASH,
    NUMBER,
    STATUS,
    TEXT,
    TEXTS,
    TRUTH,
    Schema,
    closed,
    listed,
    one_of,
    or_null,
    ref,
)


def consequences_definitions() -> dict[str, Schema]:
    """Every part of the consequences by name."""
    one = _of_offence()
    more = {"limitation": listed(ref("limitation")), "sources": listed(closed({"id": TEXT, "sha256": HASH}))}
    also = {"offence": TEXT}
    return {
        "consequences": closed(one | more, also | {"besides": listed(ref("consequences_of_another"))}),
        "consequences_of_another": closed(one, also),
        "standing": one_of(Standing),
        "months": listed(NUMBER, maxItems=2),
        **_ranges(),
        **_fines(),
        **_followings(),
        **_probation(),
        "overlay": _overlay(),
    }


def _of_offence() -> Schema:
    layer = closed({"layer": one_of(get_args(LayerName)), "concluded": listed(ref("concluded"))})
    followings = {name: listed(ref("following")) for name in ("circumstances", "latitude", "limits")}
    return {
        "statute": TEXT,
        "ranges": listed(ref("range")),
        "fine": or_null(ref("fine")),
        "provisions": listed(closed({"id": TEXT, "cite": TEXT, "status": STATUS, "gloss": TEXT})),
        **followings,
        "below_range": or_null(ref("below_range")),
        "probation": or_null(ref("probation")),
        "overlay": listed(ref("overlay")),
        "chain": listed(layer),
    }


def _ranges() -> dict[str, Schema]:
    punishment = {"id": TEXT, "name": TEXT, "months": or_null(ref("months")), "law": TEXTS}
    found = {"grade": GRADE, "months": ref("months"), "life": TRUTH, "range": TEXT, "status": ref("standing")}
    found |= {"punishments": listed(closed(punishment)), "fine": one_of(FineMode)}
    below = {"status": ref("standing"), "grade": or_null(GRADE), "months": or_null(ref("months")), "law": TEXTS}
    return {"range": closed(found), "below_range": closed(below)}


def _fines() -> dict[str, Schema]:
    money: Schema = {"at_least": EXACT, "at_most": or_null(EXACT)}
    step: Schema = {"kind": TEXT, "cite": TEXT, "law": TEXTS, "status": ref("standing"), **money}
    fine: Schema = {"cite": TEXT, **money, "unit": {"const": "元"}, "generally": TRUTH, "steps": listed(closed(step))}
    return {"fine": closed(fine)}


def _followings() -> dict[str, Schema]:
    condition = closed(
        {"kind": TEXT, "status": ref("standing")},
        {"name": TEXT, "is": {"const": "no"}, "stated": TEXT, "evidence": TEXTS},
    )
    following = {
        "id": TEXT,
        "label": TEXT,
        "status": ref("standing"),
        "effects": TEXTS,
        "duty": or_null(one_of(get_args(Duty))),
        "law": TEXTS,
        "law_status": TEXT,
        "gloss": TEXT,
        "conditions": listed(condition),
    }
    return {
        "following": closed(following, {"views": TEXTS, "basis": TEXT}),
        "concluded": closed({"id": TEXT, "status": ref("standing")}),
    }


def _probation() -> dict[str, Schema]:
    period = {"punishment": TEXT, "name": TEXT, "term_months": ref("months"), "months": ref("months")}
    period |= {"not_below_term": {"const": True}, "law": TEXTS}
    found = {"possible": ref("standing"), "excluded": ref("standing"), "grounds": TEXTS}
    return {"probation": closed(found | {"periods": listed(closed(period)), "law": TEXTS})}


def _overlay() -> Schema:
    return closed({
        "id": TEXT, "citation": TEXT, "grade": GRADE, "months": ref("months"), "gloss": TEXT, "in_force_from": DAY,
        "trial_until": or_null(DAY), "after_trial": TRUTH, "known_from": TEXT, "caveat": TEXT,
    })  # fmt: skip
