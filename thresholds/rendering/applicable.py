"""Which law applies to a person and until when he can be tried, in sentences: for the terminal and for documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from thresholds.applicable.model import Filed, Ground, Law, LawName, Named, Part, Result, Term
from thresholds.glossary import Family
from thresholds.rendering.words import Words

if TYPE_CHECKING:
    from thresholds.report.model import PersonReport

#: Rules whose sentence names the earlier and the newer of two interpretations.
_TWO = (
    "interpretation-then",
    "interpretation-lighter",
    "interpretation-open",
    "leniency-lighter",
    "leniency-open",
    "earlier-missing",
    "before-both",
    "succeeded",
)


def law_lines(person: PersonReport, words: Words) -> list[str]:
    """Which law applies and why, then each law with its result; nothing where it is plainly the present law."""
    law = person.law
    if law.plain:
        return []
    return [law_head(law, words), *[ground_line(ground, words) for ground in law.why], *result_lines(law, words)]


def heading(words: Words) -> str:
    """What stands above them."""
    return words.say("time.heading")


def law_head(law: Law, words: Words) -> str:
    """Which law applies, or which may."""
    names = [law_name(one, words) for one in law.governing]
    if law.named:
        return words.say("time.named", law=names[0])
    if len(names) > 1:
        return words.say("time.may", laws=words.joined(names))
    return words.say("time.governs", law=names[0], period=period(law.governing[0], words))


def law_name(law: LawName, words: Words) -> str:
    """A law as it is cited."""
    return law.citation if words.lang == "zh" else law.citation_en


def period(law: LawName, words: Words) -> str:
    """From when until when a law was in force."""
    start = day(law.start, words) if law.start is not None else ""
    until = day(law.until, words) if law.until is not None else ""
    if start and until:
        return words.say("time.period", start=start, until=until)
    return words.say("time.period.from", start=start) if start else words.say("time.period.until", until=until)


def day(value: date, words: Words) -> str:
    """A day as it is written: 2015年11月1日, or 2015-11-01."""
    return f"{value.year}年{value.month}月{value.day}日" if words.lang == "zh" else value.isoformat()


def ground_line(ground: Ground, words: Words) -> str:
    """One reason with where it is read, and how sure it is where it is not settled."""
    fields: dict[str, str] = {
        "days": words.joined([day(one, words) for one in ground.days]),
        "names": words.joined([named(name, words) for name in ground.names]),
        "dealings": words.joined(list(ground.dealings[:8])),
    }
    if ground.rule in _TWO:
        fields["old"], fields["new"] = (named(name, words) for name in ground.names)
    if ground.rule == "closed":
        fields["judged"], fields["start"] = (day(one, words) for one in ground.days)
    why = words.say(f"time.why.{ground.rule}", **fields)
    status = "" if ground.status == "settled" else words.say(f"time.status.{ground.status}")
    where = words.say("clause").join([part for part in (named(ground.citation, words), status) if part])
    return words.say("time.ground", why=why, citation=where) if where else why


def named(name: Named, words: Words) -> str:
    """A law as it is cited, or a grade by its label."""
    return words.term(name.zh if words.lang == "zh" or not name.en else name.en, Family.GRADE)


def result_lines(law: Law, words: Words) -> list[str]:
    """What each law makes of him, a line each."""
    lines = []
    for result in law.results:
        found = result_range(result, words)
        part, name, grade = part_words(result.part, words), result_law(result, words), result_grade(result, words)
        lines.append(
            words.say("time.result" if found else "time.result.bare", part=part, law=name, grade=grade, range=found)
        )
    return lines


def part_words(part: Part, words: Words) -> str:
    """Whether a law applies, may apply, or stands beside."""
    return words.say(f"time.part.{part.value}")


def result_law(result: Result, words: Words) -> str:
    """The law of a result, and that only conduct under it is counted."""
    name = law_name(result.law, words)
    return words.say("time.restricted", law=name) if result.restricted else name


def result_grade(result: Result, words: Words) -> str:
    """The grade of a result, or its two bounds."""
    low, high = (_label(name, result.labels, words) for name in (result.at_least, result.at_most))
    if low == high:
        return words.say("grade.determined", grade=low)
    return words.say("grade.open", low=low, high=high)


def _label(name: str, labels: dict[str, tuple[str, str]], words: Words) -> str:
    own = labels.get(name)
    return own[0 if words.lang == "zh" else 1] if own is not None else words.term(name, Family.GRADE)


def result_range(result: Result, words: Words) -> str:
    """The ranges of the grades in question."""
    texts = [grade.range if words.lang == "zh" else grade.range_en for grade in result.ranges]
    return words.say("clause").join([text for text in texts if text]) if len(texts) < 2 else words.joined(texts)


def left_out(person: PersonReport) -> frozenset[str]:
    """Dealings (by id) that the law of the time does not reach, or that were before it."""
    applied = person.applied
    return frozenset(applied.measured.out) if applied is not None and applied.subject is not None else frozenset()


def no_dealings(person: PersonReport, words: Words) -> str:
    """That there is nothing to count: the file says nothing, or the law of the time reaches none of it."""
    return words.say("time.no-dealings" if left_out(person) else "no-dealings")


# -- limitation -------------------------------------------------------------------------------------------------


def limitation_lines(person: PersonReport, words: Words) -> list[str]:
    """The term of every tier in question with its last day, and what may make it run otherwise."""
    law = person.law
    if not law.limitation or law.span is None or not person.assessment.bounds.high:
        return []
    found = [_term_line(terms, words) for terms in _alike(law.limitation)]
    if law.gap is not None:
        before, after = (day(one, words) for one in law.gap)
        found.append(words.say("time.gap", before=before, after=after))
    urgent = any(term.filed in (Filed.LATE, Filed.JUDGED_AFTER) for term in law.limitation)
    return [*found, words.say("time.suspended")] if urgent else found


def _alike(found: Sequence[Term]) -> list[list[Term]]:
    """Terms that are the same under several laws stand together."""
    groups: dict[object, list[Term]] = {}
    for term in found:
        groups.setdefault((term.grade.id, term.years, term.last, term.filed), []).append(term)
    return list(groups.values())


def _term_line(terms: Sequence[Term], words: Words) -> str:
    term = terms[0]
    label = term.grade.label if words.lang == "zh" else term.grade.label_en or term.grade.label
    line = words.say(
        "time.limitation",
        grade=label or words.term(term.grade.id, Family.GRADE),
        law=words.joined([law_name(one.law, words) for one in terms]),
        years=term.years,
        last=_last(term, words),
        citation=words.say("time.limitation.citation"),
    )
    filed = words.say(f"time.filed.{term.filed.value}")
    return words.say("clause").join([part for part in (line, filed) if part])


def _last(term: Term, words: Words) -> str:
    if term.last is None:
        return words.say("time.limitation.no-date")
    first, last = (day(one, words) for one in term.last)
    text = first if first == last else f"{first}{words.say('to')}{last}"
    return words.say("time.limitation.last", last=text)
