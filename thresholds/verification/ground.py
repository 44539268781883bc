"""What the proofs about one ruleset stand on: two worlds as variables, in the program's form and in the law's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from thresholds.evaluation.assess import Engine
from thresholds.law.conditions import AllOfCondition, AnyOfCondition, Condition, JudgmentCondition
from thresholds.law.model import GENERAL, Item, Standards
from thresholds.verification import logic
from thresholds.verification.from_program import ProgramForm
from thresholds.verification.from_tree import item_met
from thresholds.verification.logic import Formula
from thresholds.verification.symbols import ALL, APART, NARROW, Quantity, Truth, World, possible, whole, world


class Concrete(NamedTuple):
    """One world with all its values: numbers (条, 分, things) and what is so.

    `met` says by the number of the item whether the program holds it met.
    """

    numbers: Mapping[Quantity, int]
    truths: Mapping[Truth, bool]
    met: tuple[bool, ...]

    def number(self, quantity: Quantity) -> int:
        """A quantity; zero where the ruleset does not ask for it."""
        return self.numbers.get(quantity, 0)

    def is_so(self, truth: Truth) -> bool:
        """A truth; not so where the ruleset does not ask for it."""
        return self.truths.get(truth, False)


class Place(NamedTuple):
    """An item where it stands, with its number among all items, and its grade as a rank."""

    number: int
    paragraph: Standards
    item: Item
    rank: int


class Side(NamedTuple):
    """A world as variables, and by the number of the item that it is met: as the program decides, as the law says."""

    name: str
    world: World
    program: tuple[Formula, ...]
    law: tuple[Formula, ...]
    whole: Formula
    possible: Formula
    plain: Formula


class Ground:
    """Two worlds of one ruleset, so that one can be held against the other; `one` alone for most questions."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.ruleset = engine, engine.ruleset
        ranks = self.ruleset.grade_ids
        self.places = tuple(
            Place(number, paragraph, item, ranks.index(paragraph.grade))
            for number, (paragraph, item) in enumerate(self.ruleset.items())
        )
        self.one, self.other = self._side("one"), self._side("other")
        self._lower: dict[str, Formula] = {}

    def _side(self, name: str) -> Side:
        made = world(self.ruleset, name)
        program = tuple(ProgramForm(self.engine, made).items())
        law = tuple(item_met(self.ruleset, paragraph, item, made) for paragraph, item in self.ruleset.items())
        return Side(
            name, made, program, law, whole(self.ruleset, made), possible(self.ruleset, made), self._plain(made)
        )

    @property
    def decided(self) -> tuple[Place, ...]:
        """The items that are not left to the court."""
        return tuple(place for place in self.places if decidable(place.item.when))

    def ladder(self, paragraph: Standards) -> str:
        """What the grades of a paragraph are measured along: its offence, or the one offence of the ruleset."""
        return paragraph.offence or self.ruleset.offence

    def ladders(self) -> dict[str, tuple[int, ...]]:
        """By offence the ranks that some item gives, from the lowest."""
        found: dict[str, set[int]] = {}
        for place in self.places:
            found.setdefault(self.ladder(place.paragraph), set()).add(place.rank)
        return {offence: tuple(sorted(ranks)) for offence, ranks in found.items()}

    def reaches(self, side: Side, offence: str, rank: int) -> Formula:
        """That the program concludes this grade of the offence, or a higher one."""
        return logic.some(
            side.program[place.number]
            for place in self.places
            if place.rank >= rank and self.ladder(place.paragraph) == offence
        )

    def lower(self, one: Side, other: Side) -> Formula:
        """That of some offence the other world has a lower grade than the one."""
        found = self._lower.get(one.name)
        if found is None:
            found = self._lower[one.name] = logic.some(
                logic.every([self.reaches(one, offence, rank), logic.negated(self.reaches(other, offence, rank))])
                for offence, ranks in self.ladders().items()
                for rank in ranks
            )
        return found

    def find(self, statements: Iterable[Formula], *sides: Side) -> tuple[Concrete, ...] | None:
        """Worlds in which the statements hold, such as a case file can tell of where there are any; None of none.

        Raises:
            Undecided: the solver gives no answer.
        """
        wanted = [*statements, *(side.possible for side in sides)]
        if not logic.can_hold(wanted):
            return None
        found = self._example([*wanted, *(side.plain for side in sides)], sides)
        return found if found is not None else self._example(wanted, sides)

    def can_be(self, statements: Iterable[Formula], *sides: Side) -> bool:
        """Whether there are worlds in which the statements hold.

        Raises:
            Undecided: the solver gives no answer.
        """
        return logic.can_hold([*statements, *(side.possible for side in sides)])

    def find_any(self, statements: Iterable[Formula]) -> Concrete | None:
        """The same of one world, even if it cannot come about: a claim about all whole numbers is about these too."""
        wanted = list(statements)
        found = self.find(wanted, self.one) or self._example([*wanted, self.one.whole], (self.one,))
        return found[0] if found else None

    def _example(self, statements: list[Formula], sides: tuple[Side, ...]) -> tuple[Concrete, ...] | None:
        numbers = [(side.name, key, one) for side in sides for key, one in side.world.quantities.items()]
        truths = [(side.name, key, one) for side in sides for key, one in side.world.truths.items()]
        numbers.reverse()  # what comes last in the law is given up first
        truths.reverse()
        truths.sort(key=lambda entry: self._usual(entry[1]))
        items = [formula for side in sides for formula in side.program]
        found = logic.example(statements, [one for *_, one in numbers], [one for *_, one in truths], items)
        if found is None:
            return None
        values = {(name, key): value for (name, key, _), value in zip(numbers, found.numbers, strict=True)}
        so = {(name, key): value for (name, key, _), value in zip(truths, found.truths, strict=True)}
        size = len(self.places)
        return tuple(
            Concrete(
                {key: values[side.name, key] for key in side.world.quantities},
                {key: so[side.name, key] for key in side.world.truths},
                found.others[number * size : (number + 1) * size],
            )
            for number, side in enumerate(sides)
        )

    def _usual(self, truth: Truth) -> int:
        """What an example does without where it can, first of all: options that are not the default of a reading."""
        if truth.kind != "option":
            return 1
        reading = self.ruleset.reading(truth.name)
        return 2 if reading is not None and truth.detail == (reading.default,) else 0

    def _plain(self, made: World) -> Formula:
        """That a case file can tell of the world in a few lines: facts are so for every conduct or for none."""
        found = [*self._alike_facts(made), *self._conduct(made)]
        for truth, formula in made.truths.items():
            wider = truth._replace(detail=truth.detail[:1])
            if truth.kind == "dealing" and truth.detail[1:] and wider in made.truths:
                found.append(logic.follows(formula, made.truths[wider]))
        return logic.every(found)

    def _alike_facts(self, made: World) -> Iterator[Formula]:
        first: dict[str, Formula] = {}
        for truth, formula in made.truths.items():
            if truth.kind == "fact":
                yield logic.same(first.setdefault(truth.name, formula), formula)

    def _conduct(self, made: World) -> Iterator[Formula]:
        """Whoever dealt in records acted; without dealings there is nothing else that would be conduct."""
        general = made.holds(Truth("conduct", GENERAL))
        if not self.ruleset.from_dealings:
            yield from (formula for truth, formula in made.truths.items() if truth == Truth("conduct", GENERAL))
            return
        none = logic.every(logic.negated(formula) for truth, formula in made.truths.items() if truth.kind == "conduct")
        shown = [
            logic.reaches(number, 1)
            for quantity, number in made.quantities.items()
            if (quantity.kind == "records" and quantity.part == ALL) or quantity.part == NARROW
        ]
        shown += [formula for truth, formula in made.truths.items() if truth.kind == "dealing"]
        parts = [logic.follows(logic.some(shown), general)]
        for special in self.ruleset.conduct:
            kept = [made.number(Quantity("records", category, APART)) for category in special.categories]
            acted = logic.some(logic.reaches(number, 1) for number in kept)
            parts.append(logic.follows(acted, made.holds(Truth("conduct", special.id))))
        yield logic.some([none, logic.every(parts)])


def decidable(when: Condition) -> bool:
    """Whether a condition can be met without a court's judgment."""
    if isinstance(when, AnyOfCondition):
        return any(decidable(inner) for inner in when.any_of)
    if isinstance(when, AllOfCondition):
        return all(decidable(inner) for inner in when.all_of)
    return not isinstance(when, JudgmentCondition)
