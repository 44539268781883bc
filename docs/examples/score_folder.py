"""Every case in a folder on one line each: who stands where, what holds it, and what is nearest to the next tier."""

from __future__ import annotations

import sys
from pathlib import Path

from thresholds import PersonReport, SourceErrors, evaluate, load_case
from thresholds.values.status import Status


def main(folder: str) -> int:
    """Print a line for each person; 1 where some file could not be read."""
    wrong = 0
    for path in sorted(Path(folder).glob("*.yaml")):
        try:
            case = load_case(path)
        except SourceErrors as errors:
            print(errors.show("en"), file=sys.stderr)
            wrong = 1
            continue
        for person in evaluate(case).persons:
            print(path.stem, person.id, *line(person), sep="\t")
    return wrong


def line(person: PersonReport) -> tuple[str, str, str]:
    """The grade, the items that are established, and the least that is missing to an item of numbers."""
    grade = person.grade.at_least if person.grade.determined else " to ".join(person.grade)
    held = [finding.item for finding in person.findings if finding.status is Status.ESTABLISHED]
    missing = [
        (decisive.score_low, finding.item, decisive.shortfall)
        for finding in person.findings
        if (decisive := finding.decisive) is not None and decisive.shortfall and decisive.score_low is not None
    ]
    nearest = max(missing, default=None, key=lambda one: one[0])
    return grade, ",".join(held) or "-", f"{nearest[1]} at {nearest[0]}" if nearest else "-"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
