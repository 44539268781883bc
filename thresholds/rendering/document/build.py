"""A report as a document: the sections in the order of its audience, with numbered headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from thresholds import __version__
from thresholds.lawtext.sentences import NO_SENTENCES, Sentences
from thresholds.rendering import sentences
from thresholds.rendering.document import plan
from thresholds.rendering.document.audience import Audience
from thresholds.rendering.document.model import Block, Document, Heading, PageBreak, Paragraph
from thresholds.rendering.document.setting import Setting
from thresholds.rendering.words import Words
from thresholds.report.model import PersonReport, Report
from thresholds.values.citation import numeral

#: Chinese numerals go no further.
_MOST_NUMERALS = 99


def document(
    report: Report,
    lang: str = "zh",
    audience: Audience = Audience.COURT,
    person: str | None = None,
    law: Sentences = NO_SENTENCES,
) -> Document:
    """The report, or one person of it, as a document arranged for an audience; each item with its sentence in `law`.

    Raises:
        NotFoundError: the case has no such person.
    """
    words = Words(lang, report.ruleset, law)
    wanted = (report.person(person),) if person is not None else report.persons
    persons = tuple([charge for one in wanted for charge in one.shown])
    setting = Setting(report, words, audience, persons)
    case = report.case
    title = case.title or case.id
    blocks = [*_front(title, setting), *_numbered(_body(setting), lang)]
    kind = _kind(words, audience)
    tool = f"thresholds {__version__}"
    footer = words.say("document.footer", case=case.id, tool=tool, sha256=case.sha256[:12], kind=kind)
    return Document(words.say("document.title", title=title, kind=kind), footer, lang, tuple(blocks))


def joined(documents: Sequence[Document], audience: Audience = Audience.COURT) -> Document:
    """Several documents for an audience as one: each a level lower, its anchors set apart; one alone stays as it is."""
    first = documents[0]
    if len(documents) == 1:
        return first
    words = Words(first.lang)
    title = words.say("document.several", number=len(documents), kind=_kind(words, audience))
    blocks: list[Block] = [Heading(1, title, "top")]
    for number, one in enumerate(documents, 1):
        blocks.append(PageBreak())
        blocks += [_lower(block, f"case-{number}-") for block in one.blocks]
    return Document(
        title, words.say("document.several.footer", tool=f"thresholds {__version__}"), first.lang, tuple(blocks)
    )


def _lower(block: Block, prefix: str) -> Block:
    if isinstance(block, Heading):
        return Heading(block.level + 1, block.text, f"{prefix}{block.anchor}")
    return block


def _kind(words: Words, audience: Audience = Audience.COURT) -> str:
    """What such a document is called, and for whom it is arranged where that is not everyone."""
    return words.say(f"document.kind.{audience.value}")


def _front(title: str, setting: Setting) -> list[Block]:
    """The title, what the report is measured by, and for whom it is arranged."""
    words, ruleset = setting.words, setting.report.ruleset
    start = setting.day(ruleset.in_force.start)
    return [
        Heading(1, title, "top"),
        Paragraph(
            words.say("document.measured", kind=_kind(words, setting.audience), citation=ruleset.citation, start=start)
        ),
        Paragraph(words.say(f"document.for.{setting.audience.value}"), "note"),
    ]


def _body(setting: Setting) -> Iterable[Block]:
    words = setting.words
    arranged = plan.PLANS[setting.audience]
    yield from _section(2, words.say("document.summary"), "summary", arranged.summary(setting))
    for number, person in enumerate(setting.persons, 1):
        if arranged.new_pages:
            yield PageBreak()
        yield Heading(2, _person_title(person, words), f"person-{number}")
        for name, section in arranged.persons:
            anchor = f"person-{number}-{name}"
            yield from _section(3, words.say(f"document.section.{name}"), anchor, section(person, setting))
    if arranged.new_pages:
        yield PageBreak()
    for name, whole in arranged.case:
        yield from _section(2, words.say(f"document.section.{name}"), name, whole(setting))


def _person_title(person: PersonReport, words: Words) -> str:
    about = sentences.description(person, words)
    name = words.say("document.brackets", text=person.name, inside=about) if about else person.name
    name += f"  {words.term(person.charged)}" if person.charged else ""
    return words.say("document.person", name=name, grade=words.grade(person.grade))


def _section(level: int, title: str, anchor: str, blocks: Sequence[Block]) -> list[Block]:
    """A heading and what stands below it; nothing where there is nothing."""
    return [Heading(level, title, anchor), *blocks] if blocks else []


def _numbered(blocks: Iterable[Block], lang: str) -> Iterable[Block]:
    """Headings with their numbers: 一、 and （一）, or 1 and 1.1."""
    section = part = 0
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
            continue
        if block.level == 2:
            section, part = section + 1, 0
        else:
            part += 1
        number = _number(section, part, lang)
        yield block._replace(text=f"{number}{block.text}")


def _number(section: int, part: int, lang: str) -> str:
    if lang == "en":
        return f"{section}.{part} " if part else f"{section}. "
    show: Callable[[int], str] = numeral if max(section, part) <= _MOST_NUMERALS else str
    return f"（{show(part)}）" if part else f"{show(section)}、"
