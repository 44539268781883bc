"""`thresholds compare`: persons, readings and versions side by side, by meaning and not by spelling or order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from strategies import as_written, complete_cases, open_cases

from thresholds import evaluate, load_case
from thresholds.case.differences import differences
from thresholds.case.edit import Edit, load_edited, parse_edit
from thresholds.case.write import case_text
from thresholds.cli.root import run
from thresholds.rendering.by_readings import print_by_readings
from thresholds.rendering.case_values import both_words, path_words
from thresholds.rendering.console import file_console
from thresholds.rendering.overview import print_overview
from thresholds.rendering.words import Words
from thresholds.report.compare import compare
from thresholds.report.comparison_dict import difference_dict
from thresholds.report.overview import by_readings, overview

ROOT = Path(__file__).parent.parent
CASES = ROOT / "cases"
JOINT, ZAOZHUANG = CASES / "joint-five-persons.yaml", CASES / "zaozhuang-2017.yaml"

OLD = """\
schema: thresholds/case/1
id: two
title: 两人
evidence: {E1: 账本, E2: {kind: 书证, what: 流水}}
persons: {jia: {name: 甲, role: 店员}, yi: {name: 乙}}
batches:
  B1: {category: location_tracking, records: 60000, obtained_in: duty_or_service, duplicates: {value: 20, evidence: E1}}
dealings:
- {id: D1, by: jia, act: sale, to: [yi, bing], date: 2021-03, batch: B1, paid: 3000 元}
- {by: yi, act: purchase, source: jia, batch: B1, paid: 3000 元}
- {by: yi, act: sale, to: ding, category: credit_record, records: 6万多条, paid: 100 元}
facts:
  everyone: {breach_of_state_provisions: yes}
  yi: {illegal_gains: 1万余元, prior_criminal_punishment: exempted, administrative_penalty: [2019-01, 2018-01]}
readings: {gains: net}
"""

#: The same in other words: Chinese keys and values, another order, other spellings of the same figures.
SAME = """\
口径: {gains: net}
事实:
  乙: {}
  yi:
    行政处罚: [2018-01, 2019-01]
    违法所得: {毛额: 1万多元, 净额: {至少: 1万元, 至多: 19999.99元}}
    刑事处罚: 免予刑事处罚
  所有人: {违反国家有关规定: {is: 是}}
格式: thresholds/case/1
编号: two
往来:
- {行为人: [yi], 行为: 出售, 对象: ding, 条数: {征信信息: {至少: 60000, 至多: 69999}}, 收款: 100}
- {编号: D1, 行为人: jia, 行为: 贩卖, 对象: [bing, yi], 日期: 2021年3月, 批号: B1, 收款: 0.3万元}
- {批号: B1, 来源: jia, 行为人: yi, 行为: 购买, 收款: 3000元}
人员: {yi: {姓名: 乙}, jia: {身份: 店员, 姓名: 甲, 类型: 自然人}, }
标题: 两人
批次: {B1: {条数: 6万条, 类别: 行踪轨迹, 取得场合: 履行职责或提供服务, 重复: {数值: 20条, 证据: E1}}}
证据: {E2: {内容: 流水, 类型: 书证}, E1: 账本}
""".replace("  乙: {}\n", "")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit code, standard output, standard error."""

    def called(*args: object) -> tuple[int, str, str]:
        code = run([str(arg) for arg in args])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return called


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# -- two versions: the case -------------------------------------------------------------------------------


def test_spelling_order_and_language_are_no_difference() -> None:
    old, same = load_case(OLD), load_case(SAME)
    assert differences(old, same) == ()
    assert differences(same, old) == ()
    assert not compare(evaluate(old), evaluate(same)).changed


CHANGES: list[tuple[str, str, list[tuple[str, ...]]]] = [
    ("title: 两人", "title: 三人", [("title",)]),
    ("readings: {gains: net}", "readings: {two_years: exclusive}", [("readings", "gains"), ("readings", "two_years")]),
    ("E1: 账本", "E1: {what: 账本, at: 卷一}", [("evidence", "E1", "at")]),
    ("E2: {kind: 书证, what: 流水}", "E3: 流水", [("evidence", "E2"), ("evidence", "E3")]),
    ("role: 店员", "role: 店主", [("persons", "jia", "role")]),
    ("yi: {name: 乙}}", "yi: {name: 乙, kind: unit}, bing: }", [("persons", "yi", "kind"), ("persons", "bing")]),
    ("records: 60000", "records: 60001", [("batches", "B1", "records")]),
    ("value: 20, ", "value: 20, because: 查重, ", [("batches", "B1", "duplicates")]),
    ("obtained_in: duty_or_service, ", "", [("batches", "B1", "obtained_in")]),
    ("category: location_tracking", "category: {one_of: [location_tracking, credit_record]}",
     [("batches", "B1", "category")]),
    ("to: [yi, bing]", "to: yi", [("dealings", "D1", "to")]),
    ("date: 2021-03", "date: 2021-04", [("dealings", "D1", "date")]),
    ("id: D1", "id: D7", [("dealings", "D1", "id")]),
    ("id: D1, ", "", [("dealings", "D1", "id")]),
    ("source: jia, batch: B1", "source: jia, batch: B1, date: 2021", [("dealings", "#2", "date")]),
    ("records: 6万多条", "records: 7万多条", [("dealings", "#3", "records")]),
    ("category: credit_record, records: 6万多条", "records: {credit_record: 6万多条, health_information: 5}",
     [("dealings", "#3", "records", "health_information")]),
    ("category: credit_record", "category: health_information", [("dealings", "#3", "category")]),
    ("- {by: yi, act: purchase, source: jia, batch: B1, paid: 3000 元}\n", "", [("dealings", "#2")]),
    ("facts:", "- {by: jia, act: theft}\nfacts:", [("dealings", "#4")]),
    ("illegal_gains: 1万余元", "illegal_gains: {gross: 1万余元}", [("facts", "yi", "illegal_gains")]),
    ("exempted", "yes", [("facts", "yi", "prior_criminal_punishment")]),
    ("[2019-01, 2018-01]", "2019-01", [("facts", "yi", "administrative_penalty")]),
    ("  everyone: {breach_of_state_provisions: yes}\n", "", [("facts", "everyone", "breach_of_state_provisions")]),
    ("  yi: {ill", "  jia: {first_offender: {is: yes, disputed: yes}}\n  yi: {ill",
     [("facts", "jia", "first_offender")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "paths"), CHANGES, ids=[f"{'.'.join(one[2][0])}-{at}" for at, one in enumerate(CHANGES)]
)
def test_each_change_is_found_at_its_place(old: str, new: str, paths: list[tuple[str, ...]]) -> None:
    assert OLD.count(old) == 1
    found = differences(load_case(OLD), load_case(OLD.replace(old, new)))
    assert [one.path for one in found] == paths
    back = differences(load_case(OLD.replace(old, new)), load_case(OLD))
    assert [(one.before, one.after) for one in back] == [(one.after, one.before) for one in found] or len(paths) > 1


WORDS = [
    ("60000, ", "60000, inauthentic_rate: 4.5%, ", "批次.B1.不真实率", "未写明", "4.5%", "not stated", "4.5%"),
    ("60000, ", "60000, verified: unknown, ", "批次.B1.逐条核实", "未写明", "不明", "not stated", "unknown"),
    ("60000", "6万条以上", "批次.B1.条数", "60000 条", "60000～不限 条（6万条以上）",
     "60000 records", "60000–unbounded records (6万条以上)"),
    ("obtained_in: duty_or_service", "obtained_in: elsewhere", "批次.B1.取得场合",
     "履行职责或提供服务", "其他场合", "duty or service", "elsewhere"),
    ("category: location_tracking", "kinds: [location_tracking, credit_record]", "批次.B1.类别",
     "行踪轨迹信息", "行踪轨迹信息、征信信息，一条含几类",
     "location tracking", "location tracking, credit record, several kinds in one record"),
    ("category: location_tracking", "category: {one_of: [location_tracking, credit_record], because: x}",
     "批次.B1.类别", "行踪轨迹信息", "类别待定：行踪轨迹信息、征信信息（x）",
     "location tracking", "category open: location tracking, credit record (x)"),
    ("paid: 3000 元}\n- {by: yi, act: p", "paid: {at_least: 1000, at_most: 2000, disputed: yes}}\n- {by: yi, act: p",
     "往来.D1.收款", "3000 元", "1000～2000 元（有争议）", "3000 yuan", "1000–2000 yuan (disputed)"),
    ("title: 两人", "title: 两人\nsource: {book: 报纸, pages: [1, 2]}", "出处", "未写明", "book 报纸，pages 1、2",
     "not stated", "book 报纸, pages 1, 2"),
    ("title: 两人", "title: 两人\njudged_on: 2021-11", "审理日期", "未写明", "2021-11", "not stated", "2021-11"),
    ("exempted", "2019-03", "事实.yi.刑事处罚", "免予刑事处罚", "2019-03", "exempted from punishment", "2019-03"),
    ("[2019-01, 2018-01]", "no", "事实.yi.行政处罚", "2019-01、2018-01", "否", "2019-01, 2018-01", "no"),
    ("illegal_gains: 1万余元", "illegal_gains: {gross: 1万余元, net: {value: 500, evidence: E1}}", "事实.yi.违法所得",
     "10000～19999.99 元（1万余元）", "毛额 10000～19999.99 元（1万余元），净额 500 元（证据 E1）",
     "10000–19999.99 yuan (1万余元)", "gross 10000–19999.99 yuan (1万余元), net 500 yuan (evidence E1)"),
    ("  yi: {ill", "  jia: {role_in_joint_offence: accessory}\n  yi: {ill", "事实.jia.共同犯罪中的作用",
     "未写明", "从犯", "not stated", "accessory"),
    ("  everyone: {", "  everyone: {first_offender: {is: yes, because: y}, ", "事实.所有人.初犯",
     "未写明", "是（y）", "not stated", "yes (y)"),
    ("name: 乙}}", "name: 乙}, bing: {kind: unit, role: 店主}}", "人员.bing", "—", "身份 店主，单位",
     "—", "role 店主, unit"),
    ("name: 乙}}", "name: 乙}, bing: }", "人员.bing", "—", "列入，没有写别的", "—", "listed, with nothing more"),
    ("dealings:", "  B2: {category: credit_record, records: 5, duplicate_rate: 0.1}\ndealings:", "批次.B2",
     "—", "征信信息，条数 5 条，重复率 0.1", "—", "credit record, records 5 records, duplicate rate 0.1"),
    ("facts:", "- {id: D9, by: [jia, yi], act: theft, records: {credit_record: 5, health_information: 6}}\nfacts:",
     "往来.D9", "—", "行为人 jia、yi，行为 窃取，征信信息，条数 5 条，健康生理信息，条数 6 条",
     "—", "by jia, yi, act theft, credit record, records 5 records, health information, records 6 records"),
    ("category: credit_record, records: 6万多条", "records: {credit_record: 6万多条, health_information: 5}",
     "往来.#3.条数.健康生理信息", "未写明", "5 条", "not stated", "5 records"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "before", "after", "english", "later"), WORDS)
def test_a_change_in_words(old: str, new: str, path: str, before: str, after: str, english: str, later: str) -> None:
    assert OLD.count(old) == 1
    (one,) = differences(load_case(OLD), load_case(OLD.replace(old, new)))
    chinese = Words("zh")
    assert (path_words(one.path, chinese), *both_words(one, chinese)) == (path, before, after)
    assert both_words(one, Words("en")) == (english, later)


@pytest.mark.parametrize("path", sorted({one[2] for one in WORDS if one[3] not in ("—", "未写明")}))
def test_a_place_is_named_as_edits_name_it(path: str) -> None:
    without = load_edited(OLD, [parse_edit(f"{path}=", 1), *_more(path)])
    assert path in [path_words(one.path, Words("zh")) for one in differences(load_case(OLD), without)]


def _more(path: str) -> list[Edit]:
    """A number needs its category."""
    return [parse_edit("批次.B1.条数=", 2), parse_edit("批次.B1.重复=", 3)] if path == "批次.B1.类别" else []


def test_a_change_as_data() -> None:
    changed = OLD.replace("60000, ", "60000, inauthentic_rate: 4.5%, kinds: [credit_record, health_information], ")
    changed = changed.replace("category: location_tracking, ", "").replace("exempted", "{is: 2019-03, disputed: yes}")
    found = [difference_dict(one) for one in differences(load_case(OLD), load_case(changed))]
    month = {"first": "2019-03-01", "last": "2019-03-31", "written": "2019-03"}
    assert found == [
        {
            "path": ["batches", "B1", "category"],
            "before": {"options": ["location_tracking"]},
            "after": {"options": ["credit_record", "health_information"], "each": True},
        },
        {
            "path": ["batches", "B1", "inauthentic_rate"],
            "before": None,
            "after": {"at_least": "0.045", "at_most": "0.045", "written": "4.5%"},
        },
        {
            "path": ["facts", "yi", "prior_criminal_punishment"],
            "before": {"truth": "yes", "exempted": True},
            "after": {"truth": "yes", "disputed": True, "days": month},
        },
    ]
    added = OLD.replace("dealings:", "  B2: {category: credit_record, duplicate_rate: 0.1}\ndealings:")
    (one,) = [difference_dict(one) for one in differences(load_case(OLD), load_case(added))]
    assert one["after"] == {
        "id": "B2",
        "category": {"options": ["credit_record"]},
        "duplicate_rate": {"at_least": "0.1", "at_most": "0.1", "written": "0.1"},
    }


def test_dealings_without_id_are_the_same_where_they_agree_in_more_than_not() -> None:
    """Moved and changed in one field they are still the same; changed in most, one is gone and another new."""
    lines = OLD.splitlines(keepends=True)
    second = next(line for line in lines if "act: purchase" in line)
    third = next(line for line in lines if "to: ding" in line)
    swapped = OLD.replace(second + third, third.replace("100 元", "200 元") + second)
    assert [one.path for one in differences(load_case(OLD), load_case(swapped))] == [("dealings", "#3", "paid")]
    other = OLD.replace(third, "- {by: yi, act: exchange, to: wu, records: {credit_record: 6}, paid: 100 元}\n")
    assert [(one.path, one.before is None) for one in differences(load_case(OLD), load_case(other))] == [
        (("dealings", "#3"), False),
        (("dealings", "#3"), True),
    ]


# -- two versions: the command ----------------------------------------------------------------------------


def test_versions_in_words(cli: Run, tmp_path: Path) -> None:
    old = written(tmp_path / "old.yaml", OLD)
    new = written(tmp_path / "new.yaml", SAME.replace("6万条", "49条").replace("20条", "0"))
    code, out, err = cli("compare", old, new)
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "批次.B1.条数 60000 条 49 条（49条）" in lines or "批次.B1.条数 60000 条 49 条" in lines
    assert "批次.B1.重复 20 条（证据 E1） 0 条（证据 E1）" in lines
    assert lines[0] == "两份案卷：两人"
    code, out, _ = cli("compare", old, written(tmp_path / "same.yaml", SAME))
    assert code == 0
    assert "没有不同：两份说的是同一件事，写法、次序、语言的差别不算。" in out
    assert "没有不同：每个人的档次、各项、条数、口径、要查的和后果都一样。" in out
    code, out, _ = cli("compare", old, tmp_path / "same.yaml", "--lang", "en", "--person", "yi")
    assert code == 0
    assert "Nothing: both say the same; spelling, order and language make no difference." in out


def test_versions_as_json(cli: Run, tmp_path: Path) -> None:
    old = written(tmp_path / "old.yaml", OLD)
    new = written(tmp_path / "new.yaml", OLD.replace("paid: 100 元", "paid: 6000 元").replace("1万余元", "100 元"))
    data = json.loads(cli("compare", old, new, "--format", "json")[1])
    assert data["schema"] == "thresholds/comparison/1"
    assert "edits" not in data
    assert data["facts"][0] == {
        "path": ["dealings", "#3", "paid"],
        "before": {"at_least": "100", "at_most": "100", "unit": "元", "written": "100 元"},
        "after": {"at_least": "6000", "at_most": "6000", "unit": "元", "written": "6000 元"},
    }
    assert data["facts"][1]["path"] == ["facts", "yi", "illegal_gains"]
    assert data["facts"][1]["after"]["net"]["at_most"] == "100"
    jia, yi = data["persons"]
    assert jia["changed"] is False
    assert [one["item"] for one in yi["findings"]] == ["art5.1.7"]


def test_two_cases_of_which_both_are_wrong_are_told_at_once(cli: Run, tmp_path: Path) -> None:
    one = written(tmp_path / "one.yaml", OLD.replace("act: purchase", "act: buy"))
    other = written(tmp_path / "other.yaml", OLD.replace("60000", "很多"))
    code, out, err = cli("compare", one, other)
    assert (code, out) == (1, "")
    assert [line.split()[1] for line in err.splitlines()] == ["TH204", "TH205"]


USAGE = [
    ([JOINT, ZAOZHUANG, "--by", "readings"], "--by readings 只看一份案卷"),
    ([JOINT, "--by", "items"], "--by"),
    ([JOINT, JOINT, JOINT], "joint-five-persons.yaml"),
    ([JOINT, "--person", "戊"], "案卷里没有「戊」这个人。可用：甲、乙、丙、丁、公司"),
    ([JOINT, "--reading", "gains=nett"], "口径「gains」没有「nett」这个选项"),
    ([], "CASE"),
]


@pytest.mark.parametrize(("args", "message"), USAGE, ids=range(len(USAGE)))
def test_wrong_usage_is_2(args: list[object], message: str, cli: Run) -> None:
    code, out, err = cli("compare", *args)
    assert (code, out) == (2, "")
    assert message in err


# -- the persons of a case --------------------------------------------------------------------------------

#: As `expected` in the file says, item by item.
MARKS = {
    "甲某": "○ ○ ○ ○ ○ ◐ ○ ● ○ ◇   ○ ○ ○ ◇       ○ ○ ◇         ◐",
    "乙某": "◐ ◐ ● ○ ○ ○ ● ○ ○ ◇   ○ ○ ○ ◇       ○ ○ ◇         ○",
    "丙某": "○ ○ ○ ○ ● ○ ● ○ ○ ◇   ○ ○ ● ◇       ○ ○ ◇         ○",
    "丁某": "○ ○ ○ ○ ○ ○ ○ ○ ○ ◇   ○ ○ ○ ◇       ○ ○ ◇         ○",
    "某信息咨询公司": "○ ○ ○ ○ ◐ ○ ○ ○ ○ ◇   ○ ○ ◐ ◇       ○ ○ ◇         ○",
}


def shown(path: Path, width: int, lang: str = "zh") -> str:
    stream = StringIO()
    print_overview(evaluate(load_case(path)), file_console(stream, width), lang)
    return stream.getvalue()


def test_a_row_of_marks_for_each_person() -> None:
    lines = shown(JOINT, 100).splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("人员"))
    assert lines[head].split() == ["人员", "档次", "第五条第一款", "第五条第二款", "第六条第一款", "第十条"]
    assert lines[head + 1].split() == ["一二三四五六七八九十", "一二三四", "一二三"]
    for name, marks in MARKS.items():
        (line,) = [line for line in lines if line.startswith(name) and marks in line]
        # below each numeral, which is two cells wide, stands its mark and a space
        assert cell_len(line[: line.index(marks)]) == cell_len(lines[head + 1].rstrip()) - cell_len(
            lines[head + 1].strip()
        )
    assert "● 成立  ○ 不成立  ◐ 待查  ◇ 须裁量" in lines


def test_counts_gains_and_questions_of_each_person() -> None:
    third = overview(evaluate(load_case(JOINT)))[2]
    assert dict(third.counts) == {
        "location_tracking": (28, 28),
        "credit_record": (6, 6),
        "communication_record": (180, 230),
        "general_information": (54000, 64799),
    }
    assert third.gains == (880000, 880000)
    lines = {line.person.id: line for line in overview(evaluate(load_case(JOINT)))}
    assert lines["公司"].gains is None
    assert lines["乙"].gains == (1_000_000, 1_999_999)
    for line in lines.values():
        assert sum(line.questions) == len(line.person.questions)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ten_persons_fit(width: int, lang: str) -> None:
    text = shown(ZAOZHUANG, width, lang)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    names = [person.name for person in load_case(ZAOZHUANG).persons.values()]
    assert [line.split()[0] for line in text.splitlines() if line.split() and line.split()[0] in names] == names * 2
    grid = "一二三四五六七八九十" if lang == "zh" else "1 2 3 4 5 6 7 8 9 10"
    assert (grid in text) == (width >= 80)


def test_persons_as_json_and_as_document(cli: Run) -> None:
    data = json.loads(cli("compare", JOINT, "--format", "json")[1])
    assert data["schema"] == "thresholds/overview/1"
    assert [person["id"] for person in data["persons"]] == ["甲", "乙", "丙", "丁", "公司"]
    third = data["persons"][2]
    assert third["statuses"]["art5.2.3"] == "established"
    assert third["gains"] == {"at_least": "8800", "at_most": "8800", "unit": "元"}
    assert list(third["statuses"]) == data["items"]
    code, out, _ = cli("compare", JOINT, "--format", "markdown", "--person", "甲")
    assert code == 0
    assert "| 甲某 | 情节严重 | ● （八）<br>◐ （六）<br>◇ （十） | ◇ （四） | ◇ （三） | ◐ |" in out
    assert "乙某" not in out


# -- under each reading -----------------------------------------------------------------------------------


def readings_shown(path: Path, width: int, lang: str = "zh") -> list[str]:
    stream = StringIO()
    print_by_readings(by_readings(evaluate(load_case(path))), file_console(stream, width), lang)
    return stream.getvalue().splitlines()


def test_one_reading_decides() -> None:
    """6 000 yuan received, 2 000 paid for them: serious on the gross sum, below on the net one."""
    case = {
        "schema": "thresholds/case/1",
        "id": "gains",
        "persons": {"a": {"name": "甲某"}},
        "dealings": [
            {"by": "a", "act": "sale", "to": "x", "records": {"general_information": 10}, "paid": "6000 元"},
            {"by": "a", "act": "purchase", "source": "s", "records": {"general_information": 10}, "paid": "2000 元"},
        ],
    }
    found = by_readings(evaluate(load_case(case)))
    assert found.chosen.grades == (("serious", "serious"),)
    changed = [(one.reading, one.option) for one in found.others if one.grades != found.chosen.grades]
    assert changed == [("gains", "net")]
    assert len(found.others) == 10
    assert found.accused.grades == (("not_reached", "not_reached"),)
    assert found.prosecution.grades == (("serious", "serious"),)
    turned = by_readings(evaluate(load_case(case | {"readings": {"gains": "net"}})))
    assert turned.chosen.grades == (("not_reached", "not_reached"),)
    assert [one.grades for one in turned.others if one.option == "gross"] == [(("serious", "serious"),)]


def test_who_is_higher_and_who_lower_under_which_reading() -> None:
    lines = [" ".join(line.split()) for line in readings_shown(JOINT, 100)]
    assert "现在所用的口径 1 1 2 0 0～2" in lines
    assert any(line.endswith(" 1 1 2 ▲1 0～2") and line.startswith("为合法经营买来的信息") for line in lines)
    assert any(line.endswith(" ▼0 1 2 0 0～2") and line.startswith("第（三）（四）项") for line in lines)
    assert "最有利于被告人的口径 ▼0 1 2 0 0～2" in lines
    assert "最不利于被告人的口径 1 1 2 ▲1 0～2" in lines
    assert "档次：0 未达到、1 情节严重、2 情节特别严重" in lines
    assert any(line.startswith("换成以下各种，谁的档次都不变：gains=net、tenfold_sum=below_base、") for line in lines)


def test_grades_stand_in_full_where_there_is_room() -> None:
    lines = [" ".join(line.split()) for line in readings_shown(JOINT, 160)]
    assert "现在所用的口径 情节严重 情节严重 情节特别严重 未达到 未达到～情节特别严重" in lines
    assert not any(line.startswith("档次：") for line in lines)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ten_persons_stand_in_as_many_tables_as_it_takes(width: int, lang: str) -> None:
    lines = readings_shown(ZAOZHUANG, width, lang)
    assert max(cell_len(line) for line in lines) <= width
    rules = [line for line in lines if line and set(line) == {"─"}]
    assert len(rules) == {40: 4, 80: 2, 120: 1}[width]
    flat = "".join("".join(lines).split())
    for person in load_case(ZAOZHUANG).persons.values():
        assert person.name in flat


def test_readings_as_json_and_as_document(cli: Run) -> None:
    data = json.loads(cli("compare", JOINT, "--by", "readings", "--format", "json")[1])
    assert data["schema"] == "thresholds/by-readings/1"
    resale = next(one for one in data["readings"] if one["id"] == "resale_scope")
    assert (resale["option"], resale["changed"]) == ("all_acquired", ["丁"])
    assert resale["grades"]["丁"] == {"at_least": "serious", "at_most": "serious"}
    assert data["accused"]["changed"] == ["甲"]
    code, out, _ = cli("compare", JOINT, "--by", "readings", "--format", "markdown", "--lang", "en", "--person", "丁")
    assert code == 0
    assert "▲serious circumstances" in out


def test_the_same_bytes_on_every_run(tmp_path: Path) -> None:
    new = written(tmp_path / "new.yaml", JOINT.read_text("utf-8").replace("28条", "6条"))
    for args in ([str(JOINT)], [str(JOINT), "--by", "readings"], [str(JOINT), str(new), "--format", "json"]):
        runs = {
            subprocess.run(
                [sys.executable, "-m", "thresholds", "compare", *args],
                capture_output=True,
                check=True,
                env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2")
        }
        assert len(runs) == 1


# -- properties -------------------------------------------------------------------------------------------

some = settings(max_examples=60, deadline=None, derandomize=True)


def whole(case: dict[str, Any]) -> dict[str, Any]:
    return {"schema": "thresholds/case/1", "id": "t", **case}


@some
@given(complete_cases() | open_cases().map(as_written))
def test_a_report_does_not_differ_from_itself(case: dict[str, Any]) -> None:
    report, again = evaluate(load_case(whole(case))), evaluate(load_case(whole(case)))
    for found in (compare(report, report), compare(report, again)):
        assert (found.facts, found.changed) == ((), ())
        assert [change.id for change in found.persons] == list(case["persons"])


@some
@given(complete_cases(lawful=True) | open_cases().map(as_written), st.randoms(use_true_random=False))
def test_the_order_and_the_language_of_dealings_make_no_difference(case: dict[str, Any], random: Any) -> None:
    dealings = list(case["dealings"])
    random.shuffle(dealings)
    one = load_case(case_text(whole(case), "en"))
    other = load_case(case_text(whole(case) | {"dealings": dealings}, "zh"))
    found = compare(evaluate(one), evaluate(other))
    assert found.facts == ()
    assert found.changed == ()


@some
@given(complete_cases(), st.randoms(use_true_random=False), st.data())
def test_a_dealing_gone_is_found_whatever_the_order(case: dict[str, Any], random: Any, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(case["dealings"]) - 1))
    rest = [dealing for at, dealing in enumerate(case["dealings"]) if at != number]
    random.shuffle(rest)
    found = differences(load_case(whole(case)), load_case(whole(case) | {"dealings": rest}))
    gone = [one for one in found if one.after is None]
    assert len(found) == len(gone) == 1
    assert gone[0].before.act == case["dealings"][number]["act"]  # type: ignore[union-attr]
