"""`thresholds ruleset diff`: what differs between two rulesets by meaning, and whose grade changes with it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rulesets_written import RULESET, changed, write_ruleset

from thresholds import load_ruleset
from thresholds.authoring.diff.changes import Change, Sort, ruleset_difference
from thresholds.cli.root import run
from thresholds.law.load import available

NUMBER = "when: {number_of: sites_set_up, at_least: 3 个}"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def differing(folder: Path, *pairs: tuple[str, str]) -> list[Change]:
    """What differs when the small ruleset is changed."""
    one, other = write_ruleset(folder, RULESET, "one"), write_ruleset(folder, changed(*pairs), "other")
    return list(ruleset_difference(load_ruleset(one), load_ruleset(other)).changes)


def text(before: str, after: str, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert run(["ruleset", "diff", before, after, *more]) == 0
    return capsys.readouterr().out


def data(before: str, after: str, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(before, after, capsys, *more, "--format", "json"))
    return found


@pytest.mark.parametrize("name", available())
def test_a_ruleset_does_not_differ_from_itself(name: str) -> None:
    ruleset = load_ruleset(name)
    found = ruleset_difference(ruleset, ruleset)
    assert (found.changes, found.reworded) == ((), ())


def test_words_and_order_make_no_difference(tmp_path: Path) -> None:
    first = (
        "- {id: sites_set_up, kind: number, unit: 个, label: 设立网站的个数, direction: raises, asks: 设立了几个网站}\n"
    )
    one = write_ruleset(tmp_path, RULESET, "one")
    other = write_ruleset(
        tmp_path,
        changed(
            ("gloss: 设立「三个以上」网站", "gloss: 网站「三个以上」  # 注"),
            (first, ""),
            ("parameters:\n", f"{first}parameters:\n"),
            ("basis: 未见权威意见", "basis: 仍未见"),
            ("asks: 是否关停", "asks: 关停了没有"),
        ),
        "other",
    )
    found = ruleset_difference(load_ruleset(one), load_ruleset(other))
    assert found.changes == ()
    assert found.reworded == ("art2.1.1",)


#: What is changed, and what is said of it: what, what became of it, its ids, and the fields that differ.
CHANGES: list[tuple[str, str, tuple[str, str, str | None, str | None], list[str]]] = [
    (NUMBER, NUMBER.replace("3 个", "5 个"), ("item", "changed", "art2.1.1", "art2.1.1"), ["when"]),
    ("times: 五倍}", "times: 十倍}", ("item", "changed", "art2.2.1", "art2.2.1"), ["when"]),
    (
        "[location_tracking, credit_record]",
        "[location_tracking]",
        ("item", "changed", "art2.1.4", "art2.1.4"),
        ["when"],
    ),
    ("below: 50000 元", "below: 60000 元", ("item", "changed", "art2.1.2", "art2.1.2"), ["when"]),
    ("within: 二年}", "within: 三年}", ("item", "changed", "art2.1.3", "art2.1.3"), ["when"]),
    ("[art2.1.1, art2.1.4]", "[art2.1.1]", ("item", "changed", "art2.2.1", "art2.2.1"), ["when"]),
    ("{fact: site_closed, is: no}", "{fact: site_closed}", ("item", "changed", "art2.2.2", "art2.2.2"), ["when"]),
    ("  rule: reference\n", "  rule: concurrence\n", ("provision", "changed", "art4", "art4"), ["rule"]),
    ("times: [1, 5]", "times: [1, 10]", ("provision", "changed", "art5", "art5"), ["times"]),
    ("offence: 诈骗罪", "offence: 盗窃罪", ("provision", "changed", "art4", "art4"), ["offence"]),
    ("months: [6, 36]", "months: [1, 36]", ("grade", "changed", "serious", "serious"), ["months"]),
    ("range: 三年以下有期徒刑", "range: 五年以下有期徒刑", ("grade", "changed", "serious", "serious"), ["range"]),
    ("label: 网站已经关停, direction: lowers", "label: 网站已经关停, direction: both",
     ("fact", "changed", "site_closed", "site_closed"), ["direction"]),
    ("at_most: 200000 元", "at_most: 300000 元", ("parameter", "changed", "site_huge", "site_huge"), ["at_most"]),
    ("value: 150000 元", "value: 160000 元", ("parameter", "changed", "site_huge", "site_huge"), ["regions"]),
    ("favours_accused: net", "favours_accused: gross", ("reading", "changed", "gains", "gains"), ["favours_accused"]),
    ("until: null}", "until: 2100-12-31}", ("ruleset", "changed", "fashi-2099-1", "fashi-2099-1"), ["until"]),
    ("citation: 法释〔2099〕1号", "citation: 法释〔2100〕1号",
     ("ruleset", "changed", "fashi-2099-1", "fashi-2099-1"), ["citation"]),
    ("- id: art4\n  gloss: 另一个罪\n  rule: reference\n  offence: 诈骗罪\n", "",
     ("provision", "removed", "art4", None), ["rule", "offence"]),
    ("- id: art2.2\n", "  - {id: art2.1.5, gloss: 其他, when: {judgment: 由人判断}}\n- id: art2.2\n",
     ("item", "added", None, "art2.1.5"), ["when", "grade"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what", "fields"), CHANGES)
def test_one_change_is_one_change(
    old: str, new: str, what: tuple[str, str, str | None, str | None], fields: list[str], tmp_path: Path
) -> None:
    [found] = differing(tmp_path, (old, new))
    assert (found.what, found.sort.value, found.before, found.after) == what
    assert [field.name for field in found.fields] == fields


def test_an_item_of_another_grade(tmp_path: Path) -> None:
    item = "  - id: art2.1.3\n    gloss: 「二年内」受过处罚\n    when: {fact: site_penalty, within: 二年}\n"
    found = differing(
        tmp_path, (item, ""), ("  - id: art2.2.1\n", item.replace("2.1.3", "2.2.0") + "  - id: art2.2.1\n")
    )
    # Nothing but its form tells that it is the same item: of another grade it is not taken for that.
    assert [(one.sort.value, one.before, one.after) for one in found] == [
        ("added", None, "art2.2.0"),
        ("removed", "art2.1.3", None),
    ]


#: Every article after the first has the next number, and so have references.
RENUMBERED = re.sub(r"art([2-6])", lambda match: f"art{int(match[1]) + 1}", RULESET)


def test_renumbering_is_no_change_of_meaning(tmp_path: Path) -> None:
    """An article put in before all others moves their numbers, references and pinpoints of readings included."""
    found = ruleset_difference(
        load_ruleset(write_ruleset(tmp_path, RULESET, "one")),
        load_ruleset(write_ruleset(tmp_path, RENUMBERED, "other")),
    )
    assert {one.sort for one in found.changes} == {Sort.MOVED}
    moved = {(one.before, one.after) for one in found.changes}
    assert {("art2.1.1", "art3.1.1"), ("art2.2.3", "art3.2.3"), ("art3", "art4"), ("art6", "art7")} < moved


def test_an_item_is_found_again_under_another_number_with_another_figure(tmp_path: Path) -> None:
    other = RENUMBERED.replace("at_least: 3 个", "at_least: 6 个")
    found = ruleset_difference(
        load_ruleset(write_ruleset(tmp_path, RULESET, "one")), load_ruleset(write_ruleset(tmp_path, other, "other"))
    )
    [change] = [one for one in found.changes if one.sort is not Sort.MOVED]
    assert (change.sort, change.before, change.after) == (Sort.CHANGED, "art2.1.1", "art3.1.1")


# -- two real versions ----------------------------------------------------------------------------------------


def test_the_two_versions_on_credit_cards(capsys: pytest.CaptureFixture[str]) -> None:
    """法释〔2018〕19号 has five times the numbers for overdrafts, in art. 8 now, and counts the principal alone."""
    found = data("fashi-2009-19", "fashi-2018-19", capsys)
    overdraft = {
        one["after"]: (one["before"], one["fields"]) for one in found["changes"] if one["after"] in
        ("art8-large", "art8-huge", "art8-especially_huge")
    }  # fmt: skip
    assert {after: before for after, (before, _) in overdraft.items()} == {
        "art8-large": "art6.3-large",
        "art8-huge": "art6.3-huge",
        "art8-especially_huge": "art6.3-especially_huge",
    }
    assert [fields[0]["after"] for _, fields in overdraft.values()] == [
        {"money": "overdraft_principal_unpaid", "at_least": "50000 元", "below": "500000 元"},
        {"money": "overdraft_principal_unpaid", "at_least": "500000 元", "below": "5000000 元"},
        {"money": "overdraft_principal_unpaid", "at_least": "5000000 元"},
    ]
    assert overdraft["art8-large"][1][0]["before"]["any_of"][0]["at_least"] == "10000 元"
    [head] = [one for one in found["changes"] if one["what"] == "ruleset"]
    assert {field["field"]: (field["before"], field["after"]) for field in head["fields"]} == {
        "citation": ("法释〔2009〕19号", "法释〔2018〕19号"),
        "from": ("2009-12-16", "2018-12-01"),
        "until": ("2018-11-30", None),
    }
    assert {"what": "fact", "before": "bank_demands"}.items() <= next(
        one for one in found["changes"] if one["before"] == "bank_demands"
    ).items()
    assert "art1.1-cards" in found["reworded"]
    assert found["cases"] is None


# -- what it does to cases ------------------------------------------------------------------------------------

CASE = """\
schema: thresholds/case/1
id: three-persons
title: 三人设立网站
ruleset: fashi-2099-1
persons: {jia: {name: 甲}, yi: {name: 乙}, bing: {name: 丙}}
facts:
  jia: {sites_set_up: 3 个}
  yi: {sites_set_up: 5 个}
  bing: {sites_set_up: 4 个, site_penalty: yes}
"""

#: Five instead of three: 甲 with three is below, 乙 at, 丙 stays by the other item.
FIVE = [(NUMBER, NUMBER.replace("3 个", "5 个")), ("设立「三个以上」", "设立「五个以上」")]


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The ruleset as it is, which cases name, and a draft of it."""
    monkeypatch.setenv("THRESHOLDS_RULESETS", str(tmp_path / "rulesets"))
    write_ruleset(tmp_path)
    draft = tmp_path / "draft.yaml"
    draft.write_text(changed(*FIVE), encoding="utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "three.yaml").write_text(CASE, encoding="utf-8")
    return "fashi-2099-1", str(draft)


def test_whose_grade_changes_and_by_which_items(both: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    found = data(*both, capsys, "cases")["cases"]
    assert (found["measured"], found["passed_over"], found["persons"]) == (1, 0, 3)
    assert found["changed"] == [
        {
            "case": "three-persons",
            "file": "cases/three.yaml",
            "person": "jia",
            "name": "甲",
            "before": {
                "grade": {"at_least": "serious", "at_most": "serious"},
                "items": [{"item": "art2.1.1", "status": "established"}],
            },
            "after": {"grade": {"at_least": "not_reached", "at_most": "not_reached"}, "items": []},
        }
    ]


def test_an_open_grade_counts_as_changed_too(both: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("cases/three.yaml")
    path.write_text(CASE.replace("yi: {sites_set_up: 5 个}", "yi: {sites_set_up: {at_least: 4, at_most: 6}}"), "utf-8")
    yi = data(*both, capsys, "cases")["cases"]["changed"][1]
    assert yi["before"]["grade"] == {"at_least": "serious", "at_most": "serious"}
    assert yi["after"] == {
        "grade": {"at_least": "not_reached", "at_most": "serious"},
        "items": [{"item": "art2.1.1", "status": "open"}],
    }


def test_suites_are_cases_and_those_of_other_offences_are_passed_over(
    both: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    suite = Path("cases/suite.yaml")
    suite.write_text(
        "schema: thresholds/suite/1\nruleset: fashi-2099-1\ntests:\n"
        "- {id: four, case: {persons: {a: {}}, facts: {a: {sites_set_up: 4 个}}}, expected: {a: {grade: serious}}}\n",
        encoding="utf-8",
    )
    elsewhere = "schema: thresholds/case/1\nid: other\nruleset: fashi-2017-10\npersons: {a: {}}\n"
    Path("cases/other.yaml").write_text(elsewhere, encoding="utf-8")
    found = data(*both, capsys, "cases", "rulesets")["cases"]
    assert (found["measured"], found["passed_over"]) == (2, 1)
    assert [(one["case"], one["person"]) for one in found["changed"]] == [("four", "a"), ("three-persons", "jia")]


def test_readings_that_only_one_ruleset_has_count_for_that_one(
    both: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("cases/three.yaml").write_text(CASE + "readings: {gains: net}\n", encoding="utf-8")
    lines = changed(*FIVE).splitlines()
    without = "\n".join(lines[: lines.index("readings:")]) + "\n"
    Path(both[1]).write_text(without, encoding="utf-8")
    assert len(data(*both, capsys, "cases")["cases"]["changed"]) == 1


def test_a_case_that_cannot_be_read_is_wrong_data(both: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("cases/three.yaml").write_text(CASE.replace("persons:", "person:"), encoding="utf-8")
    Path("cases/two.yaml").write_text("", encoding="utf-8")
    assert run(["ruleset", "diff", *both, "cases"]) == 1
    shown = capsys.readouterr().err
    assert "cases/three.yaml:" in shown
    assert "cases/two.yaml:" in shown


def test_no_such_ruleset_is_wrong_usage(both: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ruleset", "diff", both[0], "fashi-2099-2"]) == 2
    assert "最接近的是「fashi-2099-1」" in capsys.readouterr().err


# -- for people -----------------------------------------------------------------------------------------------


def test_what_people_read(
    both: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    lines = text(*both, capsys, "cases").splitlines()
    assert lines[:3] == [
        "两个规则集：fashi-2099-1 → fashi-2099-1",
        "旧：法释〔2099〕1号，2099-01-01 起施行；新：法释〔2099〕1号，2099-01-01 起施行",
        "改 1 处，增 0 处，删 0 处，只改编号 0 处。案卷里 3 人，1 人的档次有变化。",
    ]
    assert lines[4:8] == [
        "条款项",
        "什么                                    旧        新",
        "──────────────────────────────────────────────────────────",
        "第二条第一款第（一）项：设立网站的个数  3 个以上  5 个以上",
    ]
    assert "三人设立网站：甲" in "\n".join(lines)
    assert "情节严重" in "\n".join(lines)


def test_both_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    shown = text("fashi-2017-10", "fashi-2017-10", capsys)
    assert "没有不同" in shown
    assert "Nothing" in text("fashi-2017-10", "fashi-2017-10", capsys, "--lang", "en")
    assert data("fashi-2017-10", "fashi-2017-10", capsys)["changed"] is False


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_narrow_windows_cut_nothing(
    lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    narrow = text("fashi-2009-19", "fashi-2018-19", capsys, "--lang", lang)
    assert max(cell_len(line) for line in narrow.splitlines()) <= 40
    monkeypatch.setenv("COLUMNS", "400")
    wide = text("fashi-2009-19", "fashi-2018-19", capsys, "--lang", lang)
    for number in ("10000", "50000", "5000000"):
        assert narrow.count(number) == wide.count(number)


def test_markdown_and_a_file(both: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = text(*both, capsys, "cases", "--format", "markdown")
    assert shown.startswith("# 两个规则集")
    assert "3 个以上 | 5 个以上" in shown
    assert text(*both, capsys, "--output", "diff.txt") == ""
    assert "5 个以上" in (tmp_path / "diff.txt").read_text(encoding="utf-8")


def test_the_same_bytes_on_every_run(capsys: pytest.CaptureFixture[str]) -> None:
    first = text("fashi-2009-19", "fashi-2018-19", capsys, "--format", "json")
    assert text("fashi-2009-19", "fashi-2018-19", capsys, "--format", "json") == first
