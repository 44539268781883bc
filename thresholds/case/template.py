"""The case file that `thresholds case new` writes: valid as it stands, with every choice said in comments."""

from __future__ import annotations

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


def template(lang: str) -> str:
    """A new case file in the language."""
    return EN if lang == "en" else ZH
