"""One file as tables: by its format, from pieces of an earlier run where they are there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path, PurePath
from typing import NamedTuple

from thresholds.errors import Diagnostic, SourceErrors, ThresholdsError
from thresholds.tally.inputs import columnar, databases, objects, workbooks
from thresholds.tally.inputs.archives import unpacked
from thresholds.tally.inputs.delimited import Counted, Text, again, count
from thresholds.tally.inputs.dialect import Dialect, recognise
from thresholds.tally.inputs.encodings import as_utf8, encoding_of
from thresholds.tally.inputs.headers import names
from thresholds.tally.inputs.pieces import Pieces
from thresholds.tally.inputs.scan import Advance, hash_file, scan
from thresholds.tally.inputs.sources import Format, Source, not_data
from thresholds.tally.inputs.sources import recognise as recognise_format
from thresholds.tally.inputs.staging import Staged, listed
from thresholds.tally.model import Note, RawTable
from thresholds.tally.workspace import Workspace, quoted

#: Characters at the beginning of a file, and lines of them, that its dialect is recognised by.
_SAMPLE, _SAMPLE_LINES = 256 * 1024, 2000
#: A line is at most so long.
MAX_LINE = 64 * 1024 * 1024


class Written(NamedTuple):
    """What the user knows of files: the encoding and delimiter of texts, whether the first row names the columns.

    `headers` says so of files or parts by their names or patterns (`*.csv`), the last that fits; `header` of others.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    headers: tuple[tuple[str, bool], ...] = ()


def _fits(pattern: str, file: str, part: str) -> bool:
    """Whether a name or pattern is that of a file, with its folders or without them, or of a part of it."""
    names = (f"{file}!{part}", file, PurePath(file).name, part)
    return any(name == pattern or fnmatchcase(name, pattern) for name in names if name)


class Reader:
    """Reads sources into tables of a workspace, one after another."""

    def __init__(self, workspace: Workspace, written: Written, progress: Callable[[int, str], None]) -> None:
        self.workspace, self.written, self.progress = workspace, written, progress
        self.pieces = Pieces(workspace)
        self.tables: list[RawTable] = []
        #: The patterns of `written.headers` that fitted some file.
        self.fitted: set[str] = set()

    def read(self, source: Source) -> list[Diagnostic]:
        """Add the tables of a file; what is wrong with it.

        Raises:
            UnavailableError: the disk or the memory allowed does not do.
        """
        try:
            self._header(source)
            self._read(source)
        except SourceErrors as errors:
            self.pieces.sweep()
            return list(errors.diagnostics)
        except ThresholdsError:
            self.pieces.sweep()
            raise
        except OSError as error:
            from thresholds.source.yaml import unreadable

            return [unreadable(source.label, error)]
        return []

    def _plain(self, path: Path) -> Path:
        """The file by a name that the database takes: one whose name is not Unicode gets another beside it."""
        try:
            str(path.absolute()).encode("utf-8")
            return path
        except UnicodeEncodeError:
            link = self.pieces.folder.absolute() / f"input-{sha256(os.fsencode(path.absolute())).hexdigest()[:16]}"
            if not link.exists():
                link.symlink_to(path.absolute())
            return link

    def _header(self, source: Source, sheet: str = "") -> bool | None:
        """Whether a file, or a sheet of it, has a header, where the user said so; which patterns fit is noted."""
        part = "!".join(each for each in (source.part, sheet) if each)
        found = [pair for pair in self.written.headers if _fits(pair[0], source.file, part)]
        self.fitted |= {pattern for pattern, _ in found}
        return found[-1][1] if found else self.written.header

    def _told(self, source: Source) -> str:
        """What tells tables of the same bytes apart where the user said which of them have headers."""
        if self.written.header is None and not self.written.headers:
            return ""
        said = (self.written.header, self.written.headers, source.label)
        return f"-{sha256(repr(said).encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"

    def _read(self, source: Source) -> None:
        advance = self._advance(source)
        form, found = recognise_format(source.path)
        if form is Format.NONE and source.named:
            raise SourceErrors([not_data(source.label, found)])
        if form in (Format.TEXT, Format.JSON, Format.PARQUET):
            source = source._replace(path=self._plain(source.path))
        if form in (Format.TEXT, Format.JSON):
            self._text(source, form, advance)
            return
        if form in (Format.ARCHIVE, Format.WORKBOOK):
            source = self._hashed(source, lambda _: None)
        else:
            source = self._hashed(source, advance)
        if form is Format.ARCHIVE:
            self._archive(source, advance)
        elif form is Format.PARQUET:
            self._parquet(source)
        elif form is Format.NONE:
            self._nothing(source, "skipped")
        else:
            self._staged(source, form, advance)

    def _advance(self, source: Source) -> Advance:
        """Tells of bytes read; those of members were told of when they were unpacked."""
        return lambda size: self.progress(0 if source.part else size, source.label)

    def _hashed(self, source: Source, advance: Advance) -> Source:
        if source.key:
            return source
        return source._replace(sha256=hash_file(source.path, advance))

    def _archive(self, source: Source, advance: Advance) -> None:
        members = unpacked(source, self.pieces, advance)
        problems = [problem for member in members for problem in self.read(member)]
        if problems:
            raise SourceErrors(problems)

    def _parquet(self, source: Source) -> None:
        found = columnar.read(source, self.workspace)
        self._add(source, "", found.query, found.columns, found.rows, empty=found.empty, notes=found.notes)

    def _staged(self, source: Source, form: Format, advance: Advance) -> None:
        """A workbook or a database."""
        told = self._told(source)
        key = f"tables:{source.key}{told}"
        made = self._before(key)
        if made is None:
            if form is Format.WORKBOOK:
                made = workbooks.read(
                    source,
                    self.pieces,
                    advance,
                    f"rows-{source.key[:16]}{told}",
                    lambda sheet: self._header(source, sheet),
                )
            else:
                made = databases.read(source, self.pieces)
            entries = {f"{key}:{place}": table.entry() for place, table in enumerate(made)}
            self.pieces.put_all({**entries, key: {"tables": len(made)}})
        if not made:
            self._nothing(source, "empty")
        for table in made:
            self._add_staged(source, table, form.value)

    def _before(self, key: str) -> list[Staged] | None:
        """The tables of an earlier run, where all of them are there."""
        entry = self.pieces.get(key)
        if entry is None:
            return None
        parts = [self.pieces.get(f"{key}:{place}") for place in range(int(str(entry["tables"])))]
        return None if None in parts else [listed(part) for part in parts if part is not None]

    def _text(self, source: Source, form: Format, advance: Advance) -> None:
        """A file of text or of JSON."""
        found = scan(source.path, advance)
        source = source if source.key else source._replace(sha256=found.sha256)
        encoding = encoding_of(source.path, found, self.written.encoding, source.label)
        odd = found.returns > found.pairs and found.feeds > 0
        path = as_utf8(source.path, encoding, source.key, self.pieces, source.label, rewrite=odd)
        mixed = found.mixed and found.quotes == 0 and not encoding.startswith(("utf-16", "utf-32"))
        if path != source.path:
            found = scan(path, lambda _: None)
        if found.longest > MAX_LINE:
            limit = (("limit", str(MAX_LINE // 1024 // 1024)),)
            raise SourceErrors([Diagnostic("TH613", source.label, 0, 0, str(found.longest), detail=limit)])
        notes = [Note("empty")] if found.lines == 0 else []
        notes += [Note("null-characters", found.nulls)] if found.nulls else []
        notes += [Note("mixed-line-ends")] if mixed else []
        if form is Format.JSON:
            key = f"objects:{source.key}"
            entry = self.pieces.get(key)
            made = listed(entry) if entry else objects.read(source, path, found, self.pieces, self.workspace)
            if entry is None:
                self.pieces.put(key, made.entry())
            self._add_staged(source, made, encoding)
            return
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
        header = self._header(source)
        text = Text(path, found, recognise(_sampled(sample), self.written.delimiter, header))
        if found.lines and text.columns and not text.dialect.header:
            notes.append(Note("no-header"))
        notes += [Note("hidden-names", text.dialect.hidden)] if text.dialect.hidden else []
        self._add_text(source, text, encoding, notes)

    def _add_text(self, source: Source, text: Text, encoding: str, notes: list[Note]) -> None:
        key = f"counted:{source.key}:{encoding}:{_signature(text.dialect)}"
        entry = self.pieces.get(key)
        before = entry["again"] if entry else None
        counted: Counted
        if isinstance(before, list):
            counted = again(text, before)
        else:
            counted = count(text, self.workspace)
            if counted.again and self.workspace.kept:
                self.pieces.put(key, {"again": list(counted.again)})
        own = counted.headers > 0
        if counted.again[:1] == ("_lines",) and text.scan.quotes:
            notes = [*notes, Note("unclosed-quotes")]
        self._add(
            source, "", counted.query, text.columns, counted.rows, ragged=counted.ragged, empty=counted.empty,
            repeated=counted.headers - own, header_lines=own + text.dialect.above, encoding=encoding,
            notes=tuple(notes),
        )  # fmt: skip

    def _add_staged(self, source: Source, table: Staged, encoding: str) -> None:
        self._add(
            source, table.part, table.query(self.pieces), table.columns, table.rows, ragged=table.ragged,
            empty=table.empty, repeated=table.repeated, header_lines=table.header_lines, encoding=encoding,
            notes=table.notes,
        )  # fmt: skip

    def _nothing(self, source: Source, note: str) -> None:
        columns = names((), 1)
        query = f"SELECT NULL::VARCHAR AS {quoted(columns[0])} WHERE false"
        self._add(source, "", query, columns, 0, notes=(Note(note),))

    def _add(
        self, source: Source, part: str, query: str, columns: Sequence[str], rows: int, *, ragged: int = 0,
        empty: int = 0, repeated: int = 0, header_lines: int = 0, encoding: str = "", notes: tuple[Note, ...] = (),
    ) -> None:  # fmt: skip
        relation = f"raw_{len(self.tables) + 1}"
        self.workspace.execute(f"CREATE OR REPLACE VIEW {quoted(relation)} AS {query}")
        parts = "!".join(each for each in (source.part, part) if each)
        self.tables.append(
            RawTable(
                source.file, parts, source.sha256, encoding, relation, tuple(columns), rows, ragged, empty, repeated,
                header_lines, source.part_sha256, notes,
            )
        )  # fmt: skip


def _sampled(sample: bytes) -> list[str]:
    """The whole lines at the beginning of a file."""
    lines = sample.decode("utf-8-sig", "ignore").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[: max(len(lines) - (len(sample) == _SAMPLE), 1)][:_SAMPLE_LINES]


def _signature(dialect: Dialect) -> str:
    """What tells one dialect of a file from another."""
    return repr((dialect.delimiter, len(dialect.columns), bool(dialect.header), dialect.told, dialect.above))
