"""A suite of the tests that a ruleset lacks at its boundaries: numbers filled in, what is expected left to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from thresholds.authoring.boundaries import Bar, Bounded
from thresholds.authoring.diff.sentences import Sentences
from thresholds.authoring.lint.placeholders import MARK
from thresholds.authoring.lint.tested import missing
from thresholds.authoring.new.scene import Scene, reached, scene
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.rendering.words import Words
from thresholds.suite.read import Test
from thresholds.values.citation import cite
from thresholds.values.interval import decimal_text

_HEAD = """\
# {name}：边界测试。数字照规则集写好了；预期由人照条文填，不由程序得出，没有填的 thresholds test 拒绝。
# expected 里每例填两个词：档次，如 serious；这一项 established（成立）还是 not_established（不成立）。
schema: thresholds/suite/1
title: {name}：边界
ruleset: {id}
tests:
"""

_EXPECTED = f"expected: {{{{a: {{{{grade: {MARK}：档次, {MARK}：成立与否: [{{item}}]}}}}}}}}"

#: Where the tests of a number and of a fact stand.
BELOW, AT, ABOVE, LAST, END, YES, NO = "below", "at", "above", "last", "end", "yes", "no"


def suite_skeleton(ruleset: Ruleset, tests: Sequence[Test]) -> str:
    """The suite, or an empty text where the tests there are stand on every boundary.

    Raises:
        ThresholdsError: a test names a reading or an item that the ruleset does not have.
    """
    lacking: dict[tuple[str, Bar], Bounded] = {}
    for one in missing(ruleset, tests):
        lacking.setdefault((one.bounded.id + ("-opening" if one.bounded.opening else ""), one.bar), one.bounded)
    lines: list[str] = []
    taken: dict[str, int] = {}
    for (name, bar), bounded in lacking.items():
        lines += _tests(ruleset, bounded, bar, f"{ruleset.id}.{name}-{_called(bar)}", taken)
    if not lines:
        return ""
    head = _HEAD.format(name=ruleset.citation or ruleset.id, id=ruleset.id)
    return head + "\n".join(lines) + "\n"


def _called(bar: Bar) -> str:
    """What a test is called by besides its item: the fact, or `records`, `sum`; of another item, that too."""
    name = bar.kind if bar.kind in ("records", "sum") else next(filter(None, bar.names), bar.kind)
    return f"{name}-of-{bar.of_item}" if bar.of_item else name


def _tests(ruleset: Ruleset, bounded: Bounded, bar: Bar, title: str, taken: dict[str, int]) -> Iterator[str]:
    item = bounded.items[0]
    for side, value in _sides(ruleset, bounded, bar):
        found = scene(ruleset, bounded, bar, value)
        quantity = decimal_text(Fraction(int(value), bar.scale)) if bar.numeric else side
        name = f"{title}-{quantity}".replace("_", "-")
        taken[name] = taken.get(name, 0) + 1
        yield f"- id: {name}" + (f"-{taken[name]}" if taken[name] > 1 else "")
        yield f"  says: {_says(ruleset, bar, side, value)}"
        yield f"  law: {item}"
        yield "  status: settled"
        if found.readings:
            yield f"  readings: {_readings(found)}"
        yield f"  case: {found.text()}"
        yield f"  {_EXPECTED.format(item=item)}"


def _readings(found: Scene) -> str:
    return "{" + ", ".join(f"{name}: {option}" for name, option in found.readings.items()) + "}"


def _sides(ruleset: Ruleset, bounded: Bounded, bar: Bar) -> Iterator[tuple[str, int | bool]]:
    """One short, the number, one above; the last of a bracket and its end; a fact so and not so."""
    if not bar.numeric:
        yield from ((YES, True),) if bounded.chooses(bar) else ((YES, True), (NO, False))
        return
    at = bar.at if bar.standard is not None else reached(ruleset, bar)
    yield from ((BELOW, at - bar.step), (AT, at), (ABOVE, at + bar.step))
    if bar.below is not None and not bar.of_item:
        yield from ((LAST, bar.below - 1), (END, bar.below))


def _says(ruleset: Ruleset, bar: Bar, side: str, value: int | bool) -> str:
    """What the case says that matters, as a sentence in Chinese: the quantity and where it stands, or the fact."""
    words = Words("zh")
    sentences = Sentences(ruleset, words)
    if not bar.numeric:
        so = bool(value) == (bar.kind != "fact_absent")
        family = Family.FACT if bar.names[0] else Family.CATEGORY
        named = sentences.name(next(filter(None, bar.names), bar.kind), family)
        return words.say("new.says.so" if so else "new.says.not-so", fact=named)
    if bar.kind == "sum":
        named = words.say("new.says.sum", items=words.joined([cite(name) for name in bar.names]))
    else:
        family = Family.CATEGORY if bar.kind == "records" else Family.FACT
        named = words.joined([sentences.name(name, family) for name in bar.names[:1]])
    at = bar.at if bar.standard is not None else reached(ruleset, bar)
    shown = {"value": _shown(bar, int(value)), "at": _shown(bar, at), "end": _shown(bar, bar.below or 0)}
    return words.say(f"new.says.{side}", named=named, **shown)


def _shown(bar: Bar, quantity: int) -> str:
    return bar.text(quantity).removeprefix("Σ ")
