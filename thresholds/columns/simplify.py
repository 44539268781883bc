"""What earlier columns already say: a later one does not ask it again.

Columns are made in steps, each without regard to the others. Two things come of that, and are mended here: a number
that is 0 unless something is so ("of duty, so many, otherwise none") is compared without being made; and what follows
from the rest of a condition ("there is conduct at all", beside "500 records") is left out of it. No value changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeGuard

from thresholds.columns.terms import Node, Term, as_term, every, negated, reaches, some, times, total

#: So many questions at most whether one condition follows from another; then it is kept.
_TRIES = 400


class Guarded(NamedTuple):
    """A number that is 0 unless all conditions are so."""

    conditions: tuple[Term, ...]
    number: Term


class Simplifier:
    """Makes the columns of one step after another, knowing of what those before are made."""

    def __init__(self) -> None:
        self._made: dict[str, Node] = {}
        self._named: dict[Node, Node] = {}
        self._guarded: dict[str, Guarded | None] = {}
        self._tries = 0

    def step(self, made: Mapping[str, object]) -> dict[str, Node]:
        """The terms of a step, simpler; what is no term is left to the caller."""
        found = {name: self._simpler(term) for name, term in made.items() if isinstance(term, Node)}
        kept = {name: term for name, term in found.items() if isinstance(term, Node)}
        for name, term in kept.items():
            self._made[name] = term
            self._named.setdefault(term, Node("column", (name,), term.truth))
        return kept

    def _simpler(self, term: Node) -> Term:
        if term.operation in ("column", "in"):
            return term
        arguments = [self._simpler(one) if isinstance(one, Node) else as_term(one) for one in term.arguments]
        if term.operation == ">=":
            return self._reaching(*arguments)
        if term.operation == "and":
            return self._without_implied(arguments)
        if term.operation == "or":
            return some(arguments)
        if term.operation == "not":
            return negated(arguments[0])
        return term._replace(arguments=tuple(arguments))

    def _reaching(self, one: Term, other: Term) -> Term:
        """A number that is 0 unless something is so reaches a standard where that is so, and it does."""
        guarded = self._unless(one) if _is_number(other) and other > 0 else None
        if guarded is None:
            return reaches(one, other)
        return every([*guarded.conditions, reaches(self._known(guarded.number), other)])

    def _known(self, term: Term) -> Term:
        """The column that is made of the term, if there is one."""
        return self._named.get(term, term) if isinstance(term, Node) else term

    def _unless(self, term: Term) -> Guarded | None:
        """The number without what it hangs on, where it is 0 otherwise."""
        if not isinstance(term, Node):
            return None
        if term.operation == "column":
            name = str(term.arguments[0])
            if name not in self._guarded:
                self._guarded[name] = self._unless(self._made[name]) if name in self._made else None
            return self._guarded[name]
        if term.operation == "if":
            return self._chosen(*map(as_term, term.arguments))
        if term.operation == "*":
            one, factor = map(as_term, term.arguments)
            inner = self._unless(one)
            return inner._replace(number=times(inner.number, factor)) if inner and _is_number(factor) else None
        return self._summed(term) if term.operation == "+" else None

    def _chosen(self, condition: Term, one: Term, other: Term) -> Guarded | None:
        if other is not False and other == 0:
            return Guarded(self._conditions(condition), one)
        if one is not False and one == 0:
            return Guarded(self._conditions(negated(self._told(condition))), other)
        return None

    def _told(self, condition: Term) -> Term:
        """A condition by what it denies, where it only denies something."""
        made = self._definition(condition) if isinstance(condition, Node) else condition
        return made if isinstance(made, Node) and made.operation == "not" else condition

    def _conditions(self, condition: Term) -> tuple[Term, ...]:
        if isinstance(condition, Node) and condition.operation == "and":
            return tuple(map(self._known, _parts(condition)))
        return (self._known(condition),)

    def _summed(self, term: Node) -> Guarded | None:
        """A sum of which all parts hang on the same."""
        parts = [self._unless(as_term(part)) for part in term.arguments]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts) or any(set(part.conditions) != set(known[0].conditions) for part in known):
            return None
        return Guarded(known[0].conditions, total([part.number for part in known]))

    def _without_implied(self, terms: list[Term]) -> Term:
        """All conditions but those that follow from another."""
        joined = every(terms)
        if not isinstance(joined, Node) or joined.operation != "and":
            return joined
        kept = [as_term(part) for part in joined.arguments]
        for part in list(kept):
            others = [one for one in kept if one != part]
            if others and isinstance(part, Node) and self._is_wide(part):
                self._tries = _TRIES
                if any(self._follows(part, one) for one in others):
                    kept = others
        return every(kept)

    def _is_wide(self, term: Node) -> bool:
        """Whether a condition is one of several ways: others are seldom made twice."""
        return self._definition(term).operation == "or"

    def _definition(self, term: Node) -> Node:
        while term.operation == "column" and str(term.arguments[0]) in self._made:
            term = self._made[str(term.arguments[0])]
        return term

    def _follows(self, asked: Term, given: Term) -> bool:
        """Whether a condition is so wherever another is; where that is not seen soon, it counts as not."""
        self._tries -= 1
        if self._tries < 0 or not isinstance(asked, Node) or not isinstance(given, Node):
            return False
        asked, given = self._definition(asked), self._definition(given)
        if asked == given:
            return True
        if asked.operation == "and":
            return all(self._follows(part, given) for part in _parts(asked))
        if given.operation == "or":
            return all(self._follows(asked, part) for part in _parts(given))
        if given.operation == "and" and any(self._follows(asked, part) for part in _parts(given)):
            return True
        if asked.operation == "or":
            return any(self._follows(part, given) for part in _parts(asked)) or self._some_part(asked, given)
        return self._reached(asked, given)

    def _reached(self, asked: Node, given: Node) -> bool:
        """Whether a number that reaches so much reaches less."""
        if asked.operation != ">=" or given.operation != ">=":
            return False
        (one, least), (other, most) = map(_terms, (asked, given))
        if not (_is_number(least) and _is_number(most) and least <= most):
            return False
        return one == other or (isinstance(one, Node) and isinstance(other, Node) and self._same(one, other))

    def _same(self, one: Node, other: Node) -> bool:
        return self._definition(one) == self._definition(other)

    def _some_part(self, asked: Node, given: Node) -> bool:
        """Whether a sum above 0 makes one of its parts at least 1, and each part is one of the ways asked for."""
        if given.operation != ">=":
            return False
        number, least = _terms(given)
        if not (isinstance(number, Node) and _is_number(least) and least > 0):
            return False
        summed = self._definition(number)
        if summed.operation != "+":
            return False
        parts = [_unscaled(as_term(part)) for part in summed.arguments]
        return all(isinstance(part, Node) and self._follows(asked, reaches(part, 1)) for part in parts)


def _is_number(term: Term) -> TypeGuard[int]:
    return isinstance(term, int) and not isinstance(term, bool)


def _terms(term: Node) -> tuple[Term, Term]:
    one, other = map(as_term, term.arguments)
    return one, other


def _parts(term: Node) -> Iterator[Term]:
    return map(as_term, term.arguments)


def _unscaled(term: Term) -> Term:
    """What is taken so many times, more than 0."""
    if isinstance(term, Node) and term.operation == "*":
        one, factor = _terms(term)
        return one if isinstance(factor, int) and factor > 0 else 0
    return term
