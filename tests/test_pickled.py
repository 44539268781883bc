"""What passes between processes and what is copied: errors of every kind, and reports."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from thresholds import SourceErrors, ThresholdsError, errors, evaluate, load_case, load_ruleset
from thresholds.errors import Diagnostic, EditError, EngineError, NotFoundError, ReadingError, UnavailableError
from thresholds.plugins import Added, Faults, broken
from thresholds.tally.workspace import WorkError
from thresholds.wording import Worded

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "cases"
Passed = Callable[[object], object]

PASSED: list[Passed] = [
    *[lambda one, n=n: pickle.loads(pickle.dumps(one, n)) for n in range(2, pickle.HIGHEST_PROTOCOL + 1)],
    copy.copy,
    copy.deepcopy,
]

FAULT = broken(Added("x", "y", lambda: None), "not-a-folder")
KINDS: list[ThresholdsError] = [
    SourceErrors([Diagnostic("TH001", "a.yaml", 0, 0, detail=(("problem", Worded("file.missing")),))]),
    SourceErrors([Diagnostic("TH201", "b", 2, 1, "x", ("y",), "y"), Diagnostic("TH204", "b", 1, 1, "z", cell="C5")]),
    NotFoundError("no-code", value="TH9", allowed="TH1", near="TH1"),
    NotFoundError("no-ruleset-besides", value="x", allowed="y", faults=Faults([FAULT]), near=""),
    FAULT,
    errors.BrokenOffError("TH742", package="p", value="v", problem=Worded("plugin.failed", error="E")),
    WorkError("TH742", package="p", value="v", problem=Worded("plugin.failed", error="E")),
    ReadingError("reading-form", value="x"),
    EditError("edit-form", value="x", number="1"),
    EngineError("reading-form", value="x"),
    ThresholdsError("said"),
]


@pytest.mark.parametrize("passed", PASSED)
@pytest.mark.parametrize("error", KINDS, ids=lambda error: type(error).__name__)
def test_errors_pass_whole(error: ThresholdsError, passed: Passed) -> None:
    found = passed(error)
    assert type(found) is type(error)
    assert isinstance(found, ThresholdsError)
    assert vars(found) == vars(error)
    assert found.args == error.args
    assert (found.show("zh"), found.show("en"), str(found)) == (error.show("zh"), error.show("en"), str(error))


def test_every_kind_of_error_is_tried() -> None:
    def below(kind: type[ThresholdsError]) -> set[type[ThresholdsError]]:
        return {kind}.union(*[below(one) for one in kind.__subclasses__()])

    ours = {kind for kind in below(ThresholdsError) if kind.__module__.startswith("thresholds.")}
    assert ours - {type(error) for error in KINDS} == {errors._Phrased}


def test_notes_pass_too() -> None:
    error = NotFoundError("no-term", value="x", near="")
    error.add_note("of row 5")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["of row 5"]


def _graded(path: str) -> str:
    return evaluate(load_case(path)).persons[0].grade.at_most


def test_a_bad_case_leaves_the_pool_working() -> None:
    good, bad = str(CASES / "zaozhuang-2017.yaml"), str(CASES / "no-such.yaml")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        first, second = pool.submit(_graded, bad), pool.submit(_graded, good)
        with pytest.raises(SourceErrors) as caught:
            first.result()
        assert caught.value.diagnostics == (
            Diagnostic("TH001", bad, 0, 0, detail=(("problem", Worded("file.missing")),)),
        )
        assert second.result() == "especially_serious"


SOME = [CASES / "zaozhuang-2017.yaml", *sorted((CASES / "teaching").glob("*.yaml"))[::9]]


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_reports_pass_whole(path: Path) -> None:
    report = evaluate(load_case(path))
    found = pickle.loads(pickle.dumps(report))
    assert found is not report
    assert found.to_dict() == report.to_dict()
    assert pickle.loads(pickle.dumps(found)).to_dict() == report.to_dict()
    assert copy.deepcopy(report).to_dict() == report.to_dict()


def test_what_the_report_was_made_on_passes_with_it() -> None:
    case = load_case(_paid())
    by_net, by_gross = (evaluate(case, readings={"gains": option}) for option in ("net", "gross"))
    assert by_net.to_dict() != by_gross.to_dict()
    for report in (by_net, by_gross):
        assert pickle.loads(pickle.dumps(report)).to_dict() == report.to_dict()
    named = evaluate(case, load_ruleset("fashi-2017-10"))
    assert named.basis != evaluate(case).basis
    assert pickle.loads(pickle.dumps(named)).basis == named.basis


def _paid() -> dict[str, object]:
    return {
        "schema": "thresholds/case/1",
        "id": "paid",
        "persons": {"a": {}},
        "facts": {"a": {"illegal_gains": {"gross": "6000元", "net": "4000元"}}},
    }


def test_a_part_of_a_report_says_what_to_pass() -> None:
    person = evaluate(load_case(_paid())).person("a")
    assert copy.deepcopy(person) is person
    with pytest.raises(TypeError, match=r"to_dict\(\)"):
        pickle.dumps(person)


def test_counts_are_ones_own() -> None:
    person = evaluate(load_case(CASES / "zaozhuang-2017.yaml")).person("wu")
    before = pickle.loads(pickle.dumps(person.counts))
    assert before
    person.counts.clear()
    assert person.counts == before


def test_of_two_packages_the_first_is_named() -> None:
    fault = UnavailableError("TH743", value="a", package="b", other=Worded("plugin.of", package="c"))
    assert "「c」" in pickle.loads(pickle.dumps(fault)).show()
    assert "'c'" in pickle.loads(pickle.dumps(fault)).show("en")
