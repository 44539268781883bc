"""A guided tour: one idea a step, each shown on a matter in `cases/` by what the engine says of it now.

What is said of a step is worded (`demo.<id>.title`, `demo.<id>.text`); what is shown is worked out when it is shown.
"""

from __future__ import annotations

from typing import NamedTuple


class Items(NamedTuple):
    """Some items of a person, with their numbers and reasons; the grade above them."""

    person: str
    items: tuple[str, ...]


class Ladder(NamedTuple):
    """The quantities of a person between zero and the standards."""

    person: str


class Counts(NamedTuple):
    """How the records of a person are counted."""

    person: str


class Questions(NamedTuple):
    """The first so many questions of a person whose answers could raise the tier."""

    person: str
    most: int


class Margins(NamedTuple):
    """What would change the tier of a person: the first so many ways for each side."""

    person: str
    most: int


class Trials(NamedTuple):
    """The grade of a person and some of the items after each of several changes of the case."""

    person: str
    edits: tuple[str, ...]
    items: tuple[str, ...]


class Readings(NamedTuple):
    """The grade of a person under each reading that would change it, and under the readings of either side."""

    person: str


class Overview(NamedTuple):
    """Everybody of a case side by side."""


class Consequences(NamedTuple):
    """What follows from the tier of a person."""

    person: str


class Contents(NamedTuple):
    """The headings of the document that a case is written as."""


Show = Items | Ladder | Counts | Questions | Margins | Trials | Readings | Overview | Consequences | Contents


class Step(NamedTuple):
    """One step: its id, the sample that it is shown on, what is shown, and the command that shows more of it."""

    id: str
    sample: str
    show: Show
    command: str


_ZAOZHUANG, _JOINT = "zaozhuang-2017", "joint-five-persons"
_RESOLD = "往来.D16.条数"

STEPS: tuple[Step, ...] = (
    Step(
        "threshold",
        _ZAOZHUANG,
        Items("wu", ("art5.1.3", "art5.1.7")),
        "thresholds check sample:zaozhuang-2017 --person wu",
    ),
    Step("ladder", _ZAOZHUANG, Ladder("wu"), "thresholds check sample:zaozhuang-2017 --person wu"),
    Step(
        "sum",
        _JOINT,
        Items("甲", ("art5.1.3", "art5.1.4", "art5.1.6")),
        "thresholds check sample:joint-five-persons --person 甲",
    ),
    Step(
        "half",
        _JOINT,
        Items("甲", ("art5.1.3", "art5.1.8")),
        "thresholds check sample:insider-half",
    ),
    Step(
        "tenfold",
        _ZAOZHUANG,
        Items("wu", ("art5.1.8", "art5.2.3")),
        "thresholds check sample:tenfold-of-half",
    ),
    Step("counting", _JOINT, Counts("丙"), "thresholds check sample:joint-five-persons --person 丙"),
    Step(
        "bounds",
        _ZAOZHUANG,
        Items("mu_mou_mou", ("art5.1.3", "art5.2.3")),
        "thresholds check sample:zaozhuang-2017 --person mu_mou_mou",
    ),
    Step(
        "questions",
        _ZAOZHUANG,
        Questions("mu_mou_mou", 2),
        "thresholds questions sample:zaozhuang-2017 --person mu_mou_mou",
    ),
    Step("silent", "wuxi-2018", Questions("zhong_jian_shang", 4), "thresholds questions sample:wuxi-2018"),
    Step(
        "certain",
        "nantong-2019",
        Items("wang_mou_cheng", ("art5.1.3", "art5.1.4", "art5.1.5", "art5.1.7", "art5.2.3")),
        "thresholds check sample:nantong-2019 --person wang_mou_cheng",
    ),
    Step(
        "less",
        _JOINT,
        Trials("丁", (f"{_RESOLD}=5000", f"{_RESOLD}=4999"), ("art5.1.5",)),
        f"thresholds whatif sample:joint-five-persons --set {_RESOLD}=5000",
    ),
    Step("margins", _JOINT, Margins("甲", 3), "thresholds margins sample:joint-five-persons --person 甲"),
    Step("readings", _JOINT, Readings("丁"), "thresholds compare sample:joint-five-persons --by readings"),
    Step(
        "lawful",
        "wuhan-2017",
        Items("ke", ("art5.1.4", "art5.1.5", "art5.2.3", "art6.1.1")),
        "thresholds check sample:wuhan-2017 --person ke",
    ),
    Step("together", _JOINT, Overview(), "thresholds compare sample:joint-five-persons"),
    Step("consequences", _JOINT, Consequences("甲"), "thresholds check sample:joint-five-persons --person 甲"),
    Step(
        "export",
        _ZAOZHUANG,
        Contents(),
        "thresholds check sample:zaozhuang-2017 --format docx --output report.docx",
    ),
)
