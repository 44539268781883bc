"""What exercises are about, by level, and how one of each topic is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from thresholds.teaching import counting, disputed, lines
from thresholds.teaching.draw import Draw
from thresholds.teaching.sketch import Sketch
from thresholds.teaching.stage import Stage


class Topic(NamedTuple):
    """A topic: its id, its level from 1, and what draws one case of it; None where the ruleset gives nothing for it."""

    id: str
    level: int
    make: Callable[[Stage, Draw], Sketch | None]


#: The levels by name, from the first.
LEVELS = ("lines", "multiples", "counting", "disputed")

TOPICS = (
    Topic("records", 1, lines.records),
    Topic("money", 1, lines.money),
    Topic("number", 1, lines.number),
    Topic("facts", 1, lines.facts),
    Topic("sum", 2, lines.total),
    Topic("part", 2, lines.part),
    Topic("multiple", 2, lines.multiple),
    Topic("bounds", 3, counting.bounds),
    Topic("unknown", 3, counting.unknown),
    Topic("deductions", 3, counting.deductions),
    Topic("recipients", 3, counting.recipients),
    Topic("once", 3, counting.once),
    Topic("dates", 3, counting.dates),
    Topic("readings", 4, disputed.readings),
    Topic("lawful", 4, disputed.lawful),
    Topic("resale", 4, disputed.resale),
    Topic("leniency", 4, disputed.leniency),
)


def topics_of(stage: Stage, level: int) -> tuple[Topic, ...]:
    """The topics of a level that the ruleset gives something for; where there are none, those of the level below."""
    for wanted in range(level, 0, -1):
        found = tuple([topic for topic in TOPICS if topic.level == wanted and topic.make(stage, Draw(topic.id))])
        if found:
            return found
    return ()
