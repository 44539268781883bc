"""Seized data in bulk, of which everything is known: one CSV file of names, phone numbers and resident IDs.

The numbers are valid in form, by GB 11643 and by the numbering plan, and belong to nobody as far as that can be:
China keeps no numbers apart for examples, so the IDs are of people born 1900–1909 under the codes of whole provinces,
which are not given to people, and the phone numbers are one block counted through. Names are stems and branches.

What is true follows from a row's place alone. Of every twenty rows the tenth and the last repeat an earlier row, the
last but one is invalid in both its numbers, the others are new. A repetition stands anywhere earlier or close by, and
one in ten of them is written in another way (+86 and spaces, full-width digits, fifteen digits).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

BLOCK = 20
HEADER = ("姓名", "手机号", "身份证号")
#: The codes of provinces, autonomous regions and municipalities; 46 and 50 did not exist for people born so early.
PROVINCES = (
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41,
    42, 43, 44, 45, 51, 52, 53, 54, 61, 62, 63, 64, 65,
)  # fmt: skip
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
#: Days from 1900 to 1909, and orders within a day: from 996 on, fifteen digits meant people over a hundred.
DAYS, ORDERS = 3652, 950
PEOPLE = len(PROVINCES) * DAYS * ORDERS
PHONES = 10**8
#: One in this many repetitions that may stand far away is written in another way.
REWRITTEN = 5


class BulkTruth(NamedTuple):
    """What a tally of the file must find, and how many different lines it has."""

    rows: int
    duplicates: int
    invalid: int
    counted: int
    different_lines: int


def bulk_truth(rows: int) -> BulkTruth:
    """The truth on a file of so many rows, a multiple of twenty up to 10⁸.

    Raises:
        ValueError: no such file is written.
    """
    blocks, rest = divmod(rows, BLOCK)
    if rest or not 0 < rows <= PHONES:
        raise ValueError(rows)
    rewritten = -(-blocks // REWRITTEN)
    return BulkTruth(rows, 2 * blocks, blocks, 17 * blocks, 18 * blocks + rewritten)


def write_bulk(path: Path, rows: int, seed: int = 1, *, memory: str = "1GB", threads: int = 2) -> BulkTruth:
    """Write the file, always the same for one seed, and give the truth on it."""
    import duckdb

    truth = bulk_truth(rows)
    with duckdb.connect(config={"memory_limit": memory, "threads": threads}) as connection:
        connection.execute(_macros(seed))
        target = str(path).replace("'", "''")
        connection.execute(f"copy ({_rows(rows)}) to '{target}' (format csv, header true, delimiter ',')")
    return truth


def _macros(seed: int) -> str:
    """Numbers from the number of a person, each of them one to one."""
    scale = ", ".join(f"({digit})" for digit in PROVINCES)
    region_sum = " + ".join(f"{weight} * ({place})" for weight, place in zip(WEIGHTS, _digits(), strict=True))
    return f"""
    create macro region(v) as ([{scale}])[1 + v % {len(PROVINCES)}];
    create macro born(v) as strftime(date '1900-01-01' + (v // {len(PROVINCES)} % {DAYS})::integer, '%Y%m%d');
    create macro weighed(h, d, o) as ({region_sum}) % 11;
    create macro scattered(u) as (u * 61803399 + {seed * 7919}) % {PEOPLE};
    create macro subscriber(u) as (u * 38196601 + {seed * 104729}) % {PHONES};
    create macro mixed(i) as (i * 2654435761 + {seed}) // 1024;
    """


def _digits() -> list[str]:
    """The seventeen digits before the check digit: of a province's code, of a day and of an order, as expressions."""
    places = ["h // 10", "h % 10", "0", "0", "0", "0"]
    places += [f"d // {10**power} % 10" for power in range(7, -1, -1)]
    return [*places, "o // 100", "o // 10 % 10", "o % 10"]


def _rows(rows: int) -> str:
    """Rows in their order: who each is about, then the numbers, then how they are written."""
    earlier = f"mixed(i) % (i // {BLOCK} + 1) * {BLOCK} + mixed(i * 7 + 3) % 9"
    nearby = f"(i // {BLOCK} - least(i // {BLOCK}, mixed(i) % 50)) * {BLOCK} + 10 + mixed(i * 7 + 3) % 8"
    rewritten = f"i % {BLOCK} = 9 and i // {BLOCK} % {REWRITTEN} = 0"
    again = f"""case when {rewritten} then i // {BLOCK} // {REWRITTEN} * 2 * {BLOCK} + 4
        when i % {BLOCK} = 9 then {earlier} when i % {BLOCK} = {BLOCK - 1} then {nearby} else i end"""
    return f"""
    with places as (select range as i from range({rows})),
    people as (
        select {again} as u, i % {BLOCK} = 18 as wrong,
            case when {rewritten} then i // {BLOCK} // {REWRITTEN} % 3 + 1 else 0 end as way
        from places),
    numbers as (
        select u, wrong, way, scattered(u) as v, mixed(u) as m,
            lpad(subscriber(u)::varchar, 8, '0') as tail from people),
    parts as (select *, region(v) as h, born(v) as day, v // {len(PROVINCES) * DAYS} + 1 as o from numbers),
    digits as (
        select u, wrong, way, m, tail, h::varchar || '0000' || day || lpad(o::varchar, 3, '0') as body,
            substr('{CHECKS}', 1 + ((weighed(h, day::bigint, o) + wrong::bigint) % 11)::integer, 1) as control
        from parts)
    select {_name("m")} as "{HEADER[0]}",
        case when wrong then '120' || tail when way = 1 then '+86 199 ' || tail[1:4] || ' ' || tail[5:8]
            when way = 2 then translate('199' || tail, '0123456789', '０１２３４５６７８９')
            when u % {BLOCK} = 8 then '+86199' || tail else '199' || tail end as "{HEADER[1]}",
        case when way = 3 then body[1:6] || body[9:17] else body || control end as "{HEADER[2]}"
    from digits"""


def _name(mixed: str) -> str:
    """A surname, then a stem or branch, or two."""
    first = f"substr('{SURNAMES}', 1 + ({mixed} % {len(SURNAMES)})::integer, 1)"
    second = f"substr('{SIGNS}', 1 + ({mixed} // {len(SURNAMES)} % {len(SIGNS)})::integer, 1)"
    third = f"substr('{SIGNS}', 1 + ({mixed} // {len(SURNAMES) * len(SIGNS)} % {len(SIGNS)})::integer, 1)"
    return f"{first} || {second} || case when {mixed} % 7 < 2 then '' else {third} end"
