"""A case as written: persons, batches, dealings, facts. Frozen; what follows from it is worked out elsewhere."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from thresholds.values.interval import Interval
from thresholds.values.status import Truth

Origin = Literal["duty_or_service", "elsewhere", "unknown"]
#: Free text, lists and maps, kept as they stand.
Free = TypeAliasType("Free", "str | tuple[Free, ...] | dict[str, Free]")

#: Acts by which records are got; an exchange without `to` is one of them.
GETTING = frozenset({"theft", "purchase", "receipt", "exchange", "collection", "other_acquisition"})
#: Acts by which records are supplied; an exchange with `to` is one too.
SUPPLYING = frozenset({"sale", "provision", "publication"})


class Value(BaseModel):
    """Base of everything read from a case file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Remarked(Value):
    """A value with what may stand beside it: why it is so, on what evidence, whether it is disputed."""

    because: str = ""
    evidence: tuple[str, ...] = ()
    disputed: bool = False


class Figure(Remarked):
    """A number of records (条) or of fen (分) between two bounds, both included; no upper bound is None."""

    at_least: Annotated[int, Field(ge=0)]
    at_most: int | None
    written: str = ""

    @property
    def interval(self) -> Interval:
        """The two bounds."""
        return Interval(self.at_least, self.at_most)


class Rate(Remarked):
    """A share of the whole, between two exact bounds."""

    at_least: Fraction
    at_most: Fraction
    written: str = ""


class Stated(Remarked):
    """A fact that the file states: yes, no or unknown."""

    truth: Truth


class Days(Remarked):
    """When something was: the first and the last day possible."""

    first: date
    last: date
    written: str = ""


class Category(Remarked):
    """The category of a body of records: one, or one of several, or (`each`) several carried by each record."""

    options: tuple[str, ...]
    each: bool = False


class Deductions(Value):
    """What is taken off a body of records (第十一条第三款), and what was checked one by one."""

    duplicates: Figure | None = None
    inauthentic: Figure | None = None
    public: Figure | None = None
    verified: Figure | None = None
    duplicate_rate: Rate | None = None
    inauthentic_rate: Rate | None = None

    @property
    def given(self) -> bool:
        """Whether the file states any."""
        return bool(self.model_fields_set)


NOTHING_OFF = Deductions()


class Evidence(Value):
    """A piece of evidence that facts and figures refer to."""

    id: str
    kind: str = ""
    what: str = ""
    at: str = ""
    note: str = ""


class Person(Value):
    """A person to be judged."""

    id: str
    name: str = ""
    role: str = ""
    kind: Literal["natural", "unit"] = "natural"
    note: str = ""
    source: Free = ""
    court: Free = ""


class Body(Value):
    """A body of records of its own: what a batch is, or what a dealing without a batch is about."""

    category: Category | None = None
    records: Figure | None = None
    obtained_in: Origin | None = None
    deductions: Deductions = NOTHING_OFF
    consent: Stated | None = None
    anonymised: Stated | None = None
    counting: str = ""
    evidence: tuple[str, ...] = ()


class Batch(Body):
    """A named body of records, so that getting it and supplying it are known to be the same records."""

    id: str


class Dealing(Value):
    """One line of the ledger: who did what with which records."""

    id: str
    line: int
    by: tuple[str, ...]
    act: str
    to: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    date: Days | None = None
    batch: str | None = None
    records: Figure | None = None
    bodies: tuple[Body, ...] = ()
    paid: Figure | None = None
    obtained_in: Origin | None = None
    deductions: Deductions = NOTHING_OFF
    knew_of_crime: Stated | None = None
    used_in_crime: Stated | None = None
    lawful_business: Stated | None = None
    consent: Stated | None = None
    anonymised: Stated | None = None
    counting: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""

    @property
    def supplies(self) -> bool:
        """Whether it is a supply: a sale, a provision, a publication, or an exchange that names a recipient."""
        return self.act in SUPPLYING or (self.act == "exchange" and bool(self.to))

    @property
    def gets(self) -> bool:
        """Whether records are got by it; an exchange is always a getting."""
        return self.act in GETTING


class Gains(Remarked):
    """Illegal gains in fen: as received, and after deduction of cost. A plain figure stands for both."""

    gross: Figure | None
    net: Figure | None


class Punishment(Remarked):
    """An earlier criminal punishment: stated, dated, or ended in exemption from punishment."""

    truth: Truth
    exempted: bool = False
    days: Days | None = None


class Penalty(Remarked):
    """An administrative penalty: stated to lie within two years, or dated."""

    truth: Truth
    days: tuple[Days, ...] = ()


class Occasion(Remarked):
    """One of several occasions of which a number or an amount is made; those dealt with already do not count."""

    figure: Figure
    date: Days | None = None
    dealt_with: Truth = Truth.NO


class Amount(Remarked):
    """A number of things or of fen that a ruleset asks for: one figure, or several occasions."""

    occasions: tuple[Occasion, ...]


class Tally(Remarked):
    """Records by category that a ruleset asks for, apart from what the dealings say."""

    records: dict[str, Figure]


#: A fact that a ruleset declares itself.
Declared = Stated | Amount | Tally | Penalty | Punishment


class Facts(Value):
    """Facts of one person; None where the file does not mention them.

    `declared` has the facts that rulesets declare themselves, by id.
    """

    illegal_gains: Gains | None = None
    profit_from_use: Figure | None = None
    lawful_business: Stated | None = None
    prior_criminal_punishment: Punishment | None = None
    administrative_penalty: Penalty | None = None
    grave_consequences: Stated | None = None
    major_economic_loss: Stated | None = None
    adverse_social_impact: Stated | None = None
    first_offender: Stated | None = None
    full_restitution: Stated | None = None
    repentance: Stated | None = None
    breach_of_state_provisions: Stated | None = None
    role_in_joint_offence: str | None = None
    website_or_group: Stated | None = None
    sole_purpose_crime: Stated | None = None
    voluntary_surrender: Stated | None = None
    confession: Stated | None = None
    meritorious_service: Stated | None = None
    plea_and_acceptance: Stated | None = None
    attempt: Stated | None = None
    minor: Stated | None = None
    recidivist: Stated | None = None
    conduct_date: Days | None = None
    case_filed_on: Days | None = None
    staff_of_listed_unit: Stated | None = None
    breach_of_state_regulations: Stated | None = None
    declared: dict[str, Declared] = {}

    def over(self, other: Facts) -> Facts:
        """These facts where they are stated, otherwise those of `other` (everyone's)."""
        own = {name: value for name in type(self).model_fields if (value := getattr(self, name)) is not None}
        return other.model_copy(update=own | {"declared": other.declared | self.declared})

    def get(self, name: str) -> object:
        """What the file says of a fact, of the format's own or declared by a ruleset; None where it says nothing."""
        return self.declared[name] if name in self.declared else getattr(self, name, None)

    @property
    def names(self) -> frozenset[str]:
        """The facts that the file mentions."""
        return frozenset(self.model_fields_set - {"declared"}) | self.declared.keys()


class Expectation(Value):
    """What a test expects of one person; None and empty mean that nothing is expected."""

    at_least: str | None = None
    at_most: str | None = None
    statuses: tuple[tuple[str, str], ...] = ()
    depends_on: tuple[str, ...] = ()
    counted: tuple[tuple[str, Interval], ...] = ()
    line: int = 0


class Case(Value):
    """A case file."""

    id: str
    title: str = ""
    ruleset: str | None = None
    judged_on: Days | None = None
    persons: dict[str, Person]
    batches: dict[str, Batch] = {}
    dealings: tuple[Dealing, ...] = ()
    evidence: dict[str, Evidence] = {}
    facts: dict[str, Facts] = {}
    everyone: Facts = Facts()
    readings: dict[str, str] = {}
    region: str = ""
    standards: dict[str, Figure] = {}
    expected: dict[str, Expectation] | None = None
    source: Free = ""
    note: Free = ""
    court: Free = ""
    file: str = ""
    sha256: str = ""

    def facts_of(self, person: str) -> Facts:
        """The person's own facts, and everyone's where he has none of his own."""
        own = self.facts.get(person)
        if own is None:
            return self.everyone
        return own.over(self.everyone) if self.everyone.model_fields_set else own
