"""The band of the fine in words, with the steps that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.consequences.rulebook import is_usual
from thresholds.glossary import Family
from thresholds.rendering.sentences import Reason
from thresholds.report.as_dict import number_text
from thresholds.values.figures import Unit
from thresholds.values.pinpoint import pinpoint

if TYPE_CHECKING:
    from thresholds.consequences.model import Consequences, FineStep
    from thresholds.rendering.words import Words


def fine_reasons(found: Consequences, words: Words) -> tuple[Reason, ...]:
    """The band in 元 and, below it, how it comes about; nothing where no rule gives a number."""
    fine, rule = found.fine, found.fine_rule
    if fine is None or rule is None:
        return ()
    fields = {"low": _money(fine.at_least), "cite": words.cite(rule.id)}
    if fine.at_most is not None and fine.at_most == fine.at_least and rule.of:
        text = words.say("follow.fine.from", **fields)
    elif fine.at_most is not None:
        key = "follow.fine.usual" if is_usual(rule) else "follow.fine"
        text = words.say(key, high=_money(fine.at_most), **fields)
    else:
        text = _from(found, fields, words)
    steps = [step for step in found.fine_steps if step.kind != "no_amount"]
    lines = [_step(step, words) for step in steps]
    return (Reason(text, tuple(Reason(line) for line in lines)),)


def _from(found: Consequences, fields: dict[str, str], words: Words) -> str:
    """A band without an upper end: there is no amount, or the amount itself has no upper end."""
    rule = found.fine_rule
    assert rule is not None
    if not rule.of:
        return words.say("follow.fine.from", **fields)
    known = any(step.kind == "multiple" for step in found.fine_steps)
    key = "unbounded" if known else "none"
    return words.say(f"follow.fine.{key}", fact=words.term(rule.of, Family.FACT), **fields)


def _step(step: FineStep, words: Words) -> str:
    low, most = step.figures
    rule, high = step.rule, "" if most is None else _money(most)
    if step.kind == "multiple":
        assert rule.times is not None
        least, times = rule.times
        key = "follow.fine.multiple.unbounded" if most is None else "follow.fine.multiple"
        if not least and most is not None:
            key = "follow.fine.multiple.up"
        fact = words.term(rule.of or "", Family.FACT)
        fields = {"fact": fact, "least": least, "most": times, "low": _money(low), "high": high}
        return words.say(key, **fields)
    law = words.joined([pinpoint(text, words.lang) for text in step.law] or [words.cite(rule.id)])
    return words.say(f"follow.fine.{step.kind}", low=_money(low), high=high, law=law, cite=words.cite(rule.id))


def _money(fen: int) -> str:
    return number_text(fen, Unit.MONEY)
