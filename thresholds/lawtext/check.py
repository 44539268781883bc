"""Holds a ruleset against an official text: what it says must stand there, and what stands there it must say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thresholds.law.model import Ruleset
from thresholds.lawtext.claims import Amount, Claim, Names, Term, claims_of
from thresholds.lawtext.coverage import Coverage, Sentence
from thresholds.lawtext.entries import Entry, entries_of
from thresholds.lawtext.heads import head, unstated
from thresholds.lawtext.numbers import TIMES, YEARS, YUAN, Side, numbers_in
from thresholds.lawtext.omissions import omissions
from thresholds.lawtext.passages import LawText
from thresholds.lawtext.pinpoints import Pinpoint
from thresholds.lawtext.references import references_in, resolved
from thresholds.lawtext.results import Article, Borrowed, Comparison, Discrepancy
from thresholds.lawtext.standards import Targets, general_agrees, quoted_in
from thresholds.lawtext.terms import plain

#: Another instrument: 法释〔2000〕45号, 刑法第一百七十七条之一.
_INSTRUMENT = re.compile(
    r"[法高检发释办字公通]{2,6}〔\d{4}〕\d+号|(?<!本)法第[一二三四五六七八九十百零\d]+条(?:之[一二三四五六七八九十]+)?"
)


def compare(ruleset: Ruleset, text: LawText) -> Comparison:
    """The ruleset beside the text, in the order of the text."""
    return _Check(ruleset, text).comparison()


class _Check:
    """One comparison."""

    def __init__(self, ruleset: Ruleset, text: LawText) -> None:
        self.ruleset, self.text = ruleset, text
        units = frozenset(fact.unit for fact in ruleset.facts if fact.unit)
        self.coverage = Coverage(entries_of(ruleset), text, units)
        self.targets = Targets(self.coverage, ruleset)
        self.borrowed: list[Borrowed] = []
        self.proven: dict[str, bool] = {}

    def comparison(self) -> Comparison:
        """What stands and what does not, article by article, the head of the text first."""
        agreed: dict[Pinpoint | None, dict[str, int]] = {}
        found: dict[Pinpoint | None, list[Discrepancy]] = {None: head(self.ruleset, self.text)}
        for entry in self.coverage.entries:
            article = Pinpoint(entry.pinpoint.article)
            for claim, stands in self._claims(entry):
                if isinstance(stands, Discrepancy):
                    found.setdefault(article, []).append(stands)
                else:
                    counts = agreed.setdefault(article, {})
                    counts[stands] = counts.get(stands, 0) + _size(claim)
        for discrepancy in (*self._unproven(), *omissions(self.coverage, self.targets, self.ruleset)):
            place = discrepancy.pinpoint
            found.setdefault(Pinpoint(place.article) if place is not None else None, []).append(discrepancy)
        articles = tuple(self._articles(agreed, found))
        return Comparison(self.text, articles, tuple(self.borrowed), unstated(self.ruleset, self.text))

    def _articles(
        self, agreed: dict[Pinpoint | None, dict[str, int]], found: dict[Pinpoint | None, list[Discrepancy]]
    ) -> Iterator[Article]:
        """The head, then every article of the text or of the ruleset."""
        known = {article.pinpoint for article in self.text.articles if self.targets.whole}
        places = known | {place for place in (*agreed, *found) if place is not None}
        for place in (None, *sorted(places)):
            yield Article(place, agreed.get(place, {}), tuple(found.get(place, ())))

    def _claims(self, entry: Entry) -> Iterator[tuple[Claim | None, str | Discrepancy]]:
        """Each claim of an entry, with the kind in which it is counted, or how it fails."""
        sentence = self.coverage.sentence(entry)
        if self.text.find(entry.pinpoint) is None:
            yield None, Discrepancy("TH140", entry.pinpoint, entry.id, "", "")
            return
        for claim in dict.fromkeys(claims_of(entry, self.ruleset)):
            yield claim, self._claim(claim, entry, sentence)
        if "general_information" in entry.categories:
            yield None, self._general(entry, sentence)
        grade = self._grade(entry, sentence)
        if grade is not None:
            yield None, grade

    def _claim(self, claim: Claim, entry: Entry, sentence: Sentence) -> str | Discrepancy:
        if isinstance(claim, Amount):
            return self._amount(claim, entry, sentence)
        if isinstance(claim, Term):
            if claim.stands_in(sentence.whole):
                return claim.kind
            code = {"categories": "TH144", "references": "TH146"}.get(claim.kind, "TH153")
            return self._wrong(code, entry, sentence, claim.shown)
        if isinstance(claim, Names):
            strange = self.targets.strange(claim.items, sentence)
            if not strange:
                return "references"
            return self._wrong("TH146", entry, sentence, "、".join(strange), self.targets.said(sentence))
        words = plain(claim.words)
        if any(words in plain(passage.text) for passage in sentence.passages):
            return "quotations"
        return self._wrong("TH147", entry, sentence, claim.words)

    def _amount(self, amount: Amount, entry: Entry, sentence: Sentence) -> str | Discrepancy:
        """Whether a number stands in the sentence, or the ruleset says rightly where else."""
        if any(amount.is_said_by(number) for number in sentence.numbers):
            self.proven[amount.parameter] = True
            return amount.kind
        if amount.instead and amount.instead in sentence.whole:
            self.proven.setdefault(amount.parameter, False)
            return "terms"
        parts = [part for part in _parts(amount) if not _any(part)]
        sources = [self._borrowed(part, entry) for part in parts]
        found = [source for source in sources if source is not None]
        if len(found) == len(parts):
            self.borrowed += found
            return "borrowed" if found else amount.kind
        numbers = "、".join(dict.fromkeys(number.written for number in sentence.numbers))
        return self._wrong(amount.code, entry, sentence, amount.said, numbers)

    def _borrowed(self, amount: Amount, entry: Entry) -> Borrowed | None:
        """Where else a number comes from by the ruleset's own words: another place, or another instrument."""
        if amount.unit not in (TIMES, YEARS):
            for place in self._sources(entry):
                passages = self.text.passages[place].walk()
                numbers = [n for passage in passages for n in numbers_in(passage.text, self.coverage.units)]
                start = amount._replace(side=Side.AT_LEAST)  # what stays below a number ends where that one begins
                if any(start.is_said_by(number._replace(below=None)) for number in numbers):
                    return Borrowed(entry.id, amount.said, place.cite(), elsewhere=False)
        for remark in (*entry.notes, *entry.options):
            instrument = _INSTRUMENT.search(remark)
            said = ((number.value, number.unit) for number in numbers_in(remark, self.coverage.units))
            if instrument is not None and (amount.value, amount.unit) in said:
                return Borrowed(entry.id, amount.said, instrument[0], elsewhere=True)
        return None

    def _sources(self, entry: Entry) -> Iterator[Pinpoint]:
        """The places that the ruleset's own words refer to, and those that define a term which the gloss quotes.

        What the sentence itself puts in quotation marks it defines itself.
        """
        for reference in references_in(entry.own_words):
            if reference.paragraph < 0 or reference.article == (0, -1):
                continue  # 前款 is said for many reasons; a source is named by its number
            yield from resolved(reference, entry.pinpoint, self.text)
        terms = set(entry.quotations) - quoted_in(self.coverage.sentence(entry).whole)
        for place, passage in self.text.passages.items():
            if terms & quoted_in(passage.text) and not entry.pinpoint.holds(place):
                yield place

    def _unproven(self) -> Iterator[Discrepancy]:
        """Bands whose numbers stand in no sentence, though some sentence names them."""
        for parameter in self.ruleset.parameters:
            if self.proven.get(parameter.id) is False:
                for entry in self.coverage.entries:
                    amounts = [claim for claim in claims_of(entry, self.ruleset) if isinstance(claim, Amount)]
                    named = next((amount for amount in amounts if amount.parameter == parameter.id), None)
                    if named is not None:
                        yield self._wrong("TH142", entry, self.coverage.sentence(entry), named.said)
                        break

    def _general(self, entry: Entry, sentence: Sentence) -> str | Discrepancy:
        """The general category: what the sentence leaves out must be the items of all other categories."""
        if general_agrees(sentence, self.targets):
            return "categories"
        return self._wrong("TH144", entry, sentence, "其他公民个人信息", self.targets.said(sentence))

    def _grade(self, entry: Entry, sentence: Sentence) -> str | Discrepancy | None:
        """Where the sentence quotes names of grades, these must be the grades of the paragraphs that cite it."""
        if entry.kind != "standards":
            return None
        labels, offences = self.targets.labels, self.targets.offences
        possible = [label for grade, label in labels.items() if offences[grade] == offences.get(entry.grade)]
        quoted = {name for name in quoted_in(sentence.whole) if any(name in label for label in possible)}
        if not quoted:
            return None
        paragraphs = [other for other in self.coverage.at[entry.pinpoint] if other.kind == "standards"]
        own = labels.get(entry.grade, "")
        missing = {name for name in quoted if not any(name in labels.get(other.grade, "") for other in paragraphs)}
        if missing and entry.id == paragraphs[-1].id:
            return self._wrong("TH154", entry, sentence, own or entry.grade, "、".join(sorted(quoted)))
        return "terms" if any(name in own for name in quoted) else None

    def _wrong(self, code: str, entry: Entry, sentence: Sentence, said: str, found: str = "") -> Discrepancy:
        line, column = sentence.own[0].place() if sentence.own else (0, 0)
        return Discrepancy(code, entry.pinpoint, entry.id, said, found, line, column)


def _parts(amount: Amount) -> tuple[Amount, ...]:
    """Both ends of a bracket."""
    if amount.below is None:
        return (amount,)
    return amount._replace(below=None), amount._replace(value=amount.below, side=Side.BELOW, below=None)


def _any(amount: Amount) -> bool:
    """Whether one of something is enough, so that the text need not say a number."""
    return amount.value == 1 and amount.side is Side.AT_LEAST and amount.unit not in (YUAN, TIMES, YEARS)


def _size(claim: Claim | None) -> int:
    """How many single things a claim is made of."""
    return len(claim.items) if isinstance(claim, Names) else 1
