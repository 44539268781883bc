"""A ruleset as a sheet that a lawyer can check line by line: pinpoint, words, what the machine does, number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from thresholds.glossary import Family
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    DealingCondition,
    FactCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.law.model import Item, Reading, Rule, Ruleset, Standards
from thresholds.rendering.folding import FoldingText
from thresholds.rendering.tree import FoldingTree
from thresholds.rendering.words import Words
from thresholds.report.as_dict import number_text
from thresholds.values.citation import cite
from thresholds.values.figures import Unit
from thresholds.wording import counter

Row = tuple[str, str, str, str, str]

#: In a narrower window than this the columns of a table are too narrow to read.
_TABLE = 72


def sheet_rows(ruleset: Ruleset, words: Words) -> list[Row]:
    """One row for every provision and item, in the order of the law."""
    rows: list[Row] = []
    for provision in ruleset.provisions:
        if isinstance(provision, Standards):
            grade = words.term(provision.grade, Family.GRADE)
            asked = machine(provision.requires, words) if provision.requires is not None else ""
            said = words.say("sheet.requires", grade=grade, requires=asked) if asked else grade
            number = _number(provision.requires, words) if provision.requires is not None else ""
            rows.append((words.cite(provision.id), _gloss(provision, words), said, number, ""))
            rows += [_item(item, words) for item in provision.any_of]
        else:
            rows.append(
                (
                    words.cite(provision.id),
                    _gloss(provision, words),
                    _rule(provision, ruleset, words),
                    "",
                    "",
                )
            )
    return rows


def print_sheet(ruleset: Ruleset, console: Console, lang: str) -> None:
    """The sheet and the readings: as tables, or below one another where a table has no room."""
    words = Words(lang, ruleset)
    if console.width < _TABLE:
        for tree in _trees(ruleset, words):
            console.print(tree)
        return
    table = Table(title=words.say("sheet.title", citation=ruleset.citation), show_lines=True, expand=True)
    ratios = (3, 7, 7, 3, 4)
    for key, ratio in zip(("cite", "gloss", "machine", "number", "categories"), ratios, strict=True):
        table.add_column(
            words.say(f"sheet.{key}"), overflow="fold", ratio=ratio, min_width=9 if key == "number" else None
        )
    for row in sheet_rows(ruleset, words):
        table.add_row(*(FoldingText(cell) for cell in row))
    console.print(table)
    readings = Table(title=words.say("sheet.readings"), show_lines=True, expand=True)
    for key, ratio in (("cite", 3), ("asks", 5), ("option", 5), ("basis", 6)):
        readings.add_column(words.say(f"sheet.{key}"), overflow="fold", ratio=ratio)
    for reading in ruleset.readings:
        cells = (
            f"{reading.id}\n{cite(reading.law, lang)}",
            _asks(reading, words),
            _options(reading, words),
            reading.basis,
        )
        readings.add_row(*(FoldingText(cell) for cell in cells))
    console.print(readings)


def _trees(ruleset: Ruleset, words: Words) -> Iterator[Tree]:
    """The same for a narrow window: a tree for every provision, item and reading."""
    yield _tree(words.say("sheet.title", citation=ruleset.citation), ())
    labels = [words.say(f"sheet.{key}") for key in ("gloss", "machine", "number", "categories")]
    for head, *cells in sheet_rows(ruleset, words):
        yield _tree(head, [(label, cell) for label, cell in zip(labels, cells, strict=True) if cell])
    yield _tree(words.say("sheet.readings"), ())
    labels = [words.say(f"sheet.{key}") for key in ("asks", "option", "basis")]
    for reading in ruleset.readings:
        cells = [_asks(reading, words), _options(reading, words), reading.basis]
        yield _tree(f"{reading.id}  {words.cite(reading.law)}", list(zip(labels, cells, strict=True)))


def _tree(head: str, rows: Sequence[tuple[str, str]]) -> Tree:
    tree = FoldingTree(Text(head, style="bold"), guide_style="dim")
    for label, cell in rows:
        text = Text(f"{label}\n" if "\n" in cell else f"{label}  ", style="dim")
        tree.add(text.append(cell, style="not dim"))
    return tree


def _asks(reading: Reading, words: Words) -> str:
    return reading.asks if words.lang == "zh" else reading.asks_en


def _options(reading: Reading, words: Words) -> str:
    """The options, a line each."""
    return "\n".join(
        f"{name} {option.zh if words.lang == 'zh' else option.en}" for name, option in reading.options.items()
    )


def _gloss(provision: Standards | Rule | Item, words: Words) -> str:
    return provision.gloss if words.lang == "zh" or not provision.gloss_en else provision.gloss_en


def _item(item: Item, words: Words) -> Row:
    number, categories = _number(item.when, words), _categories(item.when, words)
    return words.cite(item.id), _gloss(item, words), machine(item.when, words), number, categories


def _number(when: Condition, words: Words) -> str:
    if isinstance(when, RecordsCondition):
        return f"{when.at_least}{words.say('unit.records')}"
    if isinstance(when, MoneyCondition):
        return _amount(when, words)
    if isinstance(when, NumberCondition):
        things, unit = when.at_least
        below = ""
        if when.below:
            end = str(when.below[0])
            below = words.say("measured.below", number=end, unit=counter(unit, words.lang, end))
        return f"{things}{counter(unit, words.lang, str(things))}{below}"
    if isinstance(when, ProportionsCondition):
        return number_text(Fraction(when.sum_at_least), None)
    if isinstance(when, StandardsCondition):
        return words.times(when.times)
    if isinstance(when, AnyOfCondition | AllOfCondition):
        parts = when.any_of if isinstance(when, AnyOfCondition) else when.all_of
        return words.joined([number for inner in parts if (number := _number(inner, words))])
    if isinstance(when, FactCondition) and when.within:
        return f"{when.within} 年" if words.lang == "zh" else f"{when.within} years"
    return ""


def _amount(when: MoneyCondition, words: Words) -> str:
    if when.at_least is None:
        text = words.term(when.standard)
    else:
        text = f"{number_text(when.at_least, Unit.MONEY)}{words.say('unit.money')}"
    if when.below is None:
        return text
    return text + words.say("measured.below", number=number_text(when.below, Unit.MONEY), unit=words.say("unit.money"))


def _categories(when: Condition, words: Words) -> str:
    names: tuple[str, ...] = ()
    if isinstance(when, RecordsCondition):
        names = when.records_of
    elif isinstance(when, DealingCondition):
        names = when.dealing.categories
    return words.joined([words.term(name, Family.CATEGORY) for name in names])


def machine(when: Condition, words: Words) -> str:
    """What the machine does with a condition, in words."""
    if isinstance(when, FactCondition):
        key = "machine.fact.within" if when.within else "machine.fact" if when.holds else "machine.fact.absent"
        return words.say(key, fact=words.term(when.fact, Family.FACT), years=when.within or "")
    if isinstance(when, DealingCondition):
        match = when.dealing
        categories = words.joined([words.term(name, Family.CATEGORY) for name in match.categories])
        gap = " " if categories and words.lang == "en" else ""
        fact = words.term(match.fact or "", Family.FACT)
        return words.say(
            "machine.dealing", acts=words.say(f"acts.{match.acts}"), categories=gap + categories, fact=fact
        )
    if isinstance(when, RecordsCondition):
        fact = words.term(when.of_fact, Family.FACT)
        return words.say("machine.records.of", fact=fact) if when.of_fact else words.say("machine.records")
    if isinstance(when, NumberCondition):
        return words.say("machine.number", fact=words.term(when.number_of, Family.FACT))
    if isinstance(when, UnderCondition):
        return words.say("machine.under", option=words.option(when.under.reading, when.under.option))
    if isinstance(when, MoneyCondition):
        return words.say("machine.money", money=words.term(when.money, Family.FACT))
    if isinstance(when, ProportionsCondition):
        text = words.say("machine.sum", items=_references(when.proportions_of, words))
        return text + (words.say("machine.none_reached") if when.none_reached else "")
    if isinstance(when, StandardsCondition):
        return _standards(when, words)
    if isinstance(when, AnyOfCondition):
        return words.say("machine.any", parts=words.joined([machine(inner, words) for inner in when.any_of]))
    if isinstance(when, AllOfCondition):
        return words.say("machine.all", parts=words.joined([machine(inner, words) for inner in when.all_of]))
    return words.say("machine.judgment")


def _standards(when: StandardsCondition, words: Words) -> str:
    text = words.say("machine.standards", items=_references(when.standards_of, words), times=words.times(when.times))
    only = when.counting_only
    if only is None:
        return text
    origin = words.term(only.obtained_in, Family.ORIGIN)
    return text + words.say("machine.only", origin=origin, acts=words.say(f"acts.{only.acts}"))


def _references(names: tuple[str, ...], words: Words) -> str:
    return words.joined([words.cite(name) for name in names])


def _rule(rule: Rule, ruleset: Ruleset, words: Words) -> str:
    """What the machine does with a provision that sets no standard."""
    times = rule.times or (0, 0)
    grade = rule.when.grade if rule.when and rule.when.grade else ""
    facts = rule.facts or (rule.when.all_of if rule.when else ())
    text = words.say(
        f"rule.{rule.rule}",
        facts=words.joined([_fact(name, words) for name in facts]),
        acts=words.joined([words.term(name, Family.ACT) for name in rule.acts]),
        readings=words.joined(rule.readings),
        grade=words.term(grade, Family.GRADE) if grade else "",
        low=times[0],
        high=times[1],
        floor=number_text(rule.floor or 0, Unit.MONEY),
        start=ruleset.in_force.start.isoformat(),
    )
    if rule.rule == "leniency" and rule.when and rule.when.items:
        text += words.say("rule.leniency.items", items=_references(rule.when.items, words))
    if rule.rule == "leniency" and rule.when and rule.when.none_of:
        text += words.say("rule.leniency.except", facts=words.joined([_fact(n, words) for n in rule.when.none_of]))
    return text


def _fact(name: str, words: Words) -> str:
    known = words.term(name, Family.FACT)
    return known if known != name else words.term(name, Family.KEY)
