"""`thresholds whatif`: what differs when values are otherwise, worked out by hand, and what it must not depend on."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from strategies import complete_cases

from thresholds import ReadingError, Report, evaluate, load_case
from thresholds.case.edit import parse_edit
from thresholds.case.load import document
from thresholds.cli.root import run
from thresholds.rendering.blocks import print_blocks
from thresholds.rendering.comparison import whatif_document
from thresholds.rendering.console import file_console
from thresholds.rendering.document.model import Bullets, Document, Heading, Paragraph, Table
from thresholds.report.compare import compare
from thresholds.report.whatif import Effect, WhatIf, what_if
from thresholds.values.interval import Interval

ROOT = Path(__file__).parent.parent
JOINT = ROOT / "cases" / "joint-five-persons.yaml"

#: One short of the fifty of item (3), and somebody else far from anything.
NEAR = """\
schema: thresholds/case/1
id: near
title: 差一条
persons: {a: {name: 甲某, role: 店员}, b: {name: 乙某}}
dealings:
- {id: D1, by: a, act: purchase, source: s, records: {location_tracking: 49}}
- {id: D2, by: b, act: purchase, source: s, records: {general_information: 100}}
"""
FIFTY = "往来.D1.条数.行踪轨迹信息=50"

Out = tuple[int, str, str]
Run = Callable[..., Out]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit code, standard output, standard error."""

    def called(*args: object) -> Out:
        code = run([str(arg) for arg in args])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return called


@pytest.fixture
def near(tmp_path: Path) -> Path:
    path = tmp_path / "near.yaml"
    path.write_text(NEAR, encoding="utf-8")
    return path


def supposed(source: object, *texts: str, **readings: str) -> WhatIf:
    edits = [parse_edit(text, number) for number, text in enumerate(texts, 1)]
    return what_if(document(source), edits, readings=readings)  # type: ignore[arg-type]


def told(report: Report) -> Any:
    found: Any = report.to_dict()
    del found["case"]["sha256"]
    return found


# -- what differs -----------------------------------------------------------------------------------------


def test_one_more_record_reaches_item_3() -> None:
    """49 → 50: item (3) is met; items (6) and ¶2 (3) move with the number and stay as they are."""
    found = supposed(NEAR, FIFTY).comparison
    change, other = found.persons
    assert [grade.at_least for grade in change.grades if grade] == ["not_reached", "serious"]
    assert [item.item for item in change.items] == ["art5.1.3", "art5.1.6", "art5.2.3"]
    third = change.items[0]
    assert third.before is not None
    assert third.after is not None
    assert [third.before.status, third.after.status] == ["not_established", "established"]
    assert [third.before.score[0], third.after.score[0]] == [Fraction(49, 50), Fraction(1)]
    nothing = Interval(0, 0)
    assert [tuple(one) for one in change.counts] == [
        ("location_tracking", (Interval(49, 49), nothing), (Interval(50, 50), nothing))
    ]
    asked = {one.before.fact for one in change.questions if one.before and not one.after}
    assert {"prior_criminal_punishment", "administrative_penalty"} <= asked
    assert "grave_consequences" not in {one.before.fact for one in change.questions if one.before}
    assert change.consequences
    assert not other.changed
    assert [one.path for one in found.facts] == [("dealings", "D1", "records")]


def test_the_one_most_favourable_reading_may_change_alone() -> None:
    """A penalty on the very day two years before counts under one reading only (first dealing 2021-03-20)."""
    found = supposed(JOINT, "事实.丁.行政处罚=2019-03-20", two_years="exclusive").comparison
    (change,) = found.changed
    assert (change.id, change.items, change.counts) == ("丁", (), ())
    (reading,) = change.readings
    assert reading.before is not None
    assert reading.after is not None
    assert (reading.id, reading.before.changes_to) == ("two_years", None)
    assert (reading.after.other, reading.after.changes_to) == ("inclusive", (1, 1))


@pytest.mark.parametrize(
    ("text", "person", "before", "after"),
    [
        # for its lawful business only the profit counts: 40 000-49 999.99 yuan is below 50 000
        ("事实.公司.合法经营=是", "公司", ("not_reached", "especially_serious"), ("not_reached", "not_reached")),
        ("事实.公司.合法经营=否", "公司", ("not_reached", "especially_serious"), ("especially_serious",) * 2),
        # 4万余元 → 50 000 yuan: item (1) of art. 6 is met where the business is lawful
        ("事实.公司.获利=5万元", "公司", ("not_reached", "especially_serious"), ("serious", "especially_serious")),
        # 24 of 25 records, but 24/50 + 180/500 = 0.84 passes a half of item (6)
        ("批次.轨迹.条数=24", "甲", ("serious", "serious"), ("serious", "serious")),
        # 6/50 + 180-230/500 = 0.48-0.58: item (8) by half of item (6) is open
        ("批次.轨迹.条数=6", "甲", ("serious", "serious"), ("not_reached", "serious")),
        # 17 %: 58000 × 0.83 + 2000 × 0.83 = 49800, but with 34/50 + 180/500 the sum is 11 and passes ten
        ("批次.名册.不真实率=17%", "丙", ("especially_serious",) * 2, ("especially_serious",) * 2),
        # 26 %: 42920 + 1480 = 44400, 8.88 + 1.04 below ten; at most 50319 + 2960 = 53279
        ("批次.名册.不真实率=26%", "丙", ("especially_serious",) * 2, ("serious", "especially_serious")),
        ("口径.resale_scope=all_acquired", "丁", ("not_reached",) * 2, ("serious",) * 2),
    ],
)
def test_grades_of_the_joint_case(text: str, person: str, before: tuple[str, str], after: tuple[str, str]) -> None:
    found = supposed(JOINT, text).comparison.of(person).persons[0]
    assert found.grades == (before, after)


def test_someone_new_and_someone_gone() -> None:
    found = supposed(
        NEAR, "persons.c={name: 丙某}", "dealings.+={by: c, act: theft, records: {location_tracking: 50}}",
        "dealings.D2=", "persons.b=",
    ).comparison  # fmt: skip
    by_id = {change.id: change for change in found.changed}
    assert list(by_id) == ["b", "c"]
    assert by_id["c"].grades == (None, ("serious", "serious"))
    assert [item.item for item in by_id["c"].items] == ["art5.1.3"]
    assert by_id["b"].grades == (("not_reached", "not_reached"), None)
    text = text_of(whatif_document(supposed(NEAR, "persons.c={name: 丙某}"), "zh"), 100)
    assert "丙某：没有此人 → 未达到" in text


# -- which edits matter -----------------------------------------------------------------------------------


def effects(*texts: str) -> list[Effect]:
    return [one.effect for one in supposed(NEAR, *texts).edits]


def test_edits_that_make_no_difference_are_named() -> None:
    assert effects(FIFTY, "title=改名", "dealings.D2.act=购买") == [Effect.DECIDES, Effect.NO_RESULT, Effect.NO_CHANGE]
    assert effects("dealings.D2.records={general_information: 100 条}") == [Effect.NO_CHANGE]
    assert effects("dealings.D2.records={general_information: 101}") == [Effect.DECIDES]


def test_an_edit_that_others_rest_on_matters() -> None:
    added = "dealings.+={by: c, act: theft, records: {location_tracking: 50}}"
    assert effects("persons.c={}", added) == [Effect.DECIDES, Effect.DECIDES]


def test_of_two_edits_each_is_tried_without_the_other() -> None:
    """Either of two dealings of fifty would do for the grade, but the counts differ."""
    more = "dealings.+={by: a, act: theft, records: {location_tracking: 50}}"
    assert effects(more, more) == [Effect.DECIDES, Effect.DECIDES]
    one, other = "facts.a.role_in_joint_offence=principal", "facts.b.role_in_joint_offence=principal"
    assert effects(one, other) == [Effect.NO_RESULT, Effect.NO_RESULT]


def test_nothing_that_differs_is_said_plainly(cli: Run, near: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(near.parent)
    code, out, err = cli("whatif", near.name, "--set", "dealings.D2.act=购买", "--set", "title=差一条")
    assert (code, err) == (0, "")
    assert "每个人的档次都不变。" in out
    assert "1. dealings.D2.act ＝ 购买（案卷说的本来就是这样）" in out
    assert "没有不同：案卷说的本来就是这样。" in out
    assert "没有不同：每个人的档次、各项、条数、口径、要查的和后果都一样。" in out
    code, out, _ = cli("whatif", near.name, "--set", "title=改名", "--lang", "en")
    assert code == 0
    assert "1. title = 改名 (without this one the result is the same)" in out
    assert "Nobody's grade changes." in out
    assert "Nothing: everybody's grade, items, counts, readings, questions and consequences are the same." in out


# -- the command ------------------------------------------------------------------------------------------


def test_the_text_says_what_changes(cli: Run, near: Path) -> None:
    code, out, err = cli("whatif", near, "--set", FIFTY)
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for wanted in (
        "假设：差一条",
        "档次有变化：甲某：未达到 → 情节严重",
        "1. 往来.D1.条数.行踪轨迹信息 ＝ 50",
        "往来.D1.条数 49 条 50 条",
        "甲某（店员）：未达到 → 情节严重",
        "行踪轨迹信息 49 条 50 条",
        "结果没有变化的人：乙某",
    ):
        assert wanted in lines, wanted
    assert any(line.startswith("第五条第一款第（三）项 ○ 不成立 49 条") for line in lines)


def test_the_same_as_json(cli: Run, near: Path) -> None:
    code, out, err = cli("whatif", near, "--set", FIFTY, "--set", "title=改名", "--format", "json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert data["schema"] == "thresholds/comparison/1"
    assert data["changed"] is True
    assert data["edits"] == [
        {"number": 1, "path": "往来.D1.条数.行踪轨迹信息", "value": "50", "effect": "decides"},
        {"number": 2, "path": "title", "value": "改名", "effect": "no_result"},
    ]
    assert data["facts"] == [
        {"path": ["title"], "before": "差一条", "after": "改名"},
        {
            "path": ["dealings", "D1", "records"],
            "before": {"at_least": "49", "at_most": "49", "unit": "条", "written": "49"},
            "after": {"at_least": "50", "at_most": "50", "unit": "条", "written": "50"},
        },
    ]
    first, second = data["persons"]
    assert second == {
        "id": "b",
        "name": "乙某",
        "changed": False,
        "grade": {side: {"at_least": "not_reached", "at_most": "not_reached"} for side in ("before", "after")},
    }
    assert first["grade"]["after"] == {"at_least": "serious", "at_most": "serious"}
    third = first["findings"][0]
    assert third["item"] == "art5.1.3"
    assert [third[side]["shortfall"] for side in ("before", "after")] == ["1", "0"]
    assert first["counts"] == [
        {
            "category": "location_tracking",
            "before": {"at_least": 49, "at_most": 49},
            "after": {"at_least": 50, "at_most": 50},
        }
    ]
    assert first["consequences"]["before"]["ranges"] == []
    assert [one["grade"] for one in first["consequences"]["after"]["ranges"]] == ["serious"]
    assert data["before"]["case"]["sha256"] == load_case(near).sha256
    assert data["after"]["case"]["sha256"] != load_case(near).sha256


def test_documents(cli: Run, near: Path) -> None:
    code, out, _ = cli("whatif", near, "--set", FIFTY, "--format", "markdown")
    assert code == 0
    assert out.startswith("# 假设：差一条\n")
    assert "| 往来.D1.条数 | 49 条 | 50 条 |" in out


def test_one_person_alone(cli: Run, near: Path) -> None:
    code, out, _ = cli("whatif", near, "--set", FIFTY, "--person", "b")
    assert code == 0
    assert "没有不同：每个人" in out
    assert "甲某" not in out
    code, out, err = cli("whatif", near, "--set", FIFTY, "--person", "c")
    assert (code, out) == (2, "")
    assert err == "案卷里没有「c」这个人。可用：a、b\n"


def test_the_changed_case_is_saved_and_the_file_left_alone(cli: Run, near: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.yaml"
    code, out, err = cli("whatif", near, "--set", FIFTY, "--save", saved)
    assert (code, err) == (0, f"已写到 {saved}\n")
    assert "甲某" in out
    assert saved.read_text("utf-8") == NEAR.replace("49", "50")
    assert near.read_text("utf-8") == NEAR
    code, out, err = cli("whatif", near, "--set", FIFTY, "--save", saved)
    assert (code, out, err) == (1, "", f"{saved} 已存在，没有覆盖\n")
    code, out, err = cli("compare", near, saved, "--format", "json")
    assert json.loads(out)["persons"] == supposed_persons(cli, near)


def supposed_persons(cli: Run, path: Path) -> object:
    return json.loads(cli("whatif", path, "--set", FIFTY, "--format", "json")[1])["persons"]


def test_output_goes_to_a_file(cli: Run, near: Path, tmp_path: Path) -> None:
    for format_, start in (("text", "假设：差一条"), ("json", "{"), ("markdown", "# 假设")):
        target = tmp_path / f"out.{format_}"
        assert cli("whatif", near, "--set", FIFTY, "--format", format_, "--output", target) == (0, "", "")
        assert target.read_text("utf-8").startswith(start)


USAGE = [
    ([], "--set"),
    (["--set", "title"], "第 1 个改动「title」要写成 路径=值"),
    (["--set", "title=x", "--set", "=x"], "第 2 个改动「=x」要写成 路径=值"),
    (["--set", "title=x", "--reading", "gains=nett"], "口径「gains」没有「nett」这个选项"),
    (["--set", "title=x", "--reading", "gains"], "口径要写成 id=选项"),
    (["--set", "title=x", "--ruleset", "no-such"], "没有规则集「no-such」"),
    (["--set", "title=x", "--format", "xml"], "--format"),
]


@pytest.mark.parametrize(
    ("args", "message"), USAGE, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_usage_is_2(args: list[str], message: str, cli: Run, near: Path) -> None:
    code, out, err = cli("whatif", near, *args)
    assert (code, out) == (2, "")
    assert message in err


def test_wrong_data_is_1(cli: Run, near: Path) -> None:
    near.write_text(NEAR.replace("act: purchase", "act: sell", 1), encoding="utf-8")
    code, out, err = cli("whatif", near, "--set", "dealings.D1.records={location_tracking: 很多}")
    assert (code, out) == (1, "")
    assert [line.split()[:2] for line in err.splitlines()] == [[f"{near}:6:24:", "TH204"]]
    assert cli("whatif", near.parent / "none.yaml", "--set", "title=x")[0] == 1


def test_an_option_of_the_command_goes_before_the_case_on_both_sides() -> None:
    found = supposed(NEAR, "readings.gains=net", gains="gross")
    assert [one.effect for one in found.edits] == [Effect.NO_RESULT]
    with pytest.raises(ReadingError):
        supposed(NEAR, "title=x", gains="nett")


# -- in the terminal --------------------------------------------------------------------------------------


def text_of(found: Document, width: int) -> str:
    stream = StringIO()
    print_blocks(found, file_console(stream, width))
    return stream.getvalue()


def said(found: Document) -> Counter[str]:
    """Every character that the blocks of a document say."""
    texts: list[str] = [found.footer]
    for block in found.blocks:
        if isinstance(block, Heading | Paragraph):
            texts.append(block.text)
        elif isinstance(block, Bullets):
            texts += block.items
        elif isinstance(block, Table):
            texts += [cell for row in block.rows for cell in row]
    return Counter("".join("".join(texts).split()))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 57, 80, 100, 120])
def test_nothing_is_cut_and_no_line_is_too_wide(width: int, lang: str) -> None:
    found = whatif_document(supposed(JOINT, "事实.公司.合法经营=否", "批次.轨迹.条数=6", "口径.gains=net"), lang)
    shown = text_of(found, width)
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    assert not said(found) - Counter("".join(shown.split()))
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_the_same_bytes_on_every_run() -> None:
    command = [sys.executable, "-m", "thresholds", "whatif", str(JOINT), "--set", "事实.公司.合法经营=否"]
    for format_ in ("text", "json", "markdown"):
        runs = {
            subprocess.run(
                [*command, "--format", format_],
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
@given(complete_cases(), st.data())
def test_what_if_is_the_same_as_editing_by_hand(case: dict[str, Any], data: st.DataObject) -> None:
    by_hand = copy.deepcopy(whole(case))
    number = data.draw(st.integers(0, len(case["dealings"]) - 1))
    person = data.draw(st.sampled_from(sorted(case["persons"])))
    by_hand["dealings"][number]["paid"] = "5000 元"
    by_hand["facts"].setdefault(person, {})["prior_criminal_punishment"] = "yes"
    by_hand["readings"] = {"duty_mix": "together"}
    found = supposed(
        whole(case),
        f"往来.#{number + 1}.paid=5000 元",
        f"事实.{person}.刑事处罚=是",
        "口径.duty_mix=together",
    ).comparison
    assert told(found.after) == told(evaluate(load_case(by_hand)))
    assert told(found.before) == told(evaluate(load_case(whole(case))))
    assert {change.id for change in found.changed} == {
        change.id for change in compare(evaluate(load_case(whole(case))), evaluate(load_case(by_hand))).changed
    }


@some
@given(complete_cases(), st.data())
def test_what_is_not_shown_as_changed_is_the_same_in_both_reports(case: dict[str, Any], data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(case["dealings"])))
    act = data.draw(st.sampled_from(("theft", "sale", "provision")))
    found = supposed(whole(case), f"dealings.#{number}.act={act}").comparison
    for change in found.persons:
        assert change.before is not None
        assert change.after is not None
        changed = {item.item for item in change.items}
        for one, other in zip(change.before.findings, change.after.findings, strict=True):
            same = (one.status, one.score) == (other.status, other.score)
            assert same == (one.item not in changed)
        assert {one.category for one in change.counts} == {
            name
            for name in {*change.before.counts, *change.after.counts}
            if change.before.counts.get(name, ((0, 0), (0, 0))) != change.after.counts.get(name, ((0, 0), (0, 0)))
        }
