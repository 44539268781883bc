"""Everything together: tables whose columns are known are made into records, counted, and joined to the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from thresholds.evaluation.program import compile_ruleset
from thresholds.glossary import Family
from thresholds.glossary import ids as terms
from thresholds.law.load import load_ruleset
from thresholds.tally.counting.count import Rules, count
from thresholds.tally.counting.gather import Records, gather
from thresholds.tally.counting.model import Options
from thresholds.tally.counting.questions import Questions, expressions, questions
from thresholds.tally.counting.result import File, Law, Source, Tally, joined
from thresholds.tally.kinds import FLAWS, REASONS, Kind, Recognised, alternatives, doubtful, record_sql

if TYPE_CHECKING:
    from thresholds.tally.workspace import Workspace

#: Reasons of rows that point to no person.
NOBODY = frozenset({"identifies_nobody"})


class Plan(NamedTuple):
    """What is counted, and how: tables with their columns, the keys, the readings on categories, what is deducted.

    `readings` are those of every source's settings.
    """

    sources: tuple[Source, ...]
    keys: tuple[Kind, ...]
    readings: Mapping[str, str] = {}
    options: Options = Options()
    mapping: File = File()


def default_keys(sources: Sequence[Sequence[Recognised]]) -> tuple[Kind, ...]:
    """The kinds that records are told apart by where nothing is declared: all that are recognised anywhere.

    Two lines are one record only where nothing that was recognised in them differs; of a track or a list of calls,
    that is the time and the place too.
    """
    there = {one.kind for columns in sources for one in columns}
    return tuple(kind for kind in Kind if kind in there)


def records(plan: Plan) -> tuple[Records, ...]:
    """The records of each source as SQL."""
    return tuple(
        Records(
            number,
            record_sql(source.table, source.columns, number, plan.keys, source.settings),
            _made_from(source, number, plan.keys),
        )
        for number, source in enumerate(plan.sources)
    )


def _made_from(source: Source, number: int, keys: Sequence[Kind]) -> str:
    """What the records of a source hang on; the SQL itself is not looked at."""
    table, settings = source.table, source.settings
    columns = [(one.column, str(one.kind)) for one in source.columns]
    rules_ = (sorted(settings.readings.items()), settings.latest, settings.category)
    read = (number, table.sha256, table.part_sha256, table.part, table.rows)
    unsure = [one.column for one in doubtful(source.columns)]
    return repr((read, columns, [str(key) for key in keys], rules_, unsure))


def rules(plan: Plan, asked: Questions) -> Rules:
    """What counting has to know, from the ruleset and the kinds."""
    phone = plan.keys.index(Kind.PHONE) if Kind.PHONE in plan.keys else None
    return Rules(dict(asked.protection), REASONS, NOBODY, phone, expressions(asked, _asked_about(plan), plan.keys))


def _asked_about(plan: Plan) -> list[tuple[Recognised, ...]]:
    """The columns of each source; none where its category is given, for then nothing hangs on readings."""
    return [() if source.settings.category else source.columns for source in plan.sources]


def tally(workspace: Workspace, plan: Plan, told: Callable[[int], None] = lambda _: None) -> Tally:
    """The result. `told` is called with the number of each source whose records are made.

    Raises:
        EngineError: the numbers do not add up.
        UnavailableError: the disk or the memory does not suffice.
    """
    ruleset = load_ruleset()
    protection = compile_ruleset(ruleset).protection
    known = {category: protection.get(category, 1 << 62) for category in terms(Family.CATEGORY)}
    unsure = {one for source in plan.sources for one in alternatives(source.columns, source.settings)}
    asked = questions(_asked_about(plan), plan.readings, known, unsure)
    made = records(plan)
    view = gather(workspace, made, told)
    counted = count(workspace, view, made, rules(plan, asked), plan.options)
    return Tally(
        plan.sources,
        tuple(str(key) for key in plan.keys),
        joined(tuple(source.table for source in plan.sources), counted),
        counted.bodies,
        asked,
        counted.notes,
        tuple((str(FLAWS[bit]), number) for bit, number in counted.flaws),
        plan.options,
        tuple(sorted(plan.readings.items())),
        Law(ruleset.id, ruleset.citation, ruleset.sha256),
        plan.mapping,
    )
