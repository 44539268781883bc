"""Draws that depend on nothing but what they are seeded with: the same on every machine and in every version."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

Drawn = TypeVar("Drawn")

_BYTES = 8


class Draw:
    """A stream of whole numbers, each from the hash of the seed and of how many were drawn before."""

    def __init__(self, *seed: object) -> None:
        self._seed = "/".join(map(str, seed))
        self._drawn = 0

    def below(self, number: int) -> int:
        """A whole number from 0 up to, but without, this one, which is at least 1."""
        self._drawn += 1
        digest = sha256(f"{self._seed}/{self._drawn}".encode()).digest()
        return int.from_bytes(digest[:_BYTES], "big") % number

    def between(self, low: int, high: int) -> int:
        """A whole number from one to the other, both included."""
        return low + self.below(high - low + 1)

    def pick(self, things: Sequence[Drawn]) -> Drawn:
        """One of these; there is at least one."""
        return things[self.below(len(things))]

    def shuffled(self, things: Sequence[Drawn]) -> tuple[Drawn, ...]:
        """All of these in an order that is drawn."""
        left, found = list(things), []
        while left:
            found.append(left.pop(self.below(len(left))))
        return tuple(found)
