"""A case told as sentences, as it is read out in a classroom: who, what was done with which records, what is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from thresholds.case.model import Batch, Body, Case, Category, Days, Dealing, Deductions, Figure, Gains, Remarked
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.rendering.case_values import value_words
from thresholds.rendering.words import Words
from thresholds.wording import phrase

#: What is stated of a dealing, or of the records in it, besides who did what.
_STATED = ("knew_of_crime", "used_in_crime", "lawful_business", "consent", "anonymised")
#: Acts by which records come from another person.
_RECEIVING = frozenset({"purchase", "receipt"})
#: Made-up names as cases write them, by their words.
_MADE_UP = {"甲": "jia", "乙": "yi", "丙": "bing", "丁": "ding"}
#: Facts that a sentence of their own would only repeat.
_UNSAID = frozenset({"declared"})
#: Chinese words by which a number is given roughly, yet with exact bounds.
_SPOKEN = ("余", "多", "数", "不足", "不满", "以上", "至少", "至多")


class Told(NamedTuple):
    """What is to be told: a person of a case under a law, in a language, and readings that go before the case's.

    Of a `made` case names are those of the language, and so is what the person does (`role`, as it is worded).
    """

    case: Case
    person: str
    law: Ruleset
    lang: str = "zh"
    readings: tuple[tuple[str, str], ...] = ()
    made: bool = False
    role: str = ""

    def name(self, identifier: str) -> str:
        """A name as it is spoken of: the one of the file, or the made-up one of the language."""
        if self.made:
            return phrase(f"quiz.name.{_MADE_UP.get(identifier, '')}", self.lang, identifier)
        person = self.case.persons.get(identifier)
        return (person.name if person is not None else "") or identifier


def told(what: Told) -> tuple[str, ...]:
    """The facts of one person as sentences; notes, sources and what is expected stay unsaid."""
    return tuple(_Teller(what).sentences())


def first_holders(case: Case, batch: str) -> tuple[str, ...]:
    """The persons (by id) who deal with a batch that they have from nobody in the file."""
    dealings = [one for one in case.dealings if one.batch == batch]
    received = {name for one in dealings if one.act in _RECEIVING for name in one.by}
    received |= {name for one in dealings if one.supplies for name in one.to}
    return tuple(dict.fromkeys(name for one in dealings for name in one.by if name not in received))


class _Teller:
    def __init__(self, what: Told) -> None:
        self.what, self.case = what, what.case
        self.words = Words(what.lang, what.law)
        self.own = [dealing for dealing in what.case.dealings if what.person in dealing.by]

    def sentences(self) -> Iterator[str]:
        for text in self._all():
            named = text.startswith(self.what.name(self.what.person))
            yield text if named or self.what.lang == "zh" else text[:1].upper() + text[1:]

    def _all(self) -> Iterator[str]:
        yield self._person()
        seen = {dealing.batch: None for dealing in self.own if dealing.batch}
        alone = {name for name in seen if sum(dealing.batch == name for dealing in self.own) == 1}
        for name in seen:
            if name not in alone or self.case.batches[name].deductions.given:
                yield self._batch(self.case.batches[name])
                alone.discard(name)
        for dealing in self.own:
            yield self._dealing(dealing, dealing.batch in alone)
        yield from self._facts()
        yield from self._standards()
        yield from self._readings()

    def _say(self, key: str, **fields: object) -> str:
        return self.words.say(f"quiz.told.{key}", **fields)

    def _names(self, identifiers: tuple[str, ...]) -> str:
        return self.words.joined([self.what.name(one) for one in identifiers])

    def _person(self) -> str:
        person = self.case.persons[self.what.person]
        role = phrase(f"quiz.role.{self.what.role}", self.what.lang) if self.what.role else person.role
        unit = self.words.say("person.kind.unit") if person.kind == "unit" else ""
        described = self.words.joined([part for part in (role, unit) if part])
        return self._say("person" if described else "person.bare", name=self.what.name(person.id), role=described)

    def _batch(self, batch: Batch) -> str:
        parts = [self._content(batch), *self._around(batch)]
        return self._say("batch", name=self._batch_name(batch.id), what=self._joined(parts))

    def _batch_name(self, identifier: str) -> str:
        return self._say("this-batch") if self.what.made else identifier

    def _joined(self, parts: list[str]) -> str:
        return self.words.say("clause").join([part for part in parts if part])

    def _content(self, body: Body) -> str:
        """The records of a body: 行踪轨迹信息 49 条."""
        category = self._category(body.category) if body.category is not None else self._say("some-records")
        if body.records is None:
            return self._say("number.none", category=category)
        return self._say("number", category=category, number=self._figure(body.records, "records"))

    def _figure(self, figure: Figure, field: str) -> str:
        """A number as the file writes it where that is how people speak (五十余条); otherwise its bounds."""
        spoken = self.what.lang == "zh" and any(word in figure.written for word in _SPOKEN)
        return figure.written if spoken else value_words(figure, field, self.words)

    def _category(self, category: Category) -> str:
        names = self.words.joined([self.words.term(name, Family.CATEGORY) for name in category.options])
        if category.each:
            return self._say("each-kind", names=names)
        return self._say("one-of", names=names) if len(category.options) > 1 else names

    def _around(self, body: Body | Dealing) -> Iterator[str]:
        """Where records came from, what is taken off them, and what is stated of them."""
        if body.obtained_in is not None:
            yield self._origin(body)
        for name in Deductions.model_fields:
            value = getattr(body.deductions, name)
            if value is not None:
                yield self._say(f"off.{name}", number=value_words(value, "records", self.words))
        for name in _STATED:
            yield from self._fact(name, getattr(body, name, None))

    def _origin(self, body: Body | Dealing) -> str:
        """In what records were obtained; of a batch that the person has from another, by whom they were."""
        if not isinstance(body, Batch) or not self._has_from_another(body.id):
            return self._say(f"from.{body.obtained_in}")
        holders = first_holders(self.case, body.id)
        who = self._names(holders) if holders and self.what.person not in holders else self._say("first-holder")
        return self._say(f"first.{body.obtained_in}", who=who)

    def _has_from_another(self, batch: str) -> bool:
        """Whether the person bought or received a batch, or it was supplied to him."""
        given = any(one.batch == batch and self.what.person in one.to for one in self.case.dealings if one.supplies)
        return given or any(one.batch == batch and one.act in _RECEIVING for one in self.own)

    def _fact(self, name: str, value: object) -> Iterator[str]:
        truth = getattr(value, "truth", "")
        plain = phrase(f"quiz.told.{name}.{truth}", self.what.lang, "")
        if plain and not self._days(value) and not getattr(value, "exempted", False):
            yield plain
        elif isinstance(value, Remarked | str) and value:
            fields = {"fact": self.words.term(name, Family.FACT), "value": self._value(value, name)}
            known = phrase(f"quiz.told.{name}.stated", self.what.lang, "")
            within = truth == "yes" and not self._days(value) and self._within_years(name)
            yield known.format(**fields) if known else self._say("fact.within" if within else "fact", **fields)

    def _within_years(self, name: str) -> bool:
        """Whether a fact of the ruleset is a penalty: it counts within so many years, and stated it is within them."""
        declared = self.what.law.declared.get(name)
        return declared is not None and declared.kind == "penalty"

    def _value(self, value: Remarked | str, name: str) -> str:
        if stated := self._days(value):
            return self.words.joined([self.day(one) for one in stated])
        if isinstance(value, Days):
            return self.day(value)
        single = value.gross if isinstance(value, Gains) and value.gross == value.net else value
        return self._figure(single, name) if isinstance(single, Figure) else value_words(value, name, self.words)

    @staticmethod
    def _days(value: object) -> list[Days]:
        """The days of an earlier punishment, where they are stated."""
        days = getattr(value, "days", None)
        return [days] if isinstance(days, Days) else list(days or ())

    def day(self, days: Days) -> str:
        """A day as it is spoken of; a month, a year and a span as they are written."""
        if days.first != days.last:
            return days.written
        return self._say("day", year=days.first.year, month=days.first.month, day=days.first.day)

    def _dealing(self, dealing: Dealing, whole: bool) -> str:
        parts = [self._act(dealing, whole), self._paid(dealing), *self._around(dealing)]
        if whole and dealing.batch:
            parts += self._around(self.case.batches[dealing.batch])
        if len(dealing.bodies) == 1 and not dealing.deductions.given:
            body = dealing.bodies[0]
            parts += [part for part in self._around(body) if part not in parts]
        when = self._say("when", day=self.day(dealing.date)) if dealing.date is not None else ""
        return self._say("sentence", text=when + self._joined(parts))

    def _act(self, dealing: Dealing, whole: bool) -> str:
        act = phrase(f"quiz.act.{dealing.act}", self.what.lang)
        fields = {"who": self._names(dealing.by), "act": act, "what": self._what(dealing, whole)}
        if dealing.to:
            return self._say("act.to", other=self._names(dealing.to), **fields)
        if dealing.source:
            return self._say("act.from", other=self._names(dealing.source), **fields)
        return self._say("act", **fields)

    def _what(self, dealing: Dealing, whole: bool) -> str:
        if dealing.batch is None:
            bodies = [self._content(body) for body in dealing.bodies]
            return self.words.joined(bodies) if bodies else self._say("some-records")
        batch = self.case.batches[dealing.batch]
        if whole:
            return self._content(batch if dealing.records is None else batch.model_copy(update=_records(dealing)))
        name = self._batch_name(batch.id)
        if dealing.records is None:
            return self._say("all-of", batch=name)
        return self._say("part-of", batch=name, number=self._figure(dealing.records, "records"))

    def _paid(self, dealing: Dealing) -> str:
        if dealing.paid is None:
            return ""
        key = "received" if dealing.supplies else "paid"
        return self._say(key, money=self._figure(dealing.paid, "paid"))

    def _facts(self) -> Iterator[str]:
        facts = self.case.facts_of(self.what.person)
        for name in type(facts).model_fields:
            if name not in _UNSAID:
                yield from self._sentences(name, getattr(facts, name))
        for name, value in facts.declared.items():
            yield from self._sentences(name, value)

    def _sentences(self, name: str, value: object) -> Iterator[str]:
        for text in self._fact(name, value):
            yield self._say("sentence", text=text)

    def _standards(self) -> Iterator[str]:
        if self.case.region:
            yield self._say("region", region=self.case.region)
        for name, figure in self.case.standards.items():
            number = value_words(figure, "paid", self.words)
            yield self._say("standard", name=self.words.term(name), number=number)

    def _readings(self) -> Iterator[str]:
        """The readings chosen: without them a case that turns on one has no single answer."""
        known = {reading.id for reading in self.what.law.readings}
        for name, option in (self.case.readings | dict(self.what.readings)).items():
            if name in known:
                yield self._say("reading", reading=self.words.option(name, option))


def _records(dealing: Dealing) -> dict[str, object]:
    return {"records": dealing.records}
