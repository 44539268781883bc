"""Why a question is asked: the items that it bears on, what each answer would make, and where the answer is written."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from thresholds.case.edit import path_of
from thresholds.glossary import Family
from thresholds.rendering.sentences import asked, could_make, dealings
from thresholds.rendering.tree import FoldingTree
from thresholds.rendering.words import Words
from thresholds.report.as_dict import number_text
from thresholds.values.figures import Unit
from thresholds.values.status import Status
from thresholds.wording import counter

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Bounds
    from thresholds.explore.question import Outcome, Question, Turned
    from thresholds.explore.reaching import Reach
    from thresholds.report.model import PersonReport

#: More items than this are not cited one by one.
MOST_CITED = 4

_MONEY = ("illegal_gains", "profit_from_use")


def cites(items: Sequence[str], words: Words) -> str:
    """Items as they are cited, article and paragraph once: 第五条第一款第（三）项、第（八）项、第二款第（三）项."""
    found: list[str] = []
    before: list[str] = []
    items = list({words.cite(item): item for item in reversed(items)}.values())[::-1]
    for item in items[:MOST_CITED]:
        steps = item.split(".")
        alike = [one == other for one, other in zip(steps[:-1], before, strict=False)]
        same = len(list(takewhile(bool, alike)))
        above = words.cite(".".join(steps[:same])) if same else ""
        found.append(words.cite(item).removeprefix(above).strip())
        before = steps
    text = words.joined(found)
    return words.say("why.more", items=text) if len(items) > MOST_CITED else text


def reach_dicts(question: Question, person: PersonReport) -> list[dict[str, object]]:
    """From which numbers on an answer changes the grade, as plain data: records in 条, money in 元."""
    unit = _unit(question)
    return [
        {
            "at_least": number_text(Fraction(reach.number), unit),
            "unit": "元" if unit is Unit.MONEY else "条",
            "grade": person.grade_of(reach.bounds)._asdict(),
            "items": list(reach.items),
        }
        for reach in _reaching(question, person)
    ]


def questions_dict(person: PersonReport) -> dict[str, object]:
    """The questions of a person as in the report, with the numbers from which an answer changes the grade."""
    from thresholds.report.as_dict import question_dicts

    found = question_dicts(person)
    for question, entry in zip(person.questions, found, strict=True):
        entry["reaches"] = reach_dicts(question, person)
    head = {"id": person.id, "name": person.name} | ({"offence": person.charged} if person.charged else {})
    return {**head, "grade": person.grade._asdict(), "questions": found}


def question_tree(person: PersonReport, words: Words) -> FoldingTree:
    """All questions of a person: those that could change the grade, numbered; below them those that cannot."""
    tree = FoldingTree(Text(f"{words.heading(person)}  {words.grade(person.grade)}", style="bold"), guide_style="dim")
    changing = [question for question in person.questions if question.could_make is not None]
    others = [question for question in person.questions if question.could_make is None]
    if not changing:
        tree.add(Text(words.say("question.none")))
    for number, question in enumerate(changing, 1):
        _add(tree, f"{number}  ", question, person, words)
    if others:
        branch = tree.add(Text(words.say("question.others"), style="dim"))
        for question in others:
            _add(branch, "", question, person, words)
    return tree


def _add(tree: Tree, number: str, question: Question, person: PersonReport, words: Words) -> None:
    state = words.say(f"question.state.{question.state}")
    parts = [
        words.say("question.stated", asks=asked(question, person, words), state=state),
        could_make(question, person, words),
    ]
    if question.where:
        parts.append(words.say("question.where", where=dealings(list(question.where), words)))
    dim = question.could_make is None or question.lowers
    line = Text(number + words.say("clause").join([part for part in parts if part]), style="dim" if dim else "")
    branch = tree.add(line)
    for text in [
        *why_lines(question, person, words),
        words.say("question.place", path=place(question.places[0], words)),
    ]:
        branch.add(Text(text, style="dim"))


def _reaching(question: Question, person: PersonReport) -> tuple[Reach, ...]:
    from thresholds.explore.reaching import reaching

    return reaching(person.engine, person.assessment, question)


def _unit(question: Question) -> Unit:
    return Unit.MONEY if question.fact in _MONEY else Unit.RECORDS


def _shown_number(number: int, question: Question, person: PersonReport, words: Words) -> str:
    """A number with its unit: 条, 元, or what the ruleset counts the fact in."""
    declared = person.engine.ruleset.declared.get(question.fact)
    if declared is not None and declared.kind == "number":
        return f"{number}{counter(declared.unit, words.lang, str(number))}"
    unit = Unit.MONEY if declared is not None else _unit(question)
    return number_text(Fraction(number), unit) + words.say(f"unit.{unit.value}")


def why_lines(question: Question, person: PersonReport, words: Words) -> list[str]:
    """What each answer would make, a sentence each; numbers with the number from which they do."""
    if question.could_make is None:
        return [_no_change(question, person, words)]
    if not question.outcomes or question.joint:
        return [
            words.say(
                "why.together" if question.joint else f"why.{question.fact}", grade=_highest(question, person, words)
            )
        ]
    reached = _reaching(question, person)
    found = [_reached(reach, question, person, words) for reach in reached]
    for outcome in _joined(question):
        replaced = reached and outcome.answer in ("most", "all")
        if outcome.bounds != question.now and not replaced:
            found.append(_outcome(outcome, question, person, words))
    return found


def _joined(question: Question) -> list[Outcome]:
    """The outcomes; categories that come to the same are one."""
    if question.fact != "category":
        return list(question.outcomes)
    found: dict[object, Outcome] = {}
    for outcome in question.outcomes:
        same = (outcome.bounds, outcome.turned)
        names = f"{found[same].answer} {outcome.answer}" if same in found else outcome.answer
        found[same] = outcome._replace(answer=names)
    return list(found.values())


def _highest(question: Question, person: PersonReport, words: Words) -> str:
    assert question.could_make is not None
    return words.term(person.engine.ruleset.grade_ids[question.could_make], Family.GRADE)


def _no_change(question: Question, person: PersonReport, words: Words) -> str:
    provisions = [item for item in question.items if item not in person.engine.ruleset.by_id]
    if provisions:
        return words.say("why.leniency", items=cites(provisions, words))
    if question.state == "undated" and question.fact == "conduct_date":
        return words.say("why.undated")
    return words.say("why.no-change")


def _reached(reach: Reach, question: Question, person: PersonReport, words: Words) -> str:
    number = _shown_number(reach.number, question, person, words)
    if question.lowers:
        key = "why.less"
    elif question.fact == "records" and question.state == "unstated":
        key = "why.further"
    else:
        key = "why.reached"
    start = words.say(key, number=number)
    turned = words.say("why.lost" if question.lowers else "why.met", items=cites(reach.items, words))
    return _sentence(start, [turned] if reach.items else [], reach.bounds, person, words)


def _outcome(outcome: Outcome, question: Question, person: PersonReport, words: Words) -> str:
    return _sentence(
        _condition(outcome, question, person, words), _turned(outcome.turned, words), outcome.bounds, person, words
    )


def _condition(outcome: Outcome, question: Question, person: PersonReport, words: Words) -> str:
    if question.fact == "category":
        names = [words.term(name, Family.CATEGORY) for name in outcome.answer.split()]
        text = words.say("why.or").join([part for part in (words.joined(names[:-1]), names[-1]) if part])
        return words.say("why.if.category", names=text)
    if question.fact == "obtained_in":
        return words.say(f"why.if.duty.{outcome.answer}")
    kind = ""
    if question.places[0][0] == "standards":
        kind = ".standard"
    elif outcome.answer == "most":
        declared = person.engine.ruleset.declared.get(question.fact)
        own = declared is not None and declared.kind != "records"
        kind = ".money" if question.fact in _MONEY else ".amount" if own else ""
    return words.say(f"why.if.{outcome.answer}{kind}")


def _turned(turned: Sequence[Turned], words: Words) -> list[str]:
    """Items that would be met, may be met, would not be met: each group in one clause."""
    groups: dict[str, list[str]] = {}
    for one in turned:
        if one.then is Status.ESTABLISHED:
            key = "why.met"
        elif one.then is Status.OPEN:
            key = "why.maybe" if one.raised else "why.doubtful"
        else:
            key = "why.lost"
        groups.setdefault(key, []).append(one.item)
    return [words.say(key, items=cites(items, words)) for key, items in groups.items()]


def _sentence(start: str, clauses: list[str], bounds: Bounds, person: PersonReport, words: Words) -> str:
    middle = words.say("clause").join([start, *clauses])
    return words.say("why.makes", why=middle, grade=words.grade(person.grade_of(bounds)))


def place(steps: Sequence[str], words: Words) -> str:
    """Where in the file an answer is written, in the language of the reader: 事实.甲.刑事处罚."""
    if words.lang == "zh":
        named = steps[0] != "standards"
        steps = [step if number == 1 and named else words.term(step) for number, step in enumerate(steps)]
    return path_of(*steps)
