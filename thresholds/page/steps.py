"""One less, one more: what a click on a line of the law, or on the least change that flips the tier, sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from thresholds.explore.margins import Kind
from thresholds.page.fields import GAINS, GAINS_READING, NET, SECOND, Field
from thresholds.rendering.margins import MarginWords
from thresholds.report.ladder import ladder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thresholds.evaluation.assess import Bounds
    from thresholds.explore.margins import Change, Margin, Way
    from thresholds.page.state import State
    from thresholds.rendering.words import Words
    from thresholds.report.ladder import Rung
    from thresholds.report.model import PersonReport

_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,2})?")
_FEN = 100
#: Changes that name no fact are about this one.
_NAMES = {
    Kind.ORIGIN: "obtained_in",
    Kind.BUSINESS: "lawful_business",
    Kind.BREACH: "breach_of_state_provisions",
    Kind.CONSENT: "consent",
}


class Step(NamedTuple):
    """A change of the page: what it says, the facts that it sets, and whether they stand so already."""

    text: str
    changes: tuple[tuple[str, str], ...]
    here: bool = False


class Flip(NamedTuple):
    """A tier that is near: what is missing or too much, and each way there; `changes` are empty where none is set."""

    head: str
    ways: tuple[Step, ...]


def amount(field: Field, typed: str) -> int | None:
    """What is typed as a whole number of records, things or 分; None where it is anything but one plain number."""
    if not typed:
        return 0
    if not _PLAIN.fullmatch(typed):
        return None
    found = Fraction(typed) * (_FEN if field.money else 1)
    return int(found) if found.denominator == 1 else None


class Moves:
    """What one more in a field makes of the rungs of one offence; each field is looked at once.

    `after` gives the offence in another state, None where that cannot be scored.
    """

    def __init__(
        self, after: Callable[[State], PersonReport | None], state: State, fields: Mapping[str, Field]
    ) -> None:
        self._after, self._state, self._fields = after, state, fields
        self._ladders: dict[str, tuple[Rung, ...]] = {}

    def moves(self, key: str, rung: Rung) -> bool:
        """Whether one more in the field is one more on the rung: not where its body of records does not count."""
        marks = _lines_of(rung)
        return any(
            (one.names, one.narrow, one.low, one.high) == (rung.names, rung.narrow, rung.low + 1, rung.low + 1)
            and marks <= _lines_of(one)
            for one in self._with_one_more(key)
        )

    def _with_one_more(self, key: str) -> tuple[Rung, ...]:
        if key not in self._ladders:
            field = self._fields[key]
            now = amount(field, self._state.values.get(key, ""))
            assert now is not None
            found = self._after(self._state.having({key: field.shown(now + 1)}))
            self._ladders[key] = ladder(found) if found is not None else ()
        return self._ladders[key]


def _lines_of(rung: Rung) -> set[tuple[str, Fraction]]:
    return {(mark.item, mark.at) for mark in rung.marks}


def steps_at(
    rung: Rung, state: State, fields: Mapping[str, Field], words: Words, moves: Moves
) -> list[tuple[int, list[Step]]]:
    """For each line on a rung, by its place among the marks: one below it, exactly on it, one above it."""
    if (rung.unit is None and not rung.word) or rung.low != rung.high:
        return []
    key = _moved(rung, state, fields, moves)
    if key is None:
        return []
    field = fields[key]
    now = amount(field, state.values.get(key, ""))
    assert now is not None
    found = []
    for place, mark in enumerate(rung.marks):
        at = now + mark.at - rung.low
        if at.denominator == 1 and at >= 0:
            unit = ".money" if field.money else ""
            near = [(f"page.below{unit}", int(at) - 1), ("page.at", int(at)), (f"page.above{unit}", int(at) + 1)]
            found.append((place, [_step(says, number, field, words, now) for says, number in near if number >= 0]))
    return found


def _step(says: str, number: int, field: Field, words: Words, now: int) -> Step:
    figure = field.shown(number)
    return Step(
        words.say(says, figure=figure, name=field.label), ((field.key, figure if number else ""),), number == now
    )


def _moved(rung: Rung, state: State, fields: Mapping[str, Field], moves: Moves) -> str | None:
    """The field whose figure moves a rung: the one that has the most, of those that it counts."""
    named = [_standing(key, state) for name in rung.names for key in (name, SECOND + name) if key in fields]
    plain = {key: amount(fields[key], state.values.get(key, "")) for key in named}
    if None in plain.values():
        return None
    most = sorted(plain, key=lambda key: -(plain[key] or 0))
    return next((key for key in most if moves.moves(key, rung)), None)


def _standing(key: str, state: State) -> str:
    """Of gains of which both figures are stated the one that counts under the reading; of all else the key itself."""
    counts = key == GAINS and NET in state.values
    return NET if counts and (GAINS not in state.values or dict(state.readings).get(GAINS_READING) == "net") else key


def flips(
    person: PersonReport,
    state: State,
    fields: Mapping[str, Field],
    words: Words,
    after: Callable[[State], Bounds | None],
) -> Iterator[Flip]:
    """Every tier near by, with the least changes; one that the page can make, and that does as said, can be tried."""
    wording = MarginWords(person, words)
    for margin in person.margins:
        yield Flip(wording.head(margin), tuple(_ways(margin, wording, state, fields, after)))


def _ways(
    margin: Margin,
    wording: MarginWords,
    state: State,
    fields: Mapping[str, Field],
    after: Callable[[State], Bounds | None],
) -> Iterator[Step]:
    for way in margin.ways:
        made = [_changes(way, state, fields, body) for body in ("", SECOND)]
        works = (one for one in made if one and after(state.having(one)) == way.bounds)
        yield Step(wording.way(way), tuple(next(works, {}).items()))


def _changes(way: Way, state: State, fields: Mapping[str, Field], body: str) -> dict[str, str]:
    """A way as facts of the page, of one body of records; nothing where one of its changes cannot be made on it."""
    found: dict[str, str] = {}
    for change in way.changes:
        made = _change(change, state, fields, body)
        if made is None:
            return {}
        found[made[0]] = made[1]
    return found


def _change(change: Change, state: State, fields: Mapping[str, Field], body: str) -> tuple[str, str] | None:
    """A change as one fact of the page: of that body of records, where it is about one."""
    name = _NAMES.get(change.kind) or (_standing(change.names[0], state) if change.names else "")
    field = fields.get(body + name) or fields.get(name)
    if field is None:
        return None
    if change.kind in (Kind.RECORDS, Kind.MONEY, Kind.NUMBER) and field.figure and change.by is not None:
        now = amount(field, state.values.get(field.key, ""))
        if now is None or now + change.by < 0:
            return None
        return field.key, field.shown(now + change.by) if now + change.by else ""
    known = {value for value, _ in field.choices}
    if change.kind is Kind.ORIGIN:
        return field.key, "duty_or_service" if change.truth else "elsewhere"
    answer = "yes" if change.truth else "no"
    return (field.key, answer) if answer in known and change.truth is not None else None
