"""Exercises by what they are drawn on: multiples of composite items, repeat offences, readings of cases at hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from thresholds import SourceErrors, load_case, load_ruleset
from thresholds.rendering.sentences import Reason
from thresholds.report.model import Grade
from thresholds.teaching.answers import Problem, read_answer, read_answers
from thresholds.teaching.explain import explained, solution
from thresholds.teaching.model import Exercise
from thresholds.teaching.quiz import NO_ANSWER, mark, quiz
from thresholds.teaching.sheet import Paper
from thresholds.teaching.sources import Source, drawn_from
from thresholds.teaching.stage import Stage

NOT, SERIOUS = "not_reached", "serious"


def lines(reasons: tuple[Reason, ...]) -> list[str]:
    return [text for reason in reasons for text in (reason.text, *lines(reason.below))]


def told(exercise: Exercise, lang: str = "zh") -> list[str]:
    return lines(solution(mark(exercise, NO_ANSWER), lang))


def of_case(person: str = "甲", **sections: object) -> Exercise:
    """The question that a case at hand gives about a person."""
    written = {"schema": "thresholds/case/1", "id": "x", "ruleset": "fashi-2017-10", **sections}
    found = drawn_from([Source(load_case(written), "手写")], 1, 10)  # type: ignore[arg-type]
    return next(one for one in found if one.person == person)


# -- multiples of items with several ways -----------------------------------------------------------------------


def test_the_fivefold_of_a_composite_item_is_asked_about() -> None:
    """Art. 7 ¶2: five times 50 000 or 20 000 yuan of a person, five times 150 000 or 50 000 yuan of a unit."""
    paper = Paper(quiz("fashi-2013-21", 2, 1, 12), 1, 2)
    assert (paper.taught, paper.below) == (2, False)
    assert {one.topic for one in paper.exercises} == {"multiple"}
    stage = Stage(load_ruleset("fashi-2013-21"))
    bars = {
        (line.bar.of_item, line.bar.names[0], line.bar.standard) for line in stage.multiples(lambda times: times == 5)
    }
    assert bars == {
        ("art7.1.1", "paid_posting_turnover", Fraction(250_000_00)),
        ("art7.1.1", "illegal_gains", Fraction(100_000_00)),
        ("art7.1.2", "paid_posting_turnover", Fraction(750_000_00)),
        ("art7.1.2", "illegal_gains", Fraction(250_000_00)),
    }


@pytest.mark.parametrize("unit", [False, True])
def test_a_unit_is_asked_about_at_five_times_the_number_for_units(unit: bool) -> None:
    stage = Stage(load_ruleset("fashi-2013-21"))
    item = "art7.1.2" if unit else "art7.1.1"
    for line in stage.multiples(lambda times: times == 5):
        if line.bar.of_item == item:
            written = stage.case(line, stage.at(line.bar))
            assert ("kind" in written["persons"]["甲"]) is unit  # type: ignore[index]


# -- repeat offences in lawful business -------------------------------------------------------------------------


def test_a_repeat_offence_in_lawful_business_is_asked_about_with_its_own_item() -> None:
    """Art. 6 ¶1 (2), not art. 5 ¶1 (9): punished before, and buys or receives again for a lawful business."""
    asked = [one for seed in range(1, 6) for one in quiz("fashi-2017-10", 4, seed, 40) if one.about == "art6.1.2"]
    answers = {(mark(one, NO_ANSWER).tier, mark(one, NO_ANSWER).items) for one in asked}
    assert answers == {(Grade(SERIOUS, SERIOUS), ("art6.1.2",)), (Grade(NOT, NOT), ())}
    assert any("受过刑事处罚" in " ".join(one.prompt()) for one in asked)
    assert all("为了自己的合法经营" in " ".join(one.prompt()) for one in asked)
    met = next(one for one in asked if mark(one, NO_ANSWER).items)
    assert "● 第六条第一款第（二）项  成立" in told(met)
    dated = [one for one in asked if any("受过行政处罚：" in text for text in one.prompt())]
    assert {mark(one, NO_ANSWER).items for one in dated} == {("art6.1.2",), ()}
    assert all(any("年内的最后一天是" in text for text in told(one)) for one in dated)


# -- until when -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "option", "said", "items"),
    [
        (
            "2021-07-10",
            "inclusive",
            "2019年7月10日受处罚，2 年内的最后一天是2021年7月10日；行为在2021年7月10日",
            ("art5.1.9",),
        ),
        ("2021-07-11", "inclusive", "2019年7月10日受处罚，2 年内的最后一天是2021年7月10日；行为在2021年7月11日", ()),
        ("2021-07-10", "exclusive", "2019年7月10日受处罚，2 年内的最后一天是2021年7月9日；行为在2021年7月10日", ()),
    ],
)
def test_the_last_day_of_the_two_years_is_shown(done: str, option: str, said: str, items: tuple[str, ...]) -> None:
    sold = {"by": "甲", "act": "sale", "to": "乙", "date": done, "records": {"general_information": "9"}}
    exercise = of_case(
        persons={"甲": {}},
        dealings=[sold],
        facts={"甲": {"administrative_penalty": "2019-07-10"}},
        readings={"two_years": option},
    )
    assert mark(exercise, NO_ANSWER).items == items
    if items:
        assert said in told(exercise)
        english = "penalty on 2019-07-10, so the last day within 2 years is 2021-07-10; the conduct was on 2021-07-10"
        assert english in told(exercise, "en")
    else:
        answered = mark(exercise, NO_ANSWER._replace(tier=Grade(SERIOUS, SERIOUS), items=("art5.1.9",)))
        assert said in lines(explained(answered))


# -- readings, and who had the records first ----------------------------------------------------------------------


def test_readings_that_would_give_other_items_are_named_although_the_tier_stays() -> None:
    """60 location records are serious by item (3); an exemption that counted would add item (9), and no tier."""
    sold = {"by": "甲", "act": "sale", "to": "乙", "records": {"location_tracking": "60"}}
    facts = {"甲": {"prior_criminal_punishment": "exempted"}}
    prompt = of_case(persons={"甲": {}}, dealings=[sold], facts=facts).prompt()
    assert "口径：免予刑事处罚算不算受过刑事处罚：不算。" in prompt
    assert not any("口径：违法所得" in text for text in prompt)
    counted = of_case(persons={"甲": {}}, dealings=[sold], facts=facts, readings={"prior_exemption": "counts"})
    assert mark(counted, NO_ANSWER).items == ("art5.1.3", "art5.1.9")
    assert [text for text in counted.prompt() if "免予刑事处罚算不算" in text] == [
        "口径：免予刑事处罚算不算受过刑事处罚：算。"
    ]
    without = of_case(persons={"甲": {}}, dealings=[sold]).prompt()
    assert not any("免予刑事处罚" in text for text in without)


def handed_on(origin: str) -> dict[str, object]:
    return {
        "persons": {"甲": {"name": "张某"}, "乙": {"name": "李某"}},
        "batches": {"B": {"category": "location_tracking", "records": 60, "obtained_in": origin}},
        "dealings": [
            {"by": "甲", "act": "sale", "to": "乙", "batch": "B"},
            {"by": "乙", "act": "purchase", "source": "甲", "batch": "B"},
            {"by": "乙", "act": "sale", "to": "王某", "batch": "B"},
        ],
    }


def test_it_is_said_of_whom_records_are_that_were_obtained_in_duty_and_then_bought() -> None:
    sections = handed_on("duty_or_service")
    assert "是张某在履行职责或者提供服务过程中获得的" in " ".join(of_case("乙", **sections).prompt())
    assert "first obtained in duty or service by 张某" in " ".join(of_case("乙", **sections).prompt("en"))
    assert "60 条，在履行职责或者提供服务过程中获得" in " ".join(of_case("甲", **sections).prompt())
    alone = sections | {"dealings": [{"by": "乙", "act": "purchase", "source": "王某", "batch": "B"}]}
    assert "是最初的持有人在履行职责或者提供服务过程中获得的" in " ".join(of_case("乙", **alone).prompt())


# -- languages ----------------------------------------------------------------------------------------------------


def test_a_tier_that_there_is_not_is_answered_in_the_language_of_the_quiz() -> None:
    [exercise] = quiz("fashi-2017-10", 1, 1, 1)
    for lang, allowed in (
        ("zh", ("未达到", "情节严重", "情节特别严重")),
        ("en", ("not reached", "serious circumstances", "especially serious circumstances")),
    ):
        found = read_answer("very grave", exercise, lang)
        assert isinstance(found, Problem)
        assert found.allowed == allowed
    own = quiz("fashi-2013-21", 1, 1, 1)
    found = read_answer("very grave", own[0], "en")
    assert isinstance(found, Problem)
    assert all(one.isascii() for one in found.allowed)


def test_answers_in_a_file_are_refused_in_the_language_of_the_quiz() -> None:
    with pytest.raises(SourceErrors) as caught:
        read_answers("1. very grave\n", "a.txt", quiz("fashi-2017-10", 1, 1, 1), "en")
    assert "未达到" not in caught.value.show("en")


def test_how_records_are_counted_stands_in_english_brackets() -> None:
    batch = {"category": "general_information", "records": "6万多条", "duplicates": {"value": 2000, "evidence": ["E4"]}}
    bought = {"by": "甲", "act": "purchase", "source": "乙", "batch": "B"}
    evidence = {"E4": {"kind": "其他"}}
    exercise = of_case(persons={"甲": {}}, evidence=evidence, batches={"B": batch}, dealings=[bought])
    [counted] = [text for text in told(exercise, "en") if "6万多条" in text]
    assert "(6万多条)" in counted
    assert "(E4)" in counted
    assert "（" not in counted
