"""The ladder of a person in words: what a chart shows and what stands in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.glossary import Family
from thresholds.rendering.document.model import Block, LadderChart
from thresholds.report.as_dict import number_text
from thresholds.report.ladder import ladder
from thresholds.values.figures import Unit

if TYPE_CHECKING:
    from thresholds.rendering.document.setting import Setting
    from thresholds.rendering.words import Words
    from thresholds.report.ladder import Mark, Rung
    from thresholds.report.model import PersonReport


def chart(person: PersonReport, setting: Setting) -> list[Block]:
    """How far each quantity of a person reaches; nothing where there is no quantity."""
    rungs = ladder(person)
    if not rungs:
        return []
    caption = setting.words.say("document.ladder", name=person.name)
    return [LadderChart(caption, rungs, tuple(rung_text(rung, setting.words) for rung in rungs))]


def rung_name(rung: Rung, words: Words) -> str:
    """The item, and the categories, the money or the items that its quantity is made of."""
    if rung.unit is None:
        names = words.say("document.rung.sum", items=words.joined([words.cite(name) for name in rung.names]))
    else:
        family = Family.CATEGORY if rung.unit is Unit.RECORDS else Family.FACT
        names = words.joined([words.term(name, family) for name in rung.names])
    key = "document.rung.narrow" if rung.narrow else "document.rung.name"
    return words.say(key, item=words.cite(rung.item), names=names)


def rung_quantity(rung: Rung, words: Words) -> str:
    """The quantity between its bounds, with its unit."""
    high = None if rung.high is None else number_text(rung.high, rung.unit)
    number = words.bounds(number_text(rung.low, rung.unit), high)
    return number + words.unit(rung, number)


def mark_number(mark: Mark, rung: Rung, words: Words) -> str:
    """A standard with its unit."""
    number = number_text(mark.at, rung.unit)
    return number + words.unit(rung, number)


def mark_reached(mark: Mark, words: Words) -> str:
    """Whether a standard is reached in every world, in some or in none."""
    return words.say(f"document.mark.{mark.status.value}")


def rung_text(rung: Rung, words: Words) -> str:
    """A rung as a sentence: the quantity, then each standard with its item and grade, and whether it is reached."""
    marks = [
        words.say(
            "document.mark",
            number=mark_number(mark, rung, words),
            item=words.cite(mark.item),
            grade=words.term(mark.grade, Family.GRADE),
            reached=mark_reached(mark, words),
        )
        for mark in rung.marks
    ]
    text = words.say("document.semicolon").join(marks)
    return words.say("document.rung", name=rung_name(rung, words), quantity=rung_quantity(rung, words), marks=text)
