"""Terms: what a column is made of, as small values of our own, constants folded as they arise.

Ibis expressions take their place when a step is closed; they are slow to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

#: What is known of a row: a constant, the same for every row, or the name of a column.
Value: TypeAlias = int | bool | str


class Node(NamedTuple):
    """An operation on columns and constants; `truth` says that it is true or false, not a number."""

    operation: str
    arguments: tuple[object, ...]
    truth: bool


#: The same while a column is made: a constant or an operation.
Term: TypeAlias = int | bool | Node


def as_term(argument: object) -> Term:
    """An argument of an operation, which is a term."""
    assert isinstance(argument, Node | bool | int)
    return argument


def every(terms: Iterable[Term]) -> Term:
    """Whether all are true."""
    found = [term for term in dict.fromkeys(_flat("and", terms)) if term is not True]
    if any(term is False for term in found):
        return False
    return _joined("and", found) if found else True


def some(terms: Iterable[Term]) -> Term:
    """Whether any is true; what all have in common is asked once."""
    found = [term for term in dict.fromkeys(_flat("or", terms)) if term is not False]
    if any(term is True for term in found):
        return True
    if len(found) < 2:
        return found[0] if found else False
    found = list(dict.fromkeys(_without_opposites(term, found) for term in found if not _implied(term, found)))
    parts = [_conjuncts(term) for term in found]
    common = [part for part in parts[0] if all(part in other for other in parts[1:])]
    if not common:
        return _joined("or", found)
    rests = [every([part for part in own if part not in common]) for own in parts]
    return every([*common, some(rests)])


def _flat(operation: str, terms: Iterable[Term]) -> Iterator[Term]:
    """The terms, those joined in the same way taken apart."""
    for term in terms:
        if isinstance(term, Node) and term.operation == operation:
            yield from map(as_term, term.arguments)
        else:
            yield term


def _conjuncts(term: Term) -> list[Term]:
    if isinstance(term, Node) and term.operation == "and":
        return [as_term(argument) for argument in term.arguments]
    return [term]


def _implied(term: Term, others: list[Term]) -> bool:
    """Whether a way is part of another: it has the opposite of what the other says is not all so."""
    parts = _conjuncts(term)
    for other in others:
        if isinstance(other, Node) and other.operation == "not" and other is not term:
            inner = _conjuncts(as_term(other.arguments[0]))
            if len(inner) > 1 and any(negated(part) in parts for part in inner):
                return True
    return False


def _without_opposites(term: Term, others: list[Term]) -> Term:
    """One of several ways, without asking that none of the others be so."""
    parts = _conjuncts(term)
    left = [part for part in parts if negated(part) not in others] if len(parts) > 1 else parts
    return every(left) if left else term


def _joined(operation: str, terms: list[Term]) -> Term:
    return terms[0] if len(terms) == 1 else Node(operation, tuple(terms), truth=True)


def negated(term: Term) -> Term:
    """Whether it is not true."""
    if not isinstance(term, Node):
        return not term
    return as_term(term.arguments[0]) if term.operation == "not" else Node("not", (term,), truth=True)


def reaches(one: Term, other: Term) -> Term:
    """Whether a number is another or more."""
    return _compared(">=", one, other, not isinstance(one, Node) and not isinstance(other, Node) and one >= other)


def exceeds(one: Term, other: Term) -> Term:
    """Whether a number is more than another."""
    return _compared(">", one, other, not isinstance(one, Node) and not isinstance(other, Node) and one > other)


def equals(one: Term, other: Term) -> Term:
    """Whether two numbers are the same."""
    return True if one == other else _compared("=", one, other, False)


def _compared(operation: str, one: Term, other: Term, constant: bool) -> Term:
    if isinstance(one, Node) or isinstance(other, Node):
        return Node(operation, (one, other), truth=True)
    return constant


def among(term: Term, numbers: Sequence[int]) -> Term:
    """Whether a number is one of several."""
    if not isinstance(term, Node):
        return term in numbers
    return Node("in", (term, *numbers), truth=True) if numbers else False


def chosen(condition: Term, one: Term, other: Term) -> Term:
    """The one where the condition holds, the other where it does not."""
    if not isinstance(condition, Node):
        return one if condition else other
    if _same(one, other):
        return one
    if isinstance(one, bool) and isinstance(other, bool):
        return condition if one else negated(condition)
    if isinstance(one, Node) and one.operation == "if" and _same(as_term(one.arguments[2]), other):
        return chosen(every([condition, as_term(one.arguments[0])]), as_term(one.arguments[1]), other)
    truth = one.truth if isinstance(one, Node) else isinstance(one, bool)
    return Node("if", (condition, one, other), truth)


def _same(one: Term, other: Term) -> bool:
    return one == other and type(one) is type(other)


def total(terms: Iterable[Term]) -> Term:
    """The sum."""
    found = list(terms)
    number = sum(term for term in found if not isinstance(term, Node))
    columns = [term for term in found if isinstance(term, Node)]
    if not columns:
        return number
    parts = (*columns, number) if number else tuple(columns)
    return columns[0] if len(parts) == 1 else Node("+", parts, truth=False)


def times(term: Term, factor: int) -> Term:
    """The number so many times."""
    if not isinstance(term, Node):
        return term * factor
    return term if factor == 1 else Node("*", (term, factor), truth=False)


def difference(one: Term, other: Term) -> Term:
    """The one without the other; it can be below zero."""
    if not isinstance(one, Node) and not isinstance(other, Node):
        return one - other
    return one if _same(other, 0) else Node("-", (one, other), truth=False)


def less(one: Term, other: Term) -> Term:
    """What is left of a quantity, which is never below zero, when another is taken off: never below zero either."""
    return one if _same(other, 0) else highest([difference(one, other), 0])


def highest(terms: Sequence[Term]) -> Term:
    """The greatest of several numbers."""
    return _extreme("greatest", terms)


def lowest(terms: Sequence[Term]) -> Term:
    """The least of several numbers."""
    return _extreme("least", terms)


def estimate(one: Term, other: int) -> Term:
    """The whole part of a quotient, off by one at most: exact where both are below 2**53 and the other is small."""
    return one // other if not isinstance(one, Node) else Node("estimate", (one, other), truth=False)


def _extreme(operation: str, terms: Sequence[Term]) -> Term:
    numbers = [int(term) for term in terms if not isinstance(term, Node)]
    columns = list(dict.fromkeys(term for term in terms if isinstance(term, Node)))
    constant = [max(numbers) if operation == "greatest" else min(numbers)] if numbers else []
    parts: list[Term] = [*columns, *constant]
    return parts[0] if len(parts) == 1 else Node(operation, tuple(parts), truth=False)
