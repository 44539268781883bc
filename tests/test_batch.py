"""Tables of cases: every form in and out, nothing dropped, nothing half-written, the same after an interruption."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from thresholds import load_ruleset
from thresholds.batch import evaluate_table
from thresholds.batch.inputs import find_inputs, survey
from thresholds.batch.mapping import read_mapping
from thresholds.batch.parts import Done, Part, Slice, WorkFolder, added, planned
from thresholds.batch.run import Silent, Summary, Wish, run_batch
from thresholds.batch.staging import Stored
from thresholds.columns import TableMapping
from thresholds.errors import SourceErrors

ROOT = Path(__file__).resolve().parents[1]
RULESET = load_ruleset()
#: 50 条行踪轨迹信息 is the standard of art. 5 ¶1 (3), ten times that is 500; 5 000 元 the one of (7).
HEADER = ["人员", "行踪轨迹信息", "违法所得", "行为"]
ROWS = [
    ["甲", "49", "4999.99", "出售"],
    ["乙", "50", "0", "出售"],
    ["丙", "500", "0", "购买"],
    ["丁", "0", "5000", "出售"],
]
GRADES = ["not_reached", "serious", "especially_serious", "serious"]


def run(*inputs: Path | str, output: Path | str, listener: Silent | None = None, **more: Any) -> Summary:
    more.setdefault("include", frozenset({"items"}))
    return run_batch(Wish(tuple(map(str, inputs)), str(output), RULESET, **more), listener)


def write_csv(path: Path, rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def rejects(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(error: pytest.ExceptionInfo[SourceErrors]) -> list[str]:
    return [one.code for one in error.value.diagnostics]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- forms in -----------------------------------------------------------------------------------------------------


def as_csv(path: Path) -> str:
    return str(write_csv(path / "in.csv"))


def as_csv_with_mark(path: Path) -> str:
    (path / "in.csv").write_bytes(b"\xef\xbb\xbf" + write_csv(path / "in.csv").read_bytes())
    return str(path / "in.csv")


def as_gb18030(path: Path) -> str:
    text = write_csv(path / "in.csv").read_text("utf-8")
    (path / "in.csv").write_bytes(text.encode("gb18030"))
    return str(path / "in.csv")


def as_utf16_with_semicolons(path: Path) -> str:
    text = write_csv(path / "in.csv").read_text("utf-8").replace(",", ";")
    (path / "in.csv").write_bytes(text.encode("utf-16"))
    return str(path / "in.csv")


def as_json_lines(path: Path) -> str:
    lines = [json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in ROWS]
    lines[1] = '{"人员": "乙", "行踪轨迹信息": 50, "违法所得": 0.00, "行为": "出售"}'
    (path / "in.jsonl").write_text("\n".join([lines[0], "", *lines[1:]]) + "\n", "utf-8")
    return str(path / "in.jsonl")


def as_parquet(path: Path) -> str:
    pq.write_table(typed(), path / "in.parquet")
    return str(path / "in.parquet")


def as_folder(path: Path) -> str:
    (path / "in").mkdir()
    pq.write_table(typed().slice(0, 1), path / "in" / "a.parquet")
    pq.write_table(typed().slice(1), path / "in" / "b.parquet")
    (path / "in" / "_SUCCESS").write_text("")
    return str(path / "in")


def as_pattern(path: Path) -> str:
    as_folder(path)
    return str(path / "in" / "*.parquet")


def as_arrow(path: Path) -> str:
    with pa.ipc.new_file(path / "in.arrow", typed().schema) as writer:
        writer.write_table(typed(), max_chunksize=3)
    return str(path / "in.arrow")


def as_stream(path: Path) -> str:
    with pa.ipc.new_stream(path / "in.feather", typed().schema) as writer:
        writer.write_table(typed())
    return str(path / "in.feather")


def as_sqlite(path: Path) -> str:
    with sqlite3.connect(path / "in.sqlite") as connection:
        connection.execute("CREATE TABLE persons (人员 TEXT, 行踪轨迹信息 INTEGER, 违法所得 TEXT, 行为 TEXT)")
        connection.executemany("INSERT INTO persons VALUES (?, ?, ?, ?)", ROWS)
    connection.close()
    return str(path / "in.sqlite")


def as_duckdb(path: Path) -> str:
    table = typed()
    with duckdb.connect(str(path / "in.db")) as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE persons AS SELECT * FROM given")
        connection.execute("CREATE TABLE others (a INTEGER)")
    return f"{path / 'in.db'}::persons"


def typed() -> pa.Table:
    persons, records, gains, acts = ([row[number] for row in ROWS] for number in range(4))
    money = pa.array(gains).cast(pa.decimal128(12, 2))
    return pa.table([pa.array(persons), pa.array(list(map(int, records))), money, pa.array(acts)], names=HEADER)


FORMS_IN: tuple[Callable[[Path], str], ...] = (
    as_csv, as_csv_with_mark, as_gb18030, as_utf16_with_semicolons, as_json_lines, as_parquet, as_folder, as_pattern,
    as_arrow, as_stream, as_sqlite, as_duckdb,
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS_IN)
def test_every_form_in(form: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    made = run(form(tmp_path / "given"), output=tmp_path / "out.parquet")
    found = read(tmp_path / "out.parquet")
    assert [row["row"] for row in found] == [1, 2, 3, 4]
    assert [row["id"] for row in found] == ["甲", "乙", "丙", "丁"]
    assert [row["grade_at_least"] for row in found] == [row["grade_at_most"] for row in found] == GRADES
    assert [row["art5.1.3"] for row in found] == ["not_established", "established", "established", "not_established"]
    assert {row["ruleset_sha256"] for row in found} == {RULESET.sha256}
    assert (made.rows, made.answered, made.rejected) == (4, 4, 0)
    assert left(tmp_path) == ["given", "out.parquet", "out.parquet.rejects.csv"]


def test_columns_are_found_in_whatever_order_and_in_english(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [["50", "x"]], ["location_tracking", "person"])
    write_csv(tmp_path / "b.csv", [["y", "49"]], ["person", "location_tracking"])
    run(tmp_path / "a.csv", tmp_path / "b.csv", output=tmp_path / "out.parquet", mapping=mapping_of(act="sale"))
    found = [(row["row"], row["id"], row["grade_at_least"]) for row in read(tmp_path / "out.parquet")]
    assert found == [(1, "x", "serious"), (2, "y", "not_reached")]


def mapping_of(**fields: Any) -> Any:
    from thresholds.batch.mapping import MappingFile

    return MappingFile(TableMapping(**fields), {})


def test_amounts_are_exact_where_a_float_would_not_be(tmp_path: Path) -> None:
    texts = ["4999.99", "5000.00", "0.07", "999999999.99"]
    lines = [f'{{"person": "p", "illegal_gains": {text}}}' for text in texts]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    run(tmp_path / "in.jsonl", output=tmp_path / "out.parquet", mapping=mapping_of(act="sale"))
    assert [row["art5.1.7"] for row in read(tmp_path / "out.parquet")] == [
        "not_established", "established", "not_established", "established",
    ]  # fmt: skip


def test_keys_that_come_late_are_columns_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thresholds.batch.texts._LINES", 1)
    lines = [
        '{"person": "a", "location_tracking": 50}',
        '{"person": "b", "location_tracking": 1, "illegal_gains": 5000}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    told = mapping_of(act="sale", nulls={"illegal_gains": "unstated"})
    run(tmp_path / "in.jsonl", output=tmp_path / "out.parquet", mapping=told)
    found = [(row["art5.1.3"], row["art5.1.7"]) for row in read(tmp_path / "out.parquet")]
    assert found == [("established", "not_established"), ("not_established", "established")]


def test_text_that_is_all_numbers_is_read_as_numbers_and_the_rest_as_text(tmp_path: Path) -> None:
    seen: dict[str, str] = {}

    class Looking(Silent):
        def progress(self, key: str, done: int, total: int) -> None:  # noqa: ARG002
            if key == "batch.progress.rows":
                (path,) = (tmp_path / "out.parquet.parts").glob("input-*.exact.parquet")
                seen.update({field.name: str(field.type) for field in pq.read_schema(path)})

    rows = [["007", "50", "49", "4999.99"], ["008", "0", "3万", "5000"]]
    header = ["person", "location_tracking", "general_information", "illegal_gains"]
    given = write_csv(tmp_path / "in.csv", rows, header)
    run(given, output=tmp_path / "out.parquet", mapping=mapping_of(act="sale"), listener=Looking())
    assert seen == {
        "row": "int64", "person": "string", "location_tracking": "int64", "general_information": "string",
        "illegal_gains": "decimal128(15, 2)",
    }  # fmt: skip
    found = [(row["id"], row["art5.1.3"], row["art5.1.7"]) for row in read(tmp_path / "out.parquet")]
    assert found == [("007", "established", "not_established")]
    told = [(one["row"], one["column"], one["value"]) for one in rejects(tmp_path / "out.parquet.rejects.csv")]
    assert told == [("2", "general_information", "3万")]


# -- rows that do not fit -------------------------------------------------------------------------------------------


def test_rows_that_do_not_fit_are_all_accounted_for(tmp_path: Path) -> None:
    given = write_csv(
        tmp_path / "in.csv",
        [
            ROWS[0],
            ["乙", "五十条", "0", "出售"],
            ["丙", "1"],
            ["丁", "1", "0", "出售", "5"],
            ROWS[3],
            ["戊", "", "0", "出售"],
        ],
    )
    made = run(given, output=tmp_path / "out.csv")
    found = rejects(tmp_path / "out.csv.rejects.csv")
    assert [(one["row"], one["column"], one["reason"], one["value"]) for one in found] == [
        ("2", "行踪轨迹信息", "malformed", "五十条"),
        ("3", "", "ragged", "2"),
        ("4", "", "ragged", "5"),
        ("6", "行踪轨迹信息", "null", ""),
    ]
    assert found[1]["says"] == "字段数与表头不同（这里的值是字段数）"
    assert [row["row"] for row in rejects(tmp_path / "out.csv")] == ["1", "5"]
    assert (made.rows, made.answered, made.rejected) == (6, 2, 4)
    assert made.reasons == {"malformed": 1, "null": 1, "ragged": 2}


def test_lines_that_are_no_object_are_rejected_by_number(tmp_path: Path) -> None:
    lines = [
        '{"person": "a", "location_tracking": 50}',
        "[1]",
        '{"person": "b", "person": "c"}',
        "{",
        '{"person": "d", "location_tracking": 0}',
    ]
    (tmp_path / "in.ndjson").write_text("\n".join(lines), "utf-8")
    made = run(tmp_path / "in.ndjson", output=tmp_path / "out.parquet", mapping=mapping_of(act="sale"))
    found = [(one["row"], one["reason"]) for one in rejects(tmp_path / "out.parquet.rejects.csv")]
    assert found == [(n, "not_an_object") for n in ("2", "3", "4")]
    assert [row["row"] for row in read(tmp_path / "out.parquet")] == [1, 5]
    assert made.rows == 5


def test_a_line_break_within_quotes_is_no_row(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text('person,location_tracking\n"a\nb",50\nc,49\n', "utf-8")
    made = run(tmp_path / "in.csv", output=tmp_path / "out.parquet", mapping=mapping_of(act="sale"))
    assert [(row["row"], row["id"]) for row in read(tmp_path / "out.parquet")] == [(1, "a\nb"), (2, "c")]
    assert made.rows == 2


@pytest.mark.parametrize("text", ['"a,50\nb,1\nc,2\n', 'a,50\nb,"1\n', 'a,"50\nb,1,2\n'])
def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(text: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"person,location_tracking\n{text}", "utf-8")
    with pytest.raises(SourceErrors) as caught:
        run(tmp_path / "in.csv", output=tmp_path / "out.parquet", mapping=mapping_of(act="sale"))
    assert codes(caught) == ["TH516"]
    assert left(tmp_path) == ["in.csv"]


# -- forms out ----------------------------------------------------------------------------------------------------


def answers_in(path: Path, table: str = "answers") -> list[tuple[Any, ...]]:
    """Row, person and lowest grade as a form of output holds them."""
    names = ["row", "id", "grade_at_least"]
    if path.suffix in (".csv", ".jsonl"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file)) if path.suffix == ".csv" else [json.loads(line) for line in file]
        return [(int(row["row"]), row["id"], row["grade_at_least"]) for row in rows]
    if path.suffix == ".sqlite":
        connection = sqlite3.connect(path)
        found = connection.execute(f"SELECT row, id, grade_at_least FROM {table}").fetchall()
        connection.close()
        return found
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as database:
            return database.execute(f"SELECT row, id, grade_at_least FROM {table}").fetchall()
    if path.is_dir():
        rows = pa.concat_tables([pq.read_table(one) for one in sorted(path.iterdir())]).to_pylist()
    else:
        opened = pa.ipc.open_file(path).read_all() if path.suffix in (".arrow", ".feather") else pq.read_table(path)
        rows = opened.to_pylist()
    return [tuple(row[name] for name in names) for row in rows]


WANTED = [(number, row[0], grade) for number, (row, grade) in enumerate(zip(ROWS, GRADES, strict=True), 1)]


@pytest.mark.parametrize("part_rows", [3, 100])
@pytest.mark.parametrize(
    "name", ["o.parquet", "o.csv", "o.jsonl", "o.arrow", "o.feather", "o.duckdb", "o.sqlite", "o/"]
)
def test_every_form_out_in_the_order_of_the_input(name: str, part_rows: int, tmp_path: Path) -> None:
    given = write_csv(tmp_path / "in.csv")
    run(given, output=f"{tmp_path}/{name}", part_rows=part_rows)
    assert answers_in(tmp_path / name) == WANTED
    assert left(tmp_path) == ["in.csv", name.rstrip("/"), f"{name.rstrip('/')}.rejects.csv"]


@pytest.mark.parametrize("name", ["o.duckdb", "o.sqlite"])
def test_other_tables_of_a_database_are_kept(name: str, tmp_path: Path) -> None:
    given = write_csv(tmp_path / "in.csv")
    run(given, output=f"{tmp_path / name}::first")
    run(write_csv(tmp_path / "in.csv", ROWS[:1]), output=f"{tmp_path / name}::second")
    assert answers_in(tmp_path / name, "first") == WANTED
    assert answers_in(tmp_path / name, "second") == WANTED[:1]


def test_no_column_is_a_float(tmp_path: Path) -> None:
    everything = frozenset({"items", "scores", "deciding", "readings"})
    run(write_csv(tmp_path / "in.csv"), output=tmp_path / "out.parquet", include=everything, part_rows=2)
    types = {str(field.type) for field in pq.read_schema(tmp_path / "out.parquet")}
    assert not any("float" in name or "double" in name for name in types)


def test_what_the_output_says_of_itself(tmp_path: Path) -> None:
    for part_rows in (2, 100):
        out = tmp_path / f"{part_rows}.parquet"
        run(write_csv(tmp_path / "in.csv"), output=out, part_rows=part_rows, readings={"gains": "net"})
        noted = pq.read_schema(out).metadata
        assert noted[b"thresholds.ruleset_sha256"].decode() == RULESET.sha256
        assert json.loads(noted[b"thresholds.readings"])["gains"] == "net"


def test_an_empty_table_is_done_at_once(tmp_path: Path) -> None:
    made = run(write_csv(tmp_path / "in.csv", []), output=tmp_path / "out.parquet")
    assert (made.rows, made.answered, made.rejected) == (0, 0, 0)
    assert read(tmp_path / "out.parquet") == []
    assert "grade_at_least" in pq.read_schema(tmp_path / "out.parquet").names


# -- what is wrong ------------------------------------------------------------------------------------------------


def wrong(given: Path | str, output: Path | str, **more: Any) -> list[str]:
    with pytest.raises(SourceErrors) as caught:
        run(given, output=output, **more)
    for lang in ("zh", "en"):
        assert "{" not in caught.value.show(lang).replace("{{", "")
    return codes(caught)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    whole = Path(as_parquet(tmp_path)).read_bytes()
    cases: dict[str, tuple[bytes | None, str]] = {
        "missing.parquet": (None, "TH001"),
        "empty.csv": (b"", "TH513"),
        "blank.csv": (b"\n\n", "TH513"),
        "cut.parquet": (whole[: len(whole) // 2], "TH513"),
        "text.parquet": (b"person,location_tracking\n", "TH513"),
        "text.arrow": (b"person,location_tracking\n", "TH513"),
        "text.sqlite": (b"person,location_tracking\n" * 99, "TH513"),
        "text.duckdb": (b"person,location_tracking\n" * 999, "TH513"),
        "text.db": (b"person,location_tracking\n", "TH513"),
        "picture.csv": (b"\x89PNG\x0d\x0a\xff\xff\x00\xfe", "TH515"),
        "table.xlsb": (b"x", "TH511"),
        "twice.csv": (b"person,Person\na,b\n", "TH518"),
        "named.csv": (b"person,row\na,1\n", "TH518"),
        "nameless.csv": (b"person,\na,1\n", "TH518"),
    }
    for name, (content, code) in cases.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        assert wrong(tmp_path / name, out) == [code], name
    (tmp_path / "folder").mkdir()
    assert wrong(tmp_path / "folder", out) == ["TH512"]
    assert not list(tmp_path.glob("out*"))


def test_a_parquet_file_damaged_within(tmp_path: Path) -> None:
    rows = [[f"p{n}", str(n % 60), "0", "出售"] for n in range(5000)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table([pa.array(column) for column in columns], names=HEADER), path)
    content = bytearray(path.read_bytes())
    content[200:1200] = b"\xff" * 1000
    path.write_bytes(content)
    assert wrong(path, tmp_path / "out.parquet") == ["TH513"]
    assert left(tmp_path) == ["in.parquet"]


def test_several_tables_have_to_be_told_apart(tmp_path: Path) -> None:
    named = as_duckdb(tmp_path)
    whole, _, _ = named.partition("::")
    with pytest.raises(SourceErrors) as caught:
        run(whole, output=tmp_path / "out.parquet")
    assert codes(caught) == ["TH514"]
    assert caught.value.diagnostics[0].allowed == ("in.db::others", "in.db::persons")
    with pytest.raises(SourceErrors) as caught:
        run(f"{whole}::person", output=tmp_path / "out.parquet")
    assert caught.value.diagnostics[0].near == "persons"


def test_files_with_other_columns_are_not_read_together(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv")
    write_csv(tmp_path / "b.csv", [["x"]], ["人员"])
    with pytest.raises(SourceErrors) as caught:
        run(tmp_path / "a.csv", tmp_path / "b.csv", output=tmp_path / "out.parquet")
    assert codes(caught) == ["TH517"]
    assert "行踪轨迹信息" in caught.value.show()


def test_an_unknown_column_is_said_before_anything_is_written(tmp_path: Path) -> None:
    write_csv(tmp_path / "in.csv", [["x", "1"]], ["person", "location_trackin"])
    with pytest.raises(SourceErrors) as caught:
        run(tmp_path / "in.csv", output=tmp_path / "out.parquet")
    assert codes(caught) == ["TH501"]
    assert caught.value.diagnostics[0].near == "location_tracking"
    assert left(tmp_path) == ["in.csv"]


def test_where_the_output_cannot_go(tmp_path: Path) -> None:
    given = write_csv(tmp_path / "in.csv")
    before = given.read_bytes()
    assert wrong(given, given) == ["TH520"]
    assert wrong(given, tmp_path / "." / "in.csv") == ["TH520"]
    (tmp_path / "link.csv").symlink_to(given)
    assert wrong(given, tmp_path / "link.csv") == ["TH520"]
    assert wrong(given, tmp_path / "out.parquet", rejects=str(given)) == ["TH520"]
    assert wrong(given, tmp_path / "nowhere" / "out.csv") == ["TH001"]
    assert wrong(given, tmp_path / "out.xls") == ["TH519"]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    assert wrong(given, f"{tmp_path}/full/") == ["TH521"]
    assert given.read_bytes() == before
    assert left(tmp_path) == ["full", "in.csv", "link.csv"]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    given = write_csv(tmp_path / "in.csv")

    class Changing(Silent):
        def progress(self, key: str, done: int, total: int) -> None:  # noqa: ARG002
            if key == "batch.progress.rows":
                write_csv(given, [*ROWS, ROWS[0]])

    assert wrong(given, tmp_path / "out.parquet", listener=Changing()) == ["TH526"]
    assert not (tmp_path / "out.parquet").exists()


# -- parts --------------------------------------------------------------------------------------------------------


def test_parts_have_every_row_once() -> None:
    one, two = Stored(Path("a"), 5, (), 1), Stored(Path("b"), 2, (), 6)
    assert planned([one, two], 3) == (
        Part(1, (Slice(one, 0, 3),)),
        Part(2, (Slice(one, 3, 2), Slice(two, 0, 1))),
        Part(3, (Slice(two, 1, 1),)),
    )
    assert [part.rows for part in planned([one, two], 100)] == [7]


def test_counts_of_parts_add_up() -> None:
    one = Done(2, 1, {"grade:": {"a a": 2}})
    assert added([one, Done(3, 0, {"grade:": {"a a": 1, "a b": 2}})]) == Done(5, 1, {"grade:": {"a a": 3, "a b": 2}})


def big(path: Path, rows: int = 4000) -> Path:
    """Rows with a period of 600: below 50, from 50 and from 500 location records; every seventh does not fit."""
    lines = [[f"p{n}", "x" if n % 7 == 0 else str(n % 600), "0", "出售"] for n in range(1, rows + 1)]
    return write_csv(path, lines)


def fitting(rows: int) -> list[int]:
    return [n % 600 for n in range(1, rows + 1) if n % 7]


class Stopping(Silent):
    """Interrupts a run when so many rows are done, and keeps what it says."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.said: list[tuple[str, Mapping[str, object]]] = []

    def say(self, key: str, **fields: object) -> None:
        self.said.append((key, fields))

    def progress(self, key: str, done: int, total: int) -> None:  # noqa: ARG002
        if key == "batch.progress.rows" and done >= self.at:
            raise KeyboardInterrupt


def test_an_interrupted_run_goes_on_with_the_parts_that_are_missing(tmp_path: Path) -> None:
    given = big(tmp_path / "in.csv")
    whole = run(given, output=tmp_path / "whole.parquet", part_rows=500)
    out = tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        run(given, output=out, part_rows=500, listener=Stopping(1500))
    assert not out.exists()
    notes = sorted(path.name for path in (tmp_path / "out.parquet.parts").glob("part-*.json"))
    assert notes == ["part-00001.json", "part-00002.json", "part-00003.json"]
    kept = (tmp_path / "out.parquet.parts" / "part-00002.parquet").stat().st_mtime_ns

    class Looking(Stopping):
        def progress(self, key: str, done: int, total: int) -> None:  # noqa: ARG002
            if key == "batch.progress.output":
                again = (tmp_path / "out.parquet.parts" / "part-00002.parquet").stat().st_mtime_ns
                self.said.append(("untouched", {"is": again == kept}))

    listener = Looking(10**9)
    made = run(given, output=out, part_rows=500, listener=listener)
    assert listener.said == [("batch.resumed", {"done": 3, "parts": 8}), ("untouched", {"is": True})]
    assert out.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert made.counts == whole.counts
    numbers = fitting(4000)
    assert made.answered == len(numbers)
    assert [(one.at_least, one.rows) for one in made.grades()] == [
        ("not_reached", sum(n < 50 for n in numbers)),
        ("serious", sum(50 <= n < 500 for n in numbers)),
        ("especially_serious", sum(n >= 500 for n in numbers)),
    ]
    assert not (tmp_path / "out.parquet.parts").exists()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"readings": {"gains": "net"}}, "readings"),
        ({"part_rows": 400}, "part_rows"),
        ({"include": frozenset()}, "include"),
        ({"mapping": mapping_of(nulls={"行踪轨迹信息": "unknown"})}, "mapping"),
    ],
)
def test_another_wish_starts_afresh_and_says_why(change: dict[str, Any], key: str, tmp_path: Path) -> None:
    given, out = big(tmp_path / "in.csv", 1000), tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        run(given, output=out, part_rows=500, listener=Stopping(500))
    listener = Stopping(10**9)
    made = run(given, output=out, listener=listener, **{"part_rows": 500, **change})
    assert listener.said == [("batch.afresh", {"what": (key,)})]
    assert made.rows == 1000


def test_another_input_starts_afresh(tmp_path: Path) -> None:
    given, out = big(tmp_path / "in.csv", 1000), tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        run(given, output=out, part_rows=500, listener=Stopping(500))
    write_csv(given, ROWS)
    listener = Stopping(10**9)
    made = run(given, output=out, part_rows=500, listener=listener)
    assert listener.said == [("batch.afresh", {"what": ("inputs",)})]
    assert answers_in(out) == WANTED
    assert made.rows == 4


def test_restart_puts_aside_what_is_there(tmp_path: Path) -> None:
    given, out = big(tmp_path / "in.csv", 1000), tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        run(given, output=out, part_rows=500, listener=Stopping(500))
    listener = Stopping(10**9)
    run(given, output=out, part_rows=500, listener=listener, restart=True)
    assert listener.said == [("batch.restarted", {})]


def test_two_runs_do_not_work_on_one_output(tmp_path: Path) -> None:
    given = write_csv(tmp_path / "in.csv")
    folder = WorkFolder(tmp_path / "out.parquet.parts")
    folder.open({}, restart=False)
    assert wrong(given, tmp_path / "out.parquet") == ["TH524"]
    folder.release()
    assert run(given, output=tmp_path / "out.parquet").rows == 4


def command(given: Path, out: Path) -> list[str]:
    options = ["--part-rows", "2000", "--columns", "items"]
    return [sys.executable, "-m", "thresholds", "batch", str(given), "--output", str(out), *options]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def unmeasured() -> dict[str, str]:
    """The same without counting coverage: what it counts would not fit on the full disk either."""
    return {name: value for name, value in environment().items() if not name.startswith("COVERAGE_")}


def test_a_run_that_is_killed_goes_on_to_the_same_rows(tmp_path: Path) -> None:
    given, out = big(tmp_path / "in.csv", 60_000), tmp_path / "out.parquet"
    process = subprocess.Popen(command(given, out), env=environment(), stdout=subprocess.DEVNULL, cwd=ROOT)
    note = tmp_path / "out.parquet.parts" / "part-00002.json"
    while not note.exists():
        assert process.poll() is None, "it ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not out.exists()
    again = subprocess.run(command(given, out), env=environment(), capture_output=True, text=True, cwd=ROOT, check=True)
    assert "接着上次的做：30 段里已有" in again.stderr
    whole = run(given, output=tmp_path / "whole.parquet", part_rows=2000)
    assert out.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    both = [(tmp_path / f"{name}.parquet.rejects.csv").read_bytes() for name in ("out", "whole")]
    assert both[0] == both[1]
    assert whole.answered == len(fitting(60_000))
    assert not (tmp_path / "out.parquet.parts").exists()


def test_a_full_disk_ends_in_a_sentence_and_leaves_nothing_by_half(tmp_path: Path) -> None:
    rows = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(20_000)]
    pq.write_table(pa.table({"person": rows, "location_tracking": [50] * len(rows)}), tmp_path / "in.parquet")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    out = tmp_path / "out.parquet"
    failed = subprocess.run(
        [*command(tmp_path / "in.parquet", out), "--act", "sale"], env=unmeasured(), capture_output=True, text=True,
        cwd=ROOT, check=False, preexec_fn=limited,
    )  # fmt: skip
    assert failed.returncode == 1, failed.stderr
    assert "TH522" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert rows[0] not in failed.stderr
    assert not out.exists()
    assert not list(tmp_path.rglob("*.partial*"))
    made = run(tmp_path / "in.parquet", output=out, part_rows=2000, mapping=mapping_of(act="sale"))
    assert made.answered == 20_000


# -- summary, survey, mapping -------------------------------------------------------------------------------------


def test_the_summary_as_plain_data(tmp_path: Path) -> None:
    given = write_csv(tmp_path / "in.csv", [*ROWS, ["戊", "x", "0", "出售"]])
    everything = frozenset({"items", "readings"})
    run(given, output=tmp_path / "out.csv", summary=str(tmp_path / "sum.json"), include=everything)
    found = json.loads((tmp_path / "sum.json").read_text("utf-8"))
    assert found["schema"] == "thresholds/batch/1"
    assert found["rows"] == {"read": 5, "answered": 4, "rejected": 1}
    assert found["rejected"] == {"malformed": 1}
    assert found["grades"] == [
        {"at_least": "not_reached", "at_most": "not_reached", "rows": 1},
        {"at_least": "serious", "at_most": "serious", "rows": 2},
        {"at_least": "especially_serious", "at_most": "especially_serious", "rows": 1},
    ]
    assert found["items"]["art5.1.3"] == {"established": 2, "not_established": 2}
    # item by item nothing of these bulk records counts, so that the records of two rows no longer do
    assert found["readings_that_change_the_grade"]["bulk_presumption_t1_t2=item_by_item"] == 2
    assert found["inputs"] == [
        {"file": str(given), "sha256": hashlib.sha256(given.read_bytes()).hexdigest(), "rows": 5}
    ]
    assert found["ruleset"] == {"id": "fashi-2017-10", "sha256": RULESET.sha256}


def test_the_encoding_of_a_text_is_that_of_all_of_it(tmp_path: Path) -> None:
    texts = {"utf-8-sig": b"a" * (1 << 20) + "甲".encode(), "gb18030": b"a" * (1 << 20) + "甲".encode("gb18030")}
    for encoding, content in texts.items():
        (tmp_path / "in.csv").write_bytes(content)
        found = survey(find_inputs([str(tmp_path / "in.csv")])[0])
        assert found.encoding == encoding
        assert found.sha256 == hashlib.sha256(content).hexdigest()


def test_a_mapping_file_in_either_language(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        "列: {客户: id, 轨迹数: 行踪轨迹信息}\n空值: {轨迹数: 不明}\n保留: [网点]\n不读: 备注\n行为: 出售\n", "utf-8"
    )
    wanted = TableMapping(
        {"客户": "id", "轨迹数": "行踪轨迹信息"}, {"轨迹数": "unknown"}, ("网点",), ("备注",), "sale",
        str(tmp_path / "m.yaml"),
    )  # fmt: skip
    assert read_mapping(tmp_path / "m.yaml").mapping == wanted
    (tmp_path / "m.yaml").write_text(
        "columns: {客户: id, 轨迹数: 行踪轨迹信息}\nnulls: {轨迹数: unknown}\nkeep: 网点\nignore: [备注]\nact: sale\n",
        "utf-8",
    )
    assert read_mapping(tmp_path / "m.yaml").mapping == wanted
    write_csv(
        tmp_path / "in.csv", [["a", "", "东街", "-"], ["b", "50", "西街", "-"]], ["客户", "轨迹数", "网点", "备注"]
    )
    run(tmp_path / "in.csv", output=tmp_path / "out.parquet", mapping=read_mapping(tmp_path / "m.yaml"))
    found = [
        (row["id"], row["网点"], row["grade_at_least"], row["grade_at_most"]) for row in read(tmp_path / "out.parquet")
    ]
    assert found == [("a", "东街", "not_reached", "especially_serious"), ("b", "西街", "serious", "serious")]


def test_what_is_wrong_with_a_mapping_file_is_said_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("列: {a: id}\n空值: {a: 零}\n保存: [b]\n行为: 卖出去\n", "utf-8")
    with pytest.raises(SourceErrors) as caught:
        read_mapping(path)
    found = [(one.code, one.line, one.column) for one in caught.value.diagnostics]
    assert found == [("TH525", 2, 9), ("TH201", 3, 1), ("TH204", 4, 5)]
    path.write_text("列:\n  编号: id\n  轨迹: 行踪轨迹\n行为: 出售\n", "utf-8")
    write_csv(tmp_path / "in.csv", [["a", "1"]], ["编码", "轨迹"])
    with pytest.raises(SourceErrors) as caught:
        run(tmp_path / "in.csv", output=tmp_path / "out.parquet", mapping=read_mapping(path))
    assert ("TH504", str(path), 2, 3) in [
        (one.code, one.file, one.line, one.column) for one in caught.value.diagnostics
    ]


# -- frames -------------------------------------------------------------------------------------------------------


def frames() -> dict[str, Any]:
    table = typed().append_column("自愿", pa.array([None, 1, 2, 3]))
    return {
        "arrow": table,
        "pandas": table.to_pandas(types_mapper=pandas.ArrowDtype),
        "polars": polars.DataFrame(table),
        "lazy": polars.DataFrame(table).lazy(),
    }


@pytest.mark.parametrize("kind", ["arrow", "pandas", "polars", "lazy"])
def test_a_frame_is_answered_in_its_own_kind(kind: str) -> None:
    given = frames()[kind]
    found = evaluate_table(given, mapping=TableMapping(keep=("自愿",)), include=frozenset({"items"}))
    assert type(found.answered) is type(found.rejected) is type(given)
    plain: Any = found.answered.collect() if kind == "lazy" else found.answered
    table = plain if kind == "arrow" else pa.Table.from_pandas(plain) if kind == "pandas" else plain.to_arrow()
    assert table["row"].to_pylist() == [1, 2, 3, 4]
    assert table["grade_at_least"].to_pylist() == GRADES
    assert table["自愿"].to_pylist() == [None, 1, 2, 3]
    assert not any(pa.types.is_floating(field.type) for field in table.schema)


def test_rows_of_a_frame_that_do_not_fit_come_apart() -> None:
    given = pa.table({"person": ["a", "b"], "location_tracking": ["50", "?"]})
    found = evaluate_table(given, "fashi-2017-10", mapping=TableMapping(act="sale"))
    assert found.answered["row"].to_pylist() == [1]
    assert found.rejected.to_pylist() == [
        {"row": 2, "column": "location_tracking", "reason": "malformed", "value": "?"}
    ]


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # of Ibis, with this DuckDB
def test_an_ibis_table_stays_where_it_is() -> None:
    import ibis

    backend = ibis.duckdb.connect()
    backend.raw_sql("CREATE TABLE given AS SELECT 7::BIGINT AS row, 'a' AS person, 50 AS location_tracking")
    given = backend.table("given")
    found = evaluate_table(given, mapping=TableMapping(act="sale"), readings={"gains": "net"}, include=frozenset())
    assert isinstance(found.answered, ibis.Table)
    assert backend.to_pyarrow(found.answered).to_pylist() == [
        {"row": 7, "id": "a", "grade_at_least": "serious", "grade_at_most": "serious"}
    ]
    backend.disconnect()


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(TypeError):
        evaluate_table([1, 2])
    with pytest.raises(SourceErrors) as caught:
        evaluate_table(pa.table({"row": [1], "person": ["a"]}))
    assert codes(caught) == ["TH518"]
