"""A tally as the `batches` of a case file: numbers with what they rest on, categories open where they are contested."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from thresholds import glossary
from thresholds.case.write import case_text
from thresholds.glossary import Family
from thresholds.rendering.tally_sample import percent
from thresholds.rendering.words import Words
from thresholds.tally.counting.interval import Checked
from thresholds.tally.counting.model import ACROSS, ONE_PER_PERSON, STATIONARY, WITHIN
from thresholds.tally.counting.result import Amount, Tally
from thresholds.values.interval import decimal_text


def batches_text(tally: Tally, lang: str) -> str:
    """The block to paste into a case file: YAML, ending in a line break."""
    plain = {"batches": {f"S{number}": batch for number, batch in enumerate(batches(tally, lang), 1)}}
    text = case_text({"schema": "", **plain}, lang)
    return text[text.index("\n\n") + 2 :] if tally.by_category() else ""


def batches(tally: Tally, lang: str) -> Iterator[dict[str, object]]:
    """A batch for each category and each answer that its category may have."""
    words = Words(lang)
    for one in tally.parts():
        batch: dict[str, object] = {"category": _category(one, words)}
        for key, number in (("records", one.records), ("duplicates", one.duplicates), ("inauthentic", one.inauthentic)):
            how = _how(one.category, tally, words) if number else words.say("tally.report.how.equal")
            batch[key] = {
                "value": number,
                "because": words.say(f"tally.report.because.{key}", how=how, **_basis(tally)),
            }
        if tally.checked is not None and tally.checked.either.size:
            batch |= dict(_rates(tally.checked, words))
        yield batch


def _category(one: Amount, words: Words) -> object:
    if not one.otherwise:
        return glossary.label(one.category, words.lang, Family.CATEGORY) if words.lang == "zh" else one.category
    return {"one_of": [one.category, *one.otherwise], "because": words.say("tally.report.because.category")}


def _how(category: str, tally: Tally, words: Words) -> str:
    """By which rules records of a category were taken off as doubles: equal ones, and those that an option merges."""
    rules = {WITHIN: "equal", ACROSS: "equal", STATIONARY: STATIONARY, ONE_PER_PERSON: ONE_PER_PERSON}
    found = [rules[one.rule] for one in tally.steps if one.rule in rules and one.of(category=category).taken_off]
    return words.joined([words.say(f"tally.report.how.{rule}") for rule in dict.fromkeys(found or ["equal"])])


def _basis(tally: Tally) -> dict[str, str]:
    hashes = sorted({source.table.sha256[:12] for source in tally.sources})
    return {"sha256": "、".join(hashes[:3]) + (f" … {len(hashes)}" if len(hashes) > 3 else "")}


def _rates(checked: Checked, words: Words) -> Iterator[tuple[str, object]]:
    """The two rates of the sample as bounds."""
    because = words.say("tally.report.because.rate", size=checked.either.size, confidence=percent(checked.confidence))
    for key, share in (("duplicate_rate", checked.duplicate), ("inauthentic_rate", checked.inauthentic)):
        yield key, {"at_least": _text(share.low), "at_most": _text(share.high), "because": because}


def _text(number: Fraction) -> str:
    return decimal_text(number)
