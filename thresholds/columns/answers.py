"""The answers of every row: bounds of the grade, items, scores, deciding items, and the readings that matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import ibis
from ibis.expr import types as ir

from thresholds.columns.leniency import Leniency
from thresholds.columns.row import Row
from thresholds.columns.scores import Scorer
from thresholds.columns.stage import Output, Stage
from thresholds.columns.terms import Term, Value, equals, every, highest, lowest, negated, some
from thresholds.columns.verdicts import Verdicts
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.program import Program
from thresholds.values.status import Status

#: What can be asked for besides the bounds of the grade.
INCLUDES = ("items", "scores", "deciding", "readings")
_SEPARATOR = " "


class Bounds(NamedTuple):
    """The lowest and the highest grade over all worlds, as ranks."""

    low: Value
    high: Value


class Answers:
    """Makes the columns of an answer from decided rows, in steps of the stage."""

    def __init__(
        self, stage: Stage, row: Row, program: Program, verdicts: Sequence[Verdicts], *, coded: bool = False
    ) -> None:
        self.write: Callable[[str], str | int] = code_of if coded else str
        self.coded = coded
        self.stage, self.row, self.program = stage, row, program
        self.chosen, self.others = verdicts[0], verdicts[1:]
        self.ladders = ["", *[offence.id for offence in program.ruleset.offences]]
        self.leniency = Leniency(stage, row, program, self.chosen)

    def make(self, include: frozenset[str], others: Sequence[tuple[str, str]]) -> dict[str, Output]:
        """The answer's columns by name; `others` are the readings and options of the further verdicts."""
        bounds = [self._bounds(verdicts) for verdicts in (self.chosen, *self.others)]
        everywhere, somewhere = self._statuses()
        openings = self._openings()
        self.leniency.prepare()
        self.stage.step()
        scores = self._scores() if "scores" in include else {}
        lenient = self.leniency.statuses(self.write)
        columns = self._grades(bounds[0])
        if "items" in include:
            columns |= self._items(everywhere, somewhere, openings, lenient)
        columns |= scores
        if "deciding" in include:
            columns["deciding"] = self._deciding(bounds[0], everywhere, somewhere)
        if "readings" in include:
            columns["readings"] = self._readings(bounds, others)
        return columns

    def _bounds(self, verdicts: Verdicts) -> list[Bounds]:
        of, put = self.stage.of, self.stage.put
        found = []
        for ladder in range(len(self.ladders)):
            ranks = [of(rank) for rank in dict.fromkeys(decided.ranks[ladder] for decided in verdicts.decided)]
            found.append(Bounds(put(lowest(ranks)), put(highest(ranks))))
        return found

    def _statuses(self) -> tuple[list[Value], list[Value]]:
        """Of each item whether it is met in every world, and whether in some."""
        of, put = self.stage.of, self.stage.put
        everywhere, somewhere = [], []
        for number in range(len(self.program.compiled)):
            met = [of(value) for value in dict.fromkeys(decided.items[number] for decided in self.chosen.decided)]
            everywhere.append(put(every(met)))
            somewhere.append(put(some(met)))
        return everywhere, somewhere

    def _openings(self) -> dict[int, Value]:
        """Of items left to judgment under opening words, whether these are so in any world."""
        found = {}
        for number, compiled in enumerate(self.program.compiled):
            if compiled.judgment and compiled.requires is not None:
                ways = self.program.opening(compiled)
                met = [self.chosen.judge.met(ways, measured) for measured in self.chosen.measured]
                found[number] = self.stage.put(some(met))
        return found

    def _grades(self, bounds: list[Bounds]) -> dict[str, Output]:
        found: dict[str, Output] = {}
        for ladder, ends in zip(self.ladders, bounds, strict=True):
            if self.program.ruleset.offences and not ladder:
                continue
            prefix = f"{ladder}." if ladder else ""
            for name, rank in zip(("grade_at_least", "grade_at_most"), ends, strict=True):
                found[prefix + name] = self._grade(rank)
        return found

    def _grade(self, rank: Value) -> Output:
        names = self.program.ruleset.grade_ids
        if self.coded:
            return Output((self.stage.of(rank),), lambda term: term.cast("int8"))
        if isinstance(rank, int):
            return constant(names[rank])
        named = list(enumerate(names[1:], 1))
        return Output(
            (self.stage.of(rank),), lambda term: ibis.cases(*[(term == n, name) for n, name in named], else_=names[0])
        )

    def _items(
        self,
        everywhere: list[Value],
        somewhere: list[Value],
        openings: Mapping[int, Value],
        lenient: Mapping[str, Output],
    ) -> dict[str, Output]:
        places = {compiled.item.id: number for number, compiled in enumerate(self.program.compiled)}
        found: dict[str, Output] = {}
        for name in self.program.ruleset.item_ids:
            number = places.get(name)
            if number is None:
                found[name] = lenient[name]
            elif self.program.compiled[number].judgment:
                open_ = self.stage.of(openings.get(number, True))
                found[name] = two(open_, Status.FOR_THE_COURT, Status.NOT_ESTABLISHED, self.write)
            else:
                found[name] = status(self.stage.of(everywhere[number]), self.stage.of(somewhere[number]), self.write)
        return found

    def _scores(self) -> dict[str, Output]:
        found: dict[str, Output] = {}
        for name, ends in Scorer(self.stage, self.program, self.chosen).scores().items():
            found[f"{name}.score_at_least"], found[f"{name}.score_at_most"] = ends
        return found

    def _deciding(self, bounds: list[Bounds], everywhere: list[Value], somewhere: list[Value]) -> Output:
        """The items that carry the lowest grade, and the open ones that carry the highest."""
        of = self.stage.of
        pieces: list[tuple[Term, str]] = []
        for number, compiled in enumerate(self.program.compiled):
            ladder = self.ladders.index(compiled.offence) if compiled.offence in self.ladders else 0
            low, high = (equals(of(end), compiled.rank) for end in bounds[ladder])
            met, possible = of(everywhere[number]), of(somewhere[number])
            carries = some([every([met, low]), every([possible, high])])
            pieces.append((carries, compiled.item.id))
        return words(pieces)

    def _readings(self, bounds: list[list[Bounds]], others: Sequence[tuple[str, str]]) -> Output:
        """The readings under another option of which the grade differs, with that option."""
        of = self.stage.of
        pieces: list[tuple[Term, str]] = []
        for (reading, option), ends in zip(others, bounds[1:], strict=True):
            differs: list[Term] = []
            for mine, other in zip(bounds[0], ends, strict=True):
                differs += [negated(equals(of(one), of(two))) for one, two in zip(mine, other, strict=True)]
            pieces.append((some(differs), f"{reading}={option}"))
        return words(pieces)


def other_options(program: Program, choices: Choices) -> list[tuple[str, str]]:
    """Every reading with each of its options that is not chosen."""
    return [
        (reading.id, option)
        for reading in program.ruleset.readings
        for option in reading.options
        if option != choices.option(reading.id)
    ]


#: Statuses by the number that stands for each in coded answers; false and true are 0 and 1 already.
STATUSES = tuple(map(str, (Status.NOT_ESTABLISHED, Status.ESTABLISHED, Status.OPEN, Status.FOR_THE_COURT)))
Write = Callable[[str], str | int]


def code_of(status_: str) -> int:
    """The number that stands for a status."""
    return STATUSES.index(status_)


def constant(word: str | int) -> Output:
    """The same in every row."""
    return Output((), lambda: _literal(word))


def _literal(word: str | int) -> ir.Value:
    return ibis.literal(word, type="int8" if isinstance(word, int) else "string")


def words(pieces: Sequence[tuple[Term, str]]) -> Output:
    """The words whose conditions hold, with spaces between them."""
    possible = [(condition, word) for condition, word in pieces if condition is not False]
    if not possible:
        return constant("")
    names = [word for _, word in possible]

    def joined(*conditions: ir.BooleanValue) -> ir.Value:
        nothing = ibis.null("string")
        found = [condition.ifelse(name, nothing) for condition, name in zip(conditions, names, strict=True)]
        return ibis.literal(_SEPARATOR).join(found)

    return Output(tuple([condition for condition, _ in possible]), joined)


def status(everywhere: Term, somewhere: Term, write: Write) -> Output:
    """Established in every world, open in some, not established in none."""
    if everywhere is True:
        return constant(write(Status.ESTABLISHED))
    if somewhere is False:
        return constant(write(Status.NOT_ESTABLISHED))
    if somewhere == everywhere:
        return two(everywhere, Status.ESTABLISHED, Status.NOT_ESTABLISHED, write)
    if everywhere is False:
        return two(somewhere, Status.OPEN, Status.NOT_ESTABLISHED, write)
    first, second, third = (_literal(write(one)) for one in (Status.ESTABLISHED, Status.OPEN, Status.NOT_ESTABLISHED))
    return Output(
        (everywhere, somewhere), lambda every_, some_: ibis.cases((every_, first), (some_, second), else_=third)
    )


def two(condition: Term, one: Status, other: Status, write: Write) -> Output:
    """One status where the condition holds, the other where it does not."""
    if isinstance(condition, bool):
        return constant(write(one if condition else other))
    if (write(one), write(other)) == (1, 0):
        return Output((condition,), lambda held: held.cast("int8"))
    first, second = _literal(write(one)), _literal(write(other))
    return Output((condition,), lambda held: held.ifelse(first, second))
