"""What `evaluate` says of a row, in the columns of an answer, to hold tables of cases to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pyarrow as pa
from rows import CATEGORIES, MONEY, Row, case_of

from thresholds.case.model import Figure
from thresholds.columns import Layout, TableColumn, TableMapping
from thresholds.evaluation.assess import Engine
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.facts import derive
from thresholds.explore.readings import sweep


def expected(engine: Engine, choices: Choices, row: Row, nulls: Mapping[str, str]) -> dict[str, Any]:
    """The grade, every item, its score, and the readings that would change the grade."""
    ruleset = engine.ruleset
    tallies = [fact.id for fact in ruleset.declared.values() if fact.kind == "records"]
    parameters = {parameter.id for parameter in ruleset.parameters}
    facts = {name: cell for name, cell in row.items() if name not in parameters}
    [person] = derive(case_of(facts, nulls, ruleset.id, tallies=tallies))
    fixed = {name: row[name] * 100 for name in parameters if row.get(name) is not None}
    person = person._replace(standards={name: Figure(at_least=fen, at_most=fen) for name, fen in fixed.items()})
    found = engine.assess(person, choices)
    grades = {"": found.bounds} if not ruleset.offences else {f"{name}.": ends for name, ends in found.offences}
    answer: dict[str, Any] = {}
    for prefix, ends in grades.items():
        answer[f"{prefix}grade_at_least"] = ruleset.grade_ids[ends.low]
        answer[f"{prefix}grade_at_most"] = ruleset.grade_ids[ends.high]
    for finding in found.findings:
        answer[finding.item] = str(finding.status)
        low, high = finding.score
        if low is not None:
            answer[f"{finding.item}.score_at_least"] = _score(low)
            answer[f"{finding.item}.score_at_most"] = None if high is None else _score(high)
    if not ruleset.offences:
        used = sweep(engine, found)
        answer["readings"] = " ".join(f"{use.id}={use.other}" for use in used if use.changes_to is not None)
    return answer


def _score(score: Fraction | int) -> Decimal:
    """Rounded down to four places."""
    return Decimal(floor(score * 10_000)) / 10_000


def unlike(answer: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Where an answer is not what is expected; scores that hang on what a region has fixed are not given."""
    regional = {name for name in answer if ".score_" in name and name not in row}
    return {
        name: (value, row.get(name))
        for name, value in answer.items()
        if name not in regional and row.get(name) != value
    }


def arrow(rows: Sequence[Row], columns: Sequence[str]) -> pa.Table:
    """The rows as a table: counts and amounts whole numbers, everything else text; with their numbers."""
    made = {"row": pa.array(range(1, len(rows) + 1), pa.int64())}
    for name in columns:
        cells = [row[name] for row in rows]
        whole = all(cell is None or isinstance(cell, int) for cell in cells) and _is_number(name, cells)
        made[name] = pa.array(cells, pa.int64() if whole else pa.string())
    return pa.table(made)


def _is_number(name: str, cells: Sequence[object]) -> bool:
    last = name.removesuffix("_at_least").removesuffix("_at_most").rpartition(".")[2]
    return last in (*CATEGORIES, *MONEY, "gross", "net") or any(isinstance(cell, int) for cell in cells)


def layout(engine: Engine, table: pa.Table, nulls: Mapping[str, Any]) -> Layout:
    """The layout of such a table."""
    types = {pa.int64(): "int64", pa.string(): "string"}
    columns = [TableColumn(field.name, types[field.type]) for field in table.schema]
    return Layout.read(engine.ruleset, columns, TableMapping(nulls=nulls))
