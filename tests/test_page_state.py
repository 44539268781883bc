"""The state of the page is its address: what one holds, the other gives back."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresholds.page.sitting import MOST, Sitting, read_sitting
from thresholds.page.state import OWN, READING, State, read_state

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda name: name not in OWN and not name.startswith(READING)
)
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda value: value == value.strip()
)
PAIRS = st.dictionaries(NAMES, VALUES, max_size=5).map(lambda pairs: tuple(sorted(pairs.items())))
STATES = st.builds(
    State,
    ruleset=VALUES,
    lang=st.sampled_from(["zh", "en"]),
    facts=PAIRS,
    readings=PAIRS,
    theme=st.sampled_from(["", "light", "dark"]),
    present=st.booleans(),
    before=st.sampled_from(["", "location_tracking=5&act=sale", "ruleset=fashi-2011-19"]),
)


@given(STATES)
def test_an_address_gives_the_state_back(state: State) -> None:
    assert read_state(parse_qsl(state.query)) == state


@given(STATES)
def test_what_is_pinned_is_the_state_without_how_it_is_shown(state: State) -> None:
    pinned = state.pinning.pinned
    assert pinned == state._replace(before="", theme="", present=False)


@given(st.text(max_size=60))
def test_any_address_is_read(query: str) -> None:
    state = read_state(parse_qsl(query))
    assert read_state(parse_qsl(state.query)) == state


def test_the_address_of_the_empty_page_is_empty() -> None:
    assert State().query == ""
    assert read_state([]) == State()


def test_facts_are_set_and_taken_out() -> None:
    state = State().having({"act": "sale", "credit_record": "5"})
    assert state.query == "act=sale&credit_record=5"
    assert state.having({"act": ""}).facts == (("credit_record", "5"),)


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("lang=fr&theme=pink&present=yes", State()),
        ("lang=en&theme=dark&present=1", State(lang="en", theme="dark", present=True)),
        ("act=sale&act=theft", State(facts=(("act", "theft"),))),
        ("illegal_gains=+5+&act=", State(facts=(("illegal_gains", "5"),))),
        ("reading.gains=net", State(readings=(("gains", "net"),))),
    ],
)
def test_what_an_address_means(query: str, state: State) -> None:
    assert read_state(parse_qsl(query)) == state


ANSWERS = st.dictionaries(st.integers(1, MOST), VALUES, max_size=5).map(lambda some: tuple(sorted(some.items())))
SITTINGS = st.builds(
    Sitting,
    st.sampled_from([State(), State(lang="en", present=True), State(ruleset="fashi-2011-19", theme="dark")]),
    st.integers(1, 4),
    st.integers(0, 10**11),
    st.integers(1, MOST),
    st.integers(1, MOST + 1),
    ANSWERS,
)


@given(SITTINGS)
def test_an_address_gives_the_quiz_back(sitting: Sitting) -> None:
    assert read_sitting(parse_qsl(sitting.query)) == sitting


def test_what_a_form_sends_answers_the_question_that_it_is_at() -> None:
    sent = "n=2&a1=serious&tier=not_reached~serious&item=art5.1.3&item=art5.1.4"
    assert read_sitting(parse_qsl(sent)).answers == ((1, "serious"), (2, "not_reached~serious art5.1.3 art5.1.4"))
    assert read_sitting(parse_qsl("n=1&skip=1&tier=serious")).answers == ((1, "-"),)
    assert read_sitting(parse_qsl("n=1&a1=serious&tier=not_reached")).answers == ((1, "serious"),), "answered already"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("level=9&questions=1000&n=77", (4, 1, MOST, MOST + 1)),
        ("level=x&seed=-1&questions=0", (1, 1, 1, 0)),
        ("seed=99999999999999999999", (1, 1, 10, 0)),
    ],
)
def test_numbers_out_of_bounds_are_brought_within(query: str, expected: tuple[int, int, int, int]) -> None:
    sitting = read_sitting(parse_qsl(query))
    assert (sitting.level, sitting.seed, sitting.questions, sitting.number) == expected
