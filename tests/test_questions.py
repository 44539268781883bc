"""What is still to be found out: in which order, why, from which number on, and when nothing is left."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from terminals import in_terminal, piped

from thresholds import PersonReport, evaluate, load_case
from thresholds.cli.root import run
from thresholds.explore.question import Question
from thresholds.explore.reaching import reaching
from thresholds.rendering.questions import cites, why_lines
from thresholds.rendering.words import Words

ROOT = Path(__file__).resolve().parent.parent
ZH = Words("zh")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in this process: exit code, standard output, standard error."""
    monkeypatch.setenv("COLUMNS", "200")

    def called(*args: object) -> tuple[int, str, str]:
        code = run([str(arg) for arg in args])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return called


def of(name: str, person: str) -> PersonReport:
    """A person of a case that comes with the project."""
    (path,) = (ROOT / "cases").rglob(f"{name}.yaml")
    return evaluate(load_case(path)).person(person)


def single(*dealings: dict[str, Any], facts: dict[str, Any] | None = None, **more: Any) -> PersonReport:
    """The person of a case of one."""
    case = {"schema": "thresholds/case/1", "id": "x", "persons": {"a": {}}, "facts": {"a": facts or {}}} | more
    case["dealings"] = [{"id": f"D{number}", "by": "a", **one} for number, one in enumerate(dealings, 1)]
    return evaluate(load_case(case)).person("a")


def asked(person: PersonReport, fact: str) -> Question:
    """The question about a fact, which must be asked once."""
    (found,) = [question for question in person.questions if question.fact == fact]
    return found


def why(person: PersonReport, fact: str) -> list[str]:
    return why_lines(asked(person, fact), person, ZH)


def changing(person: PersonReport) -> list[tuple[str, str | None]]:
    """The questions that could change the grade, in order, with the grade that an answer could make."""
    names = person.engine.ruleset.grade_ids
    return [(one.fact, names[one.could_make]) for one in person.questions if one.could_make is not None]


SERIOUS, ESPECIALLY, NOT = "serious", "especially_serious", "not_reached"
EXCLUSIONS = [(fact, NOT) for fact in ("breach_of_state_provisions", "consent", "anonymised", "duplicates", "public")]

# -- order ------------------------------------------------------------------------------------------------


def test_where_the_grade_is_the_highest_only_what_lowers_it_is_asked() -> None:
    assert changing(of("zaozhuang-2017", "wu")) == EXCLUSIONS


def test_what_could_make_the_most_comes_first_and_what_lowers_last() -> None:
    assert changing(of("zaozhuang-2017", "mu_mou_mou")) == [
        ("illegal_gains", ESPECIALLY),
        ("category", ESPECIALLY),
        ("grave_consequences", ESPECIALLY),
        ("major_economic_loss", ESPECIALLY),
        ("adverse_social_impact", ESPECIALLY),
        ("records", ESPECIALLY),
        ("records", ESPECIALLY),
        ("breach_of_state_provisions", NOT),
        ("consent", NOT),
        ("anonymised", NOT),
    ]


def test_what_could_only_make_it_serious_stands_after_what_could_make_more() -> None:
    assert changing(of("wuxi-2018", "dao_shua_tuan_huo")) == [
        ("grave_consequences", ESPECIALLY),
        ("major_economic_loss", ESPECIALLY),
        ("adverse_social_impact", ESPECIALLY),
        ("records", ESPECIALLY),
        ("prior_criminal_punishment", SERIOUS),
        ("administrative_penalty", SERIOUS),
    ]


def test_for_one_who_did_nothing_yet_there_is_one_question() -> None:
    person = of("zaozhuang-2017", "dai_mou_mou")
    assert changing(person) == [("dealings", ESPECIALLY)]
    assert person.questions[0].path == "dealings"


@pytest.mark.parametrize(
    ("case", "person", "fact", "grade"),
    [
        ("wuhan-2017", "chu", "records", ESPECIALLY),
        ("nantong-2019", "he", "illegal_gains", ESPECIALLY),
        ("nantong-2019", "wang_mou_yang", "lawful_business", ESPECIALLY),
        ("class-unknown", "甲", "category", SERIOUS),
        ("unknown-that-decides-or-not", "甲", "obtained_in", SERIOUS),
        ("lawful-business-and-resale", "甲", "prior_criminal_punishment", SERIOUS),
        ("partial-resales-overlap", "甲", "parts", SERIOUS),
        ("partial-resales-overlap", "甲", "lawful_business", NOT),
        ("reading-decides-gains", "a", "breach_of_state_provisions", NOT),
    ],
)
def test_each_has_what_it_could_make(case: str, person: str, fact: str, grade: str) -> None:
    report = of(case, person)
    question = asked(report, fact)
    assert question.could_make == report.engine.ruleset.grade_ids.index(grade)
    assert question.lowers == (grade == NOT)


def test_a_fact_that_decides_nothing_is_not_asked() -> None:
    facts = [question.fact for question in of("unknown-that-decides-or-not", "乙").questions]
    assert "obtained_in" not in facts
    assert "prior_criminal_punishment" not in facts


# -- why --------------------------------------------------------------------------------------------------


def test_the_reason_is_the_item_and_what_the_answer_makes() -> None:
    person = of("one-short-and-exactly-fifty", "甲")
    assert asked(person, "prior_criminal_punishment").items == ("art5.1.9",)
    assert why(person, "prior_criminal_punishment") == ["若为是，第五条第一款第（九）项成立 → 情节严重"]
    assert why(person, "grave_consequences") == ["若为是，第五条第二款第（一）项成立 → 情节特别严重"]


def test_an_unknown_says_what_both_answers_make() -> None:
    assert why(of("unknown-that-decides-or-not", "甲"), "obtained_in") == [
        "若在履行职责或者提供服务中取得，第五条第一款第（八）项成立 → 情节严重",
        "若在其他场合取得，第五条第一款第（八）项不成立 → 未达到",
    ]


def test_each_category_says_what_it_makes() -> None:
    """60 are over 50 as communication content, and 60 ÷ 500 as communication records."""
    assert why(of("class-unknown", "甲"), "category") == [
        "若属通信内容，第五条第一款第（三）项成立 → 情节严重",
        "若属通信记录，第五条第一款第（三）项不成立 → 未达到",
    ]


def test_categories_that_come_to_the_same_are_one_answer() -> None:
    """483 and 407 are 890 of item (3), or 9.66 + 0.814 = 10.474; as ordinary records 9.7414, under ten."""
    assert why(of("zaozhuang-2017", "mu_mou_mou"), "category") == [
        "若属行踪轨迹信息、通信内容或者通信记录，第五条第二款第（三）项成立 → 情节特别严重"
    ]


@pytest.mark.parametrize(
    ("case", "person", "fact", "numbers"),
    [
        ("nantong-2019", "he", "illegal_gains", [500_000, 5_000_000]),
        ("zaozhuang-2017", "mu_mou_mou", "illegal_gains", [5_000_000]),
        ("zaozhuang-2017", "bao", "illegal_gains", [250_000, 2_500_000]),
        ("insider-half", "甲", "illegal_gains", [2_500_000]),
        ("insider-half", "乙", "illegal_gains", [500_000, 5_000_000]),
        ("leniency-article-10", "甲", "duplicates", [601]),
        ("one-short-and-exactly-fifty", "乙", "duplicates", [1]),
    ],
)
def test_the_number_that_reaches_the_line(case: str, person: str, fact: str, numbers: list[int]) -> None:
    """Gains in fen: 5 000 and 50 000 yuan, half of it from service; 5600 records less 601 are 4999."""
    report = of(case, person)
    found = reaching(report.engine, report.assessment, asked(report, fact))
    assert [reach.number for reach in found] == numbers


def test_the_number_counts_what_is_there_already() -> None:
    """38 are there; 12 more are 50, and 462 more 500."""
    known = {"act": "purchase", "records": {"location_tracking": 38}}
    person = single(known, {"act": "purchase", "batch": "B1"}, batches={"B1": {"category": "credit_record"}})
    assert why(person, "records") == [
        "再有 12 条，第五条第一款第（三）项成立 → 情节严重",
        "再有 462 条，第五条第二款第（三）项成立 → 情节特别严重",
    ]


def test_a_number_given_to_three_people_counts_for_each() -> None:
    """17 × 3 = 51, 16 × 3 = 48; 167 × 3 = 501, 166 × 3 = 498."""
    person = single({"act": "sale", "to": ["p", "q", "r"], "category": "location_tracking", "obtained_in": "elsewhere"})
    found = reaching(person.engine, person.assessment, asked(person, "records"))
    assert [reach.number for reach in found] == [17, 167]
    assert [reach.items for reach in found] == [("art5.1.3",), ("art5.2.3",)]


def test_a_range_says_from_where_it_reaches_and_what_the_least_makes() -> None:
    person = single({"act": "theft", "records": {"location_tracking": {"at_least": 40, "at_most": 60}}})
    assert why(person, "records") == [
        "满 50 条，第五条第一款第（三）项成立 → 情节严重",
        "若按最少的算，第五条第一款第（三）项不成立 → 未达到",
    ]


def test_citations_name_article_and_paragraph_once() -> None:
    assert cites(("art5.1.3", "art5.1.8", "art5.2.3"), ZH) == "第五条第一款第（三）项、第（八）项、第二款第（三）项"
    assert cites(("art5.1.9", "art6.1.2"), ZH) == "第五条第一款第（九）项、第六条第一款第（二）项"
    assert cites(("art5.1.3", "art5.2.3"), Words("en")) == "Art. 5 ¶1 (3), ¶2 (3)"


# -- tried exactly ----------------------------------------------------------------------------------------

LOCATION_28 = {"act": "sale", "to": "p", "records": {"location_tracking": 28}}


def test_an_origin_is_tried_for_the_supplies_that_lack_one_alone() -> None:
    """28 are 25 or more; 20 beside 8 from elsewhere are not."""
    assert asked(single(LOCATION_28), "obtained_in").items == ("art5.1.8",)
    person = single(
        {"act": "sale", "to": "p", "records": {"location_tracking": 20}},
        {"act": "sale", "to": "p", "records": {"location_tracking": 8}, "obtained_in": "elsewhere"},
    )
    assert "obtained_in" not in [question.fact for question in person.questions]


def test_consent_to_one_of_two_dealings_is_tried_for_that_one() -> None:
    """What was consented to falls away; the other 50 stay."""
    one = {"act": "theft", "records": {"location_tracking": 50}}
    person = single({**one, "consent": "no"}, one)
    assert "consent" not in [question.fact for question in person.questions]
    assert asked(person, "anonymised").where == ("D1", "D2")


def test_a_supply_without_recipient_may_have_gone_to_another_or_to_the_same() -> None:
    """28 twice are 56 for two recipients and 28 for one."""
    batches = {"B1": {"category": "location_tracking", "records": 28, "obtained_in": "elsewhere"}}
    person = single({"act": "sale", "batch": "B1"}, {"act": "sale", "batch": "B1"}, batches=batches)
    assert asked(person, "to").could_make == 1
    person = single({"act": "sale", "to": "p", "batch": "B1"}, {"act": "sale", "batch": "B1"}, batches=batches)
    assert (asked(person, "to").could_make, asked(person, "to").lowers) == (0, True)


def test_a_vague_penalty_is_asked_for_at_the_place_that_is_vague() -> None:
    dealing = {"act": "theft", "records": {"general_information": 3}, "date": "2021-03-02"}
    person = single(dealing, facts={"administrative_penalty": "2019"})
    assert asked(person, "administrative_penalty").path == "facts.a.administrative_penalty"
    person = single({**dealing, "date": "2021"}, facts={"administrative_penalty": "2019-05-01"})
    assert asked(person, "administrative_penalty").path == "dealings.D1.date"
    undated = {key: value for key, value in dealing.items() if key != "date"}
    person = single(undated, facts={"administrative_penalty": "2019-05-01"})
    question = asked(person, "administrative_penalty")
    assert (question.path, question.state) == ("dealings.D1.date", "undated")
    assert why(person, "administrative_penalty") == [
        "若行为在处罚以后、所限的时间以内，第五条第一款第（九）项成立 → 情节严重"
    ]


def test_payments_between_bounds_are_asked_for() -> None:
    person = single({"act": "sale", "to": "p", "records": {"general_information": 3}, "paid": "4000至6000元"})
    assert (asked(person, "illegal_gains").state, asked(person, "illegal_gains").could_make) == ("unknown", 1)


def test_what_decides_only_together_is_asked_together() -> None:
    """Three of 10-20 are 30-60: none alone settles whether it is 50."""
    ranges = [{"act": "theft", "records": {"location_tracking": {"at_least": 10, "at_most": 20}}}] * 3
    found = [question for question in single(*ranges).questions if question.fact == "records"]
    assert [(question.joint, question.could_make) for question in found] == [(True, 1)] * 3
    two = [question for question in single(*ranges[:2]).questions if question.state == "unknown"]
    assert two == []


def test_checked_records_are_asked_for_where_only_they_count() -> None:
    dealing = {"act": "theft", "category": "location_tracking", "records": 60}
    readings = {"bulk_presumption_t1_t2": "item_by_item"}
    assert asked(single(dealing, readings=readings), "verified").path == "dealings.D1.verified"
    assert "verified" not in [question.fact for question in single(dealing).questions]


# -- when nothing is left ---------------------------------------------------------------------------------


def test_nothing_is_asked_where_no_answer_can_change_anything() -> None:
    person = single({"act": "theft", "records": {"location_tracking": 60}}, facts={"breach_of_state_provisions": "no"})
    assert person.questions == ()


def test_leniency_is_asked_for_last_and_only_where_it_can_still_apply() -> None:
    assert [question.fact for question in of("leniency-article-10", "乙").questions][-1] == "full_restitution"
    assert why(of("leniency-article-10", "丙"), "repentance") == ["不改变档次；几样都为是，才可能适用第十条"]
    assert not [one for one in of("leniency-article-10", "甲").questions if one.could_make is None]
    assert not [one for one in of("zaozhuang-2017", "wu").questions if "art10" in one.items]


def test_the_command_says_that_nothing_is_left(cli: Run, tmp_path: Path) -> None:
    text = "{schema: thresholds/case/1, id: x, persons: {a: {}}, dealings: [{by: a, act: theft}],"
    path = tmp_path / "x.yaml"
    path.write_text(text + " facts: {a: {breach_of_state_provisions: no}}}", encoding="utf-8")
    code, out, _ = cli("questions", path)
    assert code == 0
    assert "没有能改变档次的未知事实" in out


# -- the command ------------------------------------------------------------------------------------------

CLASS = "sample:class-unknown"


def test_the_command_shows_why_and_where(cli: Run) -> None:
    code, out, err = cli("questions", CLASS)
    assert (code, err) == (0, "")
    start = out.index("信息属于哪一类（不明）")
    assert "若属通信内容，第五条第一款第（三）项成立 → 情节严重" in out[start:]
    assert "写在 批次.压缩包.类别" in out[start:]
    english = cli("questions", CLASS, "--lang", "en")[1]
    assert "if communication content, Art. 5 ¶1 (3) is met → serious circumstances" in english
    assert "batches.压缩包.category" in english


def test_one_person_alone(cli: Run) -> None:
    both, one = cli("questions", "sample:insider-half")[1], cli("questions", "sample:insider-half", "--person", "乙")[1]
    assert "甲" in both
    assert one in both
    assert "甲" not in one
    assert cli("questions", "sample:insider-half", "--person", "丁")[0] == 2


def test_json_has_the_items_and_the_numbers(cli: Run) -> None:
    found = json.loads(cli("questions", "sample:insider-half", "--person", "乙", "--format", "json")[1])
    (person,) = found
    assert (person["id"], person["grade"]) == ("乙", {"at_least": NOT, "at_most": NOT})
    gains = next(one for one in person["questions"] if one["fact"] == "facts.乙.illegal_gains")
    assert gains["could_make"] == ESPECIALLY
    assert gains["items"] == ["art5.1.7", "art5.2.3"]
    assert [(one["at_least"], one["unit"], one["items"]) for one in gains["reaches"]] == [
        ("5000", "元", ["art5.1.7"]),
        ("50000", "元", ["art5.2.3"]),
    ]
    assert {"fact", "asks", "could_make", "state", "where", "outcomes"} <= gains.keys()


def test_the_report_has_them_too(cli: Run) -> None:
    (person,) = json.loads(cli("check", CLASS, "--format", "json")[1])["persons"]
    question = next(one for one in person["questions"] if one["fact"] == "batches.压缩包.category")
    assert question["outcomes"] == [
        {
            "answer": "communication_content",
            "grade": {"at_least": SERIOUS, "at_most": SERIOUS},
            "items": {"art5.1.3": "established"},
        },
        {
            "answer": "communication_record",
            "grade": {"at_least": NOT, "at_most": NOT},
            "items": {"art5.1.3": "not_established"},
        },
    ]
    assert "信息属于哪一类（不明），看第五条第一款第（三）项，可能到 情节严重" in cli("check", CLASS)[1]


def test_it_folds_at_forty_columns_and_needs_no_terminal() -> None:
    code, out = in_terminal(["questions", CLASS], columns=40, NO_COLOR="1")
    assert code == 0
    assert all(sum(2 if ord(one) > 0x2E7F else 1 for one in line) <= 40 for line in out.split(os.linesep))
    assert "第五条第一款第（三）项成立" in "".join(line.strip("│├─└ ") for line in out.split(os.linesep))
    assert piped(["questions", CLASS]).stdout.startswith("甲")
