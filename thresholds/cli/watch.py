"""`thresholds check --watch`: the same again whenever a file changes.

The files are looked at three times a second. That is a handful of calls to the system; it works on network drives
and with editors that write a new file and rename it, and it needs no further library.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

import click

from thresholds.errors import EngineError, SourceErrors, ThresholdsError

if TYPE_CHECKING:
    from rich.console import Console

    from thresholds.rendering.words import Words
    from thresholds.report.model import Grade, Report

_SECONDS = 0.3

#: What tells one state of a file from another; None where there is no file.
_State = dict[str, tuple[int, int, int] | None]

#: Name and grade of each person, by file and id.
_Grades = dict[tuple[str, str], tuple[str, "Grade"]]


class Task(NamedTuple):
    """What is done again and again: how cases are evaluated and shown, and which files it depends on.

    `output` is what `show` writes, which is no reason to start again; `data` says that standard output is for programs.
    """

    evaluate: Callable[[], Sequence[Report]]
    show: Callable[[Sequence[Report]], None]
    paths: tuple[str, ...]
    ruleset: str | None
    person: str | None
    output: str | None
    data: bool


def keep_watching(task: Task, lang: str) -> int:
    """Evaluate, wait until a file changes, say what became of the grades; 0 when the user ends it.

    Raises:
        ThresholdsError: none of the files exists when it starts, the ruleset, the person or a reading does not; or a
            fault of this program.
    """
    from thresholds.rendering.console import console_for
    from thresholds.rendering.words import Words

    console, words = console_for(sys.stderr if task.data else sys.stdout), Words(lang)
    seen = _state(task)
    there = any(path.exists() for path in _cases(task))
    bearable: tuple[type[ThresholdsError], ...] = (SourceErrors,) if there else ()
    before: _Grades | None = None
    try:
        while True:
            before = _once(task, before, console, words, bearable)
            console.print(words.say("watch.waiting"), style="dim")
            now = _changed(task, seen)
            _announce([name for name in {**seen, **now} if seen.get(name) != now.get(name)], console, words)
            seen, bearable = now, (ThresholdsError,)
    except KeyboardInterrupt:
        console.print()
        return 0


def _once(
    task: Task, before: _Grades | None, console: Console, words: Words, bearable: tuple[type[ThresholdsError], ...]
) -> _Grades | None:
    """Evaluate and show; the grades found, or those before where the files are wrong for the moment."""
    try:
        reports = task.evaluate()
        now = _grades(reports, task.person)
        lines = [] if before is None else list(_differences(before, now, words))
        _say(lines, console)
        task.show(reports)
        _say(lines, console)
        return now
    except EngineError:
        raise
    except bearable as error:
        click.echo(error.show(words.lang), err=True)
        return before


def _say(lines: Sequence[tuple[str, str]], console: Console) -> None:
    """What became of the grades: above the report, and below it, for it may be longer than the window."""
    for text, style in lines:
        console.print(text, style=style)


def _announce(changed: Sequence[str], console: Console, words: Words) -> None:
    """An empty window, or a line between what was and what is now."""
    if console.file.isatty() and not console.is_dumb_terminal:
        console.clear()
    names = words.joined([Path(name).name for name in changed])
    console.print(words.say("watch.again", files=names), style="dim")


def _grades(reports: Sequence[Report], person: str | None) -> _Grades:
    return {
        (report.case.file, found.id): (found.name, found.grade)
        for report in reports
        for found in report.persons
        if person is None or found.id == person
    }


def _differences(before: _Grades, now: _Grades, words: Words) -> Iterator[tuple[str, str]]:
    """A line for each person whose grade is another, who is new, or gone; each with its style."""
    same = True
    for key in {**before, **now}:
        name, grade = now.get(key) or before[key]
        if key not in before:
            yield words.say("watch.new", name=name, grade=words.grade(grade)), "bold yellow"
        elif key not in now:
            yield words.say("watch.gone", name=name), "bold yellow"
        elif grade != before[key][1]:
            was = words.grade(before[key][1])
            yield words.say("watch.changed", name=name, before=was, after=words.grade(grade)), "bold yellow"
        else:
            continue
        same = False
    if same:
        yield words.say("watch.same"), "dim"


def _changed(task: Task, seen: _State) -> _State:
    """The state of the files once it is another and has come to rest: a file may be written in several parts."""
    before, never = seen, Event()
    while True:
        never.wait(_SECONDS)
        now = _state(task)
        if now != seen and now == before:
            return now
        before = now


def _state(task: Task) -> _State:
    """Every file that the result depends on, with what tells a later state from this one."""
    found: _State = {}
    for path in (*_cases(task), *_rulesets(task)):
        try:
            about = path.stat()
        except OSError:
            found[str(path)] = None
        else:
            found[str(path)] = (about.st_mtime_ns, about.st_size, about.st_ino)
    return found


def _cases(task: Task) -> Iterator[Path]:
    """The files named, and those in the folders named."""
    from thresholds.suite.read import files_under

    output = None if task.output is None else Path(task.output).resolve()
    for name in task.paths:
        path = Path(name)
        for file in files_under((name,)) if path.is_dir() else [path]:
            written = file.resolve()
            if output is None or (written != output and output not in written.parents):
                yield file


def _rulesets(task: Task) -> Iterator[Path]:
    """Every ruleset that can be named, and the one named by its path."""
    from thresholds.law.load import available

    yield from available().values()
    if task.ruleset is not None:
        path = Path(task.ruleset)
        yield path / "ruleset.yaml" if path.is_dir() else path
