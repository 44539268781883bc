"""What the simplifier leaves of columns says the same as what it was given, and no more is asked than must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresholds.columns.simplify import Simplifier
from thresholds.columns.terms import Node, Term, chosen, difference, every, negated, reaches, some, times, total

NUMBERS = tuple(f"n{number}" for number in range(4))
TRUTHS = tuple(f"t{number}" for number in range(3))


def column(name: str) -> Node:
    return Node("column", (name,), truth=name[0] in "tb")


def value(term: object, row: Mapping[str, int | bool]) -> int | bool:
    """What a term says of a row, worked out by itself."""
    if not isinstance(term, Node):
        assert isinstance(term, int)
        return term
    if term.operation == "column":
        return row[str(term.arguments[0])]
    found = [value(argument, row) for argument in term.arguments]
    meanings: dict[str, Callable[[], int | bool]] = {
        "and": lambda: all(found),
        "or": lambda: any(found),
        "not": lambda: not found[0],
        ">=": lambda: found[0] >= found[1],
        "if": lambda: found[1] if found[0] else found[2],
        "+": lambda: sum(found),
        "-": lambda: found[0] - found[1],
        "*": lambda: found[0] * found[1],
    }
    return meanings[term.operation]()


def numbers(known: list[str]) -> st.SearchStrategy[Term]:
    """Numbers of the shapes that the compiler makes."""
    plain: st.SearchStrategy[Term] = st.sampled_from([column(name) for name in known if name[0] in "nm"])
    conditions = st.sampled_from([column(name) for name in known if name[0] in "tb"])
    either = st.builds(chosen, conditions, plain, st.just(0)) | st.builds(chosen, conditions, st.just(0), plain)
    several = st.lists(st.builds(times, plain | either, st.sampled_from([1, 10, 100])), min_size=1, max_size=3)
    return plain | either | several.map(total) | st.builds(difference, plain, plain)


def truths(known: list[str]) -> st.SearchStrategy[Term]:
    """Conditions of the shapes that the compiler makes."""
    asked: st.SearchStrategy[Term] = st.sampled_from([column(name) for name in known if name[0] in "tb"])
    reached = st.builds(reaches, numbers(known), st.sampled_from([0, 1, 2, 5, 50]))
    one = asked | reached | st.builds(negated, asked | reached)
    ways = st.lists(one, min_size=1, max_size=4)
    both = ways.map(every) | ways.map(some)
    return both | st.lists(both, min_size=1, max_size=3).map(every) | st.lists(both, min_size=1, max_size=3).map(some)


class Program(NamedTuple):
    steps: list[dict[str, Node]]
    names: list[str]


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Steps, each of columns made from those of the steps before."""
    known, steps = [*NUMBERS, *TRUTHS], []
    for step in range(draw(st.integers(1, 4))):
        terms = {f"m{step}": draw(numbers(known)), **{f"b{step}{place}": draw(truths(known)) for place in range(2)}}
        made = {name: term for name, term in terms.items() if isinstance(term, Node)}
        steps.append(made)
        known += made
    return Program(steps, known)


ROWS = st.fixed_dictionaries({name: st.sampled_from([0, 1, 2, 4, 5, 6, 50]) for name in NUMBERS}).flatmap(
    lambda figures: st.fixed_dictionaries({name: st.booleans() for name in TRUTHS}).map(lambda said: figures | said)
)


def filled(steps: list[dict[str, Node]], row: Mapping[str, int | bool]) -> dict[str, int | bool]:
    found = dict(row)
    for made in steps:
        found |= {name: value(term, found) for name, term in made.items()}
    return found


@given(programs(), st.lists(ROWS, min_size=1, max_size=5))
def test_every_column_says_what_it_said(program: Program, rows: list[dict[str, int | bool]]) -> None:
    simplifier = Simplifier()
    simpler = [made | simplifier.step(made) for made in program.steps]
    for row in rows:
        assert filled(simpler, row) == filled(program.steps, row)


DUTY, SUPPLIES = column("t0"), column("t1")
A, B = column("n0"), column("n1")


def simplified(*steps: Mapping[str, Term]) -> dict[str, Node]:
    """The columns of the last of several steps."""
    simplifier, found = Simplifier(), {}
    for made in steps:
        found = simplifier.step(made)
    return found


def test_a_number_that_hangs_on_something_is_compared_as_it_is() -> None:
    first = {"m0": chosen(DUTY, A, 0)}
    assert simplified(first, {"b0": reaches(column("m0"), 25)}) == {"b0": every([DUTY, reaches(A, 25)])}


def test_a_number_that_there_is_unless_something_is_so() -> None:
    first = {"m0": chosen(DUTY, 0, A)}
    assert simplified(first, {"b0": reaches(column("m0"), 25)}) == {"b0": every([negated(DUTY), reaches(A, 25)])}


def test_a_sum_of_which_all_parts_hang_on_the_same_is_the_sum_that_there_is() -> None:
    guarded = total([times(chosen(DUTY, A, 0), 100), chosen(DUTY, B, 0)])
    first = {"m0": guarded, "m1": total([times(A, 100), B])}
    assert simplified(first, {"b0": reaches(column("m0"), 2500)}) == {"b0": every([DUTY, reaches(column("m1"), 2500)])}


@pytest.mark.parametrize("other", [B, chosen(SUPPLIES, B, 0)])
def test_a_sum_of_which_a_part_hangs_on_something_else_stays(other: Term) -> None:
    first = {"m0": total([chosen(DUTY, A, 0), other])}
    asked = {"b0": reaches(column("m0"), 25)}
    assert simplified(first, asked) == asked


def test_none_is_reached_by_what_is_not_there() -> None:
    """At 0 the number is there whatever it hangs on."""
    asked = {"b0": reaches(column("m0"), 0)}
    assert simplified({"m0": chosen(DUTY, A, 0)}, asked) == asked


def test_what_follows_from_the_rest_is_not_asked() -> None:
    first = {"b0": some([reaches(A, 1), reaches(B, 1)])}
    assert simplified(first, {"b1": every([column("b0"), reaches(A, 500)])}) == {"b1": reaches(A, 500)}


def test_a_sum_above_nothing_has_a_part_above_nothing() -> None:
    first = {"b0": some([reaches(A, 1), reaches(B, 1)]), "m0": total([times(A, 10), B])}
    assert simplified(first, {"b1": every([column("b0"), reaches(column("m0"), 50)])}) == {
        "b1": reaches(column("m0"), 50)
    }


def test_what_does_not_follow_is_asked() -> None:
    first = {"b0": some([reaches(A, 2), reaches(B, 1)]), "m0": total([times(A, 10), B, column("n2")])}
    for given_ in (reaches(A, 1), reaches(column("m0"), 50), DUTY):
        asked = {"b1": every([column("b0"), given_])}
        assert simplified(first, asked) == asked
