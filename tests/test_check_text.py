"""Rulesets held against official texts: what agrees, each way to differ, and that no number can be changed unseen.

The instrument in `lawtext/` is made up. Official texts are not part of the project; where they lie beside it, every
ruleset with a text of its name is held against that too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lawtext_changes import changed_rulesets, changed_texts

from thresholds.cli.root import run
from thresholds.law.load import load_ruleset
from thresholds.law.model import Ruleset
from thresholds.lawtext.check import compare
from thresholds.lawtext.entries import entries_of
from thresholds.lawtext.lines import lines_of
from thresholds.lawtext.passages import LawText
from thresholds.lawtext.read import law_text, read_law_text
from thresholds.lawtext.results import Discrepancy
from thresholds.lawtext.sentences import Sentences

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "lawtext"
FICTIONAL, TEXT = FOLDER / "fictional.yaml", FOLDER / "fictional.md"
WRITTEN = TEXT.read_text(encoding="utf-8")
OFFICIAL = ROOT.parent / "shared" / "law" / "texts"

#: Every ruleset whose official text lies beside the project.
PAIRS = [
    (path.parent.name, OFFICIAL / f"{path.parent.name}.md")
    for path in sorted((ROOT / "rulesets").glob("*/ruleset.yaml"))
    if (OFFICIAL / f"{path.parent.name}.md").is_file()
]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "200")

    def typed(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return typed


def fictional() -> Ruleset:
    return load_ruleset(FICTIONAL)


def written(*changes: tuple[str, str]) -> LawText:
    """The made-up text with some words replaced, each of which stands there once."""
    text = WRITTEN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return law_text("text.md", lines_of(text.splitlines()))


def differing(text: LawText, ruleset: Ruleset | None = None) -> list[tuple[str, str]]:
    """The code of each discrepancy, with the id in the ruleset or the words of the text."""
    found = compare(ruleset or fictional(), text).discrepancies
    return [(one.code, one.found if one.in_text else one.entry) for one in found]


def altered(identifier: str, **update: Any) -> Ruleset:
    """The ruleset with the fields of one provision or item replaced."""

    def change(entry: Any) -> Any:
        return entry.model_copy(update=update) if entry.id == identifier else entry

    ruleset = fictional()
    provisions = tuple(
        change(
            provision.model_copy(update={"any_of": tuple(change(item) for item in provision.any_of)})
            if hasattr(provision, "any_of")
            else provision
        )
        for provision in ruleset.provisions
    )
    return ruleset.model_copy(update={"provisions": provisions})


def without(identifier: str) -> Ruleset:
    """The ruleset without one provision or item."""
    ruleset = fictional()
    provisions = tuple(
        provision.model_copy(update={"any_of": tuple(item for item in provision.any_of if item.id != identifier)})
        if hasattr(provision, "any_of")
        else provision
        for provision in ruleset.provisions
        if provision.id != identifier
    )
    return ruleset.model_copy(update={"provisions": provisions})


# ------------------------------------------------------------------------------------------------ agreement


def test_the_made_up_ruleset_agrees_with_its_text() -> None:
    comparison = compare(fictional(), read_law_text(TEXT))
    assert comparison.discrepancies == ()
    assert [article.article and article.article.cite() for article in comparison.articles] == [
        None, "第一条", "第二条", "第三条", "第四条", "第五条", "第六条", "第七条", "第八条", "第九条",
    ]  # fmt: skip
    third = comparison.articles[3]
    assert third.agreed == {"numbers": 2, "quotations": 4, "terms": 2}


def test_numerals_brackets_and_quotation_marks_of_any_style_are_the_same() -> None:
    arabic = [("四十条", "40条"), ("四百条", "400条"), ("六千元以上", "6000元以上"), ("一万二千元", "1.2万元")]
    arabic += [("二千元至五千元以上、二万元至六万元", "2000元至5000元以上、2万元至6万元")]
    ruleset = fictional()
    bare = altered("art2.1.2", gloss="第二项")
    for item, gloss in (("art2.1.1", "一"), ("art2.1.5", "一"), ("art4-first", "一"), ("art4-second", "一")):
        assert item in ruleset.by_id
        provisions = tuple(
            provision.model_copy(
                update={
                    "any_of": tuple(
                        one.model_copy(update={"gloss": gloss}) if one.id == item else one for one in provision.any_of
                    )
                }
            )
            if hasattr(provision, "any_of")
            else provision
            for provision in bare.provisions
        )
        bare = bare.model_copy(update={"provisions": provisions})
    assert differing(written(*arabic), bare) == []
    styles = [
        ("虚构第一项、第二项规定以外", "虚构第（一）项、第(二)项规定以外"),
        ("前款第一项至第六项", "前款第（一）项至第（六）项"),
    ]
    styles += [("认定为“情节特别严重”", "认定为「情节特别严重」"), ("借书两次以上", " 借书 两次 以上 ")]
    assert differing(written(*styles)) == []


def test_a_number_without_a_unit_in_the_text_may_be_of_any_things() -> None:
    assert differing(written(("点击达到七千以上", "点击达到七千次以上"))) == [("TH147", "art2.1.8.2")]
    assert differing(written(("点击达到七千以上", "点击达到七千人以上")), altered("art2.1.8.2", gloss="一")) == [
        ("TH142", "art2.1.8.2"),
        ("TH150", "七千人以上"),
    ]


# ------------------------------------------------------------------------------------------------ discrepancies


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("证五张以上不满三十张", "证六张以上不满三十张", [("TH142", "art3-from_five"), ("TH147", "art3-from_five")]),
        ("五张以上不满三十张", "五张以上不满四十张", [("TH142", "art3-from_five"), ("TH147", "art3-from_five")]),
        ("五张以上不满三十张", "五张以上", [("TH142", "art3-from_five"), ("TH147", "art3-from_five")]),
        ("达到八百元以上", "达到九百元以上", [("TH142", "art5.1"), ("TH147", "art5.1")]),
        ("三年内因", "三年以上因", [("TH145", "art2.1.7"), ("TH147", "art2.1.7")]),
        ("八倍以上", "九倍以上", [("TH143", "art2.2-eightfold"), ("TH147", "art2.2-eightfold")]),
        ("八倍以上", "八倍以下", [("TH143", "art2.2-eightfold"), ("TH147", "art2.2-eightfold")]),
        ("三倍以下", "三倍以上", [("TH143", "art7"), ("TH147", "art7")]),
    ],
)
def test_a_number_on_another_side_or_of_another_size(old: str, new: str, found: list[tuple[str, str]]) -> None:
    said = differing(written((old, new)))
    assert said[: len(found)] == found
    assert {code for code, _ in said[len(found) :]} == {"TH150"}


def test_each_place_of_a_discrepancy_is_that_of_the_sentence() -> None:
    (found,) = compare(without("art2.1.7"), read_law_text(TEXT)).discrepancies
    assert (found.code, found.pinpoint and found.pinpoint.cite()) == ("TH141", "第二条第一款第（七）项")
    line = WRITTEN.splitlines()[found.line - 1]
    assert line[found.column - 1 :] == "三年内因虚构借阅受过行政处罚，又虚构借阅的；"


@pytest.mark.parametrize(
    ("identifier", "cites"),
    [
        ("art1", ["第一条"]),
        ("art2.2", ["第二条第二款"]),
        ("art2.1.8.2", ["第二条第一款第（八）项第2目"]),
        ("art9", ["第九条"]),
    ],
)
def test_every_part_of_the_text_needs_an_entry(identifier: str, cites: list[str]) -> None:
    found = compare(without(identifier), read_law_text(TEXT)).discrepancies
    missing = [one.pinpoint.cite() for one in found if one.code == "TH141" and one.pinpoint]
    assert missing == cites


def test_one_provision_may_answer_for_a_whole_article() -> None:
    text = written(("骗借图书数额达到八百元以上，并且", "骗借图书，"))
    ruleset = without("art5.1")
    whole = next(provision for provision in ruleset.provisions if provision.id == "art9")
    whole = whole.model_copy(update={"id": "art5", "rule": "definition", "gloss": "「善本」等，「六十日」"})
    provisions = [provision for provision in ruleset.provisions if not provision.id.startswith("art5")]
    provisions.insert(6, whole)
    assert differing(text, ruleset.model_copy(update={"provisions": tuple(provisions)})) == [
        ("TH150", "百分之七十"),
        ("TH151", "前款第一项至第三项"),
    ]


def test_a_number_that_is_said_twice_must_be_asked_twice() -> None:
    changed = altered("art2.1.5", when=fictional().by_id["art2.1.5"].when.any_of[0])  # type: ignore[union-attr]
    assert differing(written(("押金一万二千元以上", "押金六千元以上")), changed) == [
        ("TH147", "art2.1.5"),
        ("TH150", "六千元以上"),
    ]


def test_what_is_only_quoted_is_no_condition() -> None:
    """An item that measures must measure every number; one that people judge may quote it."""
    when = fictional().by_id["art2.1.9"].when
    assert differing(written(), altered("art2.1.8.1", when=when)) == []
    gains = fictional().by_id["art2.1.5"].when.any_of[0]  # type: ignore[union-attr]
    assert differing(written(), altered("art2.1.5", when=gains)) == [("TH150", "一万二千元以上")]
    assert differing(written(), altered("art6", within=None)) == [("TH150", "一年内")]


def test_numbers_from_elsewhere_are_named() -> None:
    comparison = compare(fictional(), read_law_text(TEXT))
    assert [(one.entry, one.said, one.source, one.elsewhere) for one in comparison.borrowed] == [
        ("art7-no_amount", "1000元以上", "法释〔2029〕7号", True)
    ]
    assert differing(written(), altered("art7-no_amount", note="下限另有规定")) == [("TH142", "art7-no_amount")]
    assert differing(written(), altered("art7-no_amount", floor=200000)) == [("TH142", "art7-no_amount")]


def test_numbers_of_another_place_are_looked_for_there() -> None:
    when = fictional().by_id["art3-from_thirty"].when
    item = altered("art5.1.1", when=when, gloss="「善本」，够到第三条的三十张")
    (found,) = [one for one in compare(item, read_law_text(TEXT)).borrowed if one.entry == "art5.1.1"]
    assert (found.said, found.source, found.elsewhere) == ("30张以上", "第三条", False)
    elsewhere = altered("art5.1.1", when=when, gloss="「善本」，够到第四条的三十张")
    assert ("TH142", "art5.1.1") in differing(written(), elsewhere)


def test_facts_of_items_referred_to_are_all_asked() -> None:
    requires = next(one for one in fictional().standards if one.id == "art5.2").requires
    fewer = requires.model_copy(update={"any_of": requires.any_of[:2]})  # type: ignore[union-attr]
    (found,) = compare(altered("art5.2", requires=fewer), read_law_text(TEXT)).discrepancies
    assert (found.code, found.said, found.found) == ("TH151", "拒不归还满六十日", "前款第一项至第三项")


def test_the_grade_is_that_which_the_sentence_names() -> None:
    assert differing(written(), altered("art2.2", grade="loans_serious")) == [("TH154", "art2.2")]
    assert differing(written(), altered("art3-huge", grade="cards_large")) == [("TH154", "art3-huge")]


def test_the_head_is_compared() -> None:
    ruleset = fictional()
    later = ruleset.in_force.model_copy(update={"start": ruleset.in_force.start.replace(day=2)})
    assert differing(written(), ruleset.model_copy(update={"in_force": later})) == [("TH148", "in_force")]
    assert differing(written(("effective_date: '2030-03-01'", "effective_date: '2030-03-02'"))) == [
        ("TH148", "in_force")
    ]
    assert differing(written(("**法释〔2030〕1号**", "**法释〔2030〕2号**"))) == [("TH149", "citation")]
    assert differing(written(("**法释〔2030〕1号**", "**法释【2030】1号**"))) == []
    assert differing(written(("status: 有效", "status: 已废止"))) == [("TH155", "in_force")]
    statute = ruleset.model_copy(update={"statute": "刑法第九百条、第九百零九条"})
    assert differing(written(), statute) == [("TH146", "statute")]


HEAD = WRITTEN[: WRITTEN.index("为办好")]


def bare_text(head: str) -> LawText:
    """The made-up text under another head, without the article on the day in force."""
    body = WRITTEN[len(HEAD) : WRITTEN.index("- **第九条**")]
    return law_text("text.md", lines_of([*head.splitlines(), *body.splitlines()]))


@pytest.mark.parametrize(
    ("head", "unstated", "found"),
    [
        ("# 某解释", ("citation", "in_force"), []),
        ("# 某解释\n法释〔2030〕1号", ("in_force",), []),
        ("# 某解释\n2030年3月1日 施行", ("citation",), []),
        ("# 某解释\n法释〔2030〕2号", ("in_force",), [("TH149", "citation")]),
        ("# 某解释\n2030年3月2日 施行", ("citation",), [("TH148", "in_force")]),
        ("# 某解释\n法释〔2030〕2号\n2030年3月2日 施行", (), [("TH149", "citation"), ("TH148", "in_force")]),
    ],
)
def test_what_a_text_does_not_say_of_itself_is_not_compared(
    head: str, unstated: tuple[str, ...], found: list[tuple[str, str]]
) -> None:
    comparison = compare(without("art9"), bare_text(head))
    assert comparison.unstated == unstated
    assert [(one.code, one.entry) for one in comparison.discrepancies] == found


def test_the_command_says_what_was_not_compared(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text(WRITTEN.replace("**法释〔2030〕1号**", ""), encoding="utf-8")
    code, out, err = cli("ruleset", "check-text", FICTIONAL, path)
    assert (code, err) == (0, "")
    assert out.splitlines()[1] == "文号：文本没有写，没有核对"
    assert "施行日期：" not in out
    code, out, _ = cli("ruleset", "check-text", FICTIONAL, path, "--format", "json")
    assert json.loads(out)["text"]["not_stated"] == ["citation"]


def test_articles_of_a_statute_named_for_another_offence_stand_in_the_sentence() -> None:
    text = written(("不适用第二条", "不适用第二条，依照刑法第九百零三条处罚"))
    assert differing(text, altered("art8", offence="另一罪（刑法第九百零三条）")) == []
    assert differing(text, altered("art8", offence="另一罪（刑法第九百零四条）")) == [("TH146", "art8")]
    assert differing(written(), altered("art8", offence="另一罪（刑法第九百零四条）")) == []


def test_of_a_statute_only_the_articles_cited_are_compared() -> None:
    """A ruleset without a document number is of some articles of a longer text."""
    ruleset = without("art9").model_copy(update={"citation": "虚构借阅法"})
    assert differing(written(), ruleset) == []
    assert differing(written(), without("art2.1.9").model_copy(update={"citation": "虚构借阅法"})) == [("TH141", "")]


def test_an_article_inserted_after_another_is_found() -> None:
    text = written(("- **第九条**", "- **第八条之一**　　私印借书证四百张以上的，从重处罚。\n\n- **第九条**"))
    assert differing(text) == [("TH141", "")]
    ruleset = fictional()
    rule = next(one for one in ruleset.provisions if one.id == "art9")
    inserted = rule.model_copy(update={"id": "art8-1", "rule": "definition", "gloss": "「四百张以上」「从重」"})
    provisions = (*ruleset.provisions[:-1], inserted, rule)
    assert differing(text, ruleset.model_copy(update={"provisions": provisions})) == []


# ------------------------------------------------------------------------------------------------ every change is seen


def bare(ruleset: Ruleset) -> Ruleset:
    """The ruleset without the quotations of items that measure, so that their conditions alone must agree."""
    quoting = {entry.id for entry in entries_of(ruleset) if entry.asserted or entry.kind != "item"}
    provisions = tuple(
        provision.model_copy(
            update={
                "any_of": tuple(
                    item if item.id in quoting else item.model_copy(update={"gloss": re.sub("[「」]", "", item.gloss)})
                    for item in provision.any_of
                )
            }
        )
        if hasattr(provision, "any_of")
        else provision
        for provision in ruleset.provisions
    )
    return ruleset.model_copy(update={"provisions": provisions})


def unseen(ruleset: Ruleset, path: Path) -> list[str]:
    """Changes of the ruleset and of the text that a comparison does not find."""
    text = read_law_text(path)
    changes = [what for what, changed in changed_rulesets(ruleset) if not compare(changed, text).discrepancies]
    official = path.read_text(encoding="utf-8")
    return changes + [what for what, changed in changed_texts(text, official) if agrees(ruleset, changed)]


def agrees(ruleset: Ruleset, text: LawText) -> bool:
    return not compare(ruleset, text).discrepancies


def test_no_change_of_the_made_up_pair_goes_unseen() -> None:
    ruleset = fictional()
    assert unseen(ruleset, TEXT) == []
    assert len(list(changed_rulesets(ruleset))) == 73
    assert len(list(changed_texts(read_law_text(TEXT), WRITTEN))) == 35


def test_no_change_of_the_made_up_text_goes_unseen_by_the_conditions_alone() -> None:
    ruleset, text = bare(fictional()), read_law_text(TEXT)
    assert compare(ruleset, text).discrepancies == ()
    assert [what for what, changed in changed_texts(text, WRITTEN) if agrees(ruleset, changed)] == []


if PAIRS:

    @pytest.mark.parametrize(("name", "path"), PAIRS, ids=[name for name, _ in PAIRS])
    def test_every_ruleset_agrees_with_its_official_text(name: str, path: Path) -> None:
        found = compare(load_ruleset(ROOT / "rulesets" / name), read_law_text(path)).discrepancies
        assert [shown(one) for one in found] == []

    @pytest.mark.parametrize(("name", "path"), PAIRS, ids=[name for name, _ in PAIRS])
    def test_no_change_of_a_ruleset_or_of_its_text_goes_unseen(name: str, path: Path) -> None:
        assert unseen(load_ruleset(ROOT / "rulesets" / name), path) == []


def shown(found: Discrepancy) -> str:
    place = found.pinpoint.cite() if found.pinpoint else ""
    return f"{found.code} {found.entry} {place} {found.said} {found.found}"


# ------------------------------------------------------------------------------------------------ the command


def test_the_command_shows_each_article(cli: Run) -> None:
    code, out, err = cli("ruleset", "check-text", FICTIONAL, TEXT)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:4] == [
        "✓ 文号、施行日期、所依据的法律条文",
        "✓ 第一条  引文 2",
        "✓ 第二条  数字 7、倍数 2、期限 1、类别 6、引用 16、用语 3、引文 20",
        "✓ 第三条  数字 2、用语 2、引文 4",
    ]
    assert lines[11] == "art7-no_amount：1000元以上 不在本文本，规则集注明来自法释〔2029〕7号，未核对"
    assert lines[12].startswith("相符。法释〔2030〕1号，文本 ")
    assert "：9 条，规则集的 " in lines[12]


def test_the_command_points_at_the_line_that_is_wrong(cli: Run, tmp_path: Path) -> None:
    ruleset = tmp_path / "ruleset.yaml"
    source = FICTIONAL.read_text(encoding="utf-8").replace("at_least: 40 条", "at_least: 50 条")
    ruleset.write_text(source, encoding="utf-8")
    code, out, err = cli("ruleset", "check-text", ruleset, TEXT)
    assert code == 3
    assert "✗ 第二条　不符 2 处" in out
    assert out.splitlines()[-1].startswith("2 处不符，在 1 条里。法释〔2030〕1号，文本 ")
    number = next(at for at, line in enumerate(source.splitlines(), 1) if "id: art2.1.1" in line)
    line = next(at for at, text in enumerate(WRITTEN.splitlines(), 1) if "四十条以上" in text)
    column = WRITTEN.splitlines()[line - 1].index("四十条以上") + 1
    assert err.splitlines() == [
        f"{ruleset}:{number}:9: TH142 「art2.1.1」的数 50条以上 不在第二条第一款第（一）项（文本第 {line} 行）里，"
        "那里的数：四十条以上。照那一句改；数来自别处的，在 note 里写明：本解释的写第几条，别的文件写文号和数",
        f"{TEXT}:{line}:{column}: TH150 第二条第一款第（一）项的「四十条以上」没有写进规则集。要算的数写进 when、"
        "requires 或者规则的字段；由人认定的事实，label 里写明这个数；不作判断的规定，在 gloss 里引「」",
    ]


def test_the_command_in_english(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(WRITTEN.replace("八倍以上", "九倍以上"), encoding="utf-8")
    code, out, err = cli("ruleset", "check-text", FICTIONAL, path, "--lang", "en")
    assert code == 3
    assert out.splitlines()[2].startswith("✗ Art. 2  3 not in agreement  numbers 7, ")
    assert [re.sub("^.*?: (TH)", r"\1", line).split(".")[0] for line in err.splitlines()] == [
        "TH143 the multiple 8倍以上 of “art2",
        "TH147 the quotation 「前款第一项至第六项规定标准八倍以上」 of “art2",
        "TH150 “九倍以上” of Art",
    ]


def test_the_comparison_as_json(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text(WRITTEN.replace("八倍以上", "九倍以上"), encoding="utf-8")
    code, out, err = cli("ruleset", "check-text", FICTIONAL, path, "--format", "json")
    assert (code, err) == (3, "")
    found = json.loads(out)
    assert list(found) == ["schema", "tool", "ruleset", "text", "agrees", "agreed", "articles", "elsewhere"]
    assert (found["schema"], found["agrees"]) == ("thresholds/check-text/1", False)
    assert found["text"]["numbers"] == ["法释〔2030〕1号"]
    assert re.fullmatch("[0-9a-f]{64}", found["text"]["sha256"])
    assert [article["cite"] for article in found["articles"] if not article["agrees"]] == ["第二条"]
    multiple, quotation, unwritten = found["articles"][2]["discrepancies"]
    assert (multiple["code"], multiple["item"], multiple["ruleset_says"]) == ("TH143", "art2.2-eightfold", "8倍以上")
    assert multiple["text_says"] == "九倍以上"
    assert quotation["ruleset_says"] == "前款第一项至第六项规定标准八倍以上"
    assert (unwritten["item"], unwritten["file"]) == (None, str(path))
    assert unwritten["message"].startswith("第二条第二款的「九倍以上」没有写进规则集")
    assert found["elsewhere"] == [
        {"item": "art7-no_amount", "says": "1000元以上", "source": "法释〔2029〕7号", "verified": False}
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_lost_in_a_narrow_window(cli: Run, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    wide = cli("ruleset", "check-text", FICTIONAL, TEXT, "--lang", lang)[1]
    monkeypatch.setenv("COLUMNS", "40")
    narrow = cli("ruleset", "check-text", FICTIONAL, TEXT, "--lang", lang)[1]
    assert re.sub(r"\s", "", narrow) == re.sub(r"\s", "", wide)
    assert len(narrow.splitlines()) > len(wide.splitlines())


def test_the_same_bytes_on_every_run(cli: Run) -> None:
    assert cli("ruleset", "check-text", FICTIONAL, TEXT) == cli("ruleset", "check-text", FICTIONAL, TEXT)


@pytest.mark.parametrize(
    ("ruleset", "text", "code"),
    [("nothing", TEXT, 2), (FICTIONAL, FOLDER / "nothing.md", 1), (FICTIONAL, FICTIONAL, 1), (FICTIONAL, FOLDER, 1)],
)
def test_what_cannot_be_compared(cli: Run, ruleset: object, text: Path, code: int) -> None:
    found, out, err = cli("ruleset", "check-text", ruleset, text)
    assert (found, out) == (code, "")
    assert len(err.splitlines()) == 1


# ------------------------------------------------------------------------------------------------ beside each item

#: Words of our own, with the document number of a ruleset that the samples are measured by.
BESIDE = """\
法释〔2017〕10号
第五条　有下列情形之一的：
（三）这里是第三项<的>话；
（八）这里是第八项的话。
第十条　这里是第十条的话。
"""


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    path = tmp_path / "beside.txt"
    path.write_text(BESIDE, encoding="utf-8")
    return path


def test_a_report_shows_the_sentence_beside_each_item(cli: Run, beside: Path) -> None:
    code, out, _ = cli("check", "sample:insider-half", "--text", TEXT, "--text", beside)
    assert code == 0
    lines = [re.sub("^[│├└─ ]+", "", line) for line in out.splitlines()]
    third = next(at for at, line in enumerate(lines) if line.startswith("○ 第五条第一款第（三）项  "))
    assert lines[third + 1] == "条文：（三）这里是第三项<的>话；"
    people = sum(line[2:].startswith("第五条第一款第（一）项  ") for line in lines)
    assert people == 2
    assert out.count("条文：") == 3 * people
    assert "Text: （八）这里是第八项的话。" in cli("check", "sample:insider-half", "--text", beside, "--lang", "en")[1]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("markdown", r"条文：（三）这里是第三项\<的\>话；"),
        ("html", "条文：（三）这里是第三项&lt;的&gt;话；"),
    ],
)
def test_a_document_shows_it_too(cli: Run, beside: Path, form: str, shown: str) -> None:
    code, out, _ = cli("check", "sample:insider-half", "--format", form, "--text", beside)
    assert code == 0
    assert shown in out
    assert "条文：这里是第十条的话。" in out
    assert "条文：" not in cli("check", "sample:insider-half", "--format", form)[1]


def test_a_word_document_shows_it_too(cli: Run, beside: Path, tmp_path: Path) -> None:
    from docx import Document

    output = tmp_path / "report.docx"
    assert cli("check", "sample:insider-half", "--format", "docx", "--text", beside, "--output", output)[0] == 0
    cells = [cell.text for table in Document(str(output)).tables for row in table.rows for cell in row.cells]
    assert any("条文：（三）这里是第三项<的>话；" in cell for cell in cells)


def test_json_has_a_sentence_only_where_a_text_was_given(cli: Run, beside: Path) -> None:
    plain = json.loads(cli("check", "sample:insider-half", "--format", "json")[1])
    given = json.loads(cli("check", "sample:insider-half", "--format", "json", "--text", beside)[1])
    assert "sentence" not in {key for person in plain["persons"] for finding in person["findings"] for key in finding}
    for person in given["persons"]:
        sentences = {one["item"]: one.pop("sentence") for one in person["findings"] if "sentence" in one}
        assert sentences == {
            "art5.1.3": "（三）这里是第三项<的>话；",
            "art5.1.8": "（八）这里是第八项的话。",
            "art10": "这里是第十条的话。",
        }
    assert given == plain


def test_a_text_of_another_instrument_is_refused(cli: Run) -> None:
    code, out, err = cli("check", "sample:insider-half", "--text", TEXT)
    assert (code, out) == (2, "")
    assert err == "--text 的文本里没有法释〔2017〕10号：文本是 法释〔2030〕1号\n"


def test_a_text_of_a_statute_is_known_by_its_name() -> None:
    statute = law_text("s.md", lines_of(["---", "title: 中华人民共和国刑法", "---", "第九百条　甲。"]))
    ruleset = fictional().model_copy(update={"citation": "中华人民共和国刑法"})
    assert Sentences((written(), statute)).text_of(ruleset) is statute
    assert Sentences((written(),)).text_of(ruleset) is None
    assert Sentences((statute,)).of(ruleset, "art900") == "甲。"
    assert Sentences((statute,)).of(ruleset, "art900.1.1") == ""
