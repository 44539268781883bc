"""What things are counted in is said in the language asked for; JSON keeps the word of the ruleset."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from thresholds import evaluate, load_case, load_ruleset, render
from thresholds.cli.root import run
from thresholds.law.load import ruleset_ids
from thresholds.rendering.sheet import sheet_rows
from thresholds.rendering.words import Words
from thresholds.wording import counter, table

#: Names of laws and of documents stay as they are cited.
NAMES = re.compile(r"(法释|刑法|法|法发)[〔第][^ ,)]*号?")
CASE = """\
schema: thresholds/case/1
id: cards
ruleset: fashi-2018-19
persons: {a: {name: A}}
facts: {a: {forged_credit_cards: 4, others_credit_cards_held: {at_least: 3, at_most: 6}, effective_bank_demands: 1}}
"""
COUNTERS = "张次台个件条组"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "150")
    path = tmp_path / "cards.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def shown(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert run([str(one) for one in arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("ruleset", ruleset_ids())
def test_every_counter_of_a_ruleset_is_worded(ruleset: str) -> None:
    known = load_ruleset(ruleset)
    used = {fact.unit for fact in known.facts if fact.unit}
    for word in used:
        for end in ("", ".one"):
            assert f"counter.{word}{end}" in table("counters", "en"), word
        assert counter(word, "zh", "1") == counter(word, "zh", "2") == f" {word}"
    words = Words("en", known)
    for row in sheet_rows(known, words):
        assert not re.search(rf"\d ?[{COUNTERS}]", row[3]), row


def test_of_one_thing_and_of_several() -> None:
    assert counter("张", "en", "1") == " card"
    assert counter("张", "en", "4") == counter("张", "en") == " cards"
    assert counter("人次", "en", "0.5") == " person-times"
    assert counter("个", "en", "3") == ""
    assert counter("艘", "en", "1") == counter("艘", "zh", "2") == " 艘"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"], ["questions"], ["margins"], ["whatif", "--set", "facts.a.forged_credit_cards=1"],
        ["check", "--format", "markdown", "--for", "court"], ["check", "--format", "html", "--for", "client"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_english_output_has_no_counters(arguments: list[str], case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, *more = arguments
    told = shown(capsys, name, case, *more, "--lang", "en")
    assert re.findall(rf"\d ?[{COUNTERS}]", NAMES.sub("", told)) == []
    assert "card" in told


def test_a_quotient_and_the_nearest_change(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(capsys, "check", case, "--lang", "en")
    assert "4 cards ÷ 1 card = 4, 3 cards above" in told
    assert "4 cards ÷ 5 cards = 0.8, below 25 cards, 1 card short" in told
    assert "3–6 cards ÷ 5 cards = 0.6–1.2, below 50 cards, 2 cards short" in told
    near = shown(capsys, "margins", case, "--lang", "en")
    assert "1 card more: forged credit cards (now 4 cards, needed 5 cards)" in near
    asked = shown(capsys, "questions", case, "--lang", "en")
    assert "from 1 card up, " in asked
    assert "from 50 cards up, " in asked


def test_chinese_and_json_have_the_word_of_the_ruleset(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(capsys, "check", case)
    assert "4 张 ÷ 1 张 ＝ 4，超出 3 张" in told
    assert "再多 1 张（现 4 张，须 5 张）" in shown(capsys, "margins", case)
    report = evaluate(load_case(case))
    for text in (render(report, "json"), shown(capsys, "check", case, "--lang", "en", "--format", "json")):
        [person] = json.loads(text)["persons"]
        assert '"unit": "张"' in json.dumps(person, ensure_ascii=False)
        assert "cards ÷" not in text
