"""A case as one flat row: its keys are those of the case format, and the facts that a ruleset declares."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.model import Facts
from thresholds.glossary import Family
from thresholds.law.model import Ruleset


class Sort(StrEnum):
    """How a value is read."""

    LABEL = "label"
    COUNT = "count"
    MONEY = "money"
    TRUTH = "truth"
    CONSEQUENCE = "consequence"
    PUNISHMENT = "punishment"
    PENALTY = "penalty"
    ACT = "act"
    ORIGIN = "origin"
    KIND = "kind"
    REGION = "region"
    DATE = "date"


class Key(NamedTuple):
    """One key: its id, how it is read, and whether it speaks of a body of records rather than of the person."""

    id: str
    sort: Sort
    of_body: bool = False


#: What a row says of one body of records, besides how many there are of each category.
_BODY = {
    "act": Sort.ACT,
    "obtained_in": Sort.ORIGIN,
    "knew_of_crime": Sort.TRUTH,
    "used_in_crime": Sort.TRUTH,
    "lawful_business": Sort.TRUTH,
    "consent": Sort.TRUTH,
    "anonymised": Sort.TRUTH,
    "paid": Sort.MONEY,
    "date": Sort.DATE,
}
_PERSON = {
    "id": Sort.LABEL,
    "kind": Sort.KIND,
    "region": Sort.REGION,
    "illegal_gains": Sort.MONEY,
    "illegal_gains.gross": Sort.MONEY,
    "illegal_gains.net": Sort.MONEY,
    "profit_from_use": Sort.MONEY,
    "prior_criminal_punishment": Sort.PUNISHMENT,
    "administrative_penalty": Sort.PENALTY,
    "grave_consequences": Sort.CONSEQUENCE,
    "conduct_date": Sort.DATE,
}
#: Facts of the case format that decide no item, or that are not truths.
_NOT_READ = frozenset({"role_in_joint_offence", "case_filed_on", "declared"})
_DECLARED = {
    "truth": Sort.TRUTH,
    "number": Sort.COUNT,
    "money": Sort.MONEY,
    "penalty": Sort.PENALTY,
    "punishment": Sort.PUNISHMENT,
}


@lru_cache(maxsize=32)
def keys_of(ruleset: Ruleset) -> dict[str, Key]:
    """Every key that a flat row scored by this ruleset can have, by id."""
    categories = glossary.ids(Family.CATEGORY)
    found = {name: Key(name, Sort.COUNT, of_body=True) for name in categories}
    found |= {name: Key(name, sort, of_body=True) for name, sort in _BODY.items()}
    found |= {name: Key(name, sort) for name, sort in _PERSON.items()}
    for name in Facts.model_fields:
        if name not in _NOT_READ:
            found.setdefault(name, Key(name, Sort.TRUTH))
    for fact in ruleset.declared.values():
        if fact.kind == "records":
            found |= {f"{fact.id}.{name}": Key(f"{fact.id}.{name}", Sort.COUNT) for name in categories}
        elif fact.kind is not None:
            found[fact.id] = Key(fact.id, _DECLARED[fact.kind])
    found |= {parameter.id: Key(parameter.id, Sort.MONEY) for parameter in ruleset.parameters}
    return found


@lru_cache(maxsize=32)
def spellings_of(ruleset: Ruleset) -> dict[str, str]:
    """The key behind every accepted header, in English and in Chinese; the ruleset's own words go first."""
    found: dict[str, str] = {}
    keys = keys_of(ruleset)
    for identifier in keys:
        for spelling in _spellings(ruleset, identifier):
            found.setdefault(spelling, identifier)
    found.setdefault("person", "id")
    found.setdefault("人员", "id")
    return found


def _spellings(ruleset: Ruleset, identifier: str) -> list[str]:
    """Every way to write a key; of one in two parts, both parts in one language or mixed."""
    if "." in identifier:
        first, _, rest = identifier.partition(".")
        return [f"{one}.{two}" for one in _spellings(ruleset, first) for two in _spellings(ruleset, rest)]
    found = [identifier, *(label for label in ruleset.labels.get(identifier, ()) if label)]
    for family in (Family.CATEGORY, Family.FACT, Family.KEY):
        term = glossary.term(identifier, family)
        if term is not None:
            found += [term.zh, *term.also]
            break
    return found
