"""Seized data made for tests, of which everything is known before it is read.

Every number is valid in form unless it is meant not to be, and belongs to nobody as far as that can be: resident IDs
are of people born 1900–1909 under the code of a whole province, which is not given to people; phone numbers and cards
are counted up from a row of noughts; names are stems and branches; addresses say that they are made up. (China keeps
no phone numbers apart for examples.)

A row is made to be one thing: new, a repetition within its file or of an earlier one, invalid, or without anything
that says whom it is about. `Truth` counts what was made.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SURNAMES, SIGNS = "赵钱孙李周吴郑王", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
FULL_WIDTH = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")


def name(person: int) -> str:
    surname, given = SURNAMES[person % 8], person // 8
    return surname + SIGNS[given % 22] + SIGNS[given // 22 % 22]


def resident_id(person: int, wrong: bool = False) -> str:
    """Eighteen digits by GB 11643, or with the wrong check digit."""
    born = date(1900, 1, 1) + timedelta(days=person % 3652)
    body = f"110000{born:%Y%m%d}{1 + person // 3652:03d}"
    place = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11
    return body + CHECKS[(place + wrong) % 11]


def phone(person: int, wrong: bool = False) -> str:
    """Eleven digits by the numbering plan, or with a beginning that no mobile number has."""
    return f"{'120' if wrong else '199'}{person:08d}"


def card(person: int, wrong: bool = False) -> str:
    """Nineteen digits by Luhn, or with the wrong check digit."""
    body = f"622200{person:012d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body))]
    check = -sum(number // 10 + number % 10 for number in doubled) % 10
    return f"{body}{(check + wrong) % 10}"


def _address(person: int) -> str:
    return f"虚构省示例市测试区样本路{person}号"


def _moment(person: int, line: int) -> str:
    return f"{datetime(2021, 3, 1) + timedelta(minutes=7 * person + 61 * line):%Y-%m-%d %H:%M:%S}"


# The same number written otherwise.


def _other_phone(value: str, dice: random.Random) -> str:
    local = value.removeprefix("+86")
    ways = (f"+86{local}", f"+86 {local[:3]} {local[3:7]} {local[7:]}", f" {local} ", local.translate(FULL_WIDTH))
    return dice.choice(ways)


def _other_id(value: str, dice: random.Random) -> str:
    ways = [value.translate(FULL_WIDTH), f"{value[:6]} {value[6:14]} {value[14:]}", value[:6] + value[8:17]]
    return dice.choice([*ways, value.lower()] if value.endswith("X") else ways)


def _other_card(value: str, dice: random.Random) -> str:
    grouped = " ".join(value[start : start + 4] for start in range(0, len(value), 4))
    return dice.choice((grouped, value.translate(FULL_WIDTH)))


def _padded(value: str, dice: random.Random) -> str:
    return dice.choice((f" {value}", f"{value} ", f"　{value}"))


class Field(NamedTuple):
    """A column: how it is headed, what stands in it for a line about a person, and how that may be written otherwise.

    `wrong` makes an invalid value, where one can be told; `whose` is true where it says whom the line is about.
    """

    header: str
    value: Callable[[int, int], str]
    other: Callable[[str, random.Random], str] | None = None
    wrong: Callable[[int], str] | None = None
    whose: bool = False


def _of(make: Callable[[int], str]) -> Callable[[int, int], str]:
    return lambda person, _: make(person)


NAME = Field("姓名", _of(name), _padded, whose=True)
PHONE = Field("手机号", _of(phone), _other_phone, lambda person: phone(person, True), whose=True)
ID = Field("身份证号", _of(resident_id), _other_id, lambda person: resident_id(person, True), whose=True)
CARD = Field("银行卡号", _of(card), _other_card, lambda person: card(person, True), whose=True)
ADDRESS = Field("住址", _of(_address), whose=True)
PEER = Field(
    "被叫号码",
    lambda person, _: phone(50_000_000 + person),
    _other_phone,
    lambda person: phone(50_000_000 + person, True),
    whose=True,
)
NOTE = Field("备注", lambda person, _: f"第{person % 9 + 1}次登记")


class Layout(NamedTuple):
    """What a table is of, and the category that its records are of (第五条第一款第（三）至（五）项)."""

    category: str
    fields: tuple[Field, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(part.header for part in self.fields)


LAYOUTS = {
    "contacts": Layout("general_information", (NAME, PHONE, ID, NOTE)),
    "addresses": Layout("general_information", (NAME, PHONE, ADDRESS)),
    "cards": Layout(
        "property_information", (NAME, ID, PHONE, CARD, Field("密码", lambda person, _: f"{person:06d}"))
    ),
    "hotel": Layout(
        "accommodation_record",
        (
            NAME, ID,
            Field("酒店名称", lambda person, _: f"虚构宾馆{person % 5}店"),
            Field("房号", lambda person, _: str(300 + person % 60)),
            Field("入住时间", _moment),
            Field("离店时间", lambda person, line: _moment(person, line + 12)),
        ),
    ),
    "calls": Layout(
        "communication_record",
        (
            PHONE._replace(header="主叫号码"),
            PEER,
            Field("通话时间", _moment),
            Field("通话时长", lambda person, line: str(30 + person % 90 + line)),
        ),
    ),
    "positions": Layout(
        "location_tracking",
        (
            PHONE,
            Field("经度", lambda person, line: f"{116 + person % 900 / 1000 + line / 100:.6f}"),
            Field("纬度", lambda person, line: f"{39 + person % 700 / 1000 + line / 100:.6f}"),
            Field("定位时间", _moment),
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """How many rows of each sort a table gets.

    `new` people get `lines` lines each. `within` and `across` are repetitions of rows of this table and of earlier
    tables of the same layout, half of them written otherwise where `otherwise` says so.
    """

    new: int
    lines: int = 1
    within: int = 0
    across: int = 0
    invalid: int = 0
    nobody: int = 0
    short: int = 0
    long: int = 0
    flawed: int = 0
    headers: int = 0
    empty: int = 0
    otherwise: bool = True


@dataclass
class Truth:
    """What was made, in all: rows of each sort, and what counts of each category."""

    rows: int = 0
    within: int = 0
    across: int = 0
    invalid: int = 0
    nobody: int = 0
    ragged: int = 0
    flawed: int = 0
    headers: int = 0
    empty: int = 0
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def duplicates(self) -> int:
        return self.within + self.across

    def add(self, category: str, made: Made) -> None:
        counted = made.new * made.lines + made.short + made.long + made.flawed
        self.rows += counted + made.within + made.across + made.invalid + made.nobody
        self.ragged += made.short + made.long
        self.counted[category] += counted
        for sort in ("within", "across", "invalid", "nobody", "flawed", "headers", "empty"):
            setattr(self, sort, getattr(self, sort) + getattr(made, sort))


Row = list[str]


class Sheet(NamedTuple):
    """A table: the rows under its headers, with headers that come again and empty rows among them."""

    name: str
    headers: tuple[str, ...]
    rows: list[Row]


class Body(NamedTuple):
    """Tables in the order in which they are read, and the truth on them."""

    sheets: list[Sheet]
    truth: Truth


def body(tables: Sequence[tuple[str, Made]], seed: int = 1) -> Body:
    """Tables of these layouts, always the same for one seed."""
    dice, truth, sheets = random.Random(seed), Truth(), []
    people = iter(range(1, 10**6))
    known: dict[str, list[Row]] = {}
    for number, (kind, made) in enumerate(tables, 1):
        layout = LAYOUTS[kind]
        before = known.setdefault(kind, [])
        new, rest = _rows(layout, made, people, before, dice)
        rows = new + rest
        dice.shuffle(rows)
        for extra in [list(layout.headers)] * made.headers + [[]] * made.empty:
            rows.insert(dice.randrange(1, len(rows)), extra)
        before += new
        truth.add(layout.category, made)
        sheets.append(Sheet(f"{kind}{number}", layout.headers, rows))
    return Body(sheets, truth)


def _rows(
    layout: Layout, made: Made, people: Iterator[int], before: list[Row], dice: random.Random
) -> tuple[list[Row], list[Row]]:
    """Whole new rows, and all others."""
    new = [_line(layout, person, line) for person in _next(people, made.new) for line in range(made.lines)]
    rest = [_again(layout, dice.choice(new), made, dice) for _ in range(made.within)]
    rest += [_again(layout, dice.choice(before), made, dice) for _ in range(made.across)]
    rest += [_spoilt(layout, person, len(layout.fields)) for person in _next(people, made.invalid)]
    rest += [_spoilt(layout, person, 1) for person in _next(people, made.flawed)]
    rest += [_line(layout, person, 0)[:-1] for person in _next(people, made.short)]
    rest += [[*_line(layout, person, 0), "多出的一格"] for person in _next(people, made.long)]
    rest += [_nobodys(layout, person) for person in _next(people, made.nobody)]
    return new, rest


def _next(people: Iterator[int], number: int) -> list[int]:
    return [next(people) for _ in range(number)]


def _line(layout: Layout, person: int, line: int) -> Row:
    return [part.value(person, line) for part in layout.fields]


def _again(layout: Layout, row: Row, made: Made, dice: random.Random) -> Row:
    """The same record, as it stands or written otherwise."""
    if not made.otherwise or dice.random() < 0.5:
        return list(row)
    return [part.other(cell, dice) if part.other else cell for part, cell in zip(layout.fields, row, strict=True)]


def _spoilt(layout: Layout, person: int, most: int) -> Row:
    """A new row whose numbers, at most so many of them from the left, are invalid.

    If all are, it has no name and no address either, which beside anything else would say whom it is about.
    """
    row = _line(layout, person, 0)
    places = [place for place, part in enumerate(layout.fields) if part.wrong][:most]
    for place in places:
        wrong = layout.fields[place].wrong
        assert wrong is not None
        row[place] = wrong(person)
    if most > 1:
        row = ["" if part.whose and not part.wrong else cell for part, cell in zip(layout.fields, row, strict=True)]
    return row


def _nobodys(layout: Layout, person: int) -> Row:
    """A row that says nothing of whom it is about."""
    row = _line(layout, person, 0)
    return ["" if part.whose else cell for part, cell in zip(layout.fields, row, strict=True)]
