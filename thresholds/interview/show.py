"""An interview in words: the question with why it is asked and how to answer, help, the running result, problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.interview.bearing import bearing
from thresholds.interview.matters import options_of
from thresholds.interview.order import remaining
from thresholds.interview.plain import dealing_of, names_in, section
from thresholds.interview.state import Ask, Form, Problem, State
from thresholds.law.conditions import RecordsCondition
from thresholds.law.lint import asked_by
from thresholds.rendering.questions import cites, why_lines
from thresholds.rendering.sentences import MARKS, asked
from thresholds.rendering.words import Words
from thresholds.report.as_dict import number_text
from thresholds.values.figures import Unit
from thresholds.values.status import Status
from thresholds.wording import counter, phrase

if TYPE_CHECKING:
    from thresholds.law.model import Ruleset
    from thresholds.report.model import PersonReport

_FAMILIES = {
    Form.CATEGORY: Family.CATEGORY,
    Form.ORIGIN: Family.ORIGIN,
    Form.ACT: Family.ACT,
    Form.KIND: Family.PERSON_KIND,
}
#: The terms that are explained further where they are asked for.
_MOST_EXPLAINED = 6


class Shown(NamedTuple):
    """A line, and those that stand below it."""

    text: str
    below: tuple[str, ...] = ()


def shown(state: State, ask: Ask, words: Words) -> Shown:
    """The question, what can be chosen, why it is asked, how to answer, and what an empty answer does."""
    below = [*_matter(state, ask, words), *_options(state, ask, words)]
    below.append(words.say("interview.why", why=words.say("interview.further").join(why(state, ask, words))))
    how = words.say(f"interview.form.{ask.form}", unit=_unit(state, ask, words), band=_band(state, ask))
    if len(ask.places) > 1:
        names = words.joined([place[1] for place in ask.places])
        key = "interview.several.truth" if ask.form is Form.TRUTH else "interview.several"
        how += words.say(key, names=names)
    below.append(words.say("interview.how", how=how))
    below.append(words.say(f"interview.enter.{ask.enter}", id=str(state.case.get("id"))))
    return Shown(title(state, ask, words), tuple(below))


def _unit(state: State, ask: Ask, words: Words) -> str:
    """The word that a number is counted in."""
    declared = state.ruleset.declared.get(ask.about)
    return counter(declared.unit, words.lang).strip() if declared is not None else ""


def _band(state: State, ask: Ask) -> str:
    """The band inside which a region may fix a standard, in yuan."""
    for parameter in state.ruleset.parameters:
        if parameter.id == ask.about:
            return f"{number_text(parameter.at_least, Unit.MONEY)}～{number_text(parameter.at_most, Unit.MONEY)}"
    return ""


def title(state: State, ask: Ask, words: Words) -> str:
    """The question itself, with whose turn it is."""
    person = _person(state, ask.person)
    if ask.question is not None and ask.question.fact != "dealings" and state.report is not None:
        if ask.about in ("category", "date") and ask.about != ask.question.fact:
            text = words.say(f"interview.ask.{ask.about}", person=person)
        else:
            text = asked(ask.question, state.charge(ask), words)
    else:
        text = words.say(f"interview.ask.{ask.about}", person=person, **_other(state, ask, words))
    return words.say("interview.of", person=person, text=text) if person and ask.key[0] != "kind" else text


def _other(state: State, ask: Ask, words: Words) -> dict[str, str]:
    return {"line": dealing_text(state, ask.other, words)} if ask.other else {}


def _person(state: State, person: str) -> str:
    entry = section(state.case, "persons").get(person)
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return str(name or person)


def dealing_text(state: State, name: str, words: Words) -> str:
    """A dealing in a line: who did what with which records, to whom or from whom."""
    dealing = dealing_of(state.case, name)
    who = words.joined([_person(state, one) for one in names_in(dealing.get("by"))])
    parts = [name, who, glossary.label(str(dealing.get("act")), words.lang, Family.ACT)]
    batch = dealing.get("batch")
    if batch:
        parts.append(batch_text(state, str(batch), words))
    for key in ("to", "source"):
        if dealing.get(key):
            names = words.joined([_person(state, one) for one in names_in(dealing[key])])
            parts.append(words.say(f"interview.{key}", names=names))
    return " ".join(part for part in parts if part)


def batch_text(state: State, name: str, words: Words) -> str:
    """A batch in a few words: its id, category and number."""
    entry = section(state.case, "batches").get(name)
    body = entry if isinstance(entry, Mapping) else {}
    category = body.get("category")
    known = glossary.label(category, words.lang, Family.CATEGORY) if isinstance(category, str) else ""
    records = body.get("records")
    parts = [known, records if isinstance(records, str) else ""]
    inside = " ".join(part for part in parts if part)
    return words.say("interview.batch", name=name, inside=inside) if inside else name


def _matter(state: State, ask: Ask, words: Words) -> Iterator[str]:
    """What the question is about, where it is not the person himself: dealings and batches, one line each."""
    named = [place for place in ask.places if place[0] in ("dealings", "batches") and len(place) > 1]
    if ask.dealing:
        yield words.say("interview.about", what=dealing_text(state, ask.dealing, words))
    elif ask.key[0] == "matter":
        if ask.form is Form.TALLY:
            yield from _counted(state, ask, words)
        for place in named[:_MOST_EXPLAINED]:
            text = dealing_text if place[0] == "dealings" else batch_text
            yield words.say("interview.about", what=text(state, place[1], words))


def _counted(state: State, ask: Ask, words: Words) -> Iterator[str]:
    """The categories that each item counts of the records of a fact."""
    for paragraph, item in state.charge(ask).engine.ruleset.items():
        for condition in asked_by(paragraph, item):
            if isinstance(condition, RecordsCondition) and condition.of_fact == ask.about:
                names = words.joined([words.term(name, Family.CATEGORY) for name in condition.records_of])
                yield words.say("interview.gloss", item=words.cite(item.id), gloss=names)


def _options(state: State, ask: Ask, words: Words) -> Iterator[str]:
    if not ask.options:
        return
    labels = {option: _label(state, ask, option, words) for option in ask.options}
    numbered = {option: f"{number} {label}" for number, (option, label) in enumerate(labels.items(), 1)}
    for group in _groups(state, ask):
        yield "  ".join(numbered[option] for option in group)


def _groups(state: State, ask: Ask) -> list[list[str]]:
    """The options in lines: categories that one item counts together stand together."""
    if ask.form is not Form.CATEGORY:
        return [list(ask.options)]
    _, ruleset = bearing(state, ask)
    together = [item.when.records_of for _, item in ruleset.items() if isinstance(item.when, RecordsCondition)]
    groups = [[option for option in ask.options if option in categories] for categories in together]
    others = [option for option in ask.options if not any(option in group for group in groups)]
    return [group for group in (*groups, others) if group]


def _label(state: State, ask: Ask, option: str, words: Words) -> str:
    if ask.form is Form.BATCH:
        return batch_text(state, option, words)
    if ask.form is Form.PEOPLE:
        return _person(state, option)
    if ask.form is Form.OFFENCE:
        return words.term(option)
    return glossary.label(option, words.lang, _FAMILIES[ask.form])


def why(state: State, ask: Ask, words: Words) -> list[str]:
    """Why it is asked: the items that it bears on, and what they or the answers could make."""
    if ask.question is not None and state.report is not None:
        return why_lines(ask.question, state.charge(ask), words)
    items, ruleset = bearing(state, ask)
    if not items:
        return [phrase(f"interview.why.{ask.about}.none", words.lang, "") or words.say(f"interview.why.{ask.about}")]
    return [words.say(f"interview.why.{ask.about}", items=cites(items, words), grade=_grade(items, ruleset, words))]


def _grade(items: tuple[str, ...], ruleset: Ruleset, words: Words) -> str:
    """The highest grade that any of these items sets."""
    ranks = [
        ruleset.grade_ids.index(paragraph.grade)
        for paragraph, item in ruleset.items()
        if item.id in items or paragraph.id in items
    ]
    return words.term(ruleset.grade_ids[max(ranks)], Family.GRADE) if ranks else ""


def help_lines(state: State, ask: Ask, words: Words) -> Iterator[str]:
    """The question explained: what the terms mean, what the items ask, how to answer, and what else can be typed."""
    yield from why(state, ask, words)
    items, ruleset = bearing(state, ask)
    glosses = {item.id: item for _, item in ruleset.items()} | {rule.id: rule for rule in ruleset.rules}
    for name in (ask.question.items if ask.question is not None else items)[:_MOST_EXPLAINED]:
        if name in glosses:
            gloss = glosses[name].gloss if words.lang == "zh" else glosses[name].gloss_en
            yield words.say("interview.gloss", item=words.cite(name), gloss=gloss)
    entry = glossary.term(ask.about, Family.FACT)
    if entry is not None and entry.note and words.lang == "zh":
        yield words.say("interview.gloss", item=entry.zh, gloss=entry.note)
    further = phrase(f"interview.help.{ask.form}", words.lang, "")
    if further:
        yield further
    yield words.say("interview.commands")


def result(person: PersonReport, words: Words) -> Shown:
    """The grade, and a line for each item that is met or open."""
    below = []
    for finding in person.findings:
        if finding.status not in (Status.ESTABLISHED, Status.OPEN):
            continue
        decisive = finding.decisive
        status = words.say(f"status.{finding.status.value}")
        text = f"{MARKS[finding.status]} {words.cite(finding.item)}  {status}"
        below.append(f"{text}  {words.measured(decisive)}" if decisive is not None else text)
    return Shown(
        words.say("interview.standing", person=words.heading(person), grade=words.grade(person.grade)), tuple(below)
    )


def standing(state: State, person: PersonReport, words: Words) -> Shown:
    """The result so far, and how much is left to ask."""
    found = result(person, words)
    return found._replace(below=(*found.below, _left(state, person, words)))


def briefly(state: State, person: PersonReport, words: Words) -> str:
    """The grade so far in one line, where the items stand as before."""
    grade, left = words.grade(person.grade), _left(state, person, words)
    return words.say("interview.briefly", person=words.heading(person), grade=grade, left=left)


def _left(state: State, person: PersonReport, words: Words) -> str:
    left = sum(1 for _ in remaining(state, person))
    return words.say("interview.left", count=str(left)) if left else words.say("interview.none-left")


def left_open(person: PersonReport, words: Words) -> Iterator[str]:
    """What the interview cannot ask but the file can still say: how parts of a batch lie, what gains belong to."""
    for question in person.questions:
        if question.fact == "parts" or question.state == "undivided":
            yield asked(question, person, words)


def problem_lines(problem: Problem, words: Words) -> list[str]:
    """Why an answer was not taken: what is wrong, what is allowed, the nearest name."""
    if problem.phrase:
        return [words.say(problem.phrase, **dict(problem.fields))]
    return list(dict.fromkeys([diagnostic.message(words.lang) for diagnostic in problem.diagnostics]))


__all__ = ["Shown", "help_lines", "left_open", "options_of", "problem_lines", "shown", "standing", "title", "why"]
