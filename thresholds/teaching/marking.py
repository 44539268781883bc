"""An answer beside what the engine finds: right or wrong part by part, and points."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.report.model import Grade, PersonReport
from thresholds.teaching.deciding import deciding
from thresholds.teaching.model import Answer, Exercise, judged

#: A question has two parts, each worth a point: the tier, and the deciding items.
PARTS = 2


class Marked(NamedTuple):
    """An answer marked: what is right, and what the engine says.

    `missed` decide and were not named; `extra` were named and do not decide. Items that are cited alike (a paragraph
    whose one sentence sets several numbers) count as one. `answered` is False where the question was left out.
    """

    exercise: Exercise
    answer: Answer
    report: PersonReport
    tier: Grade
    items: tuple[str, ...]
    missed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether a tier was named."""
        return self.answer.tier is not None

    @property
    def tier_right(self) -> bool:
        """Whether the tier is that of the engine, both ends of it where it is open."""
        return self.answer.tier == self.tier

    @property
    def items_right(self) -> bool:
        """Whether exactly the deciding items were named."""
        return self.answered and not self.missed and not self.extra

    @property
    def points(self) -> int:
        """Points from 0 to 2."""
        return int(self.tier_right) + int(self.items_right)


def mark(exercise: Exercise, answer: Answer) -> Marked:
    """The answer marked; the engine is the only judge.

    Raises:
        EngineError: the engine's two forms disagree; a fault of this program.
    """
    person = judged(exercise)
    wanted = deciding(person)
    cites = {item: exercise.law.cite(item) for item in (*wanted, *answer.items)}
    named, needed = ({cites[item] for item in items} for items in (answer.items, wanted))
    missed = tuple([item for item in wanted if cites[item] not in named])
    extra = tuple(dict.fromkeys(item for item in answer.items if cites[item] not in needed))
    return Marked(exercise, answer, person, person.grade, wanted, missed, extra)
