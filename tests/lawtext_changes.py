"""Rulesets and texts with one thing changed: each change is one that holding them against each other must find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.law.conditions import (
    DealingMatch,
    FactCondition,
    LawValue,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
)
from thresholds.law.model import Conduct, Parameter, Rule, Ruleset
from thresholds.lawtext.lines import lines_of
from thresholds.lawtext.numbers import numbers_in
from thresholds.lawtext.passages import LawText, Passage
from thresholds.lawtext.read import law_text
from thresholds.lawtext.references import references_in
from thresholds.values.chinese_numerals import parse_number

Change = tuple[str, Ruleset]


def changed_rulesets(ruleset: Ruleset) -> Iterator[Change]:
    """The ruleset with each number, multiplier, category, reference and time span altered, one after the other."""
    yield from _changed(ruleset, ruleset, "")
    start = ruleset.in_force.start + timedelta(days=1)
    yield "in force", ruleset.model_copy(update={"in_force": ruleset.in_force.model_copy(update={"start": start})})
    yield "citation", ruleset.model_copy(update={"citation": re.sub(r"(\d+)号", r"\g<1>0号", ruleset.citation)})


def _changed(value: Any, ruleset: Ruleset, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        for number, inner in enumerate(value):
            for what, made in _changed(inner, ruleset, path):
                yield what, (*value[:number], made, *value[number + 1 :])
    elif isinstance(value, LawValue):
        here = f"{path} {getattr(value, 'id', '')}".strip()
        for update in _updates(value, ruleset):
            yield f"{here} {type(value).__name__} {update}", value.model_copy(update=update)
        for name in type(value).model_fields:
            for what, made in _changed(getattr(value, name), ruleset, here):
                yield what, value.model_copy(update={name: made})


def _updates(value: LawValue, ruleset: Ruleset) -> Iterator[dict[str, Any]]:
    """What is altered in a value itself."""
    match value:
        case RecordsCondition():
            yield {"at_least": value.at_least + 1}
            yield {"at_least": value.at_least * 10}
            for names in _other_names(value.records_of, glossary.ids(Family.CATEGORY)):
                yield {"records_of": names}
        case DealingMatch() if value.categories:
            for names in _other_names(value.categories, glossary.ids(Family.CATEGORY)):
                yield {"categories": names}
        case Conduct():
            for names in _other_names(value.categories, glossary.ids(Family.CATEGORY)):
                yield {"categories": names}
        case MoneyCondition():
            yield from _ends(value, 100)
        case NumberCondition():
            for name in ("at_least", "below"):
                if (end := getattr(value, name)) is not None:
                    yield {name: (end[0] + 1, end[1])}
                    if name == "below" or value.below is None or end[0] * 10 < value.below[0]:
                        yield {name: (end[0] * 10, end[1])}
        case StandardsCondition():
            yield {"times": value.times + 1}
            yield {"times": Fraction(1, 3)}
            for names in _other_names(value.standards_of, _measuring(ruleset)):
                yield {"standards_of": names}
        case ProportionsCondition():
            yield {"sum_at_least": value.sum_at_least + 1}
            yield {"none_reached": not value.none_reached}
            for names in _other_names(value.proportions_of, _measuring(ruleset)):
                yield {"proportions_of": names}
        case FactCondition() if value.within:
            yield {"within": value.within + 1}
            yield {"within": None}
        case Parameter():
            yield {"at_least": value.at_least + 100}
            yield {"at_most": value.at_most + 100}
        case Rule():
            for name in ("floor", "ceiling"):
                if (fen := getattr(value, name)) is not None:
                    yield {name: fen + 100}
            if value.times:
                yield {"times": (value.times[0], value.times[1] + 1)}
            if value.within:
                yield {"within": value.within + 1}
                yield {"within": None}


def _ends(value: MoneyCondition, step: int) -> Iterator[dict[str, Any]]:
    for name in ("at_least", "below"):
        if (end := getattr(value, name)) is not None:
            yield {name: end + step}
            yield {name: end * 10}


def _other_names(names: tuple[str, ...], known: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each name left out, and one that is not there put in."""
    for name in names:
        yield tuple(other for other in names if other != name)
    strange = next((name for name in known if name not in names), None)
    if strange is not None:
        yield (*names, strange)


def _measuring(ruleset: Ruleset) -> tuple[str, ...]:
    kinds = RecordsCondition | MoneyCondition | NumberCondition
    return tuple(item.id for _, item in ruleset.items() if isinstance(item.when, kinds))


def changed_texts(text: LawText, written: str) -> Iterator[tuple[str, LawText]]:
    """The text with each number and each item referred to altered, one after the other."""
    lines = written.splitlines()
    for passage in text.passages.values():
        for start, end, becomes in _spans(passage):
            line, column = passage.place(start)
            old = lines[line - 1]
            assert old[column - 1 : column - 1 + end - start] == passage.text[start:end]
            new = old[: column - 1] + becomes + old[column - 1 + end - start :]
            what = f"{passage.pinpoint.cite()} {passage.text[start:end]} {becomes}"
            yield what, law_text(text.file, lines_of([*lines[: line - 1], new, *lines[line:]]))


def _spans(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Each figure, the last item of each list of items, and each category, with what stands there instead."""
    for number in numbers_in(passage.text):
        share = re.search("百分之[一二三四五六七八九十百]+|一半", number.written)
        figures = [share] if share else re.finditer(r"[\d一二两三四五六七八九十百千万亿]+", number.written)
        for figure in figures:
            becomes = "三分之一" if share else "7个7" if not (value := parse_number(figure[0])) else f"{int(value) + 1}"
            yield number.start + figure.start(), number.start + figure.end(), becomes
    for reference in references_in(passage.text):
        if len(reference.items) > 1:
            words = passage.text[reference.start : reference.end]
            last = [*re.finditer("[一二三四五六七八九十]+", words)][-1]
            becomes = "九" if last[0] != "九" else "十"
            yield reference.start + last.start(), reference.start + last.end(), becomes
    for name in glossary.ids(Family.CATEGORY):
        for found in re.finditer(re.escape(glossary.label(name, "zh", Family.CATEGORY)), passage.text):
            yield *found.span(), "某种信息"
