"""A ruleset to fill in: it can be read as it stands, and lint names every place that is still to be filled in."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from thresholds.authoring.lint.placeholders import MARK
from thresholds.authoring.new.outline import outline
from thresholds.lawtext.passages import LawText

#: An instrument and version: fashi-2017-10, criminal-law-253-1.
IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

#: Stands where a date must, until the day is known.
_NO_DAY = date(1900, 1, 1)


class Identity(NamedTuple):
    """What is known of an instrument before its text is encoded; empty where it is not."""

    id: str
    title: str = ""
    citation: str = ""
    start: date | None = None


_HEAD = """\
# {name}：定罪量刑标准。
#
# 写法见 docs/encoding-a-ruleset.md，每个键的说明见 docs/ruleset-language.md。
# 每一款、每一项先写 gloss（自己的话，条文的术语和数字放进「」），再写 when（机器怎样判）。
# 没有填的地方，thresholds ruleset lint 逐行列出；填好的，用 thresholds ruleset show 打印成表复核。

schema: thresholds/ruleset/1
id: {id}
title: {title}
citation: {citation}
offence: {offence}  # {mark}：整部解释的编号，英文小写加下划线；同一罪名的新旧版本用同一个编号
offence_label: {mark}：罪名
statute: {mark}：刑法第几条
in_force: {{from: {start}, until: null}}{start_note}

# 档次从低到高，第一档总是 not_reached。术语表没有的档次要写 label；months 是法定刑的月数，拘役从 1 起。
grades:
- {{id: not_reached}}
- {{id: serious, range: '{mark}：刑法写的法定刑', months: [1, 36]}}  # {mark}：核对月数，有几档写几档

# 次序照条文；没有定数的条款也各写一条，复核表才看得到全文。编号就是条款项：art5.1.3 是第五条第一款第（三）项。
# 「一半」「十倍」照写，不换算；一句话定几个数的，编号加后缀：art1.1-large、art1.1-huge。
provisions:
"""

_EMPTY = f"""\
# 定档次的一款：满足一项就到这一档。
- id: art1.1
  gloss: {MARK}：用自己的话说这一款
  grade: serious
  any_of:
  - id: art1.1.1
    gloss: {MARK}：用自己的话说这一项；术语和数字照抄，放进「」
    when: {{judgment: {MARK}：机器怎样判；要由人判断的，写由谁判断}}

# 不定档次的：定义、从宽、累计、罚金、施行日等。
- id: art2
  gloss: {MARK}：用自己的话说这一款
  rule: definition  # {MARK}：这一款起什么作用
"""

_TAIL = """\
# 条件里用到的事实都在这里声明：什么事实、往哪边起作用（raises 只会升档，lowers 只会降档）、怎样问。
# 案卷格式已有的事实（违法所得、行政处罚等，见 thresholds glossary）不写 kind；
# 规则集自己的事实写 kind、label，数目还写 unit：
# - {id: websites_set_up, kind: number, unit: 个, label: 设立的网站数, direction: raises, asks: 设立了几个网站}
facts: []

# 条文没有写明、有分歧的，写成口径：至少两个选项，第一个是默认，各有出处。没有就留空。
readings: []
"""

_SUITE = """\
# {name}：测试。预期由人照条文推出，不由程序得出；没有填的，thresholds test 拒绝。
# 恰好达到、差一点不到的成对测试，等条件写好以后由 thresholds ruleset new --tests {id} 写出数字。
schema: thresholds/suite/1
title: {name}
ruleset: {id}
tests:
- id: {id}.first
  says: {mark}：这一例说的是什么
  law: art1
  status: settled
  case: {{persons: {{a: {{}}}}}}
  expected: {mark}：如 a 的档次和各项
"""


def scaffold(identity: Identity, text: LawText | None = None) -> str:
    """A ruleset file; with an official text it has an entry for each paragraph and item of it."""
    known = _known(identity, text)
    provisions = "\n".join(outline(text)) if text is not None else _EMPTY
    note = "" if known.start else f"  # {MARK}：施行日"
    head = _HEAD.format(
        name=_name(known),
        id=known.id,
        title=known.title or f"{MARK}：解释的全名",
        citation=known.citation or f"{MARK}：文号，如 法释〔2017〕10号",
        offence=known.id.replace("-", "_"),
        start=(known.start or _NO_DAY).isoformat(),
        start_note=note,
        mark=MARK,
    )
    return f"{head}{provisions.rstrip()}\n\n{_TAIL}"


def suite_scaffold(identity: Identity, text: LawText | None = None) -> str:
    """A suite with one test to fill in."""
    known = _known(identity, text)
    return _SUITE.format(name=_name(known), id=known.id, mark=MARK)


def _name(known: Identity) -> str:
    return known.citation or known.title or known.id


def _known(identity: Identity, text: LawText | None) -> Identity:
    """What was given, and what the text says where nothing was."""
    if text is None:
        return identity
    start = identity.start or text.effective or (text.days[0] if text.days else None)
    number = identity.citation or (text.numbers[0] if text.numbers else "")
    return Identity(identity.id, identity.title or text.title, number, start)
