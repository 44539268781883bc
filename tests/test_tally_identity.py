"""What records are told apart by: values themselves, never a number made of them; and the same SQL on every run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from thresholds.tally.counting.model import Options
from thresholds.tally.counting.result import Source, Tally
from thresholds.tally.counting.sample import draw
from thresholds.tally.counting.tallying import Plan, default_keys, tally
from thresholds.tally.inputs import Written, open_inputs
from thresholds.tally.kinds import Kind, Recognised, recognise, record_sql
from thresholds.tally.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
ID, CARD, WRONG_CARD = "110000190001010012", "6222021234567890128", "6222021234567890123"

SAID = """
from thresholds.tally.kinds import Kind, Recognised, record_sql
from thresholds.tally.model import RawTable
columns = tuple(map(str, Kind))
table = RawTable("a.csv", "", "", "utf-8", "raw", columns, 0)
print(record_sql(table, [Recognised(str(kind), kind, "mapping") for kind in Kind], 0, tuple(Kind)))
"""


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace.open(None, "512MB", 2) as opened:
        yield opened


def plan_of(workspace: Workspace, folder: Path, *texts: str, options: Options | None = None) -> Plan:
    """The tables of files with these texts, their columns recognised."""
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"{number}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    tables = open_inputs(paths, workspace, written=Written(header=True))
    sources = tuple(Source(table, recognise(table, workspace)) for table in tables)
    return Plan(sources, default_keys([one.columns for one in sources]), options=options or Options())


def taken(found: Tally) -> dict[str, int]:
    return {step.rule: step.taken_off for step in found.steps}


def test_the_sql_is_the_same_in_every_process() -> None:
    said = set()
    for seed in ("1", "2", "3"):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", SAID], env=environment, capture_output=True, text=True, check=True)
        said.add(done.stdout)
    assert len(said) == 1
    assert len(said.pop()) > 1000


def test_what_is_no_number_is_told_apart_by_what_is_written(workspace: Workspace, tmp_path: Path) -> None:
    rows = [f"赵甲甲,{phone},{ID}" for phone in ("没有办", "没有辦", "没有办", "不办")]
    plan = plan_of(workspace, tmp_path, "\n".join(["姓名,手机号,身份证号", *rows, ""]))
    found = tally(workspace, plan)
    assert taken(found)["duplicates_within"] == 1
    assert found.counted == 3
    drawn = draw(workspace, plan, found, 10, 1)
    assert len(drawn.rows) == 3


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (Kind.TIME, ("1700-01-01 08:00:00", "1701-01-01 08:00:00")),
        (Kind.LATITUDE, ("91.5", "92.5")),
        (Kind.PLATE, ("ABC", "ABD")),
        (Kind.PHONE, ("1234", "12345")),
    ],
)
def test_values_that_are_not_plausible_are_told_apart_too(
    kind: Kind, cells: tuple[str, str], workspace: Workspace, tmp_path: Path
) -> None:
    plan = plan_of(workspace, tmp_path, "\n".join(["a", *cells, cells[0], ""]))
    (source,) = plan.sources
    query = record_sql(source.table, [Recognised("a", kind, "mapping")], 0, [kind])
    assert workspace.numbers(f"SELECT count(DISTINCT key_0), count(key_0) FROM ({query})") == (2, 3)


def test_persons_told_by_texts_are_those_texts(workspace: Workspace, tmp_path: Path) -> None:
    mails = "姓名,邮箱,手机号\n赵甲甲,a@example.com,\n赵甲甲,b@example.com,\n赵甲,a@example.com,\n孙丙丙,,19900000001\n"
    phones = "姓名,手机号\n孙丙,19900000001\n李丁,19900000002\n"
    plan = plan_of(workspace, tmp_path, mails, phones, options=Options(one_per_person=True))
    found = tally(workspace, plan)
    # two addresses of mail, two phone numbers: a number is the same person beside texts and without them
    assert found.counted == 4
    assert taken(found)["one_per_person"] == 2
    persons = {str(one) for (one,) in workspace.rows("SELECT DISTINCT person FROM tally_records")}
    assert persons == {"email:A@EXAMPLE.COM", "email:B@EXAMPLE.COM", "19900000001", "19900000002"}
    assert len(draw(workspace, plan, found, 10, 1).rows) == 4


@pytest.mark.parametrize(
    ("text", "rule", "about"),
    [
        (f"姓名,手机号,银行卡号\n赵,19900000001,{CARD}\n赵,19900000001,{WRONG_CARD}\n", "bank_card", 1),
        ("姓名,手机号,车牌号\n赵,19900000001,京A12345\n钱,19900000002,没有牌\n", "house", 1),
        (
            f"姓名,手机号,身份证号\n赵,19900000001,{ID}\n钱,19900000002,E12345678\n孙,19900000003,123\n",
            "id_or_address",
            2,
        ),
    ],
)
def test_a_question_arises_about_plausible_values_alone(
    text: str, rule: str, about: int, workspace: Workspace, tmp_path: Path
) -> None:
    found = tally(workspace, plan_of(workspace, tmp_path, text))
    bit = [one.id for one in found.questions.rules].index(rule)
    assert sum(body.records for body in found.bodies if body.asked >> bit & 1) == about


def counted(workspace: Workspace, folder: Path, *texts: str) -> int:
    return tally(workspace, plan_of(workspace, folder, *texts)).counted


@pytest.mark.parametrize(
    ("text", "records"),
    [
        # two numbers: the second differs, is no number, is another that is none, is there or not; two lines are alike
        (
            "姓名,电话1,电话2\n" + "".join(f"赵甲甲,19900000001,{cell}\n" for cell in (
                "19900000002", "19900000003", "办", "不办", "", "+86 199-0000-0002", "-"
            )),
            5,
        ),
        # the same numbers in other columns, and the second alone beside a first that is none
        (
            "姓名,电话1,电话2\n赵甲甲,19900000001,19900000002\n赵甲甲,19900000002,19900000001\n"
            "赵甲甲,,19900000001\n赵甲甲,办,19900000001\n赵甲甲,办,19900000001\n",
            4,
        ),
        (f"姓名,身份证号,证件号码\n赵甲甲,{ID},\n赵甲甲,{ID},123\n赵甲甲,{ID},１２３\n赵甲甲,{ID},E12345678\n", 3),
        ("姓名,手机号,户籍地址,现住址\n" + "".join(
            f"赵甲甲,19900000001,样本省样本市样本路1号,样本省样本市样本路{n}号\n" for n in (1, 2, 2)
        ), 2),
        ("姓名,手机号,开始时间,结束时间\n" + "".join(
            f"赵甲甲,19900000001,2019-05-01 10:00,2019-05-01 {n}:00\n" for n in (11, 12, 12)
        ), 2),
        ("姓名,手机号,诊断,血型\n赵甲甲,19900000001,感冒,A\n赵甲甲,19900000001,感冒,B\n赵甲甲,19900000001,感冒,A\n", 2),
    ],
)  # fmt: skip
def test_every_column_of_a_kind_is_compared(text: str, records: int, workspace: Workspace, tmp_path: Path) -> None:
    plan = plan_of(workspace, tmp_path, text)
    found = tally(workspace, plan)
    assert found.counted == records
    assert len(draw(workspace, plan, found, 10, 1).rows) == records


def test_a_second_column_that_is_blank_is_as_if_there_were_none(workspace: Workspace, tmp_path: Path) -> None:
    one = "姓名,电话\n赵甲甲,19900000001\n孙丙丙,19900000002\n"
    two = "姓名,电话1,电话2\n赵甲甲,19900000001,\n孙丙丙,19900000002,19900000003\n"
    plan = plan_of(workspace, tmp_path, one, two)
    found = tally(workspace, plan)
    assert taken(found)["duplicates_across"] == 1
    assert len(draw(workspace, plan, found, 10, 1).rows) == found.counted == 3


def test_one_valid_number_of_several_is_enough(workspace: Workspace, tmp_path: Path) -> None:
    found = tally(workspace, plan_of(workspace, tmp_path, "姓名,电话1,电话2\n赵甲甲,123,19900000001\n孙丙丙,123,456\n"))
    assert taken(found)["invalid_phone"] == 1
    assert found.counted == 1


def test_declared_keys_alone_are_compared(workspace: Workspace, tmp_path: Path) -> None:
    text = "姓名,电话1,电话2\n赵甲甲,19900000001,19900000002\n赵甲甲,19900000001,19900000003\n"
    plan = plan_of(workspace, tmp_path, text)
    assert tally(workspace, plan._replace(keys=(Kind.NAME,))).counted == 1
    assert tally(workspace, plan._replace(keys=(Kind.PHONE,))).counted == 2


def test_blanks_in_chinese_names_are_no_part_of_them(workspace: Workspace, tmp_path: Path) -> None:
    names = ("张三", "张 三", "张\u3000三 ", "张  三", "TOM LEE", "TOM  LEE", "TOMLEE", "张三 TOM", "张三TOM")
    text = "姓名,电话\n" + "".join(f"{name},19900000001\n" for name in names)
    # 张三, TOM LEE, TOMLEE, 张三 TOM, 张三TOM
    assert counted(workspace, tmp_path, text) == 5


def test_columns_are_recognised_by_the_first_rows_on_every_run(workspace: Workspace, tmp_path: Path) -> None:
    full = [f"{name},199{number:08}" for number, name in enumerate(["赵甲甲"] * 10_000)]
    plan = plan_of(workspace, tmp_path, "\n".join(["x,y", *full, *[",0"] * 150_000, ""]))
    name, phone = plan.sources[0].columns
    assert (name.kind, name.seen, name.fits) == (Kind.NAME, 10_000, 10_000)
    assert (phone.kind, phone.seen, phone.fits) == (Kind.PHONE, 10_000, 10_000)
