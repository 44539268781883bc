"""What follows after the grade, as data: consequences in layers, floors of fines, and dated overlays beside the law."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from thresholds.law.conditions import Flag, LawValue, MoneyStandard
from thresholds.law.model import Period

#: What a consequence does to the sentence: heavier or lighter within the range, below it, none at all; several offences
#: punished together, or the heaviest alone.
Effect = Literal["heavier", "lighter", "mitigated", "exempt", "cumulated", "heaviest_alone"]
#: The layers, each of which sees what was concluded in those before it; `range` is made from the ruleset itself.
LayerName = Literal["range", "circumstances", "latitude", "limits"]
LAYERS: tuple[LayerName, ...] = ("range", "circumstances", "latitude", "limits")
#: How sure the law is of a rule: its text or uniform authority, dominant practice, a real split, no authority found.
Certainty = Literal["settled", "practice", "contested", "open"]
Duty = Literal["shall", "may"]
#: The question that a consequence answers, where there is one that every report asks.
Bearing = Literal["probation_possible", "probation_excluded", "below_range", "exemption", "several_offences"]


class Follows(LawValue):
    """Base of everything read from these files; what validates it is made on first use, which many runs never need."""

    model_config = ConfigDict(defer_build=True)


class Reached(Follows):
    """A grade is reached at all."""

    reached: Flag


class InGrade(Follows):
    """This very grade is reached."""

    grade: str


class FromGrade(Follows):
    """This grade or a higher one is reached."""

    from_grade: str


class FactIs(Follows):
    """The file states a fact of the person; `is: no`: it does not, or denies it."""

    fact: str
    holds: Annotated[Flag, Field(alias="is")] = True


class Unstated(Follows):
    """The file does not mention a fact of the person."""

    unstated: str


class RoleIs(Follows):
    """The person's part in a joint offence."""

    role: Literal["principal", "accessory", "ringleader"]


class About(Follows):
    """What the evaluation knows of the person.

    A unit; that the statute has units answer for the offence; that records from duty or service were supplied; that
    nothing but the lower standard for these carries the grade; that the person reaches another offence of the
    instrument; that this was other conduct (which no file says); that a provision has the heavier offence govern.
    """

    about: Literal[
        "unit",
        "units_answer",
        "duty_information_supplied",
        "half_rule_alone",
        "another_offence",
        "other_conduct",
        "heavier_governs",
    ]
    holds: Annotated[Flag, Field(alias="is")] = True


class RestingOn(Follows):
    """The grade rests on items among these, and on no other."""

    resting_on: tuple[str, ...]


class ByProvision(Follows):
    """A provision of the ruleset itself holds, under the conditions that stand there."""

    provision: str


class Neighbour(Follows):
    """Another offence, named by its article, that the report points to on the same facts."""

    neighbour: str


class Months(Follows):
    """Months between two bounds, both included."""

    at_least: int | None = None
    at_most: int | None = None


class RangeFrom(Follows):
    """The lower end of the statutory range of the grade."""

    range_from: Months


class RangeTo(Follows):
    """The upper end of the statutory range of the grade."""

    range_to: Months


class Concluded(Follows):
    """Something was concluded in an earlier layer; `is: no`: it was not."""

    concluded: str
    holds: Annotated[Flag, Field(alias="is")] = True


class HasEffect(Follows):
    """Something of this effect was concluded in an earlier layer; what is contested does not count."""

    effect: Effect


class AmountIs(Follows):
    """An amount of money (分) is at least, or below, a number; made from the ruleset's rule on the fine."""

    amount: str
    at_least: int | None = None
    below: int | None = None


class ItemsReach(Follows):
    """The highest grade that these items give, as a rank, is at least so high; made from a provision's `items`."""

    items: tuple[str, ...]
    least: int
    most: int | None = None


class AnyOf(Follows):
    """One of these is enough."""

    any_of: tuple[When, ...]


class AllOf(Follows):
    """All of these are needed."""

    all_of: tuple[When, ...]


KINDS: dict[str, type[Follows]] = {
    "reached": Reached,
    "grade": InGrade,
    "from_grade": FromGrade,
    "fact": FactIs,
    "unstated": Unstated,
    "role": RoleIs,
    "about": About,
    "resting_on": RestingOn,
    "provision": ByProvision,
    "neighbour": Neighbour,
    "range_from": RangeFrom,
    "range_to": RangeTo,
    "concluded": Concluded,
    "effect": HasEffect,
    "any_of": AnyOf,
    "all_of": AllOf,
}


def _kind(value: object) -> str | None:
    keys = value.keys() if isinstance(value, dict) else getattr(type(value), "model_fields", {}).keys()
    made = "amount" if isinstance(value, AmountIs) else "items" if isinstance(value, ItemsReach) else None
    return next((kind for kind in KINDS if kind in keys), made)


When = Annotated[
    Annotated[Reached, Tag("reached")]
    | Annotated[InGrade, Tag("grade")]
    | Annotated[FromGrade, Tag("from_grade")]
    | Annotated[FactIs, Tag("fact")]
    | Annotated[Unstated, Tag("unstated")]
    | Annotated[RoleIs, Tag("role")]
    | Annotated[About, Tag("about")]
    | Annotated[RestingOn, Tag("resting_on")]
    | Annotated[ByProvision, Tag("provision")]
    | Annotated[Neighbour, Tag("neighbour")]
    | Annotated[RangeFrom, Tag("range_from")]
    | Annotated[RangeTo, Tag("range_to")]
    | Annotated[Concluded, Tag("concluded")]
    | Annotated[HasEffect, Tag("effect")]
    | Annotated[AmountIs, Tag("amount")]
    | Annotated[ItemsReach, Tag("items")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[AllOf, Tag("all_of")],
    Discriminator(_kind),
]


class View(Follows):
    """One side of a contested point, in own words."""

    zh: str
    en: str = ""


class PresentText(Follows):
    """The article as the ruleset names it: under an earlier text of it, nothing follows.

    `open_where` is the fact that is asked of a person while dates leave open which text governs.
    """

    statute: str
    open_where: str


class Consequence(Follows):
    """One thing that follows, or may follow: when, by which provisions, with which effect, and how sure that is.

    `always` has its conditions listed whether or not it applies; `only_under` where it rests on one text of a statute.
    """

    id: str
    layer: LayerName
    label: str
    label_en: str
    gloss: str
    gloss_en: str
    law: tuple[str, ...]
    status: Certainty = "settled"
    duty: Duty | None = None
    effects: tuple[Effect, ...] = ()
    bears_on: Bearing | None = None
    when: When
    views: tuple[View, ...] = ()
    basis: str = ""
    basis_en: str = ""
    always: Flag = False
    in_force: Period | None = None
    only_under: PresentText | None = None


class Punishment(Follows):
    """A principal punishment: the word by which the statute's range names it, and its own limits in months."""

    id: str
    word: str
    label_en: str
    months: tuple[int, int] | None = None
    law: tuple[str, ...]


class FineFloor(Follows):
    """A lowest fine (分) in place of the ruleset's own, where a fact of the person is so."""

    id: str
    fact: str
    floor: MoneyStandard
    gloss: str
    gloss_en: str
    law: tuple[str, ...]


class Units(Follows):
    """Whether the statute has units answer for the offence of an article: since a day, or (without one) never."""

    statute: str
    since: date | None = None
    law: tuple[str, ...] = ()


class HeavierGoverns(Follows):
    """An article, or a paragraph of one, by whose own provision the heavier offence governs the same conduct."""

    statute: str
    law: tuple[str, ...]


class ProbationPeriod(Follows):
    """The period of probation for a punishment, in months; never shorter than the sentence itself."""

    punishment: str
    months: tuple[int, int]
    law: tuple[str, ...]


class ConsequencesFile(Follows):
    """Consequences of the general part, or (beside a ruleset) of one offence."""

    schema_id: Annotated[Literal["thresholds/consequences/1"], Field(alias="schema")]
    id: str
    title: str
    title_en: str
    citation: str
    source: str
    in_force: Period
    punishments: tuple[Punishment, ...] = ()
    fine_floors: tuple[FineFloor, ...] = ()
    probation: tuple[ProbationPeriod, ...] = ()
    units: tuple[Units, ...] = ()
    heavier_governs: tuple[HeavierGoverns, ...] = ()
    most_for_probation: int | None = None
    consequences: tuple[Consequence, ...] = ()
    sha256: str = ""
    file: str = ""

    def __hash__(self) -> int:
        return hash((self.id, self.sha256, self.file))

    @cached_property
    def by_id(self) -> dict[str, Consequence]:
        """Consequences by id."""
        return {entry.id: entry for entry in self.consequences}


class StartingPoint(Follows):
    """Where a document on sentencing starts from, for one grade of one ruleset, in months."""

    ruleset: str
    grade: str
    months: tuple[int, int]
    gloss: str
    gloss_en: str


class Overlay(Follows):
    """A dated document on sentencing that stands beside the law: never part of the statutory range.

    `trial_until` is the last day of its trial period, where it has one; `known_from` says how well it is known.
    """

    schema_id: Annotated[Literal["thresholds/overlay/1"], Field(alias="schema")]
    id: str
    title: str
    title_en: str
    citation: str
    source: str
    in_force: Period
    trial_until: date | None = None
    known_from: Literal["official", "secondary"]
    caveat: str
    caveat_en: str
    after_trial: str = ""
    after_trial_en: str = ""
    starting_points: tuple[StartingPoint, ...]
    sha256: str = ""
    file: str = ""

    def __hash__(self) -> int:
        return hash((self.id, self.sha256, self.file))
