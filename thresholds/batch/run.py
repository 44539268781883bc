"""A run from the files to the files: read, part by part answered, put together, every row accounted for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from thresholds import __version__
from thresholds.batch.counting import RowCounter, words_of
from thresholds.batch.engines import HASH, DuckEngine, Engine
from thresholds.batch.faults import need_libraries, writing
from thresholds.batch.heads import laid_out
from thresholds.batch.inputs import InputFile, Survey, find_inputs, survey
from thresholds.batch.mapping import MappingFile
from thresholds.batch.narrow import narrowed
from thresholds.batch.outputs import Answers, check_apart, check_file, output_of, reasons, write_answers, write_rejects
from thresholds.batch.parts import PART_ROWS, Done, Part, WorkFolder, added, planned, replacing
from thresholds.batch.staging import Staged, Stored, peeked, same_columns, staged
from thresholds.batch.summary import ReadInput, Summary
from thresholds.columns import INCLUDES, Columns, Layout, TableColumn, TableMapping
from thresholds.errors import Diagnostic, EngineError, SourceErrors
from thresholds.evaluation.choices import choose
from thresholds.law.model import Ruleset
from thresholds.rendering.as_json import json_text
from thresholds.wording import phrase

if TYPE_CHECKING:
    import duckdb

#: What DuckDB may use unless told otherwise: with what else a process needs this stays below two gigabytes.
MEMORY = "1200MB"
_NO_ROOM = ("TH522", "TH523")


class Wish(NamedTuple):
    """What to do: the inputs, the output, what to score by, and how much of the machine to use."""

    inputs: tuple[str, ...]
    output: str
    ruleset: Ruleset
    readings: Mapping[str, str] = MappingProxyType({})
    mapping: MappingFile = MappingFile(TableMapping(), MappingProxyType({}))
    include: frozenset[str] = frozenset(INCLUDES)
    engine: str = "duckdb"
    master: str | None = None
    memory: str = MEMORY
    threads: int | None = None
    part_rows: int = PART_ROWS
    rejects: str | None = None
    summary: str | None = None
    restart: bool = False
    lang: str = "zh"


class Listener(Protocol):
    """Whoever watches a run."""

    def say(self, key: str, **fields: object) -> None:
        """A sentence of the wording, and what fills it."""

    def progress(self, key: str, done: int, total: int) -> None:
        """How much of a step is done, of how much (0: not known)."""


class Silent:
    """Nobody watches."""

    def say(self, key: str, **fields: object) -> None:
        """Nothing."""

    def progress(self, key: str, done: int, total: int) -> None:
        """Nothing."""


def run_batch(wish: Wish, listener: Listener | None = None) -> Summary:
    """Score the rows of the inputs and write the output, the rejects and the summary, all of them or none.

    Raises:
        UnavailableError: a library is missing (TH510).
        ReadingError: a reading that the ruleset does not declare, or an option that it does not have.
        SourceErrors: what is wrong with the inputs, the mapping or the output, or there is no room for it.
        EngineError: rows have been lost or invented, or an engine failed.
    """
    need_libraries()
    return _Run(wish, listener or Silent()).run()


class _Hashing(threading.Thread):
    """Reads a file for its hash while the rows are computed."""

    def __init__(self, file: InputFile) -> None:
        super().__init__(daemon=True)
        self.file = file
        self._found: Survey | None = None
        self._wrong: BaseException | None = None

    def run(self) -> None:
        try:
            self._found = survey(self.file)
        except BaseException as error:
            self._wrong = error

    def found(self) -> Survey:
        """What was found, when the whole file has been read."""
        self.join()
        if self._found is None:
            raise self._wrong or EngineError("batch.engine", name="survey")
        return self._found


class _Run:
    def __init__(self, wish: Wish, listener: Listener) -> None:
        self.wish, self.listener = wish, listener
        self.ruleset = wish.ruleset
        self.choices = choose(wish.ruleset, wish.readings)
        self.files = find_inputs(wish.inputs)
        self.output = output_of(wish.output, self.files)
        self.rejects = self._place(wish.rejects or str(self.output.beside(".rejects.csv")))
        self.summary = None if wish.summary is None else self._place(wish.summary)
        self.work = WorkFolder(self.output.beside(".parts"))
        check_apart([self.output.path, self.rejects, *([self.summary] if self.summary else []), self.work.path])
        self.notes = {
            "thresholds.tool": f"thresholds {__version__}",
            "thresholds.ruleset": self.ruleset.id,
            "thresholds.ruleset_sha256": self.ruleset.sha256,
            "thresholds.readings": json.dumps({one.id: self.choices.option(one.id) for one in self.ruleset.readings}),
        }

    def _place(self, name: str) -> Path:
        check_file(name, self.files)
        return Path(name)

    def run(self) -> Summary:
        self._check_heads()
        self._begin()
        try:
            made = self._within()
        except SourceErrors as errors:
            full = any(one.code in _NO_ROOM for one in errors.diagnostics)
            self._leave(keep=(full and not self.work.holds_nothing) or self.work.holds_parts)
            raise self._named(errors) from None
        except BaseException:
            self._leave(keep=not self.work.holds_nothing)
            raise
        self.work.remove()
        return made

    def _leave(self, *, keep: bool) -> None:
        """Let the folder go, with what another run can use where there is any."""
        self.work.tidy()
        if not keep:
            self.work.remove()
        self.work.release()

    def _named(self, errors: SourceErrors) -> SourceErrors:
        """The errors; where there is no room, of the output, whichever of the files of the run did not fit."""
        label = self.output.label
        return SourceErrors([one._replace(file=label) if one.code == "TH522" else one for one in errors.diagnostics])

    def _check_heads(self) -> None:
        """Say what is wrong with the columns before anything is read whole."""
        heads = [peeked(file) for file in self.files]
        same_columns(self.files, heads)
        if heads[0] is not None:
            self._layout(heads[0])

    def _layout(self, columns: Sequence[TableColumn]) -> Layout:
        mapping = self.wish.mapping
        named = mapping.mapping._replace(file=mapping.mapping.file or self.files[0].label)
        try:
            return laid_out(self.ruleset, columns, named)
        except SourceErrors as errors:
            raise mapping.placed(errors) from None

    def _begin(self) -> None:
        """Take up the work of an earlier run, or begin afresh and say why."""
        found = self.work.open(self._identity(), restart=self.wish.restart)
        if found == ("restart",):
            self.listener.say("batch.restarted")
        elif found:
            self.listener.say("batch.afresh", what=found)

    def _identity(self) -> dict[str, object]:
        """All that the answers depend on."""
        mapping = self.wish.mapping.mapping
        return {
            "tool": __version__,
            "inputs": [file.identity() for file in self.files],
            "ruleset": [self.ruleset.id, self.ruleset.sha256],
            "readings": [list(map(str, pair)) for pair in self.wish.readings.items()],
            "include": sorted(self.wish.include),
            "mapping": [dict(mapping.names), dict(mapping.nulls), mapping.keep, mapping.ignore, mapping.act],
            "engine": self.wish.engine,
            "part_rows": self.wish.part_rows,
        }

    def _within(self) -> Summary:
        """The run within its folder."""
        import duckdb

        with ExitStack() as stack:
            surveys = self._surveys()
            inputs = self._staged(surveys)
            stored = [one for made in inputs for one in made.stored]
            engine = self._engine()
            stack.callback(engine.close)
            layout = self._layout(engine.columns_of(stored))
            exact = self._exact(stored, layout)
            if exact != tuple(stored):
                stored, layout = list(exact), self._layout(engine.columns_of(exact))
            for note in layout.notes:
                self.listener.say(note)
            columns = Columns(self.ruleset, layout, self.choices, self.wish.include)
            parts = planned(stored, self.wish.part_rows)
            done = self._answered(engine, columns, parts)
            stack.close()
            database = stack.enter_context(duckdb.connect())
            self._settle(database)
            return self._finished(database, inputs, surveys, parts, done, layout)

    def _surveys(self) -> list[_Hashing]:
        """Every file being read for its hash; a text, whose encoding must be known first, has been read already."""
        found = [_Hashing(file) for file in self.files]
        for number, one in enumerate(found):
            one.start()
            if one.file.form in ("csv", "jsonl"):
                self.listener.progress("batch.progress.encoding", number, len(found))
                one.found()
        return found

    def _staged(self, surveys: Sequence[_Hashing]) -> list[Staged]:
        found: list[Staged] = []
        first = 1
        for number, one in enumerate(surveys, 1):
            known = one.found() if one.file.form in ("csv", "jsonl") else Survey("")
            tell = partial(self.listener.progress, "batch.progress.reading")
            found.append(staged(one.file, known, self.work.input(number), first, tell))
            first += found[-1].rows
        return found

    def _engine(self) -> Engine:
        if self.wish.engine == "spark":
            from thresholds.batch.spark import SparkEngine

            made: Engine = SparkEngine(self.wish.master, self.wish.memory, self.notes)
            return made
        return DuckEngine(self.work.temporary, self.wish.memory, self.wish.threads, self.notes)

    def _exact(self, stored: Sequence[Stored], layout: Layout) -> tuple[Stored, ...]:
        """The copies of texts, their numbers as numbers."""
        import duckdb

        with duckdb.connect() as database:
            self._settle(database)
            return narrowed(stored, layout, database)

    def _settle(self, database: duckdb.DuckDBPyConnection) -> None:
        from thresholds.batch.databases import literal

        database.execute(f"SET memory_limit = {literal(self.wish.memory)}")
        database.execute(f"SET temp_directory = {literal(self.work.temporary)}")
        if self.wish.threads is not None:
            database.execute(f"SET threads = {self.wish.threads}")

    def _answered(self, engine: Engine, columns: Columns, parts: Sequence[Part]) -> list[Done]:
        """What every part came to, those of an earlier run included."""
        total, found = sum(part.rows for part in parts), []
        ready = {part.number: done for part in parts if (done := self.work.done(part)) is not None}
        if ready:
            self.listener.say("batch.resumed", done=len(ready), parts=len(parts))
        rows = 0
        for part in parts:
            self.listener.progress("batch.progress.rows", rows, total)
            found.append(ready.get(part.number) or self._part(engine, columns, part))
            rows += part.rows
        self.listener.progress("batch.progress.rows", rows, total)
        return found

    def _part(self, engine: Engine, columns: Columns, part: Part) -> Done:
        answered, refused = self.work.answered(part), self.work.refused(part)
        with replacing(refused, self.work.path) as others, replacing(answered, self.work.path) as answers:
            counter = self._evaluated(engine, columns, part, answers, others)
            rejected = _accounted(part, counter, others)
        done = Done(counter.rows, rejected, counter.counts())
        self.work.finish(part, done)
        return done

    def _evaluated(self, engine: Engine, columns: Columns, part: Part, answers: Path, others: Path) -> RowCounter:
        """The part computed; what is said of the table as a whole names the input."""
        try:
            return engine.evaluate(part, columns, answers, others)
        except SourceErrors as errors:
            label = self.files[0].label
            raise SourceErrors([one._replace(file=one.file or label) for one in errors.diagnostics]) from None

    def _finished(
        self,
        database: duckdb.DuckDBPyConnection,
        inputs: Sequence[Staged],
        surveys: Sequence[_Hashing],
        parts: Sequence[Part],
        done: Sequence[Done],
        layout: Layout,
    ) -> Summary:
        """Put everything together; the output comes last, so that where it is, all is."""
        self.listener.progress("batch.progress.output", 0, 0)
        hashes = [one.found().sha256 for one in surveys]
        if changed := [file for file in self.files if not file.unchanged]:
            raise SourceErrors([Diagnostic("TH526", file.label, 0, 0) for file in changed])
        all_done = added(done)
        refused = [self.work.refused(part) for part in parts] + self._malformed(inputs)
        found = reasons(refused, database)
        read = tuple(
            ReadInput(file, hashed, one.rows) for file, hashed, one in zip(self.files, hashes, inputs, strict=True)
        )
        made = Summary(
            self.ruleset, self.choices, self.wish.engine, read, self.output, str(self.rejects),
            all_done.answered, sum(found.values()), found, all_done.counts, layout.notes,
        )  # fmt: skip
        if made.rows != sum(one.rows for one in inputs):
            raise EngineError("batch.totals", read=str(sum(one.rows for one in inputs)), found=str(made.rows))
        self._write(made, [self.work.answered(part) for part in parts], refused, database)
        return made

    def _malformed(self, inputs: Sequence[Staged]) -> list[Path]:
        """What is no row at all, in the form of the rows that were refused."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        found = [one for made in inputs for one in made.malformed]
        if not found:
            return []
        path = self.work.path / "malformed.rejects.parquet"
        columns = {
            "row": pa.array([one.row for one in found], pa.int64()),
            "column": pa.nulls(len(found), pa.string()),
            "reason": pa.array([one.reason for one in found], pa.string()),
            "value": pa.array([one.value for one in found], pa.string()),
        }
        pq.write_table(pa.table(columns), path)
        return [path]

    def _write(
        self, made: Summary, answered: Sequence[Path], refused: Sequence[Path], database: duckdb.DuckDBPyConnection
    ) -> None:
        words = [*words_of(self.ruleset, _names(answered)), HASH]
        says = {reason: phrase(f"batch.reason.{reason}", self.wish.lang) for reason in made.reasons}
        with ExitStack() as stack:
            # what is entered first takes its name last, when the others have theirs
            output, rejects = (stack.enter_context(self._becoming(path)) for path in (self.output.path, self.rejects))
            write_rejects(self.rejects, rejects, refused, says, database)
            if self.summary is not None:
                summary = stack.enter_context(self._becoming(self.summary))
                with writing(str(self.summary)):
                    summary.write_text(json_text(made.as_dict()), "utf-8")
            write_answers(self.output, output, Answers(answered, words, self.notes), database)

    @contextmanager
    def _becoming(self, path: Path) -> Iterator[Path]:
        """A name on the same disk, which becomes this one when everything has been written."""
        here = path.parent.stat().st_dev == self.work.path.stat().st_dev
        with writing(str(path)), replacing(path, self.work.path if here else path.parent) as partial:
            yield partial


def _names(answered: Sequence[Path]) -> list[str]:
    import pyarrow.parquet as pq

    return list(pq.read_schema(answered[0]).names)


def _accounted(part: Part, counter: RowCounter, refused: Path) -> int:
    """How many rows were refused, when every row of the part is there once, answered or refused.

    Raises:
        EngineError: one is missing, or there twice.
    """
    import pyarrow.parquet as pq

    others = RowCounter({})
    others.add(pq.read_table(refused, columns=["row"]))
    complete = counter.rows + others.rows == part.rows and counter.ordered and others.ordered
    known = [one.stored.first + one.start for one in part.slices]
    if complete and all(one.stored.first for one in part.slices):
        wanted = sum(
            (2 * first + one.count - 1) * one.count // 2 for first, one in zip(known, part.slices, strict=True)
        )
        complete = wanted == counter.sum + others.sum
    if not complete:
        raise EngineError("batch.totals", read=str(part.rows), found=str(counter.rows + others.rows))
    return others.rows


__all__ = ["MEMORY", "PART_ROWS", "Listener", "Silent", "Summary", "Wish", "run_batch"]
