"""Columns that are in doubt: what is recognised by content alone, and how a category that hangs on them is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from thresholds.cli.tally import command
from thresholds.tally.counting.questions import COLUMNS
from thresholds.tally.counting.result import Source, Tally
from thresholds.tally.counting.tallying import Plan, default_keys, tally
from thresholds.tally.inputs import Written, open_inputs
from thresholds.tally.kinds import Kind, Recognised, Settings, recognise
from thresholds.tally.workspace import Workspace

PEOPLE = ("赵甲甲", "钱乙乙", "孙丙丙", "李丁丁", "周戊戊", "吴己己", "郑庚庚", "王辛辛", "冯壬壬", "陈癸癸")
LOCATION, CREDIT, HEALTH, FACE, PLAIN = (
    "location_tracking",
    "credit_record",
    "health_information",
    "other_safety_related",
    "general_information",
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with Workspace.open(None, "512MB", 2) as opened:
        yield opened


def written(path: Path, header: str, *cells: str) -> Path:
    """A file of ten people, each with a phone number, and with these cells, `N` in which is the number of the row."""
    rows = [
        f"{name},1990000000{n},{cell.replace('N', str(n))}"
        for n, (name, cell) in enumerate(zip(PEOPLE, cells * (10 // len(cells)), strict=True))
    ]
    path.write_text("\n".join([f"姓名,手机号,{header}", *rows, ""]), encoding="utf-8")
    return path


def source_of(workspace: Workspace, path: Path, mapping: dict[str, Kind | None] | None = None) -> Source:
    (table,) = open_inputs([path], workspace, written=Written(header=True))
    return Source(table, recognise(table, workspace, mapping))


def counted(workspace: Workspace, *sources: Source) -> Tally:
    return tally(workspace, Plan(sources, default_keys([one.columns for one in sources])))


def doubts(found: Tally) -> dict[tuple[str, str], int]:
    """By category and other category, the records that hang on columns in doubt."""
    return {(one.category, one.otherwise): one.records for one in found.doubts() if one.reading == COLUMNS}


def parts(found: Tally) -> dict[tuple[str, tuple[str, ...]], int]:
    return {(one.category, one.otherwise): one.counted for one in found.parts()}


# -- what is recognised by content alone ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("N/10",), None),
        (("N,2",), None),
        (('"[N, 2]"',), None),
        (("1N 20",), None),
        (("1.N/2.5",), None),
        (('"116.39N, 39.90N"',), Kind.COORDINATES),
        (('"(39.908N, 116.397N)"',), Kind.COORDINATES),
        (('"216.3975, 139.908N"',), None),  # nowhere
        (('"116.397N, 39.9"',), None),
    ],
)
def test_a_position_is_one_that_can_be_nothing_else(
    workspace: Workspace, tmp_path: Path, cells: tuple[str, ...], kind: Kind | None
) -> None:
    path = written(tmp_path / "a.csv", "x", *(cell if cell[0] == '"' else f'"{cell}"' for cell in cells))
    column = source_of(workspace, path).columns[2]
    assert (column.kind, column.certain) == (kind, kind is None)


@pytest.mark.parametrize("header", ["备注", "id"])
@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("1380013800N", Kind.PHONE),
        ("user-N@example.com", Kind.EMAIL),
        ("110101199003070011", Kind.RESIDENT_ID),
        ("6222021234567890128", Kind.BANK_CARD),
        ("N", None),
        ("2019-05-01", None),
        ("客户N", None),
    ],
)
def test_columns_that_say_nothing_by_name_are_looked_into(
    workspace: Workspace, tmp_path: Path, header: str, cell: str, kind: Kind | None
) -> None:
    column = source_of(workspace, written(tmp_path / "a.csv", header, cell)).columns[2]
    assert column == Recognised(header, kind, "content" if kind else "", kind is None, 10 if kind else 0, 10)


def test_half_of_the_cells_do_not_make_a_remark_a_phone_number(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "备注", *(["1380013800N"] * 8), "回头客", "老客户")
    assert source_of(workspace, path).columns[2].kind is None


def test_a_number_among_the_remarks_counts(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,备注\n" + "".join(f"{name},1380013800{n}\n" for n, name in enumerate(PEOPLE)), "utf-8")
    assert counted(workspace, source_of(workspace, path)).counted == 10


# -- categories that hang on columns in doubt -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("余额", ("0.00",), {("property_information", PLAIN): 10}),
        ("余额", ("0.00", "0"), {("property_information", PLAIN): 10}),
        ("余额", ("0.00", "1N.5"), {}),
        ("消息", ("未接通",), {("communication_content", PLAIN): 10}),
        ("消息", ("贷款咨询",), {("communication_content", PLAIN): 10}),
        ("消息", ("贷款咨询", "装修咨询"), {}),
        ("跟进消息", ("第N条", "又N条"), {("communication_content", PLAIN): 10}),  # known by its ending alone
        ("照片", ("否",), {(FACE, PLAIN): 10}),
        ("照片", ("有", "否"), {(FACE, PLAIN): 10}),
        ("健康状况", ("正常", ""), {(HEALTH, PLAIN): 5}),
        ("照片,逾期记录,健康状况", ("否,0,正常",), {(CREDIT, HEALTH): 10, (CREDIT, FACE): 10, (CREDIT, PLAIN): 10}),
        ("逾期记录,健康状况", ("0,病N",), {(CREDIT, HEALTH): 10}),
        ("x,日期", ('"116.39N, 39.90N",2019-05-01',), {(LOCATION, PLAIN): 10}),
        ("坐标,最后日期", ('"116.39N, 39.90N",2019-05-0N',), {(LOCATION, PLAIN): 9}),
        ("坐标,日期,最后时间", ('"116.39N, 39.90N",2019-05-01,2019-05-02',), {}),
        ("经度,纬度,x,日期", ('116.39N,39.90N,"116.39N, 39.90N",2019-05-01',), {}),
        ("经度,纬度,日期", ("0,0,2019-05-01",), {}),
        ("经度,纬度,日期", ("116.39N,39.9,2019-05-01",), {}),
        ("旅馆", ("样本旅馆",), {("accommodation_record", PLAIN): 10}),
        ("旅馆,入住时间", ("样本旅馆,2019-05-01",), {}),
        ("目的地,金额", ("样本市,0",), {("transaction_record", PLAIN): 10}),
    ],
)
def test_a_category_that_hangs_on_columns_in_doubt_is_said_with_the_count(
    workspace: Workspace,
    tmp_path: Path,
    header: str,
    cells: tuple[str, ...],
    expected: dict[tuple[str, str], int],
) -> None:
    found = counted(workspace, source_of(workspace, written(tmp_path / "a.csv", header, *cells)))
    assert found.counted == 10
    assert doubts(found) == expected


def test_the_parts_for_a_case_file_leave_the_category_open(workspace: Workspace, tmp_path: Path) -> None:
    found = counted(workspace, source_of(workspace, written(tmp_path / "a.csv", "健康状况", "正常", "")))
    assert parts(found) == {(HEALTH, (PLAIN,)): 5, (PLAIN, ()): 5}


def test_a_few_lines_may_all_be_of_one_matter(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,手机号,诊断\n" + "".join(f"{name},1990000000{n},高血压\n" for n, name in
                                              enumerate(PEOPLE[:9])), "utf-8")  # fmt: skip
    source = source_of(workspace, path)
    assert source.columns[2].certain
    assert doubts(counted(workspace, source)) == {}


def test_a_column_confirmed_by_a_mapping_is_in_no_doubt(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "余额", "0.00")
    source = source_of(workspace, path, {"余额": Kind.BALANCE})
    assert doubts(counted(workspace, source)) == {}


def test_a_category_given_for_a_file_hangs_on_no_column(workspace: Workspace, tmp_path: Path) -> None:
    source = source_of(workspace, written(tmp_path / "a.csv", "余额", "0.00"))
    assert doubts(counted(workspace, source._replace(settings=Settings(category="property_information")))) == {}


def test_one_source_in_doubt_leaves_the_others_alone(workspace: Workspace, tmp_path: Path) -> None:
    paths = [written(tmp_path / "a.csv", "余额", "0.00"), written(tmp_path / "b.csv", "余额", "N.50")]
    tables = open_inputs(paths, workspace, written=Written(header=True))
    found = counted(workspace, *(Source(table, recognise(table, workspace)) for table in tables))
    assert parts(found) == {("property_information", (PLAIN,)): 10, ("property_information", ()): 10}


def test_the_report_the_data_and_the_case_file_say_so(tmp_path: Path) -> None:
    path = str(written(tmp_path / "a.csv", "余额,逾期记录", "0.00,0"))
    run = CliRunner()
    text = run.invoke(command, [path, "--output", str(tmp_path / "a.txt")])
    assert text.exit_code == 0
    said = "".join((tmp_path / "a.txt").read_text("utf-8").split())
    assert "10条，全凭“余额”、“逾期记录”（请核对" in said
    assert said.count("全凭“余额”") == 1
    assert "余额 存款余额请核对".replace(" ", "") in said
    assert said.count("表头，但各格都一样，或者只说有无") == 2
    report = json.loads(run.invoke(command, [path, "--format", "json"]).output)
    others = {one["otherwise"]: one["records"] for one in report["contested"] if one["reading"] == COLUMNS}
    assert others[PLAIN] == 10
    columns = {one["column"]: one["certain"] for one in report["sources"][0]["columns"]}
    assert columns == {"姓名": True, "手机号": True, "余额": False, "逾期记录": False}
    batches = run.invoke(command, [path, "--batches"]).output
    assert "之一" in batches
    assert "其他公民个人信息" in batches
    assert "没有把握的列" in batches
