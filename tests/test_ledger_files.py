"""Ledgers as files: CSV of every kind, workbooks of several sheets, and files that are neither."""

from __future__ import annotations

import codecs
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import CHAIN, HEAD, SALE, Rows, csv_file, places, refused, repacked, sheet_file, told, workbook
from openpyxl import Workbook

from thresholds import SourceErrors, evaluate, load_case
from thresholds.case.ledger import delimited, excel
from thresholds.errors import Diagnostic
from thresholds.wording.codes import codes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_csv_in_the_encodings_that_office_programs_write(encoding: str, tmp_path: Path) -> None:
    plain = load_case(csv_file(tmp_path, CHAIN, "plain.csv"))
    assert load_case(csv_file(tmp_path, CHAIN, encoding=encoding)).dealings == plain.dealings


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(codecs.BOM_UTF8 + "行为人,行为\n甲,".encode() + b"\xff\xfe\x00")
    assert [code for _, code in places(path)] == ["TH002"]
    path.write_bytes(b"PK\x03\x04\x00\xff\xfe")
    assert [code for _, code in places(path)] == ["TH002"]
    path.write_bytes(b" \r\n \n")
    assert [code for _, code in places(path)] == ["TH003"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_header_decides_the_delimiter(delimiter: str, end: str, tmp_path: Path) -> None:
    lines = [
        delimiter.join(row) for row in (["行为人", "行为", "对象", "备注"], ["甲", "出售", "乙", '"一,二;三\t四，五"'])
    ]
    [dealing] = load_case(csv_file(tmp_path, end.join(lines))).dealings
    assert dealing.to == ("乙",)
    assert dealing.note == "一,二;三\t四，五"


def test_the_line_by_which_excel_is_told_the_delimiter(tmp_path: Path) -> None:
    [dealing] = load_case(csv_file(tmp_path, "sep=|\n行为人|行为|备注\n甲|出售|一,二\n")).dealings
    assert (dealing.note, dealing.line) == ("一,二", 3)


def test_line_breaks_and_quotes_inside_a_field(tmp_path: Path) -> None:
    text = '行为人,行为,备注,对象\n甲,出售,"第一行\n称""老客户""",乙\n甲,出售,a"b,丙\n甲,卖,,丁\n'
    path = csv_file(tmp_path, text)
    assert places(path) == [("B4", "TH204")]
    assert refused(path)[0].startswith("5:3: TH204 B4：")
    first, second = load_case(csv_file(tmp_path, text.replace("卖", "出售"))).dealings[:2]
    assert (first.note, first.to, first.line) == ('第一行\n称"老客户"', ("乙",), 2)
    assert (second.note, second.line) == ('a"b', 4)


def test_quotes_that_do_not_match_are_refused_where_they_begin(tmp_path: Path) -> None:
    assert refused(csv_file(tmp_path, '行为人,行为,备注\n甲,出售,"称"客户\n乙,出售,\n'))[0].startswith(
        "2:9: TH253 C2："
    )
    path = csv_file(tmp_path, '行为人,行为,备注\n甲,出售,"称客户\n乙,出售,\n')
    assert refused(path)[0].startswith("2:6: TH253 C2：")


def test_rows_with_too_few_fields_are_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "行为人,行为,对象,备注\n甲,出售,乙\n甲,出售,乙,,,\n,,\n甲,出售,乙,一,二\n")
    hint = "。补足分隔符，空着的格也要留；少一格，后面的内容就都错了位"
    first, second = refused(path)
    assert first == f"2:6: TH252 C2：这一行只有 3 格，表头有 4 格{hint}"
    assert second.startswith("5:10: TH248 E5：「二」不在任何一列的表头之下")


# -- workbooks --------------------------------------------------------------------------------------


def test_a_whole_case_in_one_workbook(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "案件": [["编号", "x-1"], ["标题", "张某案"], ["审理日期", "2021-11"], ["出处", "日报、晚报"], ["备注", "一"]],
        "人员": [
            ["编号", "姓名", "身份", "类型"],
            ["甲", "甲某", "营业员", None],
            ["公司", None, None, "单位"],
            ["丙", None, None, None],
        ],
        "往来": [["行为人", "行为", "对象", "批号", "条数", "证据"], ["甲", "出售", "公司", "B1", 28, "E1"]],
        "批次": [["批号", "类别", "条数", "取得场合", "重复率"], ["B1", "行踪轨迹信息", 28, "履行职责或提供服务", 0.5]],
        "事实": [
            ["人员", "违法所得（万元）", "刑事处罚", "行政处罚"],
            ["所有人", None, "否", None],
            ["丙", 0.6, None, "2020/1/5、2019.3"],
        ],
        "证据": [["编号", "类型", "内容"], ["E1", "电子数据", "聊天记录"]],
        "口径": [["gains", "net"]],
        "说明": [["这是", "随便写的"]],
    }
    case = load_case(workbook(tmp_path, sheets))
    written = load_case(
        {
            "schema": "thresholds/case/1", "id": "x-1", "title": "张某案", "judged_on": "2021-11", "note": "一",
            "source": "日报、晚报",
            "evidence": {"E1": {"kind": "电子数据", "what": "聊天记录"}},
            "persons": {"甲": {"name": "甲某", "role": "营业员"}, "公司": {"kind": "unit"}, "丙": {}},
            "batches": {"B1": {"category": "location_tracking", "records": 28, "obtained_in": "duty_or_service",
                               "duplicate_rate": "0.5"}},
            "dealings": [{"by": "甲", "act": "sale", "to": "公司", "batch": "B1", "records": 28, "evidence": "E1"}],
            "facts": {"everyone": {"prior_criminal_punishment": "no"},
                      "丙": {"illegal_gains": "0.6万元", "administrative_penalty": ["2020-01-05", "2019-03"]}},
            "readings": {"gains": "net"},
        }
    )  # fmt: skip
    assert told(case) == told(written)
    assert case.persons == written.persons


def test_sheets_that_list_things_list_all_of_them(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "往来": [["行为人", "行为", "批号", "证据"], ["甲", "出售", "B1", "E1"], ["己", "出售", "B9", "E9"]],
        "人员": [["姓名"], ["甲"], ["甲"], ["乙"]],
        "批次": [["批号", "类别"], ["B1", "征信信息"], [None, "交易信息"]],
        "证据": [["编号", "内容"], ["E1", "记录"]],
        "事实": [["人员", "初犯"], ["丁", "是"]],
        "口径": [["gain", "net"], ["gains"]],
    }
    assert places(workbook(tmp_path, sheets)) == [
        ("事实!A2", "TH211"), ("人员!A3", "TH219"), ("口径!A1", "TH234"), ("口径!A2", "TH232"), ("往来!A3", "TH211"),
        ("往来!C3", "TH212"), ("往来!D3", "TH213"), ("批次!A3", "TH202"),
    ]  # fmt: skip


def test_faults_of_other_sheets_are_at_their_cells(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "往来": [HEAD, SALE],
        "人员": [["张三", "李四"], ["甲", "甲某"]],
        "事实": [
            ["人员", "初犯", "违法所得（万元）"],
            ["甲", "=TRUE()", "五千"],
            ["=A2", "是", None],
            ["丙", "是", None, "多"],
        ],
        "证据": [],
        "案件": [["标题", "=A1"], ["审理日期", "2021", "多"], ["结案日期", "2021"]],
    }
    assert places(workbook(tmp_path, sheets)) == [
        ("事实!B2", "TH250"), ("事实!C2", "TH209"), ("事实!A3", "TH250"), ("事实!A4", "TH211"), ("事实!D4", "TH248"),
        ("人员!A1", "TH244"), ("案件!B1", "TH250"), ("案件!B2", "TH229"), ("案件!C2", "TH248"), ("案件!A3", "TH201"),
    ]  # fmt: skip


def test_what_rows_say_of_a_listed_batch_must_agree_with_its_sheet(tmp_path: Path) -> None:
    dealings: Rows = [["行为人", "行为", "批号", "类别", "批次条数", "条数"], ["甲", "出售", "B1", "交易信息", 30, 30]]
    sheets = {"往来": dealings, "批次": [["批号", "类别", "条数"], ["B1", "征信信息", None]]}
    assert places(workbook(tmp_path, sheets)) == [("往来!D2", "TH255")]
    sheets["批次"][1] = ["B1", "交易信息", "30条"]
    assert load_case(workbook(tmp_path, sheets)).batches["B1"].records is not None
    sheets["批次"][1] = ["B1", "交易信息", 31]
    assert places(workbook(tmp_path, sheets)) == [("往来!E2", "TH255")]


def test_a_case_that_rests_on_gains_alone_needs_no_sheet_of_dealings(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {"人员": [["编号"], ["甲"]], "事实": [["人员", "违法所得"], ["甲", 5000]]}
    assert evaluate(load_case(workbook(tmp_path, sheets))).person("甲").grade.at_least == "serious"


def test_the_sheet_of_dealings_is_found_by_its_name_or_by_its_header(tmp_path: Path) -> None:
    other: Rows = [["行为人", "谁做的"], ["行为", "做了什么"]]
    for sheets in (
        {"Sheet1": [HEAD, SALE], "Sheet2": []},
        {"说明": other, "台账": [["标题"], HEAD, SALE]},
        {"说明": other, "往来": [HEAD, SALE]},
        {"说明": other, "Dealings": [HEAD, SALE]},
    ):
        assert len(load_case(workbook(tmp_path, sheets)).dealings) == 1


def test_sheets_that_cannot_be_told_apart_are_named(tmp_path: Path) -> None:
    hint = "往来合并在一张表里，删去其余的；一部分只能有一张表"
    path = workbook(tmp_path, {"2021": [HEAD, SALE], "2022": [HEAD, SALE], "说明": []})
    assert refused(path) == [f"TH254 有几张表都可能是同一部分：2021、2022。{hint}"]
    assert refused(workbook(tmp_path, {"往来": [HEAD, SALE], "副本": [HEAD, SALE]}))[0].startswith("TH254 ")
    assert refused(workbook(tmp_path, {"往来": [HEAD, SALE], "dealings": [HEAD, SALE]}))[0].startswith("TH254 ")
    path = workbook(tmp_path, {"甲": [["一", "二"]], "乙": [["三", "四"]]})
    assert refused(path)[0].startswith("TH240 工作簿的各张表（甲、乙）里都没有找到往来的表头")
    assert refused(workbook(tmp_path, {"甲": []}))[0].startswith("TH240 ")


def test_a_hidden_sheet_is_refused(tmp_path: Path) -> None:
    def hidden(book: Workbook) -> None:
        book["批次"].sheet_state = "hidden"

    sheets: dict[str, Rows] = {"往来": [HEAD, SALE], "批次": [["批号"], ["B1"]], "别的": [["a", "b"]]}
    assert refused(workbook(tmp_path, sheets, hidden))[0].startswith("1:1: TH249 批次!A1：「批次」这张表隐藏了")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "旧格式"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 Workbook", "旧格式"),
        ("a.ET", b"anything", "旧格式"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        ("a.XLSX", "行为人,行为\n甲,出售\n".encode(), "不是 Excel 工作簿"),
        ("a.xlsx", b"<html><table>", "不是 Excel 工作簿"),
        ("a.xlsx", b"PK\x03\x04 cut off", "文件损坏"),
    ],
)
def test_other_files_are_told_what_they_are(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    [line] = refused(path)
    assert line.startswith("TH241 读不出这个工作簿：")
    assert said in line


def packed(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "packed.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_packages_that_are_no_workbooks(tmp_path: Path) -> None:
    assert "是 Word 文件" in refused(packed(tmp_path, {"word/document.xml": b"<a/>"}))[0]
    assert "旧格式或者别的表格格式" in refused(packed(tmp_path, {"xl/workbook.bin": b"", "a.xml": b"<a/>"}))[0]
    assert "文件损坏" in refused(packed(tmp_path, {"other.xml": b"<a/>"}))[0]
    entities = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "文件损坏" in refused(packed(tmp_path, {"[Content_Types].xml": entities}))[0]


def test_a_sheet_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, [HEAD, SALE])
    repacked(path, "xl/worksheets/sheet1.xml", lambda xml: xml[:-40])
    assert "文件损坏" in refused(path)[0]


def test_what_unpacks_to_too_much_and_too_many_cells_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, text = sheet_file(tmp_path, [HEAD, SALE]), csv_file(tmp_path, [HEAD, SALE])
    monkeypatch.setattr(excel, "MAX_UNPACKED", 1000)
    assert [code for _, code in places(path)] == ["TH008"]
    monkeypatch.setattr(excel, "MAX_UNPACKED", 10**9)
    monkeypatch.setattr(excel, "MAX_NODES", 7)
    monkeypatch.setattr(delimited, "MAX_NODES", 7)
    assert [code for _, code in places(path)] == ["TH008"]
    assert [code for _, code in places(text)] == ["TH008"]


def test_a_file_that_is_missing_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [code for _, code in places(tmp_path / "no.xlsx")] == ["TH001"]
    path = csv_file(tmp_path, [HEAD, SALE])
    monkeypatch.setattr("thresholds.source.yaml.MAX_BYTES", 10)
    assert [code for _, code in places(path)] == ["TH008"]


# -- anything at all --------------------------------------------------------------------------------

NASTY = """ | |甲|乙、丙|出售|purchase|B1|60|6万多条|{至少: 3}|{|[|"|合计|行为人|行为|对象|日期|类别|条数|收款（万元）
|批号|批次条数|征信信息|住宿信息|证据|E1|2021/3/2|不明|TRUE|null|4.5%|-|=1|#REF!|重复|取得场合|单位|编号|姓名|初犯|gains|，"""
TABLE = st.lists(st.lists(st.sampled_from([cell.strip(" \n") for cell in NASTY.split("|")]), max_size=7), max_size=7)
HEADED = TABLE.map(lambda rows: [["行为人", "行为", "批号", "类别", "条数", "征信信息", "证据"], *rows])
NAMES = st.sampled_from(["往来", "人员", "批次", "事实", "证据", "口径", "案件", "Sheet1"])
IN_A_FOLDER = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome(path: Path) -> tuple[Diagnostic, ...]:
    """What is said of a file; nothing where it is a case that can be judged."""
    try:
        evaluate(load_case(path))
    except SourceErrors as errors:
        assert errors.show("en") != errors.show("zh")  # noqa: PT017
        return errors.diagnostics
    return ()


@IN_A_FOLDER
@given(TABLE | HEADED)
def test_any_table_is_a_case_or_refused_with_places(tmp_path: Path, rows: Rows) -> None:
    assert {one.code for one in outcome(csv_file(tmp_path, rows))} <= set(codes())


@IN_A_FOLDER
@given(st.dictionaries(NAMES, TABLE | HEADED))
def test_any_workbook_is_a_case_or_refused_with_places(tmp_path: Path, sheets: dict[str, Rows]) -> None:
    filled = {name: [[cell or None for cell in row] for row in rows] for name, rows in sheets.items()}
    assert all(one.cell for one in outcome(workbook(tmp_path, {"说明": [], **filled})) if one.line)


@IN_A_FOLDER
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4))
def test_a_damaged_workbook_is_never_a_fault_of_ours(tmp_path: Path, at: int, noise: bytes) -> None:
    path = sheet_file(tmp_path, [["行为人", "行为", "日期"], ["甲", "出售", datetime(2021, 3, 2)]])
    raw = bytearray(path.read_bytes())
    at %= len(raw)
    raw[at : at + len(noise)] = noise
    path.write_bytes(bytes(raw))
    outcome(path)
