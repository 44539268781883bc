"""The sections on one person of which a version shows all or a part: readings, questions, leniency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.glossary import Family
from thresholds.rendering import sentences
from thresholds.rendering.document.model import Block, Bullets, Paragraph, Table
from thresholds.rendering.document.setting import NOTHING, Setting
from thresholds.rendering.document.statements import statement_rows
from thresholds.rendering.margins import MarginWords
from thresholds.values.citation import cited

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Bounds
    from thresholds.explore.questions import Question
    from thresholds.explore.readings import ReadingUse
    from thresholds.law.model import Reading
    from thresholds.report.model import PersonReport


def readings(person: PersonReport, setting: Setting) -> list[Block]:
    """Both sides, the readings that would change the grade with their basis, and how many would not."""
    return changing_readings(person, setting)


def changing_readings(person: PersonReport, setting: Setting, favours_accused: bool | None = None) -> list[Block]:
    """The same; with a side given, the options that favour it come first."""
    words = setting.words
    changing = [use for use in person.readings if use.changes_to is not None]
    if favours_accused is not None:
        changing.sort(key=lambda use: _favours_accused(use, person) is not favours_accused)
    blocks: list[Block] = [sides(person, setting, favours_accused is False)]
    if changing:
        head = tuple(words.say(f"document.readings.{key}") for key in ("asks", "chosen", "other", "basis"))
        rows = tuple(_reading(use, person, setting) for use in changing)
        blocks.append(Table(words.say("document.readings.caption"), head, rows, (22, 20, 28, 30)))
    key = "document.readings.same" if changing else "document.readings.none"
    others = len(person.readings) - len(changing)
    return [*blocks, Paragraph(words.say(key, number=others), "note")] if others else blocks


def _favours_accused(use: ReadingUse, person: PersonReport) -> bool:
    """Whether the option that would change the grade is the one that favours the accused."""
    reading = person.engine.ruleset.reading(use.id)
    return reading is not None and use.other == reading.favours_accused


def sides(person: PersonReport, setting: Setting, prosecution_first: bool = False) -> Table:
    """The grade as chosen, under the readings that favour the accused, and under those that favour the prosecution."""
    words = setting.words
    both = [("accused", person.sides.accused), ("prosecution", person.sides.prosecution)]
    found = [("chosen", person.assessment.bounds), *(both[::-1] if prosecution_first else both)]
    rows = tuple((words.say(f"document.sides.{side}"), _grade(bounds, person, setting)) for side, bounds in found)
    head = (words.say("document.sides.head"), words.say("grade"))
    return Table(words.say("document.sides.caption", name=person.name), head, rows, (55, 45))


def _grade(bounds: Bounds, person: PersonReport, setting: Setting) -> str:
    return setting.grade(person.grade_of(bounds))


def _reading(use: ReadingUse, person: PersonReport, setting: Setting) -> tuple[str, ...]:
    reading = person.engine.ruleset.reading(use.id)
    assert reading is not None
    assert use.other is not None
    assert use.changes_to is not None
    grade = setting.words.grade(person.grade_of(use.changes_to))
    becomes = setting.words.say("document.readings.becomes", option=_option(reading, use.other, setting), grade=grade)
    return asked_of(reading, setting), _option(reading, use.chosen, setting), becomes, reading.basis


def asked_of(reading: Reading, setting: Setting) -> str:
    """What a reading is about, the provision, and its name in files."""
    asks = setting.gloss(reading.asks, reading.asks_en)
    return f"{asks}\n{cited(reading.law, setting.words.lang)}\n{reading.id}"


def _option(reading: Reading, name: str, setting: Setting) -> str:
    option = reading.options[name]
    return setting.gloss(option.zh, option.en)


def questions(person: PersonReport, setting: Setting) -> list[Block]:
    """What is still to be found out, in order of effect."""
    return question_table(person.questions, person, setting)


def question_table(found: tuple[Question, ...], person: PersonReport, setting: Setting) -> list[Block]:
    """Questions in order: what is asked, what the file says, what an answer could make, and where it belongs."""
    words = setting.words
    if not found:
        return [Paragraph(words.say("document.questions.none"))]
    head = tuple(words.say(f"document.questions.{key}") for key in ("number", "asks", "state", "could", "where"))
    rows = tuple(
        (
            str(number),
            sentences.asked(question, person, words),
            words.say(f"question.state.{question.state}"),
            could_make(question, person, setting) or words.say("document.questions.same"),
            sentences.dealings(list(question.where), words) or NOTHING,
        )
        for number, question in enumerate(found, 1)
    )
    caption = words.say("document.questions.caption", name=person.name)
    return [Table(caption, head, rows, (6, 42, 14, 22, 16), frozenset({0}))]


def could_make(question: Question, person: PersonReport, setting: Setting) -> str:
    """What an answer could lead to; empty where it is asked for other reasons."""
    if question.could_make is None:
        return ""
    grade = setting.words.term(person.engine.ruleset.grade_ids[question.could_make], Family.GRADE)
    return setting.words.say("document.could.lower" if question.lowers else "document.could.raise", grade=grade)


def margins(person: PersonReport, setting: Setting) -> list[Block]:
    """What would change the grade: the least changes that reach the next tier, then those that fall below this one."""
    return _margins(person, setting, falling_first=False)


def margins_falling_first(person: PersonReport, setting: Setting) -> list[Block]:
    """The same, what falls below first."""
    return _margins(person, setting, falling_first=True)


def _margins(person: PersonReport, setting: Setting, *, falling_first: bool) -> list[Block]:
    wording = MarginWords(person, setting.words)
    blocks: list[Block] = []
    for margin in sorted(person.margins, key=lambda margin: margin.reach is falling_first):
        blocks.append(Paragraph(wording.head(margin)))
        sentences_found = tuple([sentence for sentence, _ in wording.sentences(margin)])
        blocks += [Bullets(sentences_found)] if sentences_found else []
        blocks += [Paragraph(sentence, "note") for sentence in wording.mixtures(margin)]
    notes = wording.notes(person.margins) if blocks else []
    return [*blocks, *[Paragraph(note, "note") for note in notes]]


def remarks(person: PersonReport, setting: Setting) -> list[Block]:
    """What the file itself says of a person besides facts: a note, the source, what the court found."""
    described = person.assessment.person.person
    found = []
    for key in ("note", "source", "court"):
        lines = setting.free(getattr(described, key))
        if lines:
            text = setting.words.say("document.semicolon").join(lines)
            found.append(f"{setting.words.say(f'document.{key}')}{setting.words.say('document.colon')}{text}")
    return [Bullets(tuple(found))] if found else []


def leniency(person: PersonReport, setting: Setting) -> list[Block]:
    """The provision on leniency with each of its facts."""
    words = setting.words
    lenient = [rule.id for rule in person.engine.ruleset.rules if rule.rule == "leniency"]
    blocks: list[Block] = []
    for name in lenient:
        finding = person.finding(name)
        status = words.say(f"status.{finding.status.value}")
        blocks.append(Paragraph(words.say("document.leniency", item=words.cite(name), status=status)))
        found = sentences.reasons(finding, person, words)
        blocks.append(Bullets(tuple(reason.text for reason in found)))
    return blocks


def stated(person: PersonReport, setting: Setting) -> list[Block]:
    """The facts that the file states of a person, with reasons and evidence."""
    words = setting.words
    rows = statement_rows(person, setting)
    if not rows:
        return []
    head = tuple(words.say(f"document.stated.{key}") for key in ("fact", "stated", "why"))
    return [Table(words.say("document.stated.caption", name=person.name), head, rows, (24, 28, 48))]
