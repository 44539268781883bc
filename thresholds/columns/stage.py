"""Steps of one query: columns made from the columns before, each made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import ibis
from ibis.expr import types as ir

from thresholds.columns.simplify import Simplifier
from thresholds.columns.terms import Node, Term, Value, as_term


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
        self._simplify()
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

    def _simplify(self) -> None:
        """Say what later columns ask of earlier ones as directly as that goes."""
        simplifier = Simplifier()
        self._steps = [made | simplifier.step(made) for made in self._steps]

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
        return _expression(as_term(term.arguments[0]), table).isin(list(term.arguments[1:]))
    return _OPERATIONS[term.operation](*[_expression(as_term(argument), table) for argument in term.arguments])


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
