"""The sections of a document that are about the whole case: summary, law, evidence, readings, versions, limits."""

from __future__ import annotations

from thresholds import __version__
from thresholds.law.model import Item, Rule
from thresholds.rendering.case_notes import case_notes
from thresholds.rendering.document.applicable import all_readings, law_rows
from thresholds.rendering.document.matters import asked_of
from thresholds.rendering.document.model import Block, Bullets, Paragraph, Table
from thresholds.rendering.document.persons import deciding
from thresholds.rendering.document.setting import NOTHING, Setting
from thresholds.report.model import PersonReport
from thresholds.values.citation import order


def summary(setting: Setting) -> list[Block]:
    """Every person with his grade, the items that decide it, and how many questions are open."""
    words = setting.words
    head = tuple(words.say(f"document.summary.{key}") for key in ("person", "grade", "items", "questions"))
    rows = tuple(
        (
            person.name,
            setting.grade(person.grade),
            "\n".join(_items(person, setting)) or words.say("document.summary.none"),
            "\n".join(_open(person, setting)) or words.say("none"),
        )
        for person in setting.persons
    )
    table = Table(words.say("document.summary.caption"), head, rows, (17, 25, 36, 22))
    return [table, *[Paragraph(note) for note in case_notes(setting.report, words)]]


def _items(person: PersonReport, setting: Setting) -> list[str]:
    """The items that decide, by the part that they play."""
    words, found = setting.words, deciding(person)
    parts = (("sure", found.sure), ("together", found.together), ("possible", found.possible))
    return [
        words.say(f"document.summary.{key}", items=words.joined([words.cite(f.item) for f in findings]))
        for key, findings in parts
        if findings
    ]


def _open(person: PersonReport, setting: Setting) -> list[str]:
    """How many questions could raise the grade, could lower it, or are asked for other reasons."""
    could = [(question.could_make is not None, question.lowers) for question in person.questions]
    counted = (("raise", could.count((True, False))), ("lower", could.count((True, True))))
    other = len(could) - sum(number for _, number in counted)
    found = [*counted, ("other", other)]
    return [setting.words.say(f"document.summary.{key}", number=number) for key, number in found if number]


def source(setting: Setting) -> list[Block]:
    """Where the case was published, its notes, and what the court found, as the file has them."""
    words, case = setting.words, setting.report.case
    rows = []
    for key in ("source", "note", "court"):
        lines = setting.free(getattr(case, key))
        if lines:
            rows.append((words.say(f"document.{key}"), "\n".join(lines)))
    if case.judged_on is not None:
        rows.append((words.say("document.judged_on"), case.judged_on.written))
    if not rows:
        return []
    head = (words.say("document.source.what"), words.say("document.source.text"))
    return [Table(words.say("document.source.caption"), head, tuple(rows), (20, 80))]


def law(setting: Setting) -> list[Block]:
    """Every provision that the document names, in the order of the law, with the ruleset's own words."""
    words, ruleset = setting.words, setting.report.ruleset
    rows: list[tuple[str, str]] = []
    for provision in sorted(_provisions(setting), key=lambda found: order(found.id)):
        gloss = setting.gloss(provision.gloss, provision.gloss_en)
        rows.append((words.cite(provision.id), gloss))
    head = (words.say("document.law.cite"), words.say("document.law.gloss"))
    start = setting.day(ruleset.in_force.start)
    about = words.say("document.law.about", title=setting.gloss(ruleset.title, ruleset.title_en), start=start,
                      citation=ruleset.citation, statute=ruleset.statute)  # fmt: skip
    return [Paragraph(about), Table(words.say("document.law.caption"), head, tuple(rows), (26, 74))]


def _provisions(setting: Setting) -> list[Item | Rule]:
    """Every item, the ways of counting, and whatever else a person's report names."""
    ruleset = setting.report.ruleset
    counting = ("counted_once", "each_recipient_counted", "seized_quantity", "exclusion", "resale", "leniency", "fine")
    named = {rule.id for person in setting.persons for rule, _ in person.consequences.provisions}
    rules = [rule for rule in ruleset.rules if rule.rule in counting or rule.id in named]
    return [*(item for _, item in ruleset.items()), *rules]


def readings(setting: Setting) -> list[Block]:
    """Every reading with the option chosen and its basis."""
    words, found = setting.words, all_readings(setting)
    if not found:
        return []
    rows = []
    for reading, chosen in found.values():
        options = [
            words.say(
                "document.option.chosen" if name == chosen else "document.option",
                option=f"{setting.gloss(option.zh, option.en)} {name}",
            )
            for name, option in reading.options.items()
        ]
        rows.append((asked_of(reading, setting), "\n".join(options), reading.basis))
    head = tuple(words.say(f"document.readings.{key}") for key in ("asks", "options", "basis"))
    return [Table(words.say("document.readings.all"), head, tuple(rows), (32, 30, 38))]


def evidence(setting: Setting) -> list[Block]:
    """The evidence list of the case."""
    words, pieces = setting.words, setting.report.case.evidence
    if not pieces:
        return [Paragraph(words.say("document.evidence.none"))]
    head = tuple(words.say(f"document.evidence.{key}") for key in ("id", "kind", "what", "at"))
    rows = tuple(
        (
            piece.id,
            piece.kind or NOTHING,
            "\n".join([text for text in (piece.what, piece.note) if text]) or NOTHING,
            piece.at or NOTHING,
        )
        for piece in pieces.values()
    )
    return [Table(words.say("document.evidence.caption"), head, rows, (10, 18, 52, 20))]


def versions(setting: Setting) -> list[Block]:
    """What the result can be worked out from again: tool, case, ruleset, readings."""
    words, case, ruleset = setting.words, setting.report.case, setting.report.ruleset
    chosen = [f"{name}={option}" for name, (_, option) in all_readings(setting).items()]
    rows = [
        (words.say("document.versions.tool"), f"thresholds {__version__}"),
        (words.say("document.versions.case"), f"{case.id}\nsha256 {case.sha256}"),
        (words.say("document.versions.ruleset"), f"{ruleset.id} {ruleset.citation}\nsha256 {ruleset.sha256}"),
        *law_rows(setting),
        (words.say("document.versions.readings"), words.joined(chosen) or NOTHING),
    ]
    head = (words.say("document.versions.what"), words.say("document.versions.value"))
    return [Table(words.say("document.versions.caption"), head, tuple(rows), (20, 80))]


def limits(setting: Setting) -> list[Block]:
    """What this document is not, and what it leaves to people."""
    keys = ("facts", "unstated", "judgment", "scope", "advice")
    return [Bullets(tuple(setting.words.say(f"document.limits.{key}") for key in keys))]
