"""The whole result of a tally: what was read, what it was taken for, each step, and what may be held otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.tally.counting.interval import Checked
from thresholds.tally.counting.model import EMPTY, HEADERS, REPEATED, Body, Counted, Note, Options, Part, Step, mismatch
from thresholds.tally.counting.questions import Questions
from thresholds.tally.kinds import Recognised, Settings, doubtful
from thresholds.tally.model import RawTable


class Source(NamedTuple):
    """A table that was counted, what its columns were taken for, and how its rows became records."""

    table: RawTable
    columns: tuple[Recognised, ...]
    settings: Settings = Settings()


class Doubt(NamedTuple):
    """Records of a source whose category hangs on a question: the category taken, and the other.

    `reading` is the id of the reading, or COLUMNS of `questions` where it hangs on columns in doubt.
    """

    source: int
    reading: str
    category: str
    otherwise: str
    records: int


class File(NamedTuple):
    """A file that the result depends on, and its hash; both empty where there is none."""

    name: str = ""
    sha256: str = ""


class Amount(NamedTuple):
    """What a case file says of a body of records: how many, how many of them double or untrue, and what is left."""

    category: str
    records: int
    duplicates: int
    inauthentic: int
    otherwise: tuple[str, ...] = ()

    @property
    def counted(self) -> int:
        """What is left."""
        return self.records - self.duplicates - self.inauthentic


class Law(NamedTuple):
    """The ruleset that says how protected each category is, and whose provisions the steps rest on."""

    id: str
    citation: str
    sha256: str


class Tally(NamedTuple):
    """All of it. `steps` go from lines to counted records; `flaws` are kinds that are invalid in records which count.

    `keys` are the ids of the kinds that records are told apart by; `checked` is there when verdicts were read.
    """

    sources: tuple[Source, ...]
    keys: tuple[str, ...]
    steps: tuple[Step, ...]
    bodies: tuple[Body, ...]
    questions: Questions
    notes: tuple[Note, ...]
    flaws: tuple[tuple[str, int], ...]
    options: Options
    readings: tuple[tuple[str, str], ...]
    ruleset: Law
    mapping: File = File()
    checked: Checked | None = None

    @property
    def lines(self) -> int:
        """Everything that was read."""
        return self.steps[0].before

    @property
    def counted(self) -> int:
        """The records."""
        return self.steps[-1].left

    def by_category(self) -> tuple[Amount, ...]:
        """What each category comes to, in the order of the glossary; categories without records are left out."""
        return _amounts((body, ()) for body in self.bodies)

    def parts(self) -> tuple[Amount, ...]:
        """The same, apart by the other categories that the records may be of."""
        return _amounts((body, self.questions.otherwise(body)) for body in self.bodies)

    def doubts(self) -> tuple[Doubt, ...]:
        """Where the category of counted records hangs on a question that courts answer differently."""
        found: dict[tuple[int, str, str, str], int] = {}
        for body in self.bodies:
            for reading, otherwise in self.questions.about(body):
                place = (body.source, reading, body.category, otherwise)
                found[place] = found.get(place, 0) + body.counted
        return tuple(Doubt(*place, number) for place, number in sorted(found.items()) if number)

    def in_doubt(self, source: int) -> tuple[Recognised, ...]:
        """The columns in doubt on which categories hang: those of a source, else, of records merged to it, of all."""
        own = doubtful(self.sources[source].columns)
        return own or tuple(one for every in self.sources for one in doubtful(every.columns))

    def of_source(self, number: int) -> int:
        """The records counted in a source."""
        return self.steps[-1].of(source=number).left


def _amounts(bodies: Iterable[tuple[Body, tuple[str, ...]]]) -> tuple[Amount, ...]:
    """Bodies of the same category, and the same others that it may be, added."""
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for body, otherwise in bodies:
        numbers = found.setdefault((body.category, otherwise), [0, 0, 0])
        for place, number in enumerate((body.records, body.duplicates, body.inauthentic)):
            numbers[place] += number
    order = glossary.ids(Family.CATEGORY)
    ordered = sorted(found, key=lambda one: (order.index(one[0]), one[1]))
    every = [(category, other, found[category, other]) for category, other in ordered]
    return tuple(Amount(category, one[0], one[1], one[2], other) for category, other, one in every)


def lines_to_rows(tables: Iterable[RawTable]) -> tuple[Step, ...]:
    """The steps from everything that was read to rows: headers, repeated ones, empty lines."""
    tables = tuple(tables)
    left = [table.lines for table in tables]
    steps = []
    for rule, taken in (
        (HEADERS, [table.header_lines for table in tables]),
        (REPEATED, [table.repeated_headers for table in tables]),
        (EMPTY, [table.empty for table in tables]),
    ):
        parts = tuple(Part(number, "", *pair) for number, pair in enumerate(zip(left, taken, strict=True)))
        steps.append(Step(rule, (), parts))
        left = [part.left for part in parts]
    return tuple(steps)


def joined(tables: tuple[RawTable, ...], counted: Counted) -> tuple[Step, ...]:
    """All steps, the rows read being those that the records were made of.

    Raises:
        EngineError: they are not.
    """
    steps = (*lines_to_rows(tables), *counted.steps)
    for number, table in enumerate(tables):
        rows = counted.steps[0].of(source=number).before if counted.steps else 0
        if rows != table.rows:
            raise mismatch("rows", table.rows, rows)
    for before, after in pairwise(steps):
        if before.left != after.before:
            raise mismatch(after.rule, before.left, after.before)
    return steps
