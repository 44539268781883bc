"""A table of cases as JSON: a list of rows, one a person, answered by the batch columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.law.load import load_ruleset
from thresholds.report.select import DEFAULT_RULESET
from thresholds.schemas.counted import BATCH_ROWS_SCHEMA
from thresholds.service.problems import BODY
from thresholds.service.results import Answer, Wish, as_json
from thresholds.service.sent import Number, document_of, loaded
from thresholds.source.node import Node
from thresholds.values.interval import decimal_text
from thresholds.values.visible import visible
from thresholds.wording import Worded, phrase

if TYPE_CHECKING:
    import pyarrow

    from thresholds.batch import Answers

#: Other numbers are handed on as texts, which the columns read as they read those of a CSV file.
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
#: No ruleset reads so many columns.
_MOST_COLUMNS = 500
#: A column whose type cannot be what it states.
_UNFIT = "TH503"


def scored(body: bytes, wish: Wish, most: int) -> Answer:
    """The answers to rows, and those refused, each with its number from 1, its column and why.

    What a row does not have, or has as null, it does not state.

    Raises:
        SourceErrors: this is no list of flat rows, there are too many (TH715, TH716), or a column is not known (TH501).
    """
    root, rows = _rows(body, most)
    try:
        found = _answers(rows, wish)
    except SourceErrors as errors:
        raise SourceErrors(_placed(errors, root)) from None
    rejected = [_refusal(row, wish.lang) for row in found.rejected.to_pylist()]
    return as_json({"schema": BATCH_ROWS_SCHEMA, "answered": _listed(found.answered), "rejected": rejected})


def _answers(rows: list[dict[str, object]], wish: Wish) -> Answers[pyarrow.Table]:
    """The answers; a column of one type that cannot be what the column states is read as texts, row by row."""
    from thresholds.batch import evaluate_table
    from thresholds.columns import INCLUDES, TableMapping

    ruleset = load_ruleset(wish.ruleset or DEFAULT_RULESET)
    include = frozenset(INCLUDES) if wish.columns is None else wish.columns

    def answer(as_text: frozenset[str]) -> Answers[pyarrow.Table]:
        table = _table(rows, as_text)
        lacking = [name for name in table.column_names if table.column(name).null_count]
        mapping = TableMapping(nulls=dict.fromkeys(lacking, "unstated"), file=BODY)
        return evaluate_table(table, ruleset, readings=wish.readings, mapping=mapping, include=include)

    try:
        return answer(frozenset())
    except SourceErrors as errors:
        unfit = frozenset([one.value for one in errors.diagnostics if one.code == _UNFIT])
        if len(unfit) < len(errors.diagnostics):
            raise SourceErrors([one for one in errors.diagnostics if one.code != _UNFIT]) from None
    return answer(unfit)


def _placed(errors: SourceErrors, root: Node) -> list[Diagnostic]:
    """What is wrong with columns, where the body names them first."""
    places = {key.text: key for row in reversed(root.items or []) for key, _ in reversed(row.pairs or [])}
    nodes = [(one, places.get(dict(one.detail).get("value", one.value), root)) for one in errors.diagnostics]
    return [one._replace(file=BODY, line=node.line, column=node.column) for one, node in nodes]


def _rows(body: bytes, most: int) -> tuple[Node, list[dict[str, object]]]:
    """The tree of a body and its rows, each value a text, a number as written, a truth or nothing.

    Raises:
        SourceErrors: it is not JSON, no list of flat rows, or there are too many.
    """
    document = document_of(body, as_json=True)
    wrong = _misshapen(document.root, most)
    if wrong:
        raise SourceErrors(wrong)
    rows = loaded(document.text)
    assert isinstance(rows, list)
    return document.root, rows


def _misshapen(root: Node, most: int) -> list[Diagnostic]:
    if root.items is None:
        return [_expected(root, "list")]
    if not 0 < len(root.items) <= most:
        return [_number("TH715", root, len(root.items), most)]
    columns = {key.text for row in root.items for key, _ in row.pairs or ()}
    if len(columns) > _MOST_COLUMNS:
        return [_number("TH716", root, len(columns), _MOST_COLUMNS)]
    found = [_expected(row, "service.row") for row in root.items if not row.pairs]
    return found + [
        _expected(value, "text") for row in root.items for _, value in row.pairs or () if value.text is None
    ]


def _number(code: str, node: Node, found: int, most: int) -> Diagnostic:
    return Diagnostic(code, BODY, node.line, node.column, str(found), detail=(("most", str(most)),))


def _expected(node: Node, shape: str) -> Diagnostic:
    shown = "service.row.empty" if node.pairs == [] else node.shape
    fields = (("expected", Worded(shape)), ("found", Worded(shown)))
    return Diagnostic("TH203", BODY, node.line, node.column, detail=fields)


def _table(rows: list[dict[str, object]], as_text: Collection[str]) -> pyarrow.Table:
    """The rows as columns, each of one type; where several meet, and where asked for, all are texts as written."""
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: _column([row.get(name) for row in rows], as_text=name in as_text) for name in names})


def _column(values: list[object], *, as_text: bool) -> pyarrow.Array:
    import pyarrow as pa

    kinds = {type(value) for value in values if value is not None and not as_text}
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


def _refusal(row: Mapping[str, object], lang: str) -> dict[str, object]:
    """A row that is not answered, with the sentence that says why."""
    reason = phrase(f"batch.reason.{row['reason']}", lang)
    shown = phrase("service.row.nothing", lang) if row["value"] is None else str(row["value"])
    said = phrase("service.row.refused", lang)
    told = said.format(number=row["row"], column=row["column"], value=shown, reason=reason)
    return {**row, "detail": visible(told)}


def _plain(value: object) -> object:
    return decimal_text(Fraction(value)) if isinstance(value, Decimal) else value
