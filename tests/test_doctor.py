"""`thresholds doctor`: on a sound machine, and with one thing after another broken."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from terminals import ROOT, surroundings

from thresholds.cli import trials
from thresholds.cli.root import run

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CORE = ["durable-rules", "pydantic", "click", "rich", "ruamel.yaml", "ruamel.yaml.clib", "openpyxl", "python-docx"]


def doctor(*args: str, path: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with a folder that goes before all others where modules are looked for."""
    folders = [str(folder) for folder in (path, ROOT) if folder]
    return subprocess.run(
        [sys.executable, "-m", "thresholds", "doctor", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=surroundings(**{"PYTHONPATH": ":".join(folders), **environment}),
        cwd=ROOT,
        check=False,
    )


def data(*args: str, path: Path | None = None, **environment: str) -> tuple[int, dict[str, Any]]:
    found = doctor("--format", "json", *args, path=path, **environment)
    assert found.stderr == ""
    return found.returncode, json.loads(found.stdout)


def broken(folder: Path, module: str) -> Path:
    """A folder in which a module is that cannot be imported."""
    package = folder / module
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"raise ImportError('no {module} today')\n", encoding="utf-8")
    return folder


def named(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {part["name"]: part for part in found}


def test_everything_that_the_core_needs_is_tried_and_works() -> None:
    code, found = data()
    assert (code, found["works"]) == (0, True)
    names = [part["name"] for part in found["core"]]
    assert names == [re.split("[=<>]", line)[0] for line in PROJECT["dependencies"]]
    assert set(CORE) <= set(names)
    for part in found["core"]:
        assert part["works"], part
        assert part["problem"] is None
        assert part["installed"][0].isdigit()


def test_every_library_of_the_core_has_a_trial_of_its_own() -> None:
    assert {part.name for part in trials.core()} <= trials.TRIALS.keys()


def test_it_says_where_rulesets_and_cases_come_from(tmp_path: Path) -> None:
    (folder,) = data()[1]["rulesets"]
    held = sorted(path.parent.name for path in (ROOT / "rulesets").glob("*/ruleset.yaml"))
    assert folder == {"folder": "rulesets", "holds": held, "works": True, "problem": None}
    cases = data()[1]["cases"]
    assert cases["folder"] == "cases"
    assert "zaozhuang-2017" in cases["holds"]
    wrong = tmp_path / "mine" / "ruleset.yaml"
    wrong.parent.mkdir()
    wrong.write_text("schema: thresholds/ruleset/1\n", encoding="utf-8")
    code, found = data(THRESHOLDS_RULESETS=str(tmp_path), HOME=str(tmp_path.parent))
    assert (code, found["works"]) == (4, False)
    assert found["rulesets"][0]["folder"] == f"~/{tmp_path.name}"
    assert found["rulesets"][0]["holds"] == ["mine"]
    assert "TH102" in found["rulesets"][0]["problem"]
    assert found["rulesets"][1]["works"]


def test_every_extra_of_the_package_is_named_with_what_installs_it() -> None:
    found = named(data()[1]["extras"])
    assert list(found) == list(PROJECT["optional-dependencies"])
    for name, extra in found.items():
        assert extra["install"] == f"pip install 'thresholds[{name}]'"
        assert extra["works"] == all(part["works"] for part in extra["parts"])
    tests = named(found["test"]["parts"])
    assert tests["pytest"]["works"]
    assert tests["hypothesis"]["works"]
    assert "thresholds" not in tests
    assert named(found["dev"]["parts"]).keys() >= tests.keys()


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("durable_rules_engine", ["durable-rules"]),
        ("pydantic", ["durable-rules", "pydantic"]),
        ("rich", ["rich"]),
        ("openpyxl", ["openpyxl"]),
        ("docx", ["python-docx"]),
    ],
)
def test_a_broken_library_is_named_and_the_exit_code_is_4(module: str, names: list[str], tmp_path: Path) -> None:
    path = broken(tmp_path, module)
    code, found = data(path=path)
    assert (code, found["works"]) == (4, False)
    parts = named(found["core"])
    assert set(names) <= {name for name, part in parts.items() if not part["works"]}
    assert f"no {module} today" in parts[names[-1]]["problem"]
    shown = doctor(path=path)
    assert (shown.returncode, shown.stderr) == (4, "")
    assert f"○ {names[-1]}  " in shown.stdout
    assert "核心有缺损，不能评案卷" in shown.stdout
    assert "Traceback" not in shown.stdout


def test_without_the_library_of_commands_a_sentence_is_all_that_is_left(tmp_path: Path) -> None:
    found = doctor(path=broken(tmp_path, "click"))
    assert (found.returncode, found.stdout) == (4, "")
    assert found.stderr == (
        "缺少运行命令所需的库（no click today）；重装 reinstall：pip install --force-reinstall thresholds\n"
    )


def test_a_broken_extra_leaves_the_core_as_it_is(tmp_path: Path) -> None:
    code, found = data("--lang", "en", path=broken(tmp_path, "duckdb"))
    assert (code, found["works"]) == (0, True)
    extra = named(found["extras"])["bulk"]
    assert not extra["works"]
    assert named(extra["parts"])["duckdb"]["problem"] == "ImportError: no duckdb today"
    text = doctor("--lang", "en", path=tmp_path).stdout.splitlines()
    assert "Cases can be scored" in text
    assert "○ bulk  to use it: pip install 'thresholds[bulk]'" in text
    assert any(line.startswith("  ○ duckdb  ") and "does not work" in line for line in text)
    tools = named(found["extras"])["test"]  # what developers need is looked up, not tried: some of it is slow to import
    assert named(tools["parts"])["duckdb"]["problem"] is None


def test_an_installed_package_is_asked_for_its_own_requirements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "thresholds-9.9.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        "Metadata-Version: 2.4\nName: thresholds\nVersion: 9.9\nProvides-Extra: pdf\nProvides-Extra: all\n"
        "Requires-Dist: click<9,>=8.1\nRequires-Dist: no-such-thing>=1; extra == 'pdf'\n"
        'Requires-Dist: thresholds[pdf]; extra == "all"\nRequires-Dist: pytest; extra == "all"\n',
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(trials, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    (part,) = trials.core()
    assert (part.name, part.needed, part.works) == ("click", "<9,>=8.1", True)
    found = trials.extras()
    assert [(part.name, part.needed, part.installed) for part in found["pdf"]] == [("no-such-thing", ">=1", None)]
    assert [part.name for part in found["all"]] == ["no-such-thing", "pytest"]
    assert [part.works for part in found["all"]] == [False, True]


def test_a_trial_that_gives_a_wrong_result_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert trials.attempt(trials.decides) is None
    monkeypatch.setattr("thresholds.evaluation.chaining.Decider.decide", _never)
    problem = trials.attempt(trials.decides)
    assert type(problem).__name__ == "EngineError"


def _never(*_: object) -> object:
    from thresholds.evaluation.chaining import Decision

    return Decision(frozenset(), 0, frozenset())


def test_it_folds_in_a_narrow_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    run(["doctor"])
    assert max(cell_len(line) for line in capsys.readouterr().out.splitlines()) <= 30
