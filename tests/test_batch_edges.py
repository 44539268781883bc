"""Tables of cases that go wrong in some way: no row is swallowed, nothing of another is lost, nothing unexplained."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from thresholds import load_ruleset
from thresholds.batch import run as batch_run
from thresholds.batch.faults import evaluating, reading, writing
from thresholds.batch.mapping import MappingFile
from thresholds.batch.parts import replacing
from thresholds.batch.quotes import unclosed_row
from thresholds.batch.run import Silent, Summary, Wish, run_batch
from thresholds.columns import TableMapping
from thresholds.errors import SourceErrors

RULESET = load_ruleset()
HEADER = "act,location_tracking,id\n"


def run(source: Path | str, output: Path | str, listener: Silent | None = None, **more: Any) -> Summary:
    mapping = MappingFile(TableMapping(keep=tuple(more.pop("keep", ())), nulls=more.pop("nulls", {})), {})
    wish = Wish((str(source),), str(output), RULESET, mapping=mapping, include=frozenset({"items"}), **more)
    return run_batch(wish, listener)


def refused(source: Path | str, output: Path | str, **more: Any) -> list[tuple[str, str]]:
    """The codes of the errors of a run, and what they say."""
    with pytest.raises(SourceErrors) as error:
        run(source, output, **more)
    return [(one.code, one.message("en")) for one in error.value.diagnostics]


def answers(path: Path) -> list[tuple[int, str | None, str]]:
    return [(row["row"], row["id"], row["grade_at_least"]) for row in pq.read_table(path).to_pylist()]


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written(tmp_path / "in.csv", HEADER + "sale,50,a\nsale,49,b\nsale,x,c\n")


# -- quotation marks that are not closed -------------------------------------------------------------------------

SWALLOWING = [
    ('sale,50,"a\nsale,49,b', "1"),
    ('sale,3,x\nsale,50,"a\nsale,49,b\n', "2"),
    ('sale,50,"a\nsale,49,b\nsale,49,"c"\n', "1"),
    ('sale,50,"a\nsale,49,"b\nsale,3,c\n', "1"),
    ('sale,3,"x"\n"sale,50,a\nsale,1,b\n"sale,49,c\n', "2"),
    ('sale,50,a\nsale,49,"', "2"),
    ('\n\nsale,3,"x\ny"\n\nsale,50,"a\nsale,49,b\n', "2"),
]


@pytest.mark.parametrize(("text", "row"), SWALLOWING)
def test_a_row_that_swallows_others_is_named_and_nothing_is_scored(tmp_path: Path, text: str, row: str) -> None:
    [(code, says)] = refused(written(tmp_path / "in.csv", HEADER + text), tmp_path / "out.parquet")
    assert (code, f"row {row} " in says) == ("TH516", True)
    assert left(tmp_path) == ["in.csv"]


def test_quotation_marks_that_are_closed_or_within_a_field_swallow_nothing(tmp_path: Path) -> None:
    rows = 'sale,50,"a\n""b"", c\n"\nsale,50,5"\nsale,49,"d"e\nsale,49,""\nsale,50,f"g"\n'
    run(written(tmp_path / "in.csv", HEADER + rows), tmp_path / "out.parquet")
    assert answers(tmp_path / "out.parquet") == [
        (1, 'a\n"b", c\n', "serious"),
        (2, '5"', "serious"),
        (3, "de", "not_reached"),
        (4, None, "not_reached"),
        (5, 'f"g"', "serious"),
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("h;h\na;b\n", None),
        ('h;h\r\n"a\r\n";b\r\n', None),
        ('h;h\r"a\r;b\r', 1),
        ('h;h\na;"b"\n"""";"c', 2),
        ('h;h\n"a;\n""x";b\n', None),
        ('"h\n";h\n"a\n" ;b\n', 1),
    ],
)
def test_the_first_row_that_swallows_others(tmp_path: Path, text: str, row: int | None) -> None:
    (tmp_path / "in.csv").write_bytes(text.encode("gb18030"))
    assert unclosed_row(tmp_path / "in.csv", "gb18030", ";", 0) == row


def test_a_line_that_is_passed_over_is_no_row(tmp_path: Path) -> None:
    assert unclosed_row(written(tmp_path / "in.csv", 'sep=,\nh,h\n"a,b\n'), "utf-8", ",", 1) == 1


# -- forms in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["act,location_tracking,id", "\ufeffact,location_tracking,id", "\n\nact,id"])
def test_a_header_without_an_end_of_line_is_a_table_without_rows(tmp_path: Path, header: str) -> None:
    assert run(written(tmp_path / "in.csv", header), tmp_path / "out.parquet").rows == 0
    assert answers(tmp_path / "out.parquet") == []


def test_a_header_over_two_lines(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", '\n"id",location_tracking,"note\r\nof ""x"""\r\na,50,x\r\n')
    run(source, tmp_path / "out.parquet", keep=['note\r\nof "x"'])
    [row] = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert (row["id"], row['note\r\nof "x"'], row["grade_at_least"]) == ("a", "x", "serious")


def test_half_a_character_in_json_is_no_text(tmp_path: Path) -> None:
    lines = ['{"id":"\\ud800","location_tracking":50}', '{"id":"\\ud83d\\ude00","location_tracking":50}']
    found = run(written(tmp_path / "in.jsonl", "\n".join(lines)), tmp_path / "out.parquet")
    assert (found.answered, dict(found.reasons)) == (1, {"not_an_object": 1})
    assert answers(tmp_path / "out.parquet") == [(2, "\U0001f600", "serious")]


def test_objects_without_keys_are_rows(tmp_path: Path) -> None:
    assert run(written(tmp_path / "in.jsonl", "{}\n{}\n"), tmp_path / "out.parquet").answered == 2


@pytest.mark.parametrize("opened", [pyarrow.ipc.new_file, pyarrow.ipc.new_stream])
def test_an_arrow_file_without_batches(tmp_path: Path, opened: Callable[..., Any]) -> None:
    with opened(tmp_path / "in.arrow", pa.schema([("id", pa.string()), ("location_tracking", pa.int64())])):
        pass
    assert run(tmp_path / "in.arrow", tmp_path / "out.parquet").rows == 0


def test_columns_without_a_type_are_empty_cells(tmp_path: Path) -> None:
    cells = pa.table({"id": ["a"], "location_tracking": [50], "illegal_gains": pa.nulls(1), "note": pa.nulls(1)})
    pq.write_table(cells, tmp_path / "in.parquet")
    with pyarrow.ipc.new_file(tmp_path / "in.arrow", cells.schema) as writer:
        writer.write_table(cells)
    for source in ("in.parquet", "in.arrow"):
        found = run(tmp_path / source, tmp_path / "out.parquet", keep=["note"])
        assert (found.answered, dict(found.reasons)) == (0, {"null": 1})
        run(tmp_path / source, tmp_path / "out.parquet", keep=["note"], nulls={"illegal_gains": "unknown"})
        assert answers(tmp_path / "out.parquet") == [(1, "a", "serious")]


def test_unsigned_numbers_and_types_that_parquet_does_not_know(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "in.duckdb")) as database:
        database.execute(
            "CREATE TABLE t AS SELECT 'a' AS id, unnest([50, 18446744073709551615]::UBIGINT[]) AS location_tracking, "
            "INTERVAL 3 DAY AS span, [INTERVAL 3 DAY] AS spans"
        )
    found = run(tmp_path / "in.duckdb", tmp_path / "out.parquet", keep=["span", "spans"])
    assert (found.answered, dict(found.reasons)) == (1, {"too_large": 1})
    [row] = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert (row["span"], row["spans"], row["grade_at_least"]) == ("3 days", "[3 days]", "serious")


def test_bytes_that_are_no_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["a", "b"], "location_tracking": [50, 49]}), tmp_path / "in.parquet")
    raw = (tmp_path / "in.parquet").read_bytes()
    (tmp_path / "in.parquet").write_bytes(raw[:10] + b"\xff" * 40 + raw[50:])
    assert [code for code, _ in refused(tmp_path / "in.parquet", tmp_path / "out.csv")] == ["TH513"]
    assert left(tmp_path) == ["in.parquet"]


def test_an_empty_name_is_not_this_folder(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(table.parent)
    assert [code for code, _ in refused("", "out.csv")] == ["TH512"]


# -- headers -----------------------------------------------------------------------------------------------------


def test_rows_without_a_header_are_not_shown(tmp_path: Path) -> None:
    [(code, says)] = refused(written(tmp_path / "in.csv", "张三,13800000000\n李四,13900000000\n"), tmp_path / "o.csv")
    assert code == "TH506"
    assert "张三" not in says
    assert "138" not in says
    assert "of 2 headers" in says


def test_headers_of_which_one_is_nearly_known_are_named(tmp_path: Path) -> None:
    found = refused(written(tmp_path / "in.csv", "xxxxxxxxxxxx,location_trackin\n1,50\n"), tmp_path / "o.csv")
    assert [code for code, _ in found] == ["TH501", "TH501"]


@pytest.mark.parametrize(
    "name", ["grade_at_least", "GRADE_AT_MOST", "art5.1.3", "art5.1.3.score_at_most", "deciding", "ruleset_sha256"]
)
def test_a_kept_column_never_takes_the_place_of_an_answer(tmp_path: Path, name: str) -> None:
    source = written(tmp_path / "in.csv", f"act,location_tracking,{name}\nsale,50,x\n")
    [(code, says)] = refused(source, tmp_path / "out.csv", keep=[name])
    assert (code, says.startswith("column 3:")) == ("TH518", True)


def test_a_kept_id_beside_the_label_of_the_row(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", "id,人员,location_tracking\na,b,50\n")
    assert [code for code, _ in refused(source, tmp_path / "out.csv", keep=["id"])] == ["TH518"]
    run(written(source, "id,location_tracking\na,50\n"), tmp_path / "out.parquet", keep=["id"])
    assert answers(tmp_path / "out.parquet") == [(1, "a", "serious")]


# -- where results go ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        {"rejects": "out.csv"},
        {"summary": "out.csv"},
        {"rejects": "x", "summary": "x"},
        {"summary": "../{}/out.csv.rejects.csv"},
        {"rejects": "out.csv.parts"},
    ],
)
def test_results_never_overwrite_each_other(
    table: Path, names: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(table.parent)
    named = {key: name.format(table.parent.name) for key, name in names.items()}
    assert [code for code, _ in refused("in.csv", "out.csv", **named)] == ["TH527"]
    assert left(table.parent) == ["in.csv"]


def test_rejected_rows_do_not_overwrite_an_input(table: Path) -> None:
    source = table.rename(table.with_name("out.csv.rejects.csv"))
    before = source.read_bytes()
    assert [code for code, _ in refused(source, table.with_name("out.csv"))] == ["TH520"]
    assert source.read_bytes() == before


@pytest.mark.parametrize("option", ["rejects", "summary"])
def test_a_folder_is_no_file_to_write(table: Path, option: str) -> None:
    (table.parent / "there").mkdir()
    more = {option: str(table.parent / "there")}
    assert [code for code, _ in refused(table, table.with_name("out.csv"), **more)] == ["TH001"]
    assert left(table.parent) == ["in.csv", "there"]


def test_nothing_appears_where_the_output_cannot_be_written(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        with writing("out.csv"):
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(batch_run, "write_answers", full)
    summary = table.with_name("sum.json")
    [(code, _)] = refused(table, table.with_name("out.csv"), summary=str(summary))
    assert code == "TH522"
    assert left(table.parent) == ["in.csv", "out.csv.parts"]
    monkeypatch.undo()
    assert run(table, table.with_name("out.csv"), summary=str(summary)).rows == 3
    assert left(table.parent) == ["in.csv", "out.csv", "out.csv.rejects.csv", "sum.json"]
    assert json.loads(summary.read_text("utf-8"))["rows"] == {"read": 3, "answered": 2, "rejected": 1}


def test_a_folder_of_somebody_else_is_left_alone(table: Path) -> None:
    folder = table.with_name("out.csv.parts")
    folder.mkdir()
    (folder / "diary.txt").write_text("mine")
    assert [code for code, _ in refused(table, table.with_name("out.csv"))] == ["TH527"]
    assert left(folder) == ["diary.txt"]


def test_what_is_wrong_with_the_data_leaves_no_folder(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", '{"id":"a","location_trackin":50}\n')
    assert [code for code, _ in refused(source, tmp_path / "out.csv")] == ["TH501"]
    assert left(tmp_path) == ["in.jsonl"]


def test_a_file_on_another_disk_is_written_beside_itself(tmp_path: Path) -> None:
    with replacing(tmp_path / "r.csv", tmp_path) as partial:
        partial.write_text("x")
        assert partial.parent == tmp_path
        assert partial.name != "r.csv.partial"
    assert left(tmp_path) == ["r.csv"]


# -- databases that are there -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["out.duckdb", "out.sqlite"])
def test_what_is_no_database_is_left_as_it_is(table: Path, name: str) -> None:
    output = written(table.with_name(name), "no database" * 100)
    assert [code for code, _ in refused(table, output)] == ["TH527"]
    assert output.read_text() == "no database" * 100
    assert left(table.parent) == sorted(["in.csv", name])


def test_a_view_is_no_table_to_write(table: Path) -> None:
    with duckdb.connect(str(table.with_name("out.duckdb"))) as database:
        database.execute("CREATE VIEW answers AS SELECT 1")
    with sqlite3.connect(table.with_name("out.sqlite")) as connection:
        connection.execute("CREATE VIEW Answers AS SELECT 1")
    connection.close()
    for name in ("out.duckdb", "out.sqlite"):
        [(code, says)] = refused(table, table.with_name(name))
        assert (code, "is a view" in says) == ("TH527", True)
    run(table, f"{table.with_name('out.sqlite')}::other")


def test_a_database_that_somebody_has_open_is_not_replaced(table: Path) -> None:
    output = table.with_name("out.sqlite")
    connection = sqlite3.connect(output)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("CREATE TABLE other (x)")
    connection.execute("INSERT INTO other VALUES (7)")
    connection.commit()
    assert [code for code, _ in refused(table, output)] == ["TH527"]
    assert connection.execute("SELECT x FROM other").fetchall() == [(7,)]
    connection.close()
    run(table, output)
    with sqlite3.connect(output) as again:
        assert again.execute("SELECT x FROM other").fetchall() == [(7,)]
        assert again.execute("SELECT count(*) FROM answers").fetchall() == [(2,)]
    again.close()


def test_what_is_only_in_the_log_of_a_database_is_kept(table: Path) -> None:
    kept, output = table.with_name("kept.duckdb"), table.with_name("out.duckdb")
    with duckdb.connect(str(kept)) as database:
        database.execute("PRAGMA disable_checkpoint_on_shutdown")
        database.execute("CREATE TABLE other AS SELECT 7 AS x")
        log = kept.with_name("kept.duckdb.wal").read_bytes()
        raw = kept.read_bytes()
    output.write_bytes(raw)
    output.with_name("out.duckdb.wal").write_bytes(log)
    run(table, output)
    assert not output.with_name("out.duckdb.wal").exists()
    with duckdb.connect(str(output)) as database:
        assert database.execute("SELECT x FROM other").fetchall() == [(7,)]
        assert database.execute("SELECT count(*) FROM answers").fetchall() == [(2,)]


# -- faults of the system ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("within", [reading, evaluating, writing])
def test_ctrl_c_in_the_middle_of_a_query(within: Callable[[str], Any]) -> None:
    for error in (duckdb.InterruptException("INTERRUPT Error: Interrupted!"), RuntimeError("Query interrupted")):
        with pytest.raises(KeyboardInterrupt), within("f"):
            raise error
    with pytest.raises(RuntimeError, match="other"), within("f"):
        raise RuntimeError("other")


def test_a_full_disk_while_a_part_is_written(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from thresholds.batch import engines

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "[Errno 28] Error writing bytes to file")

    monkeypatch.setattr(engines, "write_batches", full)
    with pytest.raises(SourceErrors) as error:
        run(table, table.with_name("out.csv"))
    assert [(one.code, one.file) for one in error.value.diagnostics] == [("TH522", str(table.with_name("out.csv")))]
