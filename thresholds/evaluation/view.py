"""One person in his worlds, with what several conditions ask for worked out once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import ALL, NARROW
from thresholds.evaluation.statements import evidence_by_category, money_evidence
from thresholds.evaluation.trace import Trace
from thresholds.evaluation.worlds import Counts, World
from thresholds.values.status import Status

#: A bit for each world in which the condition is met; all worlds are View.everywhere.
Verdicts = int
Explained = tuple[Verdicts, Trace]
Walk = Callable[["View"], Explained]
Slot = tuple[str, tuple[str, ...]]


class View:
    """One person in his worlds; bits of verdicts are in their order.

    `numbers` has, for each slot of the explainer, the records of its categories world by world.
    """

    __slots__ = ("_money", "everywhere", "evidence", "numbers", "paid", "person", "stated", "worlds")

    def __init__(self, person: PersonFacts, worlds: Sequence[World], slots: Sequence[Slot]) -> None:
        self.person, self.worlds = person, worlds
        self.everywhere = (1 << len(worlds)) - 1
        self.evidence = evidence_by_category(person)
        self._money: dict[str, tuple[str, ...]] = {}
        self.stated = person.stated
        self.paid = any([dealing.paid is not None for dealing in person.dealings])
        self.numbers = [[_number(world, scope, names) for world in worlds] for scope, names in slots]

    def status(self, verdicts: Verdicts) -> Status:
        """Established in every world, in none, or open."""
        if verdicts == self.everywhere:
            return Status.ESTABLISHED
        return Status.OPEN if verdicts else Status.NOT_ESTABLISHED

    def pieces(self, categories: tuple[str, ...]) -> tuple[str, ...]:
        """Evidence for the records of these categories."""
        return tuple(dict.fromkeys(piece for name in categories for piece in self.evidence.get(name, ())))

    def money_pieces(self, name: str) -> tuple[str, ...]:
        """Evidence for an amount of money."""
        found = self._money.get(name)
        if found is None:
            found = self._money[name] = money_evidence(self.person, name)
        return found


#: Instead of a scope: the slot is a declared number or amount.
DECLARED = ""


def _number(world: World, scope: str, names: tuple[str, ...]) -> int:
    """The number of a slot in one world: records of categories, or what a declared fact says."""
    if scope == ALL:
        return _total(world.general, names)
    if scope == NARROW:
        return _total(world.narrow, names)
    return world.amounts.get(names[0], 0) if scope == DECLARED else _total(world.tallies.get(scope, {}), names)


def _total(counts: Counts, names: tuple[str, ...]) -> int:
    return sum([counts.get(name, 0) for name in names]) if counts else 0
