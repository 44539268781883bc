"""The folder that a tally works in: removed or resumed, and errors without any row."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pytest
from tally_files import PLAIN, database, packed, rows_of, workbook

from thresholds.errors import UnavailableError
from thresholds.tally.inputs import open_inputs
from thresholds.tally.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "work", memory="300MB", threads=2) as opened:
        yield opened


def test_a_folder_of_its_own_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Workspace.open() as workspace:
        assert workspace.folder.parent == tmp_path
        workspace.execute("CREATE TABLE t AS SELECT 1")
    with pytest.raises(KeyboardInterrupt), Workspace.open():
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_a_given_folder_resumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    packed({"1.csv": PLAIN.encode("gb18030"), "2.db": database(tmp_path / "a.db").read_bytes()}, tmp_path / "a.zip")
    paths = [tmp_path / "a.zip", workbook(tmp_path / "b.xlsx"), tmp_path / "c.csv"]
    paths[2].write_text(PLAIN)
    with Workspace.open(work) as workspace:
        first = open_inputs(paths, workspace)
        rows = [rows_of(workspace, table) for table in first]
    (work / "pieces" / "rows-left.part").write_bytes(b"half")
    for name in ("archives._unpack", "staging.write", "delimited._counted", "encodings._rewrite"):
        monkeypatch.setattr(f"thresholds.tally.inputs.{name}", None)
    with Workspace.open(work) as workspace:
        assert open_inputs(paths, workspace) == first
        assert [rows_of(workspace, table) for table in first] == rows
    assert not (work / "pieces" / "rows-left.part").exists()


def test_another_file_of_the_same_name_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for number in (2, 3):
        made = openpyxl.Workbook()
        for _ in range(number):
            assert made.active is not None
            made.active.append(["甲", 13800138000])
        made.save(path)
        with Workspace.open(tmp_path / "work") as workspace:
            (table,) = open_inputs([path], workspace)
            assert len(rows_of(workspace, table)) == number


def test_a_piece_that_was_cut_is_made_anew(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    for _ in range(2):
        with Workspace.open(tmp_path / "work") as workspace:
            assert [len(rows_of(workspace, table)) for table in open_inputs([path], workspace)] == [4, 2, 0]
            for piece in workspace.pieces.glob("rows-*"):
                piece.write_bytes(b"")


def test_a_manifest_that_cannot_be_read_counts_for_nothing(tmp_path: Path) -> None:
    for text in ("{", "[]", '{"version": 0, "pieces": {}}', '{"version": 1, "pieces": []}'):
        with Workspace.open(tmp_path / "work") as workspace:
            (workspace.pieces / "manifest.json").write_text(text)
        with Workspace.open(tmp_path / "work") as workspace:
            assert len(open_inputs([workbook(tmp_path / "a.xlsx")], workspace)) == 3


def test_two_tallies_in_one_folder(tmp_path: Path) -> None:
    import subprocess
    import sys

    with Workspace.open(tmp_path):
        script = (
            "from pathlib import Path; from thresholds.errors import UnavailableError\n"
            "from thresholds.tally.workspace import Workspace\n"
            f"try: Workspace.open(Path({str(tmp_path)!r}))\n"
            "except UnavailableError as error: print(error.key)"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout == "TH604\n"


def unavailable(workspace: Workspace, sql: str) -> str:
    with pytest.raises(UnavailableError) as caught:
        workspace.execute(sql)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    return caught.value.show()


def test_no_value_gets_into_a_message(workspace: Workspace) -> None:
    shown = unavailable(workspace, "SELECT CAST('机密138' AS INTEGER)")
    assert shown.startswith("TH614 数据库没有执行下去（ConversionException）")
    assert "机密" not in shown


def test_too_little_memory(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "work", memory="60MB", threads=2, disk="0B") as workspace:
        text = unavailable(workspace, "SELECT string_agg(i::VARCHAR || repeat('x', 500), ',') FROM range(1000000) t(i)")
        assert text.startswith("TH60")


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "work", memory="60MB", threads=2, disk="20MB") as workspace:
        shown = unavailable(
            workspace, "CREATE TABLE t AS SELECT i, repeat('x', 50) FROM range(9000000) t(i) ORDER BY hash(i)"
        )
        assert shown.startswith(f"TH602 磁盘满了：{tmp_path / 'work'}")


@pytest.mark.parametrize(
    "fails",
    [
        "zipfile.ZipExtFile.read",
        "pyarrow.parquet.ParquetWriter.write_batch",
        "thresholds.tally.inputs.encodings._rewrite",
        "os.replace",
    ],
)
def test_a_disk_that_fills_while_pieces_are_written(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    path = tmp_path / "a.zip"
    packed({"1.csv": PLAIN.encode("gb18030"), "2.db": database(tmp_path / "a.db").read_bytes()}, path)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "机密")

    with monkeypatch.context() as patched:
        patched.setattr(fails, full)
        with pytest.raises(UnavailableError) as caught:
            open_inputs([path], workspace)
    assert str(caught.value).startswith("TH602 磁盘满了")
    assert "机密" not in str(caught.value)
    listed = workspace.pieces / "manifest.json"
    entries = json.loads(listed.read_text())["pieces"].values() if listed.exists() else []
    known = {"manifest.json", *(entry["name"] for entry in entries if "name" in entry)}
    assert {piece.name for piece in workspace.pieces.iterdir()} <= known
    assert [table.rows for table in open_inputs([path], workspace)] == [2, 0, 4]


def test_a_size_that_is_none(tmp_path: Path) -> None:
    for given in ({"memory": "viel"}, {"disk": "viel"}):
        with pytest.raises(UnavailableError, match="TH605 「viel」不是大小"):
            Workspace.open(tmp_path, **given)


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match="TH604 工作文件夹用不了"):
        Workspace.open(tmp_path / "file")


@pytest.mark.parametrize("missing", ["duckdb", "pyarrow", "phonenumbers", "stdnum", "scipy"])
def test_without_a_library_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str) -> None:
    monkeypatch.setattr(
        "thresholds.tally.workspace.find_spec", lambda name: None if name == missing else find_spec(name)
    )
    with pytest.raises(UnavailableError, match="TH601 没有装读大量数据的库"):
        Workspace.open(tmp_path)


# -- what is not ours ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pieces/mine.txt", "pieces/rows.csv", "spill/mine.txt", "tally.duckdb", "pieces"])
def test_a_folder_with_something_of_somebody_else_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(UnavailableError) as caught:
        Workspace.open(tmp_path)
    assert (caught.value.key, caught.value.fields["name"]) == ("TH615", name)
    assert path.read_text() == "mine"
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [path]


def test_what_is_put_into_a_work_folder_meanwhile_stays(tmp_path: Path) -> None:
    from thresholds.tally.counting.gather import forget

    (tmp_path / "notes.txt").write_text("mine")
    with Workspace.open(tmp_path) as workspace:
        (workspace.pieces / "mine.txt").write_text("mine")
        (tmp_path / "spill").mkdir(exist_ok=True)
        (tmp_path / "spill" / "mine.txt").write_text("mine")
        open_inputs([workbook(tmp_path / "a.xlsx")], workspace)
    forget(tmp_path)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["a.xlsx", "notes.txt", "pieces/mine.txt", "spill/mine.txt"]
    with pytest.raises(UnavailableError, match="TH615"):
        Workspace.open(tmp_path)


def test_data_in_the_work_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PLAIN)
    with Workspace.open(tmp_path) as workspace:
        open_inputs([workbook(tmp_path / "b.xlsx")], workspace)
        tables = open_inputs([tmp_path], workspace)
    assert [Path(table.file).name for table in tables] == ["a.csv", "b.xlsx", "b.xlsx", "b.xlsx"]
