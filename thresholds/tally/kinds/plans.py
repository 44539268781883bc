"""The rules that numbers are made by, taken from the libraries that keep them: none is written here a second time.

Numbering plan: phonenumbers (Google's). Resident ID (GB 11643-1999) and the divisions of GB/T 2260, abolished ones
too: python-stdnum. Days of the months: the standard library.
"""

from __future__ import annotations

import re
from base64 import b64encode
from calendar import monthrange
from functools import cache
from typing import NamedTuple

#: Residents of Hong Kong, Macao and Taiwan have numbers of their own since 2018 (国办发〔2018〕81号). The list of
#: divisions has no county below these, so the six digits are given whole.
RESIDENCE_PERMITS = ("810000", "820000", "830000")


class PhonePlan(NamedTuple):
    """Patterns of national numbers, without the prefix 0: mobile, fixed, neither; and what may stand before them."""

    mobile: str
    fixed: str
    excluded: str
    prefix: str


@cache
def phone_plan() -> PhonePlan:
    """The numbering plan of China as phonenumbers has it; `excluded` are toll-free, shared-cost and premium numbers."""
    import phonenumbers

    plan = phonenumbers.PhoneMetadata.metadata_for_region("CN")
    assert plan is not None
    parts = (plan.toll_free, plan.shared_cost, plan.premium_rate)
    patterns = [part.national_number_pattern for part in parts if part and part.national_number_pattern]
    assert plan.mobile is not None
    assert plan.fixed_line is not None
    return PhonePlan(
        str(plan.mobile.national_number_pattern),
        str(plan.fixed_line.national_number_pattern),
        "|".join(patterns),
        str(plan.national_prefix_for_parsing).replace("(1", "(?:1"),
    )


#: A mobile number has eleven digits; its first five say whether it is one.
MOBILE_DIGITS, MOBILE_BEGINNING = 11, 5


@cache
def mobile_beginnings() -> frozenset[int]:
    """The first five digits of mobile numbers: the pattern leaves the other six free, which is tried here."""
    pattern = re.compile(phone_plan().mobile)
    rest = MOBILE_DIGITS - MOBILE_BEGINNING
    found = {ending: set[int]() for ending in ("0" * rest, "9" * rest, "123456")}
    for beginning in range(10 ** (MOBILE_BEGINNING - 1), 10**MOBILE_BEGINNING):
        for ending, members in found.items():
            if pattern.fullmatch(f"{beginning}{ending}"):
                members.add(beginning)
    first, *others = found.values()
    assert all(members == first for members in others)
    return frozenset(first)


#: Country code 1 is looked at more closely than others: junk of eleven digits behind 00 would begin with it.
_AMERICA = 1
#: Regions whose numbers stand in lists from here, each with its plan; and how long any number may be (E.164).
NEIGHBOURS, LONGEST_ABROAD = ("HK", "MO", "TW"), 15


class PlanAbroad(NamedTuple):
    """Patterns of numbers with their country code: of the neighbours, whose plans are tried, and of all others.

    Of the others no more is known than the country code: how many digits follow is left to E.164, 8 to 15 in all.
    """

    neighbours: str
    others: str


@cache
def plan_abroad() -> PlanAbroad:
    """The numbers of Hong Kong, Macao and Taiwan, and the country codes that there are, as phonenumbers has them.

    Numbers that no person has (toll-free, shared-cost, premium) are left out; 0 may stand before those of Taiwan.
    """
    import phonenumbers

    codes = {region: phonenumbers.country_code_for_region(region) for region in ("CN", *NEIGHBOURS)}
    others = sorted({*phonenumbers.COUNTRY_CODE_TO_REGION_CODE} - {_AMERICA, *codes.values()})
    america = phonenumbers.PhoneMetadata.metadata_for_region("US")
    assert america is not None
    assert america.general_desc is not None
    plain = f"{_AMERICA}(?:{america.general_desc.national_number_pattern})"
    each = [f"{codes[region]}{_trunk(region)}(?:{_numbers(region)})" for region in NEIGHBOURS]
    return PlanAbroad("|".join(each), f"{plain}|(?:{'|'.join(map(str, others))})\\d+")


def _numbers(region: str) -> str:
    """The pattern of the numbers of persons in a region."""
    import phonenumbers

    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert plan is not None
    parts = (plan.mobile, plan.fixed_line, plan.voip, plan.personal_number, plan.pager)
    return "|".join(part.national_number_pattern for part in parts if part and part.national_number_pattern)


def _trunk(region: str) -> str:
    """A pattern of what is dialled before a number inside the region, and wrongly written behind its country code."""
    import phonenumbers

    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    return f"{plan.national_prefix}?" if plan is not None and plan.national_prefix else ""


class CheckDigit(NamedTuple):
    """Σ weights[i] · digit i (from the right, the check digit apart) + check digit ≡ remainder (mod modulus)."""

    weights: tuple[int, ...]
    remainder: int
    modulus: int


@cache
def resident_check() -> CheckDigit:
    """The check digit of a resident ID, found out of python-stdnum by asking for numbers with a single 1."""
    from stdnum.cn import ric

    modulus = 11
    none = _value(ric.calc_check_digit("0" * 18))
    weights = [(none - _value(ric.calc_check_digit(_single(place)))) % modulus for place in range(17)]
    return CheckDigit(tuple(weights), none, modulus)


def _single(place: int) -> str:
    """Seventeen digits and a check digit, all 0 but the one at this place from the right."""
    return "0" * (16 - place) + "1" + "0" * place + "0"


def _value(digit: str) -> int:
    return 10 if digit == "X" else int(digit)


def steps(check: CheckDigit) -> tuple[int, ...]:
    """Factors f with Σ weights[i] · digit i ≡ Σ f[i] · (n // 10^i): digit i is n // 10^i − 10 · (n // 10^(i+1))."""
    before = (0, *check.weights)
    return tuple((weight - 10 * last) % check.modulus for weight, last in zip(check.weights, before, strict=False))


@cache
def divisions(digits: int) -> frozenset[int]:
    """The beginnings, of so many digits, of all codes of divisions that ever were in use, residence permits' too."""
    from stdnum import numdb

    found = {permit[:digits] for permit in RESIDENCE_PERMITS}
    for _, province, _, _, counties in numdb.get("cn/loc").prefixes:
        found |= {(province + county)[:digits] for _, county, _, _, _ in counties}
    return frozenset(map(int, found))


@cache
def provinces() -> frozenset[int]:
    """The first two digits of all codes of divisions."""
    return divisions(2)


def days() -> frozenset[int]:
    """Month and day as one number (229 is the 29th of February), of leap years."""
    leap = 2000
    return frozenset(month * 100 + day for month in range(1, 13) for day in range(1, monthrange(leap, month)[1] + 1))


def bits(members: frozenset[int], first: int) -> str:
    """The set of numbers from `first` on as SQL: `get_bit` of it is 1 at the number less `first`."""
    field = bytearray((max(members) - first) // 8 + 1)
    for member in members:
        place = member - first
        field[place // 8] |= 0x80 >> place % 8
    return f"from_base64('{b64encode(field).decode()}')::BIT"


@cache
def luhn_pairs() -> tuple[int, ...]:
    """What each pair of digits 00 … 99 adds to a Luhn sum (python-stdnum); a number is valid when the sum ends in 0."""
    from stdnum import luhn

    return tuple(luhn.checksum(f"{pair:02d}") for pair in range(100))
