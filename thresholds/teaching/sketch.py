"""A case in the making, and the people in it: names of each language, and what they do for a living."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.case.model import GETTING
from thresholds.teaching.draw import Draw
from thresholds.teaching.stage import OTHERS, PERSON, Plain, Stage
from thresholds.wording import phrase

#: What people do who have records from their work, and others; each language words them (quiz.role.…).
INSIDERS = (
    "courier_clerk",
    "telecom_clerk",
    "hospital_registrar",
    "bank_teller",
    "property_clerk",
    "hotel_receptionist",
)
OUTSIDERS = ("salesman", "shopkeeper", "broker", "unemployed", "decorator", "trainer", "driver")
_UNIT = "consultancy"
#: A few records are at most this part of the number that the law asks for.
_FEW = 50


class Sketch(NamedTuple):
    """A case before its people are named: its values, and the item or provision that it stands beside."""

    plain: Plain
    item: str


def dressed(sketch: Sketch, stage: Stage, draw: Draw) -> tuple[Plain, str]:
    """The case with what the person does and from whom he bought, a few records where it needs only some; and the role.

    The case is written in Chinese; the role is what words of any language are found by.
    """
    plain = _with_few(sketch.plain, stage, draw)
    persons = plain.get("persons")
    own = dict(persons.get(PERSON) or {}) if isinstance(persons, dict) else {}
    role = _UNIT if own.get("kind") == "unit" else draw.pick(INSIDERS if _insider(plain) else OUTSIDERS)
    own["role"] = phrase(f"quiz.role.{role}")
    plain["persons"] = {PERSON: own}
    dealings = plain.get("dealings")
    if isinstance(dealings, list):
        plain["dealings"] = [_sourced(dealing) for dealing in dealings]
    return plain, role


def _with_few(plain: Plain, stage: Stage, draw: Draw) -> Plain:
    """The case with a few records in place of a single one, and with a sale of a few where gains come from nothing.

    They are of the class that needs the most: so few come nowhere near a line.
    """
    if not stage.counted:
        return dict(plain)
    most = stage.counted[-1]
    few: Plain = {draw.pick(most.categories): str(draw.between(2, max(2, most.at_least // _FEW)))}
    dealings = plain.get("dealings")
    if not isinstance(dealings, list):
        return plain | {"dealings": [{"by": PERSON, "act": "sale", "to": OTHERS[0], "records": few}]}
    return plain | {"dealings": [_few(one, most.categories, few) for one in dealings]}


def _few(dealing: Plain, categories: tuple[str, ...], few: Plain) -> Plain:
    records = dealing.get("records")
    single = isinstance(records, dict) and list(records.values()) == ["1"] and set(records) <= set(categories)
    return dealing | {"records": few} if single else dealing


def _sourced(dealing: Plain) -> Plain:
    if dealing.get("act") not in GETTING or "source" in dealing or dealing.get("act") in ("theft", "collection"):
        return dealing
    found: Plain = {}
    for key, value in dealing.items():
        found[key] = value
        if key == "act":
            found["source"] = OTHERS[-1]
    return found


def _insider(value: object) -> bool:
    """Whether some records come from duty or service."""
    if isinstance(value, dict):
        return value.get("obtained_in") == "duty_or_service" or any(_insider(inner) for inner in value.values())
    return isinstance(value, list) and any(_insider(inner) for inner in value)
