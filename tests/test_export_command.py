"""What an export says of itself, cases as its inputs, and the command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as Xml
from pathlib import Path
from typing import Any

import pytest
from exported import FORMATS, MODEL, core
from rulesets_written import RULESET as WRITTEN
from rulesets_written import write_ruleset
from strategies import loaded

from thresholds import SourceErrors, load_case, load_ruleset
from thresholds.cli.root import run
from thresholds.evaluation.facts import derive
from thresholds.export import core_for, export_text, inputs_for
from thresholds.export.about import About
from thresholds.export.dmn import GIVEN, MISSING_INPUT
from thresholds.export.inputs import core_inputs
from thresholds.law.load import available

ROOT = Path(__file__).resolve().parents[1]


# -- what an export says of itself -------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", available())
def test_every_item_is_decided_or_said_to_be_left_out(name: str, lang: str) -> None:
    ruleset, document = load_ruleset(name), json.loads(export_text(core(name), "json-logic", lang))
    out = {entry["kind"]: entry for entry in document["left_out"]}
    decided = {item for item, rule in document["items"].items() if rule is not False}
    named = {item for entry in document["left_out"] for item in entry.get("of", ())}
    assert decided | named >= set(ruleset.item_ids)
    assert decided.isdisjoint(named)
    assert {"bounds", "counting", "time", "person"} <= out.keys()
    assert document["ruleset"]["sha256"] == ruleset.sha256
    assert document["ruleset"]["in_force"]["from"] == str(ruleset.in_force.start)
    assert [entry["id"] for entry in document["readings"]] == [reading.id for reading in ruleset.readings]
    lines = "\n".join(About(core(name), lang).lines())
    assert ruleset.sha256 in lines
    assert all(entry["says"] in lines for entry in document["left_out"])
    for text in (
        export_text(core(name), "dmn", lang),
        json.loads(export_text(core(name), "jdm", lang))["nodes"][0]["description"],
    ):
        said = Xml.fromstring(text).findtext("d:description", namespaces=MODEL) if text.startswith("<") else text
        assert said == lines
    assert json.loads(export_text(core(name), "jdm", lang))["header"] == {
        key: value
        for key, value in document.items()
        if key in ("schema", "tool", "ruleset", "readings", "integers", "left_out")
    }


def test_the_readings_chosen_and_where_they_are() -> None:
    found = {entry["id"]: entry for entry in About(core(gains="net", tenfold_sum="below_base"), "zh").readings()}
    assert (found["gains"]["chosen"], found["gains"]["in"]) == ("net", "inputs")
    assert (found["tenfold_sum"]["chosen"], found["tenfold_sum"]["in"]) == ("below_base", "rules")
    assert {name for name, entry in found.items() if entry["in"] == "rules"} == {
        "tenfold_sum",
        "lawful_business_mixing",
    }
    assert found["gains"]["says"] == "违法所得扣不扣成本：扣除成本"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", available())
def test_every_input_says_what_it_is_in_one_language(name: str, lang: str) -> None:
    about = About(core(name), lang)
    texts = [about.of_input(entry) for entry in about.core.inputs] + [
        about.of_number(one) for one in about.core.numbers
    ]
    assert all(texts)
    assert not any(re.search(r"[{}]", text) for text in texts)
    if lang == "en":
        assert not any("，" in text or "；" in text for text in texts)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_bytes_on_every_run(format_: str) -> None:
    command = [sys.executable, "-m", "thresholds", "export", "fashi-2011-19", "--format", format_]
    runs = [
        subprocess.run(command, capture_output=True, cwd=ROOT, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout == export_text(core("fashi-2011-19"), format_).encode()


# -- cases as inputs ---------------------------------------------------------------------------------------


def inputs(case: dict[str, Any], **readings: str) -> dict[str, int | bool]:
    [person] = derive(loaded(case))
    return core_inputs(core(**readings), person)


def stated(given: dict[str, int | bool]) -> dict[str, int | bool]:
    return {name: value for name, value in given.items() if value}


def test_a_case_becomes_inputs() -> None:
    sold = {"by": "a", "act": "sale", "to": "x", "records": {"location_tracking": 30}, "obtained_in": "duty_or_service"}
    bought = {"by": "a", "act": "purchase", "records": {"general_information": 7}}
    case = {
        "persons": {"a": {}},
        "dealings": [{**sold, "paid": "3000.01 元"}, bought],
        "facts": {"a": {"grave_consequences": "yes"}},
    }
    assert stated(inputs(case)) == {
        "conduct_general": True,
        "records_location_tracking": 30,
        "records_general_information": 7,
        "illegal_gains_fen": 300_001,
        "records_from_duty_or_service_location_tracking": 30,
        "illegal_gains_from_duty_or_service_fen": 300_001,
        "grave_consequences": True,
    }


def test_inputs_follow_the_readings_of_the_export() -> None:
    bought = {"by": "a", "act": "purchase", "records": {"general_information": 600}, "lawful_business": "yes"}
    case = {"persons": {"a": {}}, "dealings": [bought], "readings": {"lawful_business_mixing": "included"}}
    assert stated(inputs(case)) == {"conduct_lawful_business": True}
    kept = inputs(case, lawful_business_mixing="included")
    assert stated(kept) == {"conduct_lawful_business": True, "records_for_lawful_business_general_information": 600}


@pytest.mark.parametrize(("stated_as", "told"), [("yes", True), ("no", False), (None, False)])
def test_a_fact_whose_absence_is_asked_for_is_told_as_it_is(stated_as: str | None, told: bool, tmp_path: Path) -> None:
    ruleset = load_ruleset(write_ruleset(tmp_path, WRITTEN))
    facts = {} if stated_as is None else {"site_closed": stated_as}
    case = {"schema": "thresholds/case/1", "id": "t", "persons": {"a": {}}, "facts": {"a": facts}}
    case["standards"] = {"site_huge": "100000.01 元"}
    found = inputs_for(core_for(ruleset), load_case(case, ruleset))["a"]
    assert (found["site_closed"], found["site_huge_fen"]) == (told, 10_000_001)


@pytest.mark.parametrize(
    ("facts", "code", "name"),
    [
        ({"illegal_gains": "1万余元"}, "TH752", "illegal_gains_fen"),
        ({"grave_consequences": "unknown"}, "TH752", "grave_consequences"),
        ({"profit_from_use": "9999亿元"}, "TH753", "profit_from_use_fen"),
    ],
)
def test_what_is_not_determined_or_too_large_is_refused(facts: dict[str, str], code: str, name: str) -> None:
    with pytest.raises(SourceErrors) as caught:
        inputs({"persons": {"a": {}}, "facts": {"a": facts}})
    [diagnostic] = caught.value.diagnostics
    assert diagnostic.code == code
    assert name in diagnostic.message("en")


# -- the command ---------------------------------------------------------------------------------------------

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", FORMATS)
def test_to_a_file_and_to_the_terminal(format_: str, lang: str, tmp_path: Path, capsys: Captured) -> None:
    output = tmp_path / "out"
    assert run(["export", "fashi-2025-13", "--format", format_, "--lang", lang, "--output", str(output)]) == 0
    written = capsys.readouterr()
    text = output.read_text("utf-8")
    assert text == export_text(core("fashi-2025-13"), format_, lang)
    assert written.err == ""
    assert run(["export", "fashi-2025-13", "--format", format_, "--lang", lang]) == 0
    printed = capsys.readouterr()
    assert printed.out == text
    told = written.out.replace("\n", "").replace(" ", "")
    for line in About(core("fashi-2025-13"), lang).lines():
        assert line.replace(" ", "") in told
    assert printed.err.replace("\n", "").replace(" ", "") in told


def test_a_narrow_terminal_cuts_nothing(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert run(["export", "fashi-2017-10"]) == 0
    told = capsys.readouterr().err
    lines = "".join(About(core(), "zh").lines())
    assert lines.replace(" ", "") in told.replace("\n", "").replace(" ", "")


def test_readings_are_chosen(capsys: Captured) -> None:
    assert run(["export", "fashi-2017-10", "--format", "json-logic", "--reading", "tenfold_sum=below_base"]) == 0
    assert capsys.readouterr().out == export_text(core(tenfold_sum="below_base"), "json-logic")
    assert run(["export", "fashi-2017-10", "--reading", "tenfold_sum=nothing"]) == 2
    assert run(["export", "fashi-2017-10", "--reading", "nothing=any"]) == 2


def test_the_inputs_of_a_case(capsys: Captured, tmp_path: Path) -> None:
    assert run(["export", "fashi-2017-10", "--inputs", "sample:insider-half"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "thresholds/export-inputs/1"
    assert document["ruleset"] == {"id": "fashi-2017-10", "sha256": core().ruleset.sha256}
    by_person = {person["id"]: person for person in document["persons"]}
    assert list(by_person) == ["甲", "乙"]
    assert set(by_person["甲"]["inputs"]) == {entry.name for entry in core().inputs}
    assert "prior_criminal_punishment" in by_person["甲"]["unstated"]
    output = tmp_path / "inputs.json"
    assert (
        run(["export", "fashi-2017-10", "--inputs", "sample:insider-half", "--person", "乙", "--output", str(output)])
        == 0
    )
    assert [person["id"] for person in json.loads(output.read_text("utf-8"))["persons"]] == ["乙"]


def test_those_who_are_not_determined_are_named(capsys: Captured) -> None:
    assert run(["export", "fashi-2017-10", "--inputs", "sample:zaozhuang-2017"]) == 1
    shown = capsys.readouterr()
    assert "wu" not in [person["id"] for person in json.loads(shown.out)["persons"]]
    assert "TH752 「wu」" in shown.err


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (["export"], 2),
        (["export", "criminal-law-253-1"], 2),
        (["export", "fashi-2017-11"], 2),
        (["export", "fashi-2017-10", "--format", "xml"], 2),
        (["export", "fashi-2017-10", "--person", "甲"], 2),
        (["export", "fashi-2017-10", "--inputs", "sample:insider-half", "--person", "丙"], 2),
        (["export", "fashi-2017-10", "--inputs", "no-such-case.yaml"], 1),
        (["export", "fashi-2017-10", "--output", "no/such/folder/x.dmn"], 1),
        (["export", "fashi-2017-10", "--output", str(ROOT)], 1),
    ],
)
def test_wrong_usage_and_wrong_data(arguments: list[str], exit_code: int, capsys: Captured) -> None:
    assert run(arguments) == exit_code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    assert shown.err


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("zh", "TH001 打不开文件：没有文件夹「{folder}」"),
        ("en", "TH001 the file cannot be opened: there is no folder “{folder}”"),
    ],
)
def test_a_missing_folder_of_the_output_is_named(lang: str, says: str, tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "没有的"
    assert run(["export", "fashi-2025-13", "--lang", lang, "--output", str(folder / "x.dmn")]) == 1
    assert f"{folder / 'x.dmn'}: {says.format(folder=folder)}" in capsys.readouterr().err


def test_a_folder_is_no_output_and_nothing_is_left_beside_it(tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "rules.dmn"
    folder.mkdir()
    assert run(["export", "fashi-2025-13", "--output", str(folder)]) == 1
    assert "TH001 打不开文件：这是文件夹" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("arguments", "name", "ending"),
    [
        (["--format", "dmn"], "rules.jdm.json", ".dmn"),
        ([], "rules.JSON", ".dmn"),
        (["--format", "jdm"], "rules.dmn", ".jdm.json"),
        (["--format", "jdm"], "rules.xml", ".jdm.json"),
        (["--format", "json-logic"], "rules.jdm.json", ".json"),
        (["--inputs", "sample:insider-half"], "inputs.dmn", ".json"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_name_that_ends_as_another_format_is_refused(
    arguments: list[str], name: str, ending: str, lang: str, tmp_path: Path, capsys: Captured
) -> None:
    output = tmp_path / name
    assert run(["export", "fashi-2017-10", *arguments, "--lang", lang, "--output", str(output)]) == 2
    told = capsys.readouterr().err
    assert name in told
    assert {"zh": f"以 {ending} 结尾", "en": f"ends in {ending}"}[lang] in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("format_", "name"), [("dmn", "r.xml"), ("dmn", "r"), ("jdm", "r.json"), ("json-logic", "r.txt")]
)
def test_other_names_are_taken(format_: str, name: str, tmp_path: Path) -> None:
    output = tmp_path / name
    assert run(["export", "fashi-2025-13", "--format", format_, "--output", str(output)]) == 0
    assert output.read_text("utf-8") == export_text(core("fashi-2025-13"), format_)


def test_what_follows_from_dealings_is_unstated_where_there_are_none(tmp_path: Path, capsys: Captured) -> None:
    case = {"schema": "thresholds/case/1", "id": "t", "persons": {"a": {}, "b": {}}}
    case["dealings"] = [{"by": "b", "act": "purchase", "records": {"location_tracking": 3}}]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert run(["export", "fashi-2017-10", "--inputs", str(path)]) == 0
    first, second = json.loads(capsys.readouterr().out)["persons"]
    assert first["inputs"]["conduct_general"] is False
    assert second["inputs"]["conduct_general"] is True
    # nothing but what a unit is follows from the file: everything else stands at nothing
    assert set(first["unstated"]) == set(first["inputs"]) - {"unit"}
    dealt = {"conduct_general", "conduct_lawful_business", "records_location_tracking", "records_credit_record"}
    assert dealt <= set(first["unstated"])
    assert dealt.isdisjoint(second["unstated"])
    assert "illegal_gains_fen" in second["unstated"]


def test_a_ruleset_without_numbers(tmp_path: Path, capsys: Captured) -> None:
    text = WRITTEN[: WRITTEN.index("provisions:")] + (
        "provisions:\n- id: art2.1\n  gloss: 由人判断\n  grade: serious\n  any_of:\n"
        "  - {id: art2.1.1, gloss: 其他情形, when: {judgment: 只列出}}\n"
    )
    path = write_ruleset(tmp_path, text)
    assert run(["export", str(path)]) == 1
    assert re.search(r"ruleset\.yaml: TH750 .*fashi-2099-1", capsys.readouterr().err)


# -- the page on it ------------------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "exporting.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found, kind
    return found[1]


def test_the_commands_and_programs_of_the_page_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in (block("sh export-commands") + block("sh export-commands-en")).splitlines():
        name, *arguments = line.split()
        assert name == "thresholds"
        assert run(arguments) == 0, line
        assert Path(arguments[-1] if "--reading" not in arguments else "规则.json").stat().st_size > 2_000
    capsys.readouterr()
    for name in ("export-zen", "export-json-logic", "export-invalid", "export-python"):
        done = subprocess.run(
            [sys.executable, "-W", "ignore::ResourceWarning", "-c", block(f"python {name}")],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert done.stdout == block(f"text {name}")


def test_the_page_names_codes_and_inputs_that_there_are() -> None:
    from thresholds.wording.codes import codes

    assert set(re.findall(r"TH\d{3}", PAGE)) == {"TH751", "TH752", "TH753"} <= set(codes())
    names = {entry.name for name in available() for entry in core(name).inputs}
    assert all(f"`{name}`" in PAGE for name in (GIVEN, MISSING_INPUT))
    for name in ("theft_large_fen", "conduct_general", "administrative_penalty_within_2_years"):
        assert name in names
        assert f"`{name}`" in PAGE
