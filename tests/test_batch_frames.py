"""Frames within a program, as programs really have them: indexes, missing values, columns of mixed cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis
import numpy
import pandas
import polars
import pyarrow as pa
import pytest

from thresholds.batch import evaluate_table
from thresholds.columns import TableMapping
from thresholds.errors import SourceErrors

BASE = {"id": ["a", "b"], "act": ["sale", "sale"]}


def grades(table: Any, **more: Any) -> list[tuple[str | None, str, str]]:
    found = evaluate_table(table, **more).answered
    rows = found.to_dicts() if isinstance(found, polars.DataFrame) else pa.table(found).to_pylist()
    return [(row.get("id"), row["grade_at_least"], row["grade_at_most"]) for row in rows]


def refused(table: Any, **mapping: Any) -> list[tuple[str, str]]:
    with pytest.raises(SourceErrors) as error:
        evaluate_table(table, mapping=TableMapping(**mapping))
    return [(one.code, one.message("en")) for one in error.value.diagnostics]


def test_an_index_with_a_name_is_a_column() -> None:
    frame = pandas.DataFrame({**BASE, "location_tracking": [50, 49]}).set_index("id")
    assert grades(frame) == [("a", "serious", "serious"), ("b", "not_reached", "not_reached")]


def test_an_index_without_a_name_is_none() -> None:
    frame = pandas.DataFrame({**BASE, "location_tracking": [50, 49]}, index=[7, 7])
    assert grades(frame) == [("a", "serious", "serious"), ("b", "not_reached", "not_reached")]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [(["50", "13800000000x"], object), ([50, "13800000000x"], object), ([50, {"x": "13800000000x"}], object)],
)
def test_cells_of_several_kinds_are_not_shown(cells: list[Any], kind: type) -> None:
    frame = pandas.DataFrame({**BASE, "location_tracking": pandas.Series(cells, dtype=kind)})
    if isinstance(cells[0], str):
        rejected = evaluate_table(frame).rejected
        assert rejected["reason"].tolist() == ["malformed"]
        return
    [(code, says)] = refused(frame)
    assert (code, "location_tracking is of type object" in says) == ("TH503", True)
    assert "138" not in says


def test_missing_values_of_pandas() -> None:
    frame = pandas.DataFrame({**BASE, "location_tracking": pandas.Series([50, numpy.nan], dtype=object)})
    assert evaluate_table(frame).rejected["row"].tolist() == [2]
    unknown = TableMapping(nulls={"location_tracking": "unknown"})
    assert grades(frame, mapping=unknown) == [("a", "serious", "serious"), ("b", "not_reached", "especially_serious")]


def test_two_columns_of_one_name() -> None:
    frame = pandas.DataFrame([["a", 1, 2]], columns=["id", "location_tracking", "location_tracking"])
    assert [code for code, _ in refused(frame)] == ["TH518"]
    cells = pa.table({"id": ["a"], "ID": ["x"], "location_tracking": [50]})
    assert [code for code, _ in refused(cells, keep=("ID",))] == ["TH518"]
    assert [code for code, _ in refused(ibis.memtable(cells), keep=("ID",))] == ["TH518"]


@pytest.mark.parametrize("name", ["deciding", "Grade_At_Least", "ROW"])
def test_a_kept_column_never_takes_the_place_of_an_answer(name: str) -> None:
    cells = pa.table({"location_tracking": [50], name: ["x"]})
    assert [code for code, _ in refused(cells, keep=(name,))] == ["TH518"]


def test_a_number_of_the_row_that_is_none() -> None:
    cells = pa.table({"row": ["x"], "location_tracking": [50]})
    assert [code for code, _ in refused(ibis.memtable(cells))] == ["TH518"]
    given = ibis.memtable(pa.table({"row": pa.array([9], pa.int32()), "location_tracking": [50]}))
    assert evaluate_table(given).answered.to_pyarrow()["row"].to_pylist() == [9]


@pytest.mark.parametrize(("act", "grade"), [("出售", "serious"), ("sale", "serious"), ("购买", "not_reached")])
def test_an_act_in_either_language(act: str, grade: str) -> None:
    """知道或者应当知道他人利用公民个人信息实施犯罪而出售、提供: art. 5 ¶1 (2) asks for a supply."""
    cells = pa.table({"location_tracking": [1], "knew_of_crime": [True]})
    assert grades(cells, mapping=TableMapping(act=act)) == [(None, grade, grade)]


def test_what_a_mapping_cannot_say() -> None:
    cells = pa.table({"location_tracking": [1]})
    assert [code for code, _ in refused(cells, act="卖")] == ["TH204"]
    wrong: Mapping[str, Any] = {"location_tracking": "zero"}
    assert [code for code, _ in refused(cells, nulls=wrong)] == ["TH525"]
    with pytest.raises(ValueError, match="scroes"):
        evaluate_table(cells, include=frozenset({"scroes"}))


def test_a_name_that_the_mapping_misspells_has_a_nearest_one() -> None:
    cells = pa.table({"id": ["a"], "轨迹": [1]})
    [(code, says)] = refused(cells, names={"轨迹": "accommodation_recrd"})
    assert (code, "'accommodation_record'" in says) == ("TH501", True)


def test_columns_without_a_value() -> None:
    frame = polars.DataFrame({**BASE, "location_tracking": [50, 49], "illegal_gains": [None, None]})
    unstated = TableMapping(nulls={"illegal_gains": "unstated"})
    assert grades(frame, mapping=unstated) == [("a", "serious", "serious"), ("b", "not_reached", "not_reached")]
    assert evaluate_table(frame).rejected["reason"].to_list() == ["null", "null"]


@pytest.mark.parametrize("kind", [pa.uint64(), pa.uint32(), pa.int64()])
def test_whole_numbers_of_every_kind(kind: pa.DataType) -> None:
    """50 条 and 5 000 元 are the lines; of the widest kind, too, what is no number stays unknown."""
    cells = pa.table({
        "location_tracking": pa.array([49, 50, None, 0], kind),
        "illegal_gains": pa.array([4999, 0, 0, 5000], kind),
    })  # fmt: skip
    found = evaluate_table(cells, mapping=TableMapping(nulls={"location_tracking": "unknown"}))
    pairs = zip(found.answered["grade_at_least"].to_pylist(), found.answered["grade_at_most"].to_pylist(), strict=True)
    assert list(pairs) == [
        ("not_reached", "not_reached"),
        ("serious", "serious"),
        ("not_reached", "especially_serious"),
        ("serious", "serious"),
    ]
    assert len(found.rejected) == 0


def test_the_widest_number_is_too_large() -> None:
    cells = pa.table({"location_tracking": pa.array([2**64 - 1, 10**12, 10**12 + 1], pa.uint64())})
    found = evaluate_table(cells)
    assert found.answered["row"].to_pylist() == [2]
    assert found.rejected["reason"].to_pylist() == ["too_large", "too_large"]
