"""A quiz as it stands on the page, and the same as an address: questions come from the seed, answers stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from thresholds.page.addresses import query_of
from thresholds.page.rulesets import known_ruleset
from thresholds.page.state import State, read_state
from thresholds.report.model import Grade
from thresholds.teaching.quiz import LEVELS, NO_ANSWER, Answer, Exercise, quiz

#: So many questions at most, so that the address with all answers stays short enough.
MOST = 50
_QUESTIONS, _SEED, _TO = 10, 1, "~"
_NUMBER = re.compile(r"\d{1,12}")
_ANSWER = re.compile(r"a(\d{1,2})")
#: A question left out.
_LEFT_OUT = "-"


class Sitting(NamedTuple):
    """Which quiz it is, at which question (0 before the first, beyond the last at the end), and what was answered.

    `state` says the ruleset and how the page is shown. `answers` are by the number of their question: a tier, or two
    with `~` between them, and the items, with spaces between; `-` is a question left out.
    """

    state: State
    level: int = 1
    seed: int = _SEED
    questions: int = _QUESTIONS
    number: int = 0
    answers: tuple[tuple[int, str], ...] = ()

    @property
    def query(self) -> str:
        """The address of it, without the question mark."""
        pairs = self._named()
        pairs += [("n", str(self.number))] if self.number else []
        pairs += [(f"a{number}", text) for number, text in self.answers]
        return "&".join(filter(None, (self.state.query, query_of(pairs))))

    def _named(self) -> list[tuple[str, str]]:
        pairs = [("level", str(self.level)), ("seed", str(self.seed)), ("questions", str(self.questions))]
        return pairs if self.number or pairs != _DEFAULTS else []

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """What a form sends along so that nothing of it is lost, besides how the page is shown."""
        own = [("ruleset", self.state.ruleset), *self._named(), ("n", str(self.number))]
        return (*own, *[(f"a{number}", text) for number, text in self.answers])

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The questions.

        Raises:
            NotFoundError: there is no such ruleset.
        """
        known_ruleset(self.state.ruleset)
        return _drawn(self.state.ruleset, self.level, self.seed, self.questions)

    def answer(self, number: int, exercise: Exercise) -> Answer | None:
        """What was answered to a question; None where it has not been answered. What no question allows is left out."""
        text = dict(self.answers).get(number)
        if text is None:
            return None
        tier, *items = text.split() or [_LEFT_OUT]
        low, _, high = tier.partition(_TO)
        grade = Grade(low, high or low)
        if grade not in exercise.choices:
            return NO_ANSWER
        return Answer(grade, tuple([item for item in exercise.items if item in items]))


_DEFAULTS = [("level", "1"), ("seed", str(_SEED)), ("questions", str(_QUESTIONS))]


@lru_cache(maxsize=32)
def _drawn(ruleset: str, level: int, seed: int, questions: int) -> tuple[Exercise, ...]:
    return quiz(ruleset, level, seed, questions)


def tier_value(tier: Grade) -> str:
    """A tier as it stands in the address."""
    return tier.at_least if tier.at_least == tier.at_most else f"{tier.at_least}{_TO}{tier.at_most}"


def read_sitting(pairs: Iterable[tuple[str, str]]) -> Sitting:
    """The quiz that an address holds; what a form has just sent (`tier`, `item`, `skip`) answers question `n`."""
    listed = list(pairs)
    given = dict(listed)
    shown = read_state([(name, value) for name, value in listed if name in ("ruleset", "lang", "theme", "present")])
    number = _within(given, "n", 0, 0, MOST + 1)
    answers = dict(_answers(listed))
    if number and number not in answers and ("tier" in given or "skip" in given):
        items = [value for name, value in listed if name == "item"]
        answers[number] = _LEFT_OUT if "skip" in given else " ".join([given["tier"], *items])
    return Sitting(
        shown,
        _within(given, "level", 1, 1, len(LEVELS)),
        _within(given, "seed", _SEED, 0, 10**12),
        _within(given, "questions", _QUESTIONS, 1, MOST),
        number,
        tuple(sorted(answers.items())),
    )


def _answers(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    for name, value in pairs:
        found = _ANSWER.fullmatch(name)
        if found and 1 <= int(found[1]) <= MOST:
            yield int(found[1]), value


def _within(given: dict[str, str], name: str, usual: int, least: int, most: int) -> int:
    """A whole number between two others, the usual one where none is given."""
    text = given.get(name, "").strip()
    return min(max(int(text), least), most) if _NUMBER.fullmatch(text) else usual
