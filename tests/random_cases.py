"""Random cases with their expectations, most of them on or next to a boundary of the law.

A case is first a `Draft`: concrete bodies of records, and lines that say which of their records went
where. From the draft come, on separate ways, the case as a file would write it (in English, Chinese
or both) and one complete world for each person, which the oracle judges. Nothing in a draft is
unknown, and parts of a batch move only where the count does not depend on which records they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from random import Random
from typing import Literal

import oracle
from oracle import CLASSES, DEFAULT, Readings, Record, World

CaseDict = dict[str, object]
Expected = dict[str, object]

GETTING = ("theft", "purchase", "receipt", "collection", "other_acquisition")
FOR_BUSINESS = ("purchase", "receipt")
SUPPLY = ("sale", "provision", "publication")
RECIPIENTS = ("b", "丁", "c", "某公司", "e")
PUBLIC, UNNAMED = "the public", "not named"
WEIGHTS = (100, 10, 1)
FIRST_ID, SECOND_ID = "a", "乙"
DAY = date(2021, 6, 10)


# -- drafts -------------------------------------------------------------------------------------


@dataclass
class Body:
    """One body of records, all of it of the same kinds; `listed` bodies stand under `batches`."""

    id: str
    kinds: tuple[str, ...]
    size: int
    listed: bool
    duty: bool = False
    less: dict[str, int] = field(default_factory=dict)
    rates: dict[str, Fraction] = field(default_factory=dict)

    def genuine(self) -> int:
        """Return what remains: numbers are deducted first, rates apply to the rest, art. 11 ¶3."""
        return floor((self.size - sum(self.less.values())) * (1 - sum(self.rates.values())))


@dataclass
class Line:
    """One dealing; of a listed body it may move the part from `start` to `stop`."""

    by: tuple[str, ...]
    act: str
    bodies: tuple[Body, ...]
    to: tuple[str, ...] = ()
    source: str = ""
    duty: bool | None = None
    start: int = 0
    stop: int | None = None
    paid: int | None = None
    day: date | None = None
    marks: dict[str, bool] = field(default_factory=dict)

    def counts(self) -> bool:
        """Tell whether the dealing counts: neither consent nor anonymised, art. 3 ¶2."""
        return not (self.marks.get("consent") or self.marks.get("anonymised"))

    def supplies(self) -> bool:
        """Tell whether records are supplied by it; an exchange with a recipient does both."""
        return self.act in SUPPLY or (self.act == "exchange" and bool(self.to))

    def gets(self) -> bool:
        """Tell whether records are got by it."""
        return self.act in GETTING or self.act == "exchange"

    def recipients(self) -> frozenset[str]:
        """Return to whom it supplies; a publication has one recipient, so has a line without `to`."""
        if not self.supplies():
            return frozenset()
        return frozenset(self.to or ((PUBLIC,) if self.act == "publication" else (UNNAMED,)))

    def moves(self, body: Body, first: int, last: int) -> bool:
        """Tell whether the records of a body from `first` to `last` are among those moved."""
        stop = body.size if self.stop is None else self.stop
        return body in self.bodies and self.start <= first and last <= stop


@dataclass
class Facts:
    """The stated facts of one person; money in fen."""

    gains: int | None = None
    profit: int | None = None
    lawful: bool = False
    criminal: bool | None = None
    penalty: bool | date | None = None
    marks: dict[str, bool] = field(default_factory=dict)


@dataclass
class Draft:
    """A case before it is written down."""

    rng: Random
    near: bool
    persons: list[str] = field(default_factory=lambda: [FIRST_ID])
    bodies: list[Body] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    facts: dict[str, Facts] = field(default_factory=dict)
    readings: Readings = DEFAULT
    exclusive_years: bool = False

    def of(self, person: str = FIRST_ID) -> Facts:
        """Return the facts of a person."""
        return self.facts.setdefault(person, Facts())

    def chance(self, share: float) -> bool:
        """Return yes with the probability given."""
        return self.rng.random() < share

    def beside(self, target: int) -> int:
        """Return a number on or next to the target, or any other number about it."""
        if self.near:
            return max(0, target + self.rng.choice((-1, 0, 0, 1)))
        return self.rng.randint(0, 2 * target)

    def body(self, kinds: Sequence[str], size: int, *, listed: bool, duty: bool = False) -> Body:
        """Add a body of records."""
        made = Body(f"B{len(self.bodies) + 1}", tuple(kinds), size, listed, duty)
        self.bodies.append(made)
        return made

    def line(self, act: str, *bodies: Body, to: Sequence[str] = (), duty: bool | None = None) -> Line:
        """Add a dealing of the first person."""
        source = self.rng.choice(("", "丙", "s")) if act in GETTING else ""
        made = Line((FIRST_ID,), act, bodies, tuple(to), source, duty)
        self.lines.append(made)
        return made


# -- from a draft to worlds ---------------------------------------------------------------------


def counted_lines(draft: Draft, person: str) -> list[Line]:
    """Return the dealings this person answers for; who acts jointly answers for the whole."""
    return [line for line in draft.lines if person in line.by and line.counts()]


def for_business(draft: Draft, person: str, line: Line) -> bool:
    """Tell whether a getting is a purchase or receipt for lawful business, art. 6 ¶1."""
    stated = line.marks.get("lawful_business") or draft.of(person).lawful
    return line.act in FOR_BUSINESS and bool(stated)


def got_in_duty(draft: Draft, person: str, body: Body) -> bool:
    """Tell whether this person has the body from duty or service, art. 5 ¶1 (8).

    His own lines go first; then the batch speaks, but not for one who bought or received it.
    """
    stated = [line.duty for line in draft.lines if person in line.by and body in line.bodies]
    if True in stated or False in stated:
        return True in stated
    bought = any(
        person in line.to or (person in line.by and line.act in FOR_BUSINESS)
        for line in draft.lines
        if body in line.bodies
    )
    return body.duty and not bought


def cuts(draft: Draft, body: Body) -> list[tuple[int, int]]:
    """Divide a body into runs of records that always move together and are alike genuine."""
    moved = [line for line in draft.lines if body in line.bodies]
    ends = {0, body.genuine(), body.size} | {line.start for line in moved}
    points = sorted(ends | {line.stop for line in moved if line.stop is not None})
    return list(pairwise(points)) or [(0, 0)]


def records_of(draft: Draft, person: str, body: Body) -> list[tuple[Record, list[Line]]]:
    """Return the records of a body as this person had them, each with the lines that moved it."""
    found = []
    for first, last in cuts(draft, body):
        lines = [line for line in counted_lines(draft, person) if line.moves(body, first, last)]
        getting = [line for line in lines if line.gets()]
        record = Record(
            id=f"{body.id} from {first}",
            category=min(body.kinds, key=oracle.class_of),
            from_duty=got_in_duty(draft, person, body),
            lawful=bool(getting) and all(for_business(draft, person, line) for line in getting),
            genuine=last <= body.genuine(),
            body=body.id,
            alike=last - first,
        )
        found.append((record, lines))
    return found


def gains_of(draft: Draft, person: str) -> tuple[int, int]:
    """Return the gains and their part from duty: what is stated, else what was paid, in fen.

    A stated total says nothing of the duty part unless every supply was from duty.
    """
    supplies = [line for line in counted_lines(draft, person) if line.supplies()]
    duty = [line for line in supplies if all(got_in_duty(draft, person, body) for body in line.bodies)]
    stated = draft.of(person).gains
    if stated is not None:
        return stated, stated if supplies and len(duty) == len(supplies) else 0
    return sum(line.paid or 0 for line in supplies), sum(line.paid or 0 for line in duty)


def punished_before(draft: Draft, person: str) -> bool:
    """Tell whether art. 5 ¶1 (9) and art. 6 ¶1 (2) have their earlier punishment."""
    facts = draft.of(person)
    if isinstance(facts.penalty, date):
        last = facts.penalty.replace(year=facts.penalty.year + 2)
        within = last > DAY or (last == DAY and not draft.exclusive_years)
        return bool(facts.criminal) or within
    return bool(facts.criminal) or bool(facts.penalty)


def world_of(draft: Draft, person: str) -> World:
    """Build the complete world of one person."""
    pairs = [pair for body in draft.bodies for pair in records_of(draft, person, body)]
    mine = [(record, lines) for record, lines in pairs if lines]
    lines = [line for line in counted_lines(draft, person) if line.supplies()]
    used = [line for line in lines if line.marks.get("used_in_crime")]
    marks = draft.of(person).marks
    gains, duty_gains = gains_of(draft, person)
    return World(
        records=tuple(record for record, _ in mine),
        got=frozenset(record.id for record, moved in mine if any(line.gets() for line in moved)),
        supplied={record.id: frozenset[str]().union(*(one.recipients() for one in moved)) for record, moved in mine},
        gains=gains,
        duty_gains=duty_gains,
        knew_of_crime=any(line.marks.get("knew_of_crime") for line in lines),
        location_used_in_crime=any("location_tracking" in body.kinds for line in used for body in line.bodies),
        prior=punished_before(draft, person),
        grave_consequences=marks.get("grave_consequences", False),
        major_loss=marks.get("major_economic_loss", False),
        adverse_impact=marks.get("adverse_social_impact", False),
        profit_from_use=draft.of(person).profit or 0,
        breach=marks.get("breach_of_state_provisions", True),
    )


# -- laying out numbers of records as dealings ---------------------------------------------------


def place(draft: Draft, category: str, number: int, *, supply: bool, duty: bool = False) -> None:
    """Add dealings by which exactly `number` records of a category count for the first person."""
    if number <= 0:
        return
    shapes = (
        [one_line, got_and_sold, sold_to_several] if supply else [one_line, got_and_sold, sold_to_several, got_twice]
    )
    draft.rng.choice(shapes)(draft, category, number, supply, duty)


def one_line(draft: Draft, category: str, number: int, supply: bool, duty: bool) -> None:
    """Write a dealing of its own, with no batch in common with another."""
    body = draft.body([category], number, listed=draft.chance(0.3), duty=False)
    spoil(draft, body)
    act = draft.rng.choice((*SUPPLY, "exchange") if supply or draft.chance(0.4) else GETTING)
    draft.line(act, body, to=recipients(draft, act, 1))
    origin(draft, body, duty)


def got_and_sold(draft: Draft, category: str, number: int, supply: bool, duty: bool) -> None:
    """Get a batch and sell it once, perhaps twice to the same: counted once, art. 11 ¶1."""
    del supply
    body = draft.body([category], number, listed=True)
    spoil(draft, body)
    getting = "collection" if duty else draft.rng.choice(GETTING)
    draft.line(getting, body)
    to = recipients(draft, "sale", 1)
    for _ in range(draft.rng.choice((1, 1, 2))):
        draft.line(draft.rng.choice(("sale", "provision")), body, to=to)
    origin(draft, body, duty)


def sold_to_several(draft: Draft, category: str, number: int, supply: bool, duty: bool) -> None:
    """Sell a batch to several, which adds up, art. 11 ¶2; what is over goes to one alone."""
    several = draft.rng.randint(2, 4)
    each, over = divmod(number, several)
    if each == 0:
        one_line(draft, category, number, supply, duty)
        return
    body = draft.body([category], each, listed=True)
    spoil(draft, body)
    if draft.chance(0.5):
        draft.line("collection" if duty else draft.rng.choice(GETTING), body)
    for to in apart(draft, recipients(draft, "sale", several)):
        draft.line("sale", body, to=to)
    origin(draft, body, duty)
    if over:
        one_line(draft, category, over, True, duty)


def got_twice(draft: Draft, category: str, number: int, supply: bool, duty: bool) -> None:
    """Get the same whole batch from two sources: the same records count once."""
    del supply, duty
    body = draft.body([category], number, listed=True)
    spoil(draft, body)
    draft.line("purchase", body).source = "s"
    draft.line(draft.rng.choice(GETTING), body).source = "另一人"


def recipients(draft: Draft, act: str, number: int) -> tuple[str, ...]:
    """Choose distinct recipients where the act has any; one may stay unnamed."""
    if act not in ("sale", "provision", "exchange"):
        return ()
    if number == 1 and act != "exchange" and draft.chance(0.15):
        return ()
    return tuple(draft.rng.sample(RECIPIENTS, number))


def apart(draft: Draft, to: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Name the recipients in one dealing, or in one for each."""
    return [to] if draft.chance(0.5) else [(one,) for one in to]


def origin(draft: Draft, body: Body, duty: bool) -> None:
    """Say where a body came from: of the batch, of every supply of it, or not at all."""
    if duty and body.listed and draft.chance(0.6):
        body.duty = True
    elif duty or draft.chance(0.3):
        for line in draft.lines:
            if body in line.bodies and line.supplies():
                line.duty = duty


def spoil(draft: Draft, body: Body) -> None:
    """Sometimes add records that do not count, so that as many as before remain, art. 11 ¶3."""
    if draft.chance(0.65):
        return
    if draft.chance(0.3):
        spoil_by_rate(draft, body)
        return
    for fact in draft.rng.sample(("duplicates", "inauthentic", "public"), draft.rng.randint(1, 2)):
        body.less[fact] = draft.rng.choice((0, 1, 7, body.size // 3))
    body.size += sum(body.less.values())


def spoil_by_rate(draft: Draft, body: Body) -> None:
    """Enlarge a body and give it a rate of duplicates that leaves what it had."""
    rate = Fraction(draft.rng.choice((5, 45, 100, 250)), 1000)
    wanted, size = body.size, body.size
    body.rates = {draft.rng.choice(("duplicate_rate", "inauthentic_rate")): rate}
    while body.genuine() < wanted:
        size += 1
        body.size = size
    if body.genuine() != wanted:
        body.size, body.rates = wanted, {}


def categories(draft: Draft, number: int, of_class: int) -> dict[str, int]:
    """Divide a number of one class among one or two of its categories."""
    chosen = draft.rng.sample(CLASSES[of_class], min(draft.rng.randint(1, 2), len(CLASSES[of_class])))
    if len(chosen) == 1 or number < 2:
        return {chosen[0]: number}
    first = draft.rng.randint(1, number - 1)
    return {chosen[0]: first, chosen[1]: number - first}


def place_classes(draft: Draft, numbers: Sequence[int], *, supply: bool, duty: bool = False) -> None:
    """Place a number of records of each class, perhaps all in one dealing."""
    amounts: dict[str, int] = {}
    for of_class, number in enumerate(numbers):
        if number > 0:
            amounts |= categories(draft, number, of_class)
    if amounts and draft.chance(0.3):
        acts = ("sale", "provision") if supply else ("purchase", "theft", "sale")
        act = draft.rng.choice(acts)
        bodies = [draft.body([one], number, listed=False) for one, number in amounts.items()]
        line = draft.line(act, *bodies, to=recipients(draft, act, 1))
        line.duty = True if duty else None
        return
    for category, number in amounts.items():
        place(draft, category, number, supply=supply, duty=duty)


def split_sum(draft: Draft, target: int) -> tuple[int, int, int]:
    """Divide a weighted sum (100, 10 and 1 for the classes) into classes that reach it exactly."""
    first = draft.rng.choice((0, draft.rng.randint(0, target // 100)))
    rest = target - 100 * first
    second = draft.rng.choice((0, rest // 10, draft.rng.randint(0, rest // 10)))
    return first, second, rest - 10 * second


def near_sum(draft: Draft, target: int) -> tuple[int, int, int]:
    """Return classes whose weighted sum lies on the target or one record of some class beside it."""
    numbers = list(split_sum(draft, target))
    if draft.near:
        chosen = draft.rng.choice([one for one in range(3) if numbers[one] or one == 2])
        numbers[chosen] = max(0, numbers[chosen] + draft.rng.choice((-1, 0, 0, 1)))
    else:
        numbers = [draft.rng.randint(0, 2 * one) for one in numbers]
    return numbers[0], numbers[1], numbers[2]


# -- scenarios ----------------------------------------------------------------------------------


def single_class(draft: Draft) -> None:
    """One class against its standard, once or ten times, art. 5 ¶1 (3) to (5), ¶2 (3)."""
    of_class = draft.rng.randrange(3)
    number = draft.beside(oracle.RECORDS_STANDARDS[of_class] * draft.rng.choice((1, 1, 10)))
    place_classes(draft, [number if one == of_class else 0 for one in range(3)], supply=False)


def proportional_sum(draft: Draft) -> None:
    """Several classes added in proportion, once or ten times, art. 5 ¶1 (6)."""
    tenfold_reading(draft)
    place_classes(draft, near_sum(draft, draft.rng.choice((5_000, 5_000, 50_000))), supply=False)


def duty_records(draft: Draft) -> None:
    """Supplies from duty against half of a standard, or ten times the half, art. 5 ¶1 (8)."""
    tenfold_reading(draft)
    target = draft.rng.choice((2_500, 2_500, 25_000))
    numbers = list(near_sum(draft, target))
    if draft.chance(0.5):
        of_class = draft.rng.randrange(3)
        number = draft.beside(target // WEIGHTS[of_class])
        numbers = [number if one == of_class else 0 for one in range(3)]
    place_classes(draft, numbers, supply=True, duty=True)
    if draft.chance(0.3):
        place(draft, "general_information", draft.rng.randint(1, 400), supply=False)


def duty_mixed(draft: Draft) -> None:
    """Part of what was supplied is from duty, by both readings of item (8)."""
    together = draft.chance(0.5)
    if together or draft.chance(0.5):
        draft.readings = with_reading(draft.readings, duty_mix="together" if together else "separate")
    target = draft.rng.choice((2_500, 2_500, 25_000)) // 100
    number = draft.beside(target)
    if together:
        first = draft.rng.randint(1, max(1, number - 1))
        place(draft, "credit_record", first, supply=True, duty=True)
        place(draft, "location_tracking", number - first, supply=True)
    else:
        place(draft, "property_information", number, supply=True, duty=True)
        place(draft, "communication_content", draft.rng.randint(1, 24), supply=True)
    if draft.chance(0.3):
        draft.of().gains = draft.beside(draft.rng.choice((2_500_00, 5_000_00)))


def gains(draft: Draft) -> None:
    """Gains against 5 000 yuan, or ten times, to the fen, art. 5 ¶1 (7)."""
    money = draft.beside(draft.rng.choice((5_000_00, 5_000_00, 50_000_00)))
    place(draft, draft.rng.choice(CLASSES[2]), draft.rng.randint(1, 900), supply=True)
    place(draft, draft.rng.choice(CLASSES[1]), draft.rng.randint(0, 60), supply=True)
    state_or_pay(draft, money, draft.lines)


def duty_gains(draft: Draft) -> None:
    """Gains of supplies from duty against half, or ten times half, with or without others."""
    draft.readings = with_reading(draft.readings, duty_mix=draft.rng.choice(("separate", "together")))
    money = draft.beside(draft.rng.choice((2_500_00, 2_500_00, 25_000_00)))
    place(draft, draft.rng.choice(CLASSES[2]), draft.rng.randint(1, 900), supply=True, duty=True)
    duty = list(draft.lines)
    if draft.chance(0.5):
        state_or_pay(draft, money, duty)
        return
    place(draft, "transaction_record", draft.rng.randint(1, 50), supply=True)
    others = draft.lines[len(duty) :]
    pay(draft, money, duty)
    pay(draft, draft.rng.choice((1, 100_00, 2_499_99)), others)


def state_or_pay(draft: Draft, money: int, lines: Sequence[Line]) -> None:
    """State the gains as a total, or leave them to what was paid; a stated total goes first."""
    if draft.chance(0.5):
        draft.of().gains = money
        if draft.chance(0.3):
            pay(draft, draft.rng.choice((1_000_00, 7_000_00)), lines)
    else:
        pay(draft, money, lines)
    for line in lines:
        if line.gets() and not line.supplies() and draft.chance(0.4):
            line.paid = draft.rng.choice((200_00, 6_000_00))


def pay(draft: Draft, money: int, lines: Sequence[Line]) -> None:
    """Divide an amount among the supplies of some lines."""
    supplies = [line for line in lines if line.act in ("sale", "provision")]
    if not supplies:
        body = draft.body(["general_information"], 1, listed=False)
        supplies = [draft.line("sale", body, to=recipients(draft, "sale", 1))]
        supplies[0].duty = True if any(line.duty or any(one.duty for one in line.bodies) for line in lines) else None
    for line in supplies[1:]:
        line.paid = draft.rng.randint(0, money // len(supplies))
    supplies[0].paid = money - sum(line.paid or 0 for line in supplies[1:])


def lawful_business(draft: Draft) -> None:
    """Ordinary records bought or received for lawful business, against the profit of art. 6."""
    body = draft.body(["general_information"], draft.rng.choice((100, 4_999, 6_000)), listed=True)
    spoil(draft, body)
    for_lawful_business(draft, draft.line(draft.rng.choice(FOR_BUSINESS), body))
    draft.of().profit = draft.beside(50_000_00)
    if draft.chance(0.3):
        draft.of().gains = draft.beside(5_000_00)
    if draft.chance(0.3):
        place(draft, draft.rng.choice(CLASSES[0]), draft.beside(50), supply=draft.chance(0.5))
    if draft.chance(0.2):
        draft.line(draft.rng.choice(("theft", "collection", "purchase")), body)


def resale(draft: Draft) -> None:
    """A resale of such records, whole or in part, art. 6 ¶2."""
    scope: Literal["supplied_only", "all_acquired"] = draft.rng.choice(("supplied_only", "all_acquired"))
    draft.readings = with_reading(draft.readings, resale_scope=scope)
    number = draft.beside(draft.rng.choice((5_000, 5_000, 50_000)))
    if scope == "all_acquired":
        size, sold, to = number, draft.rng.randint(1, max(1, number)), recipients(draft, "sale", 1)
    else:
        several = draft.rng.randint(1, 3)
        sold, to = number // several, recipients(draft, "sale", several)
        # which part went to whom is known only where there is one recipient or the whole moves
        size = sold + (draft.rng.choice((0, 1, 9_000)) if several == 1 else 0)
        draft.of().profit = draft.rng.choice((None, 40_000_00, 50_000_00))
    body = draft.body(["general_information"], max(size, sold, 1), listed=True)
    for_lawful_business(draft, draft.line(draft.rng.choice(FOR_BUSINESS), body))
    line = draft.line("sale", body, to=to)
    line.stop = sold or None
    if draft.chance(0.3):
        line.paid = draft.beside(5_000_00)


def lawful_mixing(draft: Draft) -> None:
    """Such records beside others of the first two classes, and the sum of item (6)."""
    mixing: Literal["excluded", "included"] = draft.rng.choice(("excluded", "included", "included"))
    draft.readings = with_reading(draft.readings, lawful_business_mixing=mixing)
    first, second, third = draft.rng.randint(0, 49), draft.rng.randint(1, 9), 0
    third = max(1, min(4_999, draft.beside(5_000 - 100 * first - 10 * second)))
    kinds = {"location_tracking": first, "health_information": second, "general_information": third}
    bodies = [draft.body([one], number, listed=False) for one, number in kinds.items() if number]
    for_lawful_business(draft, draft.line(draft.rng.choice(FOR_BUSINESS), *bodies))
    if draft.chance(0.3):
        draft.of().profit = draft.beside(50_000_00)


def for_lawful_business(draft: Draft, line: Line) -> None:
    """State the lawful business, of the dealing or of the person."""
    if draft.chance(0.7):
        line.marks["lawful_business"] = True
    else:
        draft.of().lawful = True


def no_lawful_business(draft: Draft) -> None:
    """Art. 6 claimed where it does not reach: theft, exchange, or the first two classes."""
    category = draft.rng.choice(("general_information", "transaction_record", "property_information"))
    number = draft.beside(oracle.RECORDS_STANDARDS[oracle.class_of(category)])
    body = draft.body([category], max(1, number), listed=draft.chance(0.5))
    acts = ("theft", "exchange") if category == "general_information" else (*FOR_BUSINESS, "theft")
    act = draft.rng.choice(acts)
    draft.line(act, body, to=recipients(draft, act, 1)).marks["lawful_business"] = True
    draft.of().profit = draft.beside(50_000_00)


def without_a_number(draft: Draft) -> None:
    """Items (1) and (2), which ask for no number, beside few records."""
    chosen = ("location_tracking", "location_tracking", "general_information", "credit_record")
    place(draft, draft.rng.choice(chosen), draft.beside(25), supply=draft.chance(0.7))
    for line in draft.lines:
        for mark in ("knew_of_crime", "used_in_crime"):
            if draft.chance(0.4):
                line.marks[mark] = draft.chance(0.6)


def chain(draft: Draft) -> None:
    """A batch from duty, sold to a middleman who sells it on: item (8) is for the first alone."""
    draft.persons = [FIRST_ID, SECOND_ID]
    of_class = draft.rng.randrange(3)
    number = max(1, draft.beside(oracle.RECORDS_STANDARDS[of_class] // 2))
    body = draft.body([draft.rng.choice(CLASSES[of_class])], number, listed=True, duty=True)
    spoil(draft, body)
    draft.line("sale", body, to=(SECOND_ID,))
    if draft.chance(0.6):
        bought = draft.line("purchase", body)
        bought.by, bought.source = (SECOND_ID,), FIRST_ID
    draft.line("sale", body, to=recipients(draft, "sale", draft.rng.randint(1, 3))).by = (SECOND_ID,)


def several_kinds(draft: Draft) -> None:
    """Records of several kinds, counted once at the most protected class, by the default reading."""
    kinds = draft.rng.sample(("property_information", "transaction_record", "general_information"), 2)
    standard = oracle.RECORDS_STANDARDS[min(oracle.class_of(one) for one in kinds)]
    body = draft.body(kinds, max(1, draft.beside(standard)), listed=True)
    draft.line(draft.rng.choice((*GETTING, "sale")), body)


SCENARIOS: tuple[tuple[Callable[[Draft], None], int], ...] = (
    (single_class, 5),
    (proportional_sum, 6),
    (duty_records, 5),
    (duty_mixed, 3),
    (gains, 4),
    (duty_gains, 4),
    (lawful_business, 3),
    (resale, 3),
    (lawful_mixing, 2),
    (no_lawful_business, 2),
    (without_a_number, 3),
    (chain, 2),
    (several_kinds, 2),
)


# -- additions to any scenario --------------------------------------------------------------------


def with_reading(readings: Readings, **chosen: str) -> Readings:
    """Return the readings with some chosen otherwise."""
    return Readings(**{**vars(readings), **chosen})


def tenfold_reading(draft: Draft) -> None:
    """Choose how ten times item (6) is read."""
    draft.readings = with_reading(draft.readings, tenfold_sum=draft.rng.choice(("any", "any", "below_base")))


def add_second_person(draft: Draft) -> None:
    """Do some of it jointly; each answers for the whole."""
    if len(draft.persons) > 1:
        return
    draft.persons = [FIRST_ID, SECOND_ID]
    for line in draft.lines:
        line.by = draft.rng.choice(((FIRST_ID, SECOND_ID), (SECOND_ID, FIRST_ID), (FIRST_ID,)))
    draft.lines[0].by = (FIRST_ID, SECOND_ID)
    draft.facts[SECOND_ID] = Facts(gains=draft.of().gains, profit=draft.of().profit, lawful=draft.of().lawful)


def add_no_dealing(draft: Draft) -> None:
    """Add a dealing that does not count, nor what was paid for it, art. 3 ¶2."""
    category = draft.rng.choice([one for categories in CLASSES for one in categories])
    body = draft.body([category], draft.rng.choice((1, 600, 50_000)), listed=draft.chance(0.5))
    line = draft.line(draft.rng.choice(("sale", "provision")), body, to=recipients(draft, "sale", 1))
    line.marks[draft.rng.choice(("consent", "anonymised"))] = True
    line.paid = draft.rng.choice((None, 60_000_00))
    if draft.chance(0.4):
        line.marks["knew_of_crime"] = True


def add_earlier_punishment(draft: Draft) -> None:
    """Add an earlier punishment, criminal or administrative, art. 5 ¶1 (9).

    Not under `all_acquired`, where it is open whether art. 6 still governs the part kept.
    """
    if draft.readings.resale_scope == "all_acquired":
        return
    facts = draft.of(draft.rng.choice(draft.persons))
    if draft.chance(0.4):
        facts.criminal = draft.chance(0.6)
    elif draft.chance(0.4):
        facts.penalty = draft.chance(0.6)
    else:
        edge = DAY.replace(year=DAY.year - 2)
        facts.penalty = edge + timedelta(days=draft.rng.choice((-400, -1, 0, 1, 300)))
        draft.exclusive_years = draft.chance(0.3)
        for line in draft.lines:
            line.day = DAY


def add_consequences(draft: Draft) -> None:
    """Add what art. 5 ¶2 (1) and (2) ask for."""
    fact = draft.rng.choice(("grave_consequences", "major_economic_loss", "adverse_social_impact"))
    draft.of(draft.rng.choice(draft.persons)).marks[fact] = draft.chance(0.6)


def add_breach(draft: Draft) -> None:
    """State whether state provisions were breached, art. 2."""
    draft.of().marks["breach_of_state_provisions"] = draft.chance(0.3)


ADDITIONS: tuple[tuple[Callable[[Draft], None], float], ...] = (
    (add_second_person, 0.15),
    (add_no_dealing, 0.12),
    (add_earlier_punishment, 0.15),
    (add_consequences, 0.12),
    (add_breach, 0.05),
)


# -- writing a draft down -------------------------------------------------------------------------

CHINESE_KEYS: Mapping[str, str] = {
    "persons": "人员", "name": "姓名", "facts": "事实", "everyone": "所有人", "readings": "口径",
    "batches": "批次", "category": "类别", "records": "条数", "obtained_in": "取得场合",
    "duplicates": "重复", "inauthentic": "不真实", "public": "自愿公开",
    "duplicate_rate": "重复率", "inauthentic_rate": "不真实率",
    "dealings": "往来", "id": "编号", "by": "行为人", "act": "行为", "to": "对象", "source": "来源",
    "date": "日期", "batch": "批号", "paid": "收款",
    "knew_of_crime": "明知犯罪", "used_in_crime": "被用于犯罪", "lawful_business": "合法经营",
    "illegal_gains": "违法所得", "profit_from_use": "获利",
    "prior_criminal_punishment": "刑事处罚", "administrative_penalty": "行政处罚",
    "grave_consequences": "严重后果", "major_economic_loss": "重大经济损失",
    "adverse_social_impact": "恶劣社会影响",
}  # fmt: skip
CHINESE_VALUES: Mapping[str, str] = {
    "location_tracking": "行踪轨迹信息", "communication_content": "通信内容",
    "credit_record": "征信信息", "property_information": "财产信息",
    "accommodation_record": "住宿信息", "communication_record": "通信记录",
    "health_information": "健康生理信息", "transaction_record": "交易信息",
    "other_safety_related": "其他可能影响人身、财产安全的公民个人信息",
    "general_information": "其他公民个人信息",
    "theft": "窃取", "purchase": "购买", "receipt": "收受", "exchange": "交换",
    "collection": "收集", "other_acquisition": "其他非法获取",
    "sale": "出售", "provision": "提供", "publication": "发布",
    "duty_or_service": "履行职责或提供服务", "elsewhere": "其他场合", "yes": "是", "no": "否",
}  # fmt: skip


@dataclass
class Writer:
    """Writes a draft in English, in Chinese, or in both by turns."""

    rng: Random
    chinese: float

    def key(self, key: str) -> str:
        """Write a key."""
        return CHINESE_KEYS[key] if key in CHINESE_KEYS and self.rng.random() < self.chinese else key

    def value(self, value: str) -> str:
        """Write an enumerated value."""
        return CHINESE_VALUES[value] if self.rng.random() < self.chinese else value

    def mapping(self, pairs: Mapping[str, object]) -> dict[str, object]:
        """Write a mapping without the keys that have nothing."""
        return {self.key(key): value for key, value in pairs.items() if value not in (None, "", (), [], {})}

    def yes(self, stated: bool) -> object:
        """Write yes or no, sometimes with a reason."""
        word = self.value("yes" if stated else "no")
        return {"is": word, "because": "as the file says"} if self.rng.random() < 0.1 else word

    def number(self, number: int) -> object:
        """Write a number of records."""
        return self.rng.choice((number, number, f"{number} 条", f"{number}条", {"value": number}))

    def money(self, fen: int) -> str:
        """Write an amount of money in yuan, or in tens of thousands of yuan."""
        whole, rest = divmod(fen, 100)
        if fen and self.rng.random() < 0.2:
            digits = f"{fen // 1_000_000}.{fen % 1_000_000:06d}".rstrip("0").rstrip(".")
            return f"{digits}万元"
        return f"{whole}.{rest:02d} 元" if rest else self.rng.choice((f"{whole} 元", f"{whole}元"))

    def place(self, duty: bool | None) -> str | None:
        """Write where records were got."""
        return None if duty is None else self.value("duty_or_service" if duty else "elsewhere")

    def deductions(self, body: Body) -> dict[str, object]:
        """Write what is deducted from a body."""
        numbers: dict[str, object] = {fact: self.number(number) for fact, number in body.less.items()}
        return numbers | {fact: f"{float(rate * 100):g}%" for fact, rate in body.rates.items()}

    def batch(self, body: Body) -> dict[str, object]:
        """Write a batch."""
        what = [self.value(one) for one in body.kinds]
        head: dict[str, object] = {"kinds": what} if len(what) > 1 else {"category": what[0]}
        duty = self.place(True) if body.duty else None
        return self.mapping(head | {"records": self.number(body.size), "obtained_in": duty} | self.deductions(body))

    def what(self, line: Line) -> dict[str, object]:
        """Write which records a dealing is about."""
        body = line.bodies[0]
        if body.listed:
            moved = body.size if line.stop is None else line.stop - line.start
            whole = line.stop is None and self.rng.random() < 0.4
            return {"batch": body.id, "records": None if whole else self.number(moved)}
        if len(line.bodies) == 1 and self.rng.random() < 0.4:
            return {
                "category": self.value(body.kinds[0]),
                "records": self.number(body.size),
            } | self.deductions(body)
        numbers = {self.value(one.kinds[0]): self.number(one.size) for one in line.bodies}
        return {"records": numbers} | (self.deductions(body) if len(line.bodies) == 1 else {})

    def dealing(self, line: Line, number: int) -> dict[str, object]:
        """Write a dealing."""
        return self.mapping(
            {
                "id": f"D{number}" if self.rng.random() < 0.5 else None,
                "by": line.by[0] if len(line.by) == 1 else list(line.by),
                "act": self.value(line.act),
                "to": line.to[0] if len(line.to) == 1 else list(line.to),
                "source": line.source,
                "date": line.day.isoformat() if line.day else None,
                "obtained_in": self.place(line.duty),
                "paid": None if line.paid is None else self.money(line.paid),
                **self.what(line),
                **{mark: self.yes(stated) for mark, stated in line.marks.items()},
            }
        )

    def facts(self, facts: Facts) -> dict[str, object]:
        """Write the facts of a person."""
        penalty = facts.penalty.isoformat() if isinstance(facts.penalty, date) else facts.penalty
        return self.mapping(
            {
                "illegal_gains": None if facts.gains is None else self.money(facts.gains),
                "profit_from_use": None if facts.profit is None else self.money(facts.profit),
                "lawful_business": self.yes(True) if facts.lawful else None,
                "prior_criminal_punishment": None if facts.criminal is None else self.yes(facts.criminal),
                "administrative_penalty": self.yes(penalty) if isinstance(penalty, bool) else penalty,
                **{mark: self.yes(stated) for mark, stated in facts.marks.items()},
            }
        )

    def case(self, draft: Draft) -> CaseDict:
        """Write the case."""
        facts = {person: self.facts(stated) for person, stated in draft.facts.items()}
        if len(draft.persons) == 1 and self.rng.random() < 0.15:
            facts = {self.key("everyone"): stated for stated in facts.values()}
        return self.mapping(
            {
                "persons": {person: {self.key("name"): f"{person}某"} for person in draft.persons},
                "batches": {body.id: self.batch(body) for body in draft.bodies if body.listed},
                "dealings": [self.dealing(line, number) for number, line in enumerate(draft.lines, 1)],
                "facts": {person: stated for person, stated in facts.items() if stated},
                "readings": readings_written(draft),
            }
        )


def readings_written(draft: Draft) -> dict[str, str]:
    """Return the readings that differ from the defaults; their ids are always English."""
    chosen = {key: value for key, value in vars(draft.readings).items() if value != getattr(DEFAULT, key)}
    return chosen | ({"two_years": "exclusive"} if draft.exclusive_years else {})


# -- putting it together --------------------------------------------------------------------------


def expected_of(draft: Draft) -> Expected:
    """Let the oracle judge each person; add the counts where art. 6 has no part in them."""
    expected: Expected = {}
    for person in draft.persons:
        world = world_of(draft, person)
        judged = oracle.judge(world, draft.readings).expected()
        counted = oracle.by_category(world, draft.readings)
        plain = world.breach and not any(record.lawful for record in world.records)
        expected[person] = judged | ({"counted": counted} if counted and plain else {})
    return expected


def make_draft(rng: Random) -> Draft:
    """Make one draft; seven in ten lie on or next to a boundary."""
    draft = Draft(rng, near=rng.random() < 0.7)
    scenario = rng.choices([one for one, _ in SCENARIOS], [share for _, share in SCENARIOS])[0]
    scenario(draft)
    if not draft.lines:
        place(draft, "general_information", 1, supply=False)
    for addition, share in ADDITIONS:
        if draft.chance(share):
            addition(draft)
    rng.shuffle(draft.lines)
    return draft


def boundary_cases(count: int, seed: int) -> list[tuple[CaseDict, Expected]]:
    """Return so many cases, each with what is expected of every person; the same for the same seed."""
    rng = Random(seed)
    cases = []
    for _ in range(count):
        draft = make_draft(rng)
        writer = Writer(rng, rng.choice((0.0, 0.5, 1.0)))
        cases.append((writer.case(draft), expected_of(draft)))
    return cases
