"""A ruleset: one instrument in one version, in the order of the law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field

from thresholds.law.conditions import Condition, Flag, LawValue, MoneyStandard, Years
from thresholds.values.citation import cite, single_paragraphs

GENERAL = "general"


class Period(LawValue):
    """In force from a day, until a day (included) or until further notice."""

    start: Annotated[date, Field(alias="from")]
    until: date | None = None


class Grade(LawValue):
    """A grade, from the lowest; the statute's range for it in words and in months; `life` where 无期徒刑 is in it.

    A label is needed where the glossary has none for the id; an offence where the ruleset has several.
    """

    id: str
    label: str = ""
    label_en: str = ""
    offence: str = ""
    range: str = ""
    range_en: str = ""
    months: tuple[int, int] | None = None
    life: Flag = False


class Offence(LawValue):
    """One of several offences of an instrument, the article of the statute that makes it one, and since when.

    `new_offence` says that there was none before that article, so that earlier conduct is no such offence.
    """

    id: str
    label: str
    label_en: str = ""
    statute: str
    statute_from: date | None = None
    new_offence: Flag = False


class Return(LawValue):
    """What becomes of the conduct when the records are passed on, and the reading that says how far."""

    cite: str
    reading: str


class Conduct(LawValue):
    """A kind of conduct that has standards of its own and is taken out of the general ones."""

    id: str
    cite: str
    gloss: str
    gloss_en: str = ""
    acts: tuple[str, ...]
    categories: tuple[str, ...]
    fact: str
    returns: Return | None = None


class Item(LawValue):
    """One item of a paragraph: its own words, and when it is met."""

    id: str
    gloss: str
    gloss_en: str = ""
    when: Condition
    note: str = ""


class Standards(LawValue):
    """A paragraph any item of which gives a grade; `requires` is what its opening words ask besides."""

    id: str
    gloss: str
    gloss_en: str = ""
    grade: str
    offence: str = ""
    conduct: str = GENERAL
    requires: Condition | None = None
    any_of: tuple[Item, ...]
    note: str = ""


class WhenGrade(LawValue):
    """When a consequence or a leniency applies: a grade, a lowest grade, and facts.

    With `items` one of these must be met, and the grade is the highest that they give, not that of the person. A fact
    in `none_of` excludes; one that the file does not mention does not.
    """

    grade: str | None = None
    from_grade: str | None = None
    items: tuple[str, ...] = ()
    fact: str | None = None
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that must be so."""
        return (*((self.fact,) if self.fact else ()), *self.all_of)


RuleKind = Literal[
    "definition",
    "exclusion",
    "supply",
    "acquisition",
    "resale",
    "consequence",
    "reference",
    "leniency",
    "counted_once",
    "each_recipient_counted",
    "seized_quantity",
    "fine",
    "in_force",
    "accumulation",
    "concurrence",
    "valuation",
]


class Rule(LawValue):
    """A provision that sets no standard: a definition, an exclusion, a way of counting, a consequence."""

    id: str
    gloss: str
    gloss_en: str = ""
    rule: RuleKind
    acts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    counted_singly: tuple[str, ...] = ()
    when: WhenGrade | None = None
    of: str | None = None
    times: tuple[int, int] | None = None
    floor: MoneyStandard | None = None
    ceiling: MoneyStandard | None = None
    within: Years | None = None
    offence: str = ""
    offence_en: str = ""
    note: str = ""


FactKind = Literal["truth", "number", "money", "records", "penalty", "punishment"]


class DrawnFrom(LawValue):
    """Records among which what a fact counts may be found."""

    records_of: tuple[str, ...]


class FactDeclaration(LawValue):
    """A fact that the ruleset reads, the side it can work for, and how it is asked.

    A `kind` makes it a fact of the ruleset's own, which case files state by its id or its label; facts without
    one belong to the format of case files. Where a case does not state a number that is `drawn_from` records, at
    most so many of these may be such: that is said of neighbouring offences, and decides nothing.
    """

    id: str
    kind: FactKind | None = None
    unit: str = ""
    label: str = ""
    label_en: str = ""
    direction: Literal["raises", "lowers", "both"]
    drawn_from: DrawnFrom | None = None
    asks: str
    asks_en: str = ""


class Option(LawValue):
    """One way to read the text."""

    zh: str
    en: str = ""


class Reading(LawValue):
    """A point that the text leaves open: its options, the first of which is the default, and its sources."""

    id: str
    asks: str
    asks_en: str = ""
    options: dict[str, Option]
    favours_accused: str
    law: str
    basis: str
    status: Literal["practice", "contested", "open"]

    @property
    def default(self) -> str:
        """The option used unless another is chosen."""
        return next(iter(self.options))

    @property
    def favours_prosecution(self) -> str:
        """The option that counts most against the accused."""
        return next(option for option in self.options if option != self.favours_accused)


class Region(LawValue):
    """What one region has fixed, and where that is read."""

    region: str
    value: MoneyStandard
    source: str
    confirmed: Flag = False


class Parameter(LawValue):
    """A standard that regions fix inside a band (分)."""

    id: str
    label: str
    label_en: str = ""
    at_least: MoneyStandard
    at_most: MoneyStandard
    asks: str
    asks_en: str = ""
    regions: tuple[Region, ...] = ()


class Neighbour(LawValue):
    """A ruleset of other offences, and the categories of records that may be its matter too."""

    ruleset: str
    records_of: tuple[str, ...]


class Ruleset(LawValue):
    """An instrument as rules."""

    schema_id: Annotated[Literal["thresholds/ruleset/1"], Field(alias="schema")]
    id: str
    title: str
    title_en: str = ""
    citation: str
    offence: str
    offence_label: str = ""
    offence_label_en: str = ""
    offences: tuple[Offence, ...] = ()
    statute: str
    statute_from: date | None = None
    new_offence: Flag = False
    succeeds: str = ""
    in_force: Period
    grades: tuple[Grade, ...]
    conduct: tuple[Conduct, ...] = ()
    provisions: tuple[Standards | Rule, ...]
    facts: tuple[FactDeclaration, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    readings: tuple[Reading, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    sha256: str = ""
    file: str = ""

    @cached_property
    def standards(self) -> tuple[Standards, ...]:
        """The paragraphs that give grades."""
        return tuple(provision for provision in self.provisions if isinstance(provision, Standards))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All other provisions."""
        return tuple(provision for provision in self.provisions if isinstance(provision, Rule))

    def __hash__(self) -> int:
        return hash((self.id, self.sha256, self.file))

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """A copy with these fields changed; what was worked out of the old ones is worked out anew."""
        made = super().model_copy(update=dict(update or {}), deep=deep)
        for name in made.__dict__.keys() - type(self).model_fields.keys():
            del made.__dict__[name]
        return made

    def items(self) -> Iterator[tuple[Standards, Item]]:
        """Every item with its paragraph, in the order of the law."""
        for paragraph in self.standards:
            for item in paragraph.any_of:
                yield paragraph, item

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Items by id."""
        return {item.id: item for _, item in self.items()}

    @cached_property
    def declared(self) -> dict[str, FactDeclaration]:
        """Facts of the ruleset's own, by id."""
        return {fact.id: fact for fact in self.facts if fact.kind}

    @cached_property
    def labels(self) -> dict[str, tuple[str, str]]:
        """Labels, in Chinese and in English, of what the ruleset itself names: grades, facts, parameters, offences."""
        groups: tuple[tuple[Grade | FactDeclaration | Parameter | Offence, ...], ...] = (
            self.grades,
            self.facts,
            self.parameters,
            self.offences,
        )
        named = [entry for group in groups for entry in group]
        found = {entry.id: (entry.label, entry.label_en or entry.label) for entry in named if entry.label}
        if self.offence_label:
            found[self.offence] = (self.offence_label, self.offence_label_en or self.offence_label)
        return found

    @cached_property
    def from_dealings(self) -> bool:
        """Whether conduct is what dealings in records are: the ruleset says which acts get or supply them."""
        return any(rule.rule in ("acquisition", "supply") for rule in self.rules)

    @cached_property
    def grade_ids(self) -> tuple[str, ...]:
        """Grades from the lowest."""
        return tuple(grade.id for grade in self.grades)

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """Everything that has a status, in the order of the law."""
        found = []
        for provision in self.provisions:
            if isinstance(provision, Standards):
                found += [item.id for item in provision.any_of]
            elif provision.rule == "leniency":
                found.append(provision.id)
        return tuple(found)

    @cached_property
    def single(self) -> frozenset[int]:
        """The articles that have one paragraph, as far as the ruleset goes."""
        return single_paragraphs([*[provision.id for provision in self.provisions], *self.by_id])

    def cite(self, item: str, lang: str = "zh") -> str:
        """The pinpoint of an item as it is cited; an article with one paragraph is cited without it.

        Raises:
            ValueError: the id is not of the form `art5.1.3`.
        """
        return cite(item, lang, self.single)

    def reading(self, identifier: str) -> Reading | None:
        """A declared reading."""
        return next((reading for reading in self.readings if reading.id == identifier), None)
