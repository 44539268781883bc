"""A quiz: exercises drawn on and around the lines of a ruleset; the same seed draws the same ones."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.case.load import load_case
from thresholds.case.write import case_text
from thresholds.law.load import load_ruleset
from thresholds.law.model import Ruleset
from thresholds.teaching.draw import Draw
from thresholds.teaching.marking import Marked, mark
from thresholds.teaching.model import NO_ANSWER, Answer, Exercise, judged
from thresholds.teaching.sketch import dressed
from thresholds.teaching.stage import PERSON, Stage
from thresholds.teaching.topics import LEVELS, Topic, topics_of

__all__ = ["LEVELS", "NO_ANSWER", "Answer", "Exercise", "Marked", "judged", "mark", "quiz"]

#: After so many draws in a row that gave nothing new there is nothing new.
_TRIES = 30


def quiz(
    ruleset: str | Ruleset = "fashi-2017-10", level: int = 1, seed: int = 1, count: int = 10
) -> tuple[Exercise, ...]:
    """So many exercises of a level (1 to 4), no two alike; fewer where the ruleset has no more.

    Topics take turns. A level for which the ruleset has nothing is that below it. Every number comes from the ruleset.

    Raises:
        NotFoundError: there is no such ruleset.
        ValueError: there is no such level.
    """
    if not 1 <= level <= len(LEVELS):
        raise ValueError(level)
    law = load_ruleset(ruleset) if isinstance(ruleset, str) else ruleset
    return tuple(_exercises(Stage(law), level, seed, count))


def _exercises(stage: Stage, level: int, seed: int, count: int) -> Iterator[Exercise]:
    draw = Draw(stage.ruleset.id, level, seed)
    topics = draw.shuffled(topics_of(stage, level))
    seen: set[str] = set()
    number, missed = 0, 0
    while topics and len(seen) < count and missed < _TRIES * len(topics):
        topic = topics[number % len(topics)]
        made = _exercise(stage, topic, draw, f"{stage.ruleset.id}-{level}-{seed}-{len(seen) + 1}", seen)
        number += 1
        missed = missed + 1 if made is None else 0
        if made is not None:
            yield made


def _exercise(stage: Stage, topic: Topic, draw: Draw, name: str, seen: set[str]) -> Exercise | None:
    sketch = topic.make(stage, draw)
    if sketch is None or repr(sketch.plain) in seen:
        return None
    seen.add(repr(sketch.plain))
    made, role = dressed(sketch, stage, draw)
    text = case_text({"id": name, "ruleset": stage.ruleset.id} | made, "zh")
    law = stage.charge_of(sketch.item)
    charged = law.offence if stage.ruleset.offences else ""
    return Exercise(
        name,
        topic.id,
        stage.ruleset,
        law,
        load_case(text, stage.ruleset),
        text,
        PERSON,
        charged,
        about=sketch.item,
        made=True,
        role=role,
    )
