"""What the columns of a table are: by their names, by what stands in them, and as a mapping file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from thresholds.tally.kinds.kind import FREE, TELLING, Kind, Role, Shape, traits
from thresholds.tally.kinds.names import by_name
from thresholds.tally.kinds.record import Recognised
from thresholds.tally.kinds.shapes import Bounds, Level, levels
from thresholds.tally.model import RawTable
from thresholds.tally.workspace import Workspace, literal, quoted

#: Rows looked at, the first of the table: so the cost does not grow with it, and every run looks at the same.
_ROWS = 10_000
_LOOKED = "tally_looked_at"

#: In a hundred: so many cells must fit for a column to be of a kind by its content alone, or against its name;
#: from fewer than the last on the name is doubted.
_ALONE, _AGAINST, _DOUBTFUL = 70, 90, 30

#: So many cells must say the same before that is remarkable: a short list may well be of one matter.
_REMARKABLE = 10

#: What says only that there is something or nothing; and positions that cannot well be anything else: degrees with at
#: least three decimals (some hundred metres), both of them.
_FLAG = "(?i)[0.]+元?|1|是|否|有|没|无|未|正常|未接通|未接|y|n|yes|no|true|false"
_POSITION = "^\\D{0,2}\\d{1,3}\\.\\d{3,}\\D+\\d{1,3}\\.\\d{3,}\\D{0,3}$"

#: The commonest surnames, of nine tenths of all people; a column of short Chinese words is names where they begin it.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)

#: Kinds told by their shape alone, the surest first; and by words in them.
_SHAPED = (Kind.RESIDENT_ID, Kind.EMAIL, Kind.PLATE, Kind.COORDINATES, Kind.PHONE, Kind.BANK_CARD, Kind.TIME)
_WORDED: tuple[tuple[Kind, str], ...] = (
    (Kind.COMPANY, "[\\x{4e00}-\\x{9fff}A-Za-z()]{2,40}(?:公司|集团|厂|店|中心|事务所|合作社|银行)"),
    (Kind.ADDRESS, "(?:.*(?:省|自治区|市|区|县|旗|镇|乡).*)(?:路|街|道|巷|村|号|楼|栋|单元|室|组|弄|园|苑|小区).*"),
    (Kind.NAME, f"[{_SURNAMES}](?: ?[\\x{{4e00}}-\\x{{9fff}}]){{1,2}}"),
)

#: Kinds that are certain by content alone; and those looked for where the header says nothing (备注, id).
_PLAIN_BY_CONTENT = (Kind.RESIDENT_ID, Kind.EMAIL, Kind.PLATE)
_HIDDEN = (Kind.RESIDENT_ID, Kind.EMAIL, Kind.PHONE, Kind.BANK_CARD)


class _Looked(NamedTuple):
    """What the cells of a column came to: how many say something, how many fit each kind, how many are flags.

    `positions` are those that are a position without any doubt; `different` is how many different texts there are.
    """

    seen: int = 0
    fits: Mapping[Kind, int] = {}
    positions: int = 0
    flags: int = 0
    different: int = 0

    @property
    def alike(self) -> bool:
        """Whether the cells tell one line from no other: all the same, or nothing but yes and no."""
        return bool(self.seen) and (self.flags == self.seen or (self.different == 1 and self.seen >= _REMARKABLE))

    def share(self) -> dict[Kind, int]:
        """How many in a hundred fit each kind, where content alone is to tell it."""
        alone = {**self.fits, Kind.COORDINATES: self.positions}
        return {kind: number * 100 // self.seen for kind, number in alone.items()} if self.seen else {}


def recognise(
    table: RawTable, workspace: Workspace, mapping: Mapping[str, Kind | None] | None = None
) -> tuple[Recognised, ...]:
    """What each column of the table is, in their order; `mapping` says it where it names a column (None: no part).

    Where name and content differ, content wins when nearly all cells fit it and hardly any fit the name. A column that
    is recognised by its ending only, or against its name, is not certain; nor is one that says what records are about
    when its cells are all alike.

    Raises:
        UnavailableError: the workspace could not read the table (TH602, TH603, TH614).
    """
    looked = _looked_at(table, workspace)
    told = mapping or {}
    return tuple(
        Recognised(column, told[column], "mapping", True, _fit(one.fits, told[column]), one.seen)
        if column in told
        else _doubted(_recognised(column, one), one)
        for column, one in zip(table.columns, looked, strict=True)
    )


def _doubted(column: Recognised, looked: _Looked) -> Recognised:
    """The column, in doubt when it says what records are about by cells that are all alike."""
    alike = column.kind in TELLING and looked.alike
    return column._replace(certain=False, alike=True) if alike else column


def _recognised(column: str, looked: _Looked) -> Recognised:
    """What a column is by its name and its content."""
    named, outright = by_name(column)
    seen, fits, share = looked.seen, looked.fits, looked.share()
    best = _best(share)
    if named is None:
        hidden = outright and best in _HIDDEN and share[best] >= _AGAINST
        if best is None or (outright and not hidden) or share[best] < _ALONE:
            return Recognised(column, None, "", True, 0, seen)
        return Recognised(column, best, "content", best in _PLAIN_BY_CONTENT and not outright, fits[best], seen)
    like = _alike(named, best)
    if best is not None and not like and share[best] >= _AGAINST and share.get(named, 0) < _DOUBTFUL:
        return Recognised(column, best, "content", False, fits[best], seen)
    number = _fit(fits, named)
    if named in share or like:
        told_by_shape = traits(named).shape not in FREE
        certain = outright and (not told_by_shape or number * 100 >= seen * _DOUBTFUL)
        return Recognised(column, named, "both" if number * 2 >= seen else "name", certain, number, seen)
    return Recognised(column, named, "name", outright, number, seen)


def _fit(fits: Mapping[Kind, int], kind: Kind | None) -> int:
    """How many cells are of a kind, as far as content tells."""
    return fits.get(_like(kind), 0) if kind is not None else 0


def _like(kind: Kind) -> Kind:
    """The kind that stands for all of the same shape."""
    shape = traits(kind).shape
    same = [one for one in _SHAPED if traits(one).shape is shape]
    return same[0] if same and shape not in FREE else kind


def _alike(named: Kind, best: Kind | None) -> bool:
    """Whether content of one kind bears out a name: the same shape, a resident ID in another paper's column."""
    if best is None or named is best:
        return named is best
    if named in (Kind.PASSWORD, Kind.MESSAGE, Kind.GOODS, Kind.HOTEL, Kind.PLACE, Kind.HEALTH, Kind.ORDER, Kind.HOUSE):
        return True
    accounts = (Kind.ACCOUNT, Kind.PAYMENT_ACCOUNT, Kind.SOCIAL_ACCOUNT)
    if named in accounts or (named is Kind.BALANCE or named is Kind.AMOUNT):
        return True
    return traits(named).shape is traits(best).shape and traits(named).shape not in FREE


def _best(share: Mapping[Kind, int]) -> Kind | None:
    """The kind that most cells fit; among equals the surest."""
    order = [*_SHAPED, *(kind for kind, _ in _WORDED)]
    found = max(order, key=lambda kind: (share.get(kind, 0), -order.index(kind)))
    return found if share.get(found, 0) > 0 else None


def _looked_at(table: RawTable, workspace: Workspace) -> list[_Looked]:
    """What the cells of each column came to, of the rows looked at."""
    names = ", ".join(f"{quoted(name)} AS c{place}" for place, name in enumerate(table.columns))
    workspace.execute("SET preserve_insertion_order = true")
    try:
        workspace.execute(
            f"CREATE OR REPLACE TEMP TABLE {_LOOKED} AS SELECT {names} FROM {quoted(table.relation)} LIMIT {_ROWS}"
        )
    finally:
        workspace.execute("SET preserve_insertion_order = false")
    found = {int(str(place)): [int(str(number)) for number in told] for place, *told in workspace.rows(_sql(table))}
    workspace.execute(f"DROP TABLE {_LOOKED}")
    kinds = (*_SHAPED, *(kind for kind, _ in _WORDED))
    counts = [found.get(place, [0] * (len(kinds) + 4)) for place in range(len(table.columns))]
    return [_Looked(one[0], dict(zip(kinds, one[4:], strict=True)), *one[1:4]) for one in counts]


def _sql(table: RawTable) -> str:
    """The counts of every column in one query: its different cells through the levels of every shape, side by side."""
    width = len(table.columns)
    places = f"unnest([{', '.join(map(str, range(width)))}]) AS place"
    cells = f"unnest([{', '.join(f'c{place}' for place in range(width))}]) AS cell"
    each_cell = f"SELECT place, cell, count(*) AS times FROM (SELECT {places}, {cells} FROM {_LOOKED}) GROUP BY ALL"
    alike = ", ".join(f"cell AS c{n}" for n in range(len(_SHAPED) + 1))
    query = f"SELECT place, times, {alike} FROM ({each_cell}) WHERE cell IS NOT NULL"
    shapes = [*(traits(kind).shape for kind in _SHAPED), Shape.TEXT]
    each = [levels(shape, n, Bounds()) for n, shape in enumerate(shapes)]
    for depth in range(max(map(len, each))):
        added: Level = {name: text for level in each if depth < len(level) for name, text in level[depth].items()}
        query = f"SELECT *, {', '.join(f'{text} AS {name}' for name, text in added.items())} FROM ({query})"
    last = len(_SHAPED)
    pair = f"v{_SHAPED.index(Kind.COORDINATES)} IS NOT NULL"
    fits = [
        f"v{last} IS NOT NULL",
        f"{pair} AND regexp_matches(v{last}, {literal(_POSITION)})",
        f"regexp_full_match(v{last}, {literal(_FLAG)})",
        *(f"v{n} IS NOT NULL" for n in range(last)),
        *(f"regexp_full_match(v{last}, {literal(pattern)})" for _, pattern in _WORDED),
    ]
    counts = [f"coalesce(sum(times) FILTER ({fit}), 0)" for fit in fits]
    counts.insert(3, f"count(DISTINCT v{last})")
    return f"SELECT place, {', '.join(counts)} FROM ({query}) GROUP BY place"


def is_measured(kind: Kind) -> bool:
    """Whether it can be told from cells that they fit a kind."""
    return _like(kind) in (*_SHAPED, *(one for one, _ in _WORDED))


def identifies(recognised: Sequence[Recognised]) -> bool:
    """Whether any column of a table can identify a person."""
    return any(one.kind is not None and traits(one.kind).role is not Role.NONE for one in recognised)
