"""What a document says: every part, for every audience; the same grade, items and numbers in all of them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from documents import CASES, LANGS, MATTERS, chain, document_of, part, report_of, rows_of, said, texts_of

from thresholds import NotFoundError, PersonReport, render
from thresholds.rendering import FORMATS, render_bytes
from thresholds.rendering.document.audience import Audience, audience_of
from thresholds.rendering.document.build import document, joined
from thresholds.rendering.document.model import Bullets, Document, Heading, LadderChart, PageBreak, Paragraph, Table
from thresholds.rendering.words import Words
from thresholds.values.citation import cite
from thresholds.values.status import Status
from thresholds.wording import phrase


def anchors(found: Document) -> list[str]:
    return [block.anchor for block in found.blocks if isinstance(block, Heading)]


# -- every part ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "lang"), list(product(MATTERS, LANGS)), ids=lambda value: getattr(value, "stem", value)
)
def test_every_part_is_there(path: Path, lang: str) -> None:
    report, found, words = report_of(path), document_of(path, lang, Audience.COURT), Words(lang)
    text, names = said(found), anchors(found)
    for name in ("top", "summary", "law", "all-readings", "evidence", "versions", "limits"):
        assert name in names
    for number, person in enumerate(report.persons, 1):
        for name in ("result", "items", "counts", "readings", "questions", "consequences"):
            assert f"person-{number}-{name}" in names
        summary = rows_of(part(found, "summary"))[number - 1]
        assert summary[0] == person.name
        assert summary[1].replace("\n", " ") == words.grade(person.grade)
        findings(person, found, number, words)
    law = [row[0] for row in rows_of(part(found, "law"))]
    assert set(law) >= {cite(item, lang) for item in report.ruleset.item_ids}
    assert [row[0] for row in rows_of(part(found, "evidence"))] == list(report.case.evidence)
    assert report.case.sha256 in text
    assert report.ruleset.sha256 in text
    assert [row[0].split("\n")[-1] for row in rows_of(part(found, "all-readings"))] == [
        reading.id for reading in report.ruleset.readings
    ]


def findings(person: PersonReport, found: Document, number: int, words: Words) -> None:
    """Every item stands in the tables with its status and its numbers, or in a sentence where there is no conduct."""
    blocks = part(found, f"person-{number}-items")
    rows = {row[0].replace("\n", ""): row for row in rows_of(blocks)}
    sentences = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    for finding in person.findings:
        item, status = cite(finding.item, words.lang), words.say(f"status.{finding.status.value}")
        if item not in rows:
            assert item in sentences
            assert status in sentences
            assert finding.status not in (Status.ESTABLISHED, Status.OPEN)
            continue
        row = rows[item]
        assert row[1].endswith(status)
        if finding.decisive is not None:
            assert f"{row[2]}{phrase('clause', words.lang)}{row[3]}" == words.measured(finding.decisive)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("audience", Audience)
def test_nothing_is_empty_and_everything_fits(audience: Audience, lang: str) -> None:
    for path in CASES:
        found = document_of(path, lang, audience)
        for block in found.blocks:
            assert all(text.strip() for text in texts_of(block)), (path.stem, block)
            assert not any("{" in text or "None" in text for text in texts_of(block) if path.parent.name != "judgments")
            if isinstance(block, Table):
                assert block.rows
                assert len(block.head) == len(block.widths)
                assert {len(row) for row in block.rows} == {len(block.head)}
                assert len(block.status) in (0, len(block.rows))
                assert block.right <= set(range(len(block.head)))
            if isinstance(block, Bullets):
                assert block.items
            if isinstance(block, LadderChart):
                assert len(block.text) == len(block.rungs) > 0
        names = anchors(found)
        assert [name for name, times in Counter(names).items() if times > 1] == []
        assert all(re.fullmatch("[a-z0-9-]+", name) for name in names)


# -- worked out by hand ----------------------------------------------------------------------------------------


def test_the_result_says_what_decides() -> None:
    """甲: 28 of 25 (half of fifty) makes item (8); 乙: 42 to 58 of fifty leaves item (3) open."""
    found = document(chain())
    assert part(found, "person-1-result")[:3] == [
        Paragraph("就案卷写明的事实而言，甲的档次为情节严重。", "lead"),
        Paragraph("使档次到情节严重的项："),
        Bullets(("第五条第一款第（八）项成立：3000 元 ÷ 2500 元 ＝ 1.2，超出 500 元",)),
    ]
    assert part(found, "person-2-result")[:3] == [
        Paragraph("就案卷写明的事实而言，乙的档次至少为未达到，至多为情节严重；在哪一档，取决于待查的事实。", "lead"),
        Paragraph("档次能否到情节严重，取决于以下待查的项："),
        Bullets((
            "第五条第一款第（三）项待查：42～58 条 ÷ 50 条 ＝ 0.84～1.16，差 8 条",
            "第五条第一款第（六）项待查：合计 0.876～1.196，标准 1，＝ 0.876～1.196，差 0.124",
        )),
    ]  # fmt: skip


def test_only_what_makes_the_grade_decides_it() -> None:
    """吴某's items (3) and (8) make the lower grade, ten times item (8) the higher one."""
    found = document_of(MATTERS[0], "zh", Audience.COURT)
    (decided,) = [block for block in part(found, "person-1-result") if isinstance(block, Bullets)]
    assert [item.split("：")[0] for item in decided.items] == ["第五条第二款第（三）项成立"]
    assert rows_of(part(found, "summary"))[0][2] == "成立：第五条第二款第（三）项"


def test_how_records_were_counted_names_everybody_and_every_rule() -> None:
    """B2 was got once and sold twice: 100 less 10 duplicates, counted for both buyers: 180."""
    blocks = part(document(chain()), "person-2-counts")
    assert Bullets(("行踪轨迹信息：42～58 条", "其他公民个人信息：180 条")) in blocks
    assert rows_of(blocks) == [
        (
            "批次 B1",
            "行踪轨迹信息\n28 条",
            "取得：D2 购买（来自甲）",
            "按查获数量认定（第十一条第三款）\n当面交付",
            "E1（电子数据：聊天记录，卷二第31页）",
        ),
        ("往来 D3", "行踪轨迹信息\n14～30 条", "取得：D3 购买（来自qian）", "按查获数量认定（第十一条第三款）", "—"),
        (
            "批次 B2",
            "其他公民个人信息\n100 条",
            "取得：D4 购买\n给 sun：D5 出售\n给 zhou：D6 出售",
            "扣除 重复 10（E2）\n先得后给只算一次（第十一条第一款）\n给不同的人累计（第十一条第二款）\n"
            "按查获数量认定（第十一条第三款）\n逐条比对",
            "E2（鉴定意见：去重）",
        ),
    ]
    assert Paragraph("以下往来因被收集者同意或者已匿名化，不计入（第三条第二款）：D7。") in blocks


def test_facts_are_stated_with_reason_evidence_and_dispute() -> None:
    found = document(chain())
    assert rows_of(part(found, "person-1-stated")) == [("收款（D1）", "3000 元", "—")]
    assert rows_of(part(found, "person-2-stated")) == [
        ("刑事处罚", "否", "有争议\nE1（电子数据：聊天记录，卷二第31页）"),
        ("同意（D7）", "是", "—"),
    ]


def test_what_the_file_says_besides_facts_is_shown() -> None:
    found = document(chain())
    assert part(found, "person-2-remarks") == [Bullets(("备注：在逃", "法院认定：另案处理"))]
    assert rows_of(part(found, "source")) == [
        ("出处", "发布者：某报\n网址：https://example.org/?a=1&b=2"),
        ("备注", "虚构"),
        ("法院认定", "结果：未公布"),
    ]


def test_a_ladder_is_told_in_words() -> None:
    charts = [block for block in document(chain()).blocks if isinstance(block, LadderChart)]
    assert charts[0].text[0] == (
        "第五条第一款第（三）项 行踪轨迹信息、通信内容、征信信息、财产信息：28 条。标准："
        "50 条（第五条第一款第（三）项，情节严重，未达到或者不适用）；"
        "500 条（第五条第二款第（三）项，情节特别严重，未达到或者不适用）。"
    )


def test_a_reading_that_decides_is_shown_with_its_basis_and_both_sides() -> None:
    """Sixty location records are ten more than fifty, where bulk records may be counted as seized."""
    report = chain(dealings=[{"id": "D1", "by": "jia", "act": "sale", "to": "x", "records": {"location_tracking": 60}}])
    blocks = part(document(report), "person-1-readings")
    assert rows_of(blocks)[:3] == [
        ("本报告采用的口径", "情节严重"),
        ("全部取最有利于被告人的口径", "未达到"),
        ("全部取最有利于指控的口径", "情节严重"),
    ]
    ((asks, chosen, other, basis),) = rows_of(blocks)[3:]
    assert asks.endswith("第十一条第三款\nbulk_presumption_t1_t2")
    assert (chosen, other) == ("可以", "须逐条核实\n则为未达到")
    assert basis.startswith("起草者意见主张敏感信息逐条认定")


def test_several_cases_are_joined_a_level_lower() -> None:
    one, other = document(chain()), document(chain(id="again"))
    both = joined([one, other], Audience.COURT)
    assert both.blocks[0] == Heading(1, "2 件案卷的量刑档次逐项核对报告", "top")
    names = anchors(both)
    assert len(names) == len(set(names)) == 1 + 2 * len(anchors(one))
    assert {block.level for block in both.blocks if isinstance(block, Heading)} == {1, 2, 3, 4}
    assert both.blocks.count(PageBreak()) == 2 + 2 * one.blocks.count(PageBreak())
    assert joined([one]) is one


def test_one_person_alone() -> None:
    found = document(chain(), person="yi")
    assert rows_of(part(found, "summary"))[0][0] == "乙"
    assert "person-2" not in anchors(found)
    with pytest.raises(NotFoundError):
        document(chain(), person="nobody")


# -- for whom --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_every_version_gives_the_same_grade_and_every_item_that_matters(lang: str) -> None:
    words = Words(lang)
    for path in CASES:
        report = report_of(path)
        for audience in Audience:
            found = document_of(path, lang, audience)
            for number, person in enumerate(report.persons, 1):
                heading = next(b for b in found.blocks if isinstance(b, Heading) and b.anchor == f"person-{number}")
                assert heading.text.endswith(words.grade(person.grade))
                text = " ".join(t.replace("\n", "") for b in part(found, heading.anchor) for t in texts_of(b))
                for finding in person.findings:
                    if finding.status in (Status.ESTABLISHED, Status.OPEN):
                        assert cite(finding.item, lang) in text, (path.stem, audience, finding.item)
                        if finding.decisive is not None:
                            assert words.quotient(finding.decisive) in text
                            assert words.distance(finding.decisive) in text


@pytest.mark.parametrize("lang", LANGS)
def test_every_version_says_for_whom_it_is_and_that_nothing_else_is_computed(lang: str) -> None:
    notes = {}
    for audience in Audience:
        found = document_of(MATTERS[0], lang, audience)
        note = found.blocks[2]
        assert note == Paragraph(phrase(f"document.for.{audience.value}", lang), "note")
        notes[audience] = note.text
        assert phrase(f"document.kind.{audience.value}", lang) in found.title
        assert phrase(f"document.kind.{audience.value}", lang) in found.footer
    assert len(set(notes.values())) == len(Audience)
    for audience in (Audience.DEFENCE, Audience.PROSECUTION, Audience.CLIENT):
        assert ("与其他版本完全相同" if lang == "zh" else "exactly as in the other versions") in notes[audience]


def test_versions_for_the_parties_have_every_item_as_the_neutral_one() -> None:
    for path in CASES:
        neutral = document_of(path, "zh", Audience.COURT)
        for audience in (Audience.DEFENCE, Audience.PROSECUTION):
            found = document_of(path, "zh", audience)
            for number in range(1, len(report_of(path).persons) + 1):
                for name in ("items", "counts", "consequences"):
                    anchor = f"person-{number}-{name}"
                    assert part(found, anchor) == part(neutral, anchor)
            for name in ("law", "evidence", "versions", "limits"):
                assert part(found, name) == part(neutral, name)


def test_each_side_is_shown_its_own_questions_and_told_of_the_others() -> None:
    for path in CASES:
        for number, person in enumerate(report_of(path).persons, 1):
            lowers = [q for q in person.questions if q.could_make is not None and q.lowers]
            raises = [q for q in person.questions if q.could_make is not None and not q.lowers]
            for audience, name, shown in (
                (Audience.DEFENCE, "lowering", lowers),
                (Audience.PROSECUTION, "raising", raises),
            ):
                blocks = part(document_of(path, "zh", audience), f"person-{number}-{name}")
                assert len(rows_of(blocks)) == len(shown)
                others = len(person.questions) - len(shown)
                told = Paragraph(f"另有 {others} 个问题不在此列，见不分用途的版本。", "note")
                assert (told in blocks) == (others > 0)


def test_each_side_has_its_own_first() -> None:
    defence = anchors(document_of(MATTERS[0], "zh", Audience.DEFENCE))
    prosecution = anchors(document_of(MATTERS[0], "zh", Audience.PROSECUTION))
    assert defence.index("person-1-lowering") < defence.index("person-1-favourable") < defence.index("person-1-items")
    assert prosecution.index("person-1-raising") < prosecution.index("person-1-items")
    sides = rows_of(part(document_of(MATTERS[0], "zh", Audience.PROSECUTION), "person-1-unfavourable"))
    assert [row[0] for row in sides[1:3]] == ["全部取最有利于指控的口径", "全部取最有利于被告人的口径"]


def test_the_defence_is_shown_every_open_item_first() -> None:
    """乙's 42 to 58 records leave item (3) open, and with his 180 others the sum of item (6)."""
    (found,) = part(document(chain(), "zh", Audience.DEFENCE), "person-2-open")
    assert isinstance(found, Bullets)
    assert [item.split("：")[0] for item in found.items] == ["第五条第一款第（三）项待查", "第五条第一款第（六）项待查"]
    assert part(document(chain(), "zh", Audience.DEFENCE), "person-1-open") == [Paragraph("没有待查的项。")]


def test_the_defence_is_shown_each_fact_of_leniency() -> None:
    blocks = part(document(chain(), "zh", Audience.DEFENCE), "person-1-lowering")
    assert Paragraph("第十条（可以从宽）不成立：") in blocks
    assert any(isinstance(block, Bullets) and "初犯：未写明，不认定" in block.items for block in blocks)


def test_the_prosecution_is_shown_what_falls_short() -> None:
    (found,) = part(document(chain(), "zh", Audience.PROSECUTION), "person-1-shortfalls")
    assert isinstance(found, Bullets)
    assert "第五条第一款第（三）项不成立：28 条 ÷ 50 条 ＝ 0.56，差 22 条" in found.items
    assert "第五条第一款第（七）项不成立：3000 元 ÷ 5000 元 ＝ 0.6，差 2000 元" in found.items


def test_the_version_for_the_client_is_short_and_has_no_tables_on_persons() -> None:
    found = document_of(MATTERS[0], "zh", Audience.CLIENT)
    assert len(said(found)) < len(said(document_of(MATTERS[0], "zh", Audience.COURT))) / 3
    for number in range(1, len(report_of(MATTERS[0]).persons) + 1):
        assert not any(isinstance(block, Table) for block in part(found, f"person-{number}"))


def test_an_audience_by_name() -> None:
    assert audience_of("defence") is Audience.DEFENCE
    with pytest.raises(NotFoundError, match="judge"):
        audience_of("judge")


# -- formats ---------------------------------------------------------------------------------------------------


def test_every_format_is_written_by_the_module_that_it_names() -> None:
    report = chain()
    for name, form in FORMATS.items():
        if name == "pdf":  # set in the fonts of the machine; its own tests bring theirs
            continue
        written = render_bytes(report, name)
        assert written == render_bytes(report, name)
        assert form.ending.startswith(".")
        if form.binary:
            with pytest.raises(NotFoundError, match=name):
                render(report, name)
        else:
            assert render(report, name).encode() == written


def test_there_is_no_other_format() -> None:
    for call in (render, render_bytes):
        with pytest.raises(NotFoundError, match="rtf"):
            call(chain(), "rtf")
