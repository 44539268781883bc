"""A state of the page as a case of one person, in plain values: what is scored, and what is exported."""

from __future__ import annotations

import re

from thresholds import glossary
from thresholds.case.flat import Key, Sort, keys_of
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.page.fields import ACT, GAINS, NET, SECOND, settable
from thresholds.page.state import State
from thresholds.source.node import Plain

PERSON = "a"
#: Two figures with a dash between them: bounds.
_BOUNDS = re.compile(r"\s*(\S+?)\s*(?:～|~|–|—|至|到|-|\.\.)\s*(\S+)\s*")

#: Both figures of gains, by what they are called within one fact.
_GAINS = (("gross", GAINS), ("net", NET))

Plains = dict[str, Plain]


def case_of(state: State, ruleset: Ruleset) -> Plains:
    """The case file that says what the page says: one person, a dealing for each body of records, facts as typed.

    What the ruleset does not know is left out; values are given on as they are typed, and read as in any file.
    """
    known, keys = settable(ruleset), keys_of(ruleset)
    stated = {name: value for name, value in state.facts if name in known}
    dealings = [made for prefix in ("", SECOND) if (made := _dealing(stated, prefix, keys))] if _traded(ruleset) else []
    found: Plains = {"schema": "thresholds/case/1", "id": "page", "ruleset": ruleset.id}
    found["persons"] = {PERSON: {"name": "甲" if state.lang == "zh" else "A"}}
    if dealings:
        found["dealings"] = list(dealings)
    if facts := _facts(stated, ruleset, keys):
        found["facts"] = {PERSON: facts}
    if standards := {p.id: stated[p.id] for p in ruleset.parameters if p.id in stated}:
        found["standards"] = dict(standards)
    if state.readings:
        found["readings"] = {name: option for name, option in state.readings if ruleset.reading(name)}
    return found


def ignored(state: State, ruleset: Ruleset) -> tuple[str, ...]:
    """The names of facts and readings that the state has and the ruleset does not know."""
    known = settable(ruleset)
    facts = [name for name, _ in state.facts if name not in known]
    return (*facts, *[name for name, _ in state.readings if ruleset.reading(name) is None])


def presumed(state: State, ruleset: Ruleset) -> bool:
    """Whether there is a body of records of which it is not stated what was done with it; it is taken as `ACT`."""
    known, keys = settable(ruleset), keys_of(ruleset)
    stated = {name: value for name, value in state.facts if name in known}
    return _traded(ruleset) and any(f"{one}act" not in stated and _dealing(stated, one, keys) for one in ("", SECOND))


def _traded(ruleset: Ruleset) -> bool:
    return ruleset.from_dealings


def _dealing(stated: dict[str, str], prefix: str, keys: dict[str, Key]) -> Plains:
    """One body of records and what was done with it; nothing where nothing is stated of either."""
    own = {name.removeprefix(prefix): value for name, value in stated.items() if name.startswith(prefix)}
    records: Plains = {name: figure(own[name]) for name in glossary.ids(Family.CATEGORY) if name in own}
    told = {name: value for name, value in own.items() if name in keys and keys[name].of_body and name not in records}
    if not prefix:
        told.pop("lawful_business", None)
    if not records and not told:
        return {}
    made: Plains = {"by": PERSON, "act": told.pop("act", ACT)}
    if records:
        made["records"] = records
    return made | told


def _facts(stated: dict[str, str], ruleset: Ruleset, keys: dict[str, Key]) -> Plains:
    """The facts of the person."""
    fixed = {parameter.id for parameter in ruleset.parameters}
    found: Plains = {}
    for name, value in stated.items():
        key = keys.get(name)
        if key is None or name in fixed or (ruleset.from_dealings and key.of_body and name != "lawful_business"):
            continue
        fact, dot, category = name.partition(".")
        if name in (GAINS, NET) and NET in stated:
            found[GAINS] = {part: figure(stated[one]) for part, one in _GAINS if one in stated}
        elif dot:
            tally = found.setdefault(fact, {})
            assert isinstance(tally, dict)
            tally[category] = figure(value)
        else:
            found[name] = figure(value) if key.sort in (Sort.COUNT, Sort.MONEY) else value
    return found


def figure(typed: str) -> Plain:
    """A figure as a case file has it: two with a dash between them are bounds, anything else stands as typed."""
    both = _BOUNDS.fullmatch(typed)
    return {"at_least": both[1], "at_most": both[2]} if both else typed
