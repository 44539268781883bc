"""What this program is made of, and whether each part of it works here: every part is tried, none is trusted.

A new dependency or extra needs nothing here: it is read from the package, and importing it is its trial. Whoever
knows a better one adds it to TRIALS.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

PACKAGE = "thresholds"

_REQUIREMENT = re.compile(r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[(?P<extras>[^\]]*)\])?\s*(?P<versions>[^;]*)")
_OF_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")

#: Extras that no user of the program needs: that their parts are installed is enough. Some take long to import.
_FOR_DEVELOPERS = frozenset({"test", "dev", "docs", "bench"})


class Part(NamedTuple):
    """A distribution that is needed: which versions, the one installed (none: it is missing), and what went wrong."""

    name: str
    needed: str
    installed: str | None
    problem: Exception | None

    @property
    def works(self) -> bool:
        """Whether it is there and did what it was asked to do."""
        return self.installed is not None and self.problem is None


def core() -> list[Part]:
    """What every installation needs, in the order in which the package names it."""
    return [_part(line) for line in _needed()[""]]


def extras() -> dict[str, list[Part]]:
    """The extras of the package, each with its parts."""
    needed = _needed()
    return {
        name: [_part(line, tried=name not in _FOR_DEVELOPERS) for line in _lines(name, needed)]
        for name in needed
        if name
    }


def _lines(extra: str, needed: Mapping[str, list[str]]) -> list[str]:
    """The requirements of an extra, with those of the extras that it names in their place."""
    found: list[str] = []
    for line in needed[extra]:
        name, inner, _ = _parsed(line)
        if name == PACKAGE:
            found += [part for other in inner if other in needed and other != extra for part in _lines(other, needed)]
        else:
            found.append(line)
    return list(dict.fromkeys(found))


def _needed() -> dict[str, list[str]]:
    """Requirements by extra, those of the core under the empty name: of the checkout, or of what is installed."""
    checkout = Path(__file__).resolve().parents[2] / "pyproject.toml"
    if checkout.is_file():
        import tomllib

        project = tomllib.loads(checkout.read_text(encoding="utf-8")).get("project", {})
        if project.get("name") == PACKAGE:
            return {"": project["dependencies"], **project.get("optional-dependencies", {})}
    about = metadata.metadata(PACKAGE)
    found: dict[str, list[str]] = {"": [], **{name: [] for name in about.get_all("Provides-Extra") or ()}}
    for line in metadata.requires(PACKAGE) or ():
        of = _OF_EXTRA.search(line)
        found.setdefault(of[1] if of else "", []).append(line.split(";")[0].strip())
    return found


def _parsed(line: str) -> tuple[str, list[str], str]:
    """Name, extras and versions of a requirement."""
    match = _REQUIREMENT.match(line)
    assert match is not None, line
    return match["name"], [part.strip() for part in (match["extras"] or "").split(",")], match["versions"].strip()


def _part(line: str, *, tried: bool = True) -> Part:
    name, _, needed = _parsed(line)
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Part(name, needed, None, None)
    trial = TRIALS.get(name) or (lambda: _import(name))
    return Part(name, needed, installed, attempt(trial) if tried else None)


def attempt(trial: Callable[[], object]) -> Exception | None:
    """What a trial raises, if anything."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            trial()
    except Exception as error:  # whatever is broken in a library is what is looked for
        return error
    return None


def _import(name: str) -> None:
    """Import what a distribution installs; one that only brings programs or type stubs has nothing to import."""
    modules = [module for module in _modules().get(name, ()) if module.isidentifier()]
    same = name.lower().replace("-", "_")
    for module in sorted(modules, key=lambda module: (module != same, module.startswith("_"), module))[:1]:
        importlib.import_module(module)


@cache
def _modules() -> dict[str, list[str]]:
    """The top modules of every distribution."""
    found: dict[str, list[str]] = {}
    for module, names in metadata.packages_distributions().items():
        for name in names:
            found.setdefault(name, []).append(module)
    return found


def _expect(holds: bool) -> None:
    if not holds:
        raise RuntimeError("unexpected result")


def decides() -> None:
    """A ruleset of one item is decided, once reached and once not, and explained: both compilers agree."""
    from thresholds.case.load import load_case
    from thresholds.law.model import Ruleset
    from thresholds.report.model import evaluate

    item = {"id": "art1.1.1", "gloss": "-", "when": {"records_of": ["location_tracking"], "at_least": "3 条"}}
    ruleset = Ruleset.model_validate({
        "schema": "thresholds/ruleset/1", "id": "trial", "title": "-", "citation": "-", "offence": "-", "statute": "-",
        "in_force": {"from": "2017-06-01"}, "grades": [{"id": "not_reached"}, {"id": "serious"}],
        "provisions": [{"id": "art1.1", "gloss": "-", "grade": "serious", "any_of": [item]}],
    })  # fmt: skip
    for number, grade in (("2", "not_reached"), ("3", "serious")):
        case = load_case({
            "schema": "thresholds/case/1", "id": "trial", "persons": {"a": {}},
            "dealings": [{"by": "a", "act": "purchase", "records": {"location_tracking": number}}],
        })  # fmt: skip
        _expect(evaluate(case, ruleset).person("a").grade.at_least == grade)


def _models() -> None:
    from pydantic import TypeAdapter

    _expect(TypeAdapter(list[int]).validate_python(["3"]) == [3])


def _commands() -> None:
    import click

    _expect(click.Option(["--a"]).name == "a")


def _draws() -> None:
    from io import StringIO

    from rich.text import Text

    from thresholds.rendering.console import file_console

    written = StringIO()
    file_console(written).print(Text("条"))
    _expect(written.getvalue() == "条\n")


def _reads() -> None:
    from ruamel.yaml import YAML

    _expect(YAML(typ="safe", pure=True).load("条: [1]") == {"条": [1]})


def _reads_fast() -> None:
    from thresholds.source.yaml import parse

    _expect(list(parse("条: [1]", "-").keys()) == ["条"])


def _workbook() -> None:
    from io import BytesIO

    from openpyxl import Workbook, load_workbook

    kept, book = BytesIO(), Workbook()
    book.create_sheet("往来")["A1"] = "条"
    book.save(kept)
    _expect(load_workbook(kept)["往来"]["A1"].value == "条")


def _word() -> None:
    from io import BytesIO

    from docx import Document

    kept, document = BytesIO(), Document()
    document.add_paragraph("条")
    document.save(kept)
    _expect(Document(kept).paragraphs[0].text == "条")


def _pdf() -> None:
    from thresholds.rendering.document.model import Document, Heading
    from thresholds.rendering.document.pdf import write

    written = write(Document("条", "-", "zh", (Heading(1, "条", "a"),)))
    _expect(written.startswith(b"%PDF"))


#: The trial of a distribution; one that is not here is imported.
TRIALS: dict[str, Callable[[], None]] = {
    "durable-rules": decides,
    "pydantic": _models,
    "click": _commands,
    "rich": _draws,
    "ruamel.yaml": _reads,
    "ruamel.yaml.clib": _reads_fast,
    "openpyxl": _workbook,
    "python-docx": _word,
    "typst": _pdf,
}
