"""The fewest further records, or the least further money, that establish a tier, nothing else being changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from thresholds.case.model import Body, Category, Dealing, Deductions, Figure
from thresholds.evaluation.assess import Engine
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.facts import DUTY, MIXED, PersonFacts
from thresholds.evaluation.program import ALL, MoneyMeasure
from thresholds.evaluation.supposed import with_dealing, with_facts
from thresholds.evaluation.worlds import World, worlds_of
from thresholds.explore.margins import edits
from thresholds.explore.margins.contexts import Context
from thresholds.explore.margins.least import least, lines
from thresholds.explore.margins.model import Change, Kind
from thresholds.explore.margins.state import classes, spread

#: The id of a dealing that is only supposed; no file can spell it.
_SUPPOSED = "\0supposed"
#: More of anything than every standard and every cost.
_MANY = 10**18


class Added(NamedTuple):
    """A change that establishes the tier, the person with it, and the same as an edit of the file."""

    change: Change
    person: PersonFacts
    edit: str


class More:
    """Adds quantities in one context until the tier is established."""

    def __init__(self, engine: Engine, choices: Choices, rank: int, context: Context) -> None:
        self.engine, self.choices, self.rank = engine, choices, rank
        self.program, self.context, self.person = engine.program, context, context.person
        self.name = self.person.person.id
        self.supplying = any(holding.supplies for holding in self.person.holdings)
        #: Whether the person supplies, or has anything from duty or service: only then may more come from there.
        self.on_duty = any(
            holding.supplies or any(line.origin in (DUTY, "unknown", MIXED) for line in holding.lines)
            for holding in self.person.holdings
        )

    def all(self) -> Iterator[Added]:
        """For each class and each amount of money the least that is enough; less where it comes from duty."""
        for names in classes(self.program):
            yield from self._records(names)
        money = {measure.name for measure in self.program.measures if isinstance(measure, MoneyMeasure)}
        for name in sorted(money):
            if name == "illegal_gains" and self._payments_of_duty():
                yield from self._payments()
            else:
                yield from self._amount(name)

    def reaches(self, person: PersonFacts) -> bool:
        """Whether the tier is established of him."""
        return self.engine.bounds(person, self.choices).low >= self.rank

    def _least(self, added: Callable[[int], PersonFacts], names: tuple[str, ...]) -> int | None:
        """Seen from one, and from very many: costs that are deducted keep small amounts of money at nothing."""
        candidates = {1}
        for start in (1, _MANY):
            worlds: list[World] = worlds_of(added(start), self.program, self.choices).worlds
            found = lines(self.program, self.rank, worlds, names)
            candidates |= {start - (line.value - line.constant) // line.weight for line in found}
        return least(candidates, lambda number: self.reaches(added(number)))

    def _two(
        self, kind: Kind, names: tuple[str, ...], dealing: Callable[[int, bool], Dealing], on_duty: bool
    ) -> Iterator[Added]:
        """By one more dealing: any one, and one in duty or service where it takes less."""
        plain = self._least(lambda number: with_dealing(self.person, dealing(number, False)), names)
        duty = None
        if on_duty:
            duty = self._least(lambda number: with_dealing(self.person, dealing(number, True)), names)
        now = spread(self.context.worlds, lambda world: _quantity(kind, names, world))
        for number, narrow in ((plain, False), (duty, True)):
            if number is None or (narrow and plain is not None and number >= plain):
                continue
            one = dealing(number, narrow)
            change = Change(kind, names, number, now, now.at_least + number, number if narrow else None)
            yield Added(change, with_dealing(self.person, one), edits.appended(self.name, one))

    # -- records -------------------------------------------------------------------------------------

    def _records(self, names: tuple[str, ...]) -> Iterator[Added]:
        had = {name for holding in self.person.holdings if holding.category for name in holding.category.options}
        category = next((name for name in names if name in had), names[0])

        def dealing(number: int, duty: bool) -> Dealing:
            """Further records of a category that he has to do with, dated as his other conduct."""
            figure = Figure(at_least=number, at_most=number)
            singly = category in self.program.singly and self.choices.bulk_presumption_t1_t2 == "item_by_item"
            checked = Deductions(verified=figure) if singly else Deductions()
            body = Body(category=Category(options=(category,)), records=figure, deductions=checked)
            act, origin = ("provision", DUTY) if duty else ("other_acquisition", None)
            update = {"records": figure, "bodies": (body,), "deductions": checked, "obtained_in": origin}
            return self._supposed(act).model_copy(update=update)

        return self._two(Kind.RECORDS, names, dealing, self.on_duty)

    def _supposed(self, act: str) -> Dealing:
        date = next((dealing.date for dealing in self.person.dealings if dealing.date is not None), None)
        return Dealing(id=_SUPPOSED, line=0, by=(self.name,), act=act, date=date)

    # -- money ---------------------------------------------------------------------------------------

    def _payments_of_duty(self) -> bool:
        """Whether payments are added up and something is supplied, so that what comes from duty is told apart."""
        return self.person.facts.illegal_gains is None and self.supplying

    def _payments(self) -> Iterator[Added]:
        def dealing(number: int, duty: bool) -> Dealing:
            paid = Figure(at_least=number, at_most=number)
            update = {"paid": paid, "obtained_in": DUTY if duty else "elsewhere"}
            return self._supposed("sale").model_copy(update=update)

        return self._two(Kind.MONEY, ("illegal_gains",), dealing, True)

    def _amount(self, name: str) -> Iterator[Added]:
        now = spread(self.context.worlds, lambda world: world.money[ALL, name])
        stated = getattr(self.person.facts, name)

        def raised(number: int) -> PersonFacts:
            return with_facts(self.person, **{name: edits.raised(stated, name, now, number)})

        number = self._least(raised, (name,))
        if number is not None:
            change = Change(Kind.MONEY, (name,), number, now, now.at_least + number)
            edit = edits.fact(self.name, name, edits.raised(stated, name, now, number))
            yield Added(change, raised(number), edit)


def _quantity(kind: Kind, names: tuple[str, ...], world: World) -> int:
    if kind is Kind.MONEY:
        return world.money[ALL, names[0]]
    return sum(world.general.get(name, 0) for name in names)
