"""The manual page of each diagnostic: its sentence, its hint, and a wrong and a right example."""

from __future__ import annotations

import re

from thresholds.wording import phrase, table

_CODE = re.compile(r"TH\d{3}")

#: What is wrong, and how it is written right: in braces a whole case file, otherwise sections of one whose
#: only person is jia. Each is tried out by a test.
EXAMPLES: dict[str, tuple[str, str]] = {
    "TH201": (
        "dealings: [{by: jia, act: sale, recrods: {location_tracking: 60}}]",
        "dealings: [{by: jia, act: sale, records: {location_tracking: 60}}]",
    ),
    "TH202": (
        "dealings: [{by: jia, records: {location_tracking: 60}}]",
        "dealings: [{by: jia, act: sale, records: {location_tracking: 60}}]",
    ),
    "TH203": ("facts: {jia: 初犯}", "facts: {jia: {初犯: 是}}"),
    "TH204": (
        "dealings: [{by: jia, act: sell, records: {location_tracking: 60}}]",
        "dealings: [{by: jia, act: sale, records: {location_tracking: 60}}]",
    ),
    "TH205": ("facts: {jia: {illegal_gains: 很多}}", "facts: {jia: {illegal_gains: 1万余元}}"),
    "TH206": (
        "dealings: [{by: jia, act: sale, records: {location_tracking: 约60条}}]",
        "dealings: [{by: jia, act: sale, records: {location_tracking: {at_least: 55, at_most: 65}}}]",
    ),
    "TH207": ("facts: {jia: {illegal_gains: -5000}}", "facts: {jia: {illegal_gains: 5000}}"),
    "TH208": ("facts: {jia: {illegal_gains: 4999.995 元}}", "facts: {jia: {illegal_gains: 4999.99 元}}"),
    "TH209": (
        "dealings: [{by: jia, act: sale, records: {location_tracking: 60 元}}]",
        "dealings: [{by: jia, act: sale, records: {location_tracking: 60 条}}]",
    ),
    "TH210": ("dealings: [{by: jia, act: sale, date: 2021-02-30}]", "dealings: [{by: jia, act: sale, date: 2021-02}]"),
    "TH211": (
        "dealings: [{by: yi, act: sale, records: {location_tracking: 60}}]",
        "dealings: [{by: jia, act: sale, to: yi, records: {location_tracking: 60}}]",
    ),
    "TH212": (
        "dealings: [{by: jia, act: sale, batch: B1}]",
        "batches: {B1: {category: location_tracking, records: 60}}, dealings: [{by: jia, act: sale, batch: B1}]",
    ),
    "TH213": (
        "facts: {jia: {first_offender: {is: yes, evidence: E1}}}",
        "evidence: {E1: 户籍证明}, facts: {jia: {first_offender: {is: yes, evidence: E1}}}",
    ),
    "TH214": (
        "batches: {B1: {category: location_tracking, records: 28}}, dealings: [{by: jia, act: sale, batch: B1, records: 30}]",
        "batches: {B1: {category: location_tracking, records: 28}}, dealings: [{by: jia, act: sale, batch: B1, records: 20}]",
    ),
    "TH215": (
        "batches: {B1: {category: location_tracking, records: 60, duplicates: 61}}",
        "batches: {B1: {category: location_tracking, records: 60, duplicates: 6}}",
    ),
    "TH216": (
        "batches: {B1: {category: location_tracking, records: {at_least: 28, at_most: 12}}}",
        "batches: {B1: {category: location_tracking, records: {at_least: 12, at_most: 28}}}",
    ),
    "TH217": ("batches: {B1: {records: 60}}", "batches: {B1: {category: unknown, records: 60}}"),
    "TH218": ("facts: {jia: {first_offender: yes, 初犯: 是}}", "facts: {jia: {初犯: 是}}"),
    "TH219": (
        "dealings: [{id: D1, by: jia, act: purchase}, {id: D1, by: jia, act: sale}]",
        "dealings: [{id: D1, by: jia, act: purchase}, {id: D2, by: jia, act: sale}]",
    ),
    "TH220": (
        "{schema: thresholds/case/2, id: x, persons: {jia: {}}}",
        "{schema: thresholds/case/1, id: x, persons: {jia: {}}}",
    ),
    "TH221": (
        "batches: {B1: {category: location_tracking}}, dealings: [{by: jia, act: sale, batch: B1, records: {location_tracking: 60}}]",
        "batches: {B1: {category: location_tracking}}, dealings: [{by: jia, act: sale, batch: B1, records: 60}]",
    ),
    "TH222": (
        "batches: {B1: {category: location_tracking, kinds: [health_information], records: 60}}",
        "batches: {B1: {kinds: [location_tracking, health_information], records: 60}}",
    ),
    "TH223": ("ruleset: fashi-2017", "ruleset: fashi-2017-10"),
    "TH224": ("readings: {gains: nett}", "readings: {gains: net}"),
    "TH225": ("expected: {jia: {not_established: [art5.9]}}", "expected: {jia: {not_established: [art5.1.3]}}"),
    "TH226": ("judged_on: 2017-05-31", "judged_on: 2017-05-31, ruleset: fashi-2017-10"),
    "TH227": (
        "batches: {B1: {category: location_tracking, records: 60, duplicate_rate: 4.5}}",
        "batches: {B1: {category: location_tracking, records: 60, duplicate_rate: 4.5%}}",
    ),
    "TH228": (
        "facts: {jia: {first_offender: {because: 没有前科}}}",
        "facts: {jia: {first_offender: {is: yes, because: 没有前科}}}",
    ),
    "TH229": ("judged_on: 2021", "judged_on: 2021-11"),
    "TH230": (
        "dealings: [{by: jia, act: sale, records: {location_tracking: 60, credit_record: 30}, duplicates: 3}]",
        "dealings: [{by: jia, act: sale, records: {location_tracking: 60}, duplicates: 3}, {by: jia, act: sale, records: {credit_record: 30}}]",
    ),
    "TH231": ("{id: x, persons: {jia: {}}}", "{schema: thresholds/case/1, id: x, persons: {jia: {}}}"),
    "TH232": (
        "dealings: [{by: [], act: sale, records: {location_tracking: 60}}]",
        "dealings: [{by: [jia], act: sale, records: {location_tracking: 60}}]",
    ),
    "TH233": ("evidence: {'': 手机}", "evidence: {E1: 手机}"),
    "TH234": ("readings: {gain: net}", "readings: {gains: net}"),
}


def codes() -> tuple[str, ...]:
    """Every code, in order."""
    return tuple(sorted(key for key in table("errors", "zh") if _CODE.fullmatch(key)))


def page(code: str, lang: str = "zh") -> str:
    """The page of a code; fields that a real message fills stand as …"""
    text = re.sub(r"\{\w+(:\w+)?\}", "…", phrase(code, lang))
    hint = phrase(f"{code}.hint", lang, "").replace("{{", "{").replace("}}", "}")
    lines = [text]
    if hint:
        lines.append(hint)
    if code in EXAMPLES:
        wrong, right = EXAMPLES[code]
        lines += [f"{phrase('code.wrong', lang)} {wrong}", f"{phrase('code.right', lang)} {right}"]
    return "\n".join(lines)
