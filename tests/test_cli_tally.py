"""`thresholds tally` as people type it: what it prints and writes, what it leaves behind, and how it goes on."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from hashlib import sha256
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from tallies import PLANTED, write
from terminals import ROOT, Terminal, interruptible, surroundings

from thresholds.cli.root import run

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Both files of the example."""
    first, second = write(tmp_path)
    return str(first), str(second)


def typed(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    """Exit code and what was printed."""
    code = run(["tally", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def apart(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, after some lines of Python."""
    lines = f"import sys\n{code}\nfrom thresholds.cli.root import run\nsys.exit(run(['tally', *sys.argv[1:]]))"
    return subprocess.run(
        [sys.executable, "-c", lines, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=surroundings(),
        cwd=ROOT,
        preexec_fn=interruptible,
        check=False,
    )


#: Lines that send the process a signal when records are made and before they are grouped.
STRUCK = "import os, thresholds.tally.counting.count as c\nc.group = lambda *_: os.kill(os.getpid(), {signal})"


# -- the result --------------------------------------------------------------------------------------------------


def test_the_result_is_printed(files: tuple[str, str], capsys: Captured) -> None:
    code, out, err = typed(capsys, *files)
    assert (code, err) == (0, "")
    assert "共读 12 行，计 3 条：其他公民个人信息 3 条" in out
    code, out, _ = typed(capsys, *files, "--lang", "en")
    assert "12 lines read, 3 records" in out


@pytest.mark.parametrize("format_", ["text", "json", "xlsx", "markdown", "html", "docx"])
def test_every_form_is_written_whole_and_the_same_again(
    files: tuple[str, str], format_: str, tmp_path: Path, capsys: Captured
) -> None:
    made = []
    for name in ("one", "two"):
        assert typed(capsys, *files, "--format", format_, "--output", tmp_path / name) == (0, "", "")
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    shown = _texts(made[0])
    assert [value for value in PLANTED if value in shown] == []


def _texts(made: bytes) -> str:
    """The text of a file, or all texts of a package."""
    if not made.startswith(b"PK"):
        return made.decode()
    from io import BytesIO

    with ZipFile(BytesIO(made)) as file:
        return "".join(file.read(name).decode("utf-8", "ignore") for name in file.namelist())


def test_the_order_of_the_files_says_which_keeps_what_is_equal(files: tuple[str, str], capsys: Captured) -> None:
    numbers = []
    for order in (files, files[::-1]):
        data = json.loads(typed(capsys, *order, "--format", "json")[1])
        numbers.append({Path(one["file"]).name: one["counted"] for one in data["sources"]})
    assert numbers == [{"first.csv": 2, "second.csv": 1}, {"first.csv": 1, "second.csv": 2}]


def test_keys_can_be_declared(files: tuple[str, str], capsys: Captured) -> None:
    for name in ("phone", "手机号"):
        data = json.loads(typed(capsys, files[0], "--key", name, "--format", "json")[1])
        assert data["keys"] == ["phone"]
        assert data["counted"] == 2


def test_options_take_off_what_they_name(tmp_path: Path, capsys: Captured) -> None:
    other = tmp_path / "third.csv"
    other.write_text(
        "姓名,手机号,住址\n赵甲甲,19900000001,某市某区某路1号\n赵甲甲,19900000001,某市某区某路2号\n", encoding="utf-8"
    )
    plain = json.loads(typed(capsys, other, "--format", "json")[1])
    asked = json.loads(typed(capsys, other, "--format", "json", "--one-per-person")[1])
    assert (plain["counted"], asked["counted"]) == (2, 1)
    assert asked["options"] == {"one_per_person": True, "merge_stationary": False}


def test_a_reading_moves_records_to_another_category(files: tuple[str, str], capsys: Captured) -> None:
    arguments = (files[0], "--format", "json", "--reading", "id_or_address=other_safety_related")
    data = json.loads(typed(capsys, *arguments)[1])
    assert {one["category"]: one["counted"] for one in data["categories"]} == {
        "other_safety_related": 1,
        "general_information": 1,
    }
    assert data["readings"] == {"id_or_address": "other_safety_related"}


def test_columns_are_shown_without_anything_that_stands_in_them(files: tuple[str, str], capsys: Captured) -> None:
    code, out, _ = typed(capsys, *files, "--columns")
    assert code == 0
    for header in ("姓名", "手机号", "身份证号", "备注"):
        assert header in out
    assert "未认出" in out
    assert [value for value in PLANTED if value in out] == []


def test_a_mapping_file_is_written_corrected_and_used(files: tuple[str, str], tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "mapping.yaml"
    assert typed(capsys, files[0], "--write-map", path)[:2] == (0, "")
    text = path.read_text(encoding="utf-8")
    assert [value for value in PLANTED if value in text] == []
    assert '"手机号": "电话"' in text
    same = json.loads(typed(capsys, files[0], "--map", path, "--format", "json")[1])
    assert (same["counted"], same["keys"]) == (2, ["name", "resident_id", "phone"])
    assert same["mapping"] == {"file": str(path), "sha256": sha256(path.read_bytes()).hexdigest()}
    path.write_text(text.replace('"手机号": "电话"', '"手机号": 忽略'), encoding="utf-8")
    data = json.loads(typed(capsys, files[0], "--map", path, "--format", "json")[1])
    # without the phone column: one person has a resident ID, all others a name alone or nothing
    assert (data["counted"], data["keys"]) == (1, ["name", "resident_id"])


def test_the_batches_stand_in_a_case(files: tuple[str, str], tmp_path: Path, capsys: Captured) -> None:
    from thresholds import load_case

    _, block, _ = typed(capsys, *files, "--batches")
    path = tmp_path / "case.yaml"
    path.write_text(f"schema: thresholds/case/1\nid: x\npersons: {{jia: {{}}}}\n{block}", encoding="utf-8")
    assert set(load_case(path).batches) == {"S1", "S2"}


def test_the_schema_is_printed_without_files(capsys: Captured) -> None:
    assert json.loads(typed(capsys, "--schema")[1])["title"] == "thresholds/tally/1"


def test_the_help_is_chinese_first(capsys: Captured) -> None:
    code, out, _ = typed(capsys, "--help")
    assert code == 0
    assert out.index("清点查获的数据") < out.index("Count seized data")


# -- samples -----------------------------------------------------------------------------------------------------


def sheet(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))
    return [[str(cell or "") for cell in row] for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_a_sheet_is_written_filled_in_and_read_back(
    files: tuple[str, str], name: str, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / name
    assert typed(capsys, *files, "--sample", 200, "--seed", 5, "--output", path)[0] == 0
    head, *rows = sheet(path)
    assert len(rows) == 3
    assert sorted((Path(row[2]).name, row[3]) for row in rows) == [
        ("first.csv", "1"), ("first.csv", "6"), ("second.csv", "2"),
    ]  # fmt: skip
    assert {cell for row in rows for cell in row} >= {"赵**", "199****0001", "周**", "199****0003"}
    assert [value for value in PLANTED if value in _texts(path.read_bytes())] == []
    verdict = head.index("核验结论")
    for row, text in zip(rows, ("重复", "fine", ""), strict=True):
        row[verdict] = text
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    data = json.loads(typed(capsys, *files, "--format", "json", "--checked", filled, "--confidence", "90%")[1])
    found = data["sample"]
    assert (found["records"], found["without_verdict"], found["confidence"]) == (3, 1, "0.9")
    assert (found["duplicate"]["found"], found["duplicate"]["size"]) == (1, 2)
    # of two one: the ends p with p² = 5 % and 1 − (1 − p)² = 5 %, outward: 1 − √0.95 = 0.02532…, √0.95 = 0.97467…
    assert (found["duplicate"]["at_least"], found["duplicate"]["at_most"]) == ("0.02532", "0.97468")


def test_the_same_seed_draws_the_same_records(tmp_path: Path, capsys: Captured) -> None:
    data = tmp_path / "many.csv"
    lines = [f"赵甲甲,199{number:08d}" for number in range(500)] * 2
    data.write_text("\n".join(["姓名,手机号", *lines]), encoding="utf-8")
    drawn = []
    for name, seed in (("a.csv", 1), ("b.csv", 1), ("c.csv", 2)):
        typed(capsys, data, "--sample", 40, "--seed", seed, "--output", tmp_path / name)
        drawn.append(sheet(tmp_path / name))
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == len(drawn[2]) == 41
    assert drawn[0] != drawn[2]
    # no record is drawn twice, though each stands in the data twice
    assert len({row[6] for row in drawn[0][1:]}) == 40


def test_a_sheet_of_other_data_is_refused(files: tuple[str, str], tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "sheet.csv"
    typed(capsys, *files, "--sample", 2, "--output", path)
    code, out, err = typed(capsys, files[0], "--checked", path)
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}:2:2: TH631 B2：")


# -- what is left behind -----------------------------------------------------------------------------------------


def left_in(folder: Path) -> list[str]:
    """The names in a folder and below."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_work_folder_is_empty_at_the_end(files: tuple[str, str], tmp_path: Path, capsys: Captured) -> None:
    work = tmp_path / "work"
    assert typed(capsys, *files, "--work", work)[0] == 0
    assert left_in(work) == []


def test_a_run_that_was_killed_is_taken_up_with_the_same_result(
    files: tuple[str, str], tmp_path: Path, capsys: Captured
) -> None:
    work, arguments = tmp_path / "work", (*files, "--format", "json")
    killed = apart(STRUCK.format(signal=int(signal.SIGKILL)), *arguments, "--work", work)
    assert killed.returncode == -signal.SIGKILL
    assert killed.stdout == ""
    assert "tally.duckdb" in left_in(work)
    resumed = apart(COUNTING, *arguments, "--work", work)
    assert resumed.returncode == 0
    # the tables of both sources were finished before; only the grouping is made anew
    assert resumed.stderr.split() == ["tally_kept"]
    assert resumed.stdout == typed(capsys, *arguments)[1]
    assert left_in(work) == []


#: Lines that say on standard error which tables are made.
COUNTING = """
import thresholds.tally.workspace as w
plain = w.Workspace.execute
def execute(self, sql, *rest):
    if sql.startswith("CREATE OR REPLACE TABLE"):
        print(sql.split('"')[1], file=sys.stderr)
    plain(self, sql, *rest)
w.Workspace.execute = execute
"""


#: Lines that interrupt the process while a query runs that would take days.
IN_A_QUERY = """
import os, signal, threading, thresholds.tally.counting.count as c
def group(workspace, *_):
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    workspace.execute("SELECT max(hash(range)) FROM range(1000000000000)")
c.group = group
"""


@pytest.mark.parametrize("lines", [STRUCK.format(signal=int(signal.SIGINT)), IN_A_QUERY])
def test_an_interrupt_leaves_nothing(lines: str, files: tuple[str, str], tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    beside = f"import tempfile\ntempfile.tempdir = {str(place)!r}"
    stopped = apart(f"{beside}\n{lines}", *files, "--output", tmp_path / "out.txt")
    assert stopped.returncode == 2
    assert "Traceback" not in stopped.stderr
    assert left_in(place) == []
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("library", ["duckdb", "phonenumbers", "stdnum", "scipy"])
def test_a_missing_library_is_said_in_one_sentence(library: str, files: tuple[str, str]) -> None:
    found = apart(f"sys.modules['{library}'] = None", *files)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("TH601 ")
    assert len(found.stderr.splitlines()) == 1


def test_numbers_that_do_not_add_up_give_no_answer(files: tuple[str, str], tmp_path: Path) -> None:
    wrong = "import thresholds.tally.counting.count as c\nplain = c.group\n"
    wrong += "c.group = lambda *a: (lambda g: g._replace(kept={p: n + 5 for p, n in g.kept.items()}))(plain(*a))"
    found = apart(wrong, *files, "--output", tmp_path / "out.txt")
    assert found.returncode == 4
    assert "不作答" in found.stderr
    assert not (tmp_path / "out.txt").exists()


def test_progress_is_shown_to_a_person_alone(files: tuple[str, str], capsys: Captured) -> None:
    assert typed(capsys, *files)[2] == ""
    with Terminal(["tally", *files]) as terminal:
        code, shown = terminal.finish()
    assert code == 0
    assert "逐行认定" in shown


# -- wrong usage -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "要有文件"),
        (["FILE", "--key", "phon"], "最接近的是「phone」"),
        (["FILE", "--key", "password"], "没有认作「password」的列"),
        (["FILE", "--reading", "journy=x"], "最接近的是「journey」"),
        (["FILE", "--reading", "journey=x"], "没有「x」"),
        (["FILE", "--confidence", "95"], "不是置信度"),
        (["FILE", "--confidence", "全部"], "不是置信度"),
        (["FILE", "--sample", "5"], "--output"),
        (["FILE", "--sample", "5", "--output", "x.csv", "--checked", "y.csv"], "不能一起用"),
        (["FILE", "--memory", "much"], "TH605"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], said: str, files: tuple[str, str], capsys: Captured) -> None:
    code, out, err = typed(capsys, *(files[0] if one == "FILE" else one for one in arguments))
    assert (code, out) == (2, "")
    assert said in err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: Captured) -> None:
    code, _, err = typed(capsys, tmp_path / "none.csv")
    assert code == 1
    assert "TH001" in err
    assert os.listdir(tmp_path) == []
