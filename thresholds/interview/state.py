"""Where an interview stands: the case so far as plain data, what has been asked, and every state before this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from thresholds.case.load import load_case
from thresholds.case.plain import canonical
from thresholds.case.read import CASE_SCHEMA
from thresholds.errors import Diagnostic, EngineError
from thresholds.law.load import load_ruleset
from thresholds.report.model import PersonReport, Report, evaluate
from thresholds.report.select import DEFAULT_RULESET

if TYPE_CHECKING:
    from thresholds.explore.question import Question
    from thresholds.law.model import Ruleset

Plain = dict[str, object]
Key = tuple[str, ...]
#: The keys that lead to a place in the case.
Place = tuple[str, ...]


class Form(StrEnum):
    """What an answer is, so that it can be explained, listed, and put into the spelling of the file."""

    TEXT = auto()
    NAME = auto()
    KIND = auto()
    ACT = auto()
    PEOPLE = auto()
    BATCH = auto()
    CATEGORY = auto()
    RECORDS = auto()
    MONEY = auto()
    SHARE = auto()
    DATE = auto()
    TRUTH = auto()
    ORIGIN = auto()
    PUNISHMENT = auto()
    PENALTY = auto()
    CONSEQUENCE = auto()
    NUMBER = auto()
    TALLY = auto()
    STANDARD = auto()
    OFFENCE = auto()


class Ask(NamedTuple):
    """One question to a person at the keyboard.

    `about` says what is asked, in the interview's own wording or, with a `question`, in the ruleset's. `person` is
    whose turn it is, `dealing` the dealing in hand, `other` a dealing or a person that it refers to. The answer goes
    to the `places`; `options` are what can be chosen, by number too. `enter` says what an empty answer does, and
    `offence` which of several offences it is about.
    """

    key: Key
    about: str
    form: Form
    person: str = ""
    dealing: str = ""
    other: str = ""
    places: tuple[Place, ...] = ()
    options: tuple[str, ...] = ()
    enter: str = "skip"
    question: Question | None = None
    offence: str = ""


class Problem(NamedTuple):
    """Why an answer was not taken: what the reader of case files says, or a phrase with its fields."""

    diagnostics: tuple[Diagnostic, ...] = ()
    phrase: str = ""
    fields: tuple[tuple[str, str], ...] = ()


class Moment(NamedTuple):
    """The case, what has been asked, whose dealings are being taken down, and which dealings are new."""

    case: Mapping[str, object]
    passed: frozenset[Key] = frozenset()
    taking: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    fresh: bool = False


@dataclass(frozen=True)
class State:
    """An interview at one moment, with all moments before. Never changed: every answer makes another."""

    now: Moment
    before: tuple[Moment, ...] = ()

    @property
    def case(self) -> Mapping[str, object]:
        """The case so far: plain data with English keys, loadable as soon as it names a person."""
        return self.now.case

    @property
    def loadable(self) -> bool:
        """Whether there is a case to load: somebody is named in it."""
        return bool(self.now.case.get("persons"))

    @cached_property
    def report(self) -> Report | None:
        """The case as it is scored now; None before anybody is named."""
        return evaluate(load_case(self.now.case)) if self.loadable else None

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset that the case is measured by, or will be."""
        if self.report is not None:
            return self.report.ruleset
        named = self.now.case.get("ruleset")
        return load_ruleset(named if isinstance(named, str) else DEFAULT_RULESET)

    def charge(self, ask: Ask) -> PersonReport:
        """The report that a question is about: on one of several offences, or on the person.

        Raises:
            EngineError: nobody is named yet; a fault of this program.
        """
        if self.report is None:
            raise EngineError("engine-fault", detail="no report")
        person = self.report.person(ask.person)
        return next((one for one in person.charges if one.charged == ask.offence), person)

    @cached_property
    def ask(self) -> Ask | None:
        """What is asked next; None when nothing is left that matters."""
        from thresholds.interview.order import upcoming

        return upcoming(self)

    def then(self, moment: Moment) -> State:
        """The state with this moment after the present one."""
        return State(moment, (*self.before, self.now))


def begin(identifier: str = "new-case", ruleset: str | None = None) -> State:
    """An interview from nothing; the identifier is that of the case until another is given.

    Raises:
        NotFoundError: there is no such ruleset.
        SourceErrors: it is wrong.
    """
    case = {"schema": CASE_SCHEMA, "id": identifier}
    if ruleset is not None:
        load_ruleset(ruleset)
        case["ruleset"] = ruleset
    return State(Moment(case, fresh=True))


def resume(case: Mapping[str, object]) -> State:
    """An interview about a case that is there, as plain data: only what is open in it is asked.

    Raises:
        SourceErrors: with everything that is wrong in it.
    """
    evaluate(load_case(case))
    return State(Moment(canonical(case)))
