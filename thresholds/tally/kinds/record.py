"""One row of raw text as one record: what it carries, whom it is about, whether it counts. All of it is SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from thresholds import glossary
from thresholds.evaluation.program import compile_ruleset
from thresholds.glossary import Family
from thresholds.law import load_ruleset
from thresholds.tally.kinds.categories import RULES, Rule, category_of, chosen
from thresholds.tally.kinds.keys import AS_TEXT, exactly, several, unlike, written
from thresholds.tally.kinds.kind import (
    FLAWS,
    FREE,
    IDENTIFYING,
    NO_CATEGORY,
    NUMBERED,
    PERSON,
    REASONS,
    Kind,
    Role,
    Shape,
    at_fault,
    reason_of,
    traits,
)
from thresholds.tally.kinds.shapes import Bounds, levels, position
from thresholds.tally.model import RawTable
from thresholds.tally.workspace import literal, quoted


class Recognised(NamedTuple):
    """What a column of a table is, and why so: by its `name`, its `content`, `both`, or as a `mapping` file says.

    `kind` is nothing where the column is no part of a record. Of `seen` cells looked at, `fits` are of the kind;
    `certain` says whether nothing speaks against it (else a person should confirm it); `alike` whether that is so
    because its cells tell one record from no other.
    """

    column: str
    kind: Kind | None
    why: str
    certain: bool = True
    fits: int = 0
    seen: int = 0
    alike: bool = False


class Settings(NamedTuple):
    """How rows become records: readings of `categories.SWITCHES`, the last plausible year, a category for all rows."""

    readings: Mapping[str, str] = {}
    latest: int = Bounds().latest
    category: str = ""


#: Nothing said otherwise.
_DEFAULT = Settings()


def identity(recognised: Iterable[Recognised]) -> tuple[Kind, ...]:
    """The kinds that tell records apart where nothing else is declared: all identifying ones that there are.

    A table without any is told apart by all its columns.
    """
    there = {one.kind for one in recognised}
    return tuple(kind for kind in IDENTIFYING if kind in there) or tuple(kind for kind in Kind if kind in there)


def record_sql(
    table: RawTable,
    recognised: Sequence[Recognised],
    number: int,
    keys: Sequence[Kind],
    settings: Settings = _DEFAULT,
) -> str:
    """A SELECT of one row for each raw row of the table.

    Columns: `source` USMALLINT (the number given), `category` UTINYINT (place in the glossary's categories, 255 none),
    `reason` UTINYINT (place in REASONS, 0 counts), `flaws` UINTEGER (bit n: kind n of FLAWS is invalid),
    `key_0` … one for each of `keys` (BIGINT for kinds in NUMBERED, else VARCHAR; null where the row has none; what is
    not valid has a key as well, so that equal ones stay equal, but one that `carries` tells from values), beside each
    BIGINT one `odd_0` … VARCHAR (what is written where it is no number), beside each kind of several columns
    `odd_0_0` … VARCHAR (what each of them says, where any but the first says something), `person` UBIGINT, or VARCHAR
    where texts tell persons apart, `place` VARCHAR and `moment` BIGINT (seconds) where a position is known; and, where
    columns in doubt say what records are about, `unsure` USMALLINT (bit n: without them it may be of category n).
    Rows are read as they come and never sorted.
    """
    return _Query(table, recognised, number, keys, settings).sql()


#: The kinds that say which category a record is of, when there is anything that identifies someone.
DECIDING = frozenset(kind for rule in RULES for group in rule.groups if len(group) < len(Kind) for kind in group) | {
    Kind.LATITUDE,
    Kind.LONGITUDE,
}


def doubtful(recognised: Iterable[Recognised]) -> tuple[Recognised, ...]:
    """The columns in doubt that say which category a record is of."""
    return tuple(one for one in recognised if one.kind in DECIDING and not one.certain)


def alternatives(recognised: Sequence[Recognised], settings: Settings = _DEFAULT) -> tuple[str, ...]:
    """The categories that records may be of when columns in doubt are not what they were taken for."""
    nothing = RawTable("", "", "", "", "", tuple(one.column for one in recognised), 0)
    return tuple(_Query(nothing, recognised, 0, (), settings).otherwise())


class _Query:
    """The query of one table, level by level; each level is computed once for all that stand on it."""

    def __init__(
        self, table: RawTable, recognised: Sequence[Recognised], number: int, keys: Sequence[Kind], settings: Settings
    ) -> None:
        self.table, self.number, self.keys, self.settings = table, number, tuple(keys), settings
        self.columns = [(one.column, one.kind) for one in recognised if one.kind is not None]
        self.cells: dict[Kind, list[int]] = {}
        for place_, (_, kind) in enumerate(self.columns):
            self.cells.setdefault(kind, []).append(place_)
        among = [one for one in recognised if one.kind is not None]
        unsure = doubtful(among)
        self.doubtful = frozenset(place_ for place_, one in enumerate(among) if one in unsure)

    def sql(self) -> str:
        """The query."""
        names = [f"{quoted(column)} AS c{place_}" for place_, (column, _) in enumerate(self.columns)]
        query = f"SELECT {', '.join(names) or 'NULL AS c'} FROM {quoted(self.table.relation)}"
        for level in (*self._cells(), self._kinds(), self._together(), self._whole(), self._numbers()):
            if level:
                added = ", ".join(f"{expression} AS {name}" for name, expression in level.items())
                query = f"SELECT *, {added} FROM ({query})"
        return f"SELECT {', '.join(self._columns())} FROM ({query})"

    def _cells(self) -> Iterator[dict[str, str]]:
        """The levels of all cells, side by side."""
        county = chosen("resident_id_divisions", dict(self.settings.readings)) == "county"
        bounds = Bounds(latest=self.settings.latest, county=county)
        each = [levels(traits(kind).shape, n, bounds) for n, (_, kind) in enumerate(self.columns)]
        for depth in range(max(map(len, each), default=0)):
            yield {name: text for level in each if depth < len(level) for name, text in level[depth].items()}

    def _kinds(self) -> dict[str, str]:
        """Of each kind its value (`k_…`) and whether one of its cells is invalid (`b_…`)."""
        level: dict[str, str] = {}
        for kind, cells in self.cells.items():
            values = [f"v{n}" for n in cells]
            level[f"k_{kind}"] = f"coalesce({', '.join(values)})" if len(values) > 1 else values[0]
            if kind in FLAWS:
                level[f"b_{kind}"] = " OR ".join(f"({self._invalid(kind, n)})" for n in cells)
        return level

    def _invalid(self, kind: Kind, n: int) -> str:
        """Whether a cell says something that is not valid; a clock time beside a date is, and other papers are."""
        besides = {Shape.RESIDENT_ID: f" AND NOT o{n}", Shape.MOMENT: f" AND w{n} IS NULL"}
        return f"p{n} AND v{n} IS NULL" + besides.get(traits(kind).shape, "")

    def _together(self) -> dict[str, str]:
        """What several kinds say together: the position, the moment, and which kinds the row carries (`h_…`)."""
        positions = [f"k_{Kind.COORDINATES}"] if Kind.COORDINATES in self.cells else []
        if Kind.LATITUDE in self.cells and Kind.LONGITUDE in self.cells:
            positions.append(position(f"k_{Kind.LONGITUDE}", f"k_{Kind.LATITUDE}"))
        level = {"position": f"coalesce({', '.join(positions)})" if positions else "NULL::VARCHAR"}
        level["instant"] = self._instant()
        level |= {f"h_{kind}": f"k_{kind} IS NOT NULL" for kind in self.cells}
        for kind in (Kind.TIME, Kind.DATE):
            if kind in self.cells:
                clocks = " OR ".join(f"w{n} IS NOT NULL" for n in self.cells[kind])
                level[f"h_{kind}"] = f"(k_{kind} IS NOT NULL OR {clocks})"
        papers = [f"o{n}" for n in self.cells.get(Kind.RESIDENT_ID, ())]
        if papers:
            own = [f"k_{Kind.OTHER_ID} IS NOT NULL"] if Kind.OTHER_ID in self.cells else []
            level[f"h_{Kind.OTHER_ID}"] = "(" + " OR ".join(own + papers) + ")"
        return level

    def _instant(self) -> str:
        """Seconds since 1970: a time with its day, or a day and a clock time beside it, or the day."""
        time, date = Kind.TIME in self.cells, Kind.DATE in self.cells
        found = [f"k_{Kind.TIME}"] if time else []
        if time and date:
            clock = ", ".join(f"w{n}" for n in self.cells[Kind.TIME])
            found.append(f"k_{Kind.DATE} + coalesce({clock}, NULL)")
        found += [f"k_{Kind.DATE}"] if date else []
        return f"coalesce({', '.join(found)}, NULL)" if found else "NULL::BIGINT"

    def _carried(self, kind: Kind) -> str | None:
        """Whether the row says something plausible of the kind; nothing where no row of the table can."""
        if kind is Kind.COORDINATES:
            pair = Kind.LATITUDE in self.cells and Kind.LONGITUDE in self.cells
            return "position IS NOT NULL" if pair or kind in self.cells else None
        if kind is Kind.OTHER_ID and Kind.RESIDENT_ID in self.cells:
            return f"h_{kind}"
        return f"h_{kind}" if kind in self.cells and kind not in (Kind.LATITUDE, Kind.LONGITUDE) else None

    def _surely(self, kind: Kind) -> str | None:
        """The same by the columns that are not in doubt."""
        near = {kind, Kind.LATITUDE, Kind.LONGITUDE} if kind is Kind.COORDINATES else {kind}
        near |= {Kind.RESIDENT_ID} if kind is Kind.OTHER_ID else set()
        if not self.doubtful & {n for one in near for n in self.cells.get(one, ())}:
            return self._carried(kind)
        sure = {one: [n for n in self.cells.get(one, ()) if n not in self.doubtful] for one in near}
        said = [f"v{n} IS NOT NULL" for n in sure[kind]]
        if kind is Kind.COORDINATES and sure[Kind.LATITUDE] and sure[Kind.LONGITUDE]:
            pair = (f"coalesce({', '.join(f'v{n}' for n in sure[one])})" for one in (Kind.LONGITUDE, Kind.LATITUDE))
            said.append(f"{position(*pair)} IS NOT NULL")
        said += [f"w{n} IS NOT NULL" for n in sure[kind] if kind in (Kind.TIME, Kind.DATE)]
        said += [f"o{n}" for n in sure.get(Kind.RESIDENT_ID, ()) if kind is Kind.OTHER_ID]
        return f"({' OR '.join(said)})" if said and kind not in (Kind.LATITUDE, Kind.LONGITUDE) else None

    def _any(self, kinds: Iterable[Kind], *, surely: bool = False) -> str:
        """Whether the row carries one of the kinds; in the order of Kind, for a set has none that lasts."""
        among = frozenset(kinds)
        told = self._surely if surely else self._carried
        known = [carried for kind in Kind if kind in among and (carried := told(kind))]
        return f"({' OR '.join(known)})" if known else "false"

    def _whole(self) -> dict[str, str]:
        """Whether the row identifies someone, how many identifying fields are invalid, and its category."""
        alone = self._any(kind for kind in Kind if traits(kind).role is Role.ALONE)
        named = self._any([Kind.NAME])
        others = self._any(kind for kind in Kind if kind is not Kind.NAME)
        wrong = [f"b_{kind}::INTEGER" for kind in at_fault() if kind in self.cells]
        return {
            "identifies": f"{alone} OR ({named} AND {others})",
            "wrong": " + ".join(wrong) or "0",
            "anything": self._any(Kind),
            "belongs": self._category(),
        }

    def _category(self) -> str:
        """The most protected category that the row carries."""
        places = glossary.ids(Family.CATEGORY)
        if self.settings.category:
            return str(places.index(self.settings.category))
        cases = [f"WHEN {met} THEN {places.index(category)}" for category, met in self._met().items()]
        return f"CASE {' '.join(cases)} ELSE {NO_CATEGORY} END" if cases else str(NO_CATEGORY)

    def _met(self, *, surely: bool = False) -> dict[str, str]:
        """Of each category that rows can be of, the most protected first, whether a row carries what one is made by."""
        readings = dict(self.settings.readings)
        found = {}
        for category in by_protection():
            rules = [self._carries(rule, surely) for rule in RULES if category_of(rule, readings) == category]
            met = [rule for rule in rules if rule != "false"]
            if met:
                found[category] = " OR ".join(met)
        return found

    def _carries(self, rule: Rule, surely: bool) -> str:
        """Whether a row carries what the rule asks for."""
        groups = [self._any(group, surely=surely) for group in rule.groups]
        return "false" if "false" in groups else " AND ".join(groups)

    def otherwise(self) -> dict[str, str]:
        """For each category less protected whether the row may be of it, not being what columns in doubt make it.

        It may where the row carries what the category is made by, and nothing without doubt of one more protected.
        """
        if self.settings.category or not self.doubtful:
            return {}
        met, sure = self._met(), self._met(surely=True)
        places, found = glossary.ids(Family.CATEGORY), {}
        for number, (category, carried) in enumerate(met.items()):
            above = "".join(f" AND NOT ({sure[one]})" for one in list(met)[:number] if one in sure)
            if number:
                found[category] = f"belongs <> {places.index(category)} AND ({carried}){above}"
        return found

    def _columns(self) -> Iterator[str]:
        """The columns of the result."""
        yield f"{self.number}::USMALLINT AS source"
        general = glossary.ids(Family.CATEGORY).index("general_information")
        yield (
            f"(CASE WHEN anything THEN belongs WHEN wrong > 0 THEN {self._fallback(general)} ELSE {NO_CATEGORY} END)"
            "::UTINYINT AS category"
        )
        yield f"{self._reason()}::UTINYINT AS reason"
        bits = [f"CASE WHEN b_{kind} THEN {1 << n} ELSE 0 END" for n, kind in enumerate(FLAWS) if kind in self.cells]
        yield f"({' + '.join(bits) or '0'})::UINTEGER AS flaws"
        for place_, kind in enumerate(self.keys):
            yield f"{self._key(kind)} AS key_{place_}"
            if kind in NUMBERED:
                yield f"{self._odd(kind)} AS odd_{place_}"
            cells = self.cells.get(kind, [])
            if len(cells) > 1:
                for which, n in enumerate(cells):
                    yield f"CASE WHEN {several(cells)} THEN {exactly(n, kind)} END AS odd_{place_}_{which}"
        yield f"{self._person()} AS person"
        yield "position AS place"
        yield "CASE WHEN position IS NOT NULL THEN instant END AS moment"
        unsure = self.otherwise()
        if unsure:
            places = glossary.ids(Family.CATEGORY)
            each = (
                f"CASE WHEN {met} THEN {1 << places.index(category)} ELSE 0 END" for category, met in unsure.items()
            )
            yield f"({' + '.join(each)})::USMALLINT AS unsure"

    def _fallback(self, general: int) -> int:
        """The category of a row in which nothing but invalid identifying fields stands."""
        return glossary.ids(Family.CATEGORY).index(self.settings.category) if self.settings.category else general

    def _reason(self) -> str:
        """Why the row does not count: nothing in it, nobody identified, or what would identify is all invalid."""
        each = "".join(f" WHEN b_{kind} THEN {reason_of(kind)}" for kind in at_fault() if kind in self.cells)
        return (
            f"CASE WHEN identifies THEN 0 WHEN wrong > 1 THEN {REASONS.index('several_invalid')}{each} "
            f"WHEN anything THEN {REASONS.index('identifies_nobody')} ELSE {REASONS.index('empty')} END"
        )

    def _key(self, kind: Kind) -> str:
        """The normalised key of a kind: its value, else what is written there, marked as no value."""
        cells = self.cells.get(kind, [])
        if not cells:
            return "NULL::BIGINT" if kind in NUMBERED else "NULL::VARCHAR"
        if kind in NUMBERED:
            return f"u_{kind}"
        shape = traits(kind).shape
        if shape in FREE:
            return f"k_{kind}"
        return f"coalesce(k_{kind}::VARCHAR, {', '.join(written(n, shape) for n in cells)})"

    def _odd(self, kind: Kind) -> str:
        """What is written in the cell of a number, where it is no number at all."""
        cells = self.cells.get(kind, [])
        texts = ", ".join(f"t{n}" for n in cells)
        return f"CASE WHEN u_{kind} <= {AS_TEXT} THEN coalesce({texts}, NULL) END" if cells else "NULL::VARCHAR"

    def _numbers(self) -> dict[str, str]:
        """The keys of kinds that are numbers (`u_…`)."""
        return {
            f"u_{kind}": f"coalesce(k_{kind}, {', '.join(unlike(n, traits(kind).shape) for n in cells)})"
            for kind, cells in self.cells.items()
            if kind in NUMBERED and kind in self.keys
        }

    def _person(self) -> str:
        """The person that the row is about, by the best of what identifies him; texts with their kind before them.

        A number as it is where the table has nothing but numbers to tell persons by.
        """
        there = [kind for kind in PERSON if kind in self.cells]
        if all(kind in NUMBERED for kind in there):
            return f"coalesce({', '.join([*(f'k_{kind}' for kind in there), 'NULL'])})::UBIGINT"
        found = [f"k_{kind}::VARCHAR" if kind in NUMBERED else f"{literal(f'{kind}:')} || k_{kind}" for kind in there]
        return f"coalesce({', '.join(found)}, NULL)"


def by_protection() -> tuple[str, ...]:
    """The categories from the most protected on; among equals, and without a standard, as the law lists them."""
    protection = compile_ruleset(load_ruleset()).protection
    names = glossary.ids(Family.CATEGORY)
    return tuple(sorted(names, key=lambda name: (protection.get(name, 1 << 62), names.index(name))))
