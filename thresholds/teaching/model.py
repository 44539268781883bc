"""What a quiz is made of: exercises and answers, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from thresholds.case.model import Case
from thresholds.law.model import Ruleset
from thresholds.report.model import Grade, PersonReport, evaluate
from thresholds.teaching.narrate import Told, told


@dataclass(frozen=True)
class Exercise:
    """One question: a case, one person of it, and the law that he is measured by.

    `ruleset` is what the case is evaluated with, `law` the same or the one offence of it that is asked about, named
    in `charged`. `text` is the case as a file, empty where it stands in a suite. `readings` go before those of the
    case. `about` is the item that the case was made beside, empty where it comes out of a file. `made` tells a case
    with made-up names, which each language has its own for, as it has for the `role`.
    """

    id: str
    topic: str
    ruleset: Ruleset
    law: Ruleset
    case: Case
    text: str
    person: str
    charged: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    about: str = ""
    made: bool = False
    role: str = ""

    def prompt(self, lang: str = "zh") -> tuple[str, ...]:
        """The facts as sentences."""
        return told(self.told(lang))

    def told(self, lang: str) -> Told:
        """What the sentences tell, and by which names."""
        return Told(self.case, self.person, self.law, lang, self.readings, self.made, self.role)

    @property
    def choices(self) -> tuple[Grade, ...]:
        """The tiers that can be answered: each tier from the lowest, then every pair that it may lie open between."""
        return tuple(_choices(self.law.grade_ids))

    @property
    def items(self) -> tuple[str, ...]:
        """The items that can be answered, in the order of the law."""
        return self.law.item_ids


def _choices(grades: tuple[str, ...]) -> Iterator[Grade]:
    for grade in grades:
        yield Grade(grade, grade)
    for rank, low in enumerate(grades):
        for high in grades[rank + 1 :]:
            yield Grade(low, high)


class Answer(NamedTuple):
    """What a learner says: the tier, None where none was named, and the deciding items by their ids."""

    tier: Grade | None = None
    items: tuple[str, ...] = ()


#: A question left out.
NO_ANSWER = Answer()


def judged(exercise: Exercise) -> PersonReport:
    """The person as the engine judges him, of the offence asked about.

    Raises:
        EngineError: the engine's two forms disagree; a fault of this program.
    """
    person = evaluate(exercise.case, exercise.ruleset, readings=dict(exercise.readings)).person(exercise.person)
    if not exercise.charged:
        return person
    return next(charge for charge in person.charges if charge.charged == exercise.charged)
