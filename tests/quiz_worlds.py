"""What the letter of the law says of an exercise: the oracle's judgment of both ends of what its case leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from oracle import ITEMS, Judgment, Readings, Record, World, judge

from thresholds.case.model import Batch, Body, Case, Dealing, Figure, Penalty, Punishment, Stated
from thresholds.teaching.model import Exercise

RANKS = {"art5.1": 1, "art5.2": 2, "art6.1": 1}
GRADES = ("not_reached", "serious", "especially_serious")


def number(figure: Figure | None, high: bool) -> int:
    """One end of a figure; nothing stated is nothing."""
    if figure is None:
        return 0
    end = figure.at_most if high else figure.at_least
    assert end is not None
    return end


def holds(stated: Stated | Punishment | Penalty | None, high: bool) -> bool:
    return stated is not None and (stated.truth == "yes" or (high and stated.truth == "unknown"))


class Ends:
    """The case of an exercise with everything that it leaves open at one end: the highest count, or the lowest."""

    def __init__(self, exercise: Exercise, high: bool) -> None:
        self.case: Case = exercise.case
        self.high = high
        self.readings = self.case.readings
        self.facts = self.case.facts_of("甲")
        self.records: list[Record] = []
        self.got: set[str] = set()
        self.supplied: dict[str, set[str]] = {}

    def world(self) -> World:
        for batch in self.case.batches.values():
            self._batch(batch)
        for place, dealing in enumerate(self.case.dealings):
            for body in dealing.bodies:
                self._body(body, dealing, f"{place}")
        facts = self.facts
        return World(
            records=tuple(self.records),
            got=frozenset(self.got),
            supplied={name: frozenset(to) for name, to in self.supplied.items()},
            gains=self._gains(False),
            duty_gains=self._gains(True),
            knew_of_crime=any(holds(one.knew_of_crime, self.high) for one in self.case.dealings),
            location_used_in_crime=any(holds(one.used_in_crime, self.high) for one in self.case.dealings),
            prior=self._prior(),
            grave_consequences=holds(facts.grave_consequences, self.high),
            major_loss=holds(facts.major_economic_loss, self.high),
            adverse_impact=holds(facts.adverse_social_impact, self.high),
            profit_from_use=number(facts.profit_from_use, self.high),
            has_conduct=any(not one.lawful_business for one in self.case.dealings),
        )

    def _categories(self, body: Body) -> tuple[str, ...]:
        """One record of several kinds is of the most protected, or of each; of one of several either end."""
        assert body.category is not None
        options = body.category.options
        if body.category.each:
            return options if self.readings.get("one_record_many_kinds") == "each_kind" else options[:1]
        return options[:1] if self.high else options[-1:]

    def _kept(self, body: Body) -> int:
        off = body.deductions
        public = self.readings.get("public_information", "excluded") == "excluded"
        gone = [off.duplicates, off.inauthentic, *([off.public] if public else [])]
        return number(body.records, self.high) - sum(number(one, self.high) for one in gone)

    def _batch(self, batch: Batch) -> None:
        """A batch in two parts: what one sale of a part takes, and the rest."""
        dealings = [one for one in self.case.dealings if one.batch == batch.id]
        whole = self._kept(batch)
        sold = next((number(one.records, self.high) for one in dealings if one.supplies and one.records), whole)
        for part, alike in (("sold", sold), ("kept", whole - sold)):
            for category in self._categories(batch):
                here = [one for one in dealings if one.records is None or part == "sold" or not one.supplies]
                self._record(f"{batch.id}-{part}-{category}", category, alike, here, batch)

    def _body(self, body: Body, dealing: Dealing, place: str) -> None:
        for category in self._categories(body):
            self._record(f"{place}-{category}", category, self._kept(body), [dealing], body)

    def _record(self, name: str, category: str, alike: int, dealings: list[Dealing], body: Body) -> None:
        duty = any("duty_or_service" in (one.obtained_in, body.obtained_in) for one in dealings)
        gets = [one for one in dealings if one.gets]
        lawful = bool(gets) and all(holds(one.lawful_business, True) for one in gets)
        self.records.append(Record(name, category, duty, lawful, body="B", alike=alike))
        if gets:
            self.got.add(name)
        for one in dealings:
            if one.supplies:
                self.supplied.setdefault(name, set()).update(one.to)

    def _gains(self, duty: bool) -> int:
        stated = self.facts.illegal_gains
        if stated is not None:
            return 0 if duty else number(stated.gross, self.high)
        income = cost = 0
        for one in self.case.dealings:
            if one.supplies and (not duty or one.obtained_in == "duty_or_service"):
                income += number(one.paid, self.high)
            elif not one.supplies:
                cost += number(one.paid, self.high)
        return max(0, income - cost) if self.readings.get("gains") == "net" else income

    def _prior(self) -> bool:
        punished, penalty = self.facts.prior_criminal_punishment, self.facts.administrative_penalty
        if punished is not None and punished.exempted:
            return self.readings.get("prior_exemption") == "counts"
        if penalty is not None and penalty.days:
            return self._within_two_years(penalty.days[0].first)
        return holds(punished, self.high) or holds(penalty, self.high)

    def _within_two_years(self, day: date) -> bool:
        done = self.case.dealings[0].date
        assert done is not None
        last = day.replace(year=day.year + 2)
        return done.first < last or (done.first == last and self.readings.get("two_years") != "exclusive")


def judgments(exercise: Exercise) -> tuple[Judgment, Judgment]:
    """The judgments of the lowest and of the highest world of an exercise."""
    chosen = {name: option for name, option in exercise.case.readings.items() if hasattr(Readings(), name)}
    readings = Readings(**chosen)  # type: ignore[arg-type]
    low, high = (judge(Ends(exercise, end).world(), readings) for end in (False, True))
    return low, high


def rank(item: str) -> int:
    return RANKS[item.rpartition(".")[0]]


def expected(exercise: Exercise) -> tuple[str, str, set[str]]:
    """Both ends of the tier, and the deciding items of the numbered paragraphs, by the letter of the law."""
    low, high = judgments(exercise)
    bottom = GRADES.index(low.grade)
    always = {item for item in ITEMS if low.items[item] and high.items[item]}
    ever = {item for item in ITEMS if low.items[item] or high.items[item]}
    hold = {item for item in always if rank(item) == bottom} if bottom else set()
    if bottom and not hold:
        hold = {item for item in ever if rank(item) == bottom}
    return low.grade, high.grade, hold | {item for item in ever if rank(item) > bottom}


def leniency(exercise: Exercise, grade: str) -> Iterator[str]:
    """Article 10, where it may apply: serious, and each of the three stated to be so or unknown."""
    facts = exercise.case.facts_of("甲")
    three = (facts.first_offender, facts.full_restitution, facts.repentance)
    if grade == "serious" and all(holds(one, True) for one in three):
        yield "art10"
