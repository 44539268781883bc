"""Files as they were seized, as tables of text that DuckDB reads: every line accounted for, no value in any message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from thresholds.errors import Diagnostic, NotFoundError, SourceErrors, nearest
from thresholds.tally.inputs.reading import Reader, Written
from thresholds.tally.inputs.sources import discover
from thresholds.tally.model import RawTable
from thresholds.tally.workspace import Workspace

__all__ = ["Progress", "Written", "open_inputs"]

#: Told of bytes done, of all bytes, and of the file being read.
Progress = Callable[[int, int, str], None]


def open_inputs(
    paths: Sequence[Path],
    workspace: Workspace,
    *,
    written: Written | None = None,
    progress: Progress | None = None,
) -> tuple[RawTable, ...]:
    """Every table in the files, folders and archives, as views of the workspace; in an order that does not change.

    Formats are recognised by content. A file named that is no table is an error; one in a folder or an archive is a
    table of no rows with the note `skipped`, as an empty one is with the note `empty`. `written` says what is known
    of text files, where recognising it would not do.

    Raises:
        SourceErrors: what is wrong with any file (TH001, TH606-TH613), of all files at once.
        UnavailableError: the disk is full (TH602), or the memory allowed does not do (TH603).
        NotFoundError: `written` says something of a file that is not among them.
    """
    problems: list[Diagnostic] = []
    sources = discover(paths, problems, workspace.folder)
    total, done = sum(source.path.stat().st_size for source in sources), 0

    def tell(size: int, label: str) -> None:
        nonlocal done
        done = min(done + size, total)
        if progress is not None:
            progress(done, total, label)

    written = written or Written()
    reader = Reader(workspace, written, tell)
    before = 0
    for source in sources:
        problems += reader.read(source)
        before += source.path.stat().st_size
        tell(before - done, source.label)
    if problems:
        raise SourceErrors(problems)
    _all_fitted(written, reader)
    return tuple(reader.tables)


def _all_fitted(written: Written, reader: Reader) -> None:
    """Nothing.

    Raises:
        NotFoundError: a pattern of `headers` fits no file.
    """
    for pattern, _ in written.headers:
        if pattern not in reader.fitted:
            names = list(
                dict.fromkeys(name for table in reader.tables for name in (table.label, Path(table.file).name))
            )
            raise NotFoundError("tally.input.no-header-file", value=pattern, near=nearest(pattern, names))
