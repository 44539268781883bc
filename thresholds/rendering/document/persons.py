"""The sections on one person that every version of a report has: the result, the items, how records were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thresholds.glossary import Family
from thresholds.rendering import sentences
from thresholds.rendering.applicable import left_out
from thresholds.rendering.document.model import Block, Bullets, Paragraph, Table
from thresholds.rendering.document.setting import NOTHING, Setting
from thresholds.rendering.document.statements import as_written
from thresholds.rendering.regions import region_texts
from thresholds.values.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresholds.case.model import Remarked
    from thresholds.evaluation.assess import Finding
    from thresholds.evaluation.facts import Holding
    from thresholds.law.model import Standards
    from thresholds.rendering.words import Words
    from thresholds.report.model import PersonReport


class Deciding(NamedTuple):
    """What the grade rests on: items established, items of which one is met in every world, items that may raise it."""

    sure: tuple[Finding, ...]
    together: tuple[Finding, ...]
    possible: tuple[Finding, ...]


def deciding(person: PersonReport) -> Deciding:
    """What the two bounds of a person's grade rest on."""
    low, high = person.assessment.bounds
    sure = [f for f in person.findings if low and f.rank == low and f.status is Status.ESTABLISHED]
    together = [f for f in person.findings if low and not sure and f.rank >= low and f.status is Status.OPEN]
    possible = [f for f in person.findings if low < f.rank <= high and f.status is Status.OPEN]
    return Deciding(tuple(sure), tuple(together), tuple(possible))


def result(person: PersonReport, setting: Setting) -> list[Block]:
    """The grade, between both bounds where it is not determined, and what decides."""
    words, grade = setting.words, person.grade
    low, high = (words.term(name, Family.GRADE) for name in grade)
    key = "document.result" if grade.determined else "document.result.open"
    blocks: list[Block] = [Paragraph(words.say(key, name=person.name, grade=low, low=low, high=high), "lead")]
    found = deciding(person)
    for key, findings, reached in (
        ("document.decided", found.sure, low),
        ("document.decided.together", found.together, low),
        ("document.decided.possible", found.possible, high),
    ):
        if findings:
            blocks.append(Paragraph(words.say(key, grade=reached)))
            blocks.append(Bullets(tuple(item_line(finding, person, setting) for finding in findings)))
    if not person.assessment.bounds.high:
        blocks.append(Paragraph(words.say("document.decided.none")))
    return blocks


def item_line(finding: Finding, person: PersonReport, setting: Setting) -> str:
    """An item with its status and its numbers, or why it is so."""
    words = setting.words
    decisive = finding.decisive
    if decisive is not None:
        text = words.say("document.semicolon").join([words.measured(decisive), *region_texts(decisive, person, words)])
    else:
        found = reasons(finding, person, words)
        text = words.say("document.semicolon").join(reason.text for reason in found)
    item, status = words.cite(finding.item), words.say(f"status.{finding.status.value}")
    return words.say("document.item", item=item, status=status, text=text)


def items(person: PersonReport, setting: Setting) -> list[Block]:
    """A table for each paragraph of the law, with every item of it."""
    words, ruleset = setting.words, person.engine.ruleset
    grouped = {item.id: paragraph for paragraph, item in ruleset.items()}
    tables: dict[str, list[Finding]] = {}
    for finding in person.findings:
        paragraph = grouped.get(finding.item)
        tables.setdefault(paragraph.id if paragraph else finding.item, []).append(finding)
    paragraphs = {paragraph.id: paragraph for paragraph in ruleset.standards}
    blocks: list[Block] = [Paragraph(words.say("document.items.how"), "note")]
    for name, findings in tables.items():
        caption = _caption(name, paragraphs.get(name), setting)
        if all(_without_conduct(finding) for finding in findings) and not words.law.texts:
            blocks.append(_paragraph(caption, findings, setting))
        else:
            blocks.append(_table(caption, findings, person, setting))
    return blocks


def _without_conduct(finding: Finding) -> bool:
    """Whether the person has no part in the conduct that the item is about, so that there is nothing to measure."""
    below = finding.trace.children
    return bool(below) and below[0].kind == "conduct" and below[0].status is Status.NOT_ESTABLISHED


def _paragraph(caption: str, findings: list[Finding], setting: Setting) -> Paragraph:
    """The items of a paragraph whose conduct is missing, each by name, with their status."""
    words = setting.words
    parts = [
        words.say(
            "document.items.status-of",
            items=words.joined([words.cite(f.item) for f in findings if f.status is status]),
            status=words.say(f"status.{status.value}"),
        )
        for status in dict.fromkeys(finding.status for finding in findings)
    ]
    text = words.say("document.semicolon").join(parts)
    return Paragraph(words.say("document.items.no-conduct", caption=caption, items=text))


def _caption(name: str, paragraph: Standards | None, setting: Setting) -> str:
    words = setting.words
    if paragraph is None:
        return words.say("document.items.leniency", cite=words.cite(name))
    grade = words.term(paragraph.grade, Family.GRADE)
    return words.say("document.items.caption", cite=words.cite(name), grade=grade)


def _table(caption: str, findings: list[Finding], person: PersonReport, setting: Setting) -> Table:
    words = setting.words
    head = tuple(words.say(f"document.items.{key}") for key in ("item", "status", "numbers", "distance", "why"))
    rows = tuple(_row(finding, person, setting) for finding in findings)
    return Table(caption, head, rows, (15, 11, 24, 14, 36), status=tuple(f.status.value for f in findings))


def _row(finding: Finding, person: PersonReport, setting: Setting) -> tuple[str, ...]:
    words, decisive = setting.words, finding.decisive
    status = f"{sentences.MARKS[finding.status]} {words.say(f'status.{finding.status.value}')}"
    name = sentences.quantity_name(finding, words).strip()
    numbers = NOTHING if decisive is None else "\n".join(filter(None, [name, words.quotient(decisive)]))
    distance = NOTHING if decisive is None else words.distance(decisive)
    sentence = words.sentence(person.engine.ruleset, finding.item)
    opening = flat(sentences.opening_reasons(finding, person, words))
    why = "\n".join([*opening, *flat(reasons(finding, person, words)), *([sentence] if sentence else [])])
    item = words.cite(finding.item).replace("款第（", "款\n第（")
    return item, status, numbers, distance, why or NOTHING


def reasons(finding: Finding, person: PersonReport, words: Words) -> tuple[sentences.Reason, ...]:
    """Why an item stands as it does, without what is said elsewhere.

    The evidence of a single fact stands in its sentence, and the item's own numbers in columns of their own.
    """
    found = sentences.reasons(finding, person, words)
    if finding.trace.kind in ("fact", "dealing") and finding.trace.evidence:
        found = found[:-1]
    own = finding.decisive and words.measured(finding.decisive)
    return tuple(reason for reason in found if reason.below or reason.text[1:].strip() != own)


def flat(found: tuple[sentences.Reason, ...], depth: int = 0) -> list[str]:
    """Sentences with those below them, a line each, the lower ones set in; labels with nothing below are left out."""
    lines = []
    for reason in found:
        if reason.below or not reason.label:
            lines.append(f"{'　' * depth}{reason.text}")
            lines += flat(reason.below, depth + 1)
    return lines


def counts(person: PersonReport, setting: Setting) -> list[Block]:
    """The records of each category, then each body of records: who got it, who was given it, what was taken off."""
    words, facts = setting.words, person.assessment.person
    if not facts.holdings and not facts.excluded:
        return [Paragraph(words.say("document.no-dealings"))] if person.engine.ruleset.from_dealings else []
    blocks: list[Block] = []
    lines = sentences.count_lines(person, words)
    if lines:
        blocks.append(Bullets(tuple(lines)))
    if facts.holdings:
        head = tuple(words.say(f"document.counts.{key}") for key in ("body", "records", "ways", "rules", "evidence"))
        rows = tuple(_holding(holding, setting) for holding in facts.holdings)
        blocks.append(Table(words.say("document.counts.caption", name=person.name), head, rows, (12, 20, 25, 20, 23)))
    out = left_out(person)
    for key, gone in (("document.excluded", False), ("time.excluded", True)):
        ids = [dealing.id for dealing in facts.excluded if (dealing.id in out) is gone]
        if ids:
            blocks.append(Paragraph(words.say(key, dealings=sentences.dealings(ids, words))))
    return blocks


def _holding(holding: Holding, setting: Setting) -> tuple[str, ...]:
    words = setting.words
    records = [*sentences.holding_category(holding, words), *_number(holding, words)]
    rules = [*sentences.holding_deductions(holding, words), *sentences.holding_rules(holding, words)]
    if holding.body.records is not None:
        rules.append(words.say("how.art11.3"))
    pieces = dict.fromkeys([*evidence_of(holding), *(e for x in holding.lines for e in x.dealing.evidence)])
    return (
        sentences.holding_name(holding, words),
        "\n".join(records) or NOTHING,
        "\n".join(sentences.holding_ways(holding, words, setting.name, setting.dealing)) or NOTHING,
        "\n".join([*rules, *remarks_on(holding, setting)]) or NOTHING,
        "\n".join(setting.piece(name) for name in pieces) or NOTHING,
    )


def _number(holding: Holding, words: Words) -> list[str]:
    """How many records there are, and as the file writes it where that says more."""
    records = holding.body.records
    if records is None:
        return sentences.holding_number(holding, words)
    return [as_written(words.say("how.records", records=words.interval(records.interval)), records, words)]


def _remarked(holding: Holding) -> Iterator[Remarked]:
    """Every figure of a body of records, and its category: what may have a reason and evidence of its own."""
    body, off = holding.body, holding.deductions
    found = [body.records, body.category, *(getattr(off, name) for name in sorted(off.model_fields_set))]
    yield from (value for value in found if value is not None)


def evidence_of(holding: Holding) -> list[str]:
    """The evidence for a body of records, for its figures and for its category."""
    return list(dict.fromkeys([*holding.body.evidence, *(e for value in _remarked(holding) for e in value.evidence)]))


def remarks_on(holding: Holding, setting: Setting) -> list[str]:
    """What the file remarks on a body of records: how it was counted, why, what is disputed, notes on the dealings."""
    notes = [text for line in holding.lines for text in (line.dealing.counting, line.dealing.note)]
    reasons = [value.because for value in _remarked(holding)]
    disputed = any(value.disputed for value in _remarked(holding))
    texts = [holding.body.counting, *reasons, setting.words.say("document.disputed") if disputed else "", *notes]
    return list(dict.fromkeys(text for text in texts if text))
