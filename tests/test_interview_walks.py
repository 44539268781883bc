"""Interviews walked at random: nothing breaks, the case can always be loaded, and no question is asked in vain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresholds import evaluate, load_case
from thresholds.case.plain import plain_of
from thresholds.case.write import case_text
from thresholds.interview import Ask, Form, Problem, State, answer, back, begin, more, resume
from thresholds.interview.answers import taken
from thresholds.interview.order import remaining
from thresholds.interview.show import help_lines, problem_lines, shown, standing
from thresholds.rendering.words import Words
from thresholds.source.yaml import parse

CASES = Path(__file__).resolve().parent.parent / "cases"

DATES = ["1990-01-01", "2018-06-01", "2019-01-02", "2019-06-01", "2020-01-02", "2020-06-01", "2021-06-01", "2099-01-01"]

#: For each form of answer some that are taken and some that are not.
LINES: dict[Form, list[str]] = {
    Form.TEXT: ["甲案", "x: y", "", "= '\"# {"],
    Form.NAME: ["甲", "乙", "a.b", "q\"'", "所有人", "null", ""],
    Form.KIND: ["", "1", "单位", "3"],
    Form.ACT: ["出售", "购买", "提供", "交换", "窃取", "发布", "5", "", "乱"],
    Form.PEOPLE: ["甲", "丙", "丙、丁", "甲、乙", "", "1", "不明"],
    Form.BATCH: ["", "1", "B1", "B2", "征信信息或其他公民个人信息", "9"],
    Form.CATEGORY: ["1", "5", "10", "1、10", "5或10", "3+10", "不明", "", "乱"],
    Form.RECORDS: ["12", "28", "49", "60", "300", "4999", "6万多条", "不明", "", "12至60条", "约50", "没有", "-1"],
    Form.MONEY: ["3000元", "4999.99", "6000", "五千至二十余万元", "不明", "", "没有", "3000条"],
    Form.SHARE: ["4.5%", "不明", "2"],
    Form.DATE: ["2021-03-02", "2021", "2019-05", "2020-11/2021-02", "不明", "", "2021-13"],
    Form.TRUTH: ["是", "否", "不明", "", "D1", "乱", "是；否"],
    Form.ORIGIN: ["1", "2", "不明", "", "x"],
    Form.PUNISHMENT: ["是", "否", "不明", "2019-01-01", "2023", "免予刑事处罚", "", "z"],
    Form.PENALTY: ["是", "否", "不明", "2020-01-01", "2019、2020-05", "", "z"],
    Form.CONSEQUENCE: ["是", "否", "不明", "死亡", "死亡、重伤", "", "乱"],
    Form.NUMBER: ["3", "14个", "不明", "没有", "", "12至60", "3元"],
    Form.TALLY: ["财产信息500条、行踪轨迹信息30", "无", "不明", "", "财产", "500"],
    Form.STANDARD: ["2000元", "不明", "", "1元"],
    Form.OFFENCE: ["1", "1、2", "", "9", "乱"],
}
JUNK = ["\x00\x1b[A", "{", "a" * 300, "；；", "、", "🙂", "\ud800", "?", "unknown"]

#: A step of a walk: which of the lines is typed, and whether something else is done in place of it.
STEPS = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["line"] * 14 + ["junk", "back", "more"])), min_size=20, max_size=40
)
#: What walks begin with: two persons who did nothing yet, or a case that comes with the project.
STARTS = st.sampled_from(["", "", "", "zaozhuang-2017", "nantong-2019", "joint-five-persons", "punished-before"])
walks = settings(max_examples=25, deadline=None, derandomize=True)


def line_for(state: State, ask: Ask, number: int) -> str:
    """An answer of the form asked for; the case is kept small."""
    if ask.form is Form.NAME and len(state.case.get("persons", ())) >= 2:  # type: ignore[arg-type]
        return ""
    if ask.key[0] == "act" and len(state.now.made) >= 4:
        return ""
    lines = LINES[ask.form]
    if ask.about == "part":
        lines = ["", "12", "不明"]
    return lines[number % len(lines)]


def beginning(start: str) -> State:
    """A case that comes with the project, or a new one of two persons."""
    if start:
        (path,) = CASES.rglob(f"{start}.yaml")
        return resume(plain_of(parse(path.read_text(encoding="utf-8"), start)))
    state = begin("x")
    for line in ["x", "", "甲", "", "", "a.b", "", "", ""]:
        following = answer(state, line)
        assert isinstance(following, State)
        state = following
    return state


def walked(start: str, steps: list[tuple[int, str]]) -> Iterator[State]:
    """Every state of a walk, the first included."""
    state = beginning(start)
    yield state
    for number, kind in steps:
        if state.ask is None:
            return
        if kind == "back":
            state = back(state)
        elif kind == "more":
            state = more(state)
        else:
            line = JUNK[number % len(JUNK)] if kind == "junk" else line_for(state, state.ask, number)
            following = answer(state, line)
            if isinstance(following, Problem):
                for words in (Words("zh"), Words("en")):
                    assert all(problem_lines(following, words))
                continue
            assert back(following) == state
            state = following
        yield state


@walks
@given(STARTS, STEPS)
def test_whatever_is_typed_there_is_a_question_with_its_words_and_a_case_that_loads(
    start: str, steps: list[tuple[int, str]]
) -> None:
    for state in walked(start, steps):
        for words in (Words("zh"), Words("en")):
            if state.ask is not None:
                assert len(shown(state, state.ask, words).below) >= 3
                assert list(help_lines(state, state.ask, words))
        if state.report is None:
            continue
        report = evaluate(load_case(case_text(state.case, "zh")))
        assert [person.grade for person in report.persons] == [person.grade for person in state.report.persons]
        for person in state.report.persons:
            assert standing(state, person, Words("zh")).below
    assert evaluate(load_case(case_text(state.case, "en"))) if state.loadable else True


@settings(max_examples=8, deadline=None, derandomize=True)
@given(STARTS, STEPS, st.lists(st.integers(0, 60), min_size=60, max_size=60))
def test_answering_everything_ends(start: str, steps: list[tuple[int, str]], numbers: list[int]) -> None:
    *_, state = walked(start, steps)
    for number in numbers * 3:
        if state.ask is None:
            return
        line = "" if state.ask.key[0] == "act" else line_for(state, state.ask, number)
        for reply in (line, "", "甲"):
            following = answer(state, reply)
            if isinstance(following, State):
                break
        assert isinstance(following, State)
        state = following
    assert state.ask is None


@walks
@given(STARTS, STEPS)
def test_no_question_is_asked_to_which_no_answer_could_make_a_difference(
    start: str, steps: list[tuple[int, str]]
) -> None:
    for state in walked(start, [(number, "line") for number, _ in steps]):
        ask = state.ask
        if ask is None or ask.key[0] != "matter" or ask.question is None:
            continue
        if ask.question.could_make is None:
            assert bounds(state, ask) == (1, 1)
            assert ask.about in ("first_offender", "full_restitution", "repentance")
        elif not ask.question.joint:
            assert any(bounds(other, ask) != bounds(state, ask) for other in answered(state, ask)), case_text(
                state.case
            )


def bounds(state: State, ask: Ask) -> tuple[int, int]:
    assert state.report is not None
    return tuple(state.report.person(ask.person).assessment.bounds)  # type: ignore[return-value]


def answered(state: State, ask: Ask) -> Iterator[State]:
    """The states after every kind of answer, a number after a category included."""
    for line in replies(state, ask):
        found = answer(state, line)
        if not isinstance(found, State):
            continue
        yield found
        if ask.form is Form.CATEGORY and ask.question is not None and ask.question.fact == "records":
            assert found.report is not None
            for other in remaining(found, found.report.person(ask.person)):
                if other.about == "records" and other.places[0][:2] == ask.places[0][:2]:
                    counted = taken(found, other, "1000000000000")
                    assert not isinstance(counted, Problem)
                    yield found.then(counted)


def replies(state: State, ask: Ask) -> list[str]:
    """Answers of the form, at both ends of what can be answered, one for each place."""
    count = len(ask.places)
    if ask.form is Form.RECORDS and ask.about in ("duplicates", "public", "inauthentic"):
        return ["0", "；".join([str(left) for left in most_off(state, ask)])]
    if ask.form is Form.RECORDS:
        return ["；".join([str(number)] * count) for number in (0, 12, 10**12, *ends(state, ask))]
    if ask.form is Form.MONEY:
        return ["0", "4999.99", "5000", "1000000000"]
    if ask.form is Form.CATEGORY:
        return [str(number) for number in range(1, 11)]
    if ask.form is Form.PEOPLE:
        return ["；".join(f"Z{number}" for number in range(count)), *recipients(state, ask)]
    if ask.form is Form.DATE:
        return ["；".join([date] * count) for date in DATES]
    return {Form.ORIGIN: ["1", "2"], Form.SHARE: ["0", "100%"]}.get(ask.form, ["是", "否"])


def most_off(state: State, ask: Ask) -> list[int]:
    """For each place all records but one, less what is taken off on other grounds."""
    found = []
    for place in ask.places:
        for holding in holdings(state, ask):
            if (holding.batch or holding.lines[0].dealing.id) == place[1] and holding.body.records is not None:
                off = holding.deductions
                others = [getattr(off, name) for name in ("duplicates", "inauthentic", "public") if name != ask.about]
                already = sum(one.at_least for one in others if one is not None)
                found.append(max(0, (holding.body.records.at_most or 10**12) - already - 1))
                break
    return found


def ends(state: State, ask: Ask) -> set[int]:
    figures = [
        figure for one in holdings(state, ask) for figure in (one.body.records, *one.parts) if figure is not None
    ]
    return {end for figure in figures for end in (figure.at_least, figure.at_most) if end is not None}


def recipients(state: State, ask: Ask) -> list[str]:
    return sorted({to for one in holdings(state, ask) for to, _ in one.supplies if to.isprintable()})


def holdings(state: State, ask: Ask):  # type: ignore[no-untyped-def]
    assert state.report is not None
    return state.report.person(ask.person).assessment.person.holdings


@pytest.mark.parametrize("form", list(Form))
def test_there_are_lines_for_every_form(form: Form) -> None:
    assert LINES[form]
