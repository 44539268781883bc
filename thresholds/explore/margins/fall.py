"""What would exclude a tier: everything that holds it must fall, each by the least that is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

from thresholds.case.model import Figure, Gains
from thresholds.errors import EngineError
from thresholds.evaluation.assess import Assessment, Bounds, Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.program import (
    DealingMeasure,
    FactMeasure,
    MoneyMeasure,
    RecordsMeasure,
    SumMeasure,
)
from thresholds.evaluation.supposed import with_facts, without_records
from thresholds.evaluation.worlds import World, interval
from thresholds.explore.margins import edits
from thresholds.explore.margins.caps import Cap, MoneyOf, Quantity, capped, most
from thresholds.explore.margins.contexts import Context, Contexts, smaller
from thresholds.explore.margins.fewest import Fewest
from thresholds.explore.margins.model import Change, Kind, Way
from thresholds.explore.margins.state import fact_state
from thresholds.values.status import Truth

#: More grounds than this are taken to be needed all together, without looking for a smaller set.
MOST_GROUNDS = 10

RECORDS = "records"
#: A ground on which a tier stands: the records, an amount of money, a fact of the person or of dealings.
Ground = tuple[Kind, str]
#: A change, and what it makes of the worlds.
Removal = tuple[Change, Callable[[Sequence[World]], list[World]]]


class Fall:
    """Tries out what would exclude a tier for one person."""

    def __init__(self, engine: Engine, assessment: Assessment, rank: int) -> None:
        self.engine, self.assessment, self.rank = engine, assessment, rank
        self.person, self.program = assessment.person, engine.program
        self.name = self.person.person.id
        self.numbers = self._measures()

    def ways(self) -> Iterator[Way]:
        """Each set of changes that is enough and of which none can be left out, the file as it is first.

        Suppositions follow where they are enough or leave less to be shown.
        """
        found: list[tuple[Context, tuple[Change, ...]]] = []
        made = Contexts(self.engine, self.assessment, False)
        for context in made.all():
            if any(other.within(context) and not asked for other, asked in found):
                continue
            if self._falls(context.worlds):
                if self._superfluous(context, found):
                    continue
                least = made.trimmed(context, lambda tried: self._falls(tried.worlds))
                found.append((context, ()))
                yield Way(least.changes, self._assessed(least.person), least.edits)
            elif not context.steps or not context.steps[0].alone:
                for way in list(self._all(context)):
                    asked = way.changes[len(context.steps) :]
                    if not smaller(found, context, asked):
                        found.append((context, asked))
                        yield way
        yield from self._nothing_gained()

    def _superfluous(self, context: Context, found: list[tuple[Context, tuple[Change, ...]]]) -> bool:
        """That no dealing is made out at all says more than excluding quantities, where those are enough."""
        kinds = {change.kind for change in context.changes}
        enough = any(asked and not {one.kind for one in asked} - {Kind.RECORDS, Kind.MONEY} for _, asked in found)
        return Kind.CONDUCT in kinds and enough

    def _falls(self, worlds: Sequence[World]) -> bool:
        return self.engine.decide(worlds).high < self.rank

    # -- grounds -------------------------------------------------------------------------------------

    def _measures(self) -> dict[Ground, list[int]]:
        """The measures of each ground that bears on the tier."""
        found: dict[Ground, list[int]] = {}
        numbers = {
            test.measure
            for compiled in self.program.compiled
            if compiled.rank >= self.rank and not compiled.judgment
            for alternative in compiled.alternatives
            for test in alternative
        }
        for number in sorted(numbers):
            ground = _ground(self.program.measures[number])
            if ground is not None:
                found.setdefault(ground, []).append(number)
        return found

    def _without(self, worlds: Sequence[World], ground: Ground) -> list[World]:
        """Nothing at all of a ground."""
        kind, name = ground
        if kind is Kind.RECORDS:
            return [without_records(world) for world in worlds]
        if kind is Kind.MONEY:
            return capped(worlds, {MoneyOf((name,)): Cap(0, 0)})
        return _refuted(worlds, self.numbers[ground])

    def _needed(self, worlds: Sequence[World]) -> Iterator[tuple[Ground, ...]]:
        """The smallest sets of grounds without which the tier falls."""
        present = [ground for ground in self.numbers if self._without(worlds, ground) != list(worlds)]
        if len(present) > MOST_GROUNDS:
            yield tuple(ground for ground in present if not self._falls(self._only(worlds, present, ground)))
            return
        found: list[frozenset[Ground]] = []
        for size in range(1, len(present) + 1):
            for grounds in combinations(present, size):
                if any(smaller <= set(grounds) for smaller in found):
                    continue
                if self._falls(self._lacking(worlds, grounds)):
                    found.append(frozenset(grounds))
                    yield grounds

    def _lacking(self, worlds: Sequence[World], grounds: Sequence[Ground]) -> list[World]:
        left = list(worlds)
        for ground in grounds:
            left = self._without(left, ground)
        return left

    def _only(self, worlds: Sequence[World], present: Sequence[Ground], ground: Ground) -> list[World]:
        return self._lacking(worlds, [other for other in present if other != ground])

    # -- ways ----------------------------------------------------------------------------------------

    def _all(self, context: Context) -> Iterator[Way]:
        worlds = list(context.worlds)
        for grounds in self._needed(worlds):
            others = {ground: [other for other in grounds if other != ground] for ground in grounds}
            removals = [self._removals(ground, self._lacking(worlds, others[ground]), worlds) for ground in grounds]
            for chosen in product(*removals):
                yield self._way(context, [removal for group in chosen for removal in group])

    def _way(self, context: Context, removals: list[Removal]) -> Way:
        """The changes together, decided once more.

        Raises:
            EngineError: they are not enough.
        """
        left = list(context.worlds)
        for _, change in removals:
            left = change(left)
        bounds = self.engine.decide(left)
        if bounds.high >= self.rank:
            raise EngineError("engine-disagrees", detail=f"margin below {self.rank} is not enough")
        changes = tuple(change for change, _ in removals)
        made = [edit for change in changes for edit in self._edits(change)]
        whole = all(self._written(change) for change in changes)
        return Way((*context.changes, *changes), bounds, (*context.edits, *made) if whole else ())

    def _written(self, change: Change) -> bool:
        """Whether the case file can say it: records are excluded in their batches, a total is not divided."""
        divided = change.narrow is not None and self.person.facts.illegal_gains is None
        return change.kind is not Kind.RECORDS and not (change.kind is Kind.MONEY and divided)

    def _assessed(self, person: PersonFacts) -> Bounds:
        """Decided, explained, and the two compared."""
        return self.engine.assess(person, self.assessment.choices).bounds

    def _edits(self, change: Change) -> list[str]:
        if change.kind is Kind.RECORDS:
            return []
        if change.kind is Kind.MONEY:
            return [edits.at_most(self.name, change)]
        if change.kind in (Kind.DEALING_FACT, Kind.ORIGIN):
            return [edits.shown(self.name, change, dealing) for dealing in change.where]
        return [edits.shown(self.name, change)]

    def _removals(self, ground: Ground, worlds: list[World], whole: list[World]) -> list[list[Removal]]:
        """The ways of knocking out one ground in worlds that lack the other grounds; `whole` have them all."""
        kind, name = ground
        fewest = Fewest(self.program, self.rank, worlds, self._falls)
        if kind is Kind.RECORDS:
            return [[_capped(whole, *entry) for entry in caps.items()] for caps in fewest.records()]
        if kind is Kind.MONEY:
            return [[_capped(whole, *entry) for entry in fewest.money(name).items()]]
        numbers = self.numbers[ground]
        return [[(self._fact(kind, name), lambda worlds: _refuted(worlds, numbers))]]

    def _fact(self, kind: Kind, name: str) -> Change:
        if kind is Kind.FACT:
            return Change(kind, (name,), truth=False, state=fact_state(self.person, name))
        stated = {
            dealing.id: value.truth
            for dealing in self.person.dealings
            if dealing.supplies and (value := getattr(dealing, name)) is not None and value.truth is not Truth.NO
        }
        state = "yes" if Truth.YES in stated.values() else "unknown"
        return Change(kind, (name,), truth=False, state=state, where=tuple(stated))

    def _nothing_gained(self) -> Iterator[Way]:
        """Gains alone speak of conduct where the file states no dealing: without them nothing is left."""
        gains = self.person.facts.illegal_gains
        if self.person.dealings or gains is None:
            return
        none = Figure(at_least=0, at_most=0)
        person = with_facts(self.person, illegal_gains=Gains(gross=none, net=none))
        bounds = self._assessed(person)
        change, _ = _capped(list(self.assessment.worlds), MoneyOf(("illegal_gains",)), Cap(0, 0))
        facts_too = self.numbers.keys() - {(Kind.MONEY, "illegal_gains"), (Kind.RECORDS, RECORDS)}
        if bounds.high < self.rank and any(
            self._without(self.assessment.worlds, one) != list(self.assessment.worlds) for one in facts_too
        ):
            yield Way((change,), bounds, tuple(self._edits(change)))


def _refuted(worlds: Sequence[World], numbers: Sequence[int]) -> list[World]:
    """The measures of these numbers are not so."""
    return [
        world._replace(truths=[truth and number not in numbers for number, truth in enumerate(world.truths)])
        for world in worlds
    ]


def _capped(whole: list[World], quantity: Quantity, cap: Cap) -> Removal:
    """How much must go, and what may be left; where there is no upper bound only the latter can be said."""
    top = most(whole, quantity)
    now = interval(min(quantity.total(world) for world in whole), top.total)
    by = None if now.at_most is None else cap.total - top.total
    narrow = cap.narrow if cap.narrow < min(top.narrow, cap.total) else None
    kind = Kind.MONEY if isinstance(quantity, MoneyOf) else Kind.RECORDS
    change = Change(kind, quantity.names, by, now, cap.total, narrow)
    return change, lambda worlds: capped(worlds, {quantity: cap})


def _ground(measure: object) -> Ground | None:
    if isinstance(measure, RecordsMeasure | SumMeasure):
        return Kind.RECORDS, RECORDS
    if isinstance(measure, MoneyMeasure):
        return Kind.MONEY, measure.name
    if isinstance(measure, FactMeasure):
        return Kind.FACT, measure.name
    if isinstance(measure, DealingMeasure) and measure.fact is not None:
        return Kind.DEALING_FACT, measure.fact
    return None
