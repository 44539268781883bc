"""What a report says, sentence by sentence: shared by the terminal and by documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.evaluation.facts import PUBLIC, UNNAMED
from thresholds.explore.about_declared import only_dealings_open
from thresholds.glossary import Family
from thresholds.rendering.regions import region_texts
from thresholds.rendering.words import Words
from thresholds.report.as_dict import deducted
from thresholds.values.status import Status
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Finding
    from thresholds.evaluation.facts import Holding, Line
    from thresholds.evaluation.trace import Trace
    from thresholds.explore.questions import Question
    from thresholds.report.model import PersonReport

MARKS = {
    Status.ESTABLISHED: "●",
    Status.NOT_ESTABLISHED: "○",
    Status.OPEN: "◐",
    Status.FOR_THE_COURT: "◇",
}


class Reason(NamedTuple):
    """Why an item stands as it does: a sentence, and those below it; a label only says what they are about."""

    text: str
    below: tuple[Reason, ...] = ()
    label: bool = False


def description(person: PersonReport, words: Words) -> str:
    """The person's role, and that it is a unit; empty where the file says neither."""
    described = person.assessment.person.person
    kind = words.say("person.kind.unit") if described.kind == "unit" else ""
    return words.joined([part for part in (described.role, kind) if part])


def reasons(finding: Finding, person: PersonReport, words: Words) -> tuple[Reason, ...]:
    """Why an item stands as it does, without the numbers that it is measured by itself; evidence comes last."""
    trace = finding.trace
    if trace.kind == "requires":
        trace = trace.children[1]
    found: tuple[Reason, ...] = ()
    if trace.standard is None:
        found += _reasons(trace, person, words)
    elif trace.detail:
        found += (Reason(_detail(trace, words)),)
    if trace.kind == "sum":
        found += _classes(trace, person, words)
    found += tuple(Reason(text) for text in region_texts(trace, person, words))
    if trace.evidence:
        found += (Reason(words.say("evidence", names=words.joined(trace.evidence))),)
    return found


def opening_reasons(finding: Finding, person: PersonReport, words: Words) -> tuple[Reason, ...]:
    """How what the opening words of the item's paragraph ask stands; nothing where they ask for nothing."""
    if finding.trace.kind != "requires":
        return ()
    opening = finding.trace.children[0]
    fixed = tuple(Reason(text) for text in region_texts(opening, person, words))
    return (*_reasons(opening, person, words), *fixed)


def quantity_name(finding: Finding, words: Words) -> str:
    """What the number beside an item counts, where it is a fact that the ruleset declares."""
    number = finding.decisive
    named = number is not None and (number.kind == "number" or (number.kind == "money" and words.own(number.names[0])))
    return f"{words.term(number.names[0], Family.FACT)}  " if number is not None and named else ""


def _classes(trace: Trace, person: PersonReport, words: Words) -> tuple[Reason, ...]:
    """The classes of a proportional sum, each with its own share."""
    shares = [(name, person.finding(name).decisive) for name in trace.names]
    return tuple(
        Reason(f"{words.cite(name)}  {words.measured(share)}")
        for name, share in shares
        if share is not None and (share.high is None or share.high > 0)
    )


def _detail(trace: Trace, words: Words) -> str:
    """What else is to be said of a number: that it is not stated, that it is past its bracket, or may be."""
    may_be = ".open" if trace.status is Status.OPEN and trace.detail in ("reached", "passed") else ""
    return words.say(f"trace.{trace.detail}{may_be}")


def _fact(trace: Trace, person: PersonReport, words: Words, lenient: bool) -> Reason:
    """How the file states a fact, and what is made of silence: it works against nobody, unless absence is asked for."""
    fact = words.term(trace.names[0], Family.FACT)
    if trace.kind == "fact_absent":
        stated = _absent(trace, person, words)
        text = f"{MARKS[trace.status]} {words.say('trace.fact_absent', fact=fact, stated=stated)}"
    else:
        silent = lenient and trace.detail == "unstated"
        stated = words.say("stated.unstated.leniency") if silent else words.stated(trace.detail)
        text = words.say("trace.fact", fact=fact, stated=stated)
    if trace.evidence:
        text += words.say("clause") + words.say("evidence", names=words.joined(trace.evidence))
    return Reason(text)


def _absent(trace: Trace, person: PersonReport, words: Words) -> str:
    """How the file states a fact that must be absent; where it is silent and an answer matters, that it is asked."""
    if trace.detail in ("yes", "no"):
        return words.say(f"stated.absent.{trace.detail}")
    if trace.detail != "unstated":
        return words.stated(trace.detail)
    asked_too = any(question.fact == trace.names[0] for question in person.questions)
    return words.say("stated.absent.unstated") + (words.say("stated.absent.asked") if asked_too else "")


def _reasons(trace: Trace, person: PersonReport, words: Words, lenient: bool = False) -> tuple[Reason, ...]:
    """What stands below a condition; classes of which there is not a single record are left out."""
    if trace.kind == "under":
        chosen = words.say("trace.under", option=words.option(*trace.names))
        return (Reason(f"{MARKS[trace.status]} {chosen}"),)
    if trace.kind in ("fact", "fact_absent", "dealing"):
        return (_fact(trace, person, words, lenient),)
    if trace.kind == "conduct":
        if trace.status is Status.ESTABLISHED:
            return ()
        return (Reason(words.say("trace.conduct.open" if trace.status is Status.OPEN else "trace.conduct")),)
    if trace.kind == "judgment":
        closed = trace.status is Status.NOT_ESTABLISHED
        return (Reason(words.say("trace.judgment.closed" if closed else "trace.judgment")),)
    if trace.standard is not None:
        label = words.say("trace.of_item", item=words.cite(trace.of_item)) if trace.of_item else ""
        if trace.kind in ("money", "number") and not trace.of_item:
            label = words.term(trace.names[0], Family.FACT)
        stated = words.say("clause") + _detail(trace, words) if trace.detail else ""
        return (Reason(f"{MARKS[trace.status]} {label}  {words.measured(trace)}{stated}"),)
    return _parts(trace, person, words)


def _parts(trace: Trace, person: PersonReport, words: Words) -> tuple[Reason, ...]:
    """The conditions below one that joins several."""
    children = trace.children
    if children and children[0].kind == "conduct" and children[0].status is Status.NOT_ESTABLISHED:
        children = children[:1]
    if trace.kind == "standards":
        children = tuple(c for c in children if c.kind == "standards" or c.high is None or c.high > 0)
    lenient = trace.kind == "leniency"
    below = tuple(reason for child in children for reason in _reasons(child, person, words, lenient))
    if lenient:
        if not trace.names[0]:
            return below
        return (Reason(words.say("trace.leniency", grade=words.term(trace.names[0], Family.GRADE))), *below)
    if trace.kind == "standards" and trace.of_item:
        label = words.say("trace.of_item", item=words.cite(trace.of_item))
        return (Reason(f"{MARKS[trace.status]} {label}", below, label=True),)
    return below


def count_lines(person: PersonReport, words: Words) -> list[str]:
    """The records counted in each category, in the order of the law."""
    order = glossary.ids(Family.CATEGORY)
    found = []
    for category in sorted(person.counts, key=order.index):
        general, lawful = person.counts[category]
        text = words.say("count.line", category=words.term(category, Family.CATEGORY), quantity=words.interval(general))
        if lawful.at_most != 0:
            text += words.say("clause") + words.say("count.lawful", quantity=words.interval(lawful))
        found.append(text)
    return found


def how(holding: Holding, words: Words) -> str:
    """One body of records: what was got, to whom it went, what was taken off and why."""
    parts = [
        holding_name(holding, words),
        *holding_category(holding, words),
        *holding_number(holding, words),
        *holding_ways(holding, words),
        *holding_deductions(holding, words),
        *holding_rules(holding, words),
        *holding_remarks(holding),
    ]
    if holding.body.evidence:
        parts.append(words.say("evidence", names=words.joined(holding.body.evidence)))
    return ("；" if words.lang == "zh" else "; ").join(parts)


def holding_name(holding: Holding, words: Words) -> str:
    """The batch, or the dealing that is a body of records of its own."""
    if holding.batch:
        return words.say("how.batch", batch=holding.batch)
    return words.say("how.dealing", dealing=holding.lines[0].dealing.id)


def holding_category(holding: Holding, words: Words) -> list[str]:
    """The category, those it may be one of, or those that each record carries."""
    category = holding.category
    if category is None:
        return []
    names = words.joined([words.term(name, Family.CATEGORY) for name in category.options])
    unclear = len(category.options) > 1 and not category.each
    return [words.say("how.one_of", names=names) if unclear else names] + [words.say("how.each")] * category.each


def holding_number(holding: Holding, words: Words) -> list[str]:
    """How many records there are, and as the file writes it where that says more."""
    records = holding.body.records
    if records is None:
        return [] if holding.parts else [words.say("count.none")]
    number = words.say("how.records", records=words.interval(records.interval))
    bare = str(records.at_least) == records.written.rstrip("条 ")
    if bare or not records.written:
        return [number]
    return [words.say("document.brackets", text=number, inside=records.written)]


def holding_ways(
    holding: Holding, words: Words, name: Callable[[str], str] = str, shown: Callable[[Line], str] | None = None
) -> list[str]:
    """By which dealings the records were got, to whom they were supplied, and that they came from duty or service.

    `name` makes a name of the id of a recipient, `shown` a text of a dealing; without them ids stand.
    """

    def listed(lines: Iterable[Line]) -> str:
        return dealings([shown(line) if shown else line.dealing.id for line in lines], words)

    parts = []
    if holding.gets:
        parts.append(words.say("how.got", dealings=listed(holding.gets)))
    special = {UNNAMED: words.say("how.unnamed"), PUBLIC: words.say("how.public")}
    for recipient, lines in holding.supplies:
        parts.append(words.say("how.supplied", to=special.get(recipient) or name(recipient), dealings=listed(lines)))
    if any(line.origin == "duty_or_service" for line in holding.lines):
        parts.append(words.say("how.duty"))
    return parts


def dealings(ids: list[str], words: Words) -> str:
    """Dealings by their ids; of more than eight the first eight, and how many there are."""
    unique = list(dict.fromkeys(ids))
    return words.joined(unique[:8]) + (f" … {len(unique)}" if len(unique) > 8 else "")


def holding_deductions(holding: Holding, words: Words) -> list[str]:
    """What is taken off, with its evidence (第十一条第三款)."""
    found = []
    for name, value in deducted(holding.deductions).items():
        assert isinstance(value, dict)
        number = words.bounds(value["at_least"], value["at_most"])
        text = words.say("how.deducted", what=words.say(f"deducted.{name}"), number=number)
        if value["evidence"]:
            text = words.say("document.brackets", text=text, inside=words.joined(value["evidence"]))
        found.append(text)
    return found


def holding_rules(holding: Holding, words: Words) -> list[str]:
    """By which provisions records got and supplied, or supplied to several, are counted."""
    found = []
    if holding.gets and holding.supplies:
        found.append(words.say("how.art11.1"))
    if len(holding.supplies) > 1:
        found.append(words.say("how.art11.2"))
    return found


def holding_remarks(holding: Holding) -> list[str]:
    """What the file remarks on how the records were counted, and on their category."""
    remarks = [holding.body.counting, holding.category.because if holding.category else ""]
    return [remark for remark in remarks if remark]


def option(reading: str, chosen: str, person: PersonReport, words: Words) -> str:
    """`gains=gross 不扣，按收入计`: as it is written in files, and what it means."""
    declared = person.engine.ruleset.reading(reading)
    assert declared is not None
    wording = declared.options[chosen]
    return f"{reading}={chosen} {wording.zh if words.lang == 'zh' else wording.en}"


def asked(question: Question, person: PersonReport, words: Words) -> str:
    """The question itself, as the ruleset words it; of an amount known but for what was dealt with, just that."""
    if question.state == "unknown" and only_dealings_open(person.assessment.person.facts.declared.get(question.fact)):
        return words.say("question.asks.dealt-with", fact=words.term(question.fact, Family.FACT))
    fact = next((fact for fact in person.engine.ruleset.facts if fact.id == question.fact), None)
    parameters = person.engine.ruleset.parameters
    found = fact or next((parameter for parameter in parameters if parameter.id == question.fact), None)
    if found is None:
        return phrase(f"question.asks.{question.fact}", words.lang, question.fact)
    return found.asks if words.lang == "zh" else found.asks_en or found.label_en or found.asks


def could_make(question: Question, person: PersonReport, words: Words) -> str:
    """What an answer could lead to; empty where it is asked for other reasons."""
    if question.could_make is None:
        return ""
    key = "question.could.lower" if question.lowers else "question.could.raise"
    return words.say(key, grade=words.term(person.engine.ruleset.grade_ids[question.could_make], Family.GRADE))


def bearing(question: Question, words: Words) -> str:
    """The items that an answer turns against the accused, where they are few; empty for all others."""
    from thresholds.rendering.questions import cites

    raised = {turned.item: None for outcome in question.outcomes for turned in outcome.turned if turned.raised}
    if question.could_make is None and len(raised) > 1:
        return words.say("question.items", items=cites(tuple(raised), words))
    if question.could_make is None or question.lowers or not 0 < len(raised) <= 2:
        return ""
    return words.say("question.items", items=cites(tuple(raised), words))


def question_lines(person: PersonReport, words: Words) -> list[tuple[str, str]]:
    """Each question as a sentence, with the style of its effect."""
    found = []
    for question in person.questions:
        state = words.say(f"question.state.{question.state}")
        parts = [
            words.say("question.stated", asks=asked(question, person, words), state=state),
            bearing(question, words),
        ]
        parts.append(could_make(question, person, words))
        if question.where:
            parts.append(words.say("question.where", where=dealings(list(question.where), words)))
        style = "" if question.could_make is not None and not question.lowers else "dim"
        found.append((words.say("clause").join([part for part in parts if part]), style))
    return found
