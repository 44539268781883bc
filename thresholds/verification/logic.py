"""The solver behind a few typed functions: formulas and numbers are made here and nowhere else.

Numbers of a world are whole and never negative; what the law writes as a half or a share is compared as an exact
fraction. A question that the solver cannot answer in time raises `Undecided`: nothing is taken as proved by silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import z3

#: How long the solver may think about one question (ms).
PATIENCE = 10_000


class Formula:
    """A statement about a world, as the solver knows it."""


class Number:
    """A number of a world, as the solver knows it."""


class Undecided(Exception):
    """The solver gave no answer in time."""


class Example(NamedTuple):
    """Values that make some statements true: of numbers, of truths, and of other statements that were asked about."""

    numbers: tuple[int, ...]
    truths: tuple[bool, ...]
    others: tuple[bool, ...]


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


def example(
    statements: Iterable[Formula],
    numbers: Sequence[Number],
    truths: Sequence[Formula],
    others: Sequence[Formula] = (),
) -> Example | None:
    """Values that make all statements true, the fewest things so and the numbers least, in this order; None of none.

    `others` are statements about the same numbers and truths: whether each holds is told besides.

    Raises:
        Undecided: the solver gives no answer.
    """
    search = _Search(statements)
    if not search.possible():
        return None
    for one in truths:
        search.prefer(z3.Not(one), one)
    for quantity in numbers:
        search.least(quantity)
    return Example(
        tuple(search.value(one).as_long() for one in numbers),
        tuple(z3.is_true(search.value(one)) for one in truths),
        tuple(z3.is_true(search.value(one)) for one in others),
    )


def can_hold(statements: Iterable[Formula]) -> bool:
    """Whether all statements can be true together.

    Raises:
        Undecided: the solver gives no answer.
    """
    return _Search(statements).possible()


class _Search:
    """A solver with the values that it found last; what these already fulfil is not asked again."""

    def __init__(self, statements: Iterable[Formula]) -> None:
        self._solver = z3.SimpleSolver()  # twice as fast on many small questions as one that tries several ways
        self._solver.set("timeout", PATIENCE)
        self._solver.set("random_seed", 0)
        self._solver.set("ctrl_c", False)  # taken as an answer that is not known, it could not be told from that
        self._fulfilled: list[Any] = list(statements)
        self._model: Any = None

    def possible(self, *wishes: Any) -> bool:
        """Whether everything agreed on can hold, and the wishes besides; if so, the values are kept."""
        self._solver.add(*self._fulfilled)
        self._fulfilled.clear()
        found = self._solver.check(*wishes)
        if found == z3.unknown:
            raise Undecided(self._solver.reason_unknown())
        if found == z3.sat:
            self._model = self._solver.model()
        return bool(found == z3.sat)

    def value(self, one: Any) -> Any:
        """What a term is, by the values found last."""
        return self._model.eval(one, model_completion=True)

    def prefer(self, wish: Any, otherwise: Any) -> None:
        """Agree on the wish where it can hold, otherwise on its opposite."""
        kept = z3.is_true(self.value(wish)) or self.possible(wish)
        self._fulfilled.append(wish if kept else otherwise)

    def least(self, quantity: Any) -> None:
        """Agree on the least that a number can be: often nothing, or just what it is, before it is searched for."""
        least, enough = 0, self.value(quantity).as_long()
        tries = [0, enough - 1]
        while least < enough:
            most = min(tries.pop(0), enough - 1) if tries else (least + enough) // 2
            if self.possible(quantity <= most):
                enough = self.value(quantity).as_long()
            else:
                least = most + 1
        self._fulfilled.append(quantity == enough)
