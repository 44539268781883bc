"""Answers about many persons: so many of them as fit into one, and how many are left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from thresholds.wording import phrase

#: So many characters of what is said of persons one by one are sent, of grades alone, and of a whole report.
MOST_SAID, MOST_GRADES, MOST_REPORT = 20_000, 10_000, 2_000_000

_Whom = TypeVar("_Whom")
_Said = TypeVar("_Said", bound=BaseModel)


class Left(NamedTuple):
    """How many were left out, and what to do about it; None where none were."""

    more: int | None
    hint: str | None


def plain(answer: BaseModel) -> dict[str, object]:
    """An answer as it is sent: what is not so is left out."""
    return answer.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def text(content: object) -> str:
    """JSON in one line."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def fitting(persons: Iterable[_Whom], say: Callable[[_Whom], _Said], most: int = MOST_SAID) -> tuple[_Said, ...]:
    """What is said of the first persons, together at most so many characters long; of the first in any event."""
    found: list[_Said] = []
    length = 0
    for person in persons:
        said = say(person)
        length += len(text(plain(said)))
        if found and length > most:
            break
        found.append(said)
    return tuple(found)


def left(persons: Sequence[object], said: Sequence[object], lang: str) -> Left:
    """How many persons nothing was said of."""
    more = len(persons) - len(said)
    return Left(more, phrase("agents.more", lang).format(number=more)) if more else Left(None, None)
