"""The version for the client: the result, its grounds, what is missing and what may follow, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.glossary import Family
from thresholds.rendering import sentences
from thresholds.rendering.consequences import consequence_lines
from thresholds.rendering.document.charts import chart
from thresholds.rendering.document.matters import could_make
from thresholds.rendering.document.model import Block, Bullets, Paragraph
from thresholds.rendering.document.persons import reasons
from thresholds.rendering.document.setting import Setting
from thresholds.rendering.regions import region_texts
from thresholds.values.status import Status

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Finding
    from thresholds.report.model import PersonReport


def summary(setting: Setting) -> list[Block]:
    """Every person with his grade, a line each."""
    words = setting.words
    lines = [words.say("document.person", name=p.name, grade=words.grade(p.grade)) for p in setting.persons]
    return [Bullets(tuple(lines))]


def result(person: PersonReport, setting: Setting) -> list[Block]:
    """The grade and what it is, how far different readings of the law go, and the ladder."""
    words, grade = setting.words, person.grade
    low, high = (words.term(name, Family.GRADE) for name in grade)
    key = "document.result" if grade.determined else "document.result.open"
    blocks: list[Block] = [Paragraph(words.say(key, name=person.name, grade=low, low=low, high=high), "lead")]
    names = [words.term(name, Family.GRADE) for name in person.engine.ruleset.grade_ids]
    blocks.append(Paragraph(words.say("document.client.grades", grades=words.joined(names))))
    accused, prosecution = (words.grade(person.grade_of(side)) for side in person.sides)
    key = "document.client.sides.same" if accused == prosecution else "document.client.sides"
    blocks.append(Paragraph(words.say(key, accused=accused, prosecution=prosecution)))
    return [*blocks, *chart(person, setting)]


def grounds(person: PersonReport, setting: Setting) -> list[Block]:
    """Every item that is established, and every one that is open, each in the ruleset's words with its numbers."""
    words = setting.words
    blocks: list[Block] = []
    for status in (Status.ESTABLISHED, Status.OPEN):
        found = [finding for finding in person.findings if finding.status is status]
        if found:
            blocks.append(Paragraph(words.say(f"document.client.{status.value}")))
            blocks.append(Bullets(tuple(_ground(finding, person, setting) for finding in found)))
    return blocks or [Paragraph(words.say("document.decided.none"))]


def _ground(finding: Finding, person: PersonReport, setting: Setting) -> str:
    words, ruleset = setting.words, person.engine.ruleset
    item = ruleset.by_id.get(finding.item) or next(rule for rule in ruleset.rules if rule.id == finding.item)
    decisive = finding.decisive
    if decisive is not None:
        text = words.say("document.semicolon").join([words.measured(decisive), *region_texts(decisive, person, words)])
    else:
        text = words.say("document.semicolon").join(reason.text for reason in reasons(finding, person, words))
    gloss, citation = setting.gloss(item.gloss, item.gloss_en), words.cite(finding.item)
    return words.say("document.client.ground", item=citation, gloss=gloss, text=text)


def missing(person: PersonReport, setting: Setting) -> list[Block]:
    """What is still to be found out, in order of effect."""
    words = setting.words
    lines = []
    for question in person.questions:
        could = could_make(question, person, setting)
        if could:
            asks = sentences.asked(question, person, words)
            state = words.say(f"question.state.{question.state}")
            lines.append(words.say("document.client.question", asks=asks, state=state, could=could))
    if not lines:
        return [Paragraph(words.say("document.questions.none"))]
    return [Paragraph(words.say("document.client.missing")), Bullets(tuple(lines), ordered=True)]


def consequences(person: PersonReport, setting: Setting) -> list[Block]:
    """What may follow: the statute's range, the fine, circumstances and probation."""
    lines = consequence_lines(person, setting.words, only_possible=True)
    if not lines:
        return [Paragraph(setting.words.say("document.consequences.none"))]
    return [Paragraph(setting.words.say("document.client.range")), Bullets(tuple(lines))]
