"""A small ruleset of its own kind of facts, with nothing to mend, that tests change in one place."""

from __future__ import annotations

from pathlib import Path

RULESET = """\
schema: thresholds/ruleset/1
id: fashi-2099-1
title: 关于办理设立网站案件的解释
citation: 法释〔2099〕1号
offence: site_offence
offence_label: 设立网站罪
statute: 刑法第一条
in_force: {from: 2099-01-01, until: null}
grades:
- {id: not_reached}
- {id: serious, range: 三年以下有期徒刑, months: [6, 36]}
- {id: especially_serious, range: 三年以上七年以下有期徒刑, months: [36, 84]}
provisions:
- id: art1
  gloss: 「网站」是什么
  rule: definition
- id: art2.1
  gloss: 有下面一项就是「情节严重」
  grade: serious
  any_of:
  - id: art2.1.1
    gloss: 设立「三个以上」网站
    when: {number_of: sites_set_up, at_least: 3 个}
  - id: art2.1.2
    gloss: 收入「一万元以上不满五万元」
    when: {money: site_income, at_least: 10000 元, below: 50000 元}
  - id: art2.1.3
    gloss: 「二年内」受过处罚
    when: {fact: site_penalty, within: 二年}
  - id: art2.1.4
    gloss: 泄露「五百条以上」
    when: {records_of: [location_tracking, credit_record], at_least: 500 条, in: site_leak}
- id: art2.2
  gloss: 有下面一项就是「情节特别严重」
  grade: especially_serious
  any_of:
  - id: art2.2.1
    gloss: 到「第一项、第四项标准五倍以上」
    when: {standards_of: [art2.1.1, art2.1.4], times: 五倍}
  - id: art2.2.2
    gloss: 没有关停，又「造成严重后果」
    when: {all_of: [{fact: site_closed, is: no}, {fact: site_harm}]}
  - id: art2.2.3
    gloss: 收入到当地「数额巨大」的标准
    when: {money: site_income, standard: site_huge}
- id: art3
  gloss: 「认罪」的可以从宽
  rule: leniency
  when: {grade: serious, all_of: [site_remorse]}
- id: art4
  gloss: 另一个罪
  rule: reference
  offence: 诈骗罪
- id: art5
  gloss: 罚金「一倍以上五倍以下」
  rule: fine
  of: site_income
  times: [1, 5]
- id: art6
  gloss: 「自2099年1月1日起施行」
  rule: in_force
facts:
- {id: sites_set_up, kind: number, unit: 个, label: 设立网站的个数, direction: raises, asks: 设立了几个网站}
- {id: site_income, kind: money, label: 网站收入, direction: raises, asks: 网站收入多少}
- {id: site_penalty, kind: penalty, label: 设立网站受过行政处罚, direction: raises, asks: 二年内是否受过处罚}
- {id: site_leak, kind: records, label: 网站泄露的信息, direction: raises, asks: 泄露了多少条}
- {id: site_closed, kind: truth, label: 网站已经关停, direction: lowers, asks: 是否关停}
- {id: site_harm, kind: truth, label: 网站造成严重后果, direction: raises, asks: 是否造成严重后果}
- {id: site_remorse, kind: truth, label: 设立网站的人认罪, direction: lowers, asks: 是否认罪}
parameters:
- id: site_huge
  label: 网站收入巨大的标准
  at_least: 100000 元
  at_most: 200000 元
  asks: 当地的标准是多少
  regions: [{region: 某省, value: 150000 元, source: 某省高法〔2099〕1号}]
readings:
- id: gains
  asks: 扣不扣成本
  options: {gross: {zh: 不扣, en: gross}, net: {zh: 扣, en: net}}
  favours_accused: net
  law: art2.1.2
  basis: 未见权威意见
  status: open
"""


def write_ruleset(folder: Path, text: str = RULESET, name: str = "fashi-2099-1") -> Path:
    """The file of a ruleset where rulesets are kept: `rulesets/NAME/ruleset.yaml` below a folder."""
    path = folder / "rulesets" / name / "ruleset.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def changed(*pairs: tuple[str, str]) -> str:
    """The ruleset with texts replaced, each of which stands in it once."""
    text = RULESET
    for old, new in pairs:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def line_of(text: str, words: str) -> int:
    """The line, from 1, in which words stand once."""
    [number] = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    return number
