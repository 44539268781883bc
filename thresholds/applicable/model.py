"""Which law governs one person, as values: why, what a competing law would make, and until when he can be tried."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from thresholds.applicable.span import Span
from thresholds.law.model import Grade, Ruleset
from thresholds.values.dates import DateRange

if TYPE_CHECKING:
    from thresholds.law.statute import Version


class Named(NamedTuple):
    """What a ground names or cites, in Chinese and in English where that differs; a grade by its id."""

    zh: str
    en: str = ""


#: From the old law and the new the lighter; interpretations on conduct before them.
CODE = Named("刑法第十二条第一款", "Criminal Law art. 12 ¶1")
RETROACTIVE = Named("高检发释字〔2001〕5号第一条、第二条", "高检发释字〔2001〕5号 arts. 1 and 2")
THE_ONE_THEN = Named("高检发释字〔2001〕5号第三条", "高检发释字〔2001〕5号 art. 3")
CLOSED = Named("高检发释字〔2001〕5号第四条", "高检发释字〔2001〕5号 art. 4")


class Part(StrEnum):
    """What a law has to do with the person: it governs, it may (dates decide), or it only stands beside."""

    GOVERNS = "governs"
    MAY_GOVERN = "may_govern"
    COMPETES = "competes"


class Ground(NamedTuple):
    """Why a law governs: the rule (a key of the wording), where it stands, how sure it is, and on which dates.

    `status` is settled, practice, contested, open, or analog (written for another change of the law); `dealings` are
    those that the rule takes out or leaves open.
    """

    rule: str
    citation: Named = Named("")
    status: str = "settled"
    days: tuple[date, ...] = ()
    dealings: tuple[str, ...] = ()
    names: tuple[Named, ...] = ()


class LawName(NamedTuple):
    """A law by its id, as it is cited, and when it was in force (None: from the beginning, or until now)."""

    id: str
    citation: str
    citation_en: str
    start: date | None
    until: date | None
    note: str = ""
    version: Version | None = None


def named_by(ruleset: Ruleset) -> LawName:
    """A ruleset as a law among others."""
    force = ruleset.in_force
    return LawName(ruleset.id, ruleset.citation, ruleset.citation, force.start, force.until)


class Result(NamedTuple):
    """What one law makes of the person: the lowest and the highest grade (ids), and the ranges of those in question.

    `restricted` says that only what was done under this law is counted.
    """

    law: LawName
    part: Part
    at_least: str
    at_most: str
    ranges: tuple[Grade, ...]
    labels: dict[str, tuple[str, str]]
    restricted: bool = False


class Filed(StrEnum):
    """How the last day of limitation stands to the filing of the case and to the judgment, as the file gives them."""

    UNKNOWN = "unknown"
    IN_TIME = "in_time"
    PERHAPS = "perhaps"
    LATE = "late"
    JUDGED_AFTER = "judged_after"
    JUDGED_BEFORE = "judged_before"


class Term(NamedTuple):
    """The time in which one grade of one law can be prosecuted: years, and the last day, between two days.

    `last` is None where the end of the conduct is not known, and its own `last` is the last day possible; `part` says
    whether the law governs.
    """

    law: LawName
    grade: Grade
    years: int
    last: DateRange | None
    filed: Filed
    part: Part = Part.GOVERNS


class Law(NamedTuple):
    """Which law governs one person.

    `plain` says that it is the present law whatever the dates; `named`, that the file names what it is measured by,
    which goes before what the dates would choose. `closed` is the day of a judgment before the interpretation.
    """

    governing: tuple[LawName, ...]
    why: tuple[Ground, ...]
    results: tuple[Result, ...]
    limitation: tuple[Term, ...]
    span: Span | None
    plain: bool = True
    named: bool = False
    gap: tuple[date, date] | None = None
