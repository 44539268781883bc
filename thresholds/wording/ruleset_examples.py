"""Wrong and right examples of diagnostics about rulesets: items of article 5, paragraph 1, or sections of a ruleset."""

from __future__ import annotations

_THIRD = "- {id: art5.1.3, gloss: 五十条以上, when: {records_of: [location_tracking], at_least: 50 条}}"

_HALF = (
    "- {id: art5.1.8, gloss: 一半以上, when: {standards_of: [art5.1.3], times: 一半, "
    "counting_only: {acts: supply, obtained_in: duty_or_service}}}"
)

EXAMPLES: dict[str, tuple[str, str]] = {
    "TH101": (
        "- {id: art5.1.3, glos: 五十条以上, gloss: 五十条以上, when: {records_of: [location_tracking], at_least: 50 条}}",
        _THIRD,
    ),
    "TH102": (
        "- {id: art5.1.3, when: {records_of: [location_tracking], at_least: 50 条}}",
        _THIRD,
    ),
    "TH103": (
        "- {id: art5.1.3, gloss: 五十条以上, when: {records_of: [location_tracking], at_least: 50}}",
        _THIRD,
    ),
    "TH104": (
        "- {id: 第三项, gloss: 五十条以上, when: {records_of: [location_tracking], at_least: 50 条}}",
        _THIRD,
    ),
    "TH105": (
        "- {id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}\n"
        "- {id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}",
        "- {id: art5.1.9, gloss: 其他情形, when: {judgment: 只列出}}\n"
        "- {id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}",
    ),
    "TH106": (
        "- {id: art5.1.8, gloss: 一半以上, when: {standards_of: [art5.1.3], times: 一半}}",
        _THIRD + "\n" + _HALF,
    ),
    "TH107": (
        "provisions:\n"
        "- {id: art5.1, gloss: 情节严重, grade: serious, any_of: [{id: art5.1.9, gloss: 受过刑事处罚, when: {fact: prior_criminal_punishment}}]}",
        "provisions:\n"
        "- {id: art5.1, gloss: 情节严重, grade: serious, any_of: [{id: art5.1.9, gloss: 受过刑事处罚, when: {fact: prior_criminal_punishment}}]}\n"
        "facts:\n"
        "- {id: prior_criminal_punishment, direction: raises, asks: 以前是否受过刑事处罚}",
    ),
    "TH108": (
        "- {id: art5.1.3, gloss: 五十条以上, when: {records_of: [location], at_least: 50 条}}",
        _THIRD,
    ),
    "TH109": (
        "readings:\n"
        "- {id: gain, asks: 扣不扣成本, options: {gross: {zh: 不扣}, net: {zh: 扣}}, favours_accused: net, law: art5.1.10, basis: 未见, status: open}",
        "readings:\n"
        "- {id: gains, asks: 扣不扣成本, options: {gross: {zh: 不扣}, net: {zh: 扣}}, favours_accused: net, law: art5.1.10, basis: 未见, status: open}",
    ),
    "TH110": (
        "provisions:\n"
        "- {id: art5.1, gloss: 情节严重, grade: grave, any_of: [{id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}]}",
        "provisions:\n"
        "- {id: art5.1, gloss: 情节严重, grade: serious, any_of: [{id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}]}",
    ),
    "TH111": (
        "- {id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}\n"
        "- {id: art5.1.9, gloss: 其他情形, when: {judgment: 只列出}}",
        "- {id: art5.1.9, gloss: 其他情形, when: {judgment: 只列出}}\n"
        "- {id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}",
    ),
    "TH112": (
        "readings:\n"
        "- {id: gains, asks: 扣不扣成本, options: {gross: {zh: 不扣}, net: {zh: 扣}}, favours_accused: half, law: art5.1.10, basis: 未见, status: open}",
        "readings:\n"
        "- {id: gains, asks: 扣不扣成本, options: {gross: {zh: 不扣}, net: {zh: 扣}}, favours_accused: net, law: art5.1.10, basis: 未见, status: open}",
    ),
    "TH113": (
        "- {id: art5.1.3, gloss: 「五百条以上」, when: {records_of: [location_tracking], at_least: 50 条}}",
        "- {id: art5.1.3, gloss: 「五十条以上」, when: {records_of: [location_tracking], at_least: 50 条}}",
    ),
    "TH114": (
        "- {id: art5.1.3, gloss: ' ', when: {records_of: [location_tracking], at_least: 50 条}}",
        _THIRD,
    ),
    "TH115": (
        "- {id: art5.1.3, gloss: 五十条以上, when: {records_of: [], at_least: 50 条}}",
        _THIRD,
    ),
    "TH116": (
        "facts:\n- {id: weather, direction: raises, asks: 那天天气怎样}",
        "provisions:\n"
        "- {id: art10, gloss: 初犯, rule: leniency, when: {grade: serious, all_of: [first_offender]}}\n"
        "facts:\n"
        "- {id: first_offender, direction: lowers, asks: 是不是初犯}",
    ),
    "TH117": (
        "- {id: art5.1.8, gloss: 一半以上, when: {standards_of: [art5.1.8], times: 一半}}",
        _THIRD + "\n" + _HALF,
    ),
    "TH118": (
        "provisions:\n"
        "- {id: art6.1, gloss: 合法经营, grade: serious, conduct: business, any_of: [{id: art6.1.3, gloss: 其他情形, when: {judgment: 只列出}}]}",
        "provisions:\n"
        "- {id: art6.1, gloss: 合法经营, grade: serious, conduct: general, any_of: [{id: art6.1.3, gloss: 其他情形, when: {judgment: 只列出}}]}",
    ),
}
