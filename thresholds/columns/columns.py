"""The face of the third compiler: a table in, its answers and its refusals out, as Ibis expressions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

import ibis
from ibis.expr import types as ir

from thresholds.case.flat import Sort
from thresholds.columns.answers import INCLUDES, Answers, other_options
from thresholds.columns.cells import FAULTS
from thresholds.columns.layout import ROW, Layout
from thresholds.columns.row import FAULT_BASE, RowReader
from thresholds.columns.stage import Output, Stage
from thresholds.columns.terms import Term, exceeds
from thresholds.columns.verdicts import decide
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.program import compile_ruleset
from thresholds.law.model import Ruleset

#: So much of a cell at fault is shown.
_SHOWN = 40
#: So many queries are made for parts of a table of which different things are known.
_QUERIES = 4
#: The column of `doubts` that says whether any number does not fit.
_MISFIT = "misfit"
#: Columns of these sorts can be in doubt and fit; one of the others fits where nothing in it is in doubt.
_FITTING = (Sort.COUNT, Sort.MONEY, Sort.LABEL, Sort.REGION)


class Known(NamedTuple):
    """What is known of the rows to be answered.

    Columns without an unknown or empty cell (`certain`); columns whose cells all have one code, with that; and whether
    all rows fit.
    """

    certain: frozenset[str] = frozenset()
    only: frozenset[tuple[str, int]] = frozenset()
    fit: bool = False

    def among(self, made: Collection[Known]) -> Known:
        """What to go by where queries for these are made already: making one takes as long as answering many rows."""
        if self in made or len(made) < _QUERIES:
            return self
        told = [one for one in made if one.certain <= self.certain and one.only <= self.only and one.fit <= self.fit]
        return max(told, key=lambda one: (one.fit, len(one.only), sorted(one.certain)), default=Known())


class Columns:
    """A ruleset compiled for the tables of one layout, under one choice of readings.

    `coded` gives grades as their rank and statuses as their place in STATUSES, which is quicker than words.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        layout: Layout,
        choices: Choices,
        include: frozenset[str] = frozenset(INCLUDES),
        *,
        coded: bool = False,
        fit: bool = False,
    ) -> None:
        self.layout, self.choices, self.include, self.coded, self.fit = layout, choices, include, coded, fit
        self.program = compile_ruleset(ruleset)

    def answered(self, table: ir.Table) -> ir.Table:
        """The rows that fit: row, id, what is handed through, and the answers; every row once, in no order.

        Raises:
            SourceErrors: more columns have bounds than one expression can try out (TH505).
        """
        stage, reader, fits, _ = self._read(table, self.layout)
        if not self.fit and fits is not True:
            stage.filter(fits)
        row = reader.read()
        others = other_options(self.program, self.choices) if "readings" in self.include else []
        choices = [self.choices, *[self.choices.choosing({name: option}) for name, option in others]]
        verdicts = decide(stage, row, self.program, choices)
        made = Answers(stage, row, self.program, verdicts, coded=self.coded).make(self.include, others)
        return stage.finish(made, self._handed())

    def doubts(self, table: ir.Table, *, word_by_word: bool = False) -> ir.Table:
        """One row, to be read by `known`; what is known of rows makes them be answered sooner, and the same.

        `word_by_word` looks once at each different word of a column: much quicker on an engine that keeps words as
        numbers, and slower on one that has to bring them together first.
        """
        words = [column for column in self.layout.slots.values() if column.sort not in _FITTING]
        apart = words if word_by_word else []
        rest = self._doubts(table, self.layout.without(apart), {_MISFIT: RowReader.misfit})
        for column in apart:
            alone = self.layout.without([other for other in self.layout.slots.values() if other != column])
            rest = rest.cross_join(self._doubts(table.select(column.name).distinct(), alone, {}))
        return rest

    def _doubts(self, table: ir.Table, layout: Layout, more: Mapping[str, Callable[[RowReader], Term]]) -> ir.Table:
        stage, reader, _, _ = self._read(table, layout)
        asked = {str(number): term for number, term in reader.doubts().items()}
        asked |= {name: asks(reader) for name, asks in more.items()}
        handed = {ROW: ROW} if ROW in table.columns else {}
        codes = {f"{number} code": term for number, term in reader.coded().items()}
        found = stage.finish({name: Output((term,), _as_it_is) for name, term in (asked | codes).items()}, handed)
        ends = {end: found[name] for name in codes for end in (f"{name} least", f"{name} most")}
        return found.aggregate(
            **{name: found[name].any().fill_null(False) for name in asked},
            **{name: code.min() if name.endswith("least") else code.max() for name, code in ends.items()},
        )

    def known(self, doubts: Mapping[str, object]) -> Known:
        """What the row of `doubts` says."""
        columns = self.layout.slots.values()
        certain = frozenset([column.name for column in columns if doubts.get(str(column.number)) is False])
        words = all([column.name in certain for column in columns if column.sort not in _FITTING])
        only = [(column.name, _same(doubts, column.number)) for column in columns]
        alike = frozenset([(name, code) for name, code in only if code is not None])
        return Known(certain, alike, words and doubts[_MISFIT] is False)

    def knowing(self, known: Known) -> Columns:
        """The same, for rows of which this is known."""
        layout = self.layout.knowing(known.certain, dict(known.only))
        return Columns(layout.ruleset, layout, self.choices, self.include, coded=self.coded, fit=known.fit)

    def coding(self) -> Columns:
        """The same with numbers for words."""
        return Columns(self.layout.ruleset, self.layout, self.choices, self.include, coded=True, fit=self.fit)

    def refused(self, table: ir.Table) -> ir.Table:
        """The rows that do not fit: row, first column at fault, reason (a word of FAULTS), the cell cut short."""
        stage, _, _, refusal = self._read(table, self.layout)
        stage.filter(exceeds(refusal, 0))
        columns = {f"cell {column.number}": column.name for column in self.layout.slots.values()}
        found = stage.finish({"refusal": Output((refusal,), lambda code: code)}, {ROW: ROW, **columns})
        code, nothing = found["refusal"], ibis.null("string")
        by_column, by_reason, by_value = [], [], []
        for column in self.layout.slots.values():
            codes = [column.number * FAULT_BASE + fault for fault in range(1, len(FAULTS))]
            by_column.append((code.isin(codes), column.name))
            by_value.append((code.isin(codes), found[f"cell {column.number}"].cast("string").left(_SHOWN)))
            by_reason += [(code == one, FAULTS[fault]) for fault, one in enumerate(codes, 1)]
        cases = {"column": by_column, "reason": by_reason, "value": by_value}
        said = {name: ibis.cases(*cells, else_=nothing) if cells else nothing for name, cells in cases.items()}
        return found.select(**{ROW: found[ROW]}, **said)

    def _read(self, table: ir.Table, layout: Layout) -> tuple[Stage, RowReader, Term, Term]:
        """The cells read; which rows fit, and what is wrong with the others (not 0)."""
        stage = Stage(table)
        reader = RowReader(stage, layout, self.program)
        fits, refusal = reader.cells_read()
        return stage, reader, stage.of(fits), stage.of(refusal)

    def _handed(self) -> dict[str, str]:
        """The columns that go through as they are, by the names that they then have."""
        label = self.layout.column("id")
        return {ROW: ROW, **({"id": label.name} if label else {}), **{name: name for name in self.layout.kept}}


def _same(doubts: Mapping[str, object], number: int) -> int | None:
    """The code of every cell of a column, where they all have the same."""
    least, most = (doubts.get(f"{number} code {end}") for end in ("least", "most"))
    return least if isinstance(least, int) and least == most else None


def _as_it_is(asked: ir.Value) -> ir.Value:
    return asked
