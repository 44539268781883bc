"""A table of cases as JSON: a list of rows, one a person, answered by the batch columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.law.load import load_ruleset
from thresholds.report.select import DEFAULT_RULESET
from thresholds.service.problems import BODY
from thresholds.service.results import Answer, Wish, as_json
from thresholds.service.sent import Number, document_of, loaded
from thresholds.source.node import Node
from thresholds.values.interval import decimal_text
from thresholds.wording import Worded

if TYPE_CHECKING:
    import pyarrow

#: Other numbers are handed on as texts, which the columns read as they read those of a CSV file.
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
#: No ruleset reads so many columns.
_MOST_COLUMNS = 500
_SCHEMA = "thresholds/batch-rows/1"


def scored(body: bytes, wish: Wish, most: int) -> Answer:
    """The answers to rows, and those refused, each with its number from 1, its column and why.

    What a row does not have, or has as null, it does not state.

    Raises:
        SourceErrors: this is no list of flat rows, there are too many (TH715, TH716), or a column is not known (TH501).
    """
    from thresholds.batch import evaluate_table
    from thresholds.columns import INCLUDES, TableMapping

    rows = _rows(body, most)
    table = _table(rows)
    lacking = [name for name in table.column_names if table.column(name).null_count]
    include = frozenset(INCLUDES) if wish.columns is None else wish.columns
    mapping = TableMapping(nulls=dict.fromkeys(lacking, "unstated"), file=BODY)
    ruleset = load_ruleset(wish.ruleset or DEFAULT_RULESET)
    try:
        found = evaluate_table(table, ruleset, readings=wish.readings, mapping=mapping, include=include)
    except SourceErrors as errors:
        raise SourceErrors([one._replace(file=BODY) for one in errors.diagnostics]) from None
    return as_json({"schema": _SCHEMA, "answered": _listed(found.answered), "rejected": _listed(found.rejected)})


def _rows(body: bytes, most: int) -> list[dict[str, object]]:
    """The rows of a body, each value a text, a number as written, a truth or nothing.

    Raises:
        SourceErrors: it is not JSON, no list of flat rows, or there are too many.
    """
    document = document_of(body, as_json=True)
    wrong = _misshapen(document.root, most)
    if wrong:
        raise SourceErrors(wrong)
    rows = loaded(document.text)
    assert isinstance(rows, list)
    return rows


def _misshapen(root: Node, most: int) -> list[Diagnostic]:
    if root.items is None:
        return [_expected(root, "list")]
    if not 0 < len(root.items) <= most:
        return [_number("TH715", root, len(root.items), most)]
    columns = {key.text for row in root.items for key, _ in row.pairs or ()}
    if len(columns) > _MOST_COLUMNS:
        return [_number("TH716", root, len(columns), _MOST_COLUMNS)]
    found = [_expected(row, "map") for row in root.items if not row.pairs]
    return found + [
        _expected(value, "text") for row in root.items for _, value in row.pairs or () if value.text is None
    ]


def _number(code: str, node: Node, found: int, most: int) -> Diagnostic:
    return Diagnostic(code, BODY, node.line, node.column, str(found), detail=(("most", str(most)),))


def _expected(node: Node, shape: str) -> Diagnostic:
    fields = (("expected", Worded(shape)), ("found", Worded(node.shape)))
    return Diagnostic("TH203", BODY, node.line, node.column, detail=fields)


def _table(rows: list[dict[str, object]]) -> pyarrow.Table:
    """The rows as columns, each of one type; where several meet, all are texts as written."""
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: _column([row.get(name) for row in rows]) for name in names})


def _column(values: list[object]) -> pyarrow.Array:
    import pyarrow as pa

    kinds = {type(value) for value in values if value is not None}
    if kinds == {Number} and all([_WHOLE.fullmatch(str(value)) for value in values if value is not None]):
        return pa.array([None if value is None else int(str(value)) for value in values], pa.int64())
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _listed(table: pyarrow.Table) -> list[Mapping[str, object]]:
    """The rows of an answer; exact numbers are texts."""
    return [{name: _plain(value) for name, value in row.items()} for row in table.to_pylist()]


def _plain(value: object) -> object:
    return decimal_text(Fraction(value)) if isinstance(value, Decimal) else value
