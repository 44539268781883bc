"""The report in the terminal: a tree for each person, folding Chinese text and never cutting it."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions
from rich.text import Text
from rich.tree import Tree

from thresholds import __version__
from thresholds.glossary import Family
from thresholds.lawtext.sentences import NO_SENTENCES, Sentences
from thresholds.rendering.applicable import heading as heading_of_law
from thresholds.rendering.applicable import law_lines, no_dealings
from thresholds.rendering.bars import ASCII, UNICODE, bars, heading
from thresholds.rendering.case_notes import case_notes
from thresholds.rendering.consequences import consequence_reasons
from thresholds.rendering.console import WIDTH, file_console
from thresholds.rendering.folding import fold
from thresholds.rendering.neighbours import charge_lines, flag_lines
from thresholds.rendering.sentences import (
    MARKS,
    Reason,
    count_lines,
    description,
    how,
    opening_reasons,
    option,
    quantity_name,
    question_lines,
    reasons,
)
from thresholds.rendering.tree import GUIDE_WIDTH, FoldingTree
from thresholds.rendering.words import Words
from thresholds.report.ladder import ladder
from thresholds.values.status import Status
from thresholds.values.visible import visible

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Finding
    from thresholds.report.model import PersonReport, Report

STYLES = {
    Status.ESTABLISHED: "bold red",
    Status.NOT_ESTABLISHED: "dim",
    Status.OPEN: "bold yellow",
    Status.FOR_THE_COURT: "cyan",
}
_GRADE_STYLES = {0: "bold green", 1: "bold yellow", 2: "bold red"}


def as_text(report: Report, lang: str = "zh", width: int = WIDTH) -> str:
    """The report as plain text of a given width."""
    written = StringIO()
    print_report(report, file_console(written, width), lang)
    return written.getvalue()


def print_report(
    report: Report, console: Console, lang: str = "zh", person: str | None = None, law: Sentences = NO_SENTENCES
) -> None:
    """Print the report, or one person of it, on a console; each item with its sentence where `law` has it."""
    words = Words(lang, report.ruleset, law)
    ruleset, case = report.ruleset, report.case
    _print(console, case.title or case.id, "bold")
    start = ruleset.in_force.start.isoformat()
    _print(console, words.say("report.measured", citation=ruleset.citation, id=ruleset.id, start=start))
    for note in case_notes(report, words):
        _print(console, note, "bold yellow")
    for entry in [report.person(person)] if person else report.persons:
        for line in charge_lines(entry, words):
            console.print()
            _print(console, line, "bold")
        for charge in entry.shown:
            console.print()
            console.print(person_tree(charge, Words(lang, charge.engine.ruleset, law), console.options))
    console.print()
    _print(console, words.say("report.limits"))
    versions = words.say(
        "report.versions",
        tool=f"thresholds {__version__}",
        case=case.sha256[:12],
        ruleset=ruleset.sha256[:12],
    )
    _print(console, versions)


def _print(console: Console, text: str, style: str = "dim") -> None:
    """A paragraph, folded like the lines of the tree."""
    for line in fold(Text(visible(text), style=style), console.width):
        line.rstrip()
        console.print(line)


def person_tree(person: PersonReport, words: Words, options: ConsoleOptions | None = None) -> Tree:
    """Everything about one person, to be drawn with these options; without any, the bars are left to be drawn apart."""
    described = person.assessment.person.person
    head = Text(overflow="fold")
    head.append(person.name, style="bold")
    role = description(person, words)
    head.append(f"（{role}）  " if role else "  ")
    if person.charged:
        head.append(f"{words.term(person.charged)}  ")
    head.append(words.grade(person.grade), style=_GRADE_STYLES.get(person.assessment.bounds.high, "bold red"))
    tree = FoldingTree(head, guide_style="dim")
    _law(tree, person, words)
    _items(tree, person, words)
    if options is not None:
        _bars(tree, person, words, options)
    _counts(tree, person, words)
    _readings(tree, person, words)
    _questions(tree, person, words)
    _consequences(tree, person, words)
    _neighbours(tree, person, words)
    for key in ("note", "court"):
        free = getattr(described, key)
        if free:
            tree.add(Text(f"{words.say(key)}  {free}", overflow="fold", style="dim"))
    return tree


def _law(tree: Tree, person: PersonReport, words: Words) -> None:
    """Which law applies, where dates decide it."""
    lines = law_lines(person, words)
    branch = tree.add(Text(heading_of_law(words), style="bold")) if lines else tree
    for line in lines:
        branch.add(Text(line, overflow="fold"))


def _neighbours(tree: Tree, person: PersonReport, words: Words) -> None:
    """Other offences that the facts reach or may reach, each with its own reasons."""
    if not person.neighbours:
        return
    branch = tree.add(Text(words.say("neighbour.heading"), style="bold"))
    for flag in person.neighbours:
        head, sentence = flag_lines(flag, words)
        style = "bold red" if flag.bounds.low else "yellow"
        inner = branch.add(Text(f"{MARKS[flag.status]} {head}", style=style, overflow="fold"))
        inner.add(Text(sentence, overflow="fold"))
        if flag.drawn is None:
            own = person.under(flag)
            for finding in flag.findings:
                _finding(inner, finding, Words(words.lang, flag.ruleset, words.law), own)


def _items(tree: Tree, person: PersonReport, words: Words) -> None:
    ruleset = person.engine.ruleset
    grouped = {item.id: paragraph for paragraph, item in ruleset.items()}
    branches: dict[str, Tree] = {}
    for finding in person.findings:
        paragraph = grouped.get(finding.item)
        if paragraph is None:
            _finding(tree, finding, words, person)
            continue
        if paragraph.id not in branches:
            head = f"{words.cite(paragraph.id)}  {words.term(paragraph.grade, Family.GRADE)}"
            branches[paragraph.id] = tree.add(Text(head, style="bold", overflow="fold"))
            _add_reasons(branches[paragraph.id], opening_reasons(finding, person, words))
        _finding(branches[paragraph.id], finding, words, person)


def _finding(branch: Tree, finding: Finding, words: Words, person: PersonReport) -> None:
    style = STYLES[finding.status]
    line = Text(overflow="fold")
    line.append(f"{MARKS[finding.status]} {words.cite(finding.item)}  ", style=style)
    line.append(words.say(f"status.{finding.status.value}"), style=style)
    decisive = finding.decisive
    if decisive is not None:
        line.append(f"  {quantity_name(finding, words)}{words.measured(decisive)}")
    node = branch.add(line)
    if sentence := words.sentence(person.engine.ruleset, finding.item):
        node.add(Text(sentence, overflow="fold", style="italic"))
    _add_reasons(node, reasons(finding, person, words))


def _add_reasons(node: Tree, found: tuple[Reason, ...]) -> None:
    for reason in found:
        _add_reasons(node.add(Text(reason.text, overflow="fold", style="dim")), reason.below)


def _bars(tree: Tree, person: PersonReport, words: Words, options: ConsoleOptions) -> None:
    rungs = ladder(person)
    if not rungs:
        return
    glyphs = ASCII if options.ascii_only else UNICODE
    branch = tree.add(heading(words, glyphs))
    for bar in bars(rungs, person.engine.ruleset.grade_ids, words, options.max_width - 2 * GUIDE_WIDTH, glyphs):
        branch.add(bar)


def _counts(tree: Tree, person: PersonReport, words: Words) -> None:
    holdings = person.assessment.person.holdings
    if not holdings:
        if person.engine.ruleset.from_dealings:
            tree.add(Text(no_dealings(person, words), style="dim"))
        return
    branch = tree.add(Text(words.say("counts"), style="bold"))
    for text in count_lines(person, words):
        branch.add(Text(text, overflow="fold"))
    for holding in holdings:
        branch.add(Text(how(holding, words), overflow="fold", style="dim"))


def _readings(tree: Tree, person: PersonReport, words: Words) -> None:
    branch = tree.add(Text(words.say("readings"), style="bold"))
    ruleset = person.engine.ruleset
    same = []
    for use in person.readings:
        reading = ruleset.reading(use.id)
        assert reading is not None
        if use.changes_to is None or use.other is None:
            same.append(option(use.id, use.chosen, person, words))
            continue
        asks = reading.asks if words.lang == "zh" else reading.asks_en
        line = Text(overflow="fold")
        line.append(words.say("reading.used", id=use.id, option=option(use.id, use.chosen, person, words), asks=asks))
        change = words.say(
            "reading.changes",
            option=option(use.id, use.other, person, words),
            grade=words.grade(person.grade_of(use.changes_to)),
        )
        line.append(f"{words.say('clause')}{change}", style="bold yellow")
        branch.add(line)
    if same:
        branch.add(Text(words.say("reading.same", names=words.joined(same)), overflow="fold", style="dim"))
    both = person.sides
    accused, prosecution = (words.grade(person.grade_of(side)) for side in both)
    branch.add(Text(words.say("sides", accused=accused, prosecution=prosecution), overflow="fold"))


def _questions(tree: Tree, person: PersonReport, words: Words) -> None:
    if not person.questions:
        tree.add(Text(f"{words.say('questions')}  {words.say('question.none')}", style="dim", overflow="fold"))
        return
    branch = tree.add(Text(words.say("questions"), style="bold"))
    for text, style in question_lines(person, words):
        branch.add(Text(text, overflow="fold", style=style))


def _consequences(tree: Tree, person: PersonReport, words: Words) -> None:
    found = consequence_reasons(person, words)
    branch = tree.add(Text(words.say("consequences"), style="bold")) if found else tree
    for reason in found:
        _add_reasons(branch.add(Text(reason.text, overflow="fold")), reason.below)
