"""Points of a whole quiz, and topic by topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from thresholds.teaching.marking import PARTS, Marked


class TopicScore(NamedTuple):
    """Of one topic: how many questions, how many wholly right, and points of how many."""

    topic: str
    questions: int
    right: int
    points: int
    of: int


class Score(NamedTuple):
    """The same of everything marked; `answered` are the questions not left out."""

    questions: int
    answered: int
    right: int
    points: int
    of: int
    topics: tuple[TopicScore, ...]


def score(marked: Sequence[Marked]) -> Score:
    """The score of what was marked; topics in the order in which they came first."""
    topics = tuple(_topic(name, marked) for name in dict.fromkeys(one.exercise.topic for one in marked))
    total = _topic("", marked)
    answered = sum(one.answered for one in marked)
    return Score(total.questions, answered, total.right, total.points, total.of, topics)


def _topic(name: str, marked: Sequence[Marked]) -> TopicScore:
    own = [one for one in marked if name in ("", one.exercise.topic)]
    right = sum(one.points == PARTS for one in own)
    return TopicScore(name, len(own), right, sum(one.points for one in own), PARTS * len(own))
