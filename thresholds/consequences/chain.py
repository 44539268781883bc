"""The chain: the rulebook compiled to layers for durable-rules, decided, and compared with a plain evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from thresholds.consequences.corners import Senses, senses_of
from thresholds.consequences.plain import concluded_plainly
from thresholds.consequences.rulebook import Rulebook
from thresholds.errors import EngineError
from thresholds.evaluation.chaining import Clause, Layers
from thresholds.evaluation.program import Test
from thresholds.law.consequences import (
    LAYERS,
    About,
    AllOf,
    AmountIs,
    AnyOf,
    ByProvision,
    Concluded,
    FactIs,
    FromGrade,
    HasEffect,
    InGrade,
    ItemsReach,
    LayerName,
    Months,
    Neighbour,
    RangeFrom,
    RangeTo,
    Reached,
    RestingOn,
    RoleIs,
    Unstated,
    When,
)

#: The names of the values that a situation has: the grade as a rank, the ends of its range, and those with a subject.
RANK, FROM, TO = "rank", "range_from", "range_to"


class Atom(NamedTuple):
    """One comparison of a value, or of an earlier conclusion (0 or 1), with a constant: `>=` or `<`."""

    name: str
    operator: str
    constant: int


Way = tuple[Atom, ...]
_CONCLUDED = "concluded:"


class Chain:
    """The rules of one rulebook, ready to conclude; may be shared between threads."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.ids = tuple(rule.id for rule in book.rules)
        ways = [_Compiler(book, rule.layer).ways(rule.when) for rule in book.rules]
        atoms = [atom for found in ways for way in found for atom in way]
        #: The values that a situation must give, in the order in which they are handed over.
        self.names = tuple(
            sorted({RANK, FROM, TO, *(a.name for a in atoms if not a.name.startswith(_CONCLUDED))}),
        )
        places = {name: number for number, name in enumerate(self.names)}
        places |= {f"{_CONCLUDED}{name}": len(self.names) + number for number, name in enumerate(self.ids)}
        clauses: dict[LayerName, list[Clause]] = {layer: [] for layer in LAYERS}
        for number, (rule, found) in enumerate(zip(book.rules, ways, strict=True)):
            tests = tuple(tuple(Test(places[a.name], a.operator, a.constant) for a in way) for way in found)
            clauses[rule.layer].append(Clause(number, tests))
        #: For each conclusion, what it reads and in which senses.
        self.supports: dict[str, Senses] = {}
        for name, found in zip(self.ids, ways, strict=True):
            self.supports[name] = senses_of(found, _CONCLUDED, self.supports)
        self._layers = Layers(len(self.names), [clauses[layer] for layer in LAYERS])
        self._concluded = lru_cache(maxsize=1024)(self._conclude)

    def conclude(self, values: Mapping[str, int]) -> frozenset[str]:
        """Everything that follows in one situation, decided by durable-rules and worked out once more without it.

        Raises:
            EngineError: the two differ, or durable-rules did not do as expected.
        """
        return self._concluded(tuple([values[name] for name in self.names]))

    def _conclude(self, values: tuple[int, ...]) -> frozenset[str]:
        decided = frozenset(self.ids[number] for layer in self._layers.conclude(values) for number in layer)
        expected = concluded_plainly(self.book, dict(zip(self.names, values, strict=True)))
        if decided != expected:
            wrong = "、".join(sorted(decided ^ expected))
            raise EngineError("engine-disagrees", detail=f"{self.book.ruleset.id}: {wrong}")
        return decided


class _Compiler:
    """Turns the conditions of one layer into alternatives of comparisons."""

    def __init__(self, book: Rulebook, layer: LayerName) -> None:
        self.book = book
        self.earlier = LAYERS[: LAYERS.index(layer)]

    def ways(self, when: When) -> list[Way]:
        """The alternatives of a condition, each of which is enough."""
        if isinstance(when, AnyOf):
            return list(dict.fromkeys(way for inner in when.any_of for way in self.ways(inner)))
        if isinstance(when, AllOf):
            every = [self.ways(inner) for inner in when.all_of]
            joined = [tuple(dict.fromkeys(atom for part in parts for atom in part)) for parts in product(*every)]
            return list(dict.fromkeys(joined))
        if isinstance(when, ByProvision):
            return self.ways(self.book.provision_named(when.provision))
        if isinstance(when, HasEffect):
            return [(_so(f"{_CONCLUDED}{name}", True),) for name in self._with_effect(when.effect)]
        return [self._atoms(when)]

    def _with_effect(self, effect: str) -> list[str]:
        entries = self.book.data.consequences
        earlier = [entry for entry in entries if entry.layer in self.earlier and entry.status != "contested"]
        return [entry.id for entry in earlier if effect in entry.effects]

    def _atoms(self, when: When) -> Way:
        """The comparisons of a condition that joins no others."""
        if isinstance(when, Reached):
            return (Atom(RANK, ">=" if when.reached else "<", 1),)
        if isinstance(when, InGrade | FromGrade):
            grades = self.book.ruleset.grade_ids
            rank = grades.index(when.grade if isinstance(when, InGrade) else when.from_grade)
            upper = (Atom(RANK, "<", rank + 1),) if isinstance(when, InGrade) else ()
            return (Atom(RANK, ">=", rank), *upper)
        if isinstance(when, RangeFrom | RangeTo):
            name, months = (FROM, when.range_from) if isinstance(when, RangeFrom) else (TO, when.range_to)
            return _months(name, months)
        if isinstance(when, ItemsReach):
            upper = () if when.most is None else (Atom(name_of(when), "<", when.most + 1),)
            return (Atom(name_of(when), ">=", when.least), *upper)
        if isinstance(when, AmountIs):
            name, least = name_of(when), when.at_least
            return (Atom(name, "<", when.below or 0),) if least is None else (Atom(name, ">=", least),)
        holds = when.holds if isinstance(when, FactIs | About | Concluded) else True
        return (_so(f"{_CONCLUDED}{when.concluded}" if isinstance(when, Concluded) else name_of(when), holds),)


def _so(name: str, holds: bool) -> Atom:
    return Atom(name, ">=" if holds else "<", 1)


def _months(name: str, months: Months) -> Way:
    """Between bounds; where no range is known (0) nothing is so."""
    least = (Atom(name, ">=", months.at_least or 1),)
    return least if months.at_most is None else (*least, Atom(name, "<", months.at_most + 1))


def name_of(when: When) -> str:
    """The name of the value that a condition reads.

    Raises:
        TypeError: the condition reads none of its own.
    """
    if isinstance(when, FactIs):
        return f"fact:{when.fact}"
    if isinstance(when, Unstated):
        return f"unstated:{when.unstated}"
    if isinstance(when, RoleIs):
        return f"role:{when.role}"
    if isinstance(when, About):
        return f"about:{when.about}"
    if isinstance(when, RestingOn):
        return "resting_on:" + ",".join(when.resting_on)
    if isinstance(when, Neighbour):
        return f"neighbour:{when.neighbour}"
    if isinstance(when, AmountIs):
        return f"amount:{when.amount}"
    if isinstance(when, ItemsReach):
        return "items:" + ",".join(when.items)
    raise TypeError(type(when))


@lru_cache(maxsize=32)
def chain_for(book: Rulebook) -> Chain:
    """The chain of a rulebook; the same rulebook gives the same one."""
    return Chain(book)
