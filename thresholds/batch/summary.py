"""What a run came to: every row accounted for, and by what it was scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from thresholds import __version__
from thresholds.batch.counting import SEPARATOR
from thresholds.batch.inputs import InputFile
from thresholds.batch.outputs import Output
from thresholds.evaluation.choices import Choices
from thresholds.law.model import Ruleset

SCHEMA = "thresholds/batch/1"


class GradeCount(NamedTuple):
    """How many rows have a grade between these bounds; of which offence, where the ruleset has several."""

    offence: str
    at_least: str
    at_most: str
    rows: int


class ReadInput(NamedTuple):
    """An input, its SHA-256 and its number of rows."""

    file: InputFile
    sha256: str
    rows: int


class Summary(NamedTuple):
    """The rows of a run: `answered` and `rejected` are all that were read, counted apart from each other."""

    ruleset: Ruleset
    choices: Choices
    engine: str
    inputs: tuple[ReadInput, ...]
    output: Output
    rejects: str
    answered: int
    rejected: int
    reasons: Mapping[str, int]
    counts: Mapping[str, Mapping[str, int]]
    notes: tuple[str, ...]

    @property
    def rows(self) -> int:
        """All rows read."""
        return self.answered + self.rejected

    def grades(self) -> tuple[GradeCount, ...]:
        """Rows by the bounds of their grade, from the lowest; pairs that no row has are left out."""
        ranks = {name: rank for rank, name in enumerate(self.ruleset.grade_ids)}
        found = []
        for what, counts in self.counts.items():
            kind, _, offence = what.partition(":")
            if kind == "grade":
                for bounds, rows in counts.items():
                    low, _, high = bounds.partition(SEPARATOR)
                    found.append(GradeCount(offence, low, high, rows))
        return tuple(sorted(found, key=lambda one: (one.offence, ranks[one.at_least], ranks[one.at_most])))

    def items(self) -> dict[str, Mapping[str, int]]:
        """Of every item how many rows have which status, in the order of the law."""
        named = {name: self.counts.get(f"item:{name}") for name in self.ruleset.item_ids}
        return {name: counts for name, counts in named.items() if counts is not None}

    def readings(self) -> Mapping[str, int]:
        """How many rows another reading would give another grade: `reading=option` and the number."""
        return self.counts.get("reading:", {})

    def as_dict(self) -> dict[str, object]:
        """The summary as plain data, schema `thresholds/batch/1`."""
        return {
            "schema": SCHEMA,
            "tool": f"thresholds {__version__}",
            "ruleset": {"id": self.ruleset.id, "sha256": self.ruleset.sha256},
            "readings": {one.id: self.choices.option(one.id) for one in self.ruleset.readings},
            "engine": self.engine,
            "inputs": [{"file": one.file.label, "sha256": one.sha256, "rows": one.rows} for one in self.inputs],
            "output": self.output.label,
            "rejects": self.rejects,
            "rows": {"read": self.rows, "answered": self.answered, "rejected": self.rejected},
            "rejected": dict(self.reasons),
            "grades": [_without_empty(one._asdict()) for one in self.grades()],
            "items": {name: dict(counts) for name, counts in self.items().items()},
            "readings_that_change_the_grade": dict(self.readings()),
            "notes": list(self.notes),
        }


def _without_empty(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value != ""}
