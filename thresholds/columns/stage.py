"""Steps of one query: columns made from the columns before, each made once, constants folded as they arise.

Terms are small values of our own until a step is closed, because Ibis expressions are slow to compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import ibis
from ibis.expr import types as ir

#: What is known of a row: a constant, the same for every row, or the name of a column.
Value: TypeAlias = int | bool | str


class Node(NamedTuple):
    """An operation on columns and constants; `truth` says that it is true or false, not a number."""

    operation: str
    arguments: tuple[object, ...]
    truth: bool


#: The same while a column is made: a constant or an operation.
Term: TypeAlias = int | bool | Node


class Output(NamedTuple):
    """A column of the result: the terms that it is made of, and how it is made of their expressions."""

    terms: tuple[Term, ...]
    make: Callable[..., ir.Value]


class Stage:
    """A table to which columns are added in steps; a term put twice in one step makes one column.

    Nothing is built before the end, when it is known which columns are needed and for how long.
    """

    def __init__(self, table: ir.Table) -> None:
        self.base = table
        self._new: dict[str, Node | ir.Value] = {}
        self._names: dict[Node, str] = {}
        self._truths: set[str] = set()
        self._steps: list[dict[str, Node | ir.Value]] = []
        self._filters: dict[int, Term] = {}
        self._count = 0

    def of(self, value: Value) -> Term:
        """The constant, or the column of a step before."""
        return Node("column", (value,), value in self._truths) if isinstance(value, str) else value

    def put(self, term: Term) -> Value:
        """Make a column of a term in this step; a constant stays one, a column of a step before itself."""
        if not isinstance(term, Node):
            return term
        if term.operation == "column":
            return str(term.arguments[0])
        name = self._names.get(term)
        if name is None:
            name = self._names[term] = self._add(term, term.truth)
        return name

    def add(self, expression: ir.Value) -> Value:
        """Make a column of an Ibis expression of the base table, in the first step."""
        assert not self._steps
        return self._add(expression, isinstance(expression, ir.BooleanValue))

    def _add(self, made: Node | ir.Value, truth: bool) -> str:
        self._count += 1
        name = f"__{self._count}"
        self._new[name] = made
        if truth:
            self._truths.add(name)
        return name

    def pending(self, value: Value) -> Term:
        """What `put` gave in this very step, as a term."""
        made = self._new.get(value) if isinstance(value, str) else None
        return made if isinstance(made, Node) else self.of(value)

    def step(self) -> None:
        """Close the step: what was put can now be used."""
        self._steps.append(self._new)
        self._new, self._names = {}, {}

    def filter(self, condition: Term) -> None:
        """From here on only rows for which the condition holds."""
        self.step()
        self._filters[len(self._steps)] = condition

    def finish(self, outputs: Mapping[str, Output], handed: Mapping[str, str]) -> ir.Table:
        """The table of the outputs, and of columns of the base table handed through (by their new names)."""
        self.step()
        self._hoist()
        live = self._live([term for output in outputs.values() for term in output.terms])
        carried = tuple(dict.fromkeys(handed.values()))
        table = self.base
        for number, made in enumerate(self._steps):
            kept = [name for name in table.columns if name in live[number + 1]] if number else []
            new = {name: _written(made[name], table) for name in made if name in live[number + 1]}
            if new or not number:
                table = table.select(*carried, *kept, **new)
            if number + 1 in self._filters:
                table = table.filter(_expression(self._filters[number + 1], table))
        through = {name: table[column] for name, column in handed.items()}
        made_ = {
            name: output.make(*[_expression(term, table) for term in output.terms]) for name, output in outputs.items()
        }
        return table.select(**through, **made_)

    def _hoist(self) -> None:
        """Give what several columns of one step have in common columns of its own, in steps before it."""
        steps: list[dict[str, Node | ir.Value]] = []
        filters: dict[int, Term] = {}
        for number, made in enumerate(self._steps):
            names: dict[Node, Node] = {}
            levels: list[dict[str, Node | ir.Value]] = []
            for term, level in shared(made.values()).items():
                self._count += 1
                name = f"__{self._count}"
                levels.extend({} for _ in range(level + 1 - len(levels)))
                levels[level][name] = _replaced(term, names)
                names[term] = Node("column", (name,), term.truth)
            done = {name: _replaced(term, names) if isinstance(term, Node) else term for name, term in made.items()}
            steps += [*levels, done]
            if number + 1 in self._filters:
                filters[len(steps)] = self._filters[number + 1]
        self._steps, self._filters = steps, filters

    def _live(self, terms: list[Term]) -> list[set[str]]:
        """For every step the columns that are needed from it on; the last entry is what the outputs need."""
        needed = {name for term in terms for name in _columns(term)}
        found = [set(needed)]
        for number in range(len(self._steps), 0, -1):
            if number in self._filters:
                needed |= set(_columns(self._filters[number]))
                found[-1] |= needed
            made = self._steps[number - 1]
            uses = [made[name] for name in made if name in needed]
            needed = (needed - made.keys()) | {name for use in uses if isinstance(use, Node) for name in _columns(use)}
            found.append(set(needed))
        return found[::-1]


#: Smaller terms are written out again wherever they stand.
_SMALL = 5


def shared(terms: Iterable[object]) -> dict[Node, int]:
    """Terms that stand in several places, inner ones first, and how many others each is made of, one in another."""
    seen: dict[Node, int] = {}
    sizes: dict[Node, int] = {}

    def visit(term: object) -> int:
        if not isinstance(term, Node) or term.operation == "column":
            return 1
        seen[term] = seen.get(term, 0) + 1
        if term not in sizes:
            sizes[term] = 1 + sum([visit(argument) for argument in term.arguments])
        return sizes[term]

    for term in terms:
        visit(term)
    levels: dict[Node, int] = {}
    for term, size in sizes.items():
        if seen[term] > 1 and size > _SMALL:
            levels[term] = 1 + max([levels[inner] for inner in _inside(term) if inner in levels], default=-1)
    return levels


def _inside(term: Node) -> Iterator[Node]:
    for argument in term.arguments:
        if isinstance(argument, Node):
            yield argument
            yield from _inside(argument)


def _replaced(term: Node, names: Mapping[Node, Node]) -> Node:
    """The term with inner ones as the columns that stand for them."""
    if not names or term.operation == "column":
        return term
    found = [
        names.get(argument) or _replaced(argument, names) if isinstance(argument, Node) else argument
        for argument in term.arguments
    ]
    return term._replace(arguments=tuple(found))


def _columns(term: object) -> Iterator[str]:
    """The columns that a term is made of."""
    if isinstance(term, Node):
        if term.operation == "column":
            yield str(term.arguments[0])
        else:
            for argument in term.arguments:
                yield from _columns(argument)


def _written(made: Node | ir.Value, table: ir.Table) -> ir.Value:
    return _expression(made, table) if isinstance(made, Node) else made


def _expression(term: Term, table: ir.Table) -> ir.Value:
    """The term as an Ibis expression of the table: a truth, or a whole number of 64 bits."""
    if isinstance(term, bool):
        return ibis.literal(term)
    if isinstance(term, int):
        return ibis.literal(term, type="int64")
    if term.operation == "column":
        return table[term.arguments[0]]
    if term.operation == "in":
        return _expression(_term(term.arguments[0]), table).isin(list(term.arguments[1:]))
    return _OPERATIONS[term.operation](*[_expression(_term(argument), table) for argument in term.arguments])


def _term(argument: object) -> Term:
    assert isinstance(argument, Node | bool | int)
    return argument


_OPERATIONS: dict[str, Callable[..., ir.Value]] = {
    "and": lambda *parts: ibis.and_(*parts),
    "or": lambda *parts: ibis.or_(*parts),
    "not": lambda part: ~part,
    ">=": lambda one, other: one >= other,
    ">": lambda one, other: one > other,
    "=": lambda one, other: one == other,
    "if": lambda condition, one, other: condition.ifelse(one, other),
    "+": lambda *parts: _sum(parts),
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "greatest": lambda *parts: ibis.greatest(*parts),
    "least": lambda *parts: ibis.least(*parts),
    "estimate": lambda one, other: (one.cast("float64") / other.cast("float64")).floor().cast("int64"),
}


def _sum(parts: Sequence[ir.IntegerValue]) -> ir.IntegerValue:
    found = parts[0]
    for part in parts[1:]:
        found = found + part
    return found


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
            yield from map(_term, term.arguments)
        else:
            yield term


def _conjuncts(term: Term) -> list[Term]:
    if isinstance(term, Node) and term.operation == "and":
        return [_term(argument) for argument in term.arguments]
    return [term]


def _implied(term: Term, others: list[Term]) -> bool:
    """Whether a way is part of another: it has the opposite of what the other says is not all so."""
    parts = _conjuncts(term)
    for other in others:
        if isinstance(other, Node) and other.operation == "not" and other is not term:
            inner = _conjuncts(_term(other.arguments[0]))
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
    return _term(term.arguments[0]) if term.operation == "not" else Node("not", (term,), truth=True)


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
    if isinstance(one, Node) and one.operation == "if" and _same(_term(one.arguments[2]), other):
        return chosen(every([condition, _term(one.arguments[0])]), _term(one.arguments[1]), other)
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
    """The difference, but never below zero."""
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
