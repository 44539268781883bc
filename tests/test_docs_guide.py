"""docs/encoding-a-ruleset.md: its commands run in order, and what it shows stands in the shipped ruleset and suites."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from thresholds import evaluate, load_case, load_ruleset
from thresholds.cli.root import run
from thresholds.law import conditions
from thresholds.law.model import Item, Rule, Standards
from thresholds.rendering.text import as_text
from thresholds.source.reader import Reader
from thresholds.source.validated import to_plain, validated
from thresholds.source.yaml import parse, read_text
from thresholds.values.chinese_numerals import parse_chinese
from thresholds.values.citation import cite, order
from thresholds.wording.codes import codes

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "encoding-a-ruleset.md").read_text(encoding="utf-8")
NAME = "fashi-2025-13"
SHIPPED = ROOT / "rulesets" / NAME / "ruleset.yaml"
SUITES = ROOT / "tests" / "conformance" / NAME

BLOCK = re.compile(r"^```(sh|yaml)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FRAGMENTS = [(kind.strip(), text) for language, kind, text in BLOCK.findall(PAGE) if language == "yaml"]


# -- what it shows --------------------------------------------------------------------------------------------


def stands_in(part: Any, whole: Any) -> bool:
    """Whether everything that the part says, the whole says too; entries of lists are found by their ids."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and stands_in(part[key], whole[key]) for key in part)
    if isinstance(part, list) and part and isinstance(part[0], dict) and "id" in part[0]:
        named = {entry.get("id"): entry for entry in whole}
        return all(entry["id"] in named and stands_in(entry, named[entry["id"]]) for entry in part)
    return bool(part == whole)


@pytest.mark.parametrize(("kind", "text"), [pair for pair in FRAGMENTS if pair[0].startswith("ruleset")])
def test_a_fragment_stands_in_the_shipped_ruleset(kind: str, text: str) -> None:
    """In the one that the guide is about, or in the one that is named."""
    path = ROOT / "rulesets" / (kind.removeprefix("ruleset").strip() or NAME) / "ruleset.yaml"
    whole = to_plain(parse(read_text(path), str(path)))
    assert stands_in(to_plain(parse(text, "guide")), whole)


def test_a_fragment_that_says_something_else_does_not_stand_there() -> None:
    whole = {"provisions": [{"id": "art1", "any_of": [{"id": "art1.1", "when": {"fact": "x"}}]}]}
    assert stands_in({"provisions": [{"id": "art1"}]}, whole)
    assert not stands_in({"provisions": [{"id": "art1", "any_of": [{"id": "art1.1", "when": {"fact": "y"}}]}]}, whole)
    assert not stands_in({"provisions": [{"id": "art2"}]}, whole)


@pytest.mark.parametrize("text", [text for kind, text in FRAGMENTS if kind == "suite"])
def test_tests_stand_in_the_shipped_suites(text: str) -> None:
    tests = [test for path in sorted(SUITES.glob("*.yaml"))
             for test in to_plain(parse(read_text(path), str(path)))["tests"]]  # fmt: skip
    assert stands_in(to_plain(parse(text, "guide")), tests)


@pytest.mark.parametrize(
    ("kind", "text"), [pair for pair in FRAGMENTS if pair[0].split()[0] not in ("ruleset", "suite")]
)
def test_other_fragments_are_read(kind: str, text: str) -> None:
    reader = Reader("guide")
    assert validated(getattr(conditions, kind), parse(text, "guide"), reader) is not None
    assert reader.diagnostics == []


@pytest.mark.parametrize(
    ("lang", "heading"),
    [
        ("zh", "a  未达到情节严重（是否构成犯罪须裁量）"),
        ("en", "a  serious circumstances not reached (whether it is an offence is left to the court)"),
    ],
)
def test_headings_say_the_lowest_grade_by_its_label(lang: str, heading: str) -> None:
    """No amount makes this offence: 600 000 yuan alone is not said to be short of it."""
    case = {"schema": "thresholds/case/1", "id": "c", "ruleset": NAME, "persons": {"a": {}}}
    report = evaluate(load_case(case | {"facts": {"a": {"concealed_amount": "600000元"}}}))
    assert heading in as_text(report, lang).splitlines()


def test_codes_that_it_names_exist() -> None:
    named = set(re.findall(r"TH\d{3}", PAGE))
    assert named <= set(codes())
    assert len(named) > 12


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


def test_every_section_has_its_number() -> None:
    numerals = re.findall(r"^## ([一二三四五六七八九十]+)、", PAGE, re.MULTILINE)
    assert [parse_chinese(numeral) for numeral in numerals] == list(range(1, len(numerals) + 1))


# -- its commands ---------------------------------------------------------------------------------------------


def text_of_terms() -> str:
    """In the form of an official text the terms and numbers that the shipped ruleset quotes, each in its place."""
    ruleset = load_ruleset(SHIPPED)
    said: dict[tuple[int, ...], list[str]] = {}
    for provision in ruleset.provisions:
        for entry in (provision, *(provision.any_of if isinstance(provision, Standards) else ())):
            said.setdefault(order(entry.id), []).extend(quotes(entry))
    said[min(said)].append(ruleset.statute)
    lines = [f"{ruleset.title}\n\n{ruleset.citation}\n"]
    articles = {place[0] for place in said}
    for article in sorted(articles):
        below = [place for place in sorted(said) if place[0] == article and len(place) > 1]
        opening = {place[:2] for place in below}
        if not opening:
            lines.append(f"{cite(f'art{article}')}　{sentence(said[article,])}")
        for number, paragraph in enumerate(sorted(opening)):
            items = [place for place in below if place[:2] == paragraph and len(place) > 2]
            head = f"{cite(f'art{article}')}　" if not number else ""
            words = said.get(paragraph) or [
                word for item in items for word in said[item] if words_of_all(said, items, word)
            ]
            lines.append(f"{head}{sentence(words)[:-1]}{'：' if items else '。'}")
            lines += [f"（{'零一二三四五六七八九十'[item[2]]}）{sentence(said[item])[:-1]}；" for item in items]
    return "\n\n".join(lines) + "\n"


def words_of_all(said: dict[tuple[int, ...], list[str]], items: list[tuple[int, ...]], word: str) -> bool:
    """Whether every item of a paragraph quotes a word: it is of the opening words."""
    return all(word in said[item] for item in items)


def quotes(entry: Standards | Item | Rule) -> list[str]:
    return re.findall("「([^」]*)」", entry.gloss)


def sentence(words: list[str]) -> str:
    return "，".join(dict.fromkeys(words)) + "。"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader of the guide works."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    [setting] = [
        text for kind, text in ((k.strip(), t) for lang, k, t in BLOCK.findall(PAGE) if lang == "sh") if not kind
    ]
    variable, _, value = setting.strip().removeprefix("export ").partition("=")
    monkeypatch.setenv(variable, value)
    (tmp_path / "官方文本.txt").write_text(text_of_terms(), encoding="utf-8")
    return tmp_path


def fill_in(folder: Path) -> None:
    """What the reader of the guide writes by hand: the ruleset and the suites as they are shipped."""
    shutil.copy(SHIPPED, folder / "rulesets" / NAME / "ruleset.yaml")
    (folder / "tests" / "conformance" / NAME / "first.yaml").unlink()
    for path in SUITES.glob("*.yaml"):
        shutil.copy(path, folder / "tests" / "conformance" / NAME)


def change(folder: Path) -> None:
    """Another figure in a copy."""
    text = (folder / "rulesets" / NAME / "ruleset.yaml").read_text(encoding="utf-8")
    changed = text.replace("at_least: 2500000 元", "at_least: 3000000 元").replace("二百五十万元", "三百万元")
    assert changed != text
    (folder / "改.yaml").write_text(changed, encoding="utf-8")


BEFORE = {"filled": fill_in, "changed": change}


def commands() -> list[tuple[str, int, list[str]]]:
    """What comes before each command, the exit code that it ends with, and its words."""
    found = []
    for language, kind, text in BLOCK.findall(PAGE):
        if language == "sh" and kind.strip().startswith("guide"):
            words = kind.split()[1:]
            code = next((int(word) for word in words if word.isdigit()), 0)
            before = next((word for word in words if word in BEFORE), "")
            found += [(before, code, shlex.split(line)) for line in text.splitlines()]
    return found


#: Something that each command prints, in order.
PRINTED = [
    "已写到 rulesets/fashi-2025-13/ruleset.yaml",
    "还没有填：罪名",
    "法释〔2025〕13号 复核表",
    "没有问题：rulesets/fashi-2025-13/ruleset.yaml",
    "从不单独起作用",
    "相符。法释〔2025〕13号",
    "每一处边界都有测试",
    " passed, 0 failed",
    "0 项有反例",
    "3000000 元以上",
    "5000000 元",
]


def test_the_commands_do_what_is_said_of_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(commands()) == len(PRINTED)
    for (before, code, words), printed in zip(commands(), PRINTED, strict=True):
        if before:
            BEFORE[before](folder)
        assert words[0] == "thresholds"
        assert run(words[1:]) == code, words
        shown = capsys.readouterr()
        assert printed in shown.out + shown.err, words


def test_the_change_in_the_guide_moves_one_grade_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the cases on the loss those between the old and the new figure fall."""
    (folder / "rulesets" / NAME).mkdir(parents=True)
    (folder / "tests" / "conformance" / NAME).mkdir(parents=True)
    (folder / "tests" / "conformance" / NAME / "first.yaml").write_text("", encoding="utf-8")
    fill_in(folder)
    change(folder)
    assert run(["ruleset", "diff", NAME, "改.yaml", f"tests/conformance/{NAME}"]) == 0
    shown = capsys.readouterr().out
    assert "第五条第一款第（四）项：掩饰、隐瞒造成的损失" in shown
    assert "loss-2500000：a" in shown
    assert "loss-2499999.99：a" not in shown
