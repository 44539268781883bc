"""Cells read into whole numbers and truths, and what is wrong with them; no cell is guessed at.

Numbers are plain digits (元 with up to two decimals); what is unknown stands between 0 and UNBOUNDED.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import ibis
from ibis.expr import types as ir

from thresholds import glossary
from thresholds.columns.layout import Column, kind_of
from thresholds.columns.stage import Stage
from thresholds.columns.terms import Value
from thresholds.glossary import Family

#: The largest number that a cell can have (条, 分), and what stands for "no upper bound" in sums.
LARGEST, UNBOUNDED = 10**12, 10**13

#: What can be wrong with a cell; 0 is nothing.
FAULTS = ("", "null", "malformed", "too_large", "negative", "reversed")
NULL, MALFORMED, TOO_LARGE, NEGATIVE, REVERSED = range(1, 6)

_EXEMPTED = ("exempted", "免予刑事处罚", "免于刑事处罚")
#: Anchored at the very ends: `$` stops before a final line break on some engines.
_DAY = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"


class Cell(NamedTuple):
    """A number as one column states it, in parts of `unit`; whether it is stated, and stated to be unknown.

    It is 0 where there is none, and means nothing where there is a fault; `fits` says that there is none in fewer
    operations, where that is possible, and is True otherwise.
    """

    number: Value
    stated: Value
    unknown: Value
    fault: Value
    unit: int = 1
    fits: Value = True


class Fact(NamedTuple):
    """A fact: so, so or unknown, stated at all; of a punishment or penalty besides, its day (yyyymmdd, 0 none)."""

    yes: Value
    maybe: Value
    stated: Value
    exempted: Value = False
    day: Value = 0


UNSTATED = Fact(False, False, False)

#: Codes of cells: what a word means, or that there is none, or one that does not belong there.
EMPTY, MISREAD, YES, NO, UNKNOWN, EXEMPTED, DATED = range(-1, 6)


def words(family: Family, *identifiers: str) -> list[str]:
    """Every spelling of these values."""
    return [
        spelling
        for term in glossary.all_terms()
        if term.family is family and (not identifiers or term.id in identifiers)
        for spelling in (term.id, term.zh, *term.also)
    ]


_UNKNOWN = tuple(words(Family.TRUTH, "unknown"))


def _truths(*yes: str) -> tuple[list[str], list[str], list[str]]:
    """Words for yes, for no and for what is not known, in the order of their codes."""
    return [*words(Family.TRUTH, "yes"), *yes], words(Family.TRUTH, "no"), list(_UNKNOWN)


class CellReader:
    """Reads columns within one step of a stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def _blank(self, column: Column) -> tuple[ir.Value, ir.BooleanValue]:
        """The column, text trimmed; and whether a cell has nothing in it."""
        cells = self.stage.base[column.name]
        if not isinstance(cells, ir.StringValue):
            return cells, cells.isnull()
        text = cells.strip()
        return text, cells.isnull() | (text == "")

    def _fault(self, column: Column, blank: ir.BooleanValue, fault: ir.IntegerValue) -> ir.IntegerValue:
        """The fault of a cell, nothing in it included where the column is not declared to allow that."""
        return blank.ifelse(_whole(NULL if column.null is None else 0), fault)

    def _stated(self, column: Column, blank: ir.BooleanValue) -> Value:
        """Whether the row states it: what is null is unstated where the column is declared so."""
        return self.stage.add(~blank) if column.null == "unstated" and not column.certain else True

    def number(self, column: Column, money: bool) -> Cell:
        """A count (条) or an amount (分)."""
        cells, blank = self._blank(column)
        kind, add, stated = kind_of(column.type), self.stage.add, self._stated(column, blank)
        if kind == "integer" or (kind == "decimal" and _is_narrow(cells, money)):
            return self._plain(column, cells, blank, money)
        said = blank if column.null == "unknown" else ibis.literal(False)
        if kind == "text":
            said = said | _one_of(cells, _UNKNOWN)
            read, wrong = _of_text(cells, money)
            wrong = said.ifelse(_whole(0), wrong)
        else:
            read, wrong = _of_decimal(cells, money)
        sound = ~blank & ~said & (wrong == 0)
        open_ = add(said) if (kind == "text" or column.null == "unknown") and not column.certain else False
        return Cell(add(sound.ifelse(read, _whole(0))), stated, open_, add(self._fault(column, blank, wrong)))

    def _plain(self, column: Column, cells: ir.NumericValue, blank: ir.BooleanValue, money: bool) -> Cell:
        """A number whose every value can be taken as it is, right or wrong: the rows that do not fit are left out."""
        add, most = self.stage.add, LARGEST // (100 if money else 1)
        if cells.type().is_uint64():  # of which not every number can be taken as it is
            too_large = ibis.literal(LARGEST + 1, type="uint64")
            cells = (cells > LARGEST).ifelse(too_large, cells).cast("int64")
        fault = self._fault(column, blank, _outside(cells < 0, cells > most))
        inside = cells.between(0, most).fill_null(column.null is not None)
        whole = kind_of(column.type) == "integer"
        number = cells.cast("int64") if whole or not money else (cells * 100).cast("int64")
        if column.null is not None:
            number = number.fill_null(0)
        unknown = add(blank) if column.null == "unknown" and not column.certain else False
        unit = 100 if money and whole else 1
        return Cell(add(number), self._stated(column, blank), unknown, add(fault), unit, add(inside))

    def code(self, column: Column, groups: Sequence[Sequence[str]]) -> Value:
        """The number (from 1) of the group of words that a cell is in; MISREAD for other words, EMPTY for none.

        One chain of comparisons, which ends at the first that holds, is much quicker than one for each question.
        """
        cells, blank = self._blank(column)
        raw = self.stage.base[column.name]
        trimmed = ibis.cases(*_by_group(cells, groups), (blank, _small(EMPTY)), else_=_small(MISREAD))
        return self.stage.add(ibis.cases(*_by_group(raw, groups), else_=trimmed))

    def truth(self, column: Column, *yes: str) -> Value:
        """The code of a truth: YES, NO, UNKNOWN; `yes` are further words for the first."""
        cells, blank = self._blank(column)
        if isinstance(cells, ir.BooleanValue):
            told = ibis.cases((cells, _small(YES)), (blank, _small(EMPTY)), else_=_small(NO))
            return self.stage.add(told)
        return self.code(column, [*_truths(*yes)])

    def dated(self, column: Column, *, exempted: bool) -> tuple[Value, Value]:
        """The code of an earlier punishment or penalty, EXEMPTED and DATED among them; and its day (yyyymmdd, or 0)."""
        kind = kind_of(column.type)
        if kind == "boolean":
            return self.truth(column), 0
        cells, blank = self._blank(column)
        day, is_day = self._day(cells)
        groups = [*_truths(), _EXEMPTED if exempted else []]
        known = _by_group(cells, groups if kind == "text" else [])
        code = ibis.cases((is_day, _small(DATED)), *known, (blank, _small(EMPTY)), else_=_small(MISREAD))
        return self.stage.add(code), self.stage.add(day)

    def day(self, column: Column) -> tuple[Value, Value]:
        """The code of a day, DATED where it is one; and the day as yyyymmdd."""
        return self.dated(column, exempted=False) if kind_of(column.type) == "date" else self._written_day(column)

    def _written_day(self, column: Column) -> tuple[Value, Value]:
        cells, blank = self._blank(column)
        day, is_day = self._day(cells)
        code = ibis.cases((is_day, _small(DATED)), (blank, _small(EMPTY)), else_=_small(MISREAD))
        return self.stage.add(code), self.stage.add(day)

    def _day(self, cells: ir.Value) -> tuple[ir.IntegerValue, ir.BooleanValue]:
        """The day as yyyymmdd, 0 where it is none; and whether it is one."""
        date = cells
        if isinstance(cells, ir.StringValue):
            written = cells.re_search(_DAY).fill_null(False)
            date = written.ifelse(cells, ibis.null("string")).try_cast("date")
        year, month, day = (part.cast("int64") for part in (date.year(), date.month(), date.day()))
        return (year * 10_000 + month * 100 + day).fill_null(0), date.notnull()

    def by_word(self, column: Column, numbers: dict[str, int], otherwise: int) -> Value:
        """The number that stands for the word of a cell."""
        cells, _ = self._blank(column)
        known = [(cells == word, _whole(number)) for word, number in numbers.items()]
        return self.stage.add(ibis.cases(*known, else_=_whole(otherwise))) if known else otherwise


def _one_of(cells: ir.StringValue, words: Iterable[str]) -> ir.BooleanValue:
    """Whether a cell is one of a few words; written out, because some engines make a join of a list."""
    found = [cells == word for word in dict.fromkeys(words)]
    return ibis.or_(*found).fill_null(False) if found else ibis.literal(False)


def _by_group(cells: ir.StringValue, groups: Sequence[Sequence[str]]) -> list[tuple[ir.BooleanValue, ir.IntegerValue]]:
    """Each word, and the number of its group."""
    known = [(place, word, number) for number, group in enumerate(groups, 1) for place, word in enumerate(group)]
    # most cells are written in the commonest way, which is the sooner found the earlier it is asked for
    return [(cells == word, _small(number)) for _, word, number in sorted(known, key=lambda one: one[0])]


def _small(number: int) -> ir.IntegerValue:
    return ibis.literal(number, type="int8")


def _whole(number: int) -> ir.IntegerValue:
    return ibis.literal(number, type="int64")


def _of_text(text: ir.StringValue, money: bool) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    plain = text.re_search(r"\A[0-9]{1,10}(\.[0-9]{1,2})?\z" if money else r"\A[0-9]{1,12}\z").fill_null(False)
    safe = plain.ifelse(text, "0")
    read = safe.cast("decimal(38, 2)") * 100 if money else safe
    large = r"\A[0-9]{11,}(\.[0-9]{1,2})?\z" if money else r"\A[0-9]{13,}\z"
    fault = ibis.cases(
        (plain, _whole(0)),
        (text.re_search(r"\A-[0-9.]+\z"), _whole(NEGATIVE)),
        (text.re_search(large), _whole(TOO_LARGE)),
        else_=_whole(MALFORMED),
    )
    return read.cast("int64"), fault


#: Decimals of fewer digits can be multiplied by a hundred without being made wider, which is much quicker.
_WIDE = 16


def _is_narrow(cells: ir.DecimalValue, money: bool) -> bool:
    kind = cells.type()
    return (kind.precision or _WIDE) < _WIDE and (kind.scale or 0) <= (2 if money else 0)


def _of_decimal(cells: ir.DecimalValue, money: bool) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    places = 2 if money else 0
    fault = _outside(cells < 0, cells > LARGEST // 10**places)
    scale = cells.type().scale or 0
    sound = (fault == 0).ifelse(cells, ibis.literal(0, type=cells.type()))
    kept = sound.cast(f"decimal(38, {places})")
    if scale > places:
        whole = kept.cast(f"decimal(38, {scale})") == sound.cast(f"decimal(38, {scale})")
        fault = ibis.cases((fault != 0, fault), (whole, _whole(0)), else_=_whole(MALFORMED))
    return (kept * 10**places).cast("int64"), fault


def _outside(negative: ir.BooleanValue, large: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.cases((negative, _whole(NEGATIVE)), (large, _whole(TOO_LARGE)), else_=_whole(0))
