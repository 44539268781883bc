"""What each tool answers, as models: short, with exact numbers as text; what is not so is left out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Frozen; a field that is None does not appear in what is sent."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Grade(Answer):
    """A grade between two bounds, the same where it is determined."""

    at_least: str
    at_most: str


class Between(Answer):
    """An exact number between two bounds; no upper one where there is none."""

    at_least: str
    at_most: str | None = None


class CaseRead(Answer):
    """The case that was read, and by what it is measured."""

    id: str
    title: str
    sha256: str
    ruleset: str
    citation: str


class ItemStands(Answer):
    """How an item stands, with its numbers where it is numeric: 条, 元 or as `unit` says."""

    item: str
    cite: str
    status: str
    grade: str | None = None
    quantity: Between | None = None
    standard: str | None = None
    unit: str | None = None
    score: Between | None = None
    shortfall: str | None = None


class Count(Answer):
    """Records counted of a category (条)."""

    category: str
    at_least: int
    at_most: int | None = None


class ReadingMatters(Answer):
    """A reading of which another option gives another grade."""

    id: str
    chosen: str
    other: str | None = None
    grade_then: Grade


class Asks(Answer):
    """A question that could still change the grade: where the answer is written, and what it could make."""

    fact: str
    asks: str
    could_make: str


class PersonStands(Answer):
    """One person, and of several offences one.

    `for_the_court` are items that the law leaves to judgment, `rest` those not established that count nothing.
    `more_questions` are left out, where there are so many.
    """

    id: str
    name: str
    offence: str | None = None
    grade: Grade
    says: str
    law: tuple[str, ...]
    items: tuple[ItemStands, ...]
    for_the_court: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    readings: tuple[ReadingMatters, ...] = ()
    accused: Grade | None = None
    prosecution: Grade | None = None
    questions: tuple[Asks, ...] = ()
    more_questions: int | None = None


class PersonGrade(Answer):
    """The grade of one person, and of several offences of one."""

    id: str
    name: str
    offence: str | None = None
    grade: Grade


class GradeCount(Answer):
    """How many persons (and of several offences, charges) have a grade."""

    grade: Grade
    persons: int


class About(Answer):
    """What is said of the persons of a case; of `more` nothing is, where there are so many: `hint` says what to do."""

    case: CaseRead
    more: int | None = None
    hint: str | None = None


class Evaluated(About):
    """Every person; the whole report where it was asked for, as `urn:thresholds:report:1` has it.

    Where there are too many, `grades` are those of all, or of the first with `more_grades` left out, and `by_grade`
    counts all. `report_too_long` is the length in characters of a report that is too long to be sent.
    """

    grades: tuple[PersonGrade, ...] = ()
    more_grades: int | None = None
    by_grade: tuple[GradeCount, ...] = ()
    persons: tuple[PersonStands, ...]
    report: dict[str, object] | None = None
    report_too_long: int | None = None


class Outcome(Answer):
    """What one answer would make."""

    answer: str
    grade: Grade
    items: dict[str, str]


class Question(Answer):
    """A question, in order of effect: why it is asked, and what each answer that was tried would make."""

    fact: str
    asks: str
    state: str
    could_make: str | None = None
    where: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


class PersonAsked(Answer):
    """The questions about one person; `more` of less effect are left out, where there are so many."""

    id: str
    name: str
    offence: str | None = None
    grade: Grade
    questions: tuple[Question, ...]
    more: int | None = None


class Questions(About):
    """The questions of a case."""

    persons: tuple[PersonAsked, ...]


class Way(Answer):
    """One way over the line; `edits` try it out with `whatif`."""

    says: str
    grade_then: Grade
    edits: tuple[str, ...] = ()


class Margin(Answer):
    """One line: a tier to be reached, or to be fallen below."""

    direction: str
    grade: str
    says: str
    held_by: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    mixtures: tuple[str, ...] = ()


class PersonMargins(Answer):
    """The margins of one person."""

    id: str
    name: str
    offence: str | None = None
    grade: Grade
    margins: tuple[Margin, ...]


class MarginsFound(About):
    """The margins of a case."""

    persons: tuple[PersonMargins, ...]


class EditTried(Answer):
    """An edit, and what it does: `changes_result` (anything in it, not only a tier), `result_same`, `case_same`."""

    path: str
    value: str
    effect: str


class Numbers(Answer):
    """The numbers of an item: 条, 元 or as `unit` says."""

    quantity: Between | None = None
    standard: str | None = None
    unit: str | None = None
    shortfall: str | None = None


class ItemChanges(Answer):
    """An item whose status or numbers are others: the status on either side, and the numbers where these differ."""

    item: str
    cite: str
    before: str | None = None
    after: str | None = None
    numbers_before: Numbers | None = None
    numbers_after: Numbers | None = None


class CountChanges(Answer):
    """A category of which another number of records is counted (条)."""

    category: str
    before: Between
    after: Between


class PersonChanges(Answer):
    """What changes for one person; a side is missing where he is not in that case.

    `also` names what else is not the same: questions, readings, sides (the grades of either side), consequences.
    """

    id: str
    name: str
    offence: str | None = None
    changed: bool
    before: Grade | None = None
    after: Grade | None = None
    items: tuple[ItemChanges, ...] = ()
    counts: tuple[CountChanges, ...] = ()
    also: tuple[str, ...] = ()


class Compared(About):
    """What the edits change; where there are too many persons, those of whom nothing does are only counted."""

    changed: bool
    unchanged: int | None = None
    edits: tuple[EditTried, ...]
    persons: tuple[PersonChanges, ...]


class Fault(Answer):
    """One thing that is wrong.

    `path` is where in the case, `line` and `column` where that was given as text; of an edit, its number and column.
    """

    code: str | None = None
    message: str
    path: str | None = None
    edit: int | None = None
    line: int | None = None
    column: int | None = None
    hint: str | None = None


class Faults(Answer):
    """All that is wrong, at once."""

    errors: tuple[Fault, ...]
