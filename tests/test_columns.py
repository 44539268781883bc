"""The third compiler: lines of the law worked out by hand, and tables at random held to `evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from answers import arrow, expected, layout, unlike
from hypothesis import given
from hypothesis import strategies as st
from rows import table

from thresholds import SourceErrors, load_ruleset
from thresholds.columns import INCLUDES, Columns, Layout, TableColumn, TableMapping
from thresholds.columns.terms import Node, Term, chosen, every, highest, less, lowest, negated, reaches, some, total
from thresholds.evaluation.assess import engine_for
from thresholds.evaluation.between import turning
from thresholds.evaluation.choices import choose
from thresholds.evaluation.program import SumMeasure, compile_ruleset
from thresholds.law.load import available, is_statute

RULESET = "fashi-2017-10"


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    found = ibis.duckdb.connect(threads=2)
    yield found
    found.disconnect()


def rows_of(backend: Any, expression: Any) -> list[dict[str, Any]]:
    """What a query gives, in the order of the rows."""
    found = backend.con.sql(ibis.to_sql(expression, dialect="duckdb")).to_arrow_table()
    return sorted(found.to_pylist(), key=lambda row: row["row"])


def answers(
    backend: Any,
    given_: pa.Table,
    mapping: TableMapping | None = None,
    *,
    include: Sequence[str] = INCLUDES,
    **readings: str,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The answered rows and the refused ones."""
    ruleset = load_ruleset(RULESET)
    if "row" not in given_.column_names:
        given_ = given_.append_column("row", pa.array(range(1, len(given_) + 1), pa.int64()))
    name = f"t{id(given_)}"
    backend.con.register(name, given_)
    source = backend.table(name)
    columns = [TableColumn(column, str(kind)) for column, kind in source.schema().items()]
    compiled = Columns(ruleset, Layout.read(ruleset, columns, mapping), choose(ruleset, readings), frozenset(include))
    found = rows_of(backend, compiled.answered(source)), rows_of(backend, compiled.refused(source))
    backend.con.unregister(name)
    return found


def one(backend: Any, mapping: TableMapping | None = None, **cells: Any) -> dict[str, Any]:
    """The answer of a table of one row."""
    [row], refused = answers(backend, pa.table({name: [cell] for name, cell in cells.items()}), mapping)
    assert refused == []
    return row


# -- the lines of the law -----------------------------------------------------------------------------------

LINES = [
    ({"location_tracking": 49}, "not_reached", "art5.1.3"),
    ({"location_tracking": 50}, "serious", "art5.1.3"),
    ({"location_tracking": 51}, "serious", "art5.1.3"),
    ({"location_tracking": 499}, "serious", "art5.2.3"),
    ({"location_tracking": 500}, "especially_serious", "art5.2.3"),
    ({"property_information": 30, "credit_record": 19}, "not_reached", "art5.1.3"),
    ({"property_information": 30, "credit_record": 20}, "serious", "art5.1.3"),
    ({"health_information": 499}, "not_reached", "art5.1.4"),
    ({"health_information": 500}, "serious", "art5.1.4"),
    ({"health_information": 5000}, "especially_serious", "art5.2.3"),
    ({"general_information": 4999}, "not_reached", "art5.1.5"),
    ({"general_information": 5000}, "serious", "art5.1.5"),
    ({"general_information": 50000}, "especially_serious", "art5.2.3"),
    ({"location_tracking": 40, "transaction_record": 100}, "serious", "art5.1.6"),
    ({"location_tracking": 40, "transaction_record": 99}, "not_reached", "art5.1.6"),
    ({"location_tracking": 3, "transaction_record": 282, "general_information": 1880}, "serious", "art5.1.6"),
    ({"illegal_gains": 4999}, "not_reached", "art5.1.7"),
    ({"illegal_gains": 5000}, "serious", "art5.1.7"),
    ({"illegal_gains": 50000}, "especially_serious", "art5.2.3"),
]


@pytest.mark.parametrize(("cells", "grade", "item"), LINES, ids=[f"{cells}" for cells, *_ in LINES])
def test_the_lines_of_the_law(backend: Any, cells: dict[str, int], grade: str, item: str) -> None:
    row = one(backend, **cells)
    assert (row["grade_at_least"], row["grade_at_most"]) == (grade, grade)
    meets = {"not_reached": "not_established", "especially_serious": "established"}
    assert row[item] == meets.get(grade, "established" if item != "art5.2.3" else "not_established")


@pytest.mark.parametrize(("origin", "act", "grade"), [
    ("duty_or_service", "sale", "serious"),
    ("elsewhere", "sale", "not_reached"),
    ("duty_or_service", "theft", "not_reached"),
])  # fmt: skip
def test_half_for_insiders_who_supply(backend: Any, origin: str, act: str, grade: str) -> None:
    row = one(backend, location_tracking=25, obtained_in=origin, act=act)
    assert row["grade_at_most"] == grade
    assert row["art5.1.8"] == ("established" if grade == "serious" else "not_established")
    assert one(backend, location_tracking=24, obtained_in=origin, act=act)["grade_at_most"] == "not_reached"


def test_bounds_keep_the_grade_open(backend: Any) -> None:
    row = one(backend, location_tracking_at_least=49, location_tracking_at_most=500)
    assert (row["grade_at_least"], row["grade_at_most"]) == ("not_reached", "especially_serious")
    assert (row["art5.1.3"], row["art5.2.3"]) == ("open", "open")
    assert row["deciding"] == "art5.2.3"
    assert (row["art5.1.3.score_at_least"], row["art5.1.3.score_at_most"]) == (Decimal("0.98"), Decimal("10"))


def test_null_is_unknown_only_where_that_is_declared(backend: Any) -> None:
    given_ = pa.table({"location_tracking": pa.array([None, 50], pa.int64())})
    answered, refused = answers(backend, given_)
    assert [row["row"] for row in answered] == [2]
    assert refused == [{"row": 1, "column": "location_tracking", "reason": "null", "value": None}]
    unknown, _ = answers(backend, given_, TableMapping(nulls={"location_tracking": "unknown"}))
    assert [row["grade_at_most"] for row in unknown] == ["especially_serious", "serious"]
    assert unknown[0]["art5.1.3.score_at_most"] is None
    unstated, _ = answers(backend, given_, TableMapping(nulls={"location_tracking": "unstated"}))
    assert [row["grade_at_most"] for row in unstated] == ["not_reached", "serious"]


def test_chinese_headers_and_words(backend: Any) -> None:
    row = one(
        backend,
        行踪轨迹信息_至少=25,
        行踪轨迹信息_至多=30,
        行为=" 出售 ",
        取得场合="履行职责或提供服务",
        违法所得="4999.99",
    )
    assert (row["grade_at_least"], row["deciding"]) == ("serious", "art5.1.8")
    assert row["art5.1.7"] == "not_established"
    assert row["art5.1.7.score_at_least"] == Decimal("0.9999")


def test_readings_that_would_change_the_grade(backend: Any) -> None:
    row = one(backend, **{"illegal_gains.gross": 6000, "illegal_gains.net": 4000})
    assert row["readings"] == "gains=net"
    [net], _ = answers(backend, pa.table({"illegal_gains.gross": [6000], "illegal_gains.net": [4000]}), gains="net")
    assert (net["grade_at_most"], net["readings"]) == ("not_reached", "gains=gross")


def test_several_bodies_of_records(backend: Any) -> None:
    row = one(backend, **{"location_tracking": 24, "act": "theft", "b.location_tracking": 26, "b.act": "sale"})
    assert row["deciding"] == "art5.1.3"
    assert row["art5.1.3.score_at_least"] == Decimal(1)


def test_a_table_without_acts_says_so() -> None:
    ruleset = load_ruleset(RULESET)
    assert Layout.read(ruleset, [TableColumn("location_tracking", "int64")]).notes == ("batch.no-act",)
    acting = TableMapping(act="sale")
    assert Layout.read(ruleset, [TableColumn("location_tracking", "int64")], acting).notes == ()


# -- cells that do not fit ----------------------------------------------------------------------------------

FAULTS = [
    ("location_tracking", "6万多条", "malformed"),
    ("location_tracking", "4.5", "malformed"),
    ("location_tracking", "-3", "negative"),
    ("location_tracking", "1234567890123", "too_large"),
    ("location_tracking", "", "null"),
    ("location_tracking", "50\n", None),
    ("location_tracking", "５０", "malformed"),
    ("illegal_gains", "4999.999", "malformed"),
    ("illegal_gains", "1e4", "malformed"),
    ("illegal_gains", "12345678901", "too_large"),
    ("act", "卖", "malformed"),
    ("obtained_in", "duty", "malformed"),
    ("first_offender", "maybe", "malformed"),
    ("administrative_penalty", "2020-02-30", "malformed"),
    ("date", "2020-02", "malformed"),
]


@pytest.mark.parametrize(("column", "cell", "reason"), FAULTS)
def test_rows_that_do_not_fit_are_refused_one_by_one(backend: Any, column: str, cell: str, reason: str | None) -> None:
    answered, refused = answers(backend, pa.table({"id": ["a"], column: [cell]}), include=())
    if reason is None:
        assert refused == []
        return
    assert (answered, len(refused)) == ([], 1)
    assert (refused[0]["column"], refused[0]["reason"]) == (column, reason)


@pytest.mark.parametrize(("kind", "cells", "reasons"), [
    (pa.int64(), [-1, 0, 10**12, 10**12 + 1], ["negative", None, None, "too_large"]),
    (pa.decimal128(12, 1), [Decimal("0.5"), Decimal(7), Decimal(-1)], ["malformed", None, "negative"]),
])  # fmt: skip
def test_numbers_out_of_range(backend: Any, kind: Any, cells: list[Any], reasons: list[str | None]) -> None:
    answered, refused = answers(backend, pa.table({"location_tracking": pa.array(cells, kind)}), include=())
    found = {row["row"]: row["reason"] for row in refused} | {row["row"]: None for row in answered}
    assert [found[number] for number in range(1, len(cells) + 1)] == reasons
    assert len(found) == len(answered) + len(refused)


def test_bounds_in_the_wrong_order(backend: Any) -> None:
    given_ = pa.table({"location_tracking_at_least": [2, 1], "location_tracking_at_most": [1, 1]})
    answered, refused = answers(backend, given_, include=())
    assert [row["row"] for row in answered] == [2]
    assert [(row["reason"], row["value"]) for row in refused] == [("reversed", "1")]


HEADERS = [
    ([("location_traking", "int64")], "TH501", "location_tracking"),
    ([("location_tracking", "int64"), ("行踪轨迹信息", "int64")], "TH502", ""),
    ([("location_tracking", "int64"), ("location_tracking_at_most", "int64")], "TH502", ""),
    ([("illegal_gains", "int64"), ("illegal_gains.net", "int64")], "TH502", ""),
    ([("illegal_gains", "float64")], "TH503", ""),
    ([("first_offender", "int64")], "TH503", ""),
    ([("act_at_least", "string")], "TH501", "act"),
]


@pytest.mark.parametrize(("columns", "code", "near"), HEADERS)
def test_headers_that_are_not_understood(columns: list[tuple[str, str]], code: str, near: str) -> None:
    with pytest.raises(SourceErrors) as error:
        Layout.read(load_ruleset(RULESET), [TableColumn(*column) for column in columns])
    assert [(found.code, found.near) for found in error.value.diagnostics] == [(code, near)]
    assert error.value.show("en") != error.value.show("zh")


def test_all_headers_at_fault_are_named_at_once() -> None:
    columns = [TableColumn("x1", "int64"), TableColumn("x2", "int64")]
    with pytest.raises(SourceErrors) as error:
        Layout.read(load_ruleset(RULESET), columns, TableMapping(keep=("y",)))
    assert [found.code for found in error.value.diagnostics] == ["TH504", "TH501", "TH501"]


# -- as evaluate has it ----------------------------------------------------------------------------------------

BODY = ("act", "obtained_in", "knew_of_crime", "used_in_crime", "consent", "paid", "date")
PERSON = (
    "profit_from_use", "prior_criminal_punishment", "administrative_penalty", "grave_consequences", "first_offender",
    "full_restitution", "repentance", "breach_of_state_provisions", "lawful_business",
)  # fmt: skip
TABLES: list[tuple[int, tuple[str, ...], dict[str, str], dict[str, str]]] = [
    (1, ("location_tracking", "accommodation_record", "general_information", "illegal_gains"), {}, {}),
    (
        2,
        ("location_tracking_at_least", "location_tracking_at_most", "transaction_record", "general_information",
         "illegal_gains", "act", "obtained_in"),
        {"transaction_record": "unknown", "illegal_gains": "unstated", "location_tracking_at_most": "unknown"},
        {"duty_mix": "together"},
    ),
    (
        3,
        ("credit_record", "health_information", "general_information_at_least", "general_information_at_most", *BODY,
         "illegal_gains_at_least", "illegal_gains_at_most", *PERSON),
        dict.fromkeys(("first_offender", "consent", "act", "general_information_at_most", "date"), "unknown")
        | dict.fromkeys(("credit_record", "lawful_business", "paid", "administrative_penalty"), "unstated"),
        {"lawful_business_mixing": "included", "prior_exemption": "counts"},
    ),
    (
        4,
        ("location_tracking", "general_information", "act", "lawful_business", "paid", "b.general_information",
         "b.location_tracking", "b.act", "b.obtained_in", "b.paid", "b.lawful_business", "c.general_information",
         "c.act"),
        {"b.general_information": "unknown", "b.paid": "unstated", "b.lawful_business": "unknown"},
        {"gains": "net", "tenfold_sum": "below_base"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("seed", "columns", "nulls", "readings"), TABLES)
def test_tables_at_random_are_answered_as_evaluate_answers(
    backend: Any, seed: int, columns: Sequence[str], nulls: Mapping[str, Any], readings: Mapping[str, str]
) -> None:
    engine = engine_for(load_ruleset(RULESET))
    rows = table(Random(seed), columns, nulls, 150)
    answered, refused = answers(backend, arrow(rows, columns), TableMapping(nulls=nulls), **readings)
    assert refused == []
    choices = choose(engine.ruleset, readings)
    wrong = [(row, unlike(expected(engine, choices, row, nulls), got)) for row, got in zip(rows, answered, strict=True)]
    assert [pair for pair in wrong if pair[1]] == []


def own_rows(random: Random, ruleset: str, size: int) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Rows of the facts that a ruleset declares, mostly on its lines, a few of them with bounds or unknown."""
    found, program = load_ruleset(ruleset), compile_ruleset(load_ruleset(ruleset))
    lines: dict[str, set[int]] = {}
    for tests in [way for compiled in program.compiled for way in compiled.alternatives]:
        for test in tests:
            measure = program.measures[test.measure]
            name = getattr(measure, "scope", "") if hasattr(measure, "categories") else getattr(measure, "name", "")
            if not isinstance(measure, SumMeasure):
                lines.setdefault(name, {0}).update((test.constant - 1, test.constant))
    cells: dict[str, list[Any]] = {"kind": ["natural", "unit"], "conduct_date": ["2020-03-01", "2022-02-28"]}
    nulls: dict[str, str] = {}
    bracketed = set(turning(program))
    for fact in found.declared.values():
        near = sorted(number for number in lines.get(fact.id, {0, 1}) if number >= 0)
        if fact.kind == "records":
            cells |= {f"{fact.id}.{name}": near for name in ("location_tracking", "health_information")}
        elif fact.kind in ("number", "money"):
            near = sorted({number // 100 for number in near}) if fact.kind == "money" else near
            ends = fact.id not in bracketed and random.random() < 0.4
            names = [f"{fact.id}_at_least", f"{fact.id}_at_most"] if ends else [fact.id]
            cells |= dict.fromkeys(names, near)
            nulls |= dict.fromkeys(names, "unknown") if ends else {}
        else:
            cells[fact.id] = ["no", "no", "yes", *(["unknown"] if fact.kind == "truth" else ["2019-02-28"])]
    cells |= {parameter.id: [parameter.at_least // 100, parameter.at_most // 100] for parameter in found.parameters}
    nulls |= {parameter.id: "unstated" for parameter in found.parameters}
    rows = []
    for _ in range(size):
        busy = random.choice((0.1, 0.5))
        row = {name: random.choice(known) if random.random() < busy else known[0] for name, known in cells.items()}
        row |= {name: None for name in nulls if random.random() < 0.3}
        for name in [name for name in row if name.endswith("_at_least")]:
            other = name.replace("_at_least", "_at_most")
            if row[name] is not None and row[other] is not None and row[name] > row[other]:
                row[name], row[other] = row[other], row[name]
        rows.append(row)
    return rows, nulls


@pytest.mark.parametrize("ruleset", [name for name in available() if name != RULESET and not is_statute(name)])
def test_every_ruleset_is_answered_as_evaluate_answers(backend: Any, ruleset: str) -> None:
    engine = engine_for(load_ruleset(ruleset))
    rows, nulls = own_rows(Random(7), ruleset, 60)
    given_ = arrow(rows, list(rows[0]))
    backend.con.register("own", given_)
    choices = choose(engine.ruleset)
    compiled = Columns(engine.ruleset, layout(engine, given_, nulls), choices, frozenset(("items", "scores")))
    answered = rows_of(backend, compiled.answered(backend.table("own")))
    wrong = []
    for row, got in zip(rows, answered, strict=True):
        answer = expected(engine, choices, row, nulls)
        answer.pop("readings", None)
        wrong.append((row, unlike(answer, got)))
    assert [pair for pair in wrong if pair[1]] == []


def test_too_many_brackets_with_bounds_are_refused() -> None:
    ruleset = load_ruleset("fashi-2009-19")
    names = sorted(turning(compile_ruleset(ruleset)))[:4]
    columns = [f"{name}_{end}" for name in names for end in ("at_least", "at_most")]
    found = Layout.read(ruleset, [TableColumn(name, "int64") for name in columns])
    source = ibis.table({"row": "int64", **dict.fromkeys(columns, "int64")}, name="t")
    with pytest.raises(SourceErrors) as error:
        Columns(ruleset, found, choose(ruleset)).answered(source)
    assert [diagnostic.code for diagnostic in error.value.diagnostics] == ["TH505"]


# -- terms fold without changing what they mean -----------------------------------------------------------------

VARIABLES = ("a", "b", "c")


def truths() -> st.SearchStrategy[Term]:
    leaf = st.booleans() | st.sampled_from(VARIABLES).map(lambda name: Node("column", (name,), truth=True))
    return st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, max_size=3).map(every)
            | st.lists(inner, max_size=3).map(some)
            | inner.map(negated)
            | st.tuples(inner, inner, inner).map(lambda three: chosen(*three))
        ),
        max_leaves=12,
    )


def value_of(term: Term, world: Mapping[str, Any]) -> Any:
    """What a term comes to, by the plainest reading of its operations."""
    if not isinstance(term, Node):
        return term
    if term.operation == "column":
        return world[str(term.arguments[0])]
    parts: list[Any] = [value_of(part, world) for part in term.arguments]  # type: ignore[arg-type]
    plain = {
        "and": lambda *found: all(found), "or": lambda *found: any(found), "not": lambda one: not one,
        "if": lambda asked, one, other: one if asked else other, ">=": lambda one, other: one >= other,
        "+": lambda *found: sum(found), "-": lambda one, other: one - other, "greatest": max, "least": min,
    }  # fmt: skip
    return plain[term.operation](*parts)


@given(terms=st.lists(truths(), min_size=1, max_size=4), bits=st.tuples(*[st.booleans()] * 3))
def test_joined_truths_mean_what_they_are_made_of(terms: list[Term], bits: tuple[bool, ...]) -> None:
    world = dict(zip(VARIABLES, bits, strict=True))
    found = [value_of(term, world) for term in terms]
    assert value_of(every(terms), world) == all(found)
    assert value_of(some(terms), world) == any(found)
    assert value_of(negated(terms[0]), world) == (not found[0])


@given(numbers=st.lists(st.integers(0, 9) | st.sampled_from(VARIABLES), min_size=2, max_size=4), at=st.integers(-3, 9))
def test_numbers_fold_to_the_same(numbers: list[Any], at: int) -> None:
    world = {"a": at, "b": 3, "c": 0}
    terms = [number if isinstance(number, int) else Node("column", (number,), truth=False) for number in numbers]
    plain = [value_of(term, world) for term in terms]
    assert value_of(total(terms), world) == sum(plain)
    assert value_of(highest(terms), world) == max(plain)
    assert value_of(lowest(terms), world) == min(plain)
    if min(plain) >= 0:  # what is taken off is taken off a quantity, which is never below zero
        assert value_of(less(terms[0], terms[1]), world) == max(0, plain[0] - plain[1])
    assert value_of(reaches(terms[0], terms[1]), world) == (plain[0] >= plain[1])
