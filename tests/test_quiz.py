"""The quiz by hand: what is asked, what is right, what is said of it, points, sheets; and answers in every spelling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from thresholds import SourceErrors, load_case
from thresholds.rendering import write_document
from thresholds.rendering.sentences import Reason
from thresholds.report.model import Grade
from thresholds.teaching.answers import Problem, read_answer, read_answers, read_items, read_tier
from thresholds.teaching.explain import explained, solution
from thresholds.teaching.quiz import NO_ANSWER, Answer, Exercise, Marked, judged, mark, quiz
from thresholds.teaching.score import TopicScore, score
from thresholds.teaching.sheet import Paper, answer_sheet, paper_dict, result, result_dict, worksheet
from thresholds.teaching.sources import Source, drawn_from, exercises_of

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = "fashi-2017-10"
NOT, SERIOUS, ESPECIALLY = "not_reached", "serious", "especially_serious"
OPEN = Grade(NOT, SERIOUS)


def at(level: int, number: int, seed: int = 2) -> Exercise:
    return quiz(DEFAULT, level, seed, number)[-1]


def made(**sections: object) -> Exercise:
    """An exercise on a case of one person 甲."""
    case = load_case({"schema": "thresholds/case/1", "id": "x", "persons": {"甲": {}}, **sections})  # type: ignore[dict-item]
    [exercise] = exercises_of(Source(case, "手写"))
    return exercise


def lines(reasons: tuple[Reason, ...]) -> list[str]:
    """Every sentence of an explanation, in order."""
    return [text for reason in reasons for text in (reason.text, *lines(reason.below))]


# -- worked out by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "number", "facts", "low", "high", "items"),
    [
        # 501 ≥ 500
        (1, 1, "甲从丁处购买健康生理信息 501 条。", SERIOUS, SERIOUS, ["art5.1.4"]),
        # 5000 yuan is 5000 yuan or more; 24 ÷ 5000 is nothing
        (1, 2, "甲向乙出售其他公民个人信息 24 条。违法所得：5000 元。", SERIOUS, SERIOUS, ["art5.1.7"]),
        (1, 3, "甲从丁处购买其他公民个人信息 22 条。造成恶劣社会影响。", ESPECIALLY, ESPECIALLY, ["art5.2.2"]),
        (1, 7, "甲从丁处购买交易信息 499 条。", NOT, NOT, []),
        (1, 13, "甲从丁处购买行踪轨迹信息 49 条。", NOT, NOT, []),
        # 15/50 + 100/500 + 2501/5000 = 0.3 + 0.2 + 0.5002
        (
            2,
            1,
            "甲从乙处购买通信内容 15 条。甲从丙处购买住宿信息 100 条。甲从丁处购买其他公民个人信息 2501 条。",
            SERIOUS,
            SERIOUS,
            ["art5.1.6"],
        ),
        # half of 5000 is 2500
        (2, 2, "甲向乙出售其他公民个人信息 2499 条，在履行职责或者提供服务过程中获得。", NOT, NOT, []),
        # 24 999.99 is over 5000 and over 2500, and one fen short of ten times 2500
        (
            2,
            3,
            "甲向乙出售其他公民个人信息 17 条，收款 24999.99 元，在履行职责或者提供服务过程中获得。",
            SERIOUS,
            SERIOUS,
            ["art5.1.7", "art5.1.8"],
        ),
        # 20/50 + 250/500 + 499/5000 = 0.4 + 0.5 + 0.0998
        (
            2,
            7,
            "甲从乙处购买通信内容 20 条。甲从丙处购买其他可能影响人身、财产安全的公民个人信息 250 条。"
            "甲从丁处购买其他公民个人信息 499 条。",
            NOT,
            NOT,
            [],
        ),
        # ten times the half of 500
        (2, 9, "甲向乙出售交易信息 2500 条，在履行职责或者提供服务过程中获得。", ESPECIALLY, ESPECIALLY, ["art5.2.3"]),
        # 2016-02-16 to 2018-02-15 is one day less than two years
        (
            3,
            1,
            "2018年2月15日，甲从丁处购买其他公民个人信息 37 条。因侵犯公民个人信息受过行政处罚：2016年2月16日。",
            SERIOUS,
            SERIOUS,
            ["art5.1.9"],
        ),
        # 2500 twice
        (
            3,
            2,
            "这批信息：其他公民个人信息 2500 条。甲向乙出售这批信息。甲向丙出售这批信息。",
            SERIOUS,
            SERIOUS,
            ["art5.1.5"],
        ),
        # 25 once, not twice
        (3, 3, "这批信息：行踪轨迹信息 25 条。甲从丙处收受这批信息。甲向乙出售这批信息。", NOT, NOT, []),
        # 400 to 499
        (3, 4, "甲从丁处购买住宿信息 400余条。", NOT, NOT, []),
        (
            3,
            5,
            "甲从丁处购买其他公民个人信息 94 条。以前是否受过行政处罚，不明。",
            NOT,
            SERIOUS,
            ["art5.1.9"],
        ),
        # 587 − 67 − 21 = 499
        (
            3,
            6,
            "这批信息：通信记录 587 条，查明其中重复的 67 条，查明不真实的 21 条。甲从丁处购买这批信息。",
            NOT,
            NOT,
            [],
        ),
        # art. 6: the earlier penalty counts, and so by its own item; the records do not
        (
            4,
            1,
            "甲从丙处购买其他公民个人信息 10241 条，为了自己的合法经营。"
            "在条文所定的年限内因侵犯公民个人信息受过行政处罚。",
            SERIOUS,
            SERIOUS,
            ["art6.1.2"],
        ),
        (
            4,
            2,
            "甲向乙出售行踪轨迹信息 1 条，后来被他人用于犯罪。系初犯。已全部退赃。有没有悔罪表现，不明。",
            SERIOUS,
            SERIOUS,
            ["art5.1.1", "art10"],
        ),
        # 200/50 + 30000/5000 = 4 + 6, all added
        (
            4,
            11,
            "甲从乙处购买行踪轨迹信息 200 条。甲从丙处购买其他公民个人信息 30000 条。"
            "口径：按比例合计算十倍时，单独已达基数的类能不能加进来：都可以加。",
            ESPECIALLY,
            ESPECIALLY,
            ["art5.2.3"],
        ),
        # all that was bought counts once a part is resold: 5467 ≥ 5000
        (
            4,
            12,
            "这批信息：其他公民个人信息 5467 条。甲从丙处购买这批信息，为了自己的合法经营。"
            "甲向乙出售这批信息中的 4999 条。口径：为合法经营买来的信息转卖一部分，第五条数多少：数全部买来的。",
            SERIOUS,
            SERIOUS,
            ["art5.1.5"],
        ),
    ],
)
def test_what_is_asked_and_what_is_right(
    level: int, number: int, facts: str, low: str, high: str, items: list[str]
) -> None:
    exercise = at(level, number)
    assert "".join(exercise.prompt()[1:]) == facts
    marked = mark(exercise, Answer(Grade(low, high), tuple(items)))
    assert (marked.tier, list(marked.items)) == (Grade(low, high), items)
    assert (marked.tier_right, marked.items_right, marked.points) == (True, True, 2)


# -- what decides -------------------------------------------------------------------------------------------


def decides(**sections: object) -> tuple[Grade, tuple[str, ...]]:
    marked = mark(made(**sections), NO_ANSWER)
    return marked.tier, marked.items


def bought(**records: object) -> dict[str, object]:
    return {"by": "甲", "act": "purchase", "records": records}


def test_several_items_decide_and_those_of_a_lower_tier_do_not() -> None:
    found = decides(dealings=[bought(location_tracking=60)], facts={"甲": {"illegal_gains": "6000 元"}})
    assert found == (Grade(SERIOUS, SERIOUS), ("art5.1.3", "art5.1.7"))
    found = decides(dealings=[bought(location_tracking=60)], facts={"甲": {"grave_consequences": "yes"}})
    assert found == (Grade(ESPECIALLY, ESPECIALLY), ("art5.2.1",))


def test_where_the_tier_is_open_both_what_holds_it_and_what_may_raise_it_decide() -> None:
    found = decides(dealings=[bought(location_tracking={"at_least": 60, "at_most": 600})])
    assert found == (Grade(SERIOUS, ESPECIALLY), ("art5.1.3", "art5.2.3"))


def test_an_open_item_that_changes_nothing_does_not_decide() -> None:
    gains = {"甲": {"illegal_gains": "6000 元", "prior_criminal_punishment": "unknown"}}
    assert decides(dealings=[bought(location_tracking=1)], facts=gains) == (Grade(SERIOUS, SERIOUS), ("art5.1.7",))


def test_items_that_hold_the_tier_only_between_them_decide() -> None:
    """600 records are enough for either class, and nobody knows which it is."""
    batch = {"category": {"one_of": ["location_tracking", "health_information"]}, "records": 60 * 10 - 101}
    assert decides(batches={"B": batch}, dealings=[{"by": "甲", "act": "theft", "batch": "B"}])[0] == OPEN
    batch["records"] = 500
    tier, items = decides(batches={"B": batch}, dealings=[{"by": "甲", "act": "theft", "batch": "B"}])
    assert (tier.at_least, tier.at_most) == (SERIOUS, ESPECIALLY)
    assert items == ("art5.1.3", "art5.1.4", "art5.2.3")


def test_leniency_counts_where_it_is_established_or_open_only() -> None:
    facts = {"first_offender": "yes", "full_restitution": "yes", "repentance": "yes"}
    tier, items = decides(dealings=[bought(location_tracking=50)], facts={"甲": facts})
    assert (tier.at_most, items) == (SERIOUS, ("art5.1.3", "art10"))
    del facts["repentance"]
    assert decides(dealings=[bought(location_tracking=50)], facts={"甲": facts})[1] == ("art5.1.3",)
    facts["repentance"] = "yes"
    assert decides(dealings=[bought(location_tracking=49)], facts={"甲": facts})[1] == ()


# -- what is said -------------------------------------------------------------------------------------------


def test_one_short_is_said_with_the_numbers() -> None:
    marked = mark(at(1, 13), Answer(Grade(SERIOUS, SERIOUS), ("art5.1.3",)))
    assert (marked.points, marked.missed, marked.extra) == (0, (), ("art5.1.3",))
    line = "○ 第五条第一款第（三）项  不成立  49 条 ÷ 50 条 ＝ 0.98，差 1 条"
    assert lines(explained(marked)) == [
        "档次：不对。你答情节严重，应当是未达到：第五条第一款第（三）项，49 条 ÷ 50 条 ＝ 0.98，差 1 条",
        "离情节严重最近的一项",
        line,
        "起作用的项：不对。你答第五条第一款第（三）项，应当是无",
        "多了第五条第一款第（三）项：不成立",
        line,
        "条数：行踪轨迹信息：49 条",
        "往来 #1；行踪轨迹信息；49 条；取得：#1",
        "记住：“以上”包括本数，差一条就不到。",
    ]


def test_what_is_right_is_said_shortly() -> None:
    marked = mark(at(1, 2), Answer(Grade(SERIOUS, SERIOUS), ("art5.1.7",)))
    assert lines(explained(marked)) == [
        "档次：对，情节严重",
        "● 第五条第一款第（七）项  成立  5000 元 ÷ 5000 元 ＝ 1，恰好达到",
        "起作用的项：对，第五条第一款第（七）项",
    ]
    english = lines(explained(marked, "en"))
    assert english[1] == "● Art. 5 ¶1 (7)  established  5000 yuan ÷ 5000 = 1, exactly reached"


def test_each_item_too_many_is_told_why() -> None:
    exercise = made(
        dealings=[bought(location_tracking=60)],
        facts={"甲": {"grave_consequences": "yes", "prior_criminal_punishment": "unknown"}},
    )
    named = ("art5.1.3", "art5.1.7", "art5.1.9", "art5.1.10")
    told = lines(explained(mark(exercise, Answer(Grade(ESPECIALLY, ESPECIALLY), named))))
    assert "漏了第五条第二款第（一）项" in told
    assert "多了第五条第一款第（三）项：成立，但只到情节严重，定档的是更高的一档" in told
    assert "多了第五条第一款第（七）项：不成立" in told
    assert "多了第五条第一款第（九）项：待查，但查明了也不改变档次" in told
    assert "多了第五条第一款第（十）项：由法院裁量，只列出，不定档" in told


def test_readings_and_questions_are_named_where_they_matter() -> None:
    turned = lines(explained(mark(at(4, 12), NO_ANSWER)))
    assert "换一个口径（resale_scope=supplied_only 只数转出去的）：未达到" in turned
    asked = lines(explained(mark(at(3, 5), NO_ANSWER)))
    assert "查清了才能定：行为前二年内是否因侵犯公民个人信息受过行政处罚，日期是哪天" in asked
    assert asked[0].startswith("档次：没有答，应当是未达到 ～ 情节严重（待查）")


def test_the_solution_says_what_is_right_without_an_answer() -> None:
    told = lines(solution(mark(at(2, 1), NO_ANSWER)))
    assert told[0] == "情节严重；起作用的项：第五条第一款第（六）项"
    assert told[1] == "● 第五条第一款第（六）项  成立  合计 1.0002，标准 1，＝ 1.0002，超出 0.0002"


def test_made_up_names_are_those_of_the_language() -> None:
    marked = mark(at(3, 2), NO_ANSWER)
    assert any("给 乙：" in line for line in lines(explained(marked)))
    assert any("to Yi:" in line for line in lines(explained(marked, "en")))
    assert at(3, 2).prompt("en")[0].startswith("Jia: ")


# -- answers as they are written ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("情节严重", (SERIOUS, SERIOUS)),
        ("serious", (SERIOUS, SERIOUS)),
        ("Serious circumstances", (SERIOUS, SERIOUS)),
        ("especially_serious", (ESPECIALLY, ESPECIALLY)),
        ("１", (NOT, NOT)),
        ("3", (ESPECIALLY, ESPECIALLY)),
        (" 未达到 。", (NOT, NOT)),
        ("未达到～情节严重", (NOT, SERIOUS)),
        ("待查：未达到 ～ 情节严重", (NOT, SERIOUS)),
        ("情节严重到情节特别严重", (SERIOUS, ESPECIALLY)),
        ("在未达到和情节特别严重之间", (NOT, ESPECIALLY)),
        ("情节特别严重-未达到", (NOT, ESPECIALLY)),
        ("1-2", (NOT, SERIOUS)),
        ("open between not_reached and serious", (NOT, SERIOUS)),
        ("not reached to especially serious circumstances", (NOT, ESPECIALLY)),
        # after the three tiers the pairs: 4 is not_reached–serious
        ("4", (NOT, SERIOUS)),
        ("6", (SERIOUS, ESPECIALLY)),
    ],
)
def test_a_tier_in_every_spelling(text: str, tier: tuple[str, str]) -> None:
    assert read_tier(text, at(1, 1)) == Grade(*tier)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("第五条第一款第（三）项", ["art5.1.3"]),
        ("第五条第一款第三项", ["art5.1.3"]),
        ("第5条第1款第3项", ["art5.1.3"]),
        ("第五条第一款第（七）项、第（三）项", ["art5.1.3", "art5.1.7"]),
        ("第五条第一款第（三）项和第二款第（三）项", ["art5.1.3", "art5.2.3"]),
        ("art5.1.3", ["art5.1.3"]),
        ("5.1.3, 5.2.3", ["art5.1.3", "art5.2.3"]),
        ("5.1.3 5.1.3", ["art5.1.3"]),
        ("Art. 5 ¶1 (3) and Art. 10", ["art5.1.3", "art10"]),
        ("第十条", ["art10"]),
        ("10", ["art10"]),
        ("无", []),
        ("none", []),
        ("", []),
    ],
)
def test_items_in_every_spelling(text: str, items: list[str]) -> None:
    assert read_items(text, at(1, 1)) == tuple(items)


@pytest.mark.parametrize("single", ["fashi-2011-19", "fashi-2013-8", "fashi-2019-15"])
def test_every_item_of_every_ruleset_is_read_as_it_is_cited(single: str) -> None:
    for exercise in quiz(single, 1, 1, 12):
        for item in exercise.items:
            for spelling in (item, exercise.law.cite(item), exercise.law.cite(item, "en")):
                found = read_items(spelling, exercise)
                assert not isinstance(found, Problem)
                assert [exercise.law.cite(one) for one in found] == [exercise.law.cite(item)], spelling
            assert read_items(item, exercise) == (item,)


@pytest.mark.parametrize(
    ("text", "code", "value", "column"),
    [
        ("情节很严重；5.1.3", "TH730", "情节很严重", 1),
        ("", "TH730", "", 1),
        ("7", "TH730", "7", 1),
        ("情节严重～情节特别严重～未达到", "TH730", "情节严重～情节特别严重～未达到", 1),
        ("未达到但情节严重", "TH730", "未达到但情节严重", 1),
        ("情节严重；5.1.3、5.9", "TH731", "5.9", 12),
        ("情节严重；第（三）项", "TH731", "第（三）项", 6),
        ("情节严重；甲", "TH731", "甲", 6),
    ],
)
def test_what_cannot_be_read(text: str, code: str, value: str, column: int) -> None:
    found = read_answer(text, at(1, 1))
    assert isinstance(found, Problem)
    assert (found.code, found.value, found.column) == (code, value, column)


def test_answers_line_by_line() -> None:
    paper = quiz(DEFAULT, 1, 1, 4)
    text = "# 甲同学\n\n 2. 情节严重；5.1.7\n第4题：未达到\n1、\n"
    assert read_answers(text, "a.txt", paper) == (
        NO_ANSWER,
        Answer(Grade(SERIOUS, SERIOUS), ("art5.1.7",)),
        NO_ANSWER,
        Answer(Grade(NOT, NOT), ()),
    )


def test_everything_wrong_in_a_file_of_answers_is_told_at_once_with_its_place() -> None:
    text = "1. 情节很严重\n9. 未达到\nfoo\n2. 未达到\n2. 情节严重；5.1.7\n3. 情节严重；5.1.3、5.7.7\n"
    with pytest.raises(SourceErrors) as caught:
        read_answers(text, "a.txt", quiz(DEFAULT, 1, 1, 4))
    found = [(one.line, one.column, one.code) for one in caught.value.diagnostics]
    assert found == [(1, 4, "TH730"), (2, 1, "TH732"), (3, 1, "TH732"), (5, 1, "TH733"), (6, 15, "TH731")]


# -- points and sheets --------------------------------------------------------------------------------------


def marked_paper() -> tuple[Paper, list[Marked]]:
    """Four questions: records right, money half right, a fact wrong, records left out."""
    exercises = quiz(DEFAULT, 1, 2, 4)
    answers = (
        Answer(Grade(SERIOUS, SERIOUS), ("art5.1.4",)),
        Answer(Grade(SERIOUS, SERIOUS), ("art5.1.3",)),
        Answer(Grade(NOT, NOT), ()),
        NO_ANSWER,
    )
    return Paper(exercises, 2, 1), [mark(*pair) for pair in zip(exercises, answers, strict=True)]


def test_points_in_all_and_by_topic() -> None:
    found = score(marked_paper()[1])
    assert found[:5] == (4, 3, 1, 3, 8)
    assert found.topics == (
        TopicScore("records", 2, 1, 2, 4),
        TopicScore("money", 1, 0, 1, 2),
        TopicScore("facts", 1, 0, 0, 2),
    )
    assert score([])[:5] == (0, 0, 0, 0, 0)


def test_the_worksheet_tells_no_answer_and_the_key_does() -> None:
    paper = Paper(quiz(DEFAULT, 1, 2, 3), 2, 1)
    blank, key = (str(write_document(make(paper), "markdown")) for make in (worksheet, answer_sheet))
    for text in (blank, key):
        assert text.startswith("# 法释〔2017〕10号 练习题")
        assert "甲从丁处购买健康生理信息 501 条。" in text
    assert "起作用的项：＿＿" in blank
    assert "成立" not in blank.partition("## ")[2]
    assert "**情节严重；起作用的项：第五条第一款第（四）项**" in key
    assert "501 条 ÷ 500 条 ＝ 1.002，超出 1 条" in key


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", ["markdown", "html", "docx"])
def test_the_result_in_every_form(lang: str, format_: str) -> None:
    paper, marked = marked_paper()
    written = write_document(result(paper, marked, lang), format_)
    assert written == write_document(result(paper, marked, lang), format_)
    if isinstance(written, str):
        assert ("得 3 分，满分 8 分" if lang == "zh" else "3 points of 8") in written


def test_the_result_as_data() -> None:
    paper, marked = marked_paper()
    found = json.loads(json.dumps(result_dict(paper, marked), ensure_ascii=False))
    assert (found["schema"], found["level"], found["seed"]) == ("thresholds/quiz/1", 1, 2)
    assert found["score"]["points"] == 3
    assert [one["points"] for one in found["questions"]] == [2, 1, 0, 0]
    second, third, fourth = found["questions"][1:]
    assert second["answer"] == {
        "tier": {"at_least": SERIOUS, "at_most": SERIOUS},
        "items": ["art5.1.3"],
        "tier_right": True,
        "items_right": False,
        "missed": ["art5.1.7"],
        "extra": ["art5.1.3"],
    }
    assert third["items"] == ["art5.2.2"]
    assert fourth["answer"] is None
    assert load_case(second["case"]).id == "fashi-2017-10-1-2-2"
    blank = paper_dict(paper, answers=False)["questions"]
    assert isinstance(blank, list)
    assert "tier" not in blank[0]


# -- cases that are there already ---------------------------------------------------------------------------


def test_cases_out_of_files_ask_about_everybody_of_whom_anything_is_stated() -> None:
    path = ROOT / "cases" / "zaozhuang-2017.yaml"
    found = list(exercises_of(Source(load_case(path), "枣庄", path.read_text(encoding="utf-8"))))
    people = [one.person for one in found]
    assert people[:3] == ["wu", "wang", "mu_mou_mou"]
    assert not {"dai_mou_mou", "fan_mou_mou"} & set(people)
    told = found[0].prompt()
    assert told[0] == "吴某：某通信公司区域经理。"
    assert "吴某向穆某某提供行踪轨迹信息 483条，在履行职责或者提供服务过程中获得。" in [
        one.replace("483 条", "483条") for one in told
    ]
    assert not any("报道" in sentence for sentence in told)
    assert {found[0].made, found[0].charged, found[0].about} == {False, ""}


def test_the_judges_of_real_cases_are_what_their_files_expect() -> None:
    for path in sorted((ROOT / "cases").rglob("*.yaml")):
        case = load_case(path)
        for exercise in exercises_of(Source(case, "x")):
            wanted = (case.expected or {}).get(exercise.person)
            if wanted is not None and wanted.at_least is not None and not exercise.charged:
                assert judged(exercise).grade == Grade(wanted.at_least, wanted.at_most or wanted.at_least), path


def test_the_seed_draws_the_order_of_cases() -> None:
    sources = [Source(load_case(path), path.stem) for path in sorted((ROOT / "cases" / "teaching").glob("*.yaml"))]
    first, again, other = (drawn_from(sources, seed, 6) for seed in (1, 1, 2))
    assert [one.id for one in first] == [one.id for one in again]
    assert [one.id for one in first] != [one.id for one in other]
    assert len(drawn_from(sources, 1, 500)) > 25


def test_one_question_for_each_offence_that_a_case_speaks_of() -> None:
    case = load_case(
        {
            "schema": "thresholds/case/1",
            "id": "x",
            "ruleset": "fashi-2019-15",
            "persons": {"a": {}},
            "facts": {"a": {"illegal_network_use": "yes", "network_aid_gains": "10000 元"}},
        }
    )
    assert [one.charged for one in exercises_of(Source(case, "x"))] == [
        "illegal_use_of_networks",
        "aiding_network_crime",
    ]
