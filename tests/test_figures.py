"""Figures as people write them, with what they mean worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import cn2an  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresholds.values.chinese_numerals import parse_chinese, parse_number
from thresholds.values.figures import FigureError, Unit, parse_figure, parse_rate
from thresholds.values.interval import LARGEST, Interval

RECORDS: list[tuple[str, int, int | None]] = [
    ("0", 0, 0),
    ("1", 1, 1),
    ("483", 483, 483),
    ("483 条", 483, 483),
    ("483条", 483, 483),
    ("  483  条 ", 483, 483),
    ("12组", 12, 12),
    ("12 份", 12, 12),
    ("12次", 12, 12),
    ("12人次", 12, 12),
    ("12张", 12, 12),
    ("12个", 12, 12),
    ("12套", 12, 12),
    ("12 records", 12, 12),
    ("1,234条", 1_234, 1_234),
    ("1,234,567", 1_234_567, 1_234_567),
    ("６万条", 60_000, 60_000),
    ("４８３条", 483, 483),
    ("3.5万条", 35_000, 35_000),
    ("0.5万", 5_000, 5_000),
    ("1.2345万条", 12_345, 12_345),
    ("3万5千条", 35_000, 35_000),
    ("1亿条", 100_000_000, 100_000_000),
    ("1.5亿条", 150_000_000, 150_000_000),
    ("五千条", 5_000, 5_000),
    ("二百五十三条", 253, 253),
    ("三万五千条", 35_000, 35_000),
    ("两千条", 2_000, 2_000),
    ("十二条", 12, 12),
    ("一百零五条", 105, 105),
    ("二十余条", 20, 29),
    ("2200余次", 2_200, 2_299),
    ("2200余", 2_200, 2_299),
    ("6万多条", 60_000, 69_999),
    ("6万多", 60_000, 69_999),
    ("350余万条", 3_500_000, 3_599_999),
    ("350万余条", 3_500_000, 3_599_999),
    ("10万余", 100_000, 199_999),
    ("10余万", 100_000, 199_999),
    ("10万余条", 100_000, 199_999),
    ("10余万条", 100_000, 199_999),
    ("十余万条", 100_000, 199_999),
    ("3000余条", 3_000, 3_999),
    ("3050余条", 3_050, 3_059),
    ("3051余条", 3_051, 3_051),
    ("1.2万余条", 12_000, 12_999),
    ("五千余条", 5_000, 5_999),
    ("100多条", 100, 199),
    ("数十条", 20, 99),
    ("数百条", 200, 999),
    ("数千条", 2_000, 9_999),
    ("数万条", 20_000, 99_999),
    ("数十万条", 200_000, 999_999),
    ("数百万条", 2_000_000, 9_999_999),
    ("数百万余条", 2_000_000, 9_999_999),
    ("几万条", 20_000, 99_999),
    ("至少500条", 500, None),
    ("不少于500条", 500, None),
    ("500条以上", 500, None),
    ("五百条以上", 500, None),
    ("超过500条", 501, None),
    ("至多500条", 0, 500),
    ("不超过500条", 0, 500),
    ("500条以下", 0, 500),
    ("不足500条", 0, 499),
    ("不满500条", 0, 499),
    ("少于500条", 0, 499),
    ("5000至6000条", 5_000, 6_000),
    ("5000条至6000条", 5_000, 6_000),
    ("5000-6000条", 5_000, 6_000),
    ("5000~6000", 5_000, 6_000),
    ("５０００～６０００条", 5_000, 6_000),
    ("五千至六千条", 5_000, 6_000),
    ("5千至2万余条", 5_000, 29_999),
    ("500至500条", 500, 500),
]

MONEY: list[tuple[str, int, int | None]] = [
    ("5000", 500_000, 500_000),
    ("5000元", 500_000, 500_000),
    ("5000 元", 500_000, 500_000),
    ("人民币5000元", 500_000, 500_000),
    ("¥5000", 500_000, 500_000),
    ("￥5000", 500_000, 500_000),
    ("4999.99 元", 499_999, 499_999),
    ("4999.9元", 499_990, 499_990),
    ("0.01元", 1, 1),
    ("0元", 0, 0),
    ("0.5万元", 500_000, 500_000),
    ("0.499999万元", 499_999, 499_999),
    ("3000 yuan", 300_000, 300_000),
    ("1万元", 1_000_000, 1_000_000),
    ("1万余元", 1_000_000, 1_999_999),
    ("10万余元", 10_000_000, 19_999_999),
    ("10余万元", 10_000_000, 19_999_999),
    ("350余万元", 350_000_000, 359_999_999),
    ("2200余元", 220_000, 229_999),
    ("4999.9余元", 499_990, 499_999),
    ("数万元", 2_000_000, 9_999_999),
    ("数十万元", 20_000_000, 99_999_999),
    ("五千元", 500_000, 500_000),
    ("五千至二十余万元", 500_000, 29_999_999),
    ("五千元至二十余万元", 500_000, 29_999_999),
    ("5000元以上", 500_000, None),
    ("至少5000元", 500_000, None),
    ("不足5000元", 0, 499_999),
    ("不满5000元", 0, 499_999),
    ("至多5000元", 0, 500_000),
    ("5000元以下", 0, 500_000),
    ("２．５万元", 2_500_000, 2_500_000),
    ("12,345.67元", 1_234_567, 1_234_567),
]

REFUSED: list[tuple[str, Unit, str]] = [
    ("", Unit.RECORDS, "TH205"),
    ("条", Unit.RECORDS, "TH205"),
    ("许多", Unit.RECORDS, "TH206"),
    ("abc", Unit.RECORDS, "TH205"),
    ("12.3.4", Unit.RECORDS, "TH205"),
    ("0余条", Unit.RECORDS, "TH205"),
    ("数条", Unit.RECORDS, "TH206"),
    ("几条", Unit.RECORDS, "TH206"),
    ("上万条", Unit.RECORDS, "TH206"),
    ("约500条", Unit.RECORDS, "TH206"),
    ("大约500条", Unit.RECORDS, "TH206"),
    ("500条左右", Unit.RECORDS, "TH206"),
    ("近500条", Unit.RECORDS, "TH206"),
    ("5至6万条", Unit.RECORDS, "TH206"),
    ("-1", Unit.RECORDS, "TH207"),
    ("-5000元", Unit.MONEY, "TH207"),
    (str(LARGEST + 1), Unit.RECORDS, "TH207"),
    ("9" * 60, Unit.RECORDS, "TH207"),
    ("99999999亿条", Unit.RECORDS, "TH207"),
    ("0.5条", Unit.RECORDS, "TH208"),
    ("1.23456万条", Unit.RECORDS, "TH208"),
    ("0.001元", Unit.MONEY, "TH208"),
    ("4999.999元", Unit.MONEY, "TH208"),
    ("5000元", Unit.RECORDS, "TH209"),
    ("500条", Unit.MONEY, "TH209"),
    ("6000至5000条", Unit.RECORDS, "TH216"),
    ("至5000条", Unit.RECORDS, "TH205"),
    ("1e3", Unit.RECORDS, "TH205"),
    ("0x10", Unit.RECORDS, "TH205"),
    ("1_000", Unit.RECORDS, "TH205"),
    ("inf", Unit.MONEY, "TH205"),
    ("nan", Unit.MONEY, "TH205"),
    ("1,23", Unit.RECORDS, "TH205"),
    ("二五", Unit.RECORDS, "TH205"),
    ("千百", Unit.RECORDS, "TH205"),
]


@pytest.mark.parametrize(("text", "low", "high"), RECORDS)
def test_records(text: str, low: int, high: int | None) -> None:
    assert parse_figure(text, Unit.RECORDS) == (low, high)


@pytest.mark.parametrize(("text", "low", "high"), MONEY)
def test_money_in_fen(text: str, low: int, high: int | None) -> None:
    assert parse_figure(text, Unit.MONEY) == (low, high)


@pytest.mark.parametrize(("text", "unit", "code"), REFUSED)
def test_refused(text: str, unit: Unit, code: str) -> None:
    with pytest.raises(FigureError) as caught:
        parse_figure(text, unit)
    assert caught.value.code == code


def test_a_figure_is_an_interval_of_whole_numbers() -> None:
    found = parse_figure("4999.99", Unit.MONEY)
    assert isinstance(found, Interval)
    assert found.exact
    assert type(found.at_least) is int
    assert not parse_figure("6万多", Unit.RECORDS).exact


exactly = settings(max_examples=400, deadline=None, derandomize=True)


@exactly
@given(st.integers(0, LARGEST))
def test_every_whole_number_is_itself(number: int) -> None:
    for text in (str(number), f"{number:,}", f"{number} 条"):
        assert parse_figure(text, Unit.RECORDS) == (number, number)


@exactly
@given(st.integers(0, LARGEST))
def test_every_amount_to_the_fen_is_itself(fen: int) -> None:
    assert parse_figure(f"{fen // 100}.{fen % 100:02d}元", Unit.MONEY) == (fen, fen)
    assert parse_figure(f"{fen // 1_000_000}.{fen % 1_000_000:06d}万元", Unit.MONEY) == (fen, fen)


@exactly
@given(st.integers(1, 10**9), st.sampled_from("余多"))
def test_and_more_goes_to_the_next_step(number: int, word: str) -> None:
    zeros = len(str(number)) - len(str(number).rstrip("0"))
    assert parse_figure(f"{number}{word}条", Unit.RECORDS) == (number, number + 10**zeros - 1)


@exactly
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_every_range(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert parse_figure(f"{low}至{high}条", Unit.RECORDS) == (low, high)


@exactly
@given(st.text("0123456789.,万千百十亿余多数几条元至以上不足约 -至少", max_size=12), st.sampled_from(Unit))
def test_nothing_but_a_figure_error_is_raised(text: str, unit: Unit) -> None:
    try:
        low, high = parse_figure(text, unit)
    except FigureError as error:
        low, high, code = 0, None, error.code
    else:
        code = "none"
    assert code in {"none", "TH205", "TH206", "TH207", "TH208", "TH209", "TH216"}
    assert low >= 0
    assert high is None or low <= high


# -- Chinese numerals ---------------------------------------------------------------------------------


@settings(max_examples=1_500, deadline=None, derandomize=True)
@given(st.one_of(st.integers(0, 99_999_999), st.integers(0, 20_000), st.integers(0, 10**12)))
def test_chinese_numerals_as_cn2an_writes_them(number: int) -> None:
    assert parse_chinese(cn2an.an2cn(number, "low")) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("〇", 0),
        ("两", 2),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("一百一十", 110),
        ("一百零一", 101),
        ("二百五", 250),
        ("三千六", 3_600),
        ("三万五", 35_000),
        ("三万零五", 30_005),
        ("三万零五十", 30_050),
        ("两千零二十", 2_020),
        ("十万", 100_000),
        ("一百二十万", 1_200_000),
        ("一亿零一", 100_000_001),
        ("二十五亿三千万", 2_530_000_000),
        ("一万亿", 10**12),
    ],
)
def test_chinese_numerals(text: str, number: int) -> None:
    assert parse_chinese(text) == number


@pytest.mark.parametrize(
    "text", ["", "二五", "十十", "百", "千百", "零万", "一二三", "五百千", "十百", "万", "一零", "甲"]
)
def test_not_chinese_numerals(text: str) -> None:
    assert parse_chinese(text) is None


@pytest.mark.parametrize("text", ["3千5万", "3万4万", "1.5.2", "5 000", "1,0000", "+5"])
def test_not_numbers(text: str) -> None:
    assert parse_number(text) is None


# -- shares of the whole --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numerator", "denominator"),
    [
        ("0.045", 9, 200),
        ("4.5%", 9, 200),
        ("4.5 %", 9, 200),
        ("４．５％", 9, 200),
        ("0", 0, 1),
        ("1", 1, 1),
        ("100%", 1, 1),
        ("0.1", 1, 10),
        ("33.3%", 333, 1000),
    ],
)
def test_rates_are_exact(text: str, numerator: int, denominator: int) -> None:
    assert parse_rate(text) == Fraction(numerator, denominator)


@pytest.mark.parametrize(
    ("text", "code"),
    [("1.01", "TH227"), ("101%", "TH227"), ("-1%", "TH227"), ("abc", "TH205"), ("1/3", "TH205"), ("", "TH205")],
)
def test_rates_refused(text: str, code: str) -> None:
    with pytest.raises(FigureError) as caught:
        parse_rate(text)
    assert caught.value.code == code
