"""The solver behind a few typed functions: formulas and numbers are made here and nowhere else.

Numbers of a world are whole and never negative; what the law writes as a half or a share is compared as an exact
fraction. A question that the solver cannot answer in time raises `Undecided`: nothing is taken as proved by silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import z3

#: How long the solver may think about one question (ms).
PATIENCE = 15_000


class Formula:
    """A statement about a world, as the solver knows it."""


class Number:
    """A number of a world, as the solver knows it."""


class Undecided(Exception):
    """The solver gave no answer in time."""


class Example(NamedTuple):
    """Values that make some statements true: numbers and truths by the name of their variable."""

    numbers: Mapping[str, int]
    truths: Mapping[str, bool]


def number(name: str) -> Number:
    """A variable for a whole number; that it is not negative is stated apart."""
    made: Number = z3.Int(name)
    return made


def truth(name: str) -> Formula:
    """A variable for something that is so or not."""
    made: Formula = z3.Bool(name)
    return made


def constant(value: int | Fraction) -> Number:
    """A known number."""
    exact = Fraction(value)
    made: Number = z3.IntVal(exact.numerator) if exact.denominator == 1 else z3.Q(exact.numerator, exact.denominator)
    return made


def added(numbers: Iterable[Number]) -> Number:
    """The sum; zero of none."""
    made: Number = z3.Sum([z3.IntVal(0), *numbers])
    return made


def multiplied(one: Number, factor: int | Fraction) -> Number:
    """A number times a known one: whole numbers stay whole, everything else is an exact fraction."""
    exact = Fraction(factor)
    if exact.denominator == 1:
        made: Number = _open(one) * exact.numerator
    else:
        made = z3.ToReal(one) * z3.Q(exact.numerator, exact.denominator)
    return made


def chosen(when: Formula, then: Number, otherwise: Number) -> Number:
    """One number where a statement holds, another one where it does not."""
    made: Number = z3.If(when, then, otherwise)
    return made


def reaches(one: Number, other: Number | int | Fraction) -> Formula:
    """At least as much."""
    made: Formula = _open(one) >= _term(other)
    return made


def below(one: Number, other: Number | int | Fraction) -> Formula:
    """Less."""
    made: Formula = _open(one) < _term(other)
    return made


def equal(one: Number, other: Number | int | Fraction) -> Formula:
    """The same number."""
    made: Formula = _open(one) == _term(other)
    return made


def _open(one: Number | Formula) -> Any:
    """What the solver made, which has operators of its own."""
    return one


def _term(value: Number | int | Fraction) -> Number:
    return constant(value) if isinstance(value, int | Fraction) else value


def every(statements: Iterable[Formula]) -> Formula:
    """All of them; true of none."""
    made: Formula = z3.And([z3.BoolVal(True), *statements])
    return made


def some(statements: Iterable[Formula]) -> Formula:
    """At least one of them; false of none."""
    made: Formula = z3.Or([z3.BoolVal(False), *statements])
    return made


def negated(statement: Formula) -> Formula:
    """It is not so."""
    made: Formula = z3.Not(statement)
    return made


def follows(given: Formula, then: Formula) -> Formula:
    """Wherever the one holds, so does the other."""
    made: Formula = z3.Implies(given, then)
    return made


def same(one: Formula, other: Formula) -> Formula:
    """Both hold or neither."""
    made: Formula = _open(one) == other
    return made


def known(value: bool) -> Formula:
    """What always or never holds."""
    made: Formula = z3.BoolVal(value)
    return made


def example(statements: Iterable[Formula], numbers: Sequence[Number], truths: Sequence[Formula]) -> Example | None:
    """Values that make all statements true, the fewest things true and the numbers least, in this order; None of none.

    Raises:
        Undecided: the solver gives no answer.
    """
    solver = z3.Solver()
    solver.set("timeout", PATIENCE)
    solver.set("random_seed", 0)
    solver.add(*statements)
    if not _holds(solver):
        return None
    for one in truths:
        _prefer(solver, z3.Not(one), one)
    for quantity in numbers:
        _least(solver, quantity)
    model = solver.model()
    return Example(
        {str(one): model.eval(one, model_completion=True).as_long() for one in numbers},
        {str(one): z3.is_true(model.eval(one, model_completion=True)) for one in truths},
    )


def _holds(solver: z3.Solver) -> bool:
    """Whether the statements can all hold."""
    found = solver.check()
    if found == z3.unknown:
        raise Undecided(solver.reason_unknown())
    return bool(found == z3.sat)


def _prefer(solver: z3.Solver, wish: Formula, otherwise: Formula) -> bool:
    """Add the wish where it can hold besides, otherwise its opposite; leaves a model behind."""
    if z3.is_true(solver.model().eval(wish, model_completion=True)):
        solver.add(wish)
        _holds(solver)
        return True
    solver.push()
    solver.add(wish)
    kept = _holds(solver)
    solver.pop()
    solver.add(wish if kept else otherwise)
    _holds(solver)
    return kept


def _least(solver: z3.Solver, quantity: Number) -> None:
    """Fix a number at the least that it can be."""
    least, enough = 0, solver.model().eval(quantity, model_completion=True).as_long()
    while least < enough:
        middle = 0 if least == 0 and enough > 1 else (least + enough) // 2
        solver.push()
        solver.add(_open(quantity) <= middle)
        if _holds(solver):
            enough = solver.model().eval(quantity, model_completion=True).as_long()
        else:
            least = middle + 1
        solver.pop()
    solver.add(_open(quantity) == enough)
    _holds(solver)


def evaluated(
    statements: Sequence[Formula], numbers: Sequence[tuple[Number, int]], truths: Sequence[tuple[Formula, bool]]
) -> list[bool]:
    """Whether each statement holds, all of its variables being known."""
    known_values = [(one, z3.IntVal(value)) for one, value in numbers]
    known_values += [(one, z3.BoolVal(value)) for one, value in truths]
    return [z3.is_true(z3.simplify(z3.substitute(one, *known_values))) for one in statements]
