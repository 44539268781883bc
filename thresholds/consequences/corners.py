"""Which ways of being unknown things must be tried, so that every conclusion shows all that it can be.

Where a conclusion reads an unknown thing in one sense only, its two extremes show everything; where it reads it in
both senses, or where the thing has more than two ways, each way is tried. So a few dozen situations stand for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

Values = dict[str, int]
#: For each value that something reads, in which senses: with its truth (1), against it (-1).
Senses = dict[str, set[int]]


class Thing(NamedTuple):
    """Something that is the same in every world, in the ways that it can be; one alone where it is known."""

    ways: tuple[Values, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The values that it gives."""
        return tuple(self.ways[0])


def situations_of(supports: Sequence[Senses], things: Sequence[Thing]) -> list[Values]:
    """Every way that must be tried for the things together, each once, in a fixed order."""
    known = [thing for thing in things if len(thing.ways) == 1]
    unknown = [thing for thing in things if len(thing.ways) > 1]
    base = {name: value for thing in (*known, *unknown) for name, value in thing.ways[0].items()}
    found: dict[tuple[tuple[str, int], ...], None] = {tuple(base.items()): None}
    for support in supports:
        read = [thing for thing in unknown if any(name in support for name in thing.names)]
        for tried in _tried(support, read):
            found[tuple((base | tried).items())] = None
    return [dict(values) for values in found]


def _tried(support: Senses, read: Sequence[Thing]) -> Iterator[Values]:
    """The ways to try for one conclusion: the extremes of things read in one sense, each way of the others."""
    plain = [thing for thing in read if len(thing.ways) == 2 and len(support.get(thing.names[0], ())) == 1]
    others = [thing for thing in read if thing not in plain]
    for ways in product(*(thing.ways for thing in others)):
        chosen = {name: value for way in ways for name, value in way.items()}
        for extreme in (1, -1) if plain else (1,):
            yield chosen | {thing.names[0]: _towards(support, thing.names[0], extreme) for thing in plain}


def _towards(support: Senses, name: str, extreme: int) -> int:
    """The value that makes the conclusion likelier (1), or less likely (-1)."""
    (sense,) = support[name]
    return int(sense == extreme)


def senses_of(ways: Sequence[Sequence[tuple[str, str, int]]], concluded: str, before: Mapping[str, Senses]) -> Senses:
    """What a conclusion reads, itself or through earlier conclusions, from its alternatives of comparisons."""
    found: Senses = {}
    for way in ways:
        for name, operator, _ in way:
            sense = -1 if operator == "<" else 1
            inner = before[name.removeprefix(concluded)] if name.startswith(concluded) else {name: {1}}
            for read, senses in inner.items():
                found.setdefault(read, set()).update({sense * one for one in senses})
    return found
