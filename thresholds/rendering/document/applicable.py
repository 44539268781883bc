"""The section on which law applies to a person, and what is said of the laws in the appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.law.model import Reading
from thresholds.rendering.applicable import (
    ground_line,
    law_head,
    law_name,
    part_words,
    period,
    result_grade,
    result_law,
    result_range,
)
from thresholds.rendering.document.model import Block, Bullets, Paragraph, Table
from thresholds.rendering.document.setting import NOTHING, Setting
from thresholds.report.applicable_dict import laws_beside

if TYPE_CHECKING:
    from thresholds.report.model import PersonReport


def applicable(person: PersonReport, setting: Setting) -> list[Block]:
    """Which law applies and why, and the laws side by side; nothing where it is plainly the present law."""
    law, words = person.law, setting.words
    if law.plain:
        return []
    blocks: list[Block] = [Paragraph(law_head(law, words))]
    if law.why:
        blocks.append(Bullets(tuple([ground_line(ground, words) for ground in law.why])))
    if not law.results:
        return blocks
    head = tuple(words.say(f"time.results.{key}") for key in ("law", "part", "grade", "range"))
    rows = tuple(
        (
            f"{result_law(result, words)}\n{period(result.law, words)}",
            part_words(result.part, words),
            result_grade(result, words),
            result_range(result, words) or NOTHING,
        )
        for result in law.results
    )
    return [*blocks, Table(words.say("time.results.caption", name=person.name), head, rows, (34, 14, 20, 32))]


def all_readings(setting: Setting) -> dict[str, tuple[Reading, str]]:
    """Every reading that any person is measured under, with the option chosen, those of the report's ruleset first."""
    found: dict[str, tuple[Reading, str]] = {}
    for reading in (*setting.report.ruleset.readings, *[r for p in setting.persons for r in p.engine.ruleset.readings]):
        chosen = next((use.chosen for p in setting.persons for use in p.readings if use.id == reading.id), None)
        if chosen is not None:
            found.setdefault(reading.id, (reading, chosen))
    return found


def law_rows(setting: Setting) -> list[tuple[str, str]]:
    """The statutes and earlier interpretations that were used, each with its hash."""
    words = setting.words
    return [
        (words.say("document.versions.ruleset"), f"{entry['id']} {entry['citation']}\nsha256 {entry['sha256']}")
        for entry in laws_beside(setting.persons)
    ]


def named_laws(person: PersonReport, setting: Setting) -> str:
    """The laws that govern a person, by their citations."""
    return setting.words.joined([law_name(one, setting.words) for one in person.law.governing])
