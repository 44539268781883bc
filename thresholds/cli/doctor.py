"""`thresholds doctor`: what is installed, whether it works, and what to install for the rest."""

from __future__ import annotations

import json
import locale
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from thresholds import __version__
from thresholds.cli.options import lang_option
from thresholds.cli.others import Other, others
from thresholds.cli.trials import PACKAGE, Part, attempt, core, extras
from thresholds.errors import ThresholdsError
from thresholds.wording import phrase

_BROKEN = 4
_GOOD, _BAD = "●", "○"


class Folder(NamedTuple):
    """Where rulesets or cases come from, by a short name of the folder, and which there are."""

    name: str
    holds: tuple[str, ...]
    problem: Exception | None

    @property
    def works(self) -> bool:
        """Whether everything in it can be read."""
        return self.problem is None


class Found(NamedTuple):
    """Everything that was looked at."""

    core: list[Part]
    rulesets: list[Folder]
    cases: Folder
    extras: dict[str, list[Part]]
    others: list[Other]

    @property
    def works(self) -> bool:
        """Whether cases can be scored here."""
        folders = all(folder.works for folder in (*self.rulesets, self.cases))
        return folders and all(part.works for part in self.core) and any(folder.holds for folder in self.rulesets)


@click.command("doctor")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="格式 format"
)
@lang_option
def command(format_: str, lang: str) -> int:
    """体检：装了什么、能不能用、还要装什么。What is installed, whether it works, what to install for the rest."""
    found = Found(core(), _rulesets(), _cases(), extras(), others())
    if format_ == "json":
        click.echo(json.dumps(_data(found, lang), ensure_ascii=False, indent=2))
    else:
        _print(_lines(found, lang))
    return 0 if found.works else _BROKEN


def _print(lines: Iterator[str]) -> None:
    """Folded where that is possible: rich may be what is broken."""
    try:
        from rich.text import Text

        from thresholds.rendering.console import console_for
        from thresholds.rendering.folding import hanging
    except Exception:
        for line in lines:
            click.echo(line)
        return
    console = console_for()
    for line in lines:
        for part in hanging(Text(line), console.width):
            console.print(part)


def _rulesets() -> list[Folder]:
    """Every folder that is searched for rulesets."""
    try:
        from thresholds.law.load import load_ruleset, search_folders
    except Exception as error:
        return [Folder("rulesets", (), error)]
    found = []
    for folder in search_folders():
        files = sorted(folder.glob("*/ruleset.yaml"))
        names = tuple(path.parent.name for path in files)
        found.append(Folder(_short(folder), names, _first_problem(load_ruleset, files)))
    return found


def _cases() -> Folder:
    """The sample cases."""
    try:
        from thresholds.case.load import load_case
        from thresholds.law.load import data_folder
    except Exception as error:
        return Folder("cases", (), error)
    folder = data_folder("cases")
    files = sorted(folder.rglob("*.yaml"))
    return Folder(_short(folder), tuple(path.stem for path in files), _first_problem(load_case, files))


def _first_problem(load: Callable[[Path], object], files: Sequence[Path]) -> Exception | None:
    """Why the first file that cannot be read cannot be."""
    problems = [attempt(partial(load, path)) for path in files]
    return next((problem for problem in problems if problem is not None), None)


def _short(folder: Path) -> str:
    """A folder as seen from here, from home, or from where packages are installed."""
    for base, shown in ((Path.cwd(), ""), (Path(__file__).resolve().parents[2], "…/"), (Path.home(), "~/")):
        if folder.is_relative_to(base):
            return shown + folder.relative_to(base).as_posix()
    return folder.as_posix()


def _lines(found: Found, lang: str) -> Iterator[str]:
    def say(key: str, **fields: object) -> str:
        return phrase(f"doctor.{key}", lang).format(**fields)

    yield say("versions", version=__version__, python=platform.python_version(), system=platform.system())
    yield say("works" if found.works else "broken")
    yield f"\n{say('core')}"
    for part in found.core:
        yield f"{_sign(part.works)} {part.name}  {_state(part, lang)}"
    yield f"\n{say('data')}"
    for folder in found.rulesets:
        names = phrase("list-separator", lang).join(folder.holds) or "-"
        told = say("rulesets", folder=folder.name, names=names)
        yield f"{_sign(folder.works)} {told}{_problem(folder.problem, lang)}"
    cases = say("cases", folder=found.cases.name, count=len(found.cases.holds))
    yield f"{_sign(found.cases.works)} {cases}{_problem(found.cases.problem, lang)}"
    yield f"\n{say('terminal')}"
    yield say("streams", **_terminal())
    yield f"\n{say('extras')}"
    for name, parts in found.extras.items():
        works = all(part.works for part in parts)
        yield f"{_sign(works)} {name}  {say('extra.works') if works else say('extra.install', command=_install(name))}"
        for part in parts:
            if not part.works:
                yield f"  {_sign(False)} {part.name}  {_state(part, lang)}"
    if found.others:
        yield f"\n{say('others')}"
    for one in found.others:
        told = say(f"other.{one.kind}", name=one.name, package=one.package)
        yield f"{_sign(one.works)} {told}{_problem(one.problem, lang)}"


def _sign(works: bool) -> str:
    return _GOOD if works else _BAD


def _install(extra: str) -> str:
    return f"pip install '{PACKAGE}[{extra}]'"


def _state(part: Part, lang: str) -> str:
    """The version of a part, and what is wrong with it."""
    if part.installed is None:
        return phrase("doctor.missing", lang).format(needed=part.needed)
    return part.installed + _problem(part.problem, lang)


def _problem(problem: Exception | None, lang: str) -> str:
    if problem is None:
        return ""
    return phrase("doctor.problem", lang).format(problem=_said(problem, lang))


def _said(problem: Exception, lang: str) -> str:
    """What a problem says, in one line."""
    text = problem.show(lang) if isinstance(problem, ThresholdsError) else f"{type(problem).__name__}: {problem}"
    return text.splitlines()[0]


def _terminal() -> dict[str, object]:
    """What is known of where the text goes."""
    return {
        "encoding": (getattr(sys.stdout, "encoding", None) or "-").lower(),
        "locale": ".".join(part for part in locale.getlocale() if part) or "C",
    }


def _data(found: Found, lang: str) -> dict[str, object]:
    return {
        "schema": "thresholds/doctor/1",
        "tool": f"thresholds {__version__}",
        "python": platform.python_version(),
        "works": found.works,
        "core": [_part_data(part, lang) for part in found.core],
        "rulesets": [_folder_data(folder, lang) for folder in found.rulesets],
        "cases": _folder_data(found.cases, lang),
        "terminal": _terminal(),
        "extras": [
            {
                "name": name,
                "works": all(part.works for part in parts),
                "install": _install(name),
                "parts": [_part_data(part, lang) for part in parts],
            }
            for name, parts in found.extras.items()
        ],
        "others": [_other_data(one, lang) for one in found.others],
    }


def _other_data(one: Other, lang: str) -> dict[str, object]:
    problem = None if one.problem is None else _said(one.problem, lang)
    return {"kind": one.kind, "name": one.name, "package": one.package, "works": one.works, "problem": problem}


def _part_data(part: Part, lang: str) -> dict[str, object]:
    return {
        "name": part.name,
        "needed": part.needed,
        "installed": part.installed,
        "works": part.works,
        "problem": None if part.problem is None else _said(part.problem, lang),
    }


def _folder_data(folder: Folder, lang: str) -> dict[str, object]:
    return {
        "folder": folder.name,
        "holds": list(folder.holds),
        "works": folder.works,
        "problem": None if folder.problem is None else _said(folder.problem, lang),
    }
