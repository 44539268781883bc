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


class Evaluated(Answer):
    """Every person; the whole report where it was asked for, as `urn:thresholds:report:1` has it."""

    case: CaseRead
    persons: tuple[PersonStands, ...]
    report: dict[str, object] | None = None


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


class Questions(Answer):
    """The questions of a case."""

    case: CaseRead
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


class MarginsFound(Answer):
    """The margins of a case."""

    case: CaseRead
    persons: tuple[PersonMargins, ...]


class EditTried(Answer):
    """An edit, and whether the result would be another without it."""

    path: str
    value: str
    effect: str


class ItemChanges(Answer):
    """An item whose status is another."""

    item: str
    cite: str
    before: str | None = None
    after: str | None = None


class PersonChanges(Answer):
    """What changes for one person; a side is missing where he is not in that case."""

    id: str
    name: str
    offence: str | None = None
    changed: bool
    before: Grade | None = None
    after: Grade | None = None
    items: tuple[ItemChanges, ...] = ()


class Compared(Answer):
    """What the edits change."""

    case: CaseRead
    changed: bool
    edits: tuple[EditTried, ...]
    persons: tuple[PersonChanges, ...]


class ItemFound(Answer):
    """An item or a provision: its words in short, what the machine does, its number."""

    ruleset: str
    citation: str
    item: str
    cite: str
    grade: str | None = None
    gloss: str
    machine: str
    standard: str | None = None
    categories: tuple[str, ...] = ()
    note: str | None = None


class Term(Answer):
    """A term in both languages."""

    id: str
    family: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    cite: str | None = None
    note: str | None = None
    ruleset: str | None = None


class Terms(Answer):
    """Every term that is spelt so."""

    terms: tuple[Term, ...]


class ReadingDeclared(Answer):
    """A reading that a ruleset declares: what is open, and its options, the default first."""

    id: str
    asks: str
    options: dict[str, str]


class Stated(Answer):
    """A fact that a ruleset declares itself."""

    id: str
    zh: str
    en: str
    kind: str
    unit: str | None = None


class RulesetFound(Answer):
    """A ruleset in short; of one that was asked for, what it declares besides."""

    id: str
    citation: str
    title: str
    offences: tuple[str, ...]
    statute: str
    in_force_from: str
    in_force_until: str | None = None
    items: int
    grades: tuple[str, ...] | None = None
    item_ids: tuple[str, ...] | None = None
    readings: tuple[ReadingDeclared, ...] | None = None
    facts: tuple[Stated, ...] | None = None


class RulesetsFound(Answer):
    """Rulesets, and statutes that may be named in their place: dates choose the version."""

    rulesets: tuple[RulesetFound, ...]
    statutes: tuple[str, ...] = ()


class CodeMeans(Answer):
    """The page of a code."""

    code: str
    says: str
    where: str
    hint: str | None = None
    wrong: str | None = None
    right: str | None = None


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
