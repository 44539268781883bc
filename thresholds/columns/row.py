"""What a row says, as columns of whole numbers and truths: of the person, and of each body of records."""

from __future__ import annotations

from typing import NamedTuple

from thresholds import glossary
from thresholds.case.flat import Sort, keys_of
from thresholds.case.model import SUPPLYING
from thresholds.columns.cells import (
    DATED,
    EMPTY,
    EXEMPTED,
    MALFORMED,
    MISREAD,
    NULL,
    REVERSED,
    UNBOUNDED,
    UNKNOWN,
    UNSTATED,
    YES,
    Cell,
    CellReader,
    Fact,
    words,
)
from thresholds.columns.layout import Column, Layout, Slot, kind_of
from thresholds.columns.stage import Stage
from thresholds.columns.terms import (
    Term,
    Value,
    chosen,
    equals,
    every,
    exceeds,
    highest,
    lowest,
    negated,
    reaches,
    some,
    times,
    total,
)
from thresholds.evaluation.facts import DUTY
from thresholds.evaluation.program import Program
from thresholds.glossary import Family
from thresholds.law.model import Parameter

#: A body of records (empty: the first, or the person) and a key.
Place = tuple[str, str]
#: Columns in which no word says that something is unknown.
_SURE = (Sort.ACT, Sort.KIND)
#: Keys whose cells are words of their own, and days: no truths.
_WORDS = frozenset({"act", "obtained_in", "kind", "date", "conduct_date"})


class Number(NamedTuple):
    """A number between two ends (条, 分), and whether the row states it at all."""

    low: Value
    high: Value
    stated: Value


NO_NUMBER = Number(0, 0, False)


class Body(NamedTuple):
    """One body of records: how many of each category, what was done with them, and where they came from.

    `there` is whether the row tells of it; `out` whether consent or anonymisation takes it out, `doubtful` whether
    that is unknown (第三条第二款). `special` is an act that may be under standards of its own (第六条).
    """

    counts: dict[str, Number]
    there: Value
    out: Value
    doubtful: Value
    supplies: Value
    special: Value
    duty: Fact
    knew_of_crime: Fact
    used_in_crime: Fact
    lawful_business: Fact
    paid: Number
    day: Value
    dated: Value


class Row(NamedTuple):
    """Everything that a row says of one person."""

    bodies: tuple[Body, ...]
    unit: Value
    facts: dict[str, Fact]
    gross: Number
    net: Number
    profit: Number
    amounts: dict[str, Number]
    tallies: dict[str, dict[str, Number]]
    fixed: dict[str, tuple[Value, Value]]
    conduct_day: Value
    conduct_dated: Value


#: A refusal is the number of the column times this, and the fault.
FAULT_BASE = 8


class RowReader:
    """Reads the columns of a layout, in steps of a stage: the cells, which rows fit, and what these say."""

    def __init__(self, stage: Stage, layout: Layout, program: Program) -> None:
        self.stage, self.layout, self.program = stage, layout, program
        self.cells = CellReader(stage)
        self.keys = keys_of(layout.ruleset)
        self.numbers: dict[Place, list[tuple[str, int, Cell]]] = {}
        self.codes: dict[Place, tuple[Column, Value, Value]] = {}
        self.regions: dict[str, tuple[Value, Value]] = {}
        #: Of each column what is wrong with its cell (0: nothing), and whether the cell fits.
        self.faults: list[tuple[int, Term, Term]] = []

    def cells_read(self) -> tuple[Value, Value]:
        """First: the cells. Whether the row fits; and the first column at fault times FAULT_BASE, and its fault."""
        for slot, column in self.layout.slots.items():
            self._cell(slot, column)
        self.stage.step()
        for ends in self.numbers.values():
            self._check_numbers(ends)
        for column, code, _ in self.codes.values():
            self._check_code(column, self.stage.of(code))
        found: Term = 0
        for number, fault, _ in sorted(self.faults, key=lambda entry: entry[0], reverse=True):
            found = chosen(exceeds(fault, 0), total([fault, number * FAULT_BASE]), found)
        fits = every([fit for _, _, fit in self.faults])
        refusal = self.stage.put(fits), self.stage.put(found)
        self.stage.step()
        return refusal

    def read(self) -> Row:
        """Then: what rows that fit say."""
        found = {place: self._joined(ends) for place, ends in self.numbers.items()}
        self.facts = {place: self._told(*coded) for place, coded in self.codes.items() if place[1] not in _WORDS}
        self.stage.step()
        bodies = tuple([self._body(label, found) for label in self.layout.bodies])
        row = self._person(found, bodies)
        self.stage.step()
        return row

    def _cell(self, slot: Slot, column: Column) -> None:
        place, sort, cells = (slot.body, slot.key), column.sort, self.cells
        if sort in (Sort.COUNT, Sort.MONEY):
            cell = cells.number(column, sort is Sort.MONEY)
            self.numbers.setdefault(place, []).append((slot.bound, column.number, cell))
        elif sort is Sort.REGION:
            self._regions(column)
        elif sort is Sort.DATE:
            self.codes[place] = (column, *cells.day(column))
        elif sort in (Sort.PUNISHMENT, Sort.PENALTY):
            self.codes[place] = (column, *cells.dated(column, exempted=sort is Sort.PUNISHMENT))
        elif column.only is not None:
            self.codes[place] = column, column.only, 0
        elif sort in (Sort.TRUTH, Sort.CONSEQUENCE):
            also = words(Family.CONSEQUENCE) if sort is Sort.CONSEQUENCE else []
            self.codes[place] = column, cells.truth(column, *also), 0
        elif sort is not Sort.LABEL:
            self.codes[place] = column, cells.code(column, self._groups(sort)), 0

    def _groups(self, sort: Sort) -> list[list[str]]:
        """The words of a cell in groups: what they mean for the row is the number of the group, from 1."""
        if sort is Sort.KIND:
            return [words(Family.PERSON_KIND, "unit"), words(Family.PERSON_KIND, "natural")]
        if sort is Sort.ORIGIN:
            duty, elsewhere = (words(Family.ORIGIN, name) for name in (DUTY, "elsewhere"))
            return [duty, elsewhere, words(Family.TRUTH, "unknown")]
        special = self.program.special_acts & set(glossary.ids(Family.ACT))
        rest = [name for name in glossary.ids(Family.ACT) if name not in special and name not in SUPPLYING]
        return [words(Family.ACT, *SUPPLYING), words(Family.ACT, *special) if special else [], words(Family.ACT, *rest)]

    def _check_code(self, column: Column, code: Term) -> None:
        """Note words that do not belong in a column, and empty cells where none are declared to be allowed."""
        empty = NULL if column.null is None else 0
        fault = chosen(equals(code, MISREAD), MALFORMED, chosen(equals(code, EMPTY), empty, 0))
        fits = reaches(code, YES) if column.null is None else negated(equals(code, MISREAD))
        self.faults.append((column.number, fault, fits))

    def _check_numbers(self, ends: list[tuple[str, int, Cell]]) -> None:
        """Note what is wrong with numbers, and where a lower end lies above the upper one."""
        of = self.stage.of
        for _, column, cell in ends:
            fault = of(cell.fault)
            self.faults.append((column, fault, equals(fault, 0) if cell.fits is True else of(cell.fits)))
        by_bound = {bound: (column, cell) for bound, column, cell in ends}
        least, most = by_bound.get("at_least"), by_bound.get("at_most")
        if least and most:
            cells = least[1], most[1]
            low, high = (times(of(cell.number), cell.unit) for cell in cells)
            known = [term for cell in cells for term in (of(cell.stated), negated(of(cell.unknown)))]
            wrong = every([exceeds(low, high), *known])
            self.faults.append((most[0], chosen(wrong, REVERSED, 0), negated(wrong)))

    def _told(self, column: Column, code: Value, day: Value) -> Fact:
        """A truth from its code; what is empty is unknown or unstated, as the column is declared."""
        of, put = self.stage.of, self.stage.put
        told = of(code)
        empty = equals(told, EMPTY)
        boolean = kind_of(column.type) == "boolean"
        yes = some([equals(told, one) for one in ((YES,) if boolean or day == 0 else (YES, EXEMPTED, DATED))])
        unknown = [] if boolean else [equals(told, UNKNOWN)]
        maybe = some([yes, *unknown, *([empty] if column.null == "unknown" else [])])
        stated = negated(empty) if column.null == "unstated" else True
        if column.certain:
            maybe, stated = yes, True
        spared = equals(told, EXEMPTED) if day != 0 else False
        return Fact(put(yes), put(maybe), put(stated), put(spared), day)

    def _in_group(self, label: str, key: str, group: int) -> Term:
        """Whether a cell is in a group of words; an empty one is in none."""
        coded = self.codes.get((label, key))
        return equals(self.stage.of(coded[1]), group) if coded else False

    def _says(self, label: str, key: str) -> Term:
        """Whether a cell says anything."""
        coded = self.codes.get((label, key))
        return negated(equals(self.stage.of(coded[1]), EMPTY)) if coded else False

    def doubts(self) -> dict[int, Term]:
        """After the cells: of each column that can be, by its number, whether a cell is unknown, empty or misread."""
        of, found = self.stage.of, {}
        for column, code, _ in self.codes.values():
            told = of(code)
            unknown = equals(told, UNKNOWN) if column.sort not in _SURE else False
            found[column.number] = some([negated(reaches(told, YES)), unknown])
        for ends in self.numbers.values():
            for _, number, cell in ends:
                found[number] = some([of(cell.unknown), negated(of(cell.stated))])
        return {number: term for number, term in found.items() if term is not False}

    def coded(self) -> dict[int, Term]:
        """After the cells: the code of each column that has no more to say than its code, by its number."""
        return {column.number: self.stage.of(code) for column, code, day in self.codes.values() if day == 0}

    def misfit(self) -> Term:
        """After the cells: whether a number does not fit. Of words `doubts` has told."""
        words = {column.number for column, _, _ in self.codes.values()}
        return negated(every([fits for number, _, fits in self.faults if number not in words]))

    def _joined(self, ends: list[tuple[str, int, Cell]]) -> Number:
        """One number from a column, or from the columns of its two ends."""
        of, put = self.stage.of, self.stage.put
        by_bound = {bound: (column, cell) for bound, column, cell in ends}
        if "" in by_bound:
            cell = by_bound[""][1]
            number = times(of(cell.number), cell.unit)
            return Number(put(number), put(chosen(of(cell.unknown), UNBOUNDED, number)), cell.stated)
        least, most = by_bound.get("at_least"), by_bound.get("at_most")
        low: Term = times(of(least[1].number), least[1].unit) if least else 0
        high = self._upper(most[1]) if most else UNBOUNDED
        stated = some([of(end[1].stated) for end in (least, most) if end])
        return Number(put(low), put(chosen(stated, high, 0)), put(stated))

    def _upper(self, cell: Cell) -> Term:
        """An upper end: none where it is unknown or not stated beside the lower one."""
        of = self.stage.of
        return chosen(every([of(cell.stated), negated(of(cell.unknown))]), times(of(cell.number), cell.unit), UNBOUNDED)

    def _body(self, label: str, found: dict[tuple[str, str], Number]) -> Body:
        of, put = self.stage.of, self.stage.put
        categories = glossary.ids(Family.CATEGORY)
        counts = {name: found[label, name] for name in categories if (label, name) in found}
        supplies, special = self._in_group(label, "act", 1), self._in_group(label, "act", 2)
        acted, act = self._says(label, "act"), self.layout.act
        if (label, "act") not in self.codes and act is not None:
            supplies, special, acted = act in SUPPLYING, act in self.program.special_acts, True
        consent, anonymised = (self._fact(label, name) for name in ("consent", "anonymised"))
        out = some([of(consent.yes), of(anonymised.yes)])
        paid = found.get((label, "paid"), NO_NUMBER)
        there = some([acted, *[of(count.stated) for count in counts.values()]])
        return Body(
            counts,
            put(there),
            put(out),
            put(every([some([of(consent.maybe), of(anonymised.maybe)]), negated(out)])),
            put(supplies),
            put(special),
            self._duty(label),
            self._fact(label, "knew_of_crime"),
            self._fact(label, "used_in_crime"),
            self._lawful(label),
            paid,
            *self._day(label, "date"),
        )

    def _duty(self, label: str) -> Fact:
        """Whether the records come from duty or service."""
        put = self.stage.put
        coded = self.codes.get((label, "obtained_in"))
        duty = self._in_group(label, "obtained_in", 1)
        if coded is None or coded[0].certain:
            return Fact(put(duty), put(duty), coded is not None)
        empty = negated(self._says(label, "obtained_in")) if coded[0].null == "unknown" else False
        maybe = some([duty, self._in_group(label, "obtained_in", 3), empty])
        return Fact(put(duty), put(maybe), put(self._says(label, "obtained_in")))

    def _day(self, label: str, key: str) -> tuple[Value, Value]:
        """The day (yyyymmdd) that a column states, and whether it states one."""
        coded = self.codes.get((label, key))
        if coded is None:
            return 0, False
        return coded[2], self.stage.put(equals(self.stage.of(coded[1]), DATED))

    def _fact(self, label: str, name: str) -> Fact:
        return self.facts.get((label, name), UNSTATED)

    def _lawful(self, label: str) -> Fact:
        """Whether it was for lawful business: as the body's own column says, otherwise as the person's does."""
        own, person = self._fact(label, "lawful_business"), self._fact("", "lawful_business")
        if not label or own.stated is False:
            return person
        of, put = self.stage.of, self.stage.put
        ends = [put(chosen(of(own.stated), of(mine), of(his))) for mine, his in zip(own[:2], person[:2], strict=True)]
        return Fact(ends[0], ends[1], put(some([of(own.stated), of(person.stated)])))

    def _person(self, found: dict[tuple[str, str], Number], bodies: tuple[Body, ...]) -> Row:
        declared = self.layout.ruleset.declared
        plain = found.get(("", "illegal_gains"))
        tallies = {
            name: {key.partition(".")[2]: number for (_, key), number in found.items() if key.startswith(f"{name}.")}
            for name, fact in declared.items()
            if fact.kind == "records"
        }
        return Row(
            bodies,
            self.stage.put(self._in_group("", "kind", 1)),
            {name: fact for (label, name), fact in self.facts.items() if not label and not self.keys[name].of_body},
            plain or found.get(("", "illegal_gains.gross"), NO_NUMBER),
            plain or found.get(("", "illegal_gains.net"), NO_NUMBER),
            found.get(("", "profit_from_use"), NO_NUMBER),
            {name: found["", name] for name in declared if ("", name) in found},
            tallies,
            {parameter.id: self._fixed(parameter, found) for parameter in self.layout.ruleset.parameters},
            *self._day("", "conduct_date"),
        )

    def _fixed(self, parameter: Parameter, found: dict[tuple[str, str], Number]) -> tuple[Value, Value]:
        """What the region has fixed, at both ends: as the row says, by its region, or anywhere in the band."""
        of, put = self.stage.of, self.stage.put
        least, most = self.regions.get(parameter.id, (parameter.at_least, parameter.at_most))
        low, high = of(least), of(most)
        stated = found.get(("", parameter.id))
        if stated is not None:
            low = chosen(of(stated.stated), highest([of(stated.low), parameter.at_least]), low)
            high = chosen(of(stated.stated), lowest([of(stated.high), parameter.at_most]), high)
        return put(low), put(high)

    def _regions(self, column: Column) -> None:
        """What each region has fixed, by the name of the region in a column."""
        for parameter in self.layout.ruleset.parameters:
            known = {region.region: region.value for region in parameter.regions}
            ends = (parameter.at_least, parameter.at_most)
            low, high = (self.cells.by_word(column, known, end) for end in ends)
            self.regions[parameter.id] = low, high
