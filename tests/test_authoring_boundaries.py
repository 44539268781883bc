"""`thresholds ruleset lint`: which tests stand on the boundaries of a ruleset, and which are missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulesets_written import RULESET, changed, line_of, write_ruleset

from thresholds.authoring.lint.review import review
from thresholds.cli.root import run

NUMBER = "{number_of: sites_set_up, at_least: 3 个}"
LEAK = "{records_of: [location_tracking, credit_record], at_least: 500 条, in: site_leak}"
HARM = "{all_of: [{fact: site_closed, is: no}, {fact: site_harm}]}"

SUITE = """\
schema: thresholds/suite/1
title: 边界
ruleset: fashi-2099-1
tests:
- id: sites.three
  case: {persons: {a: {}}, facts: {a: {sites_set_up: 3 个}}}
  expected: {a: {established: [art2.1.1]}}
- id: sites.two
  case: {persons: {a: {}}, facts: {a: {sites_set_up: 2 个}}}
  expected: {a: {not_established: [art2.1.1]}}
- id: sites.fifteen
  case: {persons: {a: {}}, facts: {a: {sites_set_up: 15 个}}}
  expected: {a: {established: [art2.2.1]}}
- id: sites.fourteen
  case: {persons: {a: {}}, facts: {a: {sites_set_up: 14 个}}}
  expected: {a: {not_established: [art2.2.1]}}
- id: income.at
  case: {persons: {a: {}}, facts: {a: {site_income: 10000 元}}}
  expected: {a: {established: [art2.1.2]}}
- id: income.short
  case: {persons: {a: {}}, facts: {a: {site_income: 9999.99 元}}}
  expected: {a: {not_established: [art2.1.2]}}
- id: income.last
  case: {persons: {a: {}}, facts: {a: {site_income: 49999.99 元}}}
  expected: {a: {established: [art2.1.2]}}
- id: income.end
  case: {persons: {a: {}}, facts: {a: {site_income: 50000 元}}}
  expected: {a: {not_established: [art2.1.2]}}
- id: penalty.yes
  case: {persons: {a: {}}, facts: {a: {site_penalty: yes}}}
  expected: {a: {established: [art2.1.3]}}
- id: penalty.no
  case: {persons: {a: {}}, facts: {a: {site_harm: yes}}}
  expected: {a: {not_established: [art2.1.3], established: [art2.2.2]}}
- id: leak.at
  case: {persons: {a: {}}, facts: {a: {site_leak: {credit_record: 200 条, location_tracking: 300 条}}}}
  expected: {a: {established: [art2.1.4]}}
- id: leak.short
  case: {persons: {a: {}}, facts: {a: {site_leak: {credit_record: 499 条}}}}
  expected: {a: {not_established: [art2.1.4]}}
- id: leak.five-times
  case: {persons: {a: {}}, facts: {a: {site_leak: {credit_record: 2500 条}}}}
  expected: {a: {established: [art2.2.1]}}
- id: leak.five-times-short
  case: {persons: {a: {}}, facts: {a: {site_leak: {credit_record: 2499 条}}}}
  expected: {a: {not_established: [art2.2.1]}}
- id: harm.closed
  case: {persons: {a: {}}, facts: {a: {site_harm: yes, site_closed: yes}}}
  expected: {a: {not_established: [art2.2.2]}}
- id: harm.none
  case: {persons: {a: {}}, facts: {a: {site_harm: no}}}
  expected: {a: {not_established: [art2.2.2]}}
- id: income.regional
  case: {persons: {a: {}}, region: 某省, facts: {a: {site_income: 150000 元}}}
  expected: {a: {established: [art2.2.3]}}
- id: income.regional-short
  case: {persons: {a: {}}, region: 某省, facts: {a: {site_income: 149999.99 元}}}
  expected: {a: {not_established: [art2.2.3]}}
- id: remorse.yes
  case: {persons: {a: {}}, facts: {a: {sites_set_up: 3 个, site_remorse: yes}}}
  expected: {a: {established: [art3]}}
- id: remorse.no
  case: {persons: {a: {}}, facts: {a: {sites_set_up: 3 个}}}
  expected: {a: {not_established: [art3]}}
"""


@pytest.fixture
def tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the ruleset; suites in `tests/conformance` are found beside it."""
    monkeypatch.setenv("THRESHOLDS_RULESETS", str(tmp_path / "rulesets"))
    write_ruleset(tmp_path)
    (tmp_path / "tests" / "conformance").mkdir(parents=True)
    return tmp_path


def lacking(checkout: Path, suite: str) -> list[str]:
    """What the tests are said to lack."""
    (checkout / "tests" / "conformance" / "suite.yaml").write_text(suite, encoding="utf-8")
    found = review(["fashi-2099-1"])
    assert found.wrong == ()
    return [f"{one.line} {dict(one.detail)['missing']}" for one in found.rulesets[0].findings]


def without(*names: str) -> str:
    """The suite without some tests."""
    head, *tests = SUITE.split("- id: ")
    return head + "".join(f"- id: {test}" for test in tests if test.split("\n")[0] not in names)


def test_tests_on_every_boundary_are_enough(tested: Path) -> None:
    assert lacking(tested, SUITE) == []


@pytest.mark.parametrize(
    ("name", "where", "missing"),
    [
        ("sites.three", NUMBER, "sites_set_up 3 个 → established"),
        ("sites.two", NUMBER, "sites_set_up 2 个 → not_established"),
        ("sites.fifteen", "standards_of", "(art2.1.1) sites_set_up 15 个 → established"),
        ("sites.fourteen", "standards_of", "(art2.1.1) sites_set_up 14 个 → not_established"),
        ("income.at", "below: 50000", "site_income 10000 元 → established"),
        ("income.short", "below: 50000", "site_income 9999.99 元 → not_established"),
        ("income.last", "below: 50000", "site_income 49999.99 元 → established"),
        ("income.end", "below: 50000", "site_income 50000 元 → not_established"),
        ("penalty.yes", "{fact: site_penalty", "site_penalty: yes → established"),
        ("leak.at", LEAK, "500 条 → established"),
        ("leak.short", LEAK, "499 条 → not_established"),
        ("leak.five-times", "standards_of", "(art2.1.4) 2500 条 → established"),
        ("leak.five-times-short", "standards_of", "(art2.1.4) 2499 条 → not_established"),
        ("harm.closed", HARM, "site_closed: yes → not_established"),
        ("harm.none", HARM, "site_harm: no → not_established"),
        ("income.regional", "standard: site_huge", "site_income = site_huge → established"),
        ("income.regional-short", "standard: site_huge", "site_income < site_huge → not_established"),
        ("remorse.yes", "all_of: [site_remorse]", "site_remorse: yes → established"),
        ("remorse.no", "all_of: [site_remorse]", "site_remorse: no → not_established"),
    ],
)
def test_each_test_that_is_missing_is_named(name: str, where: str, missing: str, tested: Path) -> None:
    assert lacking(tested, without(name)) == [f"{line_of(RULESET, where)} {missing}"]


def test_a_test_that_something_else_decides_is_no_test_of_a_boundary(tested: Path) -> None:
    """Not established because the site was closed, says nothing of the harm."""
    suite = SUITE.replace("facts: {a: {site_harm: no}}", "facts: {a: {site_harm: no, site_closed: yes}}")
    assert lacking(tested, suite) == [f"{line_of(RULESET, HARM)} site_harm: no → not_established"]


def test_a_range_over_the_number_is_no_test_of_it(tested: Path) -> None:
    suite = SUITE.replace("{sites_set_up: 2 个}", "{sites_set_up: {at_least: 1, at_most: 2}}")
    assert lacking(tested, suite) == [f"{line_of(RULESET, NUMBER)} sites_set_up 2 个 → not_established"]


def test_what_is_expected_counts_not_what_the_engine_says(tested: Path) -> None:
    """A test that expects wrongly at the number is no test of it; `thresholds test` says that it fails."""
    suite = SUITE.replace("{sites_set_up: 3 个}}}\n  expected: {a: {established: [art2.1.1]}}",
                          "{sites_set_up: 3 个}}}\n  expected: {a: {not_established: [art2.1.1]}}")  # fmt: skip
    assert lacking(tested, suite) == [f"{line_of(RULESET, NUMBER)} sites_set_up 3 个 → established"]


def test_opening_words_are_tried_on_any_item_of_their_paragraph(tested: Path) -> None:
    opened = changed(("  grade: serious\n", "  grade: serious\n  requires: {money: site_income, at_least: 100 元}\n"),
                     ("有下面一项就是「情节严重」", "「一百元以上」，有下面一项就是「情节严重」"))  # fmt: skip
    write_ruleset(tested, opened)
    with_income = SUITE.replace("{sites_set_up: 3 个}", "{sites_set_up: 3 个, site_income: 100 元}")
    found = lacking(tested, with_income)
    assert f"{line_of(opened, 'requires:')} site_income 99.99 元 → not_established" in found
    short = "- id: opening.short\n  case: {persons: {a: {}}, facts: {a: {sites_set_up: 9 个, site_income: 99.99 元}}}\n"
    assert f"{line_of(opened, 'requires:')} site_income 99.99 元 → not_established" not in lacking(
        tested, with_income + short + "  expected: {a: {not_established: [art2.1.1]}}\n"
    )


OTHERS = """\
schema: thresholds/suite/1
tests:
- id: of-no-ruleset-named
  case: {persons: {a: {}}, dealings: [{by: a, act: theft, records: {location_tracking: 50}}]}
  expected: {a: {established: [art5.1.3]}}
"""
STATUTE = OTHERS.replace("tests:", "ruleset: criminal-law-253-1\ntests:").replace(
    "tracking: 50}}]}", "tracking: 50}}], readings: {listed_units: and_the_like}}"
)


@pytest.mark.parametrize("other", [OTHERS, STATUTE])
def test_tests_of_other_rulesets_are_let_be(other: str, tested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A case that names no ruleset chooses one itself; a statute is another again."""
    (tested / "tests" / "conformance" / "other.yaml").write_text(other, encoding="utf-8")
    assert lacking(tested, SUITE) == []
    for suites in ([], ["--tests", str(tested / "tests" / "conformance")]):
        assert run(["ruleset", "lint", "fashi-2099-1", *suites]) == 0
    assert capsys.readouterr().err == ""


def test_tests_that_name_no_ruleset_are_of_the_one_that_their_case_chooses() -> None:
    """`tests/conformance/time-old-law.yaml` names none; dates and the offence choose 法释〔2017〕10号."""
    [one] = review(["fashi-2017-10"]).rulesets
    named = {test.id for test in one.tests or () if test.ruleset is None}
    assert "theft-on-the-first-day-of-the-offence" in named
    for ruleset in ("fashi-2013-21", "fashi-2025-13"):
        found = review([ruleset])
        assert found.wrong == ()
        assert {test.ruleset for test in found.rulesets[0].tests or ()} == {ruleset}


def test_everything_wrong_in_a_suite_is_said_at_its_line(tested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the rest is looked through all the same: what these tests would have stood on is lacking."""
    path = tested / "tests" / "conformance" / "suite.yaml"
    wrong = SUITE.replace("{a: {established: [art2.1.1]}}", "{a: {established: [art2.1.9]}}", 1)
    path.write_text(wrong + READINGS, encoding="utf-8")
    assert run(["ruleset", "lint", "fashi-2099-1"]) == 1
    told = capsys.readouterr().err.splitlines()
    place = line_of(wrong, "art2.1.9")
    assert [line.split(" ")[1] for line in told] == ["TH129", "TH225", "TH224"]
    assert told[1].startswith(f"{path}:{place}:1: TH225 ")
    assert told[2].startswith(f"{path}:{len(wrong.splitlines()) + 1}:1: TH224 ")


#: A reading that the ruleset does not declare, though others do.
READINGS = """\
- id: another-reading
  readings: {resale_scope: sold_on}
  case: {persons: {a: {}}}
  expected: {a: {not_established: [art2.1.1]}}
"""


def test_suites_may_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tests that name no ruleset are of the only one that is looked through."""
    path = write_ruleset(tmp_path)
    suite = tmp_path / "suite.yaml"
    suite.write_text(SUITE.replace("ruleset: fashi-2099-1\n", ""), encoding="utf-8")
    elsewhere = tmp_path / "other.yaml"
    elsewhere.write_text("schema: thresholds/suite/1\ntests: []\n", encoding="utf-8")
    assert run(["ruleset", "lint", str(path), "--tests", str(elsewhere)]) == 3
    assert "TH129" in capsys.readouterr().err


def test_where_there_are_no_suites_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_ruleset(tmp_path)
    assert run(["ruleset", "lint", str(path)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "没有找到测试集" in shown.out
    assert "没有问题" in shown.out
    assert run(["ruleset", "lint", str(path), "--lang", "en"]) == 0
    assert "no suites were found" in capsys.readouterr().out


def test_a_suite_that_cannot_be_read_is_wrong_data(tested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = SUITE.replace("expected: {a: {established: [art2.1.1]}}", "expectd: {}")
    (tested / "tests" / "conformance" / "suite.yaml").write_text(broken, encoding="utf-8")
    assert run(["ruleset", "lint", "fashi-2099-1"]) == 1
    assert "suite.yaml:" in capsys.readouterr().err
    assert run(["ruleset", "lint", "fashi-2099-1", "--tests", str(tested / "nowhere")]) == 1
    assert "TH001" in capsys.readouterr().err


def test_a_fact_that_only_chooses_between_two_numbers_is_not_tried_the_other_way(tested: Path) -> None:
    """A unit at nine, a person at three: that it is no unit is tried with three, and leaves nothing to be refused."""
    either = (
        "{any_of: [{all_of: [{fact: site_closed}, {number_of: sites_set_up, at_least: 9 个}]}, "
        "{all_of: [{fact: site_closed, is: no}, {number_of: sites_set_up, at_least: 3 个}]}]}"
    )
    text = changed(
        (NUMBER, either),
        ("「三个以上」网站", "「三个以上」「九个以上」网站"),
        ("label: 网站已经关停, direction: lowers", "label: 网站已经关停, direction: both"),
    )
    write_ruleset(tested, text)
    place = str(line_of(text, either))
    both = [one for one in lacking(tested, without("sites.three", "sites.two")) if one.startswith(f"{place} ")]
    assert both == [
        f"{place} site_closed: yes → established、site_closed: no → established",
        f"{place} sites_set_up 9 个 → established、sites_set_up 8 个 → not_established、"
        "sites_set_up 3 个 → established、sites_set_up 2 个 → not_established",
    ]


def test_where_the_opening_words_are_not_met_nothing_else_is_tested(tested: Path) -> None:
    opened = changed(("  grade: serious\n", "  grade: serious\n  requires: {fact: site_harm}\n"))
    write_ruleset(tested, opened)
    # Two sites without the harm: not established, whatever the number.
    assert f"{line_of(opened, NUMBER)} sites_set_up 3 个 → established、sites_set_up 2 个 → not_established" in lacking(
        tested, SUITE.replace("expected: {a: {established: [art2.1.1]}}", "expected: {a: {grade: not_reached}}")
    )


@pytest.mark.parametrize(
    ("name", "missing"), [("sites.fifteen", "15 个 → established"), ("sites.fourteen", "14 个 → not_established")]
)
def test_a_multiple_of_an_item_with_several_conditions_is_still_one_of_that_item(
    name: str, missing: str, tested: Path
) -> None:
    """Five times the three sites of an item that asks for a fact besides: told from three sites, and tried by tests."""
    composite = "{all_of: [{fact: site_closed, is: no}, {any_of: [" + NUMBER + ", {fact: site_harm}]}]}"
    text = changed((NUMBER, composite))
    write_ruleset(tested, text)
    for suite, wanted in ((SUITE, []), (without(name), [f"(art2.1.1) sites_set_up {missing}"])):
        (tested / "tests" / "conformance" / "suite.yaml").write_text(suite, encoding="utf-8")
        found = [one for one in review(["fashi-2099-1"]).rulesets[0].findings if one.code == "TH129"]
        at = [dict(one.detail)["missing"] for one in found if one.line == line_of(text, "standards_of")]
        assert at == wanted
