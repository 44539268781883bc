"""Margins in words: one sentence for each way, shared by the terminal and by reports."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from thresholds.case.model import Tally
from thresholds.evaluation.program import FactMeasure
from thresholds.explore.margins import Change, Kind, Margin, Mix, Way, counts_whole_supply
from thresholds.glossary import Family
from thresholds.law.conditions import RecordsCondition
from thresholds.report.as_dict import number_text
from thresholds.values.figures import Unit
from thresholds.values.interval import Interval, decimal_text
from thresholds.wording import counter, phrase

if TYPE_CHECKING:
    from thresholds.evaluation.facts import Holding
    from thresholds.rendering.words import Words
    from thresholds.report.model import PersonReport


class MarginWords:
    """The wording of one person's margins."""

    def __init__(self, person: PersonReport, words: Words) -> None:
        self.person, self.words = person, words
        items = person.engine.ruleset.items()
        self._items = {item.when.records_of: item.id for _, item in items if isinstance(item.when, RecordsCondition)}
        measures = person.engine.program.measures
        self._within = {m.name: m.within for m in measures if isinstance(m, FactMeasure) and m.within is not None}

    def head(self, margin: Margin) -> str:
        """What is to be reached or avoided, and what holds it."""
        grade = self.words.term(self.person.engine.ruleset.grade_ids[margin.rank], Family.GRADE)
        key = "margins.reach" if margin.reach else "margins.fall"
        if not margin.ways:
            return self.words.say(f"{key}.none", grade=grade)
        items = self.words.joined(list(dict.fromkeys(self.words.cite(item) for item in margin.held_by)))
        if margin.reach:
            return self.words.say(key, grade=grade)
        return self.words.say(f"{key}.one" if len(margin.held_by) == 1 else key, grade=grade, items=items)

    def sentences(self, margin: Margin) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
        """Each way as a sentence, with its edits of the case file; for several facts, those of each."""
        rest = list(margin.ways)
        while rest:
            way = rest.pop(0)
            place, alike = _alike(way, rest)
            rest = [other for other in rest if other not in alike]
            text = self._facts([way, *alike], place) if alike else self.way(way)
            yield text, [one.edits for one in (way, *alike) if one.edits]

    def mixtures(self, margin: Margin) -> list[str]:
        """What the proportional sum says of mixtures of classes."""
        return [self._mix(mix, margin.reach) for mix in margin.mixes]

    def way(self, way: Way) -> str:
        """All changes of a way, and the grade with them."""
        text = self.words.say("margins.and").join(self.change(change) for change in way.changes)
        return self.words.say("margins.after", way=text, grade=self.words.grade(self.person.grade_of(way.bounds)))

    def _facts(self, ways: Sequence[Way], place: int) -> str:
        """Several facts any of which does the same, at one place among the changes of a way."""
        changes = [way.changes[place] for way in ways]
        names = self.words.joined([self._quoted(change.names[0]) for change in changes])
        state = self._state(changes[0])
        key = "margins.facts.any" if changes[0].truth else "margins.facts.none"
        parts = [self.change(change) for change in ways[0].changes]
        parts[place] = self.words.say(key, names=names, state=state)
        grade = self.words.grade(self.person.grade_of(ways[0].bounds))
        return self.words.say("margins.after", way=self.words.say("margins.and").join(parts), grade=grade)

    def change(self, change: Change) -> str:
        """One change."""
        if change.kind in (Kind.RECORDS, Kind.MONEY):
            return self._quantity(change)
        if change.kind in (Kind.NUMBER, Kind.TALLY):
            return self._things(change)
        if change.kind is Kind.STANDARD:
            return self._standard(change)
        where = self.words.joined(change.where)
        if change.kind is Kind.BUSINESS:
            where = self.words.say("margins.place", where=where) if where else ""
        names = [self._fact(name) for name in change.names]
        if change.kind is Kind.CATEGORY:
            each = zip(change.where, names, strict=True)
            names = [self.words.say("margins.category.each", where=place, name=name) for place, name in each]
        answer = "yes" if change.truth else "no"
        if change.kind is Kind.CONDUCT:
            return self.words.say("margins.conduct.no")
        fields = {"names": self.words.joined(names), "where": where, "state": self._state(change)}
        own = ".own" if change.kind is Kind.FACT and self.words.own(change.names[0]) else ""
        return self.words.say(f"margins.{change.kind}.{answer}{own}", **fields)

    def _quoted(self, name: str) -> str:
        """A fact in a list; the label of one that the ruleset declares may be a list of its own."""
        fact = self._fact(name)
        return self.words.say("margins.quoted", name=fact) if self.words.own(name) else fact

    def _fact(self, name: str) -> str:
        """A fact or a category by name; an earlier punishment with what is asked of it."""
        if self.words.own(name):
            years = self._within.get(name)
            term = self.words.term(name)
            return term if years is None else self.words.say("margins.within", name=term, years=years)
        return phrase(f"margins.show.{name}", self.words.lang, "") or self.words.term(name)

    def _state(self, change: Change) -> str:
        return self.words.say(f"margins.state.{change.state}")

    def _things(self, change: Change) -> str:
        """A number of things that the ruleset declares, or records of a fact that it declares."""
        assert change.now is not None
        fact = change.names[0]
        names = self.words.term(fact)
        if change.kind is Kind.TALLY:
            value = self.person.assessment.person.facts.declared.get(fact)
            had = tuple(value.records) if isinstance(value, Tally) else ()
            names = self.words.say("margins.tally", fact=names, names=self.kind(change.names[1:], had))
        unit = self.person.engine.ruleset.declared[fact].unit if change.kind is Kind.NUMBER else ""

        def counted(number: str) -> str:
            return number + (counter(unit, self.words.lang, number) if unit else self.words.say("unit.records"))

        fields: dict[str, object] = {
            "names": names,
            "now": counted(self._interval(change.now, Unit.RECORDS)),
            "to": counted(str(change.to)),
            "number": counted(str(abs(change.by or 0))),
        }
        fewer = "fewer" if change.by is not None and change.now.exact else "cap"
        return self.words.say(f"margins.things.{'more' if (change.by or 0) > 0 else fewer}", **fields)

    def _standard(self, change: Change) -> str:
        """How high at most, or at least, the standard of the region would have to be."""
        assert change.now is not None
        fields = {"now": self._interval(change.now, Unit.MONEY), "to": number_text(change.to or 0, Unit.MONEY)}
        key = "margins.standard.low" if change.truth else "margins.standard.high"
        return self.words.say(key, names=self.words.term(change.names[0]), **fields)

    def _quantity(self, change: Change) -> str:
        unit = Unit.MONEY if change.kind is Kind.MONEY else Unit.RECORDS
        names = self.kind(change.names) if unit is Unit.RECORDS else self.words.term(change.names[0])
        assert change.now is not None
        fields: dict[str, object] = {
            "names": names,
            "now": self._interval(change.now, unit),
            "to": number_text(change.to or 0, unit),
        }
        fields["number"] = number_text(abs(change.by or 0), unit)
        return self._more(change, fields) if (change.by or 0) > 0 else self._fewer(change, fields, unit)

    def _more(self, change: Change, fields: dict[str, object]) -> str:
        text = self.words.say(f"margins.{change.kind}.more{'' if change.narrow is None else '.narrow'}", **fields)
        if change.kind is Kind.RECORDS:
            program, choices = self.person.engine.program, self.person.assessment.choices
            if program.singly.issuperset(change.names) and choices.bulk_presumption_t1_t2 == "item_by_item":
                text += self.words.say("margins.records.verified")
            if any(name in self.person.counts and self.person.counts[name][1].at_most != 0 for name in change.names):
                text += self.words.say("margins.records.art5")
        return text

    def _fewer(self, change: Change, fields: dict[str, object], unit: Unit) -> str:
        assert change.now is not None
        known = change.by is not None and change.now.exact
        key = f"margins.{change.kind}.{'fewer' if known else 'cap'}"
        if change.kind is Kind.RECORDS:
            holdings = [h for h in self.person.assessment.person.holdings if _about(h, change.names)]
            if any(holding.category and len(holding.category.options) > 1 for holding in holdings) and not known:
                key = "margins.records.class.cap"
            elif known and any(len(holding.supplies) > 1 for holding in holdings):
                key = "margins.records.times"
        text = self.words.say(key, **fields)
        if change.narrow is not None:
            whole = counts_whole_supply(self.person.engine.program, self.person.assessment.choices)
            ending = ".whole" if whole and change.kind is Kind.RECORDS else ""
            text += self.words.say(f"margins.{change.kind}.narrow{ending}", number=number_text(change.narrow, unit))
        return text

    def _class(self, names: tuple[str, ...]) -> str:
        return self.words.term(names[0]) if self.words.own(names[0]) else self.kind(names)

    def kind(self, names: tuple[str, ...], known: Iterable[str] | None = None) -> str:
        """A class of categories: those that the person has to do with, and the item that sets its standard.

        `known` are those of which a fact tells, in place of those of his dealings.
        """
        cited = self.words.cite(self._items[names]) if names in self._items else ""
        stated = self.person.counts if known is None else known
        had = [name for name in names if name in stated]
        if had:
            return self.words.say("margins.class.had", names=self._terms(had), cite=cited)
        key = "margins.class.other" if len(names) > 1 else "margins.class.one"
        return self.words.say(key, first=self._terms(names[:1]), cite=cited)

    def _terms(self, names: Sequence[str]) -> str:
        return self.words.joined([self.words.term(name, Family.CATEGORY) for name in names])

    def _interval(self, interval: Interval, unit: Unit) -> str:
        high = None if interval.at_most is None else number_text(interval.at_most, unit)
        return self.words.bounds(number_text(interval.at_least, unit), high)

    def _mix(self, mix: Mix, reach: bool) -> str:
        """What the proportional sum lacks, or must stay below."""
        shares = [
            self.words.say("margins.share", names=self._class(names), share=f"{share.numerator}/{share.denominator}")
            for names, share in mix.shares
        ]
        things = ".things" if self.person.engine.ruleset.declared else ""
        key = f"margins.mix{things}.{'reach' if reach else 'fall'}{'.narrow' if mix.narrow else ''}"
        joined = self.words.joined(shares)
        return self.words.say(key, needed=decimal_text(mix.needed), now=decimal_text(mix.now), shares=joined)

    def notes(self, margins: Sequence[Margin]) -> list[str]:
        """What holds of all of them."""
        declares = bool(self.person.engine.ruleset.declared)
        notes = [self.words.say("margins.each.things" if declares else "margins.each")]
        kinds = {change.kind for margin in margins for way in margin.ways for change in way.changes}
        if Kind.STANDARD in kinds:
            notes.append(self.words.say("margins.standard.open"))
        dated = any(dealing.date is not None for dealing in self.person.assessment.person.dealings)
        if dated and any(margin.reach for margin in margins):
            notes.append(self.words.say("margins.dated"))
        return notes

    def edits(self, made: Sequence[str], case: str) -> str:
        """The command that tries a way out."""
        sets = " ".join(f"--set {shlex.quote(edit)}" for edit in made)
        return self.words.say("margins.edits", case=shlex.quote(case), sets=sets)


def _about(holding: Holding, names: Sequence[str]) -> bool:
    return holding.category is not None and not set(names).isdisjoint(holding.category.options)


def _alike(way: Way, others: Sequence[Way]) -> tuple[int, list[Way]]:
    """The ways that differ from one in nothing but a single fact to be shown, equally stated; and at which place."""
    found: tuple[int, list[Way]] = (0, [])
    for place, change in enumerate(way.changes):
        if change.kind is Kind.FACT and not change.where:
            alike = [other for other in others if _differs_at(place, way, other)]
            found = (place, alike) if len(alike) > len(found[1]) else found
    return found


def _differs_at(place: int, one: Way, other: Way) -> bool:
    if one.bounds != other.bounds or len(one.changes) != len(other.changes):
        return False
    first, second = one.changes[place], other.changes[place]
    same = (first.kind, first.truth, first.state) == (second.kind, second.truth, second.state) and not second.where
    rest = [*one.changes[:place], *one.changes[place + 1 :]]
    return same and first.names != second.names and rest == [*other.changes[:place], *other.changes[place + 1 :]]
