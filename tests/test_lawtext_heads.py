"""What stands above the articles of an official text: its title, the day in force, comments of a copy."""

from __future__ import annotations

import pytest

from thresholds.lawtext.lines import lines_of
from thresholds.lawtext.read import law_text

SITES = "关于办理设立网站刑事案件的"

HEADS = {
    "a copy in Markdown": (
        f"# 最高人民法院{SITES}解释\n\n2098年9月5日 最高人民法院审判委员会第1次会议通过\n\n2099年1月10日 施行\n\n"
        "<!-- INFO\nEND -->\n\n为办好案件，根据《全国人民代表大会常务委员会的决定》，解释如下：",
        f"最高人民法院{SITES}解释",
    ),
    "two headings": (f"# 公告\n# 最高人民法院{SITES}规定\n", f"最高人民法院{SITES}规定"),
    "an announcement below": (
        f"最高人民法院 最高人民检察院\n{SITES}解释（二）\n\n法释〔2099〕1号\n\n"
        f"《最高人民法院{SITES}解释（二）》已于2098年9月5日通过，自2099年1月10日起施行。",
        f"最高人民法院最高人民检察院{SITES}解释（二）",
    ),
    "an announcement above": (
        "中华人民共和国最高人民法院\n公 告\n\n"
        f"《最高人民法院{SITES}批复》已于2098年9月5日通过，自2099年1月10日起施行。\n"
        f"二〇九八年九月六日\n\n最高人民法院\n{SITES}批复\n（2098年9月5日最高人民法院审判委员会第1次会议通过）",
        f"最高人民法院{SITES}批复",
    ),
    "an announcement alone": (f"公告\n\n《最高人民法院{SITES}意见》已于2098年9月5日通过。", f"最高人民法院{SITES}意见"),
    "all in one line": (f"{SITES}解释（一）2098年9月5日第1次会议通过，2099年1月10日施行", f"{SITES}解释（一）"),
    "a decision on another": (f"关于修改《{SITES}解释》的决定\n（2098年9月5日通过）", f"关于修改《{SITES}解释》的决定"),
    "a law": ("中华人民共和国网站法\n（2098年9月5日通过）", "中华人民共和国网站法"),
    "no title": ("（2098年9月5日通过）\n为办好案件，解释如下：", ""),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_title_is_never_the_whole_head(name: str) -> None:
    head, title = HEADS[name]
    text = law_text("a.md", lines_of([*head.split("\n"), "第一条　甲是乙。"]))
    assert text.title == title


@pytest.mark.parametrize(
    "day", ["2030年3月1日 施行", "二〇三〇年三月一日起施行", "（2030年1月2日通过 2030年3月1日起施行）"]
)
def test_a_head_says_the_day_in_force_in_fewer_words(day: str) -> None:
    text = law_text("a.txt", lines_of(["某解释", day, "第一条　乙2029年2月2日施行甲。"]))
    assert [one.isoformat() for one in text.days] == ["2030-03-01"]


def test_comments_are_no_words_and_keep_the_places_after_them() -> None:
    text = law_text("a.md", lines_of(["# 某解释", "<!-- 第一条", "不是 -->第一条　甲是甲，", "乙<!-- 一 -->是乙。"]))
    [passage] = [passage for passage in text.passages.values() if passage.text]
    assert passage.text == "甲是甲，乙是乙。"
    assert passage.place() == (3, len("不是 -->第一条　") + 1)
    assert passage.place(len("甲是甲，乙")) == (4, len("乙<!-- 一 -->") + 1)
