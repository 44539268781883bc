"""What embedders rely on: the public names, frozen values, every way in and out, and the order of the layers."""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from pydantic import ValidationError

import thresholds
from thresholds import (
    Case,
    Diagnostic,
    EngineError,
    NotFoundError,
    PersonReport,
    ReadingError,
    Report,
    Ruleset,
    SourceErrors,
    ThresholdsError,
    evaluate,
    load_case,
    load_ruleset,
    render,
)
from thresholds.rendering import render_bytes

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "thresholds"
SAMPLE = ROOT / "cases" / "zaozhuang-2017.yaml"

NAMES = {
    "Case", "Diagnostic", "EngineError", "NotFoundError", "PersonReport", "ReadingError", "Report", "Ruleset",
    "SourceErrors", "ThresholdsError", "evaluate", "load_case", "load_ruleset", "render",
}  # fmt: skip


def small(**more: Any) -> dict[str, Any]:
    """A case of one person on the line between two readings."""
    case = {
        "schema": "thresholds/case/1",
        "id": "small",
        "persons": {"a": {"name": "甲"}},
        "dealings": [
            {"by": "a", "act": "sale", "to": "x", "records": {"general_information": 10}, "paid": "6000 元"},
            {"by": "a", "act": "purchase", "source": "s", "records": {"general_information": 10}, "paid": "2000 元"},
        ],
    }
    return case | more


# -- names ----------------------------------------------------------------------------------------------


def test_all_is_what_there_is() -> None:
    assert set(thresholds.__all__) == NAMES
    assert len(thresholds.__all__) == len(NAMES)
    assert thresholds.__all__ == sorted(thresholds.__all__)
    for name in thresholds.__all__:
        assert getattr(thresholds, name).__name__ == name
        assert getattr(thresholds, name).__doc__


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_all_of_a_package_exists(folder: str) -> None:
    module = import_module(f"thresholds.{folder}")
    for name in getattr(module, "__all__", ()):
        assert hasattr(module, name), name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        thresholds.nothing_of_the_kind  # noqa: B018


def test_dir_lists_the_public_names_before_they_are_used() -> None:
    assert set(dir(thresholds)) >= NAMES | {"__version__", "__all__"}
    listed = "import sys, thresholds; names = dir(thresholds); print(*names, 'pydantic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, cwd=ROOT, check=True)
    *names, heavy = run.stdout.split()
    assert set(names) >= NAMES
    assert heavy == "False"


def test_the_version_is_that_of_the_report() -> None:
    tool = evaluate(load_case(small())).to_dict()["tool"]
    assert tool == f"thresholds {thresholds.__version__}"


def test_errors_are_one_tree() -> None:
    for error in (SourceErrors, NotFoundError, ReadingError, EngineError):
        assert issubclass(error, ThresholdsError)
    assert issubclass(ThresholdsError, Exception)


def test_every_module_says_what_it_is() -> None:
    silent = [str(path) for path in PACKAGE.rglob("*.py") if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


# -- frozen -----------------------------------------------------------------------------------------------


def test_reports_are_frozen() -> None:
    report = evaluate(load_case(small()))
    assert isinstance(report, Report)
    person = report.person("a")
    assert isinstance(person, PersonReport)
    for target, name in ((report, "case"), (report, "persons"), (person, "assessment"), (person, "grade")):
        with pytest.raises((FrozenInstanceError, AttributeError)):
            setattr(target, name, None)
    for inner, name in ((person.grade, "at_least"), (person.findings[0], "status"), (person.assessment, "bounds")):
        with pytest.raises(AttributeError):
            setattr(inner, name, None)
    assert isinstance(report.persons, tuple)
    assert isinstance(person.findings, tuple)


def test_cases_and_rulesets_are_frozen() -> None:
    case, ruleset = load_case(small()), load_ruleset()
    assert isinstance(case, Case)
    assert isinstance(ruleset, Ruleset)
    for target, name in ((case, "id"), (case.dealings[0], "act"), (case.persons["a"], "name"), (ruleset, "id")):
        with pytest.raises(ValidationError):
            setattr(target, name, "other")


# -- ways in ------------------------------------------------------------------------------------------------


def told(report: Report) -> object:
    """The report without the hash of what was read."""
    found: Any = report.to_dict()
    del found["case"]["sha256"]
    return found


def test_a_case_from_a_path_a_text_and_a_dictionary() -> None:
    written = SAMPLE.read_text("utf-8")
    by_path, by_name, by_text = load_case(SAMPLE), load_case(str(SAMPLE)), load_case(written)
    wanted = told(evaluate(by_path))
    assert told(evaluate(by_name)) == wanted
    assert told(evaluate(by_text)) == wanted
    assert by_path.sha256 == by_name.sha256 == by_text.sha256 == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert load_case(json.dumps(small())).id == "small"
    assert told(evaluate(load_case(json.dumps(small())))) == told(evaluate(load_case(small())))


def test_a_dictionary_of_any_values_is_typed() -> None:
    """A `dict[str, object]`, the type of `Report.to_dict()`, and a TypedDict go in without a cast."""
    assert get_type_hints(load_case)["source"] == str | Path | Mapping[str, object]
    written: dict[str, object] = small()
    assert load_case(written).id == "small"


def test_a_dictionary_is_left_as_it_is() -> None:
    case = small(facts={"a": {"first_offender": True, "illegal_gains": 5000}})
    before = copy.deepcopy(case)
    report = evaluate(load_case(case))
    assert case == before
    assert report.person("a").finding("art5.1.7").status == "established"


def test_what_is_wrong_is_told_at_once() -> None:
    wrong = small(persons={"b": {}}, oddity=1)
    with pytest.raises(SourceErrors) as caught:
        load_case(wrong)
    assert len(caught.value.diagnostics) >= 2
    assert all(isinstance(one, Diagnostic) and one.code.startswith("TH") for one in caught.value.diagnostics)
    assert caught.value.show("en") != caught.value.show("zh")
    with pytest.raises(SourceErrors):
        load_case(ROOT / "cases" / "not-there.yaml")


def test_rulesets_by_id_and_by_path() -> None:
    folder = ROOT / "rulesets" / "fashi-2017-10"
    found = [load_ruleset(), load_ruleset("fashi-2017-10"), load_ruleset(folder), load_ruleset(folder / "ruleset.yaml")]
    digest = hashlib.sha256((folder / "ruleset.yaml").read_bytes()).hexdigest()
    assert {ruleset.sha256 for ruleset in found} == {digest}
    with pytest.raises(NotFoundError, match="fashi-2017-10"):
        load_ruleset("fashi-2017-11")


def test_evaluate_takes_a_ruleset_its_id_or_its_path() -> None:
    case = load_case(small())
    wanted = told(evaluate(case))
    for ruleset in (load_ruleset(), "fashi-2017-10", ROOT / "rulesets" / "fashi-2017-10"):
        assert told(evaluate(case, ruleset)) == wanted
    with pytest.raises(NotFoundError):
        evaluate(case, "nothing")
    with pytest.raises(SourceErrors):
        evaluate(load_case(small(ruleset="nothing")))


def test_readings_of_the_call_go_before_those_of_the_case() -> None:
    gross, net = "serious", "not_reached"
    plain, chosen = load_case(small()), load_case(small(readings={"gains": "net"}))
    assert evaluate(plain).person("a").grade.at_least == gross
    assert evaluate(chosen).person("a").grade.at_least == net
    assert evaluate(plain, readings={"gains": "net"}).person("a").grade.at_least == net
    assert evaluate(chosen, readings={"gains": "gross"}).person("a").grade.at_least == gross
    use = next(one for one in evaluate(plain).person("a").readings if one.id == "gains")
    assert use.chosen == "gross"
    assert use.changes_to == (0, 0)
    for wrong in ({"nothing": "net"}, {"gains": "nothing"}):
        with pytest.raises(ReadingError):
            evaluate(plain, readings=wrong)
        with pytest.raises(SourceErrors):
            evaluate(load_case(small(readings=wrong)))


def test_who_and_what_is_not_there() -> None:
    report = evaluate(load_case(small()))
    with pytest.raises(NotFoundError):
        report.person("b")
    with pytest.raises(NotFoundError):
        report.person("a").finding("art5.1.11")


def test_a_finding_for_every_item_in_the_order_of_the_law() -> None:
    wanted = [f"art5.1.{n}" for n in range(1, 11)] + [f"art5.2.{n}" for n in range(1, 5)]
    wanted += ["art6.1.1", "art6.1.2", "art6.1.3", "art10"]
    assert [finding.item for finding in evaluate(load_case(small())).person("a").findings] == wanted


# -- ways out -------------------------------------------------------------------------------------------------


def test_render() -> None:
    report = evaluate(load_case(small()))
    assert json.loads(render(report, "json")) == report.to_dict()
    assert "甲" in render(report, "json")
    assert render(report, "json").endswith("}\n")
    chinese, english = render(report), render(report, "text", "en")
    assert "情节严重" in chinese
    assert "serious" in english
    assert chinese != english
    with pytest.raises(NotFoundError):
        render(report, "no-such-format")


@pytest.mark.parametrize("lang", ["fr", "", "ZH", "zh-CN", "EN"])
@pytest.mark.parametrize("format", ["text", "json", "html"])
def test_languages_that_there_are_not(lang: str, format: str) -> None:
    report = evaluate(load_case(small()))
    for ask in (render, render_bytes):
        with pytest.raises(NotFoundError) as caught:
            ask(report, format, lang)
        assert str(caught.value).startswith(f"没有「{lang}」这种语言。可用：zh、en")
        assert caught.value.show("en").startswith(f"there is no language '{lang}'. Known: zh")


def test_the_report_is_plain_data() -> None:
    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(type(key) is str and plain(inner) for key, inner in value.items())
        if isinstance(value, list):
            return all(plain(inner) for inner in value)
        return value is None or type(value) in (str, int, bool)

    for path in (SAMPLE, *sorted((ROOT / "cases" / "teaching").glob("*.yaml"))):
        assert plain(evaluate(load_case(path)).to_dict())


def test_reports_may_be_read_by_several_threads() -> None:
    reports = [evaluate(load_case(path)) for path in sorted((ROOT / "cases" / "teaching").glob("*.yaml"))]
    with ThreadPoolExecutor(8) as pool:
        many = list(pool.map(lambda report: render(report, "json"), reports * 8))
    alone = [render(evaluate(load_case(path)), "json") for path in sorted((ROOT / "cases" / "teaching").glob("*.yaml"))]
    assert many == alone * 8


# -- imports ----------------------------------------------------------------------------------------------------


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after a statement."""
    code = f"{statement}\nimport sys\nprint(*sorted(name.split('.')[0] for name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(run.stdout.split())


HEAVY = {"rich", "durable_rules_engine", "durable", "pydantic", "ruamel", "_ruamel_yaml", "click", "cn2an"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import thresholds") & HEAVY == set()


def test_loading_a_case_needs_no_engine_and_evaluating_no_terminal() -> None:
    found = loaded_by(f"from thresholds import load_case; load_case({str(SAMPLE)!r})")
    assert "pydantic" in found
    assert found & {"rich", "durable_rules_engine", "click", "cn2an"} == set()
    found = loaded_by(
        f"from thresholds import evaluate, load_case, render; render(evaluate(load_case({str(SAMPLE)!r})), 'json')"
    )
    assert "durable_rules_engine" in found
    assert found & {"rich", "durable", "click", "cn2an"} == set()


# -- layers -----------------------------------------------------------------------------------------------------

LAYERS = (
    {"wording", "values"},
    {"errors", "glossary"},
    {"source", "plugins"},
    {"law"},
    {"lawtext"},
    {"case"},
    {"evaluation"},
    {"explore"},
    {"columns", "tally", "export"},
    {"applicable", "consequences"},
    {"neighbours"},
    {"report"},
    {"rendering", "suite"},
    {"interview", "authoring", "schemas"},
    {"verification", "batch", "teaching"},
    {"page"},
    {"service"},
    {"agents"},
    {"cli"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")}
TREES = {name.removesuffix(".__init__"): ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}
FACADE = {"thresholds", "thresholds.__main__"}


def imports(tree: ast.AST, *, at_import: bool) -> Iterator[str]:
    """Every module imported; with `at_import` only those that importing the module itself imports."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in TREES else str(node.module)
        elif at_import and (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _for_types(node)):
            continue
        else:
            yield from imports(node, at_import=at_import)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def part(module: str) -> str:
    """The layer's name of a module: its first name within the package."""
    return module.split(".")[1] if "." in module else ""


def test_every_part_has_its_layer() -> None:
    parts = {part(module) for module in TREES if module not in FACADE}
    assert parts - set(LEVEL) == set()


@pytest.mark.parametrize("module", sorted(set(TREES) - FACADE))
def test_imports_go_down(module: str) -> None:
    own = part(module)
    for name in imports(TREES[module], at_import=False):
        if name.startswith("thresholds.") and part(name) != own:
            assert LEVEL[part(name)] < LEVEL[own], f"{module} imports {name}"


def test_imports_make_no_circle() -> None:
    edges = {
        module: {name for name in imports(tree, at_import=True) if name in TREES and name != module}
        for module, tree in TREES.items()
        if module not in FACADE
    }
    done: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path, module))
        if module not in done and module not in FACADE:
            for name in edges[module]:
                if name not in FACADE and not module.startswith(f"{name}."):
                    walk(name, (*path, module))
            done.add(module)

    for module in edges:
        walk(module, ())


def users_of(*names: str) -> set[str]:
    """The modules that import one of these packages."""
    return {
        module
        for module, tree in TREES.items()
        if any(name.split(".")[0] in names for name in imports(tree, at_import=False))
    }


def test_one_module_alone_touches_durable_rules() -> None:
    assert users_of("durable_rules_engine", "durable") == {"thresholds.evaluation.chaining"}


def test_libraries_stay_where_they_belong() -> None:
    assert {part(module) for module in users_of("ruamel", "_ruamel_yaml")} <= {"source", "cli", "case"}
    assert {part(module) for module in users_of("rich")} <= {"rendering", "cli"}
    assert {part(module) for module in users_of("click")} == {"cli"}
    assert {part(module) for module in users_of("ibis")} == {"columns", "batch"}
    assert {part(module) for module in users_of("duckdb")} == {"batch", "tally"}
    assert {part(module) for module in users_of("pyspark")} == {"batch"}
    # how long a proof took is shown beside it; nothing else looks at the clock
    timed = {"thresholds.verification.run"}
    # and one takes addresses apart; nothing asks for any
    addressed = {"thresholds.page.addresses"}
    assert users_of("socket") == {"thresholds.service.run"}
    assert users_of("urllib", "http", "requests", "random", "time") == timed | addressed


OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "touch"}
READERS = {
    "thresholds.law.load",
    "thresholds.law.consequence_files",
    "thresholds.law.statutes",
    "thresholds.lawtext.lines",
    "thresholds.lawtext.diagnostics",
    "thresholds.authoring.diff.effects",
    "thresholds.authoring.lint.review",
    "thresholds.case.load",
    "thresholds.case.ledger.excel",  # parts of a workbook that is in memory
    "thresholds.suite.read",
    "thresholds.rendering.document.templates",
    "thresholds.schemas",
}


def calls(tree: ast.AST) -> Iterator[str]:
    """The last name of everything called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def test_files_are_opened_in_few_places() -> None:
    opening = {module for module, tree in TREES.items() if OPENING & set(calls(tree))}
    outside = {module for module in opening if part(module) not in ("source", "cli", "batch", "tally")}
    assert outside == READERS


def test_nothing_reads_the_clock() -> None:
    assert [module for module, tree in TREES.items() if {"now", "today", "utcnow"} & set(calls(tree))] == []


def test_no_number_is_a_float() -> None:
    """In values, law, case and evaluation nothing is written or made as a float."""
    for module, tree in TREES.items():
        if part(module) in ("values", "law", "case", "evaluation", "explore"):
            written = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is float]
            assert written == [], module
            assert "float" not in set(calls(tree)), module


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
    assert isinstance(thresholds, ModuleType)
