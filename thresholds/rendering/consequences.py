"""What follows after the grade, sentence by sentence: for the terminal, for documents, for comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from thresholds.consequences.model import Standing
from thresholds.glossary import Family
from thresholds.rendering.applicable import limitation_lines
from thresholds.rendering.conditions import condition_text
from thresholds.rendering.fines import fine_reasons
from thresholds.rendering.sentences import MARKS, Reason
from thresholds.values.pinpoint import pinpoint
from thresholds.values.status import Status

if TYPE_CHECKING:
    from thresholds.consequences.model import Consequences, Following, OverlayLine, Period, Span
    from thresholds.law.consequences import Bearing
    from thresholds.rendering.words import Words
    from thresholds.report.model import PersonReport

STATUS_OF = {
    Standing.APPLIES: Status.ESTABLISHED,
    Standing.OPEN: Status.OPEN,
    Standing.DOES_NOT_APPLY: Status.NOT_ESTABLISHED,
}


def consequence_reasons(person: PersonReport, words: Words) -> tuple[Reason, ...]:
    """Everything that follows, a sentence each with those below it; of further offences after their names."""
    found = person.consequences
    reasons = [*_of_offence(found, person, words)]
    for other in found.besides:
        name = words.say("follow.besides", offence=words.term(other.offence))
        reasons.append(Reason(name, tuple(_of_offence(other, person, words)), label=True))
    return (*reasons, *[Reason(line) for line in limitation_lines(person, words)])


def consequence_lines(person: PersonReport, words: Words, *, only_possible: bool = False) -> list[str]:
    """The same in one level, without what stands below; without what does not apply if only the rest is wanted."""
    lines = [text for reason in consequence_reasons(person, words) for text in _flat(reason)]
    return [line for line in lines if not (only_possible and line.startswith(MARKS[Status.NOT_ESTABLISHED]))]


def _flat(reason: Reason) -> list[str]:
    return [reason.text, *(inner.text for inner in reason.below)] if reason.label else [reason.text]


def _of_offence(found: Consequences, person: PersonReport, words: Words) -> Iterator[Reason]:
    yield from (_range(span, words) for span in found.spans)
    yield from fine_reasons(found, words)
    yield from provision_lines(found, words)
    reached = bool(found.spans)
    yield from (
        following(one, found, person, words)
        for one in found.circumstances
        if reached or one.standing is not Standing.DOES_NOT_APPLY
    )
    yield from (following(one, found, person, words) for one in (*found.latitude, *found.limits))
    yield from (Reason(text) for text in period_lines(found, words))
    yield from (_overlay(line, words) for line in found.overlays)


def _range(span: Span, words: Words) -> Reason:
    """The range of a grade, and what it leaves each punishment where it names several."""
    grade = span.grade
    months = words.say("to").join(str(month) for month in grade.months or ())
    text = grade.range if words.lang == "zh" or not grade.range_en else grade.range_en
    name = words.term(grade.id, Family.GRADE)
    terms = tuple(
        words.say("follow.term", name=word, low=term.months[0], high=term.months[1]) if term.months else word
        for term in span.terms
        for word in [_name(term.punishment.word, term.punishment.label_en, words)]
    )
    below = (Reason(words.say("follow.either").join(terms)),) if len(terms) > 1 else ()
    return Reason(words.say("follow.range", grade=name, range=text, months=months), below)


def _name(zh: str, en: str, words: Words) -> str:
    return zh if words.lang == "zh" or not en else en


def provision_lines(found: Consequences, words: Words) -> list[Reason]:
    """Provisions of the ruleset that apply or may apply, and that no consequence in the list takes up.

    Below each stands the ruleset's own note on it, which is in Chinese alone.
    """
    taken = {condition.provision for one in found.circumstances for condition in one.conditions}
    lines = []
    for rule, status in found.provisions:
        if rule.id not in taken:
            gloss = _name(rule.gloss, rule.gloss_en, words)
            state = words.say(f"status.{status.value}")
            text = words.say("follow.provision", cite=words.cite(rule.id), status=state, gloss=gloss)
            lines.append(Reason(text, (Reason(rule.note),) if rule.note and words.lang == "zh" else ()))
    return lines


def following(one: Following, found: Consequences, person: PersonReport, words: Words) -> Reason:
    """A consequence with its law; below it what is contested, what it rests on, what is still open."""
    entry = one.entry
    text = words.say(
        "follow.line",
        mark=MARKS[STATUS_OF[one.standing]],
        label=_name(entry.label, entry.label_en, words),
        gloss=_name(entry.gloss, entry.gloss_en, words),
        law=law_text(entry.law, words),
    )
    below = [*certainty_lines(one, words), *_grounds(one, found, words), *_into(one, found, words)]
    if entry.always or one.standing is Standing.OPEN:
        below += condition_lines(one, person, words)
    return Reason(text, tuple(Reason(line) for line in below))


def law_text(law: Iterable[str], words: Words) -> str:
    """Citations as a list."""
    return words.joined([pinpoint(text, words.lang) for text in law])


def certainty_lines(one: Following, words: Words) -> list[str]:
    """How sure the law is of it, where that is not settled; of what is contested both views."""
    entry = one.entry
    if entry.status == "settled":
        return []
    lines = []
    if entry.basis:
        basis = _name(entry.basis, entry.basis_en, words)
        lines.append(words.say(f"follow.certainty.{entry.status}", basis=basis))
    for number, view in enumerate(entry.views, 1):
        lines.append(words.say("follow.view", number=number, view=_name(view.zh, view.en, words)))
    return lines


def condition_lines(one: Following, person: PersonReport, words: Words) -> list[str]:
    """In one line, each condition with how it stands and what the file says; what goes without saying is left out."""
    texts = [(condition, condition_text(condition, person, words)) for condition in one.conditions]
    marked = [f"{MARKS[STATUS_OF[condition.standing]]} {text}" for condition, text in texts if text]
    return [words.say("follow.either").join(marked)] if marked else []


def _grounds(one: Following, found: Consequences, words: Words) -> list[str]:
    """What has the effect that this rests on."""
    effects = {condition.name for condition in one.conditions if condition.kind == "effect"}
    names = [
        _name(other.entry.label, other.entry.label_en, words)
        for other in found.circumstances
        if effects & set(other.entry.effects) and not other.contested and other.standing is not Standing.DOES_NOT_APPLY
    ]
    return [words.say("follow.grounds", names=words.joined(names))] if names else []


def _into(one: Following, found: Consequences, words: Words) -> list[str]:
    """Where a sentence below the range lies."""
    bearing: Bearing = "below_range"
    if one.entry.bears_on != bearing or found.below_range is None:
        return []
    into = found.below_range.into
    if into is None or into.months is None:
        return [words.say("follow.into.none")]
    low, high = into.months
    return [words.say("follow.into", grade=words.term(into.id, Family.GRADE), low=low, high=high)]


def period_lines(found: Consequences, words: Words) -> list[str]:
    """The period of probation for each punishment that allows it."""
    return [_period(period, words) for period in found.probation.periods] if found.probation else []


def _period(period: Period, words: Words) -> str:
    return words.say(
        "follow.period",
        name=_name(period.punishment.word, period.punishment.label_en, words),
        term=words.bounds(str(period.term[0]), str(period.term[1])),
        months=words.bounds(str(period.months[0]), str(period.months[1])),
        law=law_text(period.rule.law, words),
    )


def _overlay(line: OverlayLine, words: Words) -> Reason:
    """A starting point that stands beside the law, with what is to be said against relying on it."""
    overlay, point = line.overlay, line.point
    text = words.say(
        "follow.overlay",
        citation=overlay.citation,
        grade=words.term(point.grade, Family.GRADE),
        gloss=_name(point.gloss, point.gloss_en, words),
        low=point.months[0],
        high=point.months[1],
    )
    caveats = [_name(overlay.caveat, overlay.caveat_en, words)]
    if line.after_trial:
        caveats.append(_name(overlay.after_trial, overlay.after_trial_en, words))
    return Reason(text, tuple(Reason(caveat) for caveat in caveats))
