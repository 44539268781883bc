"""The site of documentation: its made pages have every command, code and term, and every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from thresholds import glossary
from thresholds.cli.root import COMMANDS, cli
from thresholds.source.yaml import parse
from thresholds.wording.codes import codes

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def pages_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages", DOCS / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    found: dict[str, str] = pages_module().pages()
    return found


def test_every_command_has_its_help(made: dict[str, str]) -> None:
    for name in COMMANDS:
        assert f"## thresholds {name}\n" in made["commands.md"]
    command = cli.get_command(click.Context(cli), "check")
    assert command is not None
    assert "--reading" in made["commands.md"]
    assert "## thresholds ruleset check-text\n" in made["commands.md"]


def test_every_code_has_its_entry(made: dict[str, str]) -> None:
    assert re.findall(r"^## (TH\d{3})$", made["codes.md"], re.MULTILINE) == list(codes())


def test_every_term_is_listed(made: dict[str, str]) -> None:
    for term in glossary.all_terms():
        assert f"| `{term.id}` |" in made["glossary.md"]


def test_the_navigation_names_every_page_once(made: dict[str, str]) -> None:
    root = parse((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), "mkdocs.yml")
    navigation = root.get("nav")
    assert navigation is not None
    named = re.findall(r"[\w-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2])
    written = {path.name for path in DOCS.glob("*.md")}
    assert sorted(named) == sorted(written | made.keys())


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_links_of_a_page_lead_to_pages_and_headings_of_the_site(path: Path, made: dict[str, str]) -> None:
    for target, heading in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", path.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name = target or path.name
        assert name in made or (DOCS / name).is_file(), target
        assert "/" not in name, f"{target} is no page of the site"
        text = made.get(name) or (DOCS / name).read_text(encoding="utf-8")
        assert not heading or heading in headings(text), f"{target}#{heading}"


def headings(text: str) -> list[str]:
    """What the headings of a page are linked to by: their words in small letters, hyphens for spaces."""
    found = re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE)
    return [re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", one).strip().lower()) for one in found]


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_blocks_of_code_are_such_on_the_site_too(path: Path) -> None:
    # What makes the site knows a language behind the three ticks, and takes anything more for a paragraph.
    shown = pages_module().on_page_markdown(path.read_text(encoding="utf-8"))
    fences = re.findall(r"^```(.*)$", shown, re.MULTILINE)
    assert len(fences) % 2 == 0
    assert all(re.fullmatch(r"[a-z]*", fence) for fence in fences)
