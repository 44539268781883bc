"""States of the trainer's page as tests write them, and what the page makes of them."""

from __future__ import annotations

from thresholds import load_ruleset
from thresholds.page.scene import Charge, scene_of
from thresholds.page.state import State


def at(readings: tuple[tuple[str, str], ...] = (), **facts: str) -> State:
    """A state with these facts; `__` in a name stands for a dot."""
    return State(readings=readings).having({name.replace("__", "."): value for name, value in facts.items()})


def charge(state: State) -> Charge:
    """What the page shows of a state without errors."""
    scene = scene_of(state, load_ruleset(state.ruleset))
    assert not scene.errors
    return scene.charges[0]


def ends(state: State) -> tuple[int, int]:
    """The lowest and the highest tier."""
    found = charge(state).verdict
    return found.low, found.high
