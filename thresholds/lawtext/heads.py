"""The head of an instrument: document number, the day from which it is in force, the statute that it interprets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thresholds.law.model import Ruleset
from thresholds.lawtext.passages import LawText
from thresholds.lawtext.pinpoints import Pinpoint
from thresholds.lawtext.results import Discrepancy
from thresholds.lawtext.terms import plain
from thresholds.values.chinese_numerals import parse_number

_NUMBERED = re.compile(r"〔\d{4}〕\d+号")
_STATUTE_ARTICLE = re.compile(r"第([一二三四五六七八九十百零\d]+)条(?:之([一二三四五六七八九十]+))?")
#: What the national law database writes of a text that is in force.
_IN_FORCE = ("", "有效")


def head(ruleset: Ruleset, text: LawText) -> list[Discrepancy]:
    """What the heads say differently."""
    found = [*_statutes(ruleset, text)]
    if _NUMBERED.search(ruleset.citation):
        found += [*_number(ruleset, text), *_day(ruleset, text)]
    return found


def unstated(ruleset: Ruleset, text: LawText) -> tuple[str, ...]:
    """What the text does not state of itself, so that it was not compared: `citation`, `in_force`."""
    if not _NUMBERED.search(ruleset.citation):
        return ()
    return tuple(
        key for key, stated in (("citation", text.numbers), ("in_force", text.days or text.effective)) if not stated
    )


def _number(ruleset: Ruleset, text: LawText) -> Iterator[Discrepancy]:
    if text.numbers and plain(ruleset.citation) not in [plain(number) for number in text.numbers]:
        yield Discrepancy("TH149", None, "citation", ruleset.citation, "、".join(text.numbers))


def _day(ruleset: Ruleset, text: LawText) -> Iterator[Discrepancy]:
    """The first day in force, by the words of the text and by its head; a text no longer in force has a last one."""
    start = ruleset.in_force.start
    stated = [day for day in (text.effective,) if day is not None]
    if (text.days and start not in text.days) or any(day != start for day in stated):
        days = dict.fromkeys(day.isoformat() for day in (*text.days, *stated))
        yield Discrepancy("TH148", None, "in_force", start.isoformat(), "、".join(days))
    if text.status not in _IN_FORCE and ruleset.in_force.until is None:
        yield Discrepancy("TH155", None, "in_force", "", text.status)


def _statutes(ruleset: Ruleset, text: LawText) -> Iterator[Discrepancy]:
    """Articles of the statute that the ruleset names: the text must name them, or have them."""
    words = "".join(passage.text for passage in text.passages.values())
    for name, statute in (
        ("statute", ruleset.statute),
        *((offence.id, offence.statute) for offence in ruleset.offences),
    ):
        for match in _STATUTE_ARTICLE.finditer(statute):
            number, inserted = (int(parse_number(part) or 0) if part else 0 for part in match.groups())
            named = re.search(re.escape(match[0]) + ("" if match[2] else "(?!之[一二三四五六七八九十])"), words)
            if named is None and text.find(Pinpoint((number, inserted))) is None:
                yield Discrepancy("TH146", None, name, match[0], "")
