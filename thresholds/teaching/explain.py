"""Why an answer is right or wrong, as sentences with the engine's own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from thresholds.evaluation.assess import Finding
from thresholds.evaluation.facts import Holding
from thresholds.glossary import Family
from thresholds.rendering.sentences import (
    MARKS,
    Reason,
    asked,
    count_lines,
    holding_category,
    holding_deductions,
    holding_name,
    holding_number,
    holding_rules,
    holding_ways,
    opening_reasons,
    option,
    quantity_name,
    reasons,
)
from thresholds.rendering.words import Words
from thresholds.report.model import Grade, PersonReport
from thresholds.teaching.marking import PARTS, Marked
from thresholds.teaching.quantities import asks_for_a_quantity, narrowed
from thresholds.teaching.within import last_days
from thresholds.values.status import Status
from thresholds.wording import phrase

#: Topics in which it does not matter how records are counted.
_NOT_COUNTED = frozenset({"money", "number", "facts", "dates", "leniency"})
#: What an item above the tier must come up to before it is spoken of.
_HALF = Fraction(1, 2)
#: So many questions of an open tier are shown.
_QUESTIONS = 2


def explained(marked: Marked, lang: str = "zh") -> tuple[Reason, ...]:
    """Right and wrong, part by part, each with what the engine measured below it; then what the topic teaches."""
    return tuple(_explainer(marked, lang).reasons())


def solution(marked: Marked, lang: str = "zh") -> tuple[Reason, ...]:
    """Tier and items as the engine has them, without any answer beside them."""
    return tuple(_explainer(marked, lang).solution())


def _explainer(marked: Marked, lang: str) -> _Explainer:
    return _Explainer(marked, Words(lang, marked.report.engine.ruleset))


def tier_text(tier: Grade | None, words: Words) -> str:
    """A tier, or that none was named."""
    return words.say("quiz.no-answer") if tier is None else words.grade(tier)


def items_text(items: tuple[str, ...], words: Words) -> str:
    """Items by their pinpoints, each once, or that there is none."""
    cites = list(dict.fromkeys(words.cite(item) for item in items))
    return words.joined(cites) if cites else words.say("quiz.items.none")


def topic_name(topic: str, lang: str) -> str:
    """What a topic is called; one out of a file is called as the file calls it."""
    return phrase(f"quiz.topic.{topic}", lang, topic)


def item_line(finding: Finding, person: PersonReport, words: Words) -> Reason:
    """An item: how it stands, with which numbers, and below it why."""
    text = f"{MARKS[finding.status]} {words.cite(finding.item)}  {words.say(f'status.{finding.status.value}')}"
    number, narrow = finding.decisive, narrowed(person.engine.ruleset, finding)
    if narrow is not None and narrow.counting_only is not None:
        only = narrow.counting_only
        said = words.say("quiz.none-counted", origin=words.term(only.obtained_in), acts=words.say(f"acts.{only.acts}"))
        return Reason(text, (Reason(said),))
    if number is not None:
        text += f"  {quantity_name(finding, words)}{words.measured(number)}"
    until = [Reason(one) for one in last_days(person, finding.item, words)]
    return Reason(text, (*opening_reasons(finding, person, words), *reasons(finding, person, words), *until))


class _Explainer:
    def __init__(self, marked: Marked, words: Words) -> None:
        self.marked, self.words, self.person = marked, words, marked.report

    def reasons(self) -> Iterator[Reason]:
        yield self._tier()
        yield self._items()
        yield from self._besides()

    def solution(self) -> Iterator[Reason]:
        tier, items = self.marked.tier, self.marked.items
        fields = {"tier": self.words.grade(tier), "items": items_text(items, self.words)}
        yield Reason(self.words.say("quiz.solution", **fields), tuple(self._grounds()))
        yield from self._besides()

    def _tier(self) -> Reason:
        tier = self.words.grade(self.marked.tier)
        if self.marked.tier_right:
            text = self.words.say("quiz.tier.right", tier=tier)
        elif self.marked.answered:
            fields = {"answer": tier_text(self.marked.answer.tier, self.words), "tier": tier}
            text = self.words.say("quiz.tier.wrong", because=self._because(), **fields)
        else:
            text = self.words.say("quiz.tier.left-out", tier=tier)
        return Reason(text, tuple(self._grounds()))

    def _because(self) -> str:
        """In one clause the item that the answer overlooked, or that falls short of it."""
        answer, tier = self.marked.answer.tier, self.marked.tier
        assert answer is not None
        grades = self.person.engine.ruleset.grade_ids
        too_high = grades.index(answer.at_most) > grades.index(tier.at_most)
        for finding in self._short(grades.index(answer.at_most)) if too_high else self._held():
            if measured := self._measured(finding):
                return self.words.say("quiz.because", item=self.words.cite(finding.item), measured=measured)
        return ""

    def _measured(self, finding: Finding) -> str:
        """The numbers of an item, or how the facts that it turns on are stated."""
        number = finding.decisive
        if number is not None and narrowed(self.person.engine.ruleset, finding) is None:
            return self.words.measured(number)
        return self.words.say("clause").join([one.text for one in reasons(finding, self.person, self.words)])

    def _held(self) -> list[Finding]:
        return [self.person.finding(item) for item in self.marked.items]

    def _short(self, rank: int) -> list[Finding]:
        """The item of a tier that is not established and comes nearest; where none does, that which the case is about.

        Of two that come as near, and where no number of any is there, the one that the case is about goes before.
        """
        found = [one for one in self.person.findings if one.rank == rank and one.status is Status.NOT_ESTABLISHED]
        about = [one for one in found if one.item == self.marked.exercise.about]
        near = sorted([one for one in found if any(self._score(one))], key=self._nearness, reverse=True)
        if about and (not near or self._nearness(about[0])[:3] >= self._nearness(near[0])[:3]):
            return about
        return near[:1]

    def _score(self, finding: Finding) -> tuple[Fraction | None, Fraction | None]:
        number = finding.decisive
        return (None, None) if number is None else (number.score_low, number.score_high)

    def _nearness(self, finding: Finding) -> tuple[bool, Fraction, Fraction]:
        low, high = self._score(finding)
        return high is None and low is not None, high or Fraction(0), low or Fraction(0)

    def _grounds(self) -> Iterator[Reason]:
        """The items that hold the tier, what comes nearest to the one above, and the item that the case is about."""
        grades, shown = self.person.engine.ruleset.grade_ids, list(self.marked.items)
        high = self.person.assessment.bounds.high
        for finding in self._held():
            yield item_line(finding, self.person, self.words)
        if high + 1 < len(grades):
            for finding in filter(self._worth_saying, self._short(high + 1)):
                shown.append(finding.item)
                above = self.words.term(grades[high + 1], Family.GRADE)
                yield Reason(self.words.say("quiz.next", grade=above), (item_line(finding, self.person, self.words),))
        if (about := self._about()) is not None and about.item not in shown:
            yield Reason(self.words.say("quiz.about"), (item_line(about, self.person, self.words),))

    def _about(self) -> Finding | None:
        """The item or provision that the case is about; None where it is a case out of a file."""
        return next((one for one in self.person.findings if one.item == self.marked.exercise.about), None)

    def _worth_saying(self, finding: Finding) -> bool:
        """Whether the case is about the item, or half of what it asks for is there."""
        most = self._score(finding)[1]
        return finding.item == self.marked.exercise.about or most is None or most >= _HALF

    def _items(self) -> Reason:
        marked, words = self.marked, self.words
        items = items_text(marked.items, words)
        if marked.items_right:
            return Reason(words.say("quiz.items.right", items=items))
        if not marked.answered:
            return Reason(words.say("quiz.items.left-out", items=items))
        below = [Reason(words.say("quiz.items.missed", item=words.cite(item))) for item in marked.missed]
        below += [self._extra(item) for item in marked.extra]
        answer = items_text(marked.answer.items, words)
        return Reason(words.say("quiz.items.wrong", answer=answer, items=items), tuple(below))

    def _extra(self, item: str) -> Reason:
        """Why an item that was named does not decide."""
        finding, words = self.person.finding(item), self.words
        key = "lower" if finding.status is Status.ESTABLISHED else finding.status.value
        grade = words.term(self.person.engine.ruleset.grade_ids[finding.rank], Family.GRADE)
        return Reason(
            words.say(f"quiz.extra.{key}", item=words.cite(item), grade=grade),
            (item_line(finding, self.person, self.words),),
        )

    def _besides(self) -> Iterator[Reason]:
        """How records are counted, what another reading would make, what is asked, and what the topic teaches."""
        yield from self._counted()
        for use in self.person.readings:
            if use.changes_to is not None and use.other is not None:
                grade = self.words.grade(self.person.grade_of(use.changes_to))
                other = option(use.id, use.other, self.person, self.words)
                yield Reason(self.words.say("quiz.reading", option=other, grade=grade))
        known = [one for one in self.person.questions if one.state != "unstated" and one.could_make is not None]
        for question in () if self.marked.tier.determined else known[:_QUESTIONS]:
            yield Reason(self.words.say("quiz.asks", asks=asked(question, self.person, self.words)))
        lesson = phrase(f"quiz.lesson.{self._taught()}", self.words.lang, "")
        if lesson and self.marked.points < PARTS:
            yield Reason(self.words.say("quiz.lesson", lesson=lesson))

    def _taught(self) -> str:
        """The topic; of a fact that is asked for beside a quantity, one that says so."""
        exercise = self.marked.exercise
        both = exercise.topic == "facts" and asks_for_a_quantity(exercise.law, exercise.about)
        return "facts.both" if both else exercise.topic

    def _counted(self) -> Iterator[Reason]:
        holdings = self.person.assessment.person.holdings
        counts = count_lines(self.person, self.words) if holdings else []
        if counts and self.marked.exercise.topic not in _NOT_COUNTED:
            text = self.words.say("quiz.counted", counts=self.words.say("clause").join(counts))
            yield Reason(text, tuple([Reason(self._how(holding)) for holding in holdings]))

    def _how(self, holding: Holding) -> str:
        """One body of records: what was got, to whom it went, what was taken off and by which provisions."""
        words = self.words
        parts = [
            holding_name(holding, words),
            *holding_category(holding, words),
            *holding_number(holding, words),
            *holding_ways(holding, words, self.marked.exercise.told(words.lang).name),
            *holding_deductions(holding, words),
            *holding_rules(holding, words),
        ]
        return words.say("quiz.clauses").join(parts)
