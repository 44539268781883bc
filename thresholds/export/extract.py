"""The numeric core read off a compiled program: every measure as an input or as a number made of inputs."""

from __future__ import annotations

from math import ceil

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.program import (
    ALL,
    NARROW,
    AmountMeasure,
    ConductMeasure,
    DealingMeasure,
    FactMeasure,
    MoneyMeasure,
    OptionMeasure,
    OverMeasure,
    Program,
    RecordsMeasure,
    SumMeasure,
    Test,
    compile_ruleset,
)
from thresholds.export.core import LARGEST_EXACT, Comparison, Core, CoreItem, Input, Number, Part, Source, Way
from thresholds.export.naming import Names
from thresholds.law.model import GENERAL, Ruleset


def core_of(ruleset: Ruleset, choices: Choices) -> Core:
    """The numeric core of a ruleset under these readings.

    Raises:
        SourceErrors: nothing in it can be compared (TH750), or its numbers are too large to stay exact (TH751).
    """
    program = compile_ruleset(ruleset)
    extraction = _Extraction(program, choices)
    items = extraction.items()
    if not any(item.ways for item in items):
        raise SourceErrors([Diagnostic("TH750", ruleset.file, 0, 0, ruleset.id)])
    numbers = tuple(extraction.numbers.values())
    inputs = tuple(extraction.inputs.values())
    core = Core(ruleset, program, choices, inputs, numbers, items, _maximum(numbers))
    _check_constants(core)
    return core


class _Extraction:
    """Inputs and numbers, named as they are first asked for."""

    def __init__(self, program: Program, choices: Choices) -> None:
        self.program, self.choices = program, choices
        self.inputs: dict[Source, Input] = {}
        self.numbers: dict[object, Number] = {}
        self._names = Names(program)
        capping, mixing = program.capping, program.mixing
        self._caps = capping is not None and choices.option(capping.reading) == capping.only_below_base
        self._mixes = mixing is not None and choices.option(mixing.reading) == mixing.option

    def items(self) -> tuple[CoreItem, ...]:
        """Every item, with the ways that the readings chosen leave."""
        found = []
        for compiled in self.program.compiled:
            ways = [way for tests in compiled.alternatives if (way := self._way(tests)) is not None]
            unique = tuple(dict.fromkeys(ways))
            found.append(
                CoreItem(
                    compiled.item.id, compiled.paragraph, compiled.rank, compiled.offence, compiled.judgment, unique
                )
            )
        return tuple(found)

    def _way(self, tests: tuple[Test, ...]) -> Way | None:
        """The comparisons of one alternative; None where the readings chosen exclude it."""
        found: list[Comparison] = []
        for test in tests:
            measure = self.program.measures[test.measure]
            if isinstance(measure, OptionMeasure):
                if self.choices.option(measure.reading) != measure.option:
                    return None
            elif not self._always(measure):
                found.append(self._comparison(test))
        return tuple(dict.fromkeys(found))

    def _always(self, measure: object) -> bool:
        """Whether it holds in every case: general conduct, where conduct is not what dealings are."""
        return measure == ConductMeasure(GENERAL) and not self.program.ruleset.from_dealings

    def _comparison(self, test: Test) -> Comparison:
        measure = self.program.measures[test.measure]
        if isinstance(measure, FactMeasure | DealingMeasure):
            return Comparison(self._input(source_of(measure)), "is", int(getattr(measure, "holds", True)))
        if isinstance(measure, ConductMeasure):
            return Comparison(self._input(Source("conduct", measure.conduct)), "is", 1)
        return Comparison(self._value(test.measure), "<" if test.operator == "<" else ">=", test.constant)

    def _input(self, source: Source) -> str:
        found = self.inputs.get(source)
        if found is None:
            found = self.inputs[source] = Input(self._names.of_input(source), source)
        return found.name

    def _value(self, number: int) -> str:
        """The name of what a measure amounts to."""
        measure = self.program.measures[number]
        match measure:
            case RecordsMeasure():
                return self._records(measure)
            case SumMeasure():
                return self._sum(measure)
            case MoneyMeasure():
                return self._input(Source("money" if measure.scope == ALL else "narrow_money", measure.name))
            case AmountMeasure():
                return self._input(Source("amount", measure.name))
            case OverMeasure():
                return self._over(measure)
        raise TypeError(type(measure).__name__)

    def _records(self, measure: RecordsMeasure) -> str:
        names = [self._input(_of_category(measure.scope, category)) for category in measure.categories]
        if len(names) == 1:
            return names[0]
        parts = tuple(Part(name, 1) for name in names)
        narrow = measure.scope == NARROW
        return self._number(measure, Number("", "records", parts, about=self._about(measure), narrow=narrow))

    def _about(self, measure: RecordsMeasure | SumMeasure) -> tuple[str, ...]:
        return (self._names.item_of(measure),)

    def _sum(self, measure: SumMeasure) -> str:
        parts, mixed, beside = [], [], []
        for share in measure.shares:
            name = self._value(share.records)
            base = measure.capped if self._caps else None
            parts.append(Part(name, share.weight, None if base is None else ceil(share.standard * base)))
            if self._mixes and measure.mixing:
                beside += [name] if measure.mixing.isdisjoint(share.categories) else []
                mixed += [self._apart(name, share.weight) for name in share.categories if name in measure.mixing]
        narrow = measure.scope == NARROW
        summed = (tuple(parts), tuple(mixed), tuple(beside), measure.scale, self._about(measure), narrow)
        return self._number(measure, Number("", "sum", *summed))

    def _apart(self, category: str, weight: int) -> Part:
        return Part(self._input(Source("apart", category, (self.program.special,))), weight)

    def _over(self, measure: OverMeasure) -> str:
        own = measure.name in self.program.ruleset.declared
        amount = Part(self._input(Source("amount" if own else "money", measure.name)), measure.times.denominator)
        fixed = Part(self._input(Source("parameter", measure.parameter)), -measure.times.numerator)
        about = (measure.name, measure.parameter)
        return self._number(measure, Number("", "over", (amount, fixed), scale=measure.times.denominator, about=about))

    def _number(self, measure: RecordsMeasure | SumMeasure | OverMeasure, number: Number) -> str:
        """The name of a number; the same number is made once, whatever asks for it."""
        found = self.numbers.get(number)
        if found is None:
            capped = any(part.below is not None for part in number.parts)
            found = self.numbers[number] = number._replace(name=self._names.of_number(measure, capped=capped))
        return found.name


def source_of(measure: FactMeasure | DealingMeasure) -> Source:
    """The truth that a measure asks for, or asks to be absent."""
    if isinstance(measure, FactMeasure):
        return Source("fact", measure.name, (measure.conduct,), measure.within or 0)
    return Source("dealing", measure.fact or "", (measure.conduct, measure.acts, *measure.categories))


def _of_category(scope: str, category: str) -> Source:
    if scope == ALL:
        return Source("records", category)
    return Source("narrow", category) if scope == NARROW else Source("tally", category, (scope,))


def _maximum(numbers: tuple[Number, ...]) -> int:
    """The largest power of ten that every input may be while each number stays exact."""
    weights: dict[str, int] = {}
    for number in numbers:
        parts = (*number.parts, *number.mixed)
        weights[number.name] = sum(abs(part.weight) * weights.get(part.of, 1) for part in parts)
    most = LARGEST_EXACT // max(weights.values(), default=1)
    return 10 ** (len(str(most)) - 1) if most else 0


def _check_constants(core: Core) -> None:
    """Every standard must lie within what inputs may be, or it could never be reached or passed.

    Raises:
        SourceErrors: one does not (TH751).
    """
    whole = {item.name for item in core.inputs}
    compared = [test for item in core.items for way in item.ways for test in way if test.operator != "is"]
    largest = max([test.constant for test in compared if test.of in whole], default=0)
    scaled = max([test.constant for test in compared], default=0)
    if largest > core.maximum or scaled > LARGEST_EXACT:
        limit = str(core.maximum)
        raise SourceErrors([Diagnostic("TH751", core.ruleset.file, 0, 0, str(scaled), detail=(("limit", limit),))])
