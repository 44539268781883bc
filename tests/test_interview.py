"""The interview as values: what is asked, what an answer makes of the case, steps back, and when it ends."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from thresholds import evaluate, load_case
from thresholds.case.plain import plain_of
from thresholds.case.write import case_text
from thresholds.interview import Ask, Form, Problem, State, answer, back, begin, more, next_question, resume
from thresholds.interview.commands import Command, command_of, literal
from thresholds.interview.order import remaining
from thresholds.interview.show import help_lines, problem_lines, shown, standing, title
from thresholds.rendering.words import Words
from thresholds.source.yaml import parse

CASES = Path(__file__).resolve().parent.parent / "cases"
ZH, EN = Words("zh"), Words("en")

#: A clerk sells 28 location records from his work to a middleman, who is judged, too.
CHAIN = ["链", "", "甲", "营业员", "", "乙", "", "", ""]
CLERK = ["出售", "", "行踪轨迹信息", "28", "1", "乙", "3000元", "2021-03-02", ""]


def told(*lines: str, state: State | None = None) -> State:
    """The state after these answers, each of which must be taken."""
    found = state or begin("x")
    for line in lines:
        following = answer(found, line)
        assert isinstance(following, State), (line, following, found.ask)
        found = following
    return found


def asks(state: State) -> Ask:
    ask = next_question(state)
    assert ask is not None
    return ask


def refused(state: State, line: str) -> Problem:
    found = answer(state, line)
    assert isinstance(found, Problem), line
    return found


def sample(name: str) -> State:
    (path,) = CASES.rglob(f"{name}.yaml")
    return resume(plain_of(parse(path.read_text(encoding="utf-8"), name)))


def small(**more: Any) -> State:
    """A case of one dealing in 60 location records, taken up again."""
    dealing = {"id": "D1", "by": "a", "act": "theft", "records": {"location_tracking": "60"}}
    return resume({"schema": "thresholds/case/1", "id": "s", "persons": {"a": {}}, "dealings": [dealing]} | more)


def until(state: State, about: str, reply: str = "") -> State:
    """The state in which something is asked, everything before passed over or answered alike."""
    while asks(state).about != about:
        state = told(reply, state=state)
    return state


def grades(state: State) -> dict[str, tuple[str, str]]:
    assert state.report is not None
    return {person.id: tuple(person.grade) for person in state.report.persons}


# -- taking down ------------------------------------------------------------------------------------------


def test_it_begins_with_the_case_and_the_persons() -> None:
    found, seen = begin("x"), []
    for line in CHAIN:
        seen.append(asks(found).about)
        found = told(line, state=found)
    assert seen == ["id", "title", "person", "role", "kind", "person.more", "role", "kind", "person.more"]
    assert found.case == {
        "schema": "thresholds/case/1",
        "id": "链",
        "persons": {"甲": {"name": "甲", "role": "营业员"}, "乙": {"name": "乙"}},
    }


def test_then_each_dealing_piece_by_piece() -> None:
    found, seen = told(*CHAIN), []
    for line in CLERK:
        seen.append(asks(found).about)
        found = told(line, state=found)
    assert seen == ["act", "by", "category", "records", "obtained_in", "to", "paid", "date", "act.more"]
    assert found.case["batches"] == {
        "B1": {"category": "location_tracking", "records": "28", "obtained_in": "duty_or_service"}
    }
    assert found.case["dealings"] == [
        {"id": "D1", "by": "甲", "act": "sale", "batch": "B1", "to": "乙", "paid": "3000元", "date": "2021-03-02"}
    ]


def test_the_buyer_is_asked_whether_he_got_the_same_records_which_then_count_once() -> None:
    """28 bought and sold on to one person are 28, not 56; half of 50 is for the clerk alone."""
    found = told(*CHAIN, *CLERK)
    assert (asks(found).about, asks(found).person) == ("offer.got", "乙")
    found = told("是", "出售", "", "B1", "", "丙", "", "", "", state=found)
    dealings: Any = found.case["dealings"]
    assert dealings[1:] == [
        {"id": "D2", "by": "乙", "act": "purchase", "source": "甲", "date": "2021-03-02", "batch": "B1"},
        {"id": "D3", "by": "乙", "act": "sale", "batch": "B1", "to": "丙"},
    ]
    assert found.report is not None
    counted, _ = found.report.person("乙").counts["location_tracking"]
    assert (counted.at_least, counted.at_most) == (28, 28)
    assert grades(found) == {"甲": ("serious", "serious"), "乙": ("not_reached", "not_reached")}


def test_sold_to_two_they_count_for_each() -> None:
    found = told(*CHAIN, *CLERK, "是", "出售", "", "1", "", "丙、丁", "", "", "")
    assert grades(found)["乙"] == ("serious", "serious")


def test_a_purchase_from_somebody_judged_is_offered_to_him_as_a_supply() -> None:
    found = told(*CHAIN, "", "购买", "", "1", "60", "甲", "2021-03-05")
    assert (asks(found).about, asks(found).person) == ("offer.gave", "甲")
    found = told("y", state=found)
    dealings: Any = found.case["dealings"]
    assert dealings[1] == {"id": "D2", "by": "甲", "act": "sale", "to": "乙", "date": "2021-03-05", "batch": "B1"}


def test_what_is_done_jointly_counts_for_both_and_is_taken_down_once() -> None:
    found = told(*CHAIN, "窃取", "乙", "征信信息", "50条", "", "", "", "")
    dealings: Any = found.case["dealings"]
    assert dealings[0]["by"] == ["甲", "乙"]
    assert grades(found) == {"甲": ("serious", "serious"), "乙": ("serious", "serious")}
    assert asks(found).about == "act.more"


def test_a_category_instead_of_a_batch_opens_another() -> None:
    found = told(*CHAIN, *CLERK[:-1], "提供", "", "征信信息或其他公民个人信息")
    assert asks(found).about == "records"
    batches: Any = found.case["batches"]
    assert batches["B2"] == {"category": {"one_of": ["credit_record", "general_information"]}}


def test_several_categories_in_one_record() -> None:
    found = told(*CHAIN, "窃取", "", "征信信息+10", "5")
    batches: Any = found.case["batches"]
    assert batches["B1"] == {"kinds": ["credit_record", "general_information"], "records": "5"}


def test_figures_stand_as_they_were_typed() -> None:
    found = told(*CHAIN, "窃取", "", "其他公民个人信息", "6万多条")
    batches: Any = found.case["batches"]
    assert batches["B1"]["records"] == "6万多条"
    unknown = told(*CHAIN, "窃取", "", "其他公民个人信息", "不知道")
    batches = unknown.case["batches"]
    assert batches["B1"]["records"] == "不明"
    assert grades(unknown)["甲"] == ("not_reached", "especially_serious")


def test_one_more_dealing_can_be_taken_down_at_any_time() -> None:
    found = told(*CHAIN, "窃取", "", "1", "60", "", "", "", "", "")
    assert asks(found).key[0] == "matter"
    again = more(found)
    assert (asks(again).about, asks(again).person) == ("act.more", "甲")
    assert back(again) == found


# -- refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "line", "code", "words"),
    [
        (CHAIN, "出收", "TH204", "出售"),
        ([*CHAIN, "出售", ""], "行综轨迹信息", "TH204", "最接近的是「行踪轨迹信息」"),
        ([*CHAIN, "出售", "", "1"], "约50", "TH206", "上下限"),
        ([*CHAIN, "出售", "", "1"], "-1", "TH207", "不能是负的"),
        ([*CHAIN, "出售", "", "1"], "50元", "TH209", "单位不对"),
        ([*CHAIN, *CLERK[:-2]], "2021-13", "TH210", "2021-03-02"),
        ([*CHAIN, *CLERK, "是", "出售", "", "1"], "29", "TH214", "B1"),
        ([*CHAIN, *CLERK, "是", "出售", ""], "B7", "TH212", "B1"),
    ],
)
def test_the_case_reader_judges_every_answer(before: list[str], line: str, code: str, words: str) -> None:
    state = told(*before)
    problem = refused(state, line)
    assert [diagnostic.code for diagnostic in problem.diagnostics] == [code]
    assert words in problem_lines(problem, ZH)[0]
    assert problem_lines(problem, EN)[0] != problem_lines(problem, ZH)[0]
    assert asks(state) == asks(told(*before))


def test_what_the_reader_cannot_see_is_refused_too() -> None:
    state = told("链", "")
    assert problem_lines(refused(state, ""), ZH) == ["至少写一个人的姓名"]
    state = told("甲", "", "", state=state)
    assert "已经写过" in problem_lines(refused(state, "甲"), ZH)[0]
    state = told(*CHAIN, *CLERK)
    assert "「也许」" in problem_lines(refused(state, "也许"), ZH)[0]


# -- only what still matters ------------------------------------------------------------------------------


def test_it_asks_in_the_order_of_the_engine_and_stops_when_nothing_is_left() -> None:
    """60 stolen location records: serious; only 5.2 (1) and (2) raise it, five things lower it, art. 10 is last."""
    found, seen = small(), []
    while found.ask is not None:
        seen.append(found.ask.about)
        found = told("是" if found.ask.about == "breach_of_state_provisions" else "", state=found)
    assert seen == [
        "grave_consequences",
        "major_economic_loss",
        "adverse_social_impact",
        "breach_of_state_provisions",
        "consent",
        "anonymised",
        "duplicates",
        "public",
        "first_offender",
        "full_restitution",
        "repentance",
    ]
    assert found.case["facts"] == {"a": {"breach_of_state_provisions": "yes"}}
    assert problem_lines(refused(found, "是"), ZH) == ["已经问完了"]


def test_what_an_answer_settles_is_no_longer_asked() -> None:
    found = told("死亡", state=small())
    assert grades(found)["a"] == ("especially_serious", "especially_serious")
    assert asks(found).about == "breach_of_state_provisions"
    found = told("否", state=found)
    assert grades(found)["a"] == ("not_reached", "not_reached")
    assert found.ask is None


def test_leniency_is_not_asked_once_one_of_its_facts_is_no() -> None:
    found = until(small(), "first_offender")
    assert told("否", state=found).ask is None
    assert asks(told("是", state=found)).about == "full_restitution"


def test_an_unknown_is_written_and_not_asked_again_until_the_case_is_taken_up_again() -> None:
    found = told("不明", state=small())
    assert found.case["facts"] == {"a": {"grave_consequences": "unknown"}}
    assert grades(found)["a"] == ("serious", "especially_serious")
    later = {ask.about for ask in remaining(found, found.report.person("a"))}  # type: ignore[union-attr]
    assert "grave_consequences" not in later
    assert asks(resume(found.case)).about == "grave_consequences"


def test_a_case_that_is_there_is_asked_only_what_is_open_in_it() -> None:
    found = sample("class-unknown")
    assert asks(found).key[0] == "matter"
    found = told("通信内容", state=until(found, "category"))
    batches: Any = found.case["batches"]
    assert batches["压缩包"]["category"] == {"is": "communication_content", "because": "压缩包尚未打开，只见条数"}
    assert grades(found)["甲"] == ("serious", "serious")


def test_who_did_nothing_yet_is_asked_what_he_did() -> None:
    found = resume({"schema": "thresholds/case/1", "id": "s", "persons": {"a": {}, "b": {}}})
    assert (asks(found).about, asks(found).person) == ("act", "a")
    found = told("", state=found)
    assert (asks(found).about, asks(found).person) == ("act", "b")
    assert told("", state=found).ask is None


def test_a_dealing_without_category_is_asked_for_it_before_the_number() -> None:
    dealing = {"id": "D1", "by": "a", "act": "theft"}
    found = until(small(dealings=[dealing]), "category")
    assert asks(found).places == (("dealings", "D1", "category"),)
    found = told("行踪轨迹信息", state=found)
    assert (asks(found).about, asks(found).form) == ("records", Form.RECORDS)
    assert grades(told("500", state=found))["a"] == ("especially_serious", "especially_serious")
    assert "records" not in {ask.about for ask in remaining(told("", state=found), found.report.persons[0])}  # type: ignore[union-attr]


# -- several at once --------------------------------------------------------------------------------------

SALES = [
    {"id": f"D{number}", "by": "a", "act": "sale", "batch": "B1", "date": "2021-03-02", "paid": "1 元"}
    for number in (1, 2, 3)
]
LIST = {"B1": {"category": "location_tracking", "records": "20", "obtained_in": "elsewhere"}}


def sales(about: str) -> State:
    return until(small(dealings=SALES, batches=LIST), about)


def facts_of(state: State, field: str) -> list[object]:
    dealings: Any = state.case["dealings"]
    return [dealing.get(field) for dealing in dealings]


def test_one_answer_holds_for_all_that_the_question_is_about() -> None:
    assert facts_of(told("否", state=sales("knew_of_crime")), "knew_of_crime") == ["no", "no", "no"]


def test_the_dealings_named_are_so_and_the_others_are_not() -> None:
    assert facts_of(told("D1、D3", state=sales("knew_of_crime")), "knew_of_crime") == ["yes", "no", "yes"]


def test_answers_in_a_row_go_to_one_each() -> None:
    """20 to each of three people are 60."""
    found = told("乙；丙；丁", state=sales("to"))
    assert facts_of(found, "to") == ["乙", "丙", "丁"]
    assert grades(found)["a"] == ("serious", "serious")
    assert facts_of(told("乙", state=sales("to")), "to") == ["乙", "乙", "乙"]


def test_numbers_for_several_need_one_each_unless_there_are_none() -> None:
    batches = {name: {"category": "location_tracking", "records": "30"} for name in ("B1", "B2")}
    thefts = [{"by": "a", "act": "theft", "batch": name} for name in batches]
    found = until(small(dealings=thefts, batches=batches), "duplicates")
    assert problem_lines(refused(found, "20"), ZH)[0].startswith("这一问涉及 2 处（B1、B2）")
    changed: Any = told("10；1", state=found).case["batches"]
    assert [batch["duplicates"] for batch in changed.values()] == ["10", "1"]
    none: Any = told("没有", state=found).case["batches"]
    assert [batch["duplicates"] for batch in none.values()] == ["0", "0"]


def test_dates_that_are_missing_are_asked_for_where_a_penalty_is_dated() -> None:
    dealing = {"id": "D1", "by": "a", "act": "theft", "records": {"general_information": "3"}}
    found = until(small(dealings=[dealing], facts={"a": {"administrative_penalty": "2019-05-01"}}), "date")
    assert title(found, asks(found), ZH) == "【a】是哪一天，或者哪段时间"
    assert grades(told("2021-05-01", state=found))["a"] == ("serious", "serious")
    assert grades(told("2021-05-02", state=found))["a"] == ("not_reached", "not_reached")


# -- back -------------------------------------------------------------------------------------------------


def test_back_undoes_exactly_one_answer() -> None:
    states = [begin("x")]
    for line in [*CHAIN, *CLERK, "是", "不明", ""]:
        following = answer(states[-1], line)
        if isinstance(following, State):
            states.append(following)
    for earlier, later in pairwise(states):
        assert back(later) == earlier
    assert back(states[0]) is states[0]


# -- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_every_question_says_why_how_and_what_enter_does(words: Words) -> None:
    forms = set()
    for name in ("zaozhuang-2017", "nantong-2019", "punished-before", "joint-five-persons"):
        states = [sample(name), told(*CHAIN, "出售")]
        for state in states:
            while state.ask is not None:
                lines = shown(state, state.ask, words).below
                start = [words.say(f"interview.{key}", **{key: ""}) for key in ("why", "how")]
                assert [sum(line.startswith(one) for line in lines) for one in start] == [1, 1]
                assert lines[-1] == words.say(f"interview.enter.{state.ask.enter}", id=state.case["id"])
                assert list(help_lines(state, state.ask, words))[-1] == words.say("interview.commands")
                forms.add(state.ask.form)
                state = told("", state=state)
    assert {Form.CATEGORY, Form.RECORDS, Form.MONEY, Form.TRUTH, Form.PEOPLE, Form.ACT} <= forms


def test_the_question_names_the_item_and_what_it_could_make() -> None:
    state = until(small(dealings=[{"by": "a", "act": "theft", "category": "general_information", "records": "3"}]),
                  "prior_criminal_punishment")  # fmt: skip
    lines = shown(state, asks(state), ZH).below
    assert "为什么问：若为是，第五条第一款第（九）项成立 → 情节严重" in lines
    explained = "\n".join(help_lines(state, asks(state), ZH))
    assert "第五条第一款第（九）项：同类再犯" in explained
    state = told(*CHAIN, "出售", "")
    assert any("第五条第一款第（三）项、第（四）项、第（五）项" in line for line in shown(state, asks(state), ZH).below)


def test_the_running_result_has_the_grade_the_items_and_what_is_left() -> None:
    state = told(*CHAIN, *CLERK)
    assert state.report is not None
    found = standing(state, state.report.person("甲"), ZH)
    assert found.text == "到现在为止  甲  情节严重"
    assert found.below[0].startswith("● 第五条第一款第（八）项  成立  3000 元 ÷ 2500 元 ＝ 1.2")
    count = sum(1 for _ in remaining(state, state.report.person("甲")))
    assert found.below[-1] == f"还有 {count} 问"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("?", Command.HELP),
        (" ？ ", Command.HELP),
        ("返回", Command.BACK),
        ("B", Command.BACK),
        ("停", Command.STOP),
        ("q", Command.STOP),
        ("保存", Command.SAVE),
        ("save", Command.SAVE),
        ("跳过", Command.SKIP),
        ("加", Command.MORE),
        ("", None),
        ("出售", None),
        ("=b", None),
    ],
)
def test_words_that_are_no_answers(line: str, command: Command | None) -> None:
    assert command_of(line) is command


def test_an_answer_spelled_like_a_command_can_be_given() -> None:
    assert literal("=b") == "b"
    assert literal(" 乙 ") == "乙"


def test_what_no_file_may_hold_is_left_out_of_answers() -> None:
    found = told("链\x00\x1b[31m", "")
    assert found.case["id"] == "链  [31m"


def test_the_case_loads_at_every_moment_in_both_languages() -> None:
    found = begin("x")
    for line in [*CHAIN, *CLERK, "是", "发布", "", "", "10", "5000", "不明", "不明", "2021", "", "死亡", "?"]:
        following = answer(found, line)
        found = following if isinstance(following, State) else found
        if found.loadable:
            for lang in ("zh", "en"):
                report = evaluate(load_case(case_text(found.case, lang)))
                assert {person.id: tuple(person.grade) for person in report.persons} == grades(found)
