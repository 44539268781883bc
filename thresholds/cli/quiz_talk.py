"""The questions of a quiz asked one after another, in a terminal or through a pipe."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from thresholds.cli.dialogue import Dialogue
from thresholds.cli.show import Result
from thresholds.interview.commands import Command, command_of
from thresholds.rendering.blocks import table_lines
from thresholds.rendering.console import console_for
from thresholds.rendering.sentences import Reason
from thresholds.rendering.tree import FoldingTree
from thresholds.rendering.words import Words
from thresholds.teaching.answers import Problem, read_answer, read_items
from thresholds.teaching.explain import explained
from thresholds.teaching.marking import PARTS, Marked, mark
from thresholds.teaching.model import NO_ANSWER, Answer, Exercise
from thresholds.teaching.score import score
from thresholds.teaching.sheet import Paper, result, result_dict, score_text, tiers_text, title, topic_table

if TYPE_CHECKING:
    from rich.tree import Tree

_STYLES = {0: "bold red", 1: "bold yellow", PARTS: "bold green"}


def result_of(paper: Paper, marked: Sequence[Marked], lang: str) -> Result:
    """The result of a quiz in every form."""
    return Result(lambda: result_dict(paper, marked, lang), lambda lang: result(paper, marked, lang))


class Talk(Dialogue):
    """A quiz in one language. Through a pipe everything is said on standard output."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        if not sys.stdin.isatty():
            self.console = console_for()

    def questions(self, paper: Paper) -> list[Marked]:
        """Every question asked and marked until they are done or it is broken off; the score is said at the end."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        marked: list[Marked] = []
        try:
            self._begin(paper)
            for one in self._marked(paper):
                marked.append(one)
        except (EOFError, KeyboardInterrupt):
            self.tell("")
            self.say("quiz.stopped")
        self._score(marked)
        return marked

    def _begin(self, paper: Paper) -> None:
        """What is asked, and how to answer."""
        head = title(paper, "worksheet", self.words)
        self.tell(self.words.say("quiz.start", title=head, number=len(paper.exercises), seed=paper.seed), "bold")
        if paper.below:
            self.say("quiz.below", level=paper.taught)
        self.say("quiz.how")
        self.say("quiz.commands")

    def _marked(self, paper: Paper) -> Iterator[Marked]:
        for number, exercise in enumerate(paper.exercises, 1):
            self._question(number, len(paper.exercises), exercise)
            answer = self._answer(exercise)
            if answer is None:
                self.say("quiz.stopped")
                return
            marked = mark(exercise, answer)
            self._explain(marked)
            yield marked

    def _question(self, number: int, of: int, exercise: Exercise) -> None:
        own = Words(self.words.lang, exercise.law)
        head = self.words.say("quiz.question.of", number=number, of=of)
        if exercise.charged:
            head += self.words.say("quiz.offence", offence=own.term(exercise.charged))
        tree = FoldingTree(Text(head, style="bold"), guide_style="dim")
        for sentence in exercise.prompt(self.words.lang):
            tree.add(Text(sentence))
        self.tell("")
        self.console.print(tree)
        self.tell(tiers_text(exercise.law, self.words.lang), "dim")

    def _answer(self, exercise: Exercise) -> Answer | None:
        """An answer that can be read; none at all where the question is left out, None where it all stops."""
        while True:
            line = self.hear("quiz.prompt")
            match command_of(line):
                case Command.STOP:
                    return None
                case Command.SKIP:
                    return NO_ANSWER
                case Command.HELP:
                    self._help(exercise)
                    continue
            if not line.strip():
                self.say("quiz.empty")
                continue
            found = read_answer(line, exercise, self.words.lang)
            if isinstance(found, Answer) and not _says_items(line) and found.tier != exercise.choices[0]:
                items = self._items(exercise)
                return found if items is None else found._replace(items=items)
            if isinstance(found, Answer):
                return found
            self._not_taken(found)

    def _items(self, exercise: Exercise) -> tuple[str, ...] | None:
        """The items, asked for by themselves where the line named a tier alone; None where they are left out."""
        while True:
            line = self.hear("quiz.prompt.items")
            if command_of(line) is Command.SKIP:
                return None
            if command_of(line) is Command.STOP:
                raise EOFError
            if command_of(line) is Command.HELP:
                self._help(exercise)
                continue
            found = read_items(line, exercise)
            if not isinstance(found, Problem):
                return found
            self._not_taken(found)

    def _not_taken(self, problem: Problem) -> None:
        message = problem.at("", 0).message(self.words.lang)
        self.tell(self.words.say("quiz.not-taken", problem=message), "bold red")

    def _help(self, exercise: Exercise) -> None:
        """How to answer, what deciding means, and the items that there are, each in the ruleset's own words."""
        self.say("quiz.how")
        self.say("quiz.definition")
        words, law = Words(self.words.lang, exercise.law), exercise.law
        provisions = {**{one.id: one for one in law.provisions}, **law.by_id}
        for item in exercise.items:
            found = provisions.get(item)
            gloss = (found.gloss if words.lang == "zh" else found.gloss_en or found.gloss) if found is not None else ""
            self.tell(f"{words.cite(item)}  {item}  {gloss}".rstrip())

    def _explain(self, marked: Marked) -> None:
        tree = FoldingTree(
            Text(self.words.say("quiz.points", points=marked.points), style=_STYLES[marked.points]), guide_style="dim"
        )
        for reason in explained(marked, self.words.lang):
            _grow(tree, reason)
        self.console.print(tree)

    def _score(self, marked: Sequence[Marked]) -> None:
        found = score(marked)
        self.tell("")
        self.tell(score_text(found, self.words), "bold")
        if found.topics:
            for line in table_lines(topic_table(found, self.words), self.console):
                line.rstrip()
                self.console.print(line, soft_wrap=True)


def _grow(tree: Tree, reason: Reason) -> None:
    node = tree.add(Text(reason.text))
    for inner in reason.below:
        _grow(node, inner)


def _says_items(line: str) -> bool:
    """Whether a line says something after a semicolon."""
    return any(mark in line for mark in ";；|｜")
