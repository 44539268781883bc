"""`thresholds batch` as it is typed: options, sentences, exit codes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from thresholds.batch.run import Wish
from thresholds.cli.batch_progress import Shown
from thresholds.cli.batch_summary import _share
from thresholds.cli.root import run
from thresholds.law.load import available

ROOT = Path(__file__).resolve().parents[1]
TABLE = "人员,行为,行踪轨迹信息,违法所得,网点\n甲,出售,50,0,东街\n乙,出售,49,,西街\n丙,出售,x,0,西街\n"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    path = tmp_path / "in.csv"
    path.write_text(TABLE, "utf-8")
    return path


COMMON = ["batch", "in.csv", "--output", "out.csv", "--keep", "网点", "--nullable", "违法所得", "--columns", "items"]


def rows(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("table")
def test_totals_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(COMMON) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[:7] == [
        "读入 3 行：评了 2 行，没有评 1 行",
        "",
        "档次",
        "未达到 ～ 情节特别严重（待查）  1 行，50.0%",
        "█" * 40,
        "情节严重  1 行，50.0%",
        "█" * 40,
    ]
    assert "第五条第一款第（三）项  成立 1 · 不成立 1" in lines
    assert "第五条第一款第（七）项  不成立 1 · 待查 1" in lines
    assert "不是这一列能有的值  1 行，33.3%" in lines
    assert "结果 out.csv" in lines
    assert shown.err == ""


@pytest.mark.usefixtures("table")
def test_totals_in_english_fold_into_forty_cells(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "40")
    assert run([*COMMON, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 rows read: 2 scored, 1 not scored\n")
    assert all(cell_len(line) <= 40 for line in out.splitlines())
    assert "not a value that this column can have" in " ".join(out.split())


@pytest.mark.usefixtures("table")
def test_what_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*COMMON, "--summary", "sum.json", "--rejects", "no.csv", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == json.loads(Path("sum.json").read_text("utf-8"))
    assert found["rows"] == {"read": 3, "answered": 2, "rejected": 1}
    assert [(row["row"], row["id"], row["网点"], row["grade_at_least"]) for row in rows("out.csv")] == [
        ("1", "甲", "东街", "serious"),
        ("2", "乙", "西街", "not_reached"),
    ]
    assert [(row["row"], row["column"], row["value"]) for row in rows("no.csv")] == [("3", "行踪轨迹信息", "x")]
    assert sorted(path.name for path in Path().iterdir()) == ["in.csv", "no.csv", "out.csv", "sum.json"]


@pytest.mark.usefixtures("table")
def test_grades_alone_and_a_reading() -> None:
    assert run([*COMMON[:-1], "grade", "--reading", "gains=net"]) == 0
    assert list(rows("out.csv")[0]) == ["row", "id", "网点", "grade_at_least", "grade_at_most", "ruleset_sha256"]


@pytest.mark.usefixtures("table")
def test_an_act_for_all_rows() -> None:
    Path("plain.csv").write_text("person,location_tracking\na,50\n", "utf-8")
    assert run(["batch", "plain.csv", "--output", "out.csv", "--act", "出售", "--columns", "grade"]) == 0
    assert rows("out.csv")[0]["grade_at_least"] == "serious"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["batch"], 2, "要写读哪些表格"),
        (["batch", "in.csv"], 2, "要写 --output"),
        (["batch", "in.csv", "--lang", "en"], 2, "--output is missing"),
        ([*COMMON, "--memory", "much"], 2, "「much」不是内存的大小"),
        ([*COMMON, "--columns", "item"], 2, "「item」不是可以写出的一组列"),
        ([*COMMON, "--part-rows", "0"], 2, "0"),
        ([*COMMON, "--ruleset", "fashi-2017-11"], 2, "fashi-2017-10"),
        ([*COMMON, "--reading", "gains=some"], 2, "gross"),
        ([*COMMON, "--act", "卖"], 1, "TH204"),
        ([*COMMON, "--keep", "网店"], 1, "网点"),
        (["batch", "none.csv", "--output", "out.csv"], 1, "none.csv: TH001"),
        (["batch", "in.csv", "--output", "in.csv"], 1, "in.csv: TH520"),
        (["batch", "in.csv", "--output", "no/out.csv"], 1, "no: TH001"),
        (["batch", "in.csv", "--output", "out.csv", "--map", "none.yaml"], 1, "none.yaml: TH001"),
    ],
)
@pytest.mark.usefixtures("table")
def test_what_is_wrong_is_said(arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == code
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.out == ""
    assert [path.name for path in Path().iterdir()] == ["in.csv"]


@pytest.mark.usefixtures("table")
def test_an_interrupted_run_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from thresholds.batch import run as batch_run

    whole = batch_run.run_batch

    def interrupted(wish: Wish, _: object) -> None:
        whole(wish, _Stopping())

    monkeypatch.setattr(batch_run, "run_batch", interrupted)
    assert run([*COMMON, "--part-rows", "1"]) == 130
    assert capsys.readouterr().err == "停在中途；已经算完的各段留在 out.csv.parts，照原样再运行一次就接着做\n"
    monkeypatch.setattr(batch_run, "run_batch", whole)
    assert Path("out.csv.parts").exists()
    assert run([*COMMON, "--part-rows", "1", "--lang", "en"]) == 0
    assert capsys.readouterr().err == "going on: 1 of 3 parts are done already\n"


class _Stopping:
    def say(self, key: str, **fields: object) -> None:
        """Nothing."""

    def progress(self, key: str, done: int, total: int) -> None:  # noqa: ARG002
        if key == "batch.progress.rows" and done:
            raise KeyboardInterrupt


@pytest.mark.usefixtures("table")
def test_what_changed_since_the_earlier_run_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from thresholds.batch import run as batch_run

    whole = batch_run.run_batch
    monkeypatch.setattr(batch_run, "run_batch", lambda wish, _: whole(wish, _Stopping()))
    assert run([*COMMON, "--part-rows", "1"]) == 130
    monkeypatch.setattr(batch_run, "run_batch", whole)
    capsys.readouterr()
    assert run([*COMMON, "--part-rows", "2", "--reading", "gains=net"]) == 0
    assert capsys.readouterr().err == "上次做了一部分的，因为每段的行数、口径不同，不能接着用，从头做起\n"


def test_progress_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    with Shown.on_terminal("zh") as shown:
        shown.progress("batch.progress.reading", 1, 2)
        shown.progress("batch.progress.rows", 0, 4_000_000)
        shown.progress("batch.progress.rows", 2_000_000, 4_000_000)
        shown.say("batch.resumed", done=1, parts=4)
        shown.bars.refresh()
    told = capsys.readouterr().err
    assert "接着上次的做：4 段里已有 1 段" in told
    assert "2 000 000" in told


@pytest.mark.parametrize(
    ("rows", "whole", "said"),
    [
        (0, 3, "0.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (3, 3, "100.0%"),
        (1, 10**7, "0.1%"),
        (10**7 - 1, 10**7, "99.9%"),
    ],
)
def test_shares_never_say_all_of_less_than_all(rows: int, whole: int, said: str) -> None:
    assert _share(rows, whole) == said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [name for name in available() if name.startswith("fashi")])
def test_the_template_of_every_ruleset_can_be_scored(name: str, lang: str, table: Path) -> None:
    given = table.with_name("t.csv")
    assert run(["batch", "--template", str(given), "--ruleset", name, "--lang", lang]) == 0
    assert run(["batch", "t.csv", "--output", "out.csv", "--ruleset", name, "--columns", "grade"]) == 0
    assert [row["row"] for row in rows("out.csv")] == ["1"]
    assert rows("out.csv.rejects.csv") == []


def test_a_missing_library_is_one_sentence(table: Path) -> None:
    code = "import sys; sys.modules['ibis'] = None; from thresholds.cli.root import run; sys.exit(run(sys.argv[1:]))"
    found = subprocess.run(
        [sys.executable, "-c", code, "batch", str(table), "--output", "out.csv"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 2
    assert found.stderr.startswith("TH510 没有装处理大表的库（ibis）")
    assert "pip install 'thresholds[bulk]'" in found.stderr
