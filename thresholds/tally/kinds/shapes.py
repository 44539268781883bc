"""How a cell of each shape becomes a value, as levels of DuckDB expressions; each level stands on those before it.

A level is a list of expressions by name. Cell number 3 is `c3` to begin with; in the end `v3` is its value (null where
it is not valid) and `p3` whether anything is written there. Numbers of level: 1 what is written plainly is taken as it
is, 2 the rest is made alike, 3 and on the value. So a cell is normalised once, and most are not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from thresholds.tally.kinds import plans
from thresholds.tally.kinds.kind import Shape
from thresholds.tally.kinds.normalise import compact, name, plain, text
from thresholds.tally.workspace import literal

Level = dict[str, str]


class Bounds(NamedTuple):
    """What is plausible: no birth and no moment before `earliest` or after `latest` (years), and how places are tried.

    Nothing here knows what day it is: `latest` is the year in which the data were seized, where that is given.
    """

    earliest: int = 1880
    latest: int = 2099
    county: bool = False


def levels(shape: Shape, number: int, bounds: Bounds) -> tuple[Level, ...]:
    """The levels of a cell of the shape."""
    return _SHAPES[shape](number, bounds)


def _text(number: int, _: Bounds) -> tuple[Level, ...]:
    cell = f"c{number}"
    first = {f"v{number}": f"CASE WHEN {plain(cell)} THEN {cell} ELSE {text(cell)} END"}
    return first, {f"p{number}": f"v{number} IS NOT NULL"}


def _name(number: int, _: Bounds) -> tuple[Level, ...]:
    """A text; in a name of Chinese characters alone blanks are no part of it (张 三)."""
    cell = f"c{number}"
    first = {f"v{number}": f"CASE WHEN {plain(cell)} THEN {cell} ELSE {name(cell)} END"}
    return first, {f"p{number}": f"v{number} IS NOT NULL"}


def _matching(pattern: str, signs: str) -> Callable[[int, Bounds], tuple[Level, ...]]:
    """A shape that a pattern describes; what fits it as it is written is not touched."""

    def made(number: int, _: Bounds) -> tuple[Level, ...]:
        n, fits = number, literal(pattern)
        return (
            {f"f{n}": f"CASE WHEN regexp_full_match(c{n}, {fits}) THEN c{n} END"},
            *compact(f"s{n}", f"c{n}", f"f{n} IS NULL", signs),
            {f"t{n}": f"coalesce(f{n}, s{n})"},
            {
                f"v{n}": f"CASE WHEN f{n} IS NOT NULL THEN f{n} WHEN regexp_full_match(s{n}, {fits}) THEN s{n} END",
                f"p{n}": f"t{n} IS NOT NULL",
            },
        )

    return made


def _digits(cell: str, length: int) -> str:
    """Whether a cast of the cell can only succeed for plain digits: so long, and no 1.38E+10 of a spreadsheet."""
    return f"strlen({cell}) = {length} AND NOT contains({cell}, 'e') AND NOT contains({cell}, 'E')"


def _bit(members: frozenset[int], value: str, first: int = 0) -> str:
    """Whether the value is one of the members; outside their range it is not looked up."""
    found = f"get_bit({plans.bits(members, first)}, ({value} - {first})::INTEGER) = 1"
    return f"CASE WHEN {value} BETWEEN {first} AND {max(members)} THEN {found} ELSE false END"


#: Between several numbers in one cell, and before an extension.
_BETWEEN, _EXTENSION = "[/、,;|]", "(?:转|EXT|X|#).*$"


def _phone(number: int, _: Bounds) -> tuple[Level, ...]:
    """Of several numbers in one cell the first mobile one, else the first."""
    n, plan = number, plans.phone_plan()
    begins = min(plans.mobile_beginnings())
    mobile = _bit(plans.mobile_beginnings(), f"q{n} // 1000000", begins)
    before = "(?:\\+?(?:00)?86)?0?"
    extended = f"regexp_replace(c{n}, '^\\s*(\\(?0\\d{{2,3}}[) -]+\\d{{7,8}})-\\d{{1,6}}\\s*$', '\\1')"
    extension = f"CASE WHEN contains(c{n}, '-') THEN {extended} ELSE c{n} END"
    several = f"regexp_split_to_array(t{n}, '{_BETWEEN}')"
    wanted = f"lambda one: regexp_full_match(one, {literal(before + f'(?:{plan.mobile})')})"
    first = f"coalesce(list_filter({several}, {wanted})[1], {several}[1])"
    one = f"CASE WHEN regexp_matches(t{n}, '{_BETWEEN}') THEN {first} ELSE t{n} END"
    valid = f"regexp_full_match(s{n}, {literal(f'(?:{plan.mobile})|(?:{plan.fixed})')})"
    excluded = f"regexp_full_match(s{n}, {literal(plan.excluded)})"
    return (
        {f"q{n}": _eleven(f"c{n}")},
        {f"f{n}": f"CASE WHEN {mobile} THEN q{n} END"},
        {f"x{n}": f"CASE WHEN f{n} IS NULL THEN {extension} END"},
        *compact(f"t{n}", f"x{n}", f"x{n} IS NOT NULL", _PHONE_SIGNS),
        {f"u{n}": f"CASE WHEN t{n} IS NOT NULL THEN regexp_replace({one}, '{_EXTENSION}', '') END"},
        {f"s{n}": f"CASE WHEN u{n} IS NOT NULL THEN {_national(f'u{n}')} END", f"a{n}": _abroad(f"u{n}")},
        {
            f"v{n}": f"CASE WHEN f{n} IS NOT NULL THEN f{n} "
            f"WHEN s{n} IS NOT NULL THEN CASE WHEN {valid} AND NOT {excluded} THEN TRY_CAST(s{n} AS BIGINT) "
            f"ELSE {ABROAD} + TRY_CAST(a{n} AS BIGINT) END END",
            f"p{n}": f"f{n} IS NOT NULL OR t{n} IS NOT NULL",
        },
    )


def _eleven(cell: str) -> str:
    """Eleven plain digits as a number, with +86 or 86 before them or without: most mobile numbers are written so."""
    plain = f"WHEN {_digits(cell, 11)} THEN TRY_CAST({cell} AS BIGINT)"
    prefixed = (
        f"WHEN {_digits(cell, 11 + len(prefix))} AND starts_with({cell}, '{prefix}') "
        f"THEN TRY_CAST(substr({cell}, {1 + len(prefix)}) AS BIGINT)"
        for prefix in ("+86", "86")
    )
    return f"CASE {plain} {' '.join(prefixed)} END"


_PHONE_SIGNS = "\\s.()\\-_"


def _national(digits: str) -> str:
    """A number without what is dialled before it: +86, 0086, 86 where enough is left, a carrier's code, 0."""
    prefix = f"'^(?:{plans.phone_plan().prefix})'"
    abroad = f"regexp_replace({digits}, '^(?:\\+|00)86', '')"
    bare = f"strlen({digits}) BETWEEN 12 AND 14 AND starts_with({digits}, '86')"
    inside = f"CASE WHEN {bare} THEN substr({digits}, 3) ELSE {abroad} END"
    carried = f"regexp_replace({inside}, {prefix}, '')"
    return f"CASE WHEN strlen({digits}) > 11 OR starts_with({digits}, '0') THEN {carried} ELSE {digits} END"


#: Added to the digits, country code and all, of a number outside the plan of the mainland: those of another country may
#: be the same as a number here. Above all digits of a phone number, below those of a resident ID.
ABROAD = 10**plans.LONGEST_ABROAD


def _abroad(digits: str) -> str:
    """A number of another country or region, country code and all, without + or 00; null for any other.

    Of Hong Kong, Macao and Taiwan by their plans, even where no + stands before the code; of others, where one does,
    by country code and length: what there is no telling is not taken for invalid.
    """
    plan, sign = plans.plan_abroad(), "(?:\\+|00)"
    near = f"regexp_full_match({digits}, {literal(f'{sign}?(?:{plan.neighbours})')})"
    length = f"{{8,{plans.LONGEST_ABROAD}}}"
    far = (
        f"regexp_full_match({digits}, {literal(f'{sign}(?:{plan.others})')}) "
        f"AND regexp_full_match({digits}, '{sign}\\d{length}')"
    )
    bare = f"regexp_replace(regexp_replace({digits}, '^{sign}', ''), '^8860', '886')"
    begins = " OR ".join(f"starts_with({digits}, '{beginning}')" for beginning in ("+", "00", "8"))
    return f"CASE WHEN {begins} THEN CASE WHEN {near} OR ({far}) THEN {bare} END END"


_EIGHTEEN, _FIFTEEN, _PAPER = "[1-9]\\d{16}[\\dX]", "[1-9]\\d{14}", "[A-Z]{1,2}\\d{6,10}"


def _resident_id(number: int, bounds: Bounds) -> tuple[Level, ...]:
    """Its value are the first seventeen digits: the eighteenth follows from them, and numbers of fifteen have none."""
    n = number
    ends = f"(ends_with(c{n}, 'X') OR ends_with(c{n}, 'x'))"
    quick = f"TRY_CAST(CASE WHEN {ends} THEN left(c{n}, 17) || '0' ELSE c{n} END AS BIGINT)"
    short = f"regexp_full_match(t{n}, '{_FIFTEEN}')"
    last = f"CASE WHEN ends_with(t{n}, 'X') THEN 10 ELSE TRY_CAST(right(t{n}, 1) AS BIGINT) END"
    return (
        {f"r{n}": f"CASE WHEN {_digits(f'c{n}', 18)} THEN {quick} END"},
        {f"q{n}": f"CASE WHEN r{n} >= {10**17} THEN r{n} END"},
        *compact(f"t{n}", f"c{n}", f"q{n} IS NULL"),
        {f"e{n}": f"CASE WHEN t{n} IS NOT NULL THEN regexp_full_match(t{n}, '{_EIGHTEEN}') END"},
        {
            f"n{n}": f"CASE WHEN q{n} IS NOT NULL THEN q{n} // 10 WHEN e{n} THEN TRY_CAST(left(t{n}, 17) AS BIGINT) "
            f"WHEN NOT e{n} THEN CASE WHEN {short} "
            f"THEN TRY_CAST(left(t{n}, 6) || '19' || right(t{n}, 9) AS BIGINT) END END",
            f"d{n}": f"CASE WHEN q{n} IS NOT NULL THEN CASE WHEN {ends} THEN 10 ELSE q{n} % 10 END "
            f"WHEN e{n} THEN {last} END",
        },
        {
            f"a{n}": f"n{n} // 100000000000",
            f"y{n}": f"n{n} // 10000000 % 10000",
            f"m{n}": f"n{n} // 1000 % 10000",
            f"g{n}": f"coalesce({_checked(n)}, true)",
            f"o{n}": f"CASE WHEN n{n} IS NULL AND t{n} IS NOT NULL THEN regexp_full_match(t{n}, '{_PAPER}') "
            "ELSE false END",
            f"p{n}": f"q{n} IS NOT NULL OR t{n} IS NOT NULL",
        },
        {f"v{n}": f"CASE WHEN g{n} AND {_born(n, bounds)} AND {_place(n, bounds)} THEN n{n} END"},
    )


def _checked(n: int) -> str:
    """Whether the check digit is right."""
    check = plans.resident_check()
    summed = " + ".join(f"{factor} * (n{n} // {10**place})" for place, factor in enumerate(plans.steps(check)))
    return f"({summed} + d{n}) % {check.modulus} = {check.remainder}"


def _born(n: int, bounds: Bounds) -> str:
    """Whether there was such a day of birth."""
    leap = f"(y{n} % 4 = 0 AND (y{n} % 100 <> 0 OR y{n} % 400 = 0))"
    day = _bit(plans.days(), f"m{n}")
    return f"y{n} BETWEEN {bounds.earliest} AND {bounds.latest} AND {day} AND (m{n} <> 229 OR {leap})"


def _place(n: int, bounds: Bounds) -> str:
    """Whether there ever was such a division; foreign permanent residents have 9, a province and a nationality.

    Of the six digits four are tried, all six where that is asked for: the police gave out numbers for development
    zones that the list of divisions does not have.
    """
    width = 6 if bounds.county else 4
    inside = _bit(plans.divisions(width), f"(a{n} // {10 ** (6 - width)})", 11 * 10 ** (width - 2))
    abroad = _bit(plans.provinces(), f"(a{n} // 1000 % 100)", 11)
    return f"CASE WHEN a{n} < 900000 THEN {inside} ELSE {abroad} END"


def _card(number: int, _: Bounds) -> tuple[Level, ...]:
    n = number
    digits = f"CASE WHEN regexp_full_match(t{n}, '\\d{{13,19}}') THEN TRY_CAST(t{n} AS UBIGINT) END"
    table = "[" + ", ".join(map(str, plans.luhn_pairs())) + "]"
    pairs = " + ".join(f"{table}[(n{n} // {100**place} % 100)::INTEGER + 1]" for place in range(10))
    return (
        {f"f{n}": f"CASE WHEN regexp_full_match(c{n}, '\\d{{13,19}}') THEN c{n} END"},
        *compact(f"s{n}", f"c{n}", f"f{n} IS NULL"),
        {f"t{n}": f"coalesce(f{n}, s{n})"},
        {f"n{n}": digits, f"p{n}": f"t{n} IS NOT NULL"},
        {f"v{n}": f"CASE WHEN n{n} > 0 AND ({pairs}) % 10 = 0 THEN t{n} END"},
    )


#: 京A12345, 京AD12345 (new energy), 京A1234警, 粤Z1234港; letters I and O are not given out (GA 36-2018).
_PLATE = (
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]"
    "(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领]|[A-HJ-NP-Z0-9]{6})"
)
_EMAIL = "[A-Z0-9_.+%\\-]+@[A-Z0-9\\-]+(?:\\.[A-Z0-9\\-]+)*\\.[A-Z]{2,}"
#: Passports, permits of residents of Hong Kong, Macao and Taiwan, officers' cards, resident IDs where they are mixed.
_PAPERS = "[A-Z]{1,2}\\d{6,10}|\\d{8,10}|[A-Z]\\d{6}\\(?[\\dA]\\)?|[\\x{4e00}-\\x{9fff}]{1,4}第?\\d{6,9}号?"

_FORMATS = (
    "%Y年%m月%d日 %H时%M分%S秒", "%Y年%m月%d日%H时%M分%S秒", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日%H:%M:%S",
    "%Y年%m月%d日 %H时%M分", "%Y年%m月%d日%H时%M分", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H:%M", "%Y年%m月%d日",
    "%Y.%m.%d %H:%M:%S", "%Y.%m.%d %H:%M", "%Y.%m.%d", "%Y%m%d%H%M%S", "%Y%m%d %H:%M:%S", "%Y%m%d",
)  # fmt: skip


def _moment(number: int, bounds: Bounds) -> tuple[Level, ...]:
    """Seconds since 1970 as clocks on the spot showed them; a clock time without a day is `w`, seconds of a day."""
    n = number
    again, formats = f"TRY_CAST(t{n} AS TIMESTAMP)", "[" + ", ".join(map(literal, _FORMATS)) + "]"
    since = f"CASE WHEN regexp_full_match(t{n}, '1\\d{{9}}(?:\\d{{3}})?') THEN TRY_CAST(left(t{n}, 10) AS BIGINT) END"
    span = f"year(f{n}) BETWEEN {bounds.earliest} AND {bounds.latest}"
    other = f"year(u{n}) BETWEEN {bounds.earliest} AND {bounds.latest}"
    clock = f"TRY_CAST(CASE WHEN t{n} LIKE '%_:__%' AND strlen(t{n}) <= 8 THEN t{n} END AS TIME)"
    return (
        {f"f{n}": f"TRY_CAST(c{n} AS TIMESTAMP)"},
        {f"t{n}": f"CASE WHEN f{n} IS NULL THEN {text(f'c{n}')} END"},
        {f"u{n}": f"CASE WHEN t{n} IS NOT NULL THEN coalesce({again}, try_strptime(t{n}, {formats})) END"},
        {
            f"v{n}": f"CASE WHEN f{n} IS NOT NULL THEN CASE WHEN {span} THEN epoch(f{n})::BIGINT END "
            f"WHEN u{n} IS NOT NULL THEN CASE WHEN {other} THEN epoch(u{n})::BIGINT END ELSE {since} END",
            f"w{n}": f"CASE WHEN t{n} IS NOT NULL THEN epoch({clock})::BIGINT END",
            f"p{n}": f"f{n} IS NOT NULL OR t{n} IS NOT NULL",
        },
    )


def _degrees(limit: int) -> Callable[[int, Bounds], tuple[Level, ...]]:
    """A latitude or a longitude in degrees, north and east positive."""

    def made(number: int, _: Bounds) -> tuple[Level, ...]:
        n = number
        return (
            {f"f{n}": f"TRY_CAST(c{n} AS DECIMAL(12, 6))"},
            {f"t{n}": f"CASE WHEN f{n} IS NULL THEN {text(f'c{n}')} END"},
            {f"n{n}": f"CASE WHEN f{n} IS NOT NULL THEN f{n} ELSE TRY_CAST(rtrim(t{n}, '°NE') AS DECIMAL(12, 6)) END"},
            {
                f"v{n}": f"CASE WHEN n{n} BETWEEN -{limit} AND {limit} THEN n{n} END",
                f"p{n}": f"f{n} IS NOT NULL OR t{n} IS NOT NULL",
            },
        )

    return made


def _pair(number: int, _: Bounds) -> tuple[Level, ...]:
    """Longitude and latitude in one cell; the one beyond 90 is the longitude, else the first, as maps here write it."""
    n = number
    pair = "^[(\\[]?\\s*(-?\\d{1,3}(?:\\.\\d+)?)°?[NE]?\\s*[,;/ ]\\s*(-?\\d{1,3}(?:\\.\\d+)?)°?[NE]?\\s*[)\\]]?$"
    part = "TRY_CAST(nullif(regexp_extract(t{0}, {1}, {2}), '') AS DECIMAL(12, 6))"
    turned = f"abs(j{n}) > 90"
    return (
        {f"t{n}": text(f"c{n}")},
        {f"i{n}": part.format(n, literal(pair), 1), f"j{n}": part.format(n, literal(pair), 2)},
        {
            f"x{n}": f"CASE WHEN {turned} THEN j{n} ELSE i{n} END",
            f"z{n}": f"CASE WHEN {turned} THEN i{n} ELSE j{n} END",
        },
        {f"v{n}": position(f"x{n}", f"z{n}"), f"p{n}": f"t{n} IS NOT NULL"},
    )


def position(longitude: str, latitude: str) -> str:
    """A place as text of four decimals (some ten metres), else null; 0, 0 is a receiver without a fix."""
    inside = f"{longitude} BETWEEN -180 AND 180 AND {latitude} BETWEEN -90 AND 90"
    there = f"{inside} AND NOT ({longitude} = 0 AND {latitude} = 0)"
    short = "CAST(CAST({0} AS DECIMAL(9, 4)) AS VARCHAR)"
    return f"CASE WHEN {there} THEN {short.format(longitude)} || ',' || {short.format(latitude)} END"


def _number(number: int, _: Bounds) -> tuple[Level, ...]:
    """An amount or a length of time as it is written; without any digit it is none."""
    n = number
    return (
        {f"t{n}": text(f"c{n}")},
        {f"v{n}": f"CASE WHEN regexp_matches(t{n}, '\\d') THEN t{n} END", f"p{n}": f"t{n} IS NOT NULL"},
    )


_SHAPES: dict[Shape, Callable[[int, Bounds], tuple[Level, ...]]] = {
    Shape.TEXT: _text,
    Shape.NAME: _name,
    Shape.PHONE: _phone,
    Shape.RESIDENT_ID: _resident_id,
    Shape.OTHER_ID: _matching(f"{_PAPERS}|{_EIGHTEEN}|{_FIFTEEN}", "\\s.\\-_"),
    Shape.EMAIL: _matching(_EMAIL, "\\s"),
    Shape.CARD: _card,
    Shape.PLATE: _matching(_PLATE, "\\s.·•\\-_"),
    Shape.LATITUDE: _degrees(90),
    Shape.LONGITUDE: _degrees(180),
    Shape.PAIR: _pair,
    Shape.MOMENT: _moment,
    Shape.NUMBER: _number,
}
