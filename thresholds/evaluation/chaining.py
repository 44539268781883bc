"""The only module that touches durable-rules: items, then grades, then what follows from the grade.

durable-rules 2.0.28 compares text with numbers in silence, swallows exceptions, shares working memories between
threads and crashes on `delete_state`. So: no Host and no `durable.lang`; one handle and one fixed working memory
for each thread; machine names, checked for hash clashes; integers and truths alone go in, every fact complete;
each condition compares one property with a constant; every return code is read; after any exception the handle
is thrown away and never freed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeVar

import durable_rules_engine as engine

from thresholds.errors import EngineError
from thresholds.evaluation.program import Program, Test

MOST_CONDITIONS = 60
MOST_BRANCHES = 400
MOST_PROPERTIES = 240
LARGEST = 2**62
_FACT, _STAGE = "f", "s"
_RETRACT_STAGE = '{"id":"s"}'
_ALREADY_KNOWN = 2
_Found = TypeVar("_Found")


class Decision(NamedTuple):
    """What durable-rules concluded of one world."""

    items: frozenset[int]
    rank: int
    provisions: frozenset[int]


class Outcome(NamedTuple):
    """A provision that depends on the grade reached: exactly `rank`, or from it upwards, and facts.

    With `items` (by number) the grade is the highest that these give, and one of them must be met.
    """

    rank: int
    exactly: bool
    facts: tuple[str, ...]
    items: tuple[int, ...] = ()


class _Handled:
    """Rules with a handle for each thread, which is thrown away after any exception."""

    _text: str
    _local: threading.local

    def _guarded(self, values: Sequence[int], run: Callable[[int], _Found]) -> _Found:
        """What `run` makes of a handle; the values are those that it will assert."""
        if set(map(type, values)) != {int} or not -LARGEST < min(values) <= max(values) < LARGEST:
            raise EngineError("engine-fault", detail=f"not whole numbers in range: {values!r}")
        try:
            return run(self._handle())
        except EngineError:
            self._local.handle = None
            raise
        except Exception as error:
            self._local.handle = None
            raise EngineError("engine-fault", detail=f"durable-rules: {error}") from error
        except BaseException:
            self._local.handle = None
            raise

    def _handle(self) -> int:
        handle: int | None = getattr(self._local, "handle", None)
        if handle is None:
            handle = engine.create_ruleset("thresholds", self._text)
            self._local.handle = handle
        return handle


class Decider(_Handled):
    """Decides worlds of one program; may be shared between threads, each of which gets a handle of its own."""

    def __init__(self, program: Program, outcomes: Sequence[Outcome]) -> None:
        self._names: dict[str, int] = {}
        #: The grade of each item, as a rank.
        self.ranks = [compiled.rank for compiled in program.compiled]
        self.highest = max(self.ranks)
        self._unconditional = any(not outcome.facts for outcome in outcomes)
        self._facts = tuple(dict.fromkeys(fact for outcome in outcomes for fact in outcome.facts))
        self._items = tuple(dict.fromkeys(item for outcome in outcomes for item in outcome.items))
        groups = _groups(program)
        self._size = len(program.measures)
        self._text = json.dumps(self._rules(program, outcomes, groups))
        self._wide = [_Wide(number, program, members) for number, members in enumerate(groups)]
        self._stage = _template(
            _STAGE, ["g", *(f"q{n}" for n in range(len(self._facts))), *(f"i{n}" for n in self._items)]
        )
        self._local = threading.local()

    @property
    def text(self) -> str:
        """The rules, as they are handed to durable-rules."""
        return self._text

    @property
    def names(self) -> dict[str, int]:
        """The item behind the name of each rule."""
        return dict(self._names)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that provisions after the grade read, in the order of their properties."""
        return self._facts

    def _rules(
        self, program: Program, outcomes: Sequence[Outcome], groups: Sequence[Sequence[int]]
    ) -> dict[str, object]:
        rules: dict[str, object] = {}
        first: list[set[Test]] = []
        for group, members in enumerate(groups):
            first.append(set())
            for number in members:
                for alternative in program.compiled[number].alternatives:
                    name = f"r{len(rules)}"
                    self._names[name] = number
                    tests = [_comparison(_property(group, t.measure), t.operator, t.constant) for t in alternative]
                    rules[name] = _rule(tests)
                    first[group].update(alternative)
        for rank in sorted({rank for rank in self.ranks if rank}):
            rules[f"t{rank}"] = _rule([_comparison("k", ">=", rank), _comparison("k", "<", rank + 1)])
        for number, outcome in enumerate(outcomes):
            facts = [_comparison(f"q{self._facts.index(fact)}", "is", 1) for fact in outcome.facts]
            for way, reached in enumerate(self._reached(outcome)):
                rules[f"o{number}w{way}" if outcome.items else f"o{number}"] = _rule([*reached, *facts])
        self._check(rules, first, program)
        return rules

    def _reached(self, outcome: Outcome) -> list[list[dict[str, object]]]:
        """The ways in which the grade of a provision is reached: one, or one for each of its items."""
        if not outcome.items:
            upper = [_comparison("g", "<", outcome.rank + 1)] if outcome.exactly else []
            return [[_comparison("g", ">=", outcome.rank), *upper]]
        above = [item for item in outcome.items if outcome.exactly and self.ranks[item] > outcome.rank]
        none = [_comparison(f"i{item}", "<", 1) for item in above]
        giving = [item for item in outcome.items if self.ranks[item] >= outcome.rank and item not in above]
        return [[_comparison(f"i{item}", ">=", 1), *none] for item in giving]

    def _check(self, rules: Mapping[str, object], tests: Sequence[set[Test]], program: Program) -> None:
        """The limits of durable-rules, and its comparison of names by a 32-bit hash alone."""
        properties = [
            _property(group, number) for group in range(len(tests)) for number in range(len(program.measures))
        ]
        names = [*rules, *properties, *(f"q{n}" for n in range(len(self._facts))), "g", "k"]
        names += [*(f"{_FACT}{group}" for group in range(len(tests))), *(f"d{rank}" for rank in set(self.ranks))]
        names += [*(f"i{item}" for item in self._items), _STAGE, "0", "id", "sid", "m", "$s"]
        _no_clash(names)
        for label, size, most in (
            ("conditions", max(map(len, tests)), MOST_CONDITIONS),
            ("rules", len(rules), MOST_BRANCHES),
            ("properties", len(program.measures), MOST_PROPERTIES),
        ):
            if size > most:
                raise EngineError("engine-fault", detail=f"{size} {label}, at most {most}")
        if any(abs(test.constant) >= LARGEST // 4 for group in tests for test in group):
            raise EngineError("engine-fault", detail="a constant is too large")

    def decide(self, values: Sequence[int], facts: Mapping[str, bool]) -> Decision:
        """Which items are met, which grade is reached, and which provisions follow from it.

        Raises:
            EngineError: durable-rules did not do as expected; its handle is thrown away.
        """
        if len(values) != self._size:
            raise EngineError("engine-fault", detail=f"{len(values)} numbers, not {self._size}: {values!r}")
        return self._guarded(values, lambda handle: self._run(handle, values, facts))

    def _run(self, handle: int, values: Sequence[int], facts: Mapping[str, bool]) -> Decision:
        items: set[int] = set()
        asserted: list[str] = []
        tiers = [False] * (self.highest + 1)
        reached = 0
        for wide in self._wide:
            asserted.append(wide.retract)
            state = _assert(handle, wide.template % tuple([values[number] for number in wide.measures]))
            name = _first(handle, state)
            while name is not None:
                if name[0] == "r":
                    number = self._names[name]
                    items.add(number)
                    rank = self.ranks[number]
                    if not tiers[rank]:
                        tiers[rank] = True
                        asserted.append(f'{{"id":"d{rank}"}}')
                        _assert(handle, f'{{"id":"d{rank}","k":{rank}}}')
                else:
                    reached = max(reached, int(name[1:]))
                name = _next(handle, state)
        provisions = set()
        if self._unconditional or any(facts.values()):
            asserted.append(_RETRACT_STAGE)
            met = [int(item in items) for item in self._items]
            stage = (reached, *(int(facts.get(name, False)) for name in self._facts), *met)
            state = _assert(handle, self._stage % stage)
            name = _first(handle, state)
            while name is not None:
                provisions.add(int(name[1:].partition("w")[0]))
                name = _next(handle, state)
        for fact in reversed(asserted):
            engine.retract_fact(handle, fact)
        return Decision(frozenset(items), reached, frozenset(provisions))


class _Wide:
    """One wide fact: the measures that the items of a group read, and the texts that assert and retract it."""

    def __init__(self, group: int, program: Program, members: Sequence[int]) -> None:
        tests = [test for number in members for way in program.compiled[number].alternatives for test in way]
        self.measures = sorted({test.measure for test in tests})
        self.template = _template(f"{_FACT}{group}", [_property(group, number) for number in self.measures])
        self.retract = f'{{"id":"{_FACT}{group}"}}'


def _property(group: int, measure: int) -> str:
    return f"p{measure}" if not group else f"p{measure}g{group}"


def _groups(program: Program) -> list[list[int]]:
    """Items in groups of few enough conditions, each group with a wide fact of its own."""
    groups: list[list[int]] = [[]]
    tests: set[Test] = set()
    for number, compiled in enumerate(program.compiled):
        own = {test for alternative in compiled.alternatives for test in alternative}
        if groups[-1] and len(tests | own) > MOST_CONDITIONS:
            groups.append([])
            tests = set()
        groups[-1].append(number)
        tests |= own
    return groups


class Clause(NamedTuple):
    """A conclusion, and the alternatives any of which leads to it.

    A test names a property: first come the values given, then the conclusions, of earlier layers alone.
    """

    conclusion: int
    alternatives: tuple[tuple[Test, ...], ...]


class Layers(_Handled):
    """Conclusions in layers. Each layer is asked only when those before it are quiet, of stage facts of its own.

    What was concluded before stands in a stage fact as 0 or 1, so that `not concluded` is a comparison like any
    other and never a negation over facts that may still come. May be shared between threads.
    """

    def __init__(self, width: int, layers: Sequence[Sequence[Clause]]) -> None:
        self._width = width
        self._layers = [[_Stage(clauses) for clauses in _parts(layer)] for layer in layers]
        stages = [stage for layer in self._layers for stage in layer]
        rules: dict[str, object] = {}
        self._names: dict[str, int] = {}
        for number, stage in enumerate(stages):
            for name, conclusion, tests in stage.compile(number):
                rules[name] = _rule(tests)
                self._names[name] = conclusion
        _no_clash([*rules, "0", "id", "sid", "m", "$s", *(name for stage in stages for name in stage.names)])
        if len(rules) > MOST_BRANCHES:
            raise EngineError("engine-fault", detail=f"{len(rules)} rules, at most {MOST_BRANCHES}")
        self._text = json.dumps(rules)
        self._local = threading.local()

    def conclude(self, values: Sequence[int]) -> tuple[frozenset[int], ...]:
        """What each layer concludes of these values, layer by layer.

        Raises:
            EngineError: durable-rules did not do as expected; its handle is thrown away.
        """
        if len(values) != self._width:
            raise EngineError("engine-fault", detail=f"{len(values)} values, {self._width} expected")
        return self._guarded(values, lambda handle: self._run(handle, values))

    def _run(self, handle: int, values: Sequence[int]) -> tuple[frozenset[int], ...]:
        found: list[frozenset[int]] = []
        before: set[int] = set()
        asserted: list[str] = []
        for layer in self._layers:
            concluded: set[int] = set()
            for stage in layer:
                asserted.append(stage.retract)
                state = _assert(handle, stage.template % tuple(stage.taken(values, self._width, before)))
                name = _first(handle, state)
                while name is not None:
                    concluded.add(self._names[name])
                    name = _next(handle, state)
            before |= concluded
            found.append(frozenset(concluded))
        for fact in reversed(asserted):
            engine.retract_fact(handle, fact)
        return tuple(found)


class _Stage:
    """A part of a layer with a fact of its own: the properties that its tests read."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self._properties = sorted({test.measure for clause in clauses for way in clause.alternatives for test in way})
        self.template = self.retract = ""
        self.names: list[str] = []

    def compile(self, number: int) -> Iterable[tuple[str, int, list[dict[str, object]]]]:
        """The name, the conclusion and the comparisons of each rule; names are the stage's own by its number."""
        identifier = f"s{number}"
        properties = {measure: f"{identifier}p{measure}" for measure in self._properties}
        self.names = [identifier, *properties.values()]
        self.template = _template(identifier, list(properties.values()))
        self.retract = f'{{"id":"{identifier}"}}'
        ways = [(clause.conclusion, way) for clause in self._clauses for way in clause.alternatives]
        for count, (conclusion, way) in enumerate(ways):
            comparisons = [_comparison(properties[test.measure], test.operator, test.constant) for test in way]
            yield f"{identifier}r{count}", conclusion, comparisons

    def taken(self, values: Sequence[int], width: int, before: set[int]) -> list[int]:
        """The values that the stage's fact states."""
        return [values[n] if n < width else int(n - width in before) for n in self._properties]


def _parts(layer: Sequence[Clause]) -> list[list[Clause]]:
    """The clauses of a layer in parts of few enough rules and conditions for one fact; those without a way left out."""
    parts: list[list[Clause]] = [[]]
    rules, tests = 0, set[Test]()
    for clause in layer:
        own = {test for way in clause.alternatives for test in way}
        if any(abs(test.constant) >= LARGEST // 4 for test in own) or len(clause.alternatives) > MOST_CONDITIONS:
            raise EngineError("engine-fault", detail="a constant is too large, or a conclusion has too many ways")
        if parts[-1] and (len(tests | own) > MOST_CONDITIONS or rules + len(clause.alternatives) > MOST_CONDITIONS):
            parts.append([])
            rules, tests = 0, set()
        if clause.alternatives:
            parts[-1].append(clause)
            rules, tests = rules + len(clause.alternatives), tests | own
    return [part for part in parts if part]


def _no_clash(names: Sequence[str]) -> None:
    """durable-rules compares names by a 32-bit hash alone."""
    if len({fnv32(name) for name in names}) != len(set(names)):
        clash = [pair for pair in combinations(names, 2) if fnv32(pair[0]) == fnv32(pair[1]) and pair[0] != pair[1]]
        raise EngineError("engine-fault", detail=f"names clash: {clash}")


def _first(handle: int, state: int) -> str | None:
    """The name of the first rule that fires, None where none does."""
    started = engine.start_action_for_state(handle, state)
    return _name(started[1]) if started else None


def _next(handle: int, state: int) -> str | None:
    """The action in hand completed; the name of the next rule that fires, also on facts asserted meanwhile."""
    message = engine.complete_and_start_action(handle, state)
    return _name(message) if message else None


def _name(message: str) -> str:
    return message[2 : message.index('"', 2)]


def _assert(handle: int, fact: str) -> int:
    code, state = engine.assert_fact(handle, fact)
    if code not in (0, 1):
        raise EngineError("engine-fault", detail=f"durable-rules answers {code} to a new fact")
    found: int = state
    return found


def _template(identifier: str, names: Sequence[str]) -> str:
    return f'{{"id":"{identifier}",' + ",".join(f'"{name}":%d' for name in names) + "}"


def _comparison(name: str, operator: str, constant: int) -> dict[str, object]:
    if operator == "<":
        return {"$lt": {name: constant}}
    return {"$gte": {name: constant}}


def _rule(tests: list[dict[str, object]]) -> dict[str, object]:
    return {"all": [{"m": tests[0] if len(tests) == 1 else {"$and": tests}}]}


def fnv32(text: str) -> int:
    """The hash by which durable-rules compares names."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ (byte if byte < 128 else (byte - 256) & 0xFFFFFFFF)) * 0x01000193) & 0xFFFFFFFF
    return value
