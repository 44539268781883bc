"""What is said of a text that is no YAML: a sentence of ours for everything that the parser can say."""

from __future__ import annotations

import re

import pytest

from thresholds import SourceErrors
from thresholds.source.yaml import parse

KINDS = {
    "前面已经写完": ["{a: 1} x", "[a, b]]", "--- a\n... b"],
    "到末尾还有「[」或者「{」没有配对": ["a: [", "[\n", "{a: \n"],
    "从这里开始的「[」没有配对": ["[a b: c", "{a: [b}"],
    "「|」「>」后面要换行": ["a: |x\n b", "a: |0\n b", "a: >12\n b", "a: | x\n", "a: |-1x\n"],
    "YAML 的锚和引用": ["a: &\n", "a: *\n", "&"],
    "YAML 的标签": ["a: !<x\n", "a: !x!y z", "a: !é b", "a: !<>", "!t%zz a", "!t%ff a"],
    "YAML 的指令": [
        "%x\n",
        "%YAML x\n---\na",
        "%YAML 1.2\n%YAML 1.2\n---\na",
        "%YAML 2.0\n---\na",
        "%TAG ! x\n%TAG ! x\n---\na",
        "%TAG\n---",
    ],
    "双引号里的「\\」后面写得不对": ['"\\q"', '"\\xzz"', '"\\U00110000"'],
    "从这里开始的引号没有配对": ['a: "x', "'a\n---\nb'"],
    "这里缺一个值，或者多了逗号、括号": ["{,}", "[a,,b]", "}", "a: ,", "x: [\n}\n"],
    "要另起一行写": ["a: - b", "a: ? b"],
}


@pytest.mark.parametrize(("told", "text"), [(told, text) for told, texts in KINDS.items() for text in texts])
def test_every_kind_of_fault_has_its_sentence(told: str, text: str) -> None:
    with pytest.raises(SourceErrors) as caught:
        parse(text, "x")
    (found,) = caught.value.diagnostics
    assert found.code == "TH004"
    assert told in found.message()
    assert not re.search(r"[a-z]{3}", found.message())
    assert found.message("en").isascii()
    assert found.line >= 1


def test_what_is_not_known_is_worded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thresholds.source.yaml._PROBLEMS", ())
    with pytest.raises(SourceErrors) as caught:
        parse("a: [", "x")
    assert "从这里起的写法读不懂" in caught.value.diagnostics[0].message()
    assert "cannot be understood" in caught.value.diagnostics[0].message("en")
