"""Wrong and right examples of what `ruleset lint` finds; each wrong one is found for the reason of its code alone.

`ruleset` is one ruleset; `rulesets` are two, with three dashes between them; `tested` is a ruleset, three dashes, and
sections of a suite.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Pair(NamedTuple):
    """A wrong and a right way of writing."""

    wrong: str
    right: str
    kind: Literal["ruleset", "rulesets", "tested"] = "ruleset"


def _item(number: int, gloss: str, when: str) -> str:
    return f"- {{id: art5.1.{number}, gloss: {gloss}, when: {{{when}}}}}"


_FIFTY = _item(3, "「五十条以上」", "records_of: [location_tracking], at_least: 50 条")
_READING = """\
readings:
- id: gains
  asks: 扣不扣成本
  options: {gross: {zh: 不扣}, net: {zh: 扣}}
  favours_accused: net
  law: %s
  basis: %s
  status: open"""
_PUNISHED = """\
provisions:
- id: art5.1
  gloss: 情节严重
  grade: serious
  any_of: [{id: art5.1.9, gloss: 受过刑事处罚, when: {fact: prior_criminal_punishment}}]
facts:
- {id: prior_criminal_punishment, direction: %s, asks: 以前是否受过刑事处罚}"""
_FORCE = "provisions:\n- {id: art13, gloss: 「自2017年6月1日起施行」, rule: in_force}\nin_force: {from: %s}"
_VERSIONS = "id: fashi-2009-19\nin_force: %s\n---\nid: fashi-2018-19\nin_force: {from: 2018-12-01}"
_FACT = """\
id: %s
offence: %s
provisions:
- {id: art1, gloss: 多次的累计, rule: accumulation, facts: [%s]}
facts:
- {id: %s, kind: number, unit: %s, label: %s, direction: raises, asks: 几次}"""


def _facts(other: str, unit: str, label: str) -> str:
    """Two rulesets that declare a number; the second by its id, its unit and its label."""
    first = _FACT % ("one", "one_offence", "times_done", "times_done", "次", "作案次数")
    return f"{first}\n---\n{_FACT % ('two', 'another_offence', other, other, unit, label)}"


def _test(name: str, case: str, status: str) -> str:
    return f"- {{id: {name}, case: {{persons: {{a: {{}}}}, {case}}}, expected: {{a: {{{status}}}}}}}"


_OFFENCES = """\
offences:
- {id: leaking, label: 泄露罪, statute: 刑法第一条}
grades: [{id: not_reached}, {id: serious, offence: leaking}]
provisions:
- {id: art1, gloss: 情节严重, offence: %s, grade: serious, any_of: [{id: art1.1.1, gloss: 其他情形, when: {judgment: 只列出}}]}"""
_ACCUMULATED = """\
provisions:
- {id: art6, gloss: 几次的累计, rule: accumulation, facts: [%s]}
facts:
- {id: %s, %sdirection: raises, asks: 多少}"""
_BAND = """\
provisions:
- {id: art5.1, gloss: 数额较大, grade: serious, any_of: [{id: art5.1.1, gloss: 达到当地的标准, when: {money: illegal_gains, standard: local_standard}}]}
facts:
- {id: illegal_gains, direction: raises, asks: 多少}
parameters:
- {id: local_standard, label: 当地的标准, at_least: %s, at_most: %s, asks: 当地的标准是多少}"""

_AT = _test("at-50", "dealings: [{by: a, act: sale, records: {location_tracking: 50}}]", "established: [art5.1.3]")
_BELOW = _test(
    "below-50", "dealings: [{by: a, act: sale, records: {location_tracking: 49}}]", "not_established: [art5.1.3]"
)
_YES = _test("punished", "facts: {a: {prior_criminal_punishment: yes}}", "established: [art5.1.9]")
_NO = _test("not-punished", "facts: {a: {prior_criminal_punishment: no}}", "not_established: [art5.1.9]")

EXAMPLES: dict[str, Pair] = {
    "TH120": Pair(_READING % ("art5.1.10", "' '"), _READING % ("art5.1.10", "未见权威意见")),
    "TH121": Pair(_item(10, "待填：自己的话", "judgment: 只列出"), _item(10, "兜底", "judgment: 只列出")),
    "TH122": Pair(
        _item(3, "「五十条以上」，或者「三次以上」", "records_of: [location_tracking], at_least: 50 条"), _FIFTY
    ),
    "TH123": Pair(_item(3, "「五十元以上」", "records_of: [location_tracking], at_least: 50 条"), _FIFTY),
    "TH124": Pair(_READING % ("art6.1", "未见权威意见"), _READING % ("art5.1", "未见权威意见")),
    "TH125": Pair(
        f"{_FIFTY}\n{_FIFTY.replace('art5.1.3', 'art5.1.4')}",
        f"{_FIFTY}\n" + _item(4, "「五十条以上」", "records_of: [credit_record], at_least: 50 条"),
    ),
    "TH126": Pair(
        f"{_FIFTY}\n" + _item(4, "「一百条以上」", "records_of: [location_tracking], at_least: 100 条"),
        f"{_FIFTY}\n" + _item(4, "「一百条以上」", "records_of: [credit_record], at_least: 100 条"),
    ),
    "TH127": Pair(
        f"{_FIFTY}\n"
        + _item(8, "十倍", "standards_of: [art5.1.3, art5.1.3], times: 十倍").replace("}}", "}, note: 从不单独起作用}"),
        f"{_FIFTY}\n"
        + _item(8, "十倍", "standards_of: [art5.1.3], times: 十倍").replace("}}", "}, note: 从不单独起作用}"),
    ),
    "TH128": Pair(_PUNISHED % "lowers", _PUNISHED % "raises"),
    "TH129": Pair(f"{_FIFTY}\n---\ntests:\n{_AT}", f"{_FIFTY}\n---\ntests:\n{_AT}\n{_BELOW}", "tested"),
    "TH130": Pair(
        f"{_PUNISHED % 'raises'}\n---\ntests:\n{_NO}", f"{_PUNISHED % 'raises'}\n---\ntests:\n{_YES}\n{_NO}", "tested"
    ),
    "TH131": Pair(_VERSIONS % "{from: 2009-12-16}", _VERSIONS % "{from: 2009-12-16, until: 2018-11-30}", "rulesets"),
    "TH132": Pair(_facts("times_done", "起", "作案次数"), _facts("times_done", "次", "作案次数"), "rulesets"),
    "TH133": Pair(_FORCE % "2017-05-08", _FORCE % "2017-06-01"),
    "TH135": Pair(
        "provisions:\n- {id: art4, gloss: 购买也是取得, rule: acquisition, acts: [buying]}",
        "provisions:\n- {id: art4, gloss: 购买也是取得, rule: acquisition, acts: [purchase]}",
    ),
    "TH134": Pair(_facts("acts_done", "次", "作案次数"), _facts("acts_done", "次", "得逞次数"), "rulesets"),
    "TH160": Pair(_OFFENCES % "leak", _OFFENCES % "leaking"),
    "TH161": Pair(
        _ACCUMULATED % ("times_done", "times_done", "kind: number, unit: 次, "),
        _ACCUMULATED % ("times_done", "times_done", "kind: number, unit: 次, label: 作案次数, "),
    ),
    "TH162": Pair(
        _ACCUMULATED % ("illegal_gains", "illegal_gains", "kind: money, label: 违法所得, "),
        _ACCUMULATED % ("illegal_gains", "illegal_gains", ""),
    ),
    "TH163": Pair(_BAND % ("5000 元", "2000 元"), _BAND % ("2000 元", "5000 元")),
}
