"""What the columns of a table are: by their names, by what stands in them, and as a mapping file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thresholds.tally.kinds.kind import Kind, Role, Shape, traits
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
    (Kind.NAME, f"[{_SURNAMES}][\\x{{4e00}}-\\x{{9fff}}]{{1,2}}"),
)


def recognise(
    table: RawTable, workspace: Workspace, mapping: Mapping[str, Kind | None] | None = None
) -> tuple[Recognised, ...]:
    """What each column of the table is, in their order; `mapping` says it where it names a column (None: no part).

    Where name and content differ, content wins when nearly all cells fit it and hardly any fit the name. A column that
    is recognised by its ending only, or against its name, is not certain.

    Raises:
        UnavailableError: the workspace could not read the table (TH602, TH603, TH614).
    """
    seen, fits = _looked_at(table, workspace)
    told = mapping or {}
    return tuple(
        Recognised(column, told[column], "mapping", True, _fit(fits[n], told[column]), seen[n])
        if column in told
        else _recognised(column, seen[n], fits[n])
        for n, column in enumerate(table.columns)
    )


def _recognised(column: str, seen: int, fits: Mapping[Kind, int]) -> Recognised:
    """What a column is by its name and its content."""
    named, outright = by_name(column)
    share = {kind: number * 100 // seen for kind, number in fits.items()} if seen else {}
    best = _best(share)
    if named is None:
        if outright or best is None or share[best] < _ALONE:
            return Recognised(column, None, "", True, 0, seen)
        return Recognised(column, best, "content", best in _SHAPED[:4], fits[best], seen)
    like = _alike(named, best)
    if best is not None and not like and share[best] >= _AGAINST and share.get(named, 0) < _DOUBTFUL:
        return Recognised(column, best, "content", False, fits[best], seen)
    number = _fit(fits, named)
    if named in share or like:
        told_by_shape = traits(named).shape is not Shape.TEXT
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
    return same[0] if same and shape is not Shape.TEXT else kind


def _alike(named: Kind, best: Kind | None) -> bool:
    """Whether content of one kind bears out a name: the same shape, a resident ID in another paper's column."""
    if best is None or named is best:
        return named is best
    if named in (Kind.PASSWORD, Kind.MESSAGE, Kind.GOODS, Kind.HOTEL, Kind.PLACE, Kind.HEALTH, Kind.ORDER, Kind.HOUSE):
        return True
    accounts = (Kind.ACCOUNT, Kind.PAYMENT_ACCOUNT, Kind.SOCIAL_ACCOUNT)
    if named in accounts or (named is Kind.BALANCE or named is Kind.AMOUNT):
        return True
    return traits(named).shape is traits(best).shape and traits(named).shape is not Shape.TEXT


def _best(share: Mapping[Kind, int]) -> Kind | None:
    """The kind that most cells fit; among equals the surest."""
    order = [*_SHAPED, *(kind for kind, _ in _WORDED)]
    found = max(order, key=lambda kind: (share.get(kind, 0), -order.index(kind)))
    return found if share.get(found, 0) > 0 else None


def _looked_at(table: RawTable, workspace: Workspace) -> tuple[list[int], list[dict[Kind, int]]]:
    """Of each column how many cells say something, of the rows looked at, and how many of these fit each kind."""
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
    counts = [found.get(place, [0] * (len(kinds) + 1)) for place in range(len(table.columns))]
    return [one[0] for one in counts], [dict(zip(kinds, one[1:], strict=True)) for one in counts]


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
    fits = [f"v{n} IS NOT NULL" for n in (last, *range(last))]
    fits += [f"regexp_full_match(v{last}, {literal(pattern)})" for _, pattern in _WORDED]
    counts = ", ".join(f"coalesce(sum(times) FILTER ({fit}), 0)" for fit in fits)
    return f"SELECT place, {counts} FROM ({query}) GROUP BY place"


def identifies(recognised: Sequence[Recognised]) -> bool:
    """Whether any column of a table can identify a person."""
    return any(one.kind is not None and traits(one.kind).role is not Role.NONE for one in recognised)
