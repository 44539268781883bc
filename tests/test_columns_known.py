"""What is found out about a table before it is answered: what is certain in it, and whether all of it fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis
import pyarrow as pa
import pytest

from thresholds import load_ruleset
from thresholds.columns import Columns, Known, Layout, TableColumn, TableMapping
from thresholds.evaluation.choices import choose

SOUND = {
    "location_tracking": [49, 50],
    "illegal_gains": ["4999.99", "0"],
    "act": ["sale", "窃取"],
    "obtained_in": ["duty_or_service", "其他场合"],
    "knew_of_crime": ["否", "yes"],
}
ALL = frozenset({"act", "obtained_in", "knew_of_crime"})


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    found = ibis.duckdb.connect()
    yield found
    found.disconnect()


def compiled(backend: Any, cells: dict[str, list[Any]], nullable: dict[str, Any]) -> tuple[Columns, Any]:
    given = pa.table({"row": list(range(1, len(cells["act"]) + 1)), **cells})
    backend.con.register("given", given)
    source = backend.table("given")
    columns = [TableColumn(name, str(kind)) for name, kind in source.schema().items() if name != "row"]
    ruleset = load_ruleset("fashi-2017-10")
    layout = Layout.read(ruleset, columns, TableMapping(nulls=nullable))
    return Columns(ruleset, layout, choose(ruleset)), source


def rows(backend: Any, expression: Any) -> list[dict[str, Any]]:
    return list(backend.con.sql(ibis.to_sql(expression, dialect="duckdb")).to_arrow_table().to_pylist())


ONLY = frozenset({("act", 1)})
CASES = [
    ({}, {}, Known(ALL | {"illegal_gains"}, fit=True)),
    ({"act": ["sale", "出售"]}, {}, Known(ALL | {"illegal_gains"}, ONLY, fit=True)),
    ({"act": ["sale", " 窃取 "]}, {}, Known(ALL | {"illegal_gains"}, fit=True)),
    ({"act": ["sale", "sel"]}, {}, Known(ALL - {"act"} | {"illegal_gains"}, fit=False)),
    ({"obtained_in": ["不明", "elsewhere"]}, {}, Known(ALL - {"obtained_in"} | {"illegal_gains"}, fit=False)),
    ({"act": ["sale", None]}, {}, Known(ALL - {"act"} | {"illegal_gains"}, fit=False)),
    ({"act": ["sel", "sell"]}, {}, Known(ALL - {"act"} | {"illegal_gains"}, frozenset({("act", 0)}), fit=False)),
    ({"location_tracking": [49, -1]}, {}, Known(ALL | {"illegal_gains"}, fit=False)),
    ({"location_tracking": [49, None]}, {}, Known(ALL | {"illegal_gains"}, fit=False)),
    ({"location_tracking": [49, None]}, {"location_tracking": "unknown"}, Known(ALL | {"illegal_gains"}, fit=True)),
    ({"illegal_gains": ["不明", "1"]}, {}, Known(ALL, fit=True)),
    ({"illegal_gains": ["1.234", "1"]}, {}, Known(ALL | {"illegal_gains"}, fit=False)),
]


@pytest.mark.parametrize(("changed", "nullable", "expected"), CASES)
@pytest.mark.parametrize("word_by_word", [False, True])
def test_what_is_known(
    changed: dict[str, Any], nullable: dict[str, Any], expected: Known, *, word_by_word: bool, backend: Any
) -> None:
    columns, source = compiled(backend, SOUND | changed, nullable)
    [asked] = rows(backend, columns.doubts(source, word_by_word=word_by_word))
    assert columns.known(asked) == expected


@pytest.mark.parametrize(("changed", "nullable", "known"), CASES)
def test_what_is_known_changes_no_answer(
    changed: dict[str, Any], nullable: dict[str, Any], known: Known, backend: Any
) -> None:
    columns, source = compiled(backend, SOUND | changed, nullable)
    plain = rows(backend, columns.answered(source).order_by("row"))
    assert rows(backend, columns.knowing(known).answered(source).order_by("row")) == plain
    assert len(plain) == (2 if known.fit or "不明" in str(changed) else 1 - changed.get("act", [""]).count("sell"))
    refused = rows(backend, columns.refused(source).order_by("row"))
    assert rows(backend, columns.knowing(known).refused(source).order_by("row")) == refused
    assert len(refused) == 2 - len(plain)


def test_a_table_without_words_is_known_too(backend: Any) -> None:
    backend.con.register("given", pa.table({"row": [1], "location_tracking": [50]}))
    ruleset = load_ruleset("fashi-2017-10")
    layout = Layout.read(ruleset, [TableColumn("location_tracking", "int64")], TableMapping())
    columns = Columns(ruleset, layout, choose(ruleset))
    [asked] = rows(backend, columns.doubts(backend.table("given"), word_by_word=True))
    assert columns.known(asked) == Known(frozenset(), fit=True)


def test_no_more_queries_are_made_than_are_worth_it() -> None:
    a, b, c, d = (Known(frozenset({name}), fit=True) for name in "abcd")
    assert a.among([]) == a
    assert d.among([a, b, c]) == d
    assert a.among([a, b, c, d]) == a
    both = Known(frozenset("ax"), frozenset({("x", 1)}), fit=True)
    assert both.among([a, b, c, d]) == a
    assert Known(frozenset("a"), fit=False).among([a, b, c, d]) == Known()
    narrow = Known(frozenset("a"), frozenset({("x", 2)}), fit=True)
    assert both.among([b, c, d, narrow]) == Known()
