"""Margins in words: one sentence for each way, shared by the terminal and by reports."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from thresholds.explore.margins import Change, Kind, Margin, Mix, Way, counts_whole_supply
from thresholds.glossary import Family
from thresholds.law.conditions import RecordsCondition
from thresholds.report.as_dict import number_text
from thresholds.values.citation import cite
from thresholds.values.figures import Unit
from thresholds.values.interval import Interval, decimal_text
from thresholds.wording import phrase

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

    def head(self, margin: Margin) -> str:
        """What is to be reached or avoided, and what holds it."""
        grade = self.words.term(self.person.engine.ruleset.grade_ids[margin.rank], Family.GRADE)
        key = "margins.reach" if margin.reach else "margins.fall"
        if not margin.ways:
            return self.words.say(f"{key}.none", grade=grade)
        items = self.words.joined([cite(item, self.words.lang) for item in margin.held_by])
        if margin.reach:
            return self.words.say(key, grade=grade)
        return self.words.say(f"{key}.one" if len(margin.held_by) == 1 else key, grade=grade, items=items)

    def sentences(self, margin: Margin) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
        """Each way as a sentence, with its edits of the case file; for several facts, those of each."""
        rest = list(margin.ways)
        while rest:
            way = rest.pop(0)
            alike = [other for other in rest if _alike(way, other)]
            rest = [other for other in rest if other not in alike]
            text = self._facts([way, *alike]) if alike else self.way(way)
            yield text, [one.edits for one in (way, *alike) if one.edits]

    def mixtures(self, margin: Margin) -> list[str]:
        """What the proportional sum says of mixtures of classes."""
        return [self._mix(mix, margin.reach) for mix in margin.mixes]

    def way(self, way: Way) -> str:
        """All changes of a way, and the grade with them."""
        text = self.words.say("margins.and").join(self.change(change) for change in way.changes)
        return self.words.say("margins.after", way=text, grade=self.words.grade(self.person.grade_of(way.bounds)))

    def _facts(self, ways: Sequence[Way]) -> str:
        """Several facts any of which does the same."""
        changes = [way.changes[0] for way in ways]
        names = self.words.joined([self._fact(change.names[0]) for change in changes])
        state = self._state(changes[0])
        text = self.words.say("margins.facts.any", names=names, state=state)
        grade = self.words.grade(self.person.grade_of(ways[0].bounds))
        return self.words.say("margins.after", way=text, grade=grade)

    def change(self, change: Change) -> str:
        """One change."""
        if change.kind in (Kind.RECORDS, Kind.MONEY):
            return self._quantity(change)
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
        return self.words.say(f"margins.{change.kind}.{answer}", **fields)

    def _fact(self, name: str) -> str:
        """A fact or a category by name; an earlier punishment with what is asked of it."""
        return phrase(f"margins.show.{name}", self.words.lang, "") or self.words.term(name)

    def _state(self, change: Change) -> str:
        return self.words.say(f"margins.state.{change.state}")

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

    def kind(self, names: tuple[str, ...]) -> str:
        """A class of categories: those that the person has to do with, and the item that sets its standard."""
        cited = cite(self._items[names], self.words.lang) if names in self._items else ""
        had = [name for name in names if name in self.person.counts]
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
            self.words.say("margins.share", names=self.kind(names), share=f"{share.numerator}/{share.denominator}")
            for names, share in mix.shares
        ]
        key = f"margins.mix.{'reach' if reach else 'fall'}{'.narrow' if mix.narrow else ''}"
        joined = self.words.joined(shares)
        return self.words.say(key, needed=decimal_text(mix.needed), now=decimal_text(mix.now), shares=joined)

    def notes(self, margins: Sequence[Margin]) -> list[str]:
        """What holds of all of them."""
        notes = [self.words.say("margins.each")]
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


def _alike(one: Way, other: Way) -> bool:
    """Whether both are one fact to be shown, equally stated and with the same effect."""
    if one.bounds != other.bounds or len(one.changes) != 1 or len(other.changes) != 1:
        return False
    first, second = one.changes[0], other.changes[0]
    same = (first.kind, first.truth, first.state) == (second.kind, second.truth, second.state) and not first.where
    return same and first.kind is Kind.FACT and first.truth is True
