"""A quiz on paper: the worksheet, the answer sheet, the result of a learner; as documents and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from thresholds import __version__
from thresholds.law.model import Ruleset
from thresholds.rendering.document.model import Block, Bullets, Document, Heading, Paragraph, Table
from thresholds.rendering.sentences import Reason
from thresholds.rendering.words import Words
from thresholds.report.model import Grade
from thresholds.teaching.explain import explained, items_text, solution, tier_text, topic_name
from thresholds.teaching.marking import Marked, mark
from thresholds.teaching.model import NO_ANSWER, Exercise
from thresholds.teaching.score import Score, score
from thresholds.teaching.topics import TOPICS

QUIZ_SCHEMA = "thresholds/quiz/1"


class Paper(NamedTuple):
    """The exercises of a quiz and where they come from: a level of a ruleset, or (level None) files; and the seed."""

    exercises: tuple[Exercise, ...]
    seed: int
    level: int | None = None

    @property
    def taught(self) -> int | None:
        """The level that the exercises are of: a ruleset that has nothing for the level asked for gives that below."""
        levels = {topic.id: topic.level for topic in TOPICS}
        found = [levels[exercise.topic] for exercise in self.exercises if exercise.topic in levels]
        return self.level if self.level is None else max(found, default=self.level)

    @property
    def below(self) -> bool:
        """Whether they are of a lower level than was asked for."""
        return self.taught != self.level

    @property
    def rulesets(self) -> tuple[Ruleset, ...]:
        """The rulesets that the exercises are measured by, each once."""
        return tuple({exercise.ruleset.id: exercise.ruleset for exercise in self.exercises}.values())


def worksheet(paper: Paper, lang: str = "zh") -> Document:
    """The questions without answers, how to answer, and a line for each answer."""
    words = Words(lang)
    blocks: list[Block] = [*_head(paper, "worksheet", words), *_how(paper, words)]
    for number, exercise in enumerate(paper.exercises, 1):
        blocks += _question(number, exercise, lang)
        blocks.append(Paragraph(words.say("quiz.sheet.blank")))
    return _document(paper, "worksheet", lang, blocks)


def answer_sheet(paper: Paper, lang: str = "zh") -> Document:
    """The answers of the engine, each with its reasons; questions are repeated by their facts."""
    words = Words(lang)
    blocks = list(_head(paper, "key", words))
    for number, exercise in enumerate(paper.exercises, 1):
        marked = mark(exercise, NO_ANSWER)
        own = Words(lang, marked.report.engine.ruleset)
        blocks += _question(number, exercise, lang)
        fields = {"tier": own.grade(marked.tier), "items": items_text(marked.items, own)}
        blocks.append(Paragraph(words.say("quiz.solution", **fields), "lead"))
        first, *besides = solution(marked, lang)
        blocks += _reasons([*first.below, *besides])
    return _document(paper, "key", lang, blocks)


def result(paper: Paper, marked: Sequence[Marked], lang: str = "zh") -> Document:
    """What a learner answered, right and wrong with the reasons, the score and the score of each topic."""
    words = Words(lang)
    found = score(marked)
    blocks: list[Block] = [*_head(paper, "result", words), Paragraph(score_text(found, words), "lead")]
    if found.topics:
        blocks.append(topic_table(found, words))
    for number, one in enumerate(marked, 1):
        own = Words(lang, one.report.engine.ruleset)
        blocks += _question(number, one.exercise, lang)
        answer = {"tier": tier_text(one.answer.tier, own), "items": items_text(one.answer.items, own)}
        key = "quiz.sheet.answered" if one.answered else "quiz.sheet.left-out"
        blocks.append(Paragraph(words.say(key, points=one.points, **answer), "lead"))
        blocks += _reasons(explained(one, lang))
    return _document(paper, "result", lang, blocks)


def score_text(found: Score, words: Words) -> str:
    """The score as a sentence."""
    return words.say("quiz.score", **{name: getattr(found, name) for name in Score._fields if name != "topics"})


def topic_table(found: Score, words: Words) -> Table:
    """The score topic by topic."""
    head = tuple(words.say(f"quiz.sheet.{key}") for key in ("topic", "questions", "right", "points"))
    rows = tuple(
        (topic_name(one.topic, words.lang), str(one.questions), str(one.right), f"{one.points} / {one.of}")
        for one in found.topics
    )
    return Table(words.say("quiz.sheet.topics"), head, rows, (55, 15, 15, 15), frozenset({1, 2, 3}))


def title(paper: Paper, kind: str, words: Words) -> str:
    """What a sheet is called: what it is, of which ruleset and level."""
    names = words.joined([ruleset.citation or ruleset.id for ruleset in paper.rulesets])
    level = words.say(f"quiz.level.{paper.taught}") if paper.taught is not None else words.say("quiz.level.files")
    return words.say(f"quiz.sheet.{kind}", rulesets=names, level=level)


def _head(paper: Paper, kind: str, words: Words) -> Iterator[Block]:
    yield Heading(1, title(paper, kind, words), "top")
    yield Paragraph(words.say("quiz.sheet.about", number=len(paper.exercises), seed=paper.seed), "note")
    if paper.below:
        yield Paragraph(words.say("quiz.below", level=paper.taught), "note")


def _how(paper: Paper, words: Words) -> Iterator[Block]:
    """How to answer, and the tiers of each law that is asked about."""
    yield Paragraph(words.say("quiz.how"))
    yield Paragraph(words.say("quiz.definition"))
    for law in {exercise.law.offence: exercise.law for exercise in paper.exercises}.values():
        yield Bullets((tiers_text(law, words.lang),))


def tiers_text(law: Ruleset, lang: str) -> str:
    """The tiers of a law with the numbers that they can be answered by."""
    words = Words(lang, law)
    tiers = [words.term(grade) for grade in law.grade_ids]
    listed = "　".join(f"{number} {tier}" for number, tier in enumerate(tiers, 1))
    return words.say("quiz.tiers", offence=words.term(law.offence), tiers=listed, low=tiers[0], high=tiers[1])


def _question(number: int, exercise: Exercise, lang: str) -> Iterator[Block]:
    words = Words(lang, exercise.law)
    offence = words.say("quiz.offence", offence=words.term(exercise.charged)) if exercise.charged else ""
    yield Heading(2, words.say("quiz.question", number=number) + offence, f"question-{number}")
    yield Bullets(exercise.prompt(lang))


def _reasons(found: Sequence[Reason]) -> Iterator[Block]:
    if found:
        yield Bullets(tuple(["\n".join(_lines(reason, 0)) for reason in found]))


def _lines(reason: Reason, depth: int) -> Iterator[str]:
    yield "　" * depth + reason.text
    for inner in reason.below:
        yield from _lines(inner, depth + 1)


def _document(paper: Paper, kind: str, lang: str, blocks: Sequence[Block]) -> Document:
    words = Words(lang)
    rulesets = words.joined([f"{ruleset.id} sha256 {ruleset.sha256[:12]}" for ruleset in paper.rulesets])
    footer = words.say("quiz.footer", tool=f"thresholds {__version__}", rulesets=rulesets, seed=paper.seed)
    return Document(title(paper, kind, words), footer, lang, tuple(blocks))


def paper_dict(paper: Paper, lang: str = "zh", *, answers: bool) -> dict[str, object]:
    """The questions as data, with the answers of the engine or without."""
    questions = []
    for number, exercise in enumerate(paper.exercises, 1):
        entry = _asked(number, exercise, lang)
        questions.append(entry | _solved(mark(exercise, NO_ANSWER)) if answers else entry)
    return {**_about(paper), "questions": questions}


def result_dict(paper: Paper, marked: Sequence[Marked], lang: str = "zh") -> dict[str, object]:
    """What a learner answered and scored, as data."""
    found = score(marked)
    totals = {name: getattr(found, name) for name in Score._fields if name != "topics"}
    questions = [
        {**_asked(number, one.exercise, lang), **_solved(one), "answer": _answered(one), "points": one.points}
        for number, one in enumerate(marked, 1)
    ]
    topics = [one._asdict() for one in found.topics]
    return {**_about(paper), "score": {**totals, "topics": topics}, "questions": questions}


def _about(paper: Paper) -> dict[str, object]:
    rulesets = [{"id": ruleset.id, "sha256": ruleset.sha256} for ruleset in paper.rulesets]
    tool = f"thresholds {__version__}"
    return {"schema": QUIZ_SCHEMA, "tool": tool, "rulesets": rulesets, "level": paper.level, "seed": paper.seed}


def _asked(number: int, exercise: Exercise, lang: str) -> dict[str, object]:
    return {
        "number": number,
        "id": exercise.id,
        "topic": exercise.topic,
        "ruleset": exercise.ruleset.id,
        "offence": exercise.law.offence,
        "person": exercise.person,
        "facts": list(exercise.prompt(lang)),
        "case": exercise.text,
    }


def _solved(marked: Marked) -> dict[str, object]:
    return {"tier": _grade(marked.tier), "items": list(marked.items)}


def _answered(marked: Marked) -> dict[str, object] | None:
    if not marked.answered:
        return None
    return {
        "tier": _grade(marked.answer.tier),
        "items": list(marked.answer.items),
        "tier_right": marked.tier_right,
        "items_right": marked.items_right,
        "missed": list(marked.missed),
        "extra": list(marked.extra),
    }


def _grade(grade: Grade | None) -> dict[str, str] | None:
    return None if grade is None else grade._asdict()
