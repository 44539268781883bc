"""Wrong and right examples of diagnostics about seized data: a CSV file, and above three dashes what is read beside it.

That is a mapping file, or a check sheet where the code is about one. The people are made up: their resident IDs are of
no county.
"""

from __future__ import annotations

_DATA = """\
姓名,手机号
赵甲甲,19900000001
钱乙乙,19900000002"""

_HEAD = "序号,批次标记,来源,第几行数据,类别,核验结论"
_MARK = "61c11d58a015"


def _sheet(head: str, *rows: str) -> str:
    return "\n".join((head, *rows, "---", _DATA))


_FINE = f"1,{_MARK},data.csv,1,其他公民个人信息,属实"
_FIRST, _SECOND = (f"{number},{_MARK}-2,data.csv,{number},其他公民个人信息,属实" for number in (1, 2))


def _mapped(wrong: str, right: str) -> tuple[str, str]:
    """The data with a mapping file beside it, wrong and right."""
    return f"{wrong}\n---\n{_DATA}", f"{right}\n---\n{_DATA}"


EXAMPLES: dict[str, tuple[str, str]] = {
    "TH606": ("%PDF-1.7\n1 0 obj", _DATA),
    "TH612": (
        '{"姓名": "赵甲甲", "手机号": "19900000001"}\n{"姓名": "钱乙乙", ',
        '{"姓名": "赵甲甲", "手机号": "19900000001"}\n{"姓名": "钱乙乙", "手机号": "19900000002"}',
    ),
    "TH620": _mapped("列: {手机号: 手提电话}", "列: {手机号: 电话}"),
    "TH621": _mapped("口径: {贷款: credit_record}", "口径: {loan: credit_record}"),
    "TH622": _mapped("口径: {loan: 财产信息}", "口径: {loan: 征信信息}"),
    "TH623": _mapped("最晚年份: 今年", "最晚年份: 2019"),
    "TH624": _mapped("判重依据: [电话, phone]", "判重依据: [姓名, 电话]"),
    "TH625": _mapped("列: {手机: 电话}", "列: {手机号: 电话}"),
    "TH626": _mapped("文件: {名单.csv: {列: {手机号: 电话}}}", "文件: {data.csv: {列: {手机号: 电话}}}"),
    "TH630": (_sheet(_HEAD.replace("核验结论", "结果"), _FINE), _sheet(_HEAD, _FINE)),
    "TH631": (_sheet(_HEAD, _FINE.replace(_MARK, "0123456789ab")), _sheet(_HEAD, _FINE)),
    "TH632": (_sheet(_HEAD, _FINE.replace("属实", "大概是真的")), _sheet(_HEAD, _FINE)),
    "TH633": (_sheet(_HEAD, _FINE, _FINE), _sheet(_HEAD, _FINE)),
    "TH634": (_sheet(_HEAD, _FINE.replace("1,", "3,", 1)), _sheet(_HEAD, _FINE)),
    "TH635": (_sheet(_HEAD, _SECOND), _sheet(_HEAD, _FIRST, _SECOND)),
    "TH638": (_sheet(_HEAD, _FINE, ",,,,,重复"), _sheet(_HEAD, _FINE, ",,重复的另见附表,,,")),
    "TH639": (_sheet(_HEAD, _FINE, _SECOND), _sheet(_HEAD, _FIRST, _SECOND)),
}
