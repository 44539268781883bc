"""Titles above a header: what people write over a table is no row of it, and is accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from tally_files import HEADER, LI, PLAIN, ZHANG, rows_of, table_of

from thresholds.tally.inputs import Written, open_inputs
from thresholds.tally.inputs.dialect import titles
from thresholds.tally.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "work", memory="300MB", threads=2) as opened:
        yield opened


@pytest.mark.parametrize(
    "above",
    [
        "客户名单\n",
        "客户名单,,\n",
        ",2019年客户名单,\n制表人：某部门\n",
        "一\n二\n三,,\n四\n五\n",
        "sep=,\n客户名单\n",
    ],
)
@pytest.mark.parametrize("rest", [PLAIN, PLAIN + '"王\n五",13700137000,\n', PLAIN + ",,\n王五\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_titles_are_lines_of_the_header(above: str, rest: str, end: str, tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", (above + rest).replace("\n", end))
    bare = table_of(workspace, tmp_path / "b.csv", rest.replace("\n", end))
    assert table.columns == HEADER
    assert rows_of(workspace, table)[:2] == [ZHANG, LI]
    assert (table.rows, table.ragged, table.empty) == (bare.rows, bare.ragged, bare.empty)
    assert table.header_lines == 1 + above.count("\n")
    assert table.repeated_headers == 0


@pytest.mark.parametrize(
    "text",
    [
        "张三,,\n李四,13900139000,11010119900101002X\n",  # no header below: a person of whom the name alone is known
        "13800138000\n姓名,手机,身份证号\n张三,13800138000,\n",  # what stands above is data
        "一\n二\n三\n四\n五\n六\n姓名,手机,身份证号\n张三,13800138000,\n",  # too many for titles
        "张三,,\n住址路,甲乙丙,丁戊己\n李四,北京,丙\n",  # one word of a header among three is none
        "客户\n姓名\n张三\n",  # of one column nothing tells a title from a row
        "客户名单\n姓名,,身份证号\n张三,,\n",  # a header has a name for every column
    ],
)
def test_other_lines_are_no_titles(text: str, tmp_path: Path, workspace: Workspace) -> None:
    assert titles([line.split(",") for line in text.splitlines()]) == 0
    table = table_of(workspace, tmp_path / "a.csv", text)
    assert table.lines == text.count("\n")
    assert table.header_lines <= 1


def test_without_a_header_there_are_no_titles(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", "客户名单\n" + PLAIN, Written(header=False))
    assert (table.rows, table.header_lines) == (4, 0)


def sheet(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    made = openpyxl.Workbook()
    first = made.active
    assert first is not None
    for row in rows:
        first.append(row)
    made.save(path)
    return path


def test_titles_of_a_sheet(tmp_path: Path, workspace: Workspace) -> None:
    path = sheet(tmp_path / "a.xlsx", [["客户名单"], [], ["2019年5月"], HEADER, ZHANG, ["王五"], HEADER, LI])
    (table,) = open_inputs([path], workspace)
    assert table.columns == HEADER
    assert rows_of(workspace, table) == [ZHANG, ("王五", None, None), LI]
    assert (table.header_lines, table.repeated_headers, table.empty, table.lines) == (3, 1, 1, 8)


def test_what_an_earlier_run_read_has_its_titles(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("客户名单\n" + PLAIN, encoding="utf-8")
    for _ in range(2):
        with Workspace.open(tmp_path / "work", memory="300MB", threads=2) as opened:
            (table,) = open_inputs([path], opened)
            assert (rows_of(opened, table), table.header_lines) == ([ZHANG, LI], 2)
