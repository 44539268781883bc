"""The pages on Python and on other packages: their examples run, and say what is so."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import thresholds
from thresholds import evaluate, load_case, plugins
from thresholds.cli.root import run

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"


def test_every_example_on_the_page_about_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (DOCS / "python-api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False)
    test = parser.get_doctest("\n".join(blocks), {}, "python-api.md", "python-api.md", 0)
    assert len(test.examples) > 30
    told: list[str] = []
    runner.run(test, out=told.append)
    assert told == []


def test_the_page_tells_of_every_function_that_is_public() -> None:
    text = (DOCS / "python-api.md").read_text(encoding="utf-8")
    functions = [name for name in thresholds.__all__ if name.islower()]
    for name in (*functions, "SourceErrors", "NotFoundError", "EngineError", "ThresholdsError", "Grade", "Report"):
        assert name in text, name


def reference() -> list[str]:
    """The names that have an entry in the reference."""
    spec = importlib.util.spec_from_file_location("pages", DOCS / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    pages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pages)
    return re.findall(r"^::: (\S+)$", pages.pages()["reference.md"], re.MULTILINE)


def named(name: str) -> object:
    """The object of a dotted name."""
    module, _, last = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), last)
    except AttributeError:
        return importlib.import_module(name)


def test_what_the_page_names_has_an_entry_in_the_reference() -> None:
    """It is promised to stay: what its examples import and show, and every error that it names."""
    text = (DOCS / "python-api.md").read_text(encoding="utf-8")
    names = reference()
    entries = [named(name) for name in names]
    imported = re.findall(r"^>>> from (thresholds\S*) import (.+)$", text, re.MULTILINE)
    found = [named(f"{module}.{name}") for module, several in imported for name in several.split(", ")]
    assert len(found) > 12
    assert [one for one in found if one not in entries] == []
    for name in ("Finding", "Grade", "Interval", "UnavailableError", "EditError", "evaluate_table", "TableMapping"):
        assert name in text or name == "Finding"
        assert [one for one in names if one.rpartition(".")[2] == name], name
    errors = set(re.findall(r"`(\w+Errors?)`", text))
    assert len(errors) > 4
    assert errors <= {name.rpartition(".")[2] for name in names}


def test_what_sends_the_reader_to_tables_in_python_finds_them() -> None:
    for page in ("python-api.md", "scale.md", "for-makers.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        chinese, english = re.split(r"^## (?:In )?English$", text, maxsplit=1, flags=re.MULTILINE)
        assert "evaluate_table" in chinese, page
        assert "evaluate_table" in english, page


def test_what_the_page_about_packages_shows_is_the_example() -> None:
    text = (DOCS / "embedding.md").read_text(encoding="utf-8")
    shown = re.findall(r"^<!-- file (\S+) -->\n```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in shown] == ["docs/examples/own_formats.py"]
    for name, code in shown:
        assert (ROOT / name).read_text(encoding="utf-8") == code
    assert f'[project.entry-points."{plugins.RENDERERS}"]' in text
    assert f'[project.entry-points."{plugins.RULESETS}"]' in text


@pytest.fixture
def own_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example installed as the page says."""
    text = (DOCS / "embedding.md").read_text(encoding="utf-8")
    [entries] = re.findall(
        r'^\[project\.entry-points\."thresholds\.renderers"\]\n(.*?)\n\n', text, re.MULTILINE | re.DOTALL
    )
    about = tmp_path / "own_formats-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: own-formats\nVersion: 1.0\n", encoding="utf-8")
    written = "[thresholds.renderers]\n" + entries.replace('"', "") + "\n"
    (about / "entry_points.txt").write_text(written, encoding="utf-8")
    code = (EXAMPLES / "own_formats.py").read_text(encoding="utf-8")
    (tmp_path / "own_formats.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("own_formats")
def test_the_formats_of_the_page_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "sample:insider-half", "--format", "grades"]) == 0
    assert capsys.readouterr().out == "甲: 至少 serious\n乙: 至少 not_reached\n"
    assert run(["check", "sample:insider-half", "--format", "outline", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("= ")
    assert "\n- " in told
    sys.modules.pop("own_formats", None)


def test_the_program_over_a_folder(tmp_path: Path) -> None:
    """Forty-nine, fifty, and a file that cannot be read."""
    for number in (49, 50):
        bought = f"{{by: a, act: purchase, records: {{location_tracking: {number}}}}}"
        case = f"schema: thresholds/case/1\nid: c\npersons: {{a: {{}}}}\ndealings:\n- {bought}\n"
        (tmp_path / f"case-{number}.yaml").write_text(case, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("schema: thresholds/case/1\nid: c\n", encoding="utf-8")
    command = [sys.executable, str(EXAMPLES / "score_folder.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False, env=_path())
    assert done.stdout.splitlines() == [
        "case-49\ta\tnot_reached\t-\tart5.1.3 at 49/50",
        "case-50\ta\tserious\tart5.1.3\tart5.2.3 at 1/10",
    ]
    assert "wrong.yaml" in done.stderr
    assert done.returncode == 1


def _path() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def test_the_examples_are_held_to_the_types() -> None:
    """The type checker reads them with the package, as strictly."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["mypy"]["strict"] is True
    assert "docs/examples" in project["tool"]["mypy"]["files"]
    assert len(list(EXAMPLES.glob("*.py"))) == 2


def test_a_line_of_the_page_is_true_of_the_sample() -> None:
    report = evaluate(load_case(ROOT / "cases" / "zaozhuang-2017.yaml"))
    assert report.person("wu").counts["location_tracking"][0] == (483, 890)
