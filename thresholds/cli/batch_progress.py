"""How far a batch is, on a terminal: rows, their rate and the time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from thresholds.wording import phrase

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Spoken:
    """Says sentences on standard error, and shows no progress."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, key: str, **fields: object) -> None:
        """A sentence on a line of its own."""
        click.echo(self.sentence(key, fields), err=True)

    def sentence(self, key: str, fields: dict[str, object]) -> str:
        """The wording of a key, filled; what has changed since an earlier run is named."""
        what = fields.get("what")
        if isinstance(what, tuple):
            named = [phrase(f"batch.afresh.{one}", self.lang) for one in what]
            fields = {**fields, "what": phrase("list-separator", self.lang).join(named)}
        return phrase(key, self.lang).format(**fields)

    def progress(self, key: str, done: int, total: int) -> None:
        """Nothing: nobody looks."""


class Shown(Spoken):
    """Says sentences, and shows how far every step is."""

    def __init__(self, lang: str, bars: Progress) -> None:
        super().__init__(lang)
        self.bars = bars
        self._tasks: dict[str, TaskID] = {}

    def say(self, key: str, **fields: object) -> None:
        """A sentence above the bars."""
        self.bars.console.print(self.sentence(key, fields), markup=False, highlight=False)

    def progress(self, key: str, done: int, total: int) -> None:
        """So much of a step is done."""
        if key not in self._tasks:
            for task in self._tasks.values():
                self.bars.update(task, visible=False)
            about = phrase(key, self.lang)
            self._tasks[key] = self.bars.add_task(about, total=total or None, rows=key == "batch.progress.rows")
        self.bars.update(self._tasks[key], completed=done, total=total or None)

    @classmethod
    @contextmanager
    def on_terminal(cls, lang: str) -> Iterator[Shown]:
        """Within it steps are shown; nothing of it stays."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
        from rich.text import Text

        class Rate(ProgressColumn):
            """Rows done and rows a second, of the step that counts rows."""

            def render(self, task: Task) -> Text:
                """`12 000 000 · 900 000 rows/s`."""
                if not task.fields["rows"]:
                    return Text("")
                rate = (
                    f" · {phrase('batch.progress.rate', lang).format(rows=grouped(int(task.speed)))}"
                    if task.speed
                    else ""
                )
                return Text(f"{grouped(int(task.completed))}{rate}")

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), Rate(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            yield cls(lang, bars)


def grouped(number: int) -> str:
    """`12 000 000`."""
    return f"{number:,}".replace(",", " ")
