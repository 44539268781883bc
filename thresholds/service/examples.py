"""Examples of what is sent and of what comes back, for the description of the service."""

from __future__ import annotations

from thresholds import __version__
from thresholds.service.problems import CODES
from thresholds.source.node import Plain
from thresholds.wording import phrase

#: Half the standard where the records came from duty or service: 250 of 500.
INSIDER: dict[str, Plain] = {
    "schema": "thresholds/case/1",
    "id": "example-insider",
    "ruleset": "fashi-2017-10",
    "persons": {"jia": {"name": "甲", "role": "登记处人员"}},
    "dealings": [
        {
            "by": "jia",
            "act": "provision",
            "to": "bing",
            "date": "2021-09-10",
            "obtained_in": "duty_or_service",
            "records": {"health_information": 250},
        }
    ],
}
#: A number that is not known exactly, and one record short of being certain.
BETWEEN: dict[str, Plain] = {
    "schema": "thresholds/case/1",
    "id": "example-between",
    "persons": {"yi": {"name": "乙"}},
    "dealings": [
        {
            "by": "yi",
            "act": "purchase",
            "source": "qian",
            "date": "2021-03",
            "records": {"location_tracking": {"at_least": 49, "at_most": 60, "because": "聊天记录不全"}},
        }
    ],
    "facts": {"yi": {"first_offender": "yes"}},
}
CASES: dict[str, dict[str, Plain]] = {"insider": INSIDER, "between": BETWEEN}
#: The same keys in Chinese, as a case file in YAML has them.
CHINESE: dict[str, Plain] = {
    "schema": "thresholds/case/1",
    "案件": "example-chinese",
    "规则": "fashi-2017-10",
    "人员": {"甲": {"身份": "无业"}},
    "往来": [{"行为人": "甲", "行为": "出售", "条数": {"行踪轨迹信息": "50条"}, "收款": "3000元"}],
}
WHATIF: dict[str, Plain] = {"case": BETWEEN, "edits": ["facts.yi.illegal_gains=5000元"]}
CHINESE_WHATIF: dict[str, Plain] = {"case": CHINESE, "edits": ["往来.1.收款=5000元", "口径.gains=net"]}
ROWS: list[dict[str, object]] = [
    {"person": "甲", "act": "sale", "location_tracking": 50, "illegal_gains": "4999.99"},
    {"person": "乙", "act": "sale", "location_tracking": 49},
    {"person": "丙", "act": "sale", "location_tracking": "五十左右"},
]
#: With the columns of PARAMETERS.
ROWS_ANSWER: dict[str, object] = {
    "schema": "thresholds/batch-rows/1",
    "answered": [
        {"row": 1, "id": "甲", "grade_at_least": "serious", "grade_at_most": "serious", "deciding": "art5.1.3"},
        {"row": 2, "id": "乙", "grade_at_least": "not_reached", "grade_at_most": "not_reached", "deciding": ""},
    ],
    "rejected": [
        {
            "row": 3,
            "column": "location_tracking",
            "reason": "malformed",
            "value": "五十左右",
            "detail": "row 3, location_tracking, is “五十左右”: not a value that this column can have",
        }
    ],
}
HEALTH = {"status": "ok", "tool": f"thresholds {__version__}"}
RULESET, LANG, TERM = "fashi-2017-10", "en", "情节严重"
READINGS = {"gains": "gross"}
PARAMETERS: dict[str, object] = {
    "ruleset": RULESET,
    "reading": [f"{name}={option}" for name, option in READINGS.items()],
    "lang": LANG,
    "columns": "grade,deciding",
    "id": RULESET,
    "name": "batch-rows",
    "code": "TH204",
    "term": TERM,
}


def problem(status: int) -> dict[str, object]:
    """A problem of a status, as it comes back in English."""
    if status == 422:
        return _WRONG
    code = CODES.get(status)
    kind = f"urn:thresholds:{code}" if code else "urn:thresholds:TH510"
    return {
        "type": kind,
        "title": phrase(f"service.status.{status}", "en"),
        "status": status,
        "detail": "…",
        "errors": [],
    }


_WRONG: dict[str, object] = {
    "type": "urn:thresholds:TH204",
    "title": "Something in the request is wrong",
    "status": 422,
    "detail": "body:9:14: TH204 …",
    "errors": [
        {
            "code": "TH204",
            "in": "body",
            "line": 9,
            "column": 14,
            "value": "sell",
            "allowed": ["theft 窃取", "purchase 购买", "sale 出售"],
            "near": "sale",
            "detail": "…",
            "hint": "",
        }
    ],
}
