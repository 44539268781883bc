"""What a cell of a workbook shows: Excel stores numbers, and formats make dates, months and percentages of them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils.datetime import from_excel

from thresholds.case.ledger.rows import stripped

if TYPE_CHECKING:
    from openpyxl import Workbook

_MONTH, _DAY, _NO_YEAR, _TIME = 'yyyy"年"m"月"', 'yyyy"年"m"月"d"日"', 'm"月"d"日"', "h:mm"
#: Formats that a Chinese Excel stores by number alone, without writing them out.
_CHINESE = {
    **dict.fromkeys((27, 36, 50, 52, 57), _MONTH),
    **dict.fromkeys((30, 31), _DAY),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _NO_YEAR),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), _TIME),
}
#: Text inside a format: in quotes, after \\ or !, space for a character, colours and locales.
_LITERAL = re.compile(r'"[^"]*"|[\\!].|[_*].|\[[^\]]*\]|am/pm|上午/下午')
#: What makes a number look smaller or larger than it is stored: 万 in the format, a comma at its end, a false point.
_SCALED = re.compile(r"[百千万亿]|[0#?],+(?![0#?,])|[\\!]\.")


class Shown(StrEnum):
    """What a format makes of a number."""

    NUMBER = "number"
    PERCENT = "percent"
    SCALED = "scaled"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NO_YEAR = "no_year"
    TIME = "time"


class Formats:
    """What the styles of a workbook make of numbers."""

    def __init__(self, workbook: Workbook) -> None:
        self._styles = [style.numFmtId for style in workbook._cell_styles]  # type: ignore[attr-defined]
        self._codes = list(workbook._number_formats)  # type: ignore[attr-defined]
        self._known: dict[object, Shown] = {}

    def of(self, style: object) -> Shown:
        """What the style of this number makes of a number."""
        found = self._known.get(style)
        if found is None:
            found = self._known[style] = kind_of(self._code(int(str(style))))
        return found

    def _code(self, style: int) -> str:
        number = self._styles[style]
        if number >= BUILTIN_FORMATS_MAX_SIZE:
            return str(self._codes[number - BUILTIN_FORMATS_MAX_SIZE])
        return _CHINESE.get(number) or BUILTIN_FORMATS.get(number) or "General"


def kind_of(code: str) -> Shown:
    """What a number format shows; of several sections the first is that of positive numbers."""
    section = code.split(";")[0]
    bare = _LITERAL.sub("", section.lower())
    if "general" in bare or "g/通用格式" in bare:
        bare = ""
    if re.search("[ymdhs]", bare):
        return _date_kind(bare)
    if "%" in bare:
        return Shown.PERCENT
    return Shown.SCALED if _SCALED.search(code) else Shown.NUMBER


def _date_kind(bare: str) -> Shown:
    if "y" in bare:
        return Shown.DAY if "d" in bare else Shown.MONTH if "m" in bare else Shown.YEAR
    if "d" in bare:
        return Shown.NO_YEAR
    return Shown.TIME if re.search("[hs]", bare) else Shown.NO_YEAR


def shown(value: object, kind: str, formats: Formats, style: object, epoch: datetime) -> tuple[str, str]:
    """The text of a cell as it is to be read, and the code of what is wrong with it (TH250, TH251, TH257).

    `kind` is the type that openpyxl gives: `f` a formula without a value, `e` an error, `n` a number, `s` a text.
    """
    if kind == "s" and isinstance(value, str):
        return stripped(value), ""
    if kind == "f":
        return "", "TH250"
    if value is None:
        return "", ""
    if kind == "e":
        return str(value), "TH251"
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, int | float):
        return number_shown(value, formats.of(style), epoch)
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value, Shown.DAY)
    return stripped(str(value)), ""


def number_shown(value: float, form: Shown, epoch: datetime) -> tuple[str, str]:
    """The text of a number in a format, and the code of what is wrong with it (TH257)."""
    if form is Shown.SCALED:
        return plain_number(value), "TH257"
    if form is Shown.PERCENT:
        return f"{plain_number(value, 2)}%", ""
    if form is Shown.NUMBER:
        return plain_number(value), ""
    try:
        moment = from_excel(value, epoch)
    except (OverflowError, ValueError):
        return plain_number(value), "TH257"
    return _moment(moment, form) if moment is not None else (plain_number(value), "TH257")


def _moment(value: datetime | date | time | timedelta, form: Shown) -> tuple[str, str]:
    """A date as precisely as it is shown; one without its year is at fault."""
    if not isinstance(value, date) or form is Shown.TIME:
        return str(value), ""
    if form is Shown.NO_YEAR:
        return f"{value.month}-{value.day}", "TH257"
    return {Shown.MONTH: f"{value:%Y-%m}", Shown.YEAR: f"{value:%Y}"}.get(form, f"{value:%Y-%m-%d}"), ""


def plain_number(value: float, shift: int = 0) -> str:
    """A number in digits, exactly as Excel shows it: to the 15 digits that it keeps, without those a double adds.

    `shift` moves the point to the right.
    """
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    text = f"{exact.scaleb(shift):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
