"""One person assessed: every world decided by durable-rules, explained by the tree, and the two compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from thresholds.errors import EngineError
from thresholds.evaluation.chaining import Decider, Decision, Outcome
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.decisive import decisive
from thresholds.evaluation.explain import Explainer
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.measuring import measured
from thresholds.evaluation.program import Program, compile_ruleset
from thresholds.evaluation.statements import stated
from thresholds.evaluation.trace import Number, Trace
from thresholds.evaluation.unclear import is_unclear
from thresholds.evaluation.worlds import World, counts_of, interval, worlds_of
from thresholds.law.model import Rule, Ruleset
from thresholds.values.interval import Interval
from thresholds.values.status import Status, Truth, over_worlds

_NOT = Status.NOT_ESTABLISHED


class Bounds(NamedTuple):
    """The lowest and the highest grade over all worlds, as ranks from 0."""

    low: int
    high: int

    @property
    def reached(self) -> Status:
        """Whether any grade above the lowest is reached."""
        if self.low:
            return Status.ESTABLISHED
        return Status.OPEN if self.high else _NOT


class Finding(NamedTuple):
    """How one item stands, and why."""

    item: str
    rank: int
    status: Status
    trace: Trace

    @property
    def decisive(self) -> Trace | None:
        """The numeric condition that the item's quantity, standard and score are taken from."""
        return decisive(self.trace)

    @property
    def score(self) -> tuple[Number | None, Number | None]:
        """Quantity ÷ standard at both ends."""
        found = self.decisive
        return (None, None) if found is None else (found.score_low, found.score_high)


class Assessment(NamedTuple):
    """What the file establishes of one person under one choice of readings.

    `offences` has the bounds of each offence of a ruleset that has several; `bounds` are those over all of them.
    `passed` are grades between the bounds that no world has and that a quantity passes on its way.
    """

    person: PersonFacts
    choices: Choices
    bounds: Bounds
    findings: tuple[Finding, ...]
    provisions: tuple[tuple[Rule, Status], ...]
    worlds: tuple[World, ...]
    outer: bool
    program: Program
    offences: tuple[tuple[str, Bounds], ...] = ()
    passed: frozenset[int] = frozenset()

    def counts(self) -> dict[str, tuple[Interval, Interval]]:
        """Per category the records counted, and those that art. 6 keeps apart, over all worlds."""
        if any(is_unclear(holding) for holding in self.person.holdings):
            return counts_of(self.person, self.program, self.choices)
        names = dict.fromkeys(name for world in self.worlds for name in (*world.general, *world.lawful))
        return {
            name: (
                _range([world.general.get(name, 0) for world in self.worlds]),
                _range([world.lawful.get(name, 0) for world in self.worlds]),
            )
            for name in names
        }


def _range(numbers: list[int]) -> Interval:
    return interval(min(numbers), max(numbers))


class Engine:
    """A ruleset ready to assess: its program, and durable-rules behind one decider."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.program: Program = compile_ruleset(ruleset)
        self.provisions = tuple(rule for rule in ruleset.rules if rule.when is not None)
        self._heads = [(compiled.item.id, compiled.rank) for compiled in self.program.compiled]
        self.outcomes = tuple([self._outcome(rule) for rule in self.provisions])
        stages = [rule.when for rule in self.provisions if rule.when is not None]
        self._stage_facts = sorted({fact for when in stages for fact in when.facts} - {"unit"})
        self._excluding = sorted({fact for when in stages for fact in when.none_of})

    @cached_property
    def decider(self) -> Decider:
        """durable-rules, with a handle for each thread."""
        return Decider(self.program, self.outcomes)

    @cached_property
    def explainer(self) -> Explainer:
        """The explanation of every item."""
        return Explainer(self.program)

    def _outcome(self, rule: Rule) -> Outcome:
        when = rule.when
        assert when is not None
        grades = self.ruleset.grade_ids
        grade = when.grade or when.from_grade
        facts = (*when.facts, *map(absent, when.none_of))
        items = tuple([number for number, (item, _) in enumerate(self._heads) if item in when.items])
        return Outcome(grades.index(grade) if grade else 0, when.grade is not None, facts, items)

    def bounds(self, person: PersonFacts, choices: Choices) -> Bounds:
        """The grade alone, decided in every world."""
        return self.decide(worlds_of(person, self.program, choices).worlds)

    def decide(self, worlds: Sequence[World]) -> Bounds:
        """The lowest and the highest grade of these worlds."""
        distinct = dict.fromkeys([tuple(measured(self.program, world)) for world in worlds])
        return _bounds([self.decider.decide(values, {}) for values in distinct])

    def assess(self, person: PersonFacts, choices: Choices) -> Assessment:
        """The grade with every item, decided and explained.

        Raises:
            EngineError: the decision and the explanation disagree in some world.
        """
        worlds, outer = worlds_of(person, self.program, choices)
        certain, possible = self._stage(person, False), self._stage(person, True)
        stages = (certain,) if certain == possible else (certain, possible)
        decided = [
            self.decider.decide(values, stage)
            for values in [measured(self.program, world) for world in worlds]
            for stage in stages
        ]
        decisions = decided[:: len(stages)]
        findings = self._findings(person, worlds, decisions)
        self._check_provisions(stages, decided)
        found = [decision.provisions for decision in decided]
        passed = self._passed(worlds, decisions)
        provisions = tuple([
            (rule, self._provision(number, found, passed, possible)) for number, rule in enumerate(self.provisions)
        ])  # fmt: skip
        ordered = self._ordered(findings, provisions, person)
        bounds, offences = _bounds(decisions), self._offences(decisions)
        return Assessment(
            person, choices, bounds, ordered, provisions, tuple(worlds), outer, self.program, offences, passed
        )

    def _provision(
        self, number: int, found: Sequence[frozenset[int]], passed: frozenset[int], possible: Mapping[str, bool]
    ) -> Status:
        """How a provision after the grade stands over all worlds, and over the grades that lie between them."""
        status = over_worlds([number in provisions for provisions in found]) if any(found) else _NOT
        outcome = self.outcomes[number]
        between = outcome.exactly and not outcome.items and outcome.rank in passed
        if status is _NOT and between and all([possible.get(fact, False) for fact in outcome.facts]):
            return Status.OPEN
        return status

    def _passed(self, worlds: Sequence[World], decisions: Sequence[Decision]) -> frozenset[int]:
        """Grades between the lowest and the highest that no world has, but that a quantity in between would.

        A quantity that grows one by one passes every grade on its way; a truth that turns by itself need not.
        """
        ranks = [decision.rank for decision in decisions]
        missing = set(range(min(ranks) + 1, max(ranks))) - set(ranks)
        if not missing:
            return frozenset()
        bottom, top = worlds[ranks.index(min(ranks))], worlds[ranks.index(max(ranks))]
        more, truer = top._replace(truths=bottom.truths), bottom._replace(truths=top.truths)
        by_number, by_truth = (self.decider.decide(measured(self.program, world), {}).rank for world in (more, truer))
        return frozenset(rank for rank in missing if by_number >= rank or by_truth == rank)

    def _offences(self, decisions: Sequence[Decision]) -> tuple[tuple[str, Bounds], ...]:
        """The lowest and the highest grade that each of several offences is reached with."""
        found = []
        for offence in self.ruleset.offences:
            own = {n: c.rank for n, c in enumerate(self.program.compiled) if c.offence == offence.id}
            ranks = [max([own[n] for n in decision.items if n in own], default=0) for decision in decisions]
            found.append((offence.id, Bounds(min(ranks), max(ranks))))
        return tuple(found)

    def _stage(self, person: PersonFacts, unknown: bool) -> dict[str, bool]:
        """Facts that provisions after the grade read, unknown ones taken as the provision needs them."""
        found = {"unit": person.person.kind == "unit"}
        for name in person.facts.names:
            if name in self._stage_facts:
                truth = getattr(person.facts.get(name), "truth", None)
                found[name] = truth is Truth.YES or (unknown and truth is Truth.UNKNOWN)
        for name in self._excluding:
            truth = Truth.YES if name == "unit" and found["unit"] else getattr(person.facts.get(name), "truth", None)
            found[absent(name)] = truth is not Truth.YES and (unknown or truth is not Truth.UNKNOWN)
        return found

    def _findings(self, person: PersonFacts, worlds: Sequence[World], decisions: Sequence[Decision]) -> list[Finding]:
        decided = [0] * len(self._heads)
        for index, decision in enumerate(decisions):
            for number in decision.items:
                decided[number] |= 1 << index
        new, findings, reached = tuple.__new__, [], [0] * (self.decider.highest + 1)
        explained = self.explainer.explain(self.explainer.view(person, worlds))
        for (item, rank), (verdicts, trace), expected in zip(self._heads, explained, decided, strict=True):
            if verdicts != expected:
                detail = f"{self.ruleset.id}/{item}: decided in worlds {expected:b}, explained in {verdicts:b}"
                raise EngineError("engine-disagrees", detail=detail)
            reached[rank] |= verdicts
            findings.append(new(Finding, (item, rank, trace.status, trace)))
        for index, decision in enumerate(decisions):
            rank = max([rank for rank, verdicts in enumerate(reached) if verdicts >> index & 1 or not rank])
            if decision.rank != rank:
                detail = f"{self.ruleset.id} world {index + 1}: grade {decision.rank}, explained {rank}"
                raise EngineError("engine-disagrees", detail=detail)
        return findings

    def _check_provisions(self, stages: Sequence[dict[str, bool]], decisions: Sequence[Decision]) -> None:
        """What follows from the grade, worked out once more without durable-rules."""
        for index, decision in enumerate(decisions):
            facts = stages[index % len(stages)]
            for number, rule in enumerate(self.provisions):
                expected = self._follows(rule, decision, facts)
                if expected != (number in decision.provisions):
                    detail = f"{self.ruleset.id}/{rule.id}: decided {not expected}, explained {expected}"
                    raise EngineError("engine-disagrees", detail=detail)

    def _follows(self, rule: Rule, decision: Decision, facts: Mapping[str, bool]) -> bool:
        """Whether a provision follows, straight from its text."""
        when, grades = rule.when, self.ruleset.grade_ids
        assert when is not None
        rank = decision.rank
        if when.items:
            met = [self._heads[number] for number in decision.items]
            rank = max([rank for item, rank in met if item in when.items], default=-1)
        if rank < 0 or (when.grade is not None and rank != grades.index(when.grade)):
            return False
        if when.from_grade is not None and rank < grades.index(when.from_grade):
            return False
        return all([facts.get(name, False) for name in (*when.facts, *map(absent, when.none_of))])

    def _ordered(
        self, findings: list[Finding], provisions: Sequence[tuple[Rule, Status]], person: PersonFacts
    ) -> tuple[Finding, ...]:
        """Items and provisions on leniency in the order of the law."""
        ordered = iter(findings)
        lenient = {rule.id: (rule, status) for rule, status in provisions if rule.rule == "leniency"}
        return tuple([
            _lenient(person, *lenient[item]) if item in lenient else next(ordered) for item in self.ruleset.item_ids
        ])  # fmt: skip


def _lenient(person: PersonFacts, rule: Rule, status: Status) -> Finding:
    """A provision on leniency as a finding: the grade that it needs, and each of its facts."""
    assert rule.when is not None
    children = tuple([_leniency_fact(person, name) for name in rule.when.all_of])
    children += tuple([_excluding_fact(person, name) for name in rule.when.none_of])
    return Finding(rule.id, 0, status, Trace("leniency", (rule.when.grade or "",), status, children=children))


def _leniency_fact(person: PersonFacts, name: str) -> Trace:
    if name not in person.stated:
        return _unstated(name)
    detail, evidence = stated(person.facts, name)
    status = {"yes": Status.ESTABLISHED, "unknown": Status.OPEN}.get(detail, Status.NOT_ESTABLISHED)
    return Trace("fact", (name,), status, detail=detail, evidence=evidence)


def _excluding_fact(person: PersonFacts, name: str) -> Trace:
    """A fact that excludes leniency: what the file does not mention does not."""
    detail, evidence = stated(person.facts, name) if name in person.stated else ("unstated", ())
    status = {"yes": Status.NOT_ESTABLISHED, "unknown": Status.OPEN}.get(detail, Status.ESTABLISHED)
    return Trace("fact_absent", (name,), status, detail=detail, evidence=evidence)


def absent(name: str) -> str:
    """The name under which a provision reads that a fact does not exclude: neither so nor, on one side, unknown."""
    return f"not:{name}"


@lru_cache(maxsize=256)
def _unstated(name: str) -> Trace:
    return Trace("fact", (name,), Status.NOT_ESTABLISHED, detail="unstated")


def _bounds(decisions: Sequence[Decision]) -> Bounds:
    ranks = [decision.rank for decision in decisions]
    return Bounds(min(ranks), max(ranks))


@lru_cache(maxsize=32)
def engine_for(ruleset: Ruleset) -> Engine:
    """The engine of a ruleset; the same ruleset gives the same engine."""
    return Engine(ruleset)
