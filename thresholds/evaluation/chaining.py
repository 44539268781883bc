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
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import durable_rules_engine as engine

from thresholds.errors import EngineError
from thresholds.evaluation.program import Program, Test

MOST_CONDITIONS = 60
MOST_BRANCHES = 400
MOST_PROPERTIES = 240
LARGEST = 2**62
_FACT, _STAGE = "f", "s"
_RETRACT_FACT, _RETRACT_STAGE = '{"id":"f"}', '{"id":"s"}'
_ALREADY_KNOWN = 2


class Decision(NamedTuple):
    """What durable-rules concluded of one world."""

    items: frozenset[int]
    rank: int
    provisions: frozenset[int]


class Outcome(NamedTuple):
    """A provision that depends on the grade reached: exactly `rank`, or from it upwards, and facts."""

    rank: int
    exactly: bool
    facts: tuple[str, ...]


class Decider:
    """Decides worlds of one program; may be shared between threads, each of which gets a handle of its own."""

    def __init__(self, program: Program, outcomes: Sequence[Outcome]) -> None:
        self._names: dict[str, int] = {}
        #: The grade of each item, as a rank.
        self.ranks = [compiled.rank for compiled in program.compiled]
        self.highest = max(self.ranks)
        self._unconditional = any(not outcome.facts for outcome in outcomes)
        self._facts = tuple(dict.fromkeys(fact for outcome in outcomes for fact in outcome.facts))
        self._text = json.dumps(self._rules(program, outcomes))
        self._template = _template(_FACT, [f"p{number}" for number in range(len(program.measures))])
        self._stage = _template(_STAGE, ["g", *(f"q{number}" for number in range(len(self._facts)))])
        self._local = threading.local()

    def _rules(self, program: Program, outcomes: Sequence[Outcome]) -> dict[str, object]:
        rules: dict[str, object] = {}
        first: dict[Test, int] = {}
        for number, compiled in enumerate(program.compiled):
            for alternative in compiled.alternatives:
                name = f"r{len(rules)}"
                self._names[name] = number
                rules[name] = _rule([_comparison(f"p{t.measure}", t.operator, t.constant) for t in alternative])
                for test in alternative:
                    first.setdefault(test, number)
        for rank in sorted({rank for rank in self.ranks if rank}):
            rules[f"t{rank}"] = _rule([_comparison("k", ">=", rank), _comparison("k", "<", rank + 1)])
        for number, outcome in enumerate(outcomes):
            tests = [_comparison("g", ">=", outcome.rank)]
            if outcome.exactly:
                tests.append(_comparison("g", "<", outcome.rank + 1))
            tests += [_comparison(f"q{self._facts.index(fact)}", "is", 1) for fact in outcome.facts]
            rules[f"o{number}"] = _rule(tests)
        self._check(rules, first, program)
        return rules

    def _check(self, rules: Mapping[str, object], tests: Mapping[Test, int], program: Program) -> None:
        """The limits of durable-rules, and its comparison of names by a 32-bit hash alone."""
        properties = [f"p{number}" for number in range(len(program.measures))]
        names = [*rules, *properties, *(f"q{n}" for n in range(len(self._facts))), "g", "k"]
        names += [_FACT, _STAGE, "0", "id", "sid", "m", "$s", *(f"d{rank}" for rank in set(self.ranks))]
        hashes = {fnv32(name) for name in names}
        if len(hashes) != len(set(names)):
            clash = [pair for pair in combinations(names, 2) if fnv32(pair[0]) == fnv32(pair[1])]
            raise EngineError("engine-fault", detail=f"names clash: {clash}")
        for label, size, most in (
            ("conditions", len(tests), MOST_CONDITIONS),
            ("rules", len(rules), MOST_BRANCHES),
            ("properties", len(properties), MOST_PROPERTIES),
        ):
            if size > most:
                raise EngineError("engine-fault", detail=f"{size} {label}, at most {most}")
        if any(abs(test.constant) >= LARGEST // 4 for test in tests):
            raise EngineError("engine-fault", detail="a constant is too large")

    def decide(self, values: Sequence[int], facts: Mapping[str, bool]) -> Decision:
        """Which items are met, which grade is reached, and which provisions follow from it.

        Raises:
            EngineError: durable-rules did not do as expected; its handle is thrown away.
        """
        if set(map(type, values)) != {int} or not -LARGEST < min(values) <= max(values) < LARGEST:
            raise EngineError("engine-fault", detail=f"not whole numbers in range: {values!r}")
        try:
            return self._run(self._handle(), values, facts)
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

    def _run(self, handle: int, values: Sequence[int], facts: Mapping[str, bool]) -> Decision:
        items: set[int] = set()
        asserted = [_RETRACT_FACT]
        tiers = [False] * (self.highest + 1)
        reached = 0
        state = _assert(handle, self._template % tuple(values))
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
            stage = (reached, *(int(facts.get(name, False)) for name in self._facts))
            state = _assert(handle, self._stage % stage)
            name = _first(handle, state)
            while name is not None:
                provisions.add(int(name[1:]))
                name = _next(handle, state)
        for fact in reversed(asserted):
            engine.retract_fact(handle, fact)
        return Decision(frozenset(items), reached, frozenset(provisions))


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
