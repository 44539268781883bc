"""What inputs and numbers are called in every export: names that say the unit and what they are of."""

from __future__ import annotations

from fractions import Fraction

from thresholds.evaluation.program import ALL, NARROW, OverMeasure, Program, RecordsMeasure, SumMeasure
from thresholds.export.core import Source, machine_name
from thresholds.law.model import GENERAL, Ruleset


class Names:
    """Names given once each; a second thing of the same name is numbered."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._taken: set[str] = set()

    def of_input(self, source: Source) -> str:
        """The name of an input: `records_location_tracking`, `illegal_gains_fen`, `conduct_general`."""
        return self._free(machine_name(self._wished(source)))

    def _wished(self, source: Source) -> str:
        match source.kind:
            case "records":
                return f"records_{source.name}"
            case "narrow":
                return f"records_{self.origin}_{source.name}"
            case "apart":
                return f"records_for_{source.detail[0]}_{source.name}"
            case "tally":
                return f"{source.detail[0]}_{source.name}"
            case "narrow_money":
                return f"{source.name}_{self.origin}_fen"
            case "fact":
                return self._truth(source)
            case "dealing":
                return self._dealing(source)
            case "conduct":
                return f"conduct_{source.name}"
        return f"{source.name}_fen" if in_fen(self._program.ruleset, source) else source.name

    def of_number(self, measure: RecordsMeasure | SumMeasure | OverMeasure, *, capped: bool = False) -> str:
        """The name of a number: `records_art5_1_3`, `sum_art5_1_6_from_duty_or_service`.

        A capped sum leaves out what reaches its own base.
        """
        if isinstance(measure, OverMeasure):
            times = "" if measure.times == 1 else f"_times_{_plain(measure.times)}"
            return self._free(machine_name(f"{measure.name}_over_{measure.parameter}{times}"))
        kind = "records" if isinstance(measure, RecordsMeasure) else "sum"
        narrow = f"_{self.origin}" if measure.scope == NARROW else ""
        below = "_of_those_below_base" if capped else ""
        return self._free(machine_name(f"{kind}_{self.item_of(measure)}{narrow}{below}"))

    @property
    def origin(self) -> str:
        """Where the records that a narrower count takes come from: `from_duty_or_service`."""
        narrowing = self._program.narrowing
        only = narrowing.counting_only if narrowing else None
        return f"from_{only.obtained_in}" if only else NARROW

    def item_of(self, measure: RecordsMeasure | SumMeasure) -> str:
        """The first item that asks for it, or for the same in the wider count."""
        wide = ALL if measure.scope == NARROW else measure.scope
        for compiled in self._program.compiled:
            for test in (test for way in compiled.alternatives for test in way):
                asked = self._program.measures[test.measure]
                if _alike(asked, measure) and getattr(asked, "scope", "") == wide:
                    return compiled.item.id
        return "part"

    def _free(self, wished: str) -> str:
        name, number = wished, 2
        while name in self._taken:
            name, number = f"{wished}_{number}", number + 1
        self._taken.add(name)
        return name

    def _truth(self, source: Source) -> str:
        conduct = "" if source.detail[0] == GENERAL else f"_for_{source.detail[0]}"
        within = f"_within_{source.within}_years" if source.within else ""
        return f"{source.name}{within}{conduct}"

    def _dealing(self, source: Source) -> str:
        conduct, *what = source.detail
        return "_".join(["dealing", *what, source.name, *([] if conduct == GENERAL else ["for", conduct])]).strip("_")


def in_fen(ruleset: Ruleset, source: Source) -> bool:
    """Whether an input is an amount of money."""
    declared = ruleset.declared.get(source.name)
    if source.kind == "amount" and declared is not None:
        return declared.kind == "money"
    return source.kind in ("money", "narrow_money", "parameter", "amount")


def _alike(asked: object, measure: RecordsMeasure | SumMeasure) -> bool:
    if isinstance(asked, RecordsMeasure) and isinstance(measure, RecordsMeasure):
        return asked.categories == measure.categories
    if isinstance(asked, SumMeasure) and isinstance(measure, SumMeasure):
        return [(s.categories, s.standard) for s in asked.shares] == [
            (s.categories, s.standard) for s in measure.shares
        ]
    return False


def _plain(times: Fraction) -> str:
    return str(times.numerator) if times.denominator == 1 else f"{times.numerator}_{times.denominator}"
