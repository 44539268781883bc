"""What columns are taken for, which category a row's record is of, and the mapping file that corrects both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from raw_tables import table_of

from thresholds import glossary
from thresholds.errors import SourceErrors
from thresholds.glossary import Family
from thresholds.tally.kinds import (
    FLAWS,
    NO_CATEGORY,
    REASONS,
    Kind,
    Recognised,
    Settings,
    check_tables,
    identity,
    mapping_text,
    read_mapping,
    recognise,
    record_sql,
)
from thresholds.tally.kinds.categories import RULES, SWITCHES
from thresholds.tally.kinds.mapping import MappingFile
from thresholds.tally.kinds.names import _WORDS, by_name, find_kind, label, simplified
from thresholds.tally.kinds.record import by_protection
from thresholds.tally.model import RawTable
from thresholds.tally.workspace import Workspace
from thresholds.wording import phrase

CATEGORIES = glossary.ids(Family.CATEGORY)
DEFAULT = Settings()
ID, PHONE, CARD = "110101199003070011", "13800138000", "6222000000000000004"


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with Workspace.open(memory="1GB", threads=2) as opened:
        yield opened


def one(workspace: Workspace, row: dict[Kind, str | None], settings: Settings = DEFAULT) -> tuple[str, str, list[Kind]]:
    """The category, the reason and the flaws of a row with these cells."""
    table = table_of(workspace, [str(kind) for kind in row], [list(row.values())])
    columns = [Recognised(str(kind), kind, "mapping") for kind in row]
    query = record_sql(table, columns, 3, [Kind.NAME], settings)
    source, category, reason, flaws = workspace.numbers(f"SELECT source, category, reason, flaws FROM ({query})")
    assert source == 3
    told = "" if category == NO_CATEGORY else CATEGORIES[category]
    return told, REASONS[reason], [kind for bit, kind in enumerate(FLAWS) if flaws >> bit & 1]


WHO: dict[Kind, str | None] = {Kind.NAME: "赵甲甲", Kind.PHONE: PHONE}


@pytest.mark.parametrize(
    ("cells", "category"),
    [
        ({}, "general_information"),
        ({Kind.RESIDENT_ID: ID}, "general_information"),
        ({Kind.ADDRESS: "测试区样本路1号"}, "general_information"),
        ({Kind.COORDINATES: "116.39,39.9", Kind.TIME: "2019-05-01 10:00"}, "location_tracking"),
        ({Kind.LATITUDE: "39.9", Kind.LONGITUDE: "116.39", Kind.DATE: "2019-05-01"}, "location_tracking"),
        ({Kind.LATITUDE: "39.9", Kind.LONGITUDE: "116.39"}, "general_information"),
        ({Kind.LATITUDE: "0", Kind.LONGITUDE: "0", Kind.TIME: "2019-05-01 10:00"}, "general_information"),
        ({Kind.MESSAGE: "明天见"}, "communication_content"),
        ({Kind.CREDIT: "逾期2次"}, "credit_record"),
        ({Kind.LOAN: "5万元"}, "transaction_record"),
        ({Kind.BANK_CARD: CARD, Kind.PASSWORD: "123456"}, "property_information"),
        ({Kind.BANK_CARD: CARD, Kind.PASSWORD: None}, "general_information"),
        ({Kind.PAYMENT_ACCOUNT: "a1", Kind.PASSWORD: "x"}, "property_information"),
        ({Kind.ACCOUNT: "a1", Kind.PASSWORD: "x"}, "general_information"),
        ({Kind.SOCIAL_ACCOUNT: "a1", Kind.PASSWORD: "x"}, "general_information"),
        ({Kind.BALANCE: "1200.50"}, "property_information"),
        ({Kind.HOTEL: "样本旅馆", Kind.ROOM: "301"}, "accommodation_record"),
        ({Kind.PEER: "13900139000", Kind.DURATION: "35"}, "communication_record"),
        ({Kind.PEER: "13900139000"}, "general_information"),
        ({Kind.HEALTH: "高血压"}, "health_information"),
        ({Kind.HEALTH: "无"}, "general_information"),
        ({Kind.HEALTH: ""}, "general_information"),
        ({Kind.ORDER: "T1", Kind.AMOUNT: "30"}, "transaction_record"),
        ({Kind.AMOUNT: "未知"}, "general_information"),
        ({Kind.JOURNEY: "CA1234"}, "transaction_record"),
        ({Kind.FACE: "1.jpg"}, "other_safety_related"),
        ({Kind.HEALTH: "高血压", Kind.MESSAGE: "明天见", Kind.ORDER: "T1"}, "communication_content"),
    ],
)
def test_a_record_is_of_the_most_protected_category_it_carries(
    workspace: Workspace, cells: dict[Kind, str | None], category: str
) -> None:
    assert one(workspace, WHO | cells) == (category, "counts", [])


@pytest.mark.parametrize(
    ("reading", "option", "cells"),
    [
        ("id_or_address", "other_safety_related", {Kind.RESIDENT_ID: ID}),
        ("bank_card_without_password", "property_information", {Kind.BANK_CARD: CARD}),
        ("account_with_password", "property_information", {Kind.SOCIAL_ACCOUNT: "a", Kind.PASSWORD: "b"}),
        ("house_or_vehicle", "property_information", {Kind.HOUSE: "三室"}),
        ("journey", "location_tracking", {Kind.JOURNEY: "CA1234"}),
        ("position_without_time", "location_tracking", {Kind.COORDINATES: "116.39,39.9"}),
        ("place_name_with_time", "location_tracking", {Kind.PLACE: "东门卡口", Kind.TIME: "2019-05-01 10:00"}),
        ("loan", "credit_record", {Kind.LOAN: "5万元"}),
    ],
)
def test_a_reading_changes_the_category(
    workspace: Workspace, reading: str, option: str, cells: dict[Kind, str | None]
) -> None:
    first = next(one for one in SWITCHES if one.id == reading).options[0]
    assert one(workspace, WHO | cells)[0] == first != option
    assert one(workspace, WHO | cells, Settings({reading: option}))[0] == option


def test_a_category_given_for_a_file_holds_of_every_record_in_it(workspace: Workspace) -> None:
    given = Settings(category="property_information")
    assert one(workspace, WHO, given) == ("property_information", "counts", [])
    assert one(workspace, {Kind.NAME: None, Kind.PHONE: ""}, given) == ("", "empty", [])


@pytest.mark.parametrize(
    ("cells", "reason", "flaws"),
    [
        ({Kind.NAME: "赵甲甲", Kind.PHONE: "1234", Kind.RESIDENT_ID: ID}, "counts", [Kind.PHONE]),
        ({Kind.NAME: "赵甲甲", Kind.PHONE: "1234", Kind.ADDRESS: "样本路1号"}, "counts", [Kind.PHONE]),
        ({Kind.NAME: "赵甲甲", Kind.PHONE: None, Kind.ADDRESS: "样本路1号"}, "counts", []),
        ({Kind.NAME: "赵甲甲", Kind.PHONE: "1234"}, "invalid_phone", [Kind.PHONE]),
        ({Kind.NAME: "赵甲甲", Kind.RESIDENT_ID: "123"}, "invalid_resident_id", [Kind.RESIDENT_ID]),
        ({Kind.PHONE: "1234", Kind.RESIDENT_ID: "123"}, "several_invalid", [Kind.RESIDENT_ID, Kind.PHONE]),
        ({Kind.NAME: "赵甲甲", Kind.PHONE: ""}, "identifies_nobody", []),
        ({Kind.NAME: None, Kind.PHONE: "-"}, "empty", []),
        ({Kind.NAME: None, Kind.AMOUNT: "30"}, "identifies_nobody", []),
        ({Kind.RESIDENT_ID: "E12345678"}, "counts", []),
    ],
)
def test_a_row_counts_unless_all_that_identifies_is_invalid(
    workspace: Workspace, cells: dict[Kind, str | None], reason: str, flaws: list[Kind]
) -> None:
    assert one(workspace, cells)[1:] == (reason, flaws)


def test_keys_person_place_and_moment(workspace: Workspace) -> None:
    columns = ("姓名", "手机", "备用", "经度", "纬度", "日期", "时间")
    kinds = (Kind.NAME, Kind.PHONE, Kind.PHONE, Kind.LONGITUDE, Kind.LATITUDE, Kind.DATE, Kind.TIME)
    rows = [
        ("赵甲甲 ", "+86 138 0013 8000", "", "116.39755", "39.90872", "2019-05-01", "00:01:40"),
        ("赵甲甲", "坏", "13800138000", None, None, None, None),
    ]
    table = table_of(workspace, columns, rows)
    told = [Recognised(*pair, "name") for pair in zip(columns, kinds, strict=True)]
    query = record_sql(table, told, 1, [Kind.NAME, Kind.PHONE, Kind.RESIDENT_ID, Kind.EMAIL])
    described = workspace.rows(f"DESCRIBE {query}")
    assert [(name, kind) for name, kind, *_ in described] == [
        ("source", "USMALLINT"), ("category", "UTINYINT"), ("reason", "UTINYINT"), ("flaws", "UINTEGER"),
        ("key_0", "VARCHAR"), ("key_1", "BIGINT"), ("odd_1", "VARCHAR"), ("odd_1_0", "VARCHAR"),
        ("odd_1_1", "VARCHAR"), ("key_2", "BIGINT"), ("odd_2", "VARCHAR"), ("key_3", "VARCHAR"),
        ("person", "UBIGINT"), ("place", "VARCHAR"), ("moment", "BIGINT"),
    ]  # fmt: skip
    first, second = sorted(workspace.rows(query), key=lambda row: str(row[13]))
    assert first[4:7] == second[4:7] == ("赵甲甲", 13800138000, None)
    # what each of two columns of a kind says stands beside, where the second says anything
    assert (first[7:9], second[7:9]) == ((None, None), (f"{-(1 << 61)}\x01坏", "13800138000"))
    assert first[9:] == (None, None, None, 13800138000, "116.3976,39.9087", 1556668900)
    assert second[9:] == (None, None, None, 13800138000, None, None)
    assert second[3] == 1 << FLAWS.index(Kind.PHONE)


def test_a_table_without_anything_recognised_has_no_category(workspace: Workspace) -> None:
    table = table_of(workspace, ("a",), [("x",), ("y",)])
    query = record_sql(table, [Recognised("a", None, "")], 0, [Kind.PHONE])
    assert workspace.rows(query) == [(0, NO_CATEGORY, 1, 0, None, None, None, None, None)] * 2


def test_names_of_columns_may_be_anything(workspace: Workspace) -> None:
    columns = ("c0", 'v"0', "t 0", "position")
    table = table_of(workspace, columns, [("赵甲甲", PHONE, ID, "x")])
    kinds = (Kind.NAME, Kind.PHONE, Kind.RESIDENT_ID, None)
    told = [Recognised(*pair, "name") for pair in zip(columns, kinds, strict=True)]
    assert workspace.rows(record_sql(table, told, 0, [Kind.PHONE]))[0][4] == int(PHONE)


@pytest.mark.parametrize(
    ("header", "kind", "outright"),
    [
        ("姓名", Kind.NAME, True), (" 客户 姓名：", Kind.NAME, True), ("Phone_Number", Kind.PHONE, True),
        ("手机号2", Kind.PHONE, True), ("收货人手机号", Kind.PHONE, False), ("对方号码", Kind.PEER, True),
        ("身份证号码", Kind.RESIDENT_ID, True), ("入住时间", Kind.CHECK_IN, True), ("最后通话时间", Kind.TIME, False),
        ("备注", None, True), ("手机品牌", None, True), ("xyz", None, False), ("", None, False),
        ("ID", None, True), ("address", Kind.ADDRESS, True), ("bank_card", Kind.BANK_CARD, True),
    ],
)  # fmt: skip
def test_headers(header: str, kind: Kind | None, outright: bool) -> None:
    assert by_name(header) == (kind, outright)


def test_no_word_stands_for_two_kinds() -> None:
    spelled = [simplified(word) for text in _WORDS.values() for word in text.split()]
    assert sorted({word for word in spelled if spelled.count(word) > 1}) == []
    assert set(_WORDS) == set(Kind)


SHEET = [
    (str(number + 1), f"{'王李张刘'[number % 4]}{'甲乙丙丁'[number // 4]}", f"1380013800{number % 10}", ID, "", "7")
    for number in range(16)
]


def test_columns_are_recognised_by_name_and_content(workspace: Workspace) -> None:
    table = table_of(workspace, ("序号", "姓名", "column2", "手机号", "诊断", "x"), SHEET)
    found = recognise(table, workspace)
    assert found == (
        Recognised("序号", None, "", True, 0, 16),
        Recognised("姓名", Kind.NAME, "both", True, 16, 16),
        Recognised("column2", Kind.PHONE, "content", False, 16, 16),
        Recognised("手机号", Kind.RESIDENT_ID, "content", False, 16, 16),
        Recognised("诊断", Kind.HEALTH, "name", True, 0, 0),
        Recognised("x", None, "", True, 0, 16),
    )
    assert identity(found) == (Kind.NAME, Kind.RESIDENT_ID, Kind.PHONE)


def test_a_mapping_goes_before_what_is_recognised(workspace: Workspace) -> None:
    table = table_of(workspace, ("序号", "姓名", "column2", "手机号", "诊断", "x"), SHEET)
    found = recognise(table, workspace, {"手机号": None, "x": Kind.ROOM})
    assert [(one.kind, one.why) for one in found[3:]] == [
        (None, "mapping"),
        (Kind.HEALTH, "name"),
        (Kind.ROOM, "mapping"),
    ]


def test_a_rare_surname_does_not_make_a_column_of_names_doubtful(workspace: Workspace) -> None:
    table = table_of(workspace, ("姓名", "手机号"), [("爨甲甲", "1234"), ("爨乙乙", "1235")])
    assert recognise(table, workspace) == (
        Recognised("姓名", Kind.NAME, "name", True, 0, 2),
        Recognised("手机号", Kind.PHONE, "name", False, 0, 2),
    )


def test_an_empty_table_is_recognised_by_its_headers(workspace: Workspace) -> None:
    table = table_of(workspace, ("姓名", "x"), [(None, None)])._replace(rows=0)
    workspace.execute("DELETE FROM raw")
    assert [one.kind for one in recognise(table, workspace)] == [Kind.NAME, None]


WRITTEN = """\
格式: thresholds/tally-mapping/1
列: {手机: phone, 备注: 忽略, 单号: 订单}
类别: 行踪轨迹信息
判重依据: [电话, resident_id]
口径: {loan: 征信信息}
最晚年份: 2019
文件:
  "*.xlsx":
    columns: {手机: peer}
    category: 通信记录
"""


def written(folder: Path, text: str) -> MappingFile:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path, "map.yaml")


def table(file: str, *columns: str) -> RawTable:
    return RawTable(file, "", "", "utf-8", "raw", columns, 1)


def test_a_mapping_file(tmp_path: Path) -> None:
    mapping = written(tmp_path, WRITTEN)
    plain, sheet = table("a.csv", "手机", "单号", "x"), table("data/b.xlsx", "手机", "备注")
    assert mapping.columns(plain) == {"手机": Kind.PHONE, "单号": Kind.ORDER}
    assert mapping.columns(sheet) == {"手机": Kind.PEER, "备注": None}
    assert mapping.settings(plain) == Settings({"loan": "credit_record"}, 2019, "location_tracking")
    assert mapping.settings(sheet).category == "communication_record"
    assert mapping.keys == (Kind.PHONE, Kind.RESIDENT_ID)
    check_tables(mapping, [plain, sheet])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns: {手机: fone}", "map.yaml:1:15: TH620"),
        ("列: {手机: [电话]}", "map.yaml:1:9: TH203"),
        ("colums: {}", "map.yaml:1:1: TH201"),
        ("列: {a: phone}\ncolumns: {a: phone}", "map.yaml:2:1: TH218"),
        ("category: location", "map.yaml:1:11: TH204"),
        ("readings: {lone: credit_record}", "map.yaml:1:12: TH621"),
        ("readings: {loan: property_information}", "map.yaml:1:18: TH622"),
        ("latest: 19", "map.yaml:1:9: TH623"),
        ("keys: [phone, 电话]", "map.yaml:1:15: TH624"),
        ("schema: thresholds/case/1", "map.yaml:1:9: TH220"),
        ("files: [a.csv]", "map.yaml:1:8: TH203"),
        ("files: {a.csv: {keys: [phone]}}", "map.yaml:1:17: TH201"),
    ],
)
def test_what_is_wrong_in_a_mapping_file_is_said_where_it_stands(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceErrors) as raised:
        written(tmp_path, text)
    assert len(raised.value.diagnostics) == 1
    assert str(raised.value).startswith(message)


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    with pytest.raises(SourceErrors) as raised:
        written(tmp_path, "columns: {手机: fone, 卡: 银行卡}\nreadings: {lone: x}")
    near = [diagnostic.near for diagnostic in raised.value.diagnostics]
    assert near == ["phone", "银行卡号", "loan"]


def test_a_column_or_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    mapping = written(tmp_path, WRITTEN.replace("columns: {手机: peer}", "columns: {手机号码: peer}"))
    with pytest.raises(SourceErrors) as raised:
        check_tables(mapping, [table("a.csv", "手机", "备注", "单号")])
    assert [(one.code, one.line, one.value) for one in raised.value.diagnostics] == [("TH626", 8, "*.xlsx")]
    with pytest.raises(SourceErrors) as raised:
        check_tables(mapping, [table("a.csv", "手机", "备注"), table("b.xlsx", "手机")])
    told = [(one.code, one.line, one.value, one.near) for one in raised.value.diagnostics]
    assert told == [("TH625", 2, "单号", ""), ("TH625", 9, "手机号码", "手机")]


class Described:
    """A table with its columns, as the tally has it."""

    def __init__(self, table: RawTable, columns: tuple[Recognised, ...]) -> None:
        self.table, self.columns = table, columns


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_recognised_can_be_written_and_read_again(tmp_path: Path, lang: str) -> None:
    columns = (Recognised("手机: #1", Kind.PHONE, "name", False), Recognised('"x"', None, ""))
    sheet = table("a.csv", "手机: #1", '"x"')._replace(part="表 1")
    mapping = written(tmp_path, mapping_text([Described(sheet, columns)], lang))
    assert mapping.columns(sheet) == {"手机: #1": Kind.PHONE, '"x"': None}
    check_tables(mapping, [sheet])


def test_every_kind_rule_reading_and_reason_is_worded() -> None:
    for lang in ("zh", "en"):
        assert all(label(kind, lang) for kind in Kind)
        assert len({label(kind, lang) for kind in Kind}) == len(Kind)
        assert all(phrase(f"tally.kind.rule.{rule.id}", lang) for rule in RULES)
        assert all(phrase(f"tally.kind.standing.{rule.standing}", lang) for rule in RULES)
        assert all(phrase(f"tally.kind.switch.{one.id}", lang) for one in SWITCHES)
        assert all(phrase(f"tally.kind.reason.{reason}", lang) for reason in REASONS)
    assert all(find_kind(label(kind)) is kind for kind in Kind)


def test_every_rule_gives_a_category_of_the_glossary() -> None:
    for rule in RULES:
        options = next((one.options for one in SWITCHES if one.id == rule.switch), (rule.category,))
        assert set(options) <= set(CATEGORIES)
        assert bool(rule.switch) is (rule.standing == "contested")
    assert by_protection()[:4] == CATEGORIES[:4]
    assert by_protection()[-1] == "general_information"
