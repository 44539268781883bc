"""Wrong and right examples of diagnostics about official texts: a ruleset, three dashes, and words of a text.

The texts are made up. Of each pair the first is refused for the reason of its code alone.
"""

from __future__ import annotations

_LEAD = "第五条　有下列情形之一的，应当认定为“情节严重”："
_THIRD = "- {id: art5.1.3, gloss: 「五十条以上」, when: {records_of: [location_tracking], at_least: 50 条}}"
_FOURTH = "- {id: art5.1.4, gloss: 「五百条以上」, when: {records_of: [transaction_record], at_least: 500 条}}"
_TEXT_THIRD = "（三）提供行踪轨迹信息五十条以上的；"
_TEXT_FOURTH = "（四）提供交易信息五百条以上的；"

_WHOLE = """\
citation: 法释〔2030〕1号
in_force: {from: 2030-01-01}
provisions:
- {id: art1, gloss: 「自2030年1月1日起施行」, rule: in_force}"""
_TEXT_WHOLE = """\
法释〔2030〕1号
第一条　本解释自2030年1月1日起施行。"""

_PARAGRAPH = """\
provisions:
- id: art5.1
  gloss: 「情节严重」
  grade: serious
  any_of:
  - {id: art5.1.1, gloss: 受过处罚, when: %s}
facts:
- {id: %s, direction: raises, asks: 是否如此}"""
_PENALTY = _PARAGRAPH % ("{fact: administrative_penalty}", "administrative_penalty")
_PENALTY_WITHIN = _PARAGRAPH % ("{fact: administrative_penalty, within: 二年}", "administrative_penalty")
_GAINS = _PARAGRAPH % ("{money: illegal_gains, at_least: 5000 元}", "illegal_gains")
_GRADED = """\
grades: [{id: not_reached}, {id: serious}, {id: especially_serious}]
provisions:
- {id: art5.1, gloss: 严重, grade: %s, any_of: [{id: art5.1.1, gloss: 其他情形, when: {judgment: 只列出}}]}"""


def _beside(ruleset: str, *text: str) -> str:
    return "\n".join((ruleset, "---", *text))


def _standards(times: str, *names: str) -> str:
    listed = ", ".join(names)
    return (
        f"{_THIRD}\n{_FOURTH}\n- {{id: art5.1.8, gloss: 够到标准, when: {{standards_of: [{listed}], times: {times}}}}}"
    )


_BOTH = (_LEAD, _TEXT_THIRD, _TEXT_FOURTH)
_HALF = _standards("一半", "art5.1.3", "art5.1.4")

EXAMPLES: dict[str, tuple[str, str]] = {
    "TH140": (_beside(f"{_THIRD}\n{_FOURTH}", _LEAD, _TEXT_THIRD), _beside(f"{_THIRD}\n{_FOURTH}", *_BOTH)),
    "TH141": (_beside(_THIRD, *_BOTH), _beside(f"{_THIRD}\n{_FOURTH}", *_BOTH)),
    "TH142": (
        _beside(_THIRD.replace("「五十条以上」", "行踪轨迹信息"), _LEAD, "（三）提供行踪轨迹信息的；"),
        _beside(_THIRD, _LEAD, _TEXT_THIRD),
    ),
    "TH143": (
        _beside(_standards("一半", "art5.1.3"), *_BOTH, "（八）达到第三项规定标准的；"),
        _beside(_standards("一半", "art5.1.3"), *_BOTH, "（八）达到第三项规定标准一半以上的；"),
    ),
    "TH144": (
        _beside(_THIRD.replace("location_tracking", "location_tracking, credit_record"), _LEAD, _TEXT_THIRD),
        _beside(_THIRD, _LEAD, _TEXT_THIRD),
    ),
    "TH145": (
        _beside(_PENALTY_WITHIN, _LEAD, "（一）受过行政处罚的；"),
        _beside(_PENALTY_WITHIN, _LEAD, "（一）二年内受过行政处罚的；"),
    ),
    "TH146": (
        _beside(_HALF, *_BOTH, "（八）达到第三项规定标准一半以上的；"),
        _beside(_HALF, *_BOTH, "（八）达到第三项、第四项规定标准一半以上的；"),
    ),
    "TH147": (
        _beside(_THIRD.replace("「五十条以上」", "「够五十条」"), _LEAD, _TEXT_THIRD),
        _beside(_THIRD.replace("「五十条以上」", "够「五十条以上」"), _LEAD, _TEXT_THIRD),
    ),
    "TH148": (
        _beside(_WHOLE.replace("{from: 2030-01-01}", "{from: 2030-01-02}"), _TEXT_WHOLE),
        _beside(_WHOLE, _TEXT_WHOLE),
    ),
    "TH149": (_beside(_WHOLE.replace("1号", "2号"), _TEXT_WHOLE), _beside(_WHOLE, _TEXT_WHOLE)),
    "TH150": (
        _beside(_PENALTY, _LEAD, "（一）二年内受过行政处罚的；"),
        _beside(_PENALTY_WITHIN, _LEAD, "（一）二年内受过行政处罚的；"),
    ),
    "TH151": (
        _beside(_standards("一半", "art5.1.3"), *_BOTH, "（八）达到第三项、第四项规定标准一半以上的；"),
        _beside(_HALF, *_BOTH, "（八）达到第三项、第四项规定标准一半以上的；"),
    ),
    "TH152": (
        _beside(_THIRD, _LEAD, "（三）提供行踪轨迹信息、征信信息五十条以上的；"),
        _beside(
            _THIRD.replace("location_tracking", "location_tracking, credit_record"),
            _LEAD,
            "（三）提供行踪轨迹信息、征信信息五十条以上的；",
        ),
    ),
    "TH153": (
        _beside(_GAINS, _LEAD, "（一）造成损失五千元以上的；"),
        _beside(_GAINS, _LEAD, "（一）违法所得五千元以上的；"),
    ),
    "TH154": (
        _beside(_GRADED % "serious", _LEAD.replace("情节严重", "情节特别严重"), "（一）其他情形。"),
        _beside(_GRADED % "especially_serious", _LEAD.replace("情节严重", "情节特别严重"), "（一）其他情形。"),
    ),
    "TH155": (
        _beside(_WHOLE, "---\nstatus: 已修改\n---", _TEXT_WHOLE),
        _beside(
            _WHOLE.replace("{from: 2030-01-01}", "{from: 2030-01-01, until: 2031-12-31}"),
            "---\nstatus: 已修改\n---",
            _TEXT_WHOLE,
        ),
    ),
    "TH158": (_beside(_WHOLE, "法释〔2030〕1号", "一、自2030年1月1日起施行。"), _beside(_WHOLE, _TEXT_WHOLE)),
    "TH159": (_beside(_WHOLE, "%PDF-1.7"), _beside(_WHOLE, _TEXT_WHOLE)),
}
