"""The quiz as pages: beginning, question, what was right and wrong, and the score at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from thresholds.page.export import KINDS
from thresholds.page.rulesets import titled
from thresholds.page.scene import charge_of
from thresholds.page.sitting import MOST, Sitting, tier_value
from thresholds.rendering import write_document
from thresholds.rendering.as_json import json_text
from thresholds.rendering.words import Words
from thresholds.teaching.explain import explained, items_text, tier_text, topic_name
from thresholds.teaching.quiz import LEVELS, NO_ANSWER, mark
from thresholds.teaching.score import Score, score
from thresholds.teaching.sheet import Paper, answer_sheet, result, result_dict, score_text, worksheet
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.page.scene import Charge
    from thresholds.page.state import State
    from thresholds.page.views import Views
    from thresholds.rendering.branches import Branch
    from thresholds.teaching.marking import Marked
    from thresholds.teaching.model import Exercise

#: What can be kept of a quiz, each as the formats that it has.
SHEETS = {"result": ("html", "markdown", "docx", "json"), "worksheet": ("docx", "html"), "key": ("docx", "html")}
_JSON = "json"
#: Made-up names, by their words.
_NAMES = ("jia", "yi", "bing", "ding")


class Choice(NamedTuple):
    """A tier or an item to choose: its value, its words, and whether it was chosen."""

    value: str
    label: str
    chosen: bool = False


class Told(NamedTuple):
    """A question in the list at the end: its number, its topic, its points, what was answered and what was right."""

    number: int
    topic: str
    points: int
    answered: str
    right: str


def quiz_page(views: Views, sitting: Sitting) -> str:
    """The page of a quiz.

    Raises:
        NotFoundError: there is no such ruleset.
    """
    exercises = sitting.exercises
    if not sitting.number or not exercises:
        return _beginning(views, sitting, none=bool(sitting.number))
    if sitting.number > len(exercises):
        return _end(views, sitting, exercises)
    return _question(views, sitting, exercises)


def quiz_file(sitting: Sitting, sheet: str, format_: str) -> bytes:
    """One of `SHEETS` in one of its formats.

    Raises:
        NotFoundError: there is no such ruleset.
    """
    lang = sitting.state.lang
    paper = Paper(sitting.exercises, sitting.seed, sitting.level)
    marked = _all_marked(sitting, paper.exercises)
    if format_ == _JSON:
        return json_text(result_dict(paper, marked, lang)).encode()
    make = {"result": lambda: result(paper, marked, lang), "worksheet": lambda: worksheet(paper, lang)}
    written = write_document(make.get(sheet, lambda: answer_sheet(paper, lang))(), KINDS[format_].format)
    return written if isinstance(written, bytes) else written.encode()


def _page(views: Views, template: str, sitting: Sitting, **values: Any) -> str:
    """A page of the quiz; shown in another way it is the same question, with the same answers."""

    def address(state: State) -> str:
        return f"quiz?{sitting._replace(state=state).query}"

    return views.page(template, sitting.state, sitting=sitting, here="quiz", address=address, **values)


def _beginning(views: Views, sitting: Sitting, *, none: bool) -> str:
    words = Words(sitting.state.lang)
    levels = [Choice(str(level), words.say(f"quiz.level.{level}"), level == sitting.level) for level in _levels()]
    return _page(
        views,
        "quiz_begin.html",
        sitting,
        rulesets=titled(sitting.state.lang),
        levels=levels,
        most=MOST,
        none=none,
    )


def _levels() -> range:
    return range(1, len(LEVELS) + 1)


def _question(views: Views, sitting: Sitting, exercises: tuple[Exercise, ...]) -> str:
    exercise = exercises[sitting.number - 1]
    answer = sitting.answer(sitting.number, exercise)
    marked = mark(exercise, answer) if answer is not None else None
    words = Words(sitting.state.lang, exercise.law)
    chosen = answer.items if answer is not None else ()
    tier = answer.tier if answer is not None else None
    return _page(
        views,
        "quiz_question.html",
        sitting,
        exercise=exercise,
        of=len(exercises),
        fewer=_fewer(sitting, exercises),
        offence=words.term(exercise.charged) if exercise.charged else "",
        prompt=exercise.prompt(sitting.state.lang),
        tiers=[Choice(tier_value(one), words.grade(one), one == tier) for one in exercise.choices],
        items=[Choice(item, _item(exercise, item, words), item in chosen) for item in exercise.items],
        marked=marked,
        reasons=explained(marked, sitting.state.lang) if marked is not None else (),
        charge=_charge(exercise, marked, sitting.state.lang) if marked is not None else None,
        following=sitting._replace(number=sitting.number + 1),
        so_far=_so_far(sitting, exercises, words),
    )


def _charge(exercise: Exercise, marked: Marked, lang: str) -> Charge:
    """What was evaluated, with made-up names as the question has them."""
    found = charge_of(marked.report, lang)
    if not exercise.made:
        return found
    names = {phrase(f"quiz.name.{one}", "zh"): phrase(f"quiz.name.{one}", lang) for one in _NAMES}
    return found._replace(tree=tuple([_renamed(one, names) for one in found.tree]))


def _renamed(branch: Branch, names: Mapping[str, str]) -> Branch:
    texts = (re.sub("|".join(names), lambda name: names[name[0]], piece.text) for piece in branch.pieces)
    pieces = tuple([piece._replace(text=text) for piece, text in zip(branch.pieces, texts, strict=True)])
    return branch._replace(pieces=pieces, below=tuple([_renamed(one, names) for one in branch.below]))


def _item(exercise: Exercise, item: str, words: Words) -> str:
    """An item by its pinpoint and in the ruleset's own words."""
    found = exercise.law.by_id.get(item)
    gloss = "" if found is None else found.gloss if words.lang == "zh" else found.gloss_en or found.gloss
    return f"{words.cite(item)}　{gloss}".rstrip()


def _fewer(sitting: Sitting, exercises: tuple[Exercise, ...]) -> str:
    """That there are fewer questions than were asked for; empty where there are as many."""
    found = len(exercises)
    said = phrase("page.quiz.fewer", sitting.state.lang).format(asked=sitting.questions, found=found)
    return said if found < sitting.questions else ""


def _so_far(sitting: Sitting, exercises: tuple[Exercise, ...], words: Words) -> str:
    """The score of what has been answered; empty before the first answer."""
    found = score([one for one in _marked(sitting, exercises) if one is not None])
    return words.say("page.quiz.so-far", points=found.points, of=found.of) if found.of else ""


def _marked(sitting: Sitting, exercises: tuple[Exercise, ...]) -> list[Marked | None]:
    answers = [sitting.answer(number, exercise) for number, exercise in enumerate(exercises, 1)]
    return [None if answer is None else mark(one, answer) for one, answer in zip(exercises, answers, strict=True)]


def _all_marked(sitting: Sitting, exercises: tuple[Exercise, ...]) -> list[Marked]:
    """Everything marked; what was not answered counts as left out."""
    answers = [sitting.answer(number, exercise) for number, exercise in enumerate(exercises, 1)]
    return [mark(one, answer or NO_ANSWER) for one, answer in zip(exercises, answers, strict=True)]


def _end(views: Views, sitting: Sitting, exercises: tuple[Exercise, ...]) -> str:
    lang = sitting.state.lang
    marked = _all_marked(sitting, exercises)
    found: Score = score(marked)
    return _page(
        views,
        "quiz_end.html",
        sitting,
        said=score_text(found, Words(lang)),
        topics=[(topic_name(one.topic, lang), one) for one in found.topics],
        told=[_told(number, one, lang) for number, one in enumerate(marked, 1)],
        sheets=SHEETS,
        fewer=_fewer(sitting, exercises),
        again=Sitting(sitting.state, sitting.level, sitting.seed, sitting.questions, 1),
        another=Sitting(sitting.state, sitting.level, sitting.seed + 1, sitting.questions, 1),
    )


def _told(number: int, marked: Marked, lang: str) -> Told:
    words = Words(lang, marked.report.engine.ruleset)
    between = words.say("clause")
    sides = [(marked.answer.tier, marked.answer.items), (marked.tier, marked.items)]
    answered, right = (f"{tier_text(tier, words)}{between}{items_text(items, words)}" for tier, items in sides)
    if not marked.answered:
        answered = tier_text(None, words)
    return Told(number, topic_name(marked.exercise.topic, lang), marked.points, answered, right)
