"""A suite of the tests that a ruleset lacks at its boundaries: numbers filled in, what is expected left to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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

_HEAD = """\
# {name}：边界测试。数字照规则集写好了；预期由人照条文填，不由程序得出，没有填的 thresholds test 拒绝。
# expected 写档次和各项，如 {{a: {{grade: serious, established: [art5.1.3], not_established: [art5.2.3]}}}}。
schema: thresholds/suite/1
title: {name}：边界
ruleset: {id}
tests:
"""

_EXPECTED = f"expected: {MARK}：照 {{cite}} 写 a 的档次和这一项是否成立"

#: What the tests of a number and of a fact are called, by where they stand.
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
    numbered: dict[str, int] = {}
    for (name, bar), bounded in lacking.items():
        numbered[name] = numbered.get(name, 0) + 1
        title = f"{ruleset.id}.{name}.{numbered[name]}".replace("_", "-")
        lines += _tests(ruleset, bounded, bar, title)
    if not lines:
        return ""
    head = _HEAD.format(name=ruleset.citation or ruleset.id, id=ruleset.id)
    return head + "\n".join(lines) + "\n"


def _tests(ruleset: Ruleset, bounded: Bounded, bar: Bar, title: str) -> Iterator[str]:
    item = bounded.items[0]
    for side, value in _sides(ruleset, bounded, bar):
        found = scene(ruleset, bounded, bar, value)
        yield f"- id: {title}-{side}"
        yield f"  says: {_says(ruleset, bar, value)}"
        yield f"  law: {item}"
        yield "  status: settled"
        if found.readings:
            yield f"  readings: {_readings(found)}"
        yield f"  case: {found.text()}"
        yield f"  {_EXPECTED.format(cite=cite(item))}"


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


def _says(ruleset: Ruleset, bar: Bar, value: int | bool) -> str:
    """What the case says that matters, in Chinese."""
    words = Words("zh")
    sentences = Sentences(ruleset, words)
    if not bar.numeric:
        fact = sentences.name(bar.names[0], Family.FACT)
        so = bool(value) == (bar.kind != "fact_absent")
        return f"{fact}：{words.term(YES if so else NO, Family.TRUTH)}"
    if bar.kind == "sum":
        return f"{words.joined([cite(name) for name in bar.names])}按比例合计 {bar.text(int(value)).removeprefix('Σ ')}"
    family = Family.CATEGORY if bar.kind == "records" else Family.FACT
    named = words.joined([sentences.name(name, family) for name in bar.names[:1]])
    return f"{named} {bar.text(int(value))}"
