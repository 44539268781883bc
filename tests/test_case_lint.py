"""What `case lint` says of evidence, and of files whose names are no UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from thresholds import load_case
from thresholds.case.lint import lint_case

ROOT = Path(__file__).resolve().parents[1]
CASE: dict[str, object] = {
    "schema": "thresholds/case/1",
    "id": "a",
    "persons": {"a": {}},
    "dealings": [{"by": "a", "act": "purchase", "source": "b", "records": {"location_tracking": 5}}],
}
DEALING = {"by": "a", "act": "purchase", "source": "b", "records": {"location_tracking": 5}}


def not_cited(case: dict[str, object]) -> list[str]:
    return [one.value for one in lint_case(load_case(case)) if one.code == "TH305"]


@pytest.mark.parametrize("name", ['E"1', "E\\1", "E'1", "证据一", "E\n1", "a b"])
def test_evidence_is_cited_whatever_its_name(name: str) -> None:
    case = CASE | {"evidence": {name: "聊天记录"}}
    assert not_cited(case) == [name]
    assert not_cited(case | {"dealings": [DEALING | {"evidence": [name]}]}) == []


@pytest.mark.parametrize("name", ["purchase", "location_tracking", "a", "id", "evidence", "title", "0"])
def test_a_word_of_the_file_is_no_citation(name: str) -> None:
    assert not_cited(CASE | {"evidence": {name: "聊天记录"}, "title": name, "note": [name]}) == [name]


@pytest.mark.parametrize(
    "cites",
    [
        {"batches": {"B": {"category": "location_tracking", "records": 5, "evidence": ["E1"]}}},
        {"facts": {"a": {"first_offender": {"is": True, "evidence": ["E1"]}}}},
        {"facts": {"everyone": {"first_offender": {"is": True, "evidence": ["E1"]}}}},
        {"facts": {"a": {"illegal_gains": {"gross": {"value": "5元", "evidence": ["E1"]}}}}},
        {"dealings": [DEALING | {"records": {"value": 5, "evidence": ["E1"]}, "category": "location_tracking"}]},
        {"dealings": [DEALING | {"date": {"value": "2021", "evidence": ["E1"]}}]},
        {"facts": {"a": {"administrative_penalty": {"is": True, "evidence": ["E1"]}}}},
    ],
)
def test_evidence_may_stand_by_anything(cites: dict[str, object]) -> None:
    case = CASE | {"evidence": {"E1": "x", "E2": "y"}} | cites
    assert not_cited(case) == ["E2"]


def test_a_file_whose_name_is_no_text(tmp_path: Path) -> None:
    clean, not_clean = (os.fsencode(tmp_path) + b"/" + name for name in (b"\xb0\xb8.json", b"\xff.json"))
    for path, case in ((clean, CASE), (not_clean, CASE | {"evidence": {"E1": "x"}})):
        Path(os.fsdecode(path)).write_text(json.dumps(case), encoding="utf-8")
    command = [sys.executable, "-m", "thresholds", "case", "lint"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run([*command, clean], capture_output=True, env=environment, cwd=ROOT, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
    assert "/��.json" in run.stdout.decode()
    run = subprocess.run([*command, not_clean], capture_output=True, env=environment, cwd=ROOT, check=False)
    assert run.returncode == 3
    assert "/�.json: TH305 证据「E1」没有被引用" in run.stderr.decode()
