"""What checking a sample said: both rates with their exact intervals, the records left, and what to paste."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from thresholds.rendering.document.model import Block, Heading, Paragraph, Table
from thresholds.rendering.words import Words
from thresholds.tally.counting.interval import Checked, Share


def sample_blocks(checked: Checked, words: Words) -> Iterator[Block]:
    """The section on the sample."""
    yield Heading(2, words.say("tally.report.sample"), "sample")
    low, high = checked.left
    yield Paragraph(
        words.say(
            "tally.report.sample.result",
            size=checked.either.size,
            records=_number(checked.records),
            confidence=percent(checked.confidence),
            low=_number(low),
            high=_number(high),
        ),
        "lead",
    )
    head = tuple(words.say(f"tally.report.head.{name}") for name in ("rate", "found", "share", "low", "high"))
    shares = {"duplicate": checked.duplicate, "inauthentic": checked.inauthentic, "either": checked.either}
    rows = [
        (words.say(f"tally.report.rate.{name}"), f"{one.found}/{one.size}", *_shares(one))
        for name, one in shares.items()
    ]
    yield Table(words.say("tally.report.sample"), head, tuple(rows), (4, 2, 2, 2, 2), frozenset({1, 2, 3, 4}))
    if checked.open:
        yield Paragraph(words.say("tally.report.sample.open", number=checked.open), "warning")
    yield Paragraph(words.say("tally.report.sample.method"), "note")


def percent(share: Fraction) -> str:
    """A share as a percentage with all its decimals: 4.5%."""
    hundred = share * 100
    text = f"{hundred.numerator}" if hundred.denominator == 1 else _decimal(hundred)
    return f"{text}%"


def _decimal(number: Fraction) -> str:
    text = f"{int(number * 10**4 + Fraction(1, 2)) / 10**4:.4f}"
    return text.rstrip("0").rstrip(".")


def _shares(one: Share) -> tuple[str, str, str]:
    point = percent(Fraction(one.found, one.size)) if one.size else "—"
    return point, percent(one.low), percent(one.high)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")
