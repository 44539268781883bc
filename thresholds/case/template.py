"""The case file that `thresholds case new` writes: valid as it stands, with every choice said in comments."""

from __future__ import annotations

from thresholds.law.charges import charges, facts_read
from thresholds.law.model import FactDeclaration, Parameter, Ruleset

ZH = """\
# 事实写 是 / 否 / 不明；没写的事实不作不利推定，会列入“还要查什么”。
# 数可以写 483条、6万多条、350余万条、五千至二十余万元，或者 {至少: 12, 至多: 28, 理由: 聊天记录不全}。
schema: thresholds/case/1
案件: 新案
标题: 填写标题
证据:
  E1: {类型: 电子数据, 内容: 填写, 位置: 卷一第1页}
人员:
  甲: {姓名: 甲某, 身份: 填写}
批次:            # 同一批信息登记一次；取得和提供都引用批号，才知道是同一批
  一批: {类别: 行踪轨迹信息, 条数: 28条, 取得场合: 履行职责或提供服务, 证据: [E1]}
往来:            # 一笔一行：谁、做了什么、给了谁或者从谁处来、哪一批
- {编号: D1, 行为人: 甲, 行为: 出售, 对象: 乙, 日期: 2021-03-02, 批号: 一批, 收款: 3000元, 证据: [E1]}
事实:
  甲:
    刑事处罚: 否
    行政处罚: 否
"""

EN = """\
# Facts are yes / no / unknown; a fact not written is held against nobody and is listed among the questions.
# Figures: 483, 6万多条, 五千至二十余万元, or {at_least: 12, at_most: 28, because: chat log incomplete}.
schema: thresholds/case/1
id: new-case
title: fill in the title
evidence:
  E1: {kind: electronic data, what: fill in, at: file 1 page 1}
persons:
  jia: {name: A, role: fill in}
batches:         # one body of records, named, so that getting it and supplying it are known to be the same records
  B1: {category: location_tracking, records: 28, obtained_in: duty_or_service, evidence: [E1]}
dealings:        # one line each: who, what, to whom or from whom, which batch
- {id: D1, by: jia, act: sale, to: yi, date: 2021-03-02, batch: B1, paid: 3000 元, evidence: [E1]}
facts:
  jia:
    prior_criminal_punishment: no
    administrative_penalty: no
"""


#: What an answer to a fact of each kind is written as, of a number before its unit.
_EXAMPLES = {"number": "3", "money": "5000元", "truth": "是", "penalty": "2021-03-02", "punishment": "2021-03-02"}
_HEADS = {
    "zh": """\
# 事实写 是 / 否 / 不明；没写的事实不作不利推定，会列入“还要查什么”。去掉一行前面的 # 就是写上。
# 数可以写 3个、12至28个、5万余元；几次的写 [{日期: 2021-03-02, 数值: 2万元}, {日期: 2021-08, 数值: 1万元}]。
schema: thresholds/case/1
案件: 新案
标题: 填写标题
规则: %s
""",
    "en": """\
# Facts are yes / no / unknown; a fact not written is held against nobody. Take the # away to state one.
# Figures: 3, 12至28, 5万余元; of several occasions: [{date: 2021-03-02, value: 2万元}, {date: 2021-08, value: 1万元}].
schema: thresholds/case/1
id: new-case
title: fill in the title
ruleset: %s
""",
}
_PERSONS = {
    "zh": "人员:\n  甲: {姓名: 甲某, 身份: 填写}\n事实:\n  甲:\n    行为日期: 2021-03-02\n",
    "en": "persons:\n  jia: {name: A, role: fill in}\nfacts:\n  jia:\n    conduct_date: 2021-03-02\n",
}


def template_for(ruleset: Ruleset, lang: str) -> str:
    """A new case file for a ruleset that declares facts: each of them as a comment, by offence, with what it asks."""
    if not ruleset.declared:
        return template(lang)
    lines = [_HEADS[lang] % ruleset.id]
    if ruleset.parameters:
        lines += [
            f"# {'地区: 某省' if lang == 'zh' else 'region: 某省'}\n",
            f"# {'执行标准' if lang == 'zh' else 'standards'}:\n",
        ]
        lines += [_comment(one, f"{one.at_least // 100}元", lang, "#   ") for one in ruleset.parameters]
    lines.append(_PERSONS[lang])
    seen: set[str] = set()
    for charge in charges(ruleset):
        read = facts_read(charge)
        own = [fact for fact in ruleset.declared.values() if fact.id in read and fact.id not in seen]
        if own and ruleset.offences:
            lines.append(f"    # —— {charge.offence_label if lang == 'zh' else charge.offence_label_en}\n")
        lines += [_comment(fact, _example(fact, lang), lang, "    # ") for fact in own]
        seen |= {fact.id for fact in own}
    rest = [fact for fact in ruleset.declared.values() if fact.id not in seen]
    return "".join([*lines, *(_comment(fact, _example(fact, lang), lang, "    # ") for fact in rest)])


def _comment(named: FactDeclaration | Parameter, example: str, lang: str, indent: str) -> str:
    key, asks = (named.label, named.asks) if lang == "zh" else (named.id, named.asks_en)
    return f"{indent}{key}: {example}   # {asks}\n"


def _example(fact: FactDeclaration, lang: str) -> str:
    if fact.kind == "records":
        return "{财产信息: 500条}" if lang == "zh" else "{property_information: 500}"
    if fact.kind == "number":
        return f"3{fact.unit}"
    found = _EXAMPLES[fact.kind or "truth"]
    return "yes" if lang == "en" and found == "是" else found


def template(lang: str) -> str:
    """A new case file in the language."""
    return EN if lang == "en" else ZH
