"""The steps of the tour as they are shown: what is said of each, and live what the engine finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.text import Text
from rich.tree import Tree

from thresholds.case.edit import parse_edit
from thresholds.case.load import document, load_case
from thresholds.cli.dialogue import Dialogue
from thresholds.cli.options import samples
from thresholds.rendering.bars import ASCII, UNICODE, bars
from thresholds.rendering.by_readings import print_by_readings
from thresholds.rendering.consequences import consequence_reasons
from thresholds.rendering.console import console_for
from thresholds.rendering.document.build import document as report_document
from thresholds.rendering.document.model import Heading
from thresholds.rendering.margins import MarginWords
from thresholds.rendering.overview import print_overview
from thresholds.rendering.questions import why_lines
from thresholds.rendering.sentences import Reason, asked, could_make, count_lines, description, how
from thresholds.rendering.tree import FoldingTree
from thresholds.rendering.words import Words
from thresholds.report.ladder import ladder
from thresholds.report.model import PersonReport, Report, evaluate
from thresholds.report.overview import by_readings
from thresholds.report.whatif import what_if
from thresholds.teaching.explain import item_line
from thresholds.teaching.tour import (
    STEPS,
    Consequences,
    Contents,
    Counts,
    Items,
    Ladder,
    Margins,
    Overview,
    Questions,
    Readings,
    Step,
    Trials,
)


class Guide(Dialogue):
    """The tour in one language; every case is evaluated when a step first needs it."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        self.console = console_for()
        self.last = len(STEPS)
        self._reports: dict[str, Report] = {}

    def present(self, number: int) -> None:
        """A step: its heading, what is said of it, what the engine finds, and how to go on by oneself."""
        step = STEPS[number - 1]
        title = self.words.say(f"demo.{step.id}.title")
        self.tell("")
        self.tell(self.words.say("demo.step", number=number, last=self.last, title=title), "bold")
        self.say(f"demo.{step.id}.text")
        report = self._report(step.sample)
        self.about(report.ruleset)
        self.tell(self.words.say("demo.on", case=report.case.title or report.case.id), "dim")
        self.tell("")
        self._shown(step, report)
        self.tell("")
        self.tell(self.words.say("demo.more", command=step.command), "dim")

    def _report(self, sample: str) -> Report:
        if sample not in self._reports:
            self._reports[sample] = evaluate(load_case(samples()[sample]))
        return self._reports[sample]

    def _shown(self, step: Step, report: Report) -> None:
        match step.show:
            case Overview():
                print_overview(report, self.console, self.words.lang)
            case Contents():
                self._tree(report.case.title, _headings(report, self.words.lang))
            case Readings(name):
                alone = Report(report.case, report.ruleset, (report.person(name),))
                print_by_readings(by_readings(alone), self.console, self.words.lang)
            case Trials():
                self._trials(step, report)
            case Ladder(name):
                self._ladder(report.person(name))
            case _:
                person = report.person(step.show.person)
                self._tree(head(person, self.words), self._reasons(step, person))

    def _reasons(self, step: Step, person: PersonReport) -> Iterator[Reason]:
        words = self.words
        match step.show:
            case Items(_, items):
                for item in items:
                    yield item_line(person.finding(item), person, words)
            case Counts():
                yield from [Reason(text) for text in count_lines(person, words)]
                yield from [Reason(how(holding, words)) for holding in person.assessment.person.holdings]
            case Questions(_, most):
                yield from _questions(person, words, most)
            case Margins(_, most):
                yield from _margins(person, words, most)
            case Consequences():
                yield from consequence_reasons(person, words)

    def _tree(self, text: str, reasons: Iterable[Reason]) -> None:
        tree = FoldingTree(Text(text, style="bold"), guide_style="dim")
        for reason in reasons:
            _grow(tree, reason)
        self.console.print(tree)

    def _ladder(self, person: PersonReport) -> None:
        glyphs = ASCII if self.console.options.ascii_only else UNICODE
        self.tell(head(person, self.words), "bold")
        grades = person.engine.ruleset.grade_ids
        for bar in bars(ladder(person), grades, self.words, self.console.width, glyphs):
            self.console.print(FoldingTree(bar))

    def _trials(self, step: Step, report: Report) -> None:
        """The person as the case is, and after each change by itself."""
        assert isinstance(step.show, Trials)
        written = document(Path(samples()[step.sample]))
        now = report.person(step.show.person)
        self._tree(head(now, self.words), [item_line(now.finding(one), now, self.words) for one in step.show.items])
        for edit in step.show.edits:
            after = what_if(written, [parse_edit(edit)]).comparison.after.person(now.id)
            text = self.words.say("demo.trial", edit=edit, person=head(after, self.words))
            self._tree(text, [item_line(after.finding(one), after, self.words) for one in step.show.items])


def head(person: PersonReport, words: Words) -> str:
    """The person, what he is, and the grade."""
    role = description(person, words)
    name = words.say("demo.person", name=person.name, role=role) if role else person.name
    return f"{name}  {words.grade(person.grade)}"


def _questions(person: PersonReport, words: Words, most: int) -> Iterator[Reason]:
    raising = [one for one in person.questions if one.could_make is not None and not one.lowers]
    for question in raising[:most]:
        state = words.say(f"question.state.{question.state}")
        text = words.say("question.stated", asks=asked(question, person, words), state=state)
        effect = could_make(question, person, words)
        below = tuple([Reason(line) for line in why_lines(question, person, words)])
        yield Reason(words.say("clause").join([text, effect]), below)


def _margins(person: PersonReport, words: Words, most: int) -> Iterator[Reason]:
    wording = MarginWords(person, words)
    for margin in person.margins:
        found = [Reason(sentence) for sentence, _ in wording.sentences(margin)]
        yield Reason(wording.head(margin), tuple(found[:most]))


def _headings(report: Report, lang: str) -> Iterator[Reason]:
    """The headings of the document, those of the third level only below the first person."""
    found: list[tuple[str, list[Reason]]] = []
    for block in report_document(report, lang).blocks:
        if isinstance(block, Heading) and block.level == 2:
            found.append((block.text, []))
        elif isinstance(block, Heading) and block.level == 3 and found:
            found[-1][1].append(Reason(block.text))
    first = next((text for text, below in found if below), "")
    for text, below in found:
        yield Reason(text, tuple(below) if text == first else ())


def _grow(tree: Tree, reason: Reason) -> None:
    node = tree.add(Text(reason.text))
    for inner in reason.below:
        _grow(node, inner)
