"""How far a tally is, on a terminal: bytes read, rows made into records, and how far a query of DuckDB is."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread, current_thread, main_thread
from typing import TYPE_CHECKING

from thresholds.cli.batch_progress import grouped
from thresholds.wording import phrase

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from thresholds.tally.workspace import Workspace

#: How often a query is asked how far it is, in seconds.
_PAUSE = 0.25


class Watch:
    """Shows progress; one that was made without a terminal shows nothing."""

    def __init__(self, shown: Progress | None, lang: str) -> None:
        self.shown, self.lang = shown, lang
        self._reading: TaskID | None = None
        self._rows: TaskID | None = None
        self._before = self._rows_of_query = 0

    def read(self, done: int, total: int, name: str) -> None:
        """So many of so many bytes are read, now of the file of this name."""
        if self.shown is None:
            return
        if self._reading is None:
            self._reading = self.shown.add_task("", total=total or None, unit="bytes")
        about = phrase("tally.cli.reading", self.lang).format(name=name)
        self.shown.update(self._reading, completed=done, total=total or None, description=about)

    @contextmanager
    def records(self, workspace: Workspace, rows: list[int]) -> Iterator[None]:
        """Within it rows are made into records, source by source, and counted; a thread asks how far that is."""
        if self.shown is None:
            yield
            return
        workspace.execute("SET enable_progress_bar = true")
        workspace.execute("SET enable_progress_bar_print = false")
        about = phrase("tally.cli.records", self.lang)
        self._rows = self.shown.add_task(about, total=sum(rows), unit="rows")
        self._rows_of_query = rows[0] if rows else 0
        done = Event()
        asking = Thread(target=self._ask, args=(workspace, done), daemon=True)
        asking.start()
        try:
            yield
        finally:
            done.set()
            asking.join()

    def made(self, rows: list[int], number: int) -> None:
        """The records of the source of this number are made."""
        self._before = sum(rows[: number + 1])
        self._rows_of_query = rows[number + 1] if number + 1 < len(rows) else 0
        if self.shown is None or self._rows is None:
            return
        self.shown.update(self._rows, completed=self._before)
        if not self._rows_of_query:
            about = phrase("tally.cli.grouping", self.lang)
            self._rows = self.shown.add_task(about, total=100, unit="share")

    def _ask(self, workspace: Workspace, done: Event) -> None:
        """Until it is done, show how far the query is."""
        while not done.wait(_PAUSE):
            share = workspace.connection.query_progress()
            if self.shown is None or self._rows is None or share < 0:
                continue
            reached = self._before + share * self._rows_of_query / 100 if self._rows_of_query else share
            self.shown.update(self._rows, completed=reached)


@contextmanager
def interruptible(workspace: Workspace) -> Iterator[None]:
    """Within it Ctrl-C ends a query at once.

    While it waits for a query Python cannot run what a signal calls for, and DuckDB looks for signals now and then
    only; so a thread hears of the signal from the system and has DuckDB stop.
    """
    if current_thread() is not main_thread():
        yield
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    listening = Thread(target=_stop_when_told, args=(heard, workspace), daemon=True)
    listening.start()
    try:
        yield
    except RuntimeError as error:
        if type(error) is RuntimeError and "interrupted" in str(error):  # what DuckDB makes of Ctrl-C
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.set_wakeup_fd(before)
        os.close(told)
        listening.join()
        os.close(heard)


def _stop_when_told(heard: int, workspace: Workspace) -> None:
    """Have the query stop whenever Ctrl-C comes, until nobody can tell of signals any more."""
    while number := os.read(heard, 1):
        if number[0] == signal.SIGINT:
            workspace.connection.interrupt()


@contextmanager
def watching(lang: str) -> Iterator[Watch]:
    """Progress on standard error where a person looks at it; nothing elsewhere, and nothing of it stays."""
    if not sys.stderr.isatty():
        yield Watch(None, lang)
        return
    from rich.console import Console
    from rich.filesize import decimal
    from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Shown
    from rich.text import Text

    class Amount(ProgressColumn):
        """How much is done, and at what rate."""

        def render(self, task: Task) -> Text:
            """`1.2 GB · 300 MB/s`, `12 000 000 · 900 000/s`, or a percentage."""
            if task.fields["unit"] == "share":
                return Text(f"{task.percentage:.0f}%")
            show = decimal if task.fields["unit"] == "bytes" else grouped
            rate = f" · {show(int(task.speed))}/s" if task.speed else ""
            return Text(f"{show(int(task.completed))}{rate}")

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), Amount(), TimeRemainingColumn())
    with Shown(*columns, console=Console(stderr=True), transient=True) as shown:
        yield Watch(shown, lang)
