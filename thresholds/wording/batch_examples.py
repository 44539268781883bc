"""Wrong and right examples of diagnostics about tables of cases: a CSV, and above three dashes a mapping file."""

from __future__ import annotations

_RIGHT = "人员,行为,行踪轨迹信息\n甲,出售,50\n乙,出售,49\n"
_MAPPED = "空值: {行踪轨迹信息: %s}\n---\n" + _RIGHT

EXAMPLES: dict[str, tuple[str, str]] = {
    "TH501": (_RIGHT.replace("行踪轨迹信息", "轨迹条数"), _RIGHT),
    "TH502": (_RIGHT.replace("行为", "location_tracking"), _RIGHT),
    "TH504": (_MAPPED.replace("行踪轨迹信息: %s", "住宿信息: 不明"), _MAPPED % "不明"),
    "TH506": (_RIGHT.partition("\n")[2], _RIGHT),
    "TH513": ("", _RIGHT),
    "TH516": (_RIGHT.replace("甲", '"甲'), _RIGHT.replace("甲", '"甲"')),
    "TH518": (_RIGHT.replace("行为", "人员"), _RIGHT),
    "TH525": (_MAPPED % "零", _MAPPED % "不明"),
}
