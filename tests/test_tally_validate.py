"""Numbers in seized data: what SQL says of them is what the libraries say, cell by cell."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType
from raw_tables import table_of
from stdnum import luhn, numdb
from stdnum.cn import ric

from thresholds.tally.kinds import FLAWS, REASONS, Kind, Recognised, Settings, record_sql
from thresholds.tally.workspace import Workspace

DEFAULT = Settings()
PERSONAL = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
FULL = str.maketrans("0123456789Xx+", "０１２３４５６７８９Ｘｘ＋")


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with Workspace.open(memory="1GB", threads=2) as opened:
        yield opened


def keys_of(
    workspace: Workspace, kind: Kind, cells: Sequence[str], settings: Settings = DEFAULT
) -> list[tuple[object, bool]]:
    """Of each cell the key, and whether it is valid."""
    numbered = [(str(number), cell) for number, cell in enumerate(cells)]
    table = table_of(workspace, ("n", "cell"), numbered)
    columns = [Recognised("n", Kind.GOODS, "mapping"), Recognised("cell", kind, "mapping")]
    query = record_sql(table, columns, 7, [Kind.GOODS, kind], settings)
    bit = 1 << FLAWS.index(kind)
    rows = workspace.rows(f"SELECT key_1, flaws FROM ({query}) ORDER BY key_0::INTEGER")
    return [(key, not int(str(flaws)) & bit) for key, flaws in rows]


def valid_ids(number: int, dice: random.Random) -> list[str]:
    """Resident IDs that python-stdnum takes to be valid."""
    areas = ("110101", "310104", "320106", "440103", "510107", "650102", "110103", "460300")
    found = []
    while len(found) < number:
        born = date(1945, 1, 1) + timedelta(days=dice.randrange(23_000))
        body = f"{dice.choice(areas)}{born:%Y%m%d}{dice.randrange(1000):03d}"
        whole = body + ric.calc_check_digit(body + "0")
        if ric.is_valid(whole):
            found.append(whole)
    return found


def spoilt(text: str, dice: random.Random) -> str:
    """One digit changed, or two neighbours transposed."""
    place = dice.randrange(len(text) - 1)
    if dice.random() < 0.5:
        return text[:place] + str((int(text[place]) + dice.randrange(1, 10)) % 10) + text[place + 1 :]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


@cache
def known(prefecture: str) -> bool:
    """Whether python-stdnum's list has any county of a prefecture, of whatever years."""
    counties = (numdb.get("cn/loc").info(f"{prefecture}{county:02d}") for county in range(100))
    return any("county" in parts[-1][1] for parts in counties)


def plausible_id(text: str) -> bool:
    """Whether check digit and birth are right, as python-stdnum judges them, and its list has the prefecture."""
    try:
        birth = ric.get_birth_date(text)
    except Exception:
        return False
    fits = text[:17].isdigit() and text[17] == ric.calc_check_digit(text) and 1880 <= birth.year <= 2099
    return fits and known(text[:4])


def test_every_valid_resident_id_is_valid_however_it_is_written(workspace: Workspace) -> None:
    dice = random.Random(1)
    numbers = valid_ids(3000, dice)
    ways = [
        lambda text: text,
        lambda text: text.lower(),
        lambda text: text.translate(FULL),
        lambda text: f" {text[:6]} {text[6:14]} {text[14:]}\t",
        lambda text: f"'{text}",
        lambda text: f"{text[:6]}-{text[6:14]}-{text[14:]}",
    ]
    cells = [dice.choice(ways)(text) for text in numbers]
    assert keys_of(workspace, Kind.RESIDENT_ID, cells) == [(int(text[:17]), True) for text in numbers]


def test_a_number_of_fifteen_digits_is_that_of_eighteen(workspace: Workspace) -> None:
    numbers = [text for text in valid_ids(500, random.Random(2)) if text[6:8] == "19"]
    cells = [text[:6] + text[8:17] for text in numbers]
    assert keys_of(workspace, Kind.RESIDENT_ID, cells) == [(int(text[:17]), True) for text in numbers]


def test_a_spoilt_resident_id_is_judged_as_the_library_judges_it(workspace: Workspace) -> None:
    dice = random.Random(3)
    cells = [spoilt(text, dice) for text in valid_ids(6000, dice)]
    found = keys_of(workspace, Kind.RESIDENT_ID, cells)
    refused = [text for text, (_, valid) in zip(cells, found, strict=True) if not valid]
    assert [text for text in cells if ric.is_valid(text) and text in set(refused)] == []
    accepted = [text for text in cells if text not in set(refused)]
    assert [text for text in accepted if not plausible_id(text)] == []
    assert {text for text in cells if plausible_id(text)} - set(accepted) == set()
    assert len(refused) > 5000


@pytest.mark.parametrize(
    ("cell", "valid"),
    [
        ("11010119900101123X", False),
        ("110103195003070016", True),  # 崇文区, abolished in 2010
        ("110101199002300014", False),  # the 30th of February
        ("110101190002290012", False),  # 1900 was no leap year
        ("110101200002290013", True),
        ("110101187912310014", False),
        ("990101199001010018", False),
        ("83000019900101001", False),
        ("1.10101E+17", False),
        ("1.234567890123e+17", False),
        ("1100000000000000e2", False),
        ("身份证", False),
    ],
)
def test_single_resident_ids(workspace: Workspace, cell: str, valid: bool) -> None:
    whole = cell[:17] + ric.calc_check_digit(cell) if valid else cell
    assert keys_of(workspace, Kind.RESIDENT_ID, [whole])[0][1] is valid


@pytest.mark.parametrize(("area", "valid"), [("830000", True), ("911156", True), ("999156", False), ("110198", True)])
def test_residence_permits_and_development_zones(workspace: Workspace, area: str, valid: bool) -> None:
    body = area + "19900101001"
    cell = body + ric.calc_check_digit(body + "0")
    assert keys_of(workspace, Kind.RESIDENT_ID, [cell])[0][1] is valid
    counties = Settings({"resident_id_divisions": "county"})
    assert keys_of(workspace, Kind.RESIDENT_ID, [cell], counties)[0][1] is (valid and area != "110198")


def test_nobody_is_born_after_the_last_year(workspace: Workspace) -> None:
    body = "11010120200101001"
    cell = body + ric.calc_check_digit(body + "0")
    found = [keys_of(workspace, Kind.RESIDENT_ID, [cell], Settings(latest=year))[0][1] for year in (2019, 2020)]
    assert found == [False, True]


def test_equal_invalid_numbers_have_equal_keys_and_others_have_not(workspace: Workspace) -> None:
    cells = ["110101199001011231", "１10101199001011231", "110101199001011232", "12345", "12346", "没有办", "没有辦"]
    keys = [key for key, valid in keys_of(workspace, Kind.RESIDENT_ID, cells) if not valid]
    assert len(keys) == len(cells)
    assert keys[-2] == keys[-1], "what is no number stands beside"
    assert keys[0] == keys[1]
    assert len(set(keys)) == len(cells) - 2
    assert all(int(str(key)) < 0 for key in keys)


def expected_phone(text: str) -> int | None:
    """The national number as phonenumbers finds it, where it is that of a mobile or a fixed line."""
    try:
        found = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    personal = found.country_code == 86 and phonenumbers.number_type(found) in PERSONAL
    return found.national_number if personal else None


def phones(number: int, dice: random.Random) -> Iterator[str]:
    """Mobile and fixed numbers, good and bad."""
    for _ in range(number):
        yield f"1{dice.randrange(10**10):010d}"
        yield f"1{dice.choice('3589')}{dice.randrange(10**9):09d}"
        area = dice.choice(["010", "021", "0571", "0755", "0311", "0991", "0898", f"0{dice.randrange(100, 1000)}"])
        yield f"{area}{dice.randrange(2, 9)}{dice.randrange(10 ** dice.choice((6, 7))):06d}"
        yield f"1{dice.randrange(10**9):09d}"


def test_a_phone_number_is_judged_as_the_library_judges_it(workspace: Workspace) -> None:
    dice = random.Random(4)
    cells = list(phones(2500, dice))
    found = keys_of(workspace, Kind.PHONE, cells)
    expected = [expected_phone(text) for text in cells]
    got = [key if valid else None for key, valid in found]
    assert [pair for pair in zip(cells, got, expected, strict=True) if pair[1] != pair[2]] == []
    assert sum(number is not None for number in expected) > 3000


@pytest.mark.parametrize(
    "way",
    [
        "+86{0}", "+86 {0}", "86{0}", "0086{0}", "(+86){0}", "+86-{0}", " {0}\t", "'{0}", "{0}.0", "{0}转801",
        "{0}/010-87654321", "12345678、{0}", "｛0｝", "\u200b{0}", "＋８６{0}",
    ],
)  # fmt: skip
def test_a_mobile_number_is_found_however_it_is_written(workspace: Workspace, way: str) -> None:
    numbers = ["13800138000", "19900000001", "17700001234"]
    cells = [way.replace("｛0｝", number.translate(FULL)).format(number) for number in numbers]
    assert keys_of(workspace, Kind.PHONE, cells) == [(int(number), True) for number in numbers]


def test_blanks_and_dashes_inside_a_phone_number_are_nothing(workspace: Workspace) -> None:
    cells = ["138 0013 8000", "138-0013-8000", "(010) 8765-4321", "010-87654321-802", "+86 (0571) 87654321"]
    keys = [13800138000, 13800138000, 1087654321, 1087654321, 57187654321]
    assert keys_of(workspace, Kind.PHONE, cells) == [(key, True) for key in keys]


@pytest.mark.parametrize("cell", ["1.38001e+10", "1380013800", "138001380000", "12000000001", "87654321", "4008123123"])
def test_no_phone_number_of_a_person(workspace: Workspace, cell: str) -> None:
    assert keys_of(workspace, Kind.PHONE, [cell])[0][1] is False


ABROAD = {PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER, *PERSONAL}


def neighbours(number: int, dice: random.Random) -> Iterator[tuple[int, str]]:
    """Country codes of Hong Kong, Macao and Taiwan, with numbers good and bad."""
    for _ in range(number):
        yield 852, f"{dice.choice('235679')}{dice.randrange(10**7):07d}"
        yield 853, f"{dice.choice(('28', '6', '8'))}{dice.randrange(10**7):07d}"[:8]
        yield 886, f"{dice.choice('2479')}{dice.randrange(10 ** dice.choice((7, 8))):07d}"
        yield dice.choice((852, 853, 886)), f"{dice.randrange(1, 10)}{dice.randrange(10**7):07d}"


def test_a_number_of_hong_kong_macao_and_taiwan_is_judged_as_the_library_judges_it(workspace: Workspace) -> None:
    dice = random.Random(6)
    numbers = list(neighbours(800, dice))
    cells = [f"{dice.choice(('+', '00', '+ ', '(+'))}{code}{')' if n % 9 == 0 else ' '}{rest}" for n, (code, rest) in
             enumerate(numbers)]  # fmt: skip
    expected = []
    for code, rest in numbers:
        parsed = phonenumbers.parse(f"+{code}{rest}")
        personal = phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) in ABROAD
        expected.append(10**15 + int(f"{code}{rest}") if personal else None)
    got = [key if valid else None for key, valid in keys_of(workspace, Kind.PHONE, cells)]
    assert [pair for pair in zip(cells, got, expected, strict=True) if pair[1] != pair[2]] == []
    assert 1000 < sum(number is not None for number in expected) < 2800


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (("+852 9123 4567", "00852-91234567", "85291234567", "(+852)91234567", "＋852 91234567"), 85291234567),
        (("+853 6612 3456", "853 66123456"), 85366123456),
        (("+886 912 345 678", "886912345678", "+886 0912 345678"), 886912345678),
        (("+1 212 555 0100", "001 (212) 555-0100"), 12125550100),
        (("+44 20 7946 0958", "0044-20-79460958"), 442079460958),
        (("+81 90-1234-5678",), 819012345678),
    ],
)
def test_a_number_abroad_is_one_however_it_is_written(
    workspace: Workspace, cells: tuple[str, ...], number: int
) -> None:
    # above all numbers of the mainland: +1 380 013 8000 is not 13800138000
    assert keys_of(workspace, Kind.PHONE, cells) == [(10**15 + number, True)] * len(cells)


@pytest.mark.parametrize(
    "cell",
    [
        "+852 1123 4567",  # no such numbers in Hong Kong
        "+999 1234567890",  # no such country
        "+44 12",  # too short, and too long
        "+44 1234567890123456",
        "+86 12345",
        "00123456789",  # +1 has ten digits, from 2 on
        "44 20 7946 0958",  # no sign that it is abroad
    ],
)
def test_what_cannot_be_a_number_abroad_is_none(workspace: Workspace, cell: str) -> None:
    assert keys_of(workspace, Kind.PHONE, [cell])[0][1] is False


def test_a_number_here_and_one_abroad_of_the_same_digits_are_two(workspace: Workspace) -> None:
    # 1 380 400 8000 is of Ohio, 13804008000 of Harbin
    keys = keys_of(workspace, Kind.PHONE, ["13804008000", "+1 380 400 8000"])
    assert keys == [(13804008000, True), (10**15 + 13804008000, True)]


def test_a_card_is_judged_as_the_library_judges_it(workspace: Workspace) -> None:
    dice = random.Random(5)
    cells = [f"{dice.randrange(1, 10)}{dice.randrange(10**12):0{dice.randrange(10, 20)}d}" for _ in range(3000)]
    cells += [text[:-1] + luhn.calc_check_digit(text[:-1]) for text in cells]
    expected = [luhn.is_valid(text) and 13 <= len(text) <= 19 for text in cells]
    assert [valid for _, valid in keys_of(workspace, Kind.BANK_CARD, cells)] == expected
    assert 3000 < sum(map(bool, expected)) + 1000 < 6000
    spaced = ["6222 0000 0000 0000 004", "6222000000000000004".translate(FULL)]
    assert keys_of(workspace, Kind.BANK_CARD, spaced) == [("6222000000000000004", True)] * 2


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            Kind.PLATE,
            ["京A12345", "粤B·D12345", "沪A 1234警", "京a12345", "粤Z1234港"],
            ["京I12345", "A12345", "京A123"],
        ),
        (Kind.EMAIL, ["a.b@example.com", "10001@QQ.COM"], ["a@b", "example.com", "a b@c"]),
        (Kind.OTHER_ID, ["E12345678", "EA1234567", "H1234567800", "军字第1234567号"], ["E1", "没写"]),
        (
            Kind.COORDINATES,
            ["116.397,39.908", "(39.908, 116.397)", "87.6;43.8"],
            ["0,0", "116.397", "200,100", "91,92"],
        ),
        (Kind.LATITUDE, ["39.9", "-89.99", "39.9°N"], ["90.1", "北"]),
        (Kind.LONGITUDE, ["116.4", "-180"], ["180.5"]),
        (
            Kind.TIME,
            ["2019-05-01 10:20:30", "2019/5/1 1:02", "2019年5月1日10时20分", "20190501102030", "1556677230", "10:20"],
            ["2019-13-01", "2019-02-30 10:00", "昨天", "3019-01-01"],
        ),
    ],
)
def test_other_kinds(workspace: Workspace, kind: Kind, good: list[str], bad: list[str]) -> None:
    found = [valid for _, valid in keys_of(workspace, kind, good + bad)]
    assert found == [True] * len(good) + [False] * len(bad)


def test_moments_are_seconds_whatever_the_notation(workspace: Workspace) -> None:
    cells = ["2019-05-01 10:20:30", "2019/05/01 10:20:30", "2019年5月1日 10时20分30秒", "20190501102030"]
    cells += ["２０１９-05-01 10:20:30", "1556706030"]
    assert {key for key, _ in keys_of(workspace, Kind.TIME, cells)} == {"1556706030"}


def test_every_reason_and_flaw_has_its_place() -> None:
    assert REASONS[0] == "counts"
    assert len(REASONS) == len(set(REASONS)) < 255
    assert len(FLAWS) == len(set(FLAWS)) <= 32
