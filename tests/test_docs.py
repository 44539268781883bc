"""The documents say what is so: commands, output, examples, keys."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from thresholds import evaluate, load_case
from thresholds.cli.root import COMMANDS
from thresholds.law.conditions import KINDS
from thresholds.wording.codes import codes

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCALE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def block(language: str, text: str = README) -> list[str]:
    found = re.search(rf"^```{language}$(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found, language
    return found[1].strip("\n").splitlines()


def thresholds(*arguments: str) -> str:
    command = [sys.executable, "-m", "thresholds", *arguments]
    environment = os.environ | {"COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment, cwd=ROOT, encoding="utf-8"
    ).stdout


def test_two_commands_do_all_set_up() -> None:
    commands = block("sh readme-commands")
    assert len(commands) == 2
    assert "thresholds check cases/zaozhuang-2017.yaml" in commands[0]
    assert "-m pytest -n auto" in commands[1]


def test_the_output_shown_is_real_and_in_order() -> None:
    lines = [line.rstrip() for line in thresholds("check", "cases/zaozhuang-2017.yaml").splitlines()]
    position = 0
    for shown in block("text readme-output"):
        assert shown in lines[position:], shown
        position = lines.index(shown, position) + 1


def test_the_example_case_loads_and_is_scored() -> None:
    report = evaluate(load_case("\n".join(block("yaml readme-case"))))
    person = report.person("甲")
    assert person.grade.at_least == "serious"
    assert person.finding("art5.1.8").status == "established"
    assert person.finding("art5.1.9").status == "open"


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = "\n".join(block("python")).replace('"cases/', f'"{ROOT}/cases/')
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "Grade(at_least='especially_serious', at_most='especially_serious')"
    assert printed[1] == "established"


def test_every_command_is_documented_and_has_help() -> None:
    for name in COMMANDS:
        assert f"thresholds {name}" in README, name
        assert len(thresholds(name, "--help")) > 40


@pytest.mark.parametrize(
    "line",
    [
        *block("sh readme-whatif"),
        *block("sh readme-documents"),
        *block("sh readme-rulesets"),
        *block("sh readme-tables"),
    ],
)
def test_the_commands_shown_work(line: str, tmp_path: Path) -> None:
    name, *arguments = shlex.split(line)
    assert name == "thresholds"
    output = next((word for before, word in pairwise(arguments) if before == "--output"), None)
    said = thresholds(*[str(tmp_path / word) if word == output else word for word in arguments])
    small = arguments[0] in ("batch", "tally")
    written, enough = (3_000, 100) if small else (10_000, 10 if "lint" in arguments else 1_000)
    assert (tmp_path / output).stat().st_size > written if output else len(said) > enough


def test_every_kind_of_condition_is_documented() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"`{kind}`" in text, kind


@pytest.mark.parametrize("line", block("sh scale-commands", SCALE))
def test_the_commands_for_large_tables_work(line: str, tmp_path: Path) -> None:
    name, command, table, *rest = shlex.split(line)
    assert name == "thresholds"
    placed = {"--output", "--summary", "--work"}
    options = [
        str(tmp_path / word) if before in placed else word for before, word in zip(["", *rest], rest, strict=False)
    ]
    assert len(thresholds(command, table, *options)) > 100
    written = {word for before, word in pairwise(rest) if before in placed}
    assert written
    assert written <= {path.name for path in tmp_path.iterdir()}


def test_what_is_said_of_large_tables_is_so() -> None:
    assert set(re.findall(r"TH\d{3}", SCALE)) <= set(codes())
    said = thresholds("batch", "--help") + thresholds("tally", "--help")
    for option in sorted(set(re.findall(r"`(--[a-z-]+)", SCALE))):
        assert option in said, option


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "cases/README.md", "rulesets/README.md", "docs/scale.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_package_example_in_its_docstring_holds() -> None:
    report = evaluate(load_case(ROOT / "cases" / "zaozhuang-2017.yaml"))
    assert report.person("wu").grade.at_least == "especially_serious"
