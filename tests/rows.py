"""Rows of a table of cases, at random and on the lines, and the case file that says the same as a row.

A row is a map from column to cell: None is a cell with nothing in it. Nothing here uses the columns' compiler.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from thresholds import Case, load_case

CATEGORIES = (
    "location_tracking", "communication_content", "credit_record", "property_information",
    "accommodation_record", "communication_record", "health_information", "transaction_record", "other_safety_related",
    "general_information",
)  # fmt: skip
BODY = (
    "act",
    "obtained_in",
    "knew_of_crime",
    "used_in_crime",
    "lawful_business",
    "consent",
    "anonymised",
    "paid",
    "date",
)
ACTS = (
    "theft",
    "purchase",
    "receipt",
    "exchange",
    "collection",
    "other_acquisition",
    "sale",
    "provision",
    "publication",
)
TRUTHS = ("yes", "no", "unknown")
MONEY = ("illegal_gains", "illegal_gains.gross", "illegal_gains.net", "profit_from_use", "paid")

Row = Mapping[str, Any]


def case_of(
    row: Row,
    nulls: Mapping[str, str],
    ruleset: str = "fashi-2017-10",
    act: str | None = None,
    tallies: Sequence[str] = (),
) -> Case:
    """The case file of a row: one person, one dealing for each body; `tallies` are facts that tell of records."""
    whole, row = row, {name: cell for name, cell in row.items() if not name.startswith(tuple(f"{t}." for t in tallies))}
    labels = dict.fromkeys(name.partition(".")[0] if _labelled(name) else "" for name in row)
    dealings, facts = [], {}
    for label in labels:
        dealing = _dealing(row, nulls, label, act)
        if dealing is not None:
            dealings.append(dealing)
    prefixed = tuple(f"{label}." for label in labels if label)
    gains: dict[str, Any] = {}
    for name in _keys(row):
        if name.startswith(prefixed) or name in CATEGORIES or (name in BODY and name != "lawful_business"):
            continue
        if name in ("id", "row", "kind", "region"):
            continue
        value = _value(row, nulls, name)
        if value is None:
            continue
        if name.startswith("illegal_gains."):
            gains[name.partition(".")[2]] = value
        else:
            facts[name] = value
    if gains:
        facts["illegal_gains"] = gains
    for fact in tallies:
        keys = [name for name in _keys(whole) if name.startswith(f"{fact}.")]
        told = {key.partition(".")[2]: value for key in keys if (value := _value(whole, nulls, key)) is not None}
        if told:
            facts[fact] = told
    person = {"kind": row["kind"]} if row.get("kind") else {}
    made: dict[str, Any] = {
        "schema": "thresholds/case/1", "id": "row", "ruleset": ruleset,
        "persons": {"a": person}, "dealings": dealings, "facts": {"a": facts} if facts else {},
    }  # fmt: skip
    return load_case({key: value for key, value in made.items() if value or key == "persons"})


def _labelled(name: str) -> bool:
    return "." in name and not name.startswith("illegal_gains.")


def _keys(row: Row) -> list[str]:
    found = [name.removesuffix("_at_least").removesuffix("_at_most") for name in row]
    return list(dict.fromkeys(found))


def _value(row: Row, nulls: Mapping[str, str], name: str) -> Any:
    """What a row states under a key, as a case file has it; None where it states nothing."""
    if name in row:
        cell = row[name]
        if cell is None:
            unknown = nulls.get(name) == "unknown" and name.split(".")[-1] not in ("act", "date", "conduct_date")
            return "unknown" if unknown else None
        return cell
    low, high = row.get(f"{name}_at_least"), row.get(f"{name}_at_most")
    ends = [f"{name}_at_least", f"{name}_at_most"]
    if all(row.get(end) is None and nulls.get(end) != "unknown" for end in ends):
        return None
    found: dict[str, Any] = {"at_least": 0 if low is None else low}
    if high is not None:
        found["at_most"] = high
    return found


def _dealing(row: Row, nulls: Mapping[str, str], label: str, act: str | None) -> dict[str, Any] | None:
    prefix = f"{label}." if label else ""
    records = {name: value for name in CATEGORIES if (value := _value(row, nulls, prefix + name)) is not None}
    done = _value(row, nulls, f"{prefix}act") or act
    if done is None and not records:
        return None
    found: dict[str, Any] = {"by": "a", "act": done or "other_acquisition"}
    if records:
        found["records"] = records
    for name in BODY[1:]:
        if name == "lawful_business" and not prefix:
            continue
        value = _value(row, nulls, prefix + name)
        if value is not None:
            found[name] = value
    return found


# -- rows at random --------------------------------------------------------------------------------------

ON_THE_LINE = {
    "T1": (0, 1, 24, 25, 26, 49, 50, 51, 249, 250, 499, 500, 501),
    "T2": (0, 1, 249, 250, 251, 499, 500, 501, 2499, 2500, 4999, 5000, 5001),
    "T3": (0, 1, 2499, 2500, 4999, 5000, 5001, 24999, 25000, 49999, 50000),
    "gains": (0, 1, 2499, 2500, 4999, 5000, 5001, 24999, 25000, 49999, 50000, 50001),
}


def number(random: Random, name: str) -> int:
    """A number on or beside a line, or one that a sum makes up from shares."""
    last = name.split(".")[-1]
    place = CATEGORIES.index(last) if last in CATEGORIES else -1
    lines = ON_THE_LINE["gains" if place < 0 else "T1" if place < 4 else "T2" if place < 9 else "T3"]
    if place < 0 or random.random() < 0.6:
        return random.choice(lines)
    standard = 50 if place < 4 else 500 if place < 9 else 5000
    return standard * random.choice((1, 2, 3, 4, 5, 6, 8, 9, 20, 40, 95)) // 10


def cells(random: Random, name: str, *, unknown: bool) -> Any:
    """One cell of a column: a plain value, or nothing where that is declared to be unknown or unstated."""
    key = name.split(".")[-1]
    if key == "act":
        return random.choice((*ACTS, "sale", "sale", "purchase"))
    if key == "obtained_in":
        return random.choice(("duty_or_service", "elsewhere") + (("unknown",) if unknown else ()))
    if key == "kind":
        return random.choice(("natural", "unit"))
    if key in ("date", "conduct_date"):
        return f"20{random.choice((19, 20, 21))}-0{random.choice((2, 3))}-{random.choice((27, 28))}"
    if key == "prior_criminal_punishment":
        return random.choice((*TRUTHS, "exempted", "2020-02-28", "no", "no"))
    if key == "administrative_penalty":
        return random.choice((*TRUTHS, "2019-02-28", "2018-03-01", "2020-02-29", "no", "no"))
    if key == "grave_consequences":
        return random.choice(("no", "no", "no", "yes", "death", "unknown"))
    if name.removesuffix("_at_least").removesuffix("_at_most").split(".")[-1] in (*CATEGORIES, "gross", "net", *MONEY):
        return number(random, name.removesuffix("_at_least").removesuffix("_at_most"))
    return random.choice(("no", "no", "yes", "unknown") if unknown else ("no", "no", "yes"))


def table(random: Random, columns: Sequence[str], nulls: Mapping[str, str], size: int) -> list[dict[str, Any]]:
    """Rows of these columns; bounds are in order, and null stands only where it is declared."""
    found = []
    for _ in range(size):
        row: dict[str, Any] = {}
        for name in columns:
            row[name] = None if name in nulls and random.random() < 0.25 else cells(random, name, unknown=True)
        for name in columns:
            if name.endswith("_at_least"):
                other = f"{name.removesuffix('_at_least')}_at_most"
                if row.get(other) is not None and row[name] is not None and row[name] > row[other]:
                    row[name], row[other] = row[other], row[name]
        found.append(row)
    return found
