"""Conditions and other values of a ruleset as sentences, each number with what it is a number of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from thresholds.glossary import Family
from thresholds.law.conditions import (
    UNIT,
    AllOfCondition,
    AnyOfCondition,
    Condition,
    CountingOnly,
    DealingCondition,
    FactCondition,
    JudgmentCondition,
    LawValue,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.law.model import Ruleset, WhenGrade
from thresholds.rendering.words import Words
from thresholds.report.as_dict import number_text
from thresholds.values.citation import cite
from thresholds.values.figures import Unit

#: Fields whose numbers are money (分).
_MONEY = ("floor", "ceiling", "at_least", "at_most")
_CITED = ("cite", "law", "counted_singly")


class Part(NamedTuple):
    """One condition without parts: what it is about, and the number that it asks for (empty: none)."""

    subject: str
    number: str = ""


class Sentences:
    """The words for what one ruleset says, in one language."""

    def __init__(self, ruleset: Ruleset, words: Words) -> None:
        self.ruleset, self.words = ruleset, words

    def name(self, identifier: str, family: Family | None = None) -> str:
        """The label of a fact, a grade, a parameter or an offence: the ruleset's own, or that of the glossary."""
        if identifier == UNIT:
            return self.words.term(identifier, Family.PERSON_KIND)
        own = self.ruleset.labels.get(identifier)
        if own is not None:
            return own[0] if self.words.lang == "zh" else own[1]
        return self.words.term(identifier, family)

    def condition(self, when: Condition) -> str:
        """The whole condition in one sentence."""
        if isinstance(when, AnyOfCondition | AllOfCondition):
            any_of = isinstance(when, AnyOfCondition)
            inner = when.any_of if isinstance(when, AnyOfCondition) else when.all_of
            parts = [self._inside(one) for one in inner]
            return self.words.say("say.or" if any_of else "say.and").join(parts)
        part = self._part(when)
        return self.words.say("say.part", subject=part.subject, number=part.number) if part.number else part.subject

    def _inside(self, when: Condition) -> str:
        text = self.condition(when)
        return self.words.say("say.inside", text=text) if isinstance(when, AnyOfCondition | AllOfCondition) else text

    def parts(self, when: Condition | None) -> Iterator[Part]:
        """The conditions without parts, in order."""
        if isinstance(when, AnyOfCondition):
            for inner in when.any_of:
                yield from self.parts(inner)
        elif isinstance(when, AllOfCondition):
            for inner in when.all_of:
                yield from self.parts(inner)
        elif when is not None:
            yield self._part(when)

    def _part(self, when: Condition) -> Part:
        say = self.words.say
        match when:
            case RecordsCondition():
                names = self.words.joined([self.words.term(name, Family.CATEGORY) for name in when.records_of])
                subject = say("say.in", fact=self.name(when.of_fact), subject=names) if when.of_fact else names
                return Part(subject, say("say.at-least", number=f"{when.at_least}{say('unit.records')}"))
            case MoneyCondition():
                return Part(self.name(when.money, Family.FACT), self._money(when))
            case NumberCondition():
                ends = [f"{number} {unit}" for number, unit in filter(None, (when.at_least, when.below))]
                return Part(self.name(when.number_of), self._bracket(ends))
            case ProportionsCondition():
                return self._sum(when)
            case StandardsCondition():
                subject = say("say.standards", items=self._items(when.standards_of))
                only = self._only(when.counting_only) if when.counting_only else ""
                return Part(subject + only, self.words.times(when.times))
            case FactCondition():
                fact = self.name(when.fact, Family.FACT)
                within = say("say.within", years=when.within) if when.within else ""
                return Part(fact if when.holds else say("say.not", fact=fact), within)
            case DealingCondition():
                return Part(self._dealing(when))
            case UnderCondition():
                return Part(say("say.under", reading=when.under.reading, option=when.under.option))
            case JudgmentCondition():
                return Part(when.judgment if self.words.lang == "zh" or not when.judgment_en else when.judgment_en)
        return Part("")

    def _bracket(self, ends: list[str]) -> str:
        if len(ends) == 1:
            return self.words.say("say.at-least", number=ends[0])
        return self.words.say("say.bracket", number=ends[0], below=ends[1])

    def _money(self, when: MoneyCondition) -> str:
        if when.at_least is None:
            return self.words.say("say.parameter", parameter=self.name(when.standard))
        return self._bracket([self.yuan(fen) for fen in (when.at_least, when.below) if fen is not None])

    def yuan(self, fen: int | Fraction) -> str:
        """An amount in 元."""
        return f"{number_text(fen, Unit.MONEY)}{self.words.say('unit.money')}"

    def _sum(self, when: ProportionsCondition) -> Part:
        subject = self.words.say("say.sum", items=self._items(when.proportions_of))
        if when.none_reached:
            subject += self.words.say("say.none-reached")
        for one in (when.mixing_in, when.multiplied):
            if one is not None:
                subject += self.words.say("say.reading", reading=one.reading)
        return Part(subject, self.words.say("say.reaches", number=number_text(when.sum_at_least, None)))

    def _only(self, only: CountingOnly) -> str:
        origin = self.words.term(only.obtained_in, Family.ORIGIN)
        text = self.words.say("machine.only", origin=origin, acts=self.words.say(f"acts.{only.acts}"))
        return text + (self.words.say("say.reading", reading=only.reading) if only.reading else "")

    def _dealing(self, when: DealingCondition) -> str:
        match = when.dealing
        acts = self.words.say(f"acts.{match.acts}")
        names = self.words.joined([self.words.term(name, Family.CATEGORY) for name in match.categories])
        subject = self.words.say("say.dealing", acts=acts, categories=names).strip()
        return self.words.say("say.and").join(
            [subject, self.name(match.fact, Family.FACT)] if match.fact else [subject]
        )

    def _items(self, names: tuple[str, ...]) -> str:
        return self.words.joined([cite(name, self.words.lang) for name in names])

    # -- values of fields ----------------------------------------------------------------------------------

    def value(self, field: str, value: Any) -> str:
        """The value of a field of an entry, as people read it; nothing stated is a dash."""
        if value is None:
            return self.words.say("compare.nothing")
        if isinstance(value, WhenGrade):
            return self._when_grade(value)
        if isinstance(value, LawValue):
            return self.condition(value)  # type: ignore[arg-type]
        if isinstance(value, bool):
            return self.words.term("yes" if value else "no", Family.TRUTH)
        if field in _MONEY and isinstance(value, int):
            return self.yuan(value)
        if isinstance(value, tuple):
            return self._several(field, value)
        if isinstance(value, date):
            return value.isoformat()
        return self._one(field, str(value))

    def _several(self, field: str, value: tuple[Any, ...]) -> str:
        if field in ("months", "times"):
            low, high = value
            unit = self.words.say(f"say.{field}")
            return f"{self.words.bounds(str(low), str(high))}{unit}"
        if field == "regions":
            return self.words.joined([f"{region} {self.yuan(fen)}" for region, fen in value])
        return self.words.joined([self._one(field, str(one)) for one in value])

    def _one(self, field: str, value: str) -> str:
        if field in _CITED:
            try:
                return cite(value, self.words.lang)
            except ValueError:
                return value
        families = {"categories": Family.CATEGORY, "drawn_from": Family.CATEGORY, "acts": Family.ACT}
        if field in families:
            return self.words.term(value, families[field])
        if field in ("grade", "above"):
            return self.name(value, Family.GRADE)
        if field in ("facts", "fact", "of", "offence", "conduct"):
            known = self.name(value, Family.FACT)
            return known if known != value else self.words.term(value)
        return value

    def _when_grade(self, when: WhenGrade) -> str:
        parts = [self._one("facts", name) for name in when.facts]
        parts += [self.words.say("say.absent", fact=self._one("facts", name)) for name in when.none_of]
        if when.grade:
            parts.insert(0, self.words.say("say.exactly", grade=self.name(when.grade, Family.GRADE)))
        if when.from_grade:
            parts.insert(0, self.words.say("say.from", grade=self.name(when.from_grade, Family.GRADE)))
        if when.items:
            items = self.words.joined([cite(item, self.words.lang) for item in when.items])
            parts.insert(0, self.words.say("say.by-items", items=items))
        return self.words.say("say.and").join(parts)
