"""What a quiz tells of the law around an answer, worked out by hand from the articles."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from thresholds import load_case, load_ruleset
from thresholds.cli.quiz_talk import Talk
from thresholds.rendering import write_document
from thresholds.rendering.sentences import Reason
from thresholds.rendering.words import Words
from thresholds.report.model import Grade
from thresholds.teaching.answers import read_answers
from thresholds.teaching.explain import explained, solution
from thresholds.teaching.marking import mark
from thresholds.teaching.model import NO_ANSWER, Answer, Exercise
from thresholds.teaching.quiz import quiz
from thresholds.teaching.sheet import Paper, title, worksheet
from thresholds.teaching.sources import Source, exercises_of
from thresholds.teaching.stage import Stage
from thresholds.teaching.topics import LEVELS, TOPICS
from thresholds.wording import phrase


def made(about: str, topic: str, ruleset: str = "fashi-2017-10", **sections: object) -> Exercise:
    """An exercise about an item, on a case of one person 甲."""
    written = {"schema": "thresholds/case/1", "id": "x", "ruleset": ruleset, "persons": {"甲": {}}, **sections}
    [exercise] = exercises_of(Source(load_case(written), topic))  # type: ignore[arg-type]
    return replace(exercise, about=about)


def lines(reasons: tuple[Reason, ...]) -> list[str]:
    return [text for reason in reasons for text in (reason.text, *lines(reason.below))]


def told(exercise: Exercise) -> list[str]:
    return lines(solution(mark(exercise, NO_ANSWER)))


def sold(**more: object) -> list[dict[str, object]]:
    return [{"by": "甲", "act": "sale", "to": "乙", **more}]


def test_the_half_is_not_said_to_be_near_where_nothing_comes_from_duty() -> None:
    # 299 of health information, none from duty: nearest is item (4), 299/500; item (8) counts none of them.
    dealings = sold(records={"health_information": "299"}, obtained_in="elsewhere")
    found = told(made("art5.1.8", "part", dealings=dealings))
    assert found[:5] == [
        "未达到；起作用的项：无",
        "离情节严重最近的一项",
        "○ 第五条第一款第（四）项  不成立  299 条 ÷ 500 条 ＝ 0.598，差 201 条",
        "这道题要看的一项",
        "○ 第五条第一款第（八）项  不成立",
    ]
    assert "本项只数履行职责或提供服务中获得、又出售或者提供的，这里一条也没有" in found
    assert not any("÷ 25 条" in line for line in found)


def test_a_provision_on_leniency_that_is_not_met_is_shown_with_what_is_missing() -> None:
    # Article 10 asks for three things; that of repentance nothing is said.
    facts = {"甲": {"first_offender": "yes", "full_restitution": "yes"}}
    found = told(made("art10", "leniency", dealings=sold(records={"location_tracking": "60"}), facts=facts))
    assert found[0] == "情节严重；起作用的项：第五条第一款第（三）项"
    at = found.index("这道题要看的一项")
    assert found[at + 1] == "○ 第十条  不成立"
    assert "悔罪：未写明，不认定" in found[at:]


def test_an_item_two_tiers_up_is_shown_where_the_question_is_about_it() -> None:
    facts = {"甲": {"grave_consequences": "no"}}
    found = told(made("art5.2.1", "facts", dealings=sold(records={"general_information": "99"}), facts=facts))
    assert found[:4] == [
        "未达到；起作用的项：无",
        "这道题要看的一项",
        "○ 第五条第二款第（一）项  不成立",
        "严重后果：否",
    ]
    assert found[-1] == "记住：这样的项不看数量，看有没有这件事。"


def test_the_lesson_of_a_fact_beside_a_quantity_names_both() -> None:
    # Article 8 asks for the principal and for what makes an overdraft malicious: beyond limit or time.
    exercise = next(one for one in quiz("fashi-2018-19", 1, 77, 2) if one.topic == "facts")
    found = told(exercise)
    assert found[-1] == "记住：这样的项既要数量，也要有这件事，缺一样就不成立。"
    assert "透支超过规定限额或者规定期限：否" in found


def test_a_unit_is_measured_by_the_number_for_units() -> None:
    # Article 7: a unit from 150 000 yuan, five times that is 750 000; the 250 000 are those of a natural person.
    facts = {"甲": {"paid_deletion_or_posting": "yes", "paid_posting_turnover": "600000 元"}}
    exercise = made("art7.1.2", "money", "fashi-2013-21", persons={"甲": {"kind": "unit"}}, facts=facts)
    found = told(exercise)
    short = "○ 第七条第二款  不成立  有偿删帖、发帖的非法经营数额  600000 元 ÷ 750000 元 ＝ 0.8，差 150000 元"
    assert short in found
    assert "单位：是" in found
    assert not any("250000" in line or "unit" in line for line in found)
    answer = Answer(Grade("business_especially_serious", "business_especially_serious"))
    wrong = lines(explained(mark(exercise, answer)))[0]
    assert wrong.endswith("第七条第二款，600000 元 ÷ 750000 元 ＝ 0.8，差 150000 元")


def test_money_in_forged_cards_means_that_a_card_was_forged() -> None:
    # Article 1: one forged card or more is forging; 200 000 yuan in them is serious. One fen less is not nothing.
    stage = Stage(load_ruleset("fashi-2018-19"))
    [line] = [one for one in stage.plain_lines("money") if one.bounded.items == ("art1.3.2",)]
    written = stage.case(line, stage.at(line.bar) - 1)
    assert written["facts"] == {"甲": {"forged_cards_balance_and_limit": "199999.99 元", "forged_credit_cards": "1 张"}}
    exercise = made("art1.3.2", "money", "fashi-2018-19", facts=written["facts"])
    assert mark(exercise, NO_ANSWER).tier == Grade("forging_base", "forging_base")


def test_an_earlier_penalty_is_told_with_what_it_was_for_and_within_which_time() -> None:
    facts: dict[str, object] = {"administrative_penalty": "2019-05-28", "prior_criminal_punishment": "exempted"}
    told_ = made("", "x", dealings=sold(date="2021-05-27"), facts={"甲": facts}).prompt()
    assert "因侵犯公民个人信息受过行政处罚：2019年5月28日。" in told_
    assert "以前因侵犯公民个人信息被判有罪：免予刑事处罚。" in told_
    own = {"甲": {"defamed_through_network": "yes", "defamation_penalty": "yes"}}
    assert "因诽谤受过的行政处罚（在条文所定的年限内）：是。" in made("", "x", "fashi-2013-21", facts=own).prompt()
    dated = {"甲": {"defamed_through_network": "yes", "defamation_penalty": "2016-09-18"}}
    assert "因诽谤受过的行政处罚：2016年9月18日。" in made("", "x", "fashi-2013-21", facts=dated).prompt()


def test_a_level_that_a_ruleset_has_nothing_for_is_named_by_what_is_given() -> None:
    # The interpretation on bank cards knows neither sums of proportions nor multiples: level 2 is level 1.
    paper = Paper(quiz("fashi-2018-19", 2, 1, 3), 1, 2)
    assert (paper.taught, paper.below) == (1, True)
    assert title(paper, "worksheet", Words("zh")) == "法释〔2018〕19号 练习题：界线：差一、恰好、多一"
    assert "没有所要的那一级的题，出的是第 1 级" in str(write_document(worksheet(paper), "markdown"))
    own = Paper(quiz("fashi-2017-10", 2, 1, 3), 1, 2)
    assert (own.taught, own.below) == (2, False)


def test_broken_off_while_it_begins_it_ends_as_it_does_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_off(_talk: Talk, _paper: Paper) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Talk, "_begin", broken_off)
    assert Talk("zh").questions(Paper(quiz("fashi-2017-10", 1, 1, 1), 1, 1)) == []
    assert "停下了" in capsys.readouterr().out


def test_help_says_what_a_provision_on_leniency_is_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    [exercise] = quiz("fashi-2017-10", 1, 1, 1)
    Talk("en")._help(exercise)
    [line] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Art. 10  art10")]
    assert line != "Art. 10  art10"


PAGE = (Path(__file__).resolve().parents[1] / "docs" / "for-trainers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["answers", "answers-en"])
def test_the_answers_on_the_page_for_trainers_can_be_read(name: str) -> None:
    [text] = re.findall(rf"^```text {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    found = read_answers(text, "answers.txt", quiz("fashi-2017-10", 1, 1, 5))
    assert found == (
        Answer(Grade("serious", "serious"), ("art5.1.5",)),
        Answer(Grade("not_reached", "not_reached"), ()),
        Answer(Grade("serious", "serious"), ("art5.1.3", "art5.1.5")),
        Answer(Grade("not_reached", "serious"), ("art5.1.9",)),
        NO_ANSWER,
    )


def test_the_levels_and_topics_on_the_page_for_trainers_are_those_that_there_are() -> None:
    rows = re.findall(r"^\| (\d) `(\w+)` \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    assert [(int(number), name, says) for number, name, says, _ in rows] == [
        (number, name, phrase(f"quiz.level.{number}", "zh")) for number, name in enumerate(LEVELS, 1)
    ]
    told = {int(number): topics for number, _, _, topics in rows}
    for topic in TOPICS:
        word = phrase(f"quiz.topic.{topic.id}", "zh").removesuffix("的界线").removesuffix("和未写明")
        assert word in told[topic.level], word
