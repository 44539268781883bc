"""Values as words, shared by every renderer: exact numbers, bounds, grades, facts."""

from __future__ import annotations

from fractions import Fraction

from thresholds import glossary
from thresholds.evaluation.trace import Trace
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.lawtext.sentences import NO_SENTENCES, Sentences
from thresholds.report.as_dict import number_text
from thresholds.report.ladder import Rung
from thresholds.report.model import Grade, PersonReport
from thresholds.values.citation import cite
from thresholds.values.figures import Unit
from thresholds.values.interval import Interval, decimal_text
from thresholds.wording import counter, phrase


class Words:
    """Wording in one language; what a ruleset names itself is called as it says."""

    def __init__(self, lang: str, ruleset: Ruleset | None = None, law: Sentences = NO_SENTENCES) -> None:
        self.lang, self.ruleset, self.law = lang, ruleset, law
        self._own = ruleset.labels if ruleset is not None else {}
        self._readings = {reading.id: reading for reading in ruleset.readings} if ruleset is not None else {}

    def say(self, key: str, **fields: object) -> str:
        """A phrase with its fields filled."""
        return phrase(key, self.lang).format(**fields)

    def cite(self, item: str) -> str:
        """The pinpoint of an item or a provision, as the ruleset has it cited."""
        return cite(item, self.lang) if self.ruleset is None else self.ruleset.cite(item, self.lang)

    def term(self, identifier: str, family: Family | None = None) -> str:
        """The label of a term."""
        own = self._own.get(identifier)
        if own is not None:
            return own[0 if self.lang == "zh" else 1]
        return glossary.label(identifier, self.lang, family)

    def sentence(self, ruleset: Ruleset, identifier: str) -> str:
        """The sentence of the law that an id of a ruleset cites; empty where no official text of it is at hand."""
        text = self.law.of(ruleset, identifier)
        return self.say("lawtext.sentence", text=text) if text else ""

    def heading(self, person: PersonReport) -> str:
        """The person, and of which of several offences it is said."""
        return f"{person.name}  {self.term(person.charged)}" if person.charged else person.name

    def own(self, identifier: str) -> bool:
        """Whether the ruleset itself names it."""
        return identifier in self._own

    def option(self, reading: str, option: str) -> str:
        """What choosing an option of a reading means: the question, and the option."""
        known = self._readings.get(reading)
        if known is None:
            return f"{reading}={option}"
        asks, chosen = known.asks if self.lang == "zh" else known.asks_en, known.options[option]
        return self.say("reading.option", asks=asks, option=chosen.zh if self.lang == "zh" else chosen.en)

    def joined(self, names: list[str] | tuple[str, ...]) -> str:
        """Names as a list."""
        return phrase("list-separator", self.lang).join(names)

    def grade(self, grade: Grade) -> str:
        """A grade, or its two bounds."""
        low, high = self.term(grade.at_least, Family.GRADE), self.term(grade.at_most, Family.GRADE)
        if grade.determined:
            return self.say("grade.determined", grade=low)
        return self.say("grade.open", low=low, high=high)

    def bounds(self, low: str, high: str | None) -> str:
        """One number, or two with a dash; no upper bound is said."""
        if low == high:
            return low
        return f"{low}{phrase('to', self.lang)}{phrase('unbounded', self.lang) if high is None else high}"

    def interval(self, interval: Interval) -> str:
        """Records between bounds."""
        high = None if interval.at_most is None else str(interval.at_most)
        return self.bounds(str(interval.at_least), high)

    def measured(self, trace: Trace) -> str:
        """Quantity ÷ standard = score, and what is missing or over."""
        return f"{self.quotient(trace)}{phrase('clause', self.lang)}{self.distance(trace)}"

    def quotient(self, trace: Trace) -> str:
        """Quantity ÷ standard = score."""
        low, high = trace.quantity
        bar = trace.bar
        assert bar is not None
        unit = trace.unit
        top = None if high is None else number_text(high, unit)
        score = self._score(trace)
        standard = number_text(bar, unit)
        if trace.least is not None:
            standard = self.bounds(number_text(trace.least, unit), standard)
        counted = self.bounds(number_text(low, unit), top)
        text = self.say(
            f"measured.{'things' if trace.word else unit.value if unit else 'sum'}",
            quantity=counted,
            standard=standard,
            score=score,
            unit=counter(trace.word, self.lang, counted),
            of_standard=counter(trace.word, self.lang, standard),
        )
        if trace.below is None:
            return text
        below = number_text(trace.below, unit)
        return text + self.say("measured.below", number=below, unit=self.unit(trace, below))

    def _score(self, trace: Trace) -> str:
        """Quantity ÷ standard at both ends, both as decimals, or both as fractions where one of them is no decimal."""
        low, high = trace.score_low, trace.score_high
        texts = [_text(low), None if trace.high is None else _text(high)]
        if low is not None and high is not None and any("/" in (text or "") for text in texts) and low and low != high:
            texts = [decimal_or_ratio(low), decimal_or_ratio(high)]
        return self.bounds(texts[0] or "", texts[1])

    def unit(self, trace: Trace | Rung, number: str = "") -> str:
        """The unit of a number, with the space that goes before it."""
        if trace.word:
            return counter(trace.word, self.lang, number)
        return phrase(f"unit.{trace.unit.value if trace.unit else 'sum'}", self.lang)

    def distance(self, trace: Trace) -> str:
        """What is missing to the standard at the lower end, or over it."""
        if trace.detail == "by_any":
            return self.say("by-any")
        unit: Unit | None = trace.unit
        for key, number in (("short", trace.shortfall), ("over", trace.margin)):
            if number:
                shown = number_text(Fraction(number), unit)
                return self.say(key, number=shown, unit=self.unit(trace, shown))
        return self.say("exact")

    def stated(self, detail: str) -> str:
        """How the file states a fact: yes, no, unknown, unstated, with the dealing or the date."""
        kind, _, rest = detail.partition(" ")
        if kind == "dated":
            return self.say("stated.dated", when=rest)
        text = phrase(f"stated.{kind}", self.lang)
        return self.say("stated.at", stated=text, where=rest) if rest else text

    def times(self, times: Fraction) -> str:
        """一半, 十倍."""
        return phrase(f"times.{decimal_or_ratio(times)}", self.lang, f"× {decimal_or_ratio(times)}")


def decimal_or_ratio(number: Fraction) -> str:
    """10 or 1/2."""
    return str(number.numerator) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"


def _text(number: Fraction | None) -> str:
    return "" if number is None else decimal_text(number)
