"""An oracle for the tests: judges one complete world of one person by the letter of the law.

It follows 法释〔2017〕10号 word by word and shares no code with the program under test. A *world* leaves
nothing open: every record, recipient and fact is known. What a case file leaves open is a set of
worlds, each judged alone. Records are looked at one by one and compared in exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Grade = Literal["not_reached", "serious", "especially_serious"]

FIRST_CLASS = (
    "location_tracking",
    "communication_content",
    "credit_record",
    "property_information",
)
SECOND_CLASS = (
    "accommodation_record", "communication_record", "health_information", "transaction_record",
    "other_safety_related",
)  # fmt: skip
THIRD_CLASS = ("general_information",)
CLASSES = (FIRST_CLASS, SECOND_CLASS, THIRD_CLASS)

RECORDS_STANDARDS = (50, 500, 5_000)
"""Art. 5 ¶1 (3), (4), (5): records of the three classes."""
GAINS_STANDARD = 5_000_00
"""Art. 5 ¶1 (7): 5 000 yuan, in fen."""
PROFIT_STANDARD = 50_000_00
"""Art. 6 ¶1 (1): 50 000 yuan, in fen."""
ONCE, HALF, TEN = Fraction(1), Fraction(1, 2), Fraction(10)

ITEMS = (
    "art5.1.1", "art5.1.2", "art5.1.3", "art5.1.4", "art5.1.5", "art5.1.6", "art5.1.7", "art5.1.8",
    "art5.1.9", "art5.2.1", "art5.2.2", "art5.2.3", "art6.1.1", "art6.1.2",
)  # fmt: skip
"""The items that need no judgment of a court, in the order of the law."""


@dataclass(frozen=True)
class Record:
    """One concrete record as this person had it, or `alike` of them that agree in everything.

    Attributes:
        id: names the record within its world.
        category: of information, one of the ten categories.
        from_duty: this person got it in performing duties or providing services, art. 5 ¶1 (8).
        lawful: all this person got of it was bought or received for lawful business, art. 6 ¶1.
        genuine: neither a duplicate nor inauthentic nor excluded for another reason, art. 11 ¶3.
        body: the body of records it belongs to, for `resale_scope: all_acquired` alone.
        alike: how many records this one stands for.
    """

    id: str
    category: str
    from_duty: bool = False
    lawful: bool = False
    genuine: bool = True
    body: str = ""
    alike: int = 1


@dataclass(frozen=True)
class World:
    """All there is to know of one person.

    Attributes:
        records: every record he had to do with.
        got: ids of the records he got illegally.
        supplied: the recipients of each record he supplied, by the record's id.
        gains: illegal gains in fen, art. 5 ¶1 (7).
        duty_gains: the part of them that came from supplying records from duty, art. 5 ¶1 (8).
        knew_of_crime: some supply with knowledge of the recipient's crimes, art. 5 ¶1 (2).
        location_used_in_crime: some location records supplied were used in crime, art. 5 ¶1 (1).
        prior: an earlier punishment as item (9) asks for it, art. 5 ¶1 (9), art. 6 ¶1 (2).
        grave_consequences: art. 5 ¶2 (1).
        major_loss: art. 5 ¶2 (2).
        adverse_impact: art. 5 ¶2 (2).
        profit_from_use: profit from using what was bought or received, in fen, art. 6 ¶1 (1).
        has_conduct: conduct under art. 5 is stated beyond what the records show.
        breach: state provisions were breached, art. 2.
    """

    records: tuple[Record, ...] = ()
    got: frozenset[str] = frozenset()
    supplied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    gains: int = 0
    duty_gains: int = 0
    knew_of_crime: bool = False
    location_used_in_crime: bool = False
    prior: bool = False
    grave_consequences: bool = False
    major_loss: bool = False
    adverse_impact: bool = False
    profit_from_use: int = 0
    has_conduct: bool = False
    breach: bool = True

    def recipients(self, record: Record) -> int:
        """Return to how many distinct units or persons the record was supplied, art. 11 ¶2."""
        return len(self.supplied.get(record.id, frozenset()))

    def touched(self) -> list[Record]:
        """Return the records that this person got or supplied."""
        return [one for one in self.records if one.id in self.got or self.recipients(one)]


@dataclass(frozen=True)
class Readings:
    """The readings that bear on a complete world, each with the default of the ruleset."""

    tenfold_sum: Literal["any", "below_base"] = "any"
    duty_mix: Literal["separate", "together"] = "separate"
    lawful_business_mixing: Literal["excluded", "included"] = "excluded"
    resale_scope: Literal["supplied_only", "all_acquired"] = "supplied_only"


DEFAULT = Readings()


@dataclass(frozen=True)
class Measure:
    """What items (3) to (7) measure: records of the three classes, and money in fen."""

    records: tuple[int, int, int]
    gains: int

    def scores(self) -> list[Fraction]:
        """Return the quantity of each class over its standard, 按相应比例."""
        return [Fraction(number, standard) for number, standard in zip(self.records, RECORDS_STANDARDS, strict=True)]


@dataclass(frozen=True)
class Judgment:
    """Which items are met, and the grade that follows."""

    items: Mapping[str, bool]
    grade: Grade

    def expected(self) -> dict[str, object]:
        """Return the judgment as the expectation of a test of the program."""
        return {
            "grade": self.grade,
            "established": [item for item in ITEMS if self.items[item]],
            "not_established": [item for item in ITEMS if not self.items[item]],
        }


def class_of(category: str) -> int:
    """Return 0, 1 or 2 for the class of art. 5 ¶1 (3), (4) or (5)."""
    for number, categories in enumerate(CLASSES):
        if category in categories:
            return number
    raise ValueError(category)


# -- which article governs a record -------------------------------------------------------------


def under_article_6(world: World, record: Record, readings: Readings = DEFAULT) -> bool:
    """Tell whether art. 6 ¶1 covers what was done with the record.

    It must be of the third class, bought or received for lawful business, and not sold or supplied
    on (¶2). Under `all_acquired` a resale of any record of its body takes the whole body away.
    """
    if not record.lawful or record.category not in THIRD_CLASS or record.id not in world.got:
        return False
    if readings.resale_scope == "supplied_only":
        return not world.recipients(record)
    return not any(world.recipients(other) for other in world.records if other.body == record.body)


def some_under_article_6(world: World, readings: Readings = DEFAULT) -> bool:
    """Tell whether art. 6 ¶1 covers any of this person's conduct."""
    return any(under_article_6(world, one, readings) for one in world.touched())


def some_under_article_5(world: World, readings: Readings = DEFAULT) -> bool:
    """Tell whether conduct under art. 5 is stated."""
    return world.has_conduct or any(not under_article_6(world, one, readings) for one in world.touched())


def article_5_is_open(world: World, readings: Readings = DEFAULT) -> bool:
    """Tell whether items of art. 5 can be met at all; gains alone need no stated conduct."""
    return some_under_article_5(world, readings) or not some_under_article_6(world, readings)


# -- counting, art. 11 --------------------------------------------------------------------------


def count(world: World, record: Record) -> int:
    """Count one record whatever article governs it, art. 11 ¶1 (got, then supplied: once), ¶2, ¶3."""
    if not record.genuine:
        return 0
    return record.alike * max(1 if record.id in world.got else 0, world.recipients(record))


def count_under_article_5(world: World, record: Record, readings: Readings = DEFAULT) -> int:
    """Count one record for art. 5, which leaves out what art. 6 ¶1 covers."""
    return 0 if under_article_6(world, record, readings) else count(world, record)


def supplied_count(world: World, record: Record) -> int:
    """Count one record for the supplies alone, art. 5 ¶1 (8)."""
    return record.alike * world.recipients(record) if record.genuine else 0


def by_category(world: World, readings: Readings = DEFAULT) -> dict[str, int]:
    """Return the records counted under art. 5 in each category that has any."""
    totals: dict[str, int] = {}
    for record in world.records:
        number = count_under_article_5(world, record, readings)
        if number:
            totals[record.category] = totals.get(record.category, 0) + number
    return totals


def by_class(numbers: Iterable[tuple[Record, int]]) -> tuple[int, int, int]:
    """Add the numbers of records within each of the three classes."""
    totals = [0, 0, 0]
    for record, number in numbers:
        totals[class_of(record.category)] += number
    return totals[0], totals[1], totals[2]


def everything(world: World, readings: Readings = DEFAULT) -> Measure:
    """Measure all conduct under art. 5."""
    counted = by_class((one, count_under_article_5(world, one, readings)) for one in world.records)
    return Measure(counted, world.gains)


def from_duty(world: World, readings: Readings = DEFAULT) -> Measure | None:
    """Measure what item (8) looks at; None where nothing from duty or service was supplied.

    Under `separate` that is the duty part alone, under `together` all that was supplied.
    """
    supplied = [one for one in world.records if world.recipients(one)]
    duty = [one for one in supplied if one.from_duty]
    if not duty:
        return None
    together = readings.duty_mix == "together"
    chosen = supplied if together else duty
    numbers = by_class((one, supplied_count(world, one)) for one in chosen)
    return Measure(numbers, world.gains if together else world.duty_gains)


# -- the items ----------------------------------------------------------------------------------


def reached(measure: Measure, multiple: Fraction) -> dict[str, bool]:
    """Tell which of items (3), (4), (5) and (7) are reached at a multiple of their standards."""
    scores = measure.scores()
    return {
        "art5.1.3": scores[0] >= multiple,
        "art5.1.4": scores[1] >= multiple,
        "art5.1.5": scores[2] >= multiple,
        "art5.1.7": measure.gains >= GAINS_STANDARD * multiple,
    }


def tenfold(measure: Measure, base: Fraction, readings: Readings) -> bool:
    """Tell whether ten times any of items (3) to (7), each taken at `base`, is reached.

    For the sum of item (6) the reading says whether a class that alone reaches its base is added.
    """
    addable = [one for one in measure.scores() if readings.tenfold_sum == "any" or one < base]
    return any(reached(measure, TEN * base).values()) or sum(addable) >= TEN * base


def item_6(world: World, readings: Readings = DEFAULT) -> bool:
    """Art. 5 ¶1 (6): none of (3) to (5) is reached, but the classes in proportion make one."""
    measure = everything(world, readings)
    base = reached(measure, ONCE)
    if base["art5.1.3"] or base["art5.1.4"] or base["art5.1.5"]:
        return False
    return sum(measure.scores()) + lawful_share(world, measure, readings) >= ONCE


def lawful_share(world: World, measure: Measure, readings: Readings) -> Fraction:
    """Return what records under art. 6 ¶1 add to the sum of item (6), by the reading."""
    if readings.lawful_business_mixing == "excluded" or not (measure.records[0] or measure.records[1]):
        return Fraction(0)
    kept = [one for one in world.records if under_article_6(world, one, readings)]
    return Fraction(sum(count(world, one) for one in kept), RECORDS_STANDARDS[2])


def item_8(world: World, readings: Readings = DEFAULT) -> bool:
    """Art. 5 ¶1 (8): supplies from duty or service reach half of any of (3) to (7)."""
    measure = from_duty(world, readings)
    if measure is None:
        return False
    return any(reached(measure, HALF).values()) or sum(measure.scores()) >= HALF


def item_ten_times(world: World, readings: Readings = DEFAULT) -> bool:
    """Art. 5 ¶2 (3): ten times of any of (3) to (8)."""
    duty = from_duty(world, readings)
    if duty is not None and tenfold(duty, HALF, readings):
        return True
    return tenfold(everything(world, readings), ONCE, readings)


def article_5(world: World, readings: Readings) -> dict[str, bool]:
    """Return the items of art. 5 where art. 5 is open at all."""
    base = reached(everything(world, readings), ONCE)
    supplied = [one for one in world.records if world.recipients(one)]
    located = any(one.category == "location_tracking" for one in supplied)
    return {
        **base,
        "art5.1.1": world.location_used_in_crime and located,
        "art5.1.2": world.knew_of_crime and bool(supplied),
        "art5.1.6": item_6(world, readings),
        "art5.1.8": item_8(world, readings),
        "art5.1.9": world.prior and some_under_article_5(world, readings),
        "art5.2.1": world.grave_consequences,
        "art5.2.2": world.major_loss or world.adverse_impact,
        "art5.2.3": item_ten_times(world, readings),
    }


def article_6(world: World) -> dict[str, bool]:
    """Return the items of art. 6 ¶1 where it covers conduct of this person."""
    return {"art6.1.1": world.profit_from_use >= PROFIT_STANDARD, "art6.1.2": world.prior}


def judge(world: World, readings: Readings = DEFAULT) -> Judgment:
    """Judge one world: every item, and the highest grade that an item met gives."""
    items = dict.fromkeys(ITEMS, False)
    if world.breach and article_5_is_open(world, readings):
        items.update(article_5(world, readings))
    if world.breach and some_under_article_6(world, readings):
        items.update(article_6(world))
    return Judgment(items, grade_of(items))


def grade_of(items: Mapping[str, bool]) -> Grade:
    """Return the highest grade: art. 5 ¶2, else art. 5 ¶1 or art. 6 ¶1, else none."""
    met = [item for item, holds in items.items() if holds]
    if any(item.startswith("art5.2.") for item in met):
        return "especially_serious"
    return "serious" if met else "not_reached"
