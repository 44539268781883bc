"""Reminders about a case file that is valid but may not say what was meant (TH301-TH309)."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.case.model import Case, Value
from thresholds.errors import Diagnostic


def lint_case(case: Case) -> list[Diagnostic]:
    """All reminders, in the order of the file."""
    found = [*_dealings(case), *_persons(case), *_evidence(case), *_batches(case)]
    return sorted(found, key=lambda diagnostic: diagnostic.line)


def _at(case: Case, code: str, line: int, value: str = "") -> Diagnostic:
    return Diagnostic(code, case.file, line, 1 if line else 0, value)


def _dealings(case: Case) -> list[Diagnostic]:
    found = []
    own_lines = {(name, d.batch) for d in case.dealings for name in d.by if d.gets}
    totals: dict[tuple[str, str, str], int] = {}
    judged = case.judged_on
    for dealing in case.dealings:
        if judged is not None and dealing.date is not None and dealing.date.first > judged.last:
            found.append(_at(case, "TH309", dealing.line, dealing.id))
        if dealing.act == "exchange" and not dealing.to and not dealing.source:
            found.append(_at(case, "TH306", dealing.line))
        if not dealing.supplies:
            continue
        if not dealing.to and dealing.act != "publication":
            found.append(_at(case, "TH302", dealing.line))
        for name in dealing.to:
            if name in case.persons and (name, dealing.batch) not in own_lines:
                found.append(_at(case, "TH301", dealing.line, name))
            if dealing.batch and dealing.records:
                for who in dealing.by:
                    key = (who, dealing.batch, name)
                    totals[key] = totals.get(key, 0) + dealing.records.at_least
                    holds = case.batches[dealing.batch].records
                    if holds and holds.at_most is not None and totals[key] > holds.at_most:
                        found.append(_at(case, "TH304", dealing.line, name))
    return found


def _persons(case: Case) -> list[Diagnostic]:
    acted = {name for dealing in case.dealings for name in dealing.by}
    return [_at(case, "TH303", 0, name) for name in case.persons if name not in acted and name not in case.facts]


def _evidence(case: Case) -> list[Diagnostic]:
    cited = set(_cited([value for name, value in case if name != "evidence"]))
    return [_at(case, "TH305", 0, name) for name in case.evidence if name not in cited]


def _cited(value: object) -> Iterator[str]:
    """The ids of the evidence that anything in a value refers to."""
    if isinstance(value, Value):
        for name, inner in value:
            yield from inner if name == "evidence" else _cited(inner)
    elif isinstance(value, dict):
        yield from _cited(list(value.values()))
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _cited(inner)


def _batches(case: Case) -> list[Diagnostic]:
    dealt = {dealing.batch for dealing in case.dealings}
    numbered = {dealing.batch for dealing in case.dealings if dealing.records}
    found = []
    for name, batch in case.batches.items():
        if name not in dealt:
            found.append(_at(case, "TH308", 0, name))
        elif batch.records is None and name not in numbered:
            found.append(_at(case, "TH307", 0, name))
    return found
