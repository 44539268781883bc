"""Counting itself: every row of the records is counted or taken off by one rule, and the numbers add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.tally.counting import notes
from thresholds.tally.counting.gather import Records, key_columns
from thresholds.tally.counting.group import Groups, Places, by_code, by_question, group, places
from thresholds.tally.counting.model import (
    ACROSS,
    NOTHING,
    ONE_PER_PERSON,
    STATIONARY,
    WITHIN,
    WITHOUT_PHONE,
    Amounts,
    Body,
    Counted,
    Note,
    Options,
    Place,
    Step,
    added,
    mismatch,
    step,
)

if TYPE_CHECKING:
    from thresholds.tally.workspace import Workspace

#: What is untrue or a duplicate is taken off by 第十一条第三款; what tells of nobody is
#: no personal information (第一条).
_NO_INFORMATION, _NOT_COUNTED = ("art1",), ("art11.3",)

#: So many questions have their bits in 16; there are never more than 32.
_FEW = 16

#: The reason of rows in which nothing stands; it is one step with rows in which nothing is recognised.
_EMPTY = "empty"


class Rules(NamedTuple):
    """What counting has to know: how protected each category is, and the reasons of rows that do not count.

    `reasons` are ids by the number in the column `reason`, of which 0 is no reason; those in `nobody` are of rows
    that point to no person. `phone` is the number of the key that is a phone number, if there is one. `questions` are
    expressions of a record (of its keys, its place, its source) that say whether a question arises about its category.
    """

    protection: Mapping[str, int]
    reasons: tuple[str, ...]
    nobody: frozenset[str]
    phone: int | None = None
    questions: tuple[str, ...] = ()

    def asked(self, of_groups: bool) -> str:
        """The questions that arise as bits, of a record or of a group of them."""
        bits = [
            f"CASE WHEN {self._of(one, of_groups)} THEN {1 << n} ELSE 0 END" for n, one in enumerate(self.questions)
        ]
        kind = "USMALLINT" if len(self.questions) <= _FEW else "UINTEGER"
        return f"({' + '.join(bits) or '0'})::{kind} AS asked"

    @staticmethod
    def _of(question: str, of_groups: bool) -> str:
        return f"bool_or({question})" if of_groups else f"({question})"


class _Seen(NamedTuple):
    """The rows of the records by place: all, by reason, those that count; and all by reason and question."""

    all: dict[Place, int]
    by_reason: dict[int, dict[Place, int]]
    counting: dict[Place, int]
    asked: dict[tuple[int, Place, int], int]


def count(
    workspace: Workspace,
    view: str,
    sources: Sequence[Records],
    rules: Rules,
    options: Options = Options(),  # noqa: B008
) -> Counted:
    """Count the records of a view that `gather` made.

    Raises:
        EngineError: numbers do not add up; UnavailableError: the disk or the memory does not suffice.
    """
    seen = _seen(workspace, view, rules)
    steps, left = _rows_to_records(seen, rules)
    categories = glossary.ids(Family.CATEGORY)
    found = places(left, categories, rules.protection)
    if not found.ordered:
        return Counted(tuple(steps), _bodies(seen, rules, {}), (), ())
    keys = key_columns(workspace, view)
    moving = bool(workspace.numbers(f"SELECT count(*) FROM {view} WHERE reason = 0 AND place IS NOT NULL")[0])
    mark = sha256("\n".join(one.made_from for one in sources).encode()).hexdigest()
    groups = group(workspace, view, keys, found, _carried(keys, rules, moving), mark)
    steps += _duplicates(groups, left)
    argued = _argued(workspace, groups, found, options, _Asked(moving, rules.phone is not None))
    steps += argued.steps
    bodies = _bodies(seen, rules, argued.kept)
    if sum(body.counted for body in bodies) != steps[-1].left or min(body.duplicates for body in bodies) < 0:
        raise mismatch("bodies", steps[-1].left, sum(body.counted for body in bodies))
    return Counted(tuple(steps), bodies, argued.notes, _flaws(workspace, view))


def _seen(workspace: Workspace, view: str, rules: Rules) -> _Seen:
    categories = glossary.ids(Family.CATEGORY)
    asked: dict[tuple[int, Place, int], int] = {}
    by_reason: dict[int, dict[Place, int]] = {}
    query = f"SELECT source, category, reason, {rules.asked(False)}, count(*) FROM {view} GROUP BY ALL"
    for row in workspace.rows(query):
        source, category, reason, bits, number = (int(str(value)) for value in row)
        place = (source, categories[category] if category < len(categories) else "")
        asked[reason, place, bits] = asked.get((reason, place, bits), 0) + number
        of_reason = by_reason.setdefault(reason, {})
        of_reason[place] = of_reason.get(place, 0) + number
    every = added(pair for amounts in by_reason.values() for pair in amounts.items())
    return _Seen(every, by_reason, by_reason.get(0, {}), asked)


def _bodies(seen: _Seen, rules: Rules, kept: Mapping[tuple[Place, int], int]) -> tuple[Body, ...]:
    """The records by source, category and question.

    A record that is kept for several equal ones has the questions of all, so it may stand with others than it did as a
    row: then rows like it move to them, of its own source and category and without more questions if there are such.
    """
    no_records = {_EMPTY, *rules.nobody}
    found: dict[tuple[Place, int], tuple[int, int]] = {}
    for (reason, place, bits), number in seen.asked.items():
        if place[1] and rules.reasons[reason] not in no_records:
            records, inauthentic = found.get((place, bits), (0, 0))
            found[place, bits] = (records + number, inauthentic + (number if reason else 0))
    _moved(found, kept)
    return tuple(
        Body(*place, bits, *found.get((place, bits), (0, 0)), kept.get((place, bits), 0))
        for place, bits in sorted({*found, *kept})
        if found.get((place, bits)) != (0, 0)
    )


def _moved(found: dict[tuple[Place, int], tuple[int, int]], kept: Mapping[tuple[Place, int], int]) -> None:
    """Move rows to where records are kept that there are too few rows for."""

    def spare(at: tuple[Place, int]) -> int:
        records, inauthentic = found.get(at, (0, 0))
        return records - inauthentic - kept.get(at, 0)

    for at in sorted(kept):
        place, bits = at
        givers = sorted((one for one in found if one[0] == place), key=lambda one: (one[1] & ~bits != 0, one[1]))
        for giver in givers:
            number = min(-spare(at), spare(giver))
            if number > 0:
                for one, more in ((giver, -number), (at, number)):
                    records, inauthentic = found.get(one, (0, 0))
                    found[one] = (records + more, inauthentic)


def _rows_to_records(seen: _Seen, rules: Rules) -> tuple[list[Step], dict[Place, int]]:
    """The steps for rows that are no records: nothing recognised in them, about nobody, or invalid by a reason."""
    steps: list[Step] = []
    empty = seen.by_reason.get(rules.reasons.index(_EMPTY), {}) if _EMPTY in rules.reasons else {}
    nothing = empty | {place: number for place, number in seen.all.items() if not place[1]}
    one, left = step(NOTHING, _NO_INFORMATION, seen.all, nothing)
    steps.append(one)
    numbers = sorted(number for number in seen.by_reason if number and rules.reasons[number] != _EMPTY)
    for number in sorted(numbers, key=lambda number: rules.reasons[number] not in rules.nobody):
        name = rules.reasons[number]
        taken = {place: rows for place, rows in seen.by_reason[number].items() if place[1]}
        one, left = step(name, _NO_INFORMATION if name in rules.nobody else _NOT_COUNTED, left, taken)
        if one.taken_off:
            steps.append(one)
    expected = {place: rows for place, rows in seen.counting.items() if place[1]}
    if left != expected:
        raise mismatch("reasons", sum(expected.values()), sum(left.values()))
    return steps, left


def _duplicates(groups: Groups, left: dict[Place, int]) -> list[Step]:
    """Within each source, then across sources."""
    within, left = step(WITHIN, _NOT_COUNTED, left, _less(left, groups.in_source))
    across, left = step(ACROSS, _NOT_COUNTED, left, _less(left, groups.kept))
    if left != groups.kept:
        raise mismatch(ACROSS, sum(groups.kept.values()), sum(left.values()))
    return [within, across]


def _less(before: Amounts, after: Amounts) -> dict[Place, int]:
    """What is taken off; places that only stand after make `step` refuse."""
    return {place: before.get(place, 0) - after.get(place, 0) for place in {*before, *after}}


def _carried(keys: Sequence[str], rules: Rules, moving: bool) -> list[str]:
    """What is kept of each group for the notes and the questions."""
    carried = ["min(person) AS person", rules.asked(True)]
    if rules.phone is not None:
        carried.append(f"({keys[rules.phone]} IS NULL) AS no_phone")
    return [*carried, *(("min(place) AS place", "min(moment) AS moment") if moving else ())]


class _Asked(NamedTuple):
    """Which notes there is something to say about."""

    moving: bool
    phone: bool


class _Argued(NamedTuple):
    """The steps that options ask for, the notes with both numbers, and what is kept in the end, by question."""

    steps: tuple[Step, ...]
    notes: tuple[Note, ...]
    kept: Mapping[tuple[Place, int], int]


def _argued(workspace: Workspace, groups: Groups, found: Places, options: Options, asked: _Asked) -> _Argued:
    """What courts argued over; each note says how the records then stand."""
    steps: list[Step] = []
    table, left = groups.table, dict(groups.kept)
    told: list[Note] = []
    if asked.moving:
        merged = notes.without_stationary(workspace, table)
        after = by_code(workspace, merged, found)
        told.append(_told(STATIONARY, left, after, deducted=options.merge_stationary))
        if options.merge_stationary:
            one, left = step(STATIONARY, notes.LAW[STATIONARY], left, _less(left, after))
            steps.append(one)
            table = merged
    if asked.phone:
        told.append(_told(WITHOUT_PHONE, left, notes.with_phone(workspace, table, found)))
    persons = by_question(workspace, notes.one_per_person(table), found)
    after = added((place, number) for (place, _), number in persons.items())
    told.append(_told(ONE_PER_PERSON, left, after, deducted=options.one_per_person))
    if options.one_per_person:
        one, left = step(ONE_PER_PERSON, notes.LAW[ONE_PER_PERSON], left, _less(left, after))
        steps.append(one)
    kept = persons if options.one_per_person else by_question(workspace, table, found)
    return _Argued(tuple(steps), tuple(told), kept)


def _told(identifier: str, before: Amounts, after: Amounts, *, deducted: bool = False) -> Note:
    return notes.note(identifier, *((after, before) if deducted else (before, after)), deducted=deducted)


def _flaws(workspace: Workspace, view: str) -> tuple[tuple[int, int], ...]:
    """For each field that is invalid in rows which count all the same: its bit, and in how many."""
    rows = workspace.rows(f"SELECT flaws, count(*) FROM {view} WHERE reason = 0 AND flaws <> 0 GROUP BY flaws")
    bits = added(
        ((bit, ""), int(str(number))) for flaws, number in rows for bit in range(32) if int(str(flaws)) >> bit & 1
    )
    return tuple((bit, number) for (bit, _), number in sorted(bits.items()))
