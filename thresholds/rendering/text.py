"""The report in the terminal: a tree for each person, folding Chinese text and never cutting it."""

from __future__ import annotations

import sys
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from thresholds import __version__, glossary
from thresholds.evaluation.facts import PUBLIC, UNNAMED
from thresholds.glossary import Family
from thresholds.rendering.tree import FoldingTree
from thresholds.rendering.words import Words
from thresholds.report.as_dict import deducted, number_text
from thresholds.values.citation import cite
from thresholds.values.figures import Unit
from thresholds.values.status import Status

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Finding
    from thresholds.evaluation.facts import Holding
    from thresholds.evaluation.trace import Trace
    from thresholds.report.model import PersonReport, Report

STYLES = {
    Status.ESTABLISHED: "bold red",
    Status.NOT_ESTABLISHED: "dim",
    Status.OPEN: "bold yellow",
    Status.FOR_THE_COURT: "cyan",
}
MARKS = {
    Status.ESTABLISHED: "●",
    Status.NOT_ESTABLISHED: "○",
    Status.OPEN: "◐",
    Status.FOR_THE_COURT: "◇",
}
_GRADE_STYLES = {0: "bold green", 1: "bold yellow", 2: "bold red"}


def as_text(report: Report, lang: str = "zh", width: int = 100) -> str:
    """The report as plain text of a given width."""
    console = Console(file=StringIO(), width=width, color_system=None, legacy_windows=False)
    print_report(report, console, lang)
    written: StringIO = console.file  # type: ignore[assignment]
    return written.getvalue()


def print_report(report: Report, console: Console, lang: str = "zh", person: str | None = None) -> None:
    """Print the report, or one person of it, on a console."""
    words = Words(lang)
    ruleset, case = report.ruleset, report.case
    console.print(Text(case.title or case.id, style="bold", overflow="fold"))
    start = ruleset.in_force.start.isoformat()
    console.print(words.say("report.measured", citation=ruleset.citation, id=ruleset.id, start=start), style="dim")
    for entry in [report.person(person)] if person else report.persons:
        console.print()
        console.print(person_tree(entry, words))
    console.print()
    console.print(words.say("report.limits"), style="dim")
    versions = words.say(
        "report.versions",
        tool=f"thresholds {__version__}",
        case=case.sha256[:12],
        ruleset=ruleset.sha256[:12],
    )
    console.print(versions, style="dim")


def person_tree(person: PersonReport, words: Words) -> Tree:
    """Everything about one person."""
    described = person.assessment.person.person
    head = Text(overflow="fold")
    head.append(person.name, style="bold")
    role = words.joined([part for part in (described.role, _kind(described.kind, words)) if part])
    head.append(f"（{role}）  " if role else "  ")
    head.append(words.grade(person.grade), style=_GRADE_STYLES.get(person.assessment.bounds.high, "bold red"))
    tree = FoldingTree(head, guide_style="dim")
    _items(tree, person, words)
    _counts(tree, person, words)
    _readings(tree, person, words)
    _questions(tree, person, words)
    _consequences(tree, person, words)
    for key in ("note", "court"):
        free = getattr(described, key)
        if free:
            tree.add(Text(f"{words.say(key)}  {free}", overflow="fold", style="dim"))
    return tree


def _kind(kind: str, words: Words) -> str:
    return words.say("person.kind.unit") if kind == "unit" else ""


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
            grade = words.term(paragraph.grade, Family.GRADE)
            branches[paragraph.id] = tree.add(Text(f"{cite(paragraph.id, words.lang)}  {grade}", style="bold"))
        _finding(branches[paragraph.id], finding, words, person)


def _finding(branch: Tree, finding: Finding, words: Words, person: PersonReport) -> None:
    style = STYLES[finding.status]
    line = Text(overflow="fold")
    line.append(f"{MARKS[finding.status]} {cite(finding.item, words.lang)}  ", style=style)
    line.append(words.say(f"status.{finding.status.value}"), style=style)
    decisive = finding.decisive
    if decisive is not None:
        line.append(f"  {words.measured(decisive)}")
    node = branch.add(line)
    if finding.trace.standard is None:
        _reasons(node, finding.trace, words)
    elif finding.trace.detail:
        open_key = ".open" if finding.status is Status.OPEN and finding.trace.detail == "reached" else ""
        _add(node, words.say(f"trace.{finding.trace.detail}{open_key}"))
    if finding.trace.kind == "sum":
        for text in _classes(finding, words, person):
            node.add(Text(text, overflow="fold", style="dim"))
    if finding.trace.evidence:
        node.add(Text(words.say("evidence", names=words.joined(finding.trace.evidence)), style="dim"))


def _classes(finding: Finding, words: Words, person: PersonReport) -> list[str]:
    """The classes of a proportional sum, each with its own share."""
    shares = []
    for reference in finding.trace.names:
        trace = person.finding(reference).decisive
        if trace is not None and (trace.high is None or trace.high > 0):
            shares.append(f"{cite(reference, words.lang)}  {words.measured(trace)}")
    return shares


def _reasons(node: Tree, trace: Trace, words: Words) -> None:
    """What stands below a condition, a line each; classes of which there is not a single record are left out."""
    if trace.kind in ("fact", "dealing"):
        text = words.say("trace.fact", fact=words.term(trace.names[0], Family.FACT), stated=words.stated(trace.detail))
        if trace.evidence:
            text += words.say("clause") + words.say("evidence", names=words.joined(trace.evidence))
        _add(node, text)
    elif trace.kind == "conduct":
        if trace.status is not Status.ESTABLISHED:
            _add(node, words.say("trace.conduct.open" if trace.status is Status.OPEN else "trace.conduct"))
    elif trace.kind == "judgment":
        _add(node, words.say("trace.judgment"))
    elif trace.standard is not None:
        label = words.say("trace.of_item", item=cite(trace.of_item, words.lang)) if trace.of_item else ""
        _add(node, f"{MARKS[trace.status]} {label}  {words.measured(trace)}")
    else:
        _parts(node, trace, words)


def _parts(node: Tree, trace: Trace, words: Words) -> None:
    """The conditions below one that joins several."""
    children = trace.children
    if children and children[0].kind == "conduct" and children[0].status is Status.NOT_ESTABLISHED:
        children = children[:1]
    if trace.kind == "standards":
        children = tuple(c for c in children if c.kind == "standards" or c.high is None or c.high > 0)
        if trace.of_item:
            label = words.say("trace.of_item", item=cite(trace.of_item, words.lang))
            node = node.add(Text(f"{MARKS[trace.status]} {label}", overflow="fold", style="dim"))
    if trace.kind == "leniency":
        _add(node, words.say("trace.leniency", grade=words.term(trace.names[0], Family.GRADE)))
    for child in children:
        _reasons(node, child, words)


def _add(node: Tree, text: str) -> None:
    node.add(Text(text, overflow="fold", style="dim"))


def _counts(tree: Tree, person: PersonReport, words: Words) -> None:
    holdings = person.assessment.person.holdings
    if not holdings:
        tree.add(Text(words.say("no-dealings"), style="dim"))
        return
    branch = tree.add(Text(words.say("counts"), style="bold"))
    order = glossary.ids(Family.CATEGORY)
    for category in sorted(person.counts, key=order.index):
        general, lawful = person.counts[category]
        text = words.say("count.line", category=words.term(category, Family.CATEGORY), quantity=words.interval(general))
        if lawful.at_most != 0:
            text += words.say("clause") + words.say("count.lawful", quantity=words.interval(lawful))
        branch.add(Text(text, overflow="fold"))
    for holding in holdings:
        branch.add(Text(_how(holding, words), overflow="fold", style="dim"))


def _how(holding: Holding, words: Words) -> str:
    """One body of records: what was got, to whom it went, what was taken off and why."""
    first = holding.lines[0].dealing.id
    parts = [words.say("how.batch", batch=holding.batch) if holding.batch else words.say("how.dealing", dealing=first)]
    category, records = holding.category, holding.body.records
    if category is not None:
        names = words.joined([words.term(name, Family.CATEGORY) for name in category.options])
        several = len(category.options) > 1
        parts.append(words.say("how.one_of", names=names) if several and not category.each else names)
        if category.each:
            parts.append(words.say("how.each"))
    if records is not None:
        number = words.say("how.records", records=words.interval(records.interval))
        bare = str(records.at_least) == records.written.rstrip("条 ")
        parts.append(number if bare or not records.written else f"{number}（{records.written}）")
    elif not holding.parts:
        parts.append(words.say("count.none"))
    if holding.gets:
        parts.append(words.say("how.got", dealings=_dealings([line.dealing.id for line in holding.gets], words)))
    for recipient, lines in holding.supplies:
        to = {UNNAMED: words.say("how.unnamed"), PUBLIC: words.say("how.public")}.get(recipient, recipient)
        ids = _dealings([line.dealing.id for line in lines], words)
        parts.append(words.say("how.supplied", to=to, dealings=ids))
    if any(line.origin == "duty_or_service" for line in holding.lines):
        parts.append(words.say("how.duty"))
    parts += _deducted(holding, words)
    if holding.gets and holding.supplies:
        parts.append(words.say("how.art11.1"))
    if len(holding.supplies) > 1:
        parts.append(words.say("how.art11.2"))
    if holding.body.counting:
        parts.append(holding.body.counting)
    if category is not None and category.because:
        parts.append(category.because)
    if holding.body.evidence:
        parts.append(words.say("evidence", names=words.joined(holding.body.evidence)))
    return "；".join(parts) if words.lang == "zh" else "; ".join(parts)


def _dealings(ids: list[str], words: Words) -> str:
    unique = list(dict.fromkeys(ids))
    return words.joined(unique[:8]) + (f" … {len(unique)}" if len(unique) > 8 else "")


def _deducted(holding: Holding, words: Words) -> list[str]:
    found = []
    for name, value in deducted(holding.deductions).items():
        assert isinstance(value, dict)
        number = words.bounds(value["at_least"], value["at_most"])
        text = words.say("how.deducted", what=words.say(f"deducted.{name}"), number=number)
        if value["evidence"]:
            text += f"（{words.joined(value['evidence'])}）"
        found.append(text)
    return found


def _readings(tree: Tree, person: PersonReport, words: Words) -> None:
    branch = tree.add(Text(words.say("readings"), style="bold"))
    ruleset = person.engine.ruleset
    same = []
    for use in person.readings:
        reading = ruleset.reading(use.id)
        assert reading is not None
        if use.changes_to is None or use.other is None:
            same.append(_option(use.id, use.chosen, person, words))
            continue
        asks = reading.asks if words.lang == "zh" else reading.asks_en
        line = Text(overflow="fold")
        line.append(words.say("reading.used", id=use.id, option=_option(use.id, use.chosen, person, words), asks=asks))
        change = words.say(
            "reading.changes",
            option=_option(use.id, use.other, person, words),
            grade=words.grade(person.grade_of(use.changes_to)),
        )
        line.append(f"{words.say('clause')}{change}", style="bold yellow")
        branch.add(line)
    if same:
        branch.add(Text(words.say("reading.same", names=words.joined(same)), overflow="fold", style="dim"))
    both = person.sides
    accused, prosecution = (words.grade(person.grade_of(side)) for side in both)
    branch.add(Text(words.say("sides", accused=accused, prosecution=prosecution), overflow="fold"))


def _option(reading: str, option: str, person: PersonReport, words: Words) -> str:
    """`gains=gross 不扣，按收入计`: as it is written in files, and what it means."""
    declared = person.engine.ruleset.reading(reading)
    assert declared is not None
    wording = declared.options[option]
    return f"{reading}={option} {wording.zh if words.lang == 'zh' else wording.en}"


def _questions(tree: Tree, person: PersonReport, words: Words) -> None:
    if not person.questions:
        tree.add(Text(f"{words.say('questions')}  {words.say('question.none')}", style="dim", overflow="fold"))
        return
    branch = tree.add(Text(words.say("questions"), style="bold"))
    for text, style in question_lines(person, words):
        branch.add(Text(text, overflow="fold", style=style))


def question_lines(person: PersonReport, words: Words) -> list[tuple[str, str]]:
    """Each question as a sentence, with the style of its effect."""
    declared = {fact.id: fact for fact in person.engine.ruleset.facts}
    names = person.engine.ruleset.grade_ids
    found = []
    for question in person.questions:
        fact = declared.get(question.fact)
        asks = question.fact if fact is None else fact.asks if words.lang == "zh" else fact.asks_en
        parts = [f"{asks}（{words.say(f'question.state.{question.state}')}）"]
        if question.could_make is not None:
            key = "question.could.lower" if question.lowers else "question.could.raise"
            parts.append(words.say(key, grade=words.term(names[question.could_make], Family.GRADE)))
        if question.where:
            parts.append(words.say("question.where", where=_dealings(list(question.where), words)))
        style = "" if question.could_make is not None and not question.lowers else "dim"
        found.append((words.say("clause").join(parts), style))
    return found


def _consequences(tree: Tree, person: PersonReport, words: Words) -> None:
    found = person.consequences
    if not found.ranges and not found.provisions:
        return
    branch = tree.add(Text(words.say("consequences"), style="bold"))
    for grade in found.ranges:
        months = "～".join(str(month) for month in grade.months or ())
        text = words.say(
            "conseq.range",
            grade=words.term(grade.id, Family.GRADE),
            range=grade.range if words.lang == "zh" else grade.range_en,
            months=months,
        )
        branch.add(Text(text, overflow="fold"))
    if found.fine is not None and found.fine_rule is not None:
        low = number_text(found.fine.at_least, Unit.MONEY)
        citation = cite(found.fine_rule.id, words.lang)
        if found.fine.at_most is None:
            text = words.say("conseq.fine.open", low=low, cite=citation)
        else:
            high = number_text(found.fine.at_most, Unit.MONEY)
            text = words.say("conseq.fine", low=low, high=high, cite=citation)
        branch.add(Text(text, overflow="fold"))
    for rule, status in found.provisions:
        text = words.say(
            "conseq.provision",
            cite=cite(rule.id, words.lang),
            status=words.say(f"status.{status.value}"),
            gloss=rule.gloss if words.lang == "zh" else rule.gloss_en,
        )
        branch.add(Text(text, overflow="fold"))


class _Terminal(Console):
    """A console that leaves a pipe closed early to the command line, where it is no error."""

    def on_broken_pipe(self) -> None:
        """Rich would end the program with exit code 1."""
        raise BrokenPipeError


def console_for(stream: object = None) -> Console:
    """A console on standard output, as wide as the terminal, with colour only where it is wanted."""
    return _Terminal(file=stream or sys.stdout, soft_wrap=False, highlight=False)  # type: ignore[arg-type]
