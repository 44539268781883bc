"""What other packages add: found by its name, listed, never in the place of what is built in, and never waited for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import invalidate_caches
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from thresholds import NotFoundError, evaluate, load_case, load_ruleset, plugins, render
from thresholds.cli.root import run
from thresholds.errors import UnavailableError
from thresholds.law.load import added, added_ids
from thresholds.rendering import FORMATS, formats
from thresholds.service import Settings, create_app

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "cases" / "teaching" / "insider-half.yaml"
SHIPPED = (ROOT / "rulesets" / "fashi-2025-13" / "ruleset.yaml").read_text("utf-8")

RENDERER = '''
"""A writer of documents, and functions of a report."""
ENDING = ".lst"

def write(document):
    return "\\n".join(type(block).__name__ for block in document.blocks) + "\\n"

def grades(report, lang):
    return "".join(f"{lang} {person.id} {person.grade.at_least}\\n" for person in report.persons)

def picture(report, lang):
    return b"\\x89" + report.case.id.encode()

def fails(report, lang):
    raise ValueError(report.case.title)

def number(report, lang):
    return 5

def leaves(report, lang):
    raise SystemExit(3)

def half(report, lang):
    return "x\\ud800"

def stops(report, lang):
    raise KeyboardInterrupt

nothing = None
'''

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a package into a folder of its own that is on the path: its modules, and its entry points by group."""

    def installed(name: str, modules: dict[str, str], **groups: dict[str, str]) -> Path:
        folder = tmp_path / f"site-{name}"
        for file in modules:  # what another test imported under the same name
            monkeypatch.delitem(sys.modules, file.removesuffix(".py").partition("/")[0], raising=False)
        for file, text in {**modules, **_metadata(name, groups)}.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        monkeypatch.syspath_prepend(str(folder))
        invalidate_caches()
        return folder

    return installed


def _metadata(name: str, groups: dict[str, dict[str, str]]) -> dict[str, str]:
    """What an installer leaves beside a package."""
    lines = [
        line
        for group, entries in groups.items()
        for line in (f"[thresholds.{group}]", *[f"{key} = {value}" for key, value in entries.items()])
    ]
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    return {f"{name}-1.0.dist-info/METADATA": about, f"{name}-1.0.dist-info/entry_points.txt": "\n".join(lines) + "\n"}


def out(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


# -- renderers ------------------------------------------------------------------------------------------------


def test_a_writer_of_documents_is_a_format(
    install: Install, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    install("blocks", {"block_list.py": RENDERER}, renderers={"blocks": "block_list"})
    assert formats() == (*FORMATS, "blocks")
    code, told, _ = out(capsys, "check", SAMPLE, "--format", "blocks", "--for", "defence")
    assert code == 0
    assert told.startswith("Heading\n")
    report = evaluate(load_case(SAMPLE))
    assert render(report, "blocks", "zh", "defence") == told
    folder = tmp_path / "out"
    folder.mkdir()
    assert out(capsys, "check", SAMPLE, "--format", "blocks", "--output", folder)[0] == 0
    assert (folder / "insider-half.lst").read_text("utf-8").startswith("Heading\n")


def test_a_function_of_a_report_is_a_format(
    install: Install, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    install("lists", {"lists.py": RENDERER}, renderers={"grades": "lists:grades", "picture": "lists:picture"})
    told = "zh 甲 serious\nzh 乙 not_reached\n"
    assert out(capsys, "check", SAMPLE, "--format", "grades") == (0, told, "")
    assert out(capsys, "check", SAMPLE, SAMPLE, "--format", "grades") == (0, told * 2, "")
    assert out(capsys, "check", SAMPLE, "--format", "grades", "--person", "乙", "--lang", "en") == (
        0,
        "en 乙 not_reached\n",
        "",
    )
    assert out(capsys, "check", SAMPLE, "--format", "picture", "--output", tmp_path / "x.png")[0] == 0
    assert (tmp_path / "x.png").read_bytes() == b"\x89teaching-insider-half"
    assert out(capsys, "check", SAMPLE, SAMPLE, "--format", "picture")[0] == 2
    assert out(capsys, "check", SAMPLE, "--format", "grades", "--for", "client")[0] == 2


def test_help_and_completion_name_them(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    site = install("lists", {"lists.py": RENDERER}, renderers={"grades": "lists:grades"})
    assert "text|json|markdown|html|docx|pdf|grades" in out(capsys, "check", "--help")[1]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(site)))}
    asked = {"_THRESHOLDS_COMPLETE": "bash_complete", "COMP_WORDS": "thresholds check --format g", "COMP_CWORD": "3"}
    command = [sys.executable, "-m", "thresholds"]
    done = subprocess.run(command, env=environment | asked, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "plain,grades\n"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("lists:fails", "写的时候出错（ValueError）"),
        ("lists:number", "写出来的不是文字，也不是字节"),
        ("lists:leaves", "写的时候出错（SystemExit）"),
        ("lists:half", "写出来的文字里有半个字符，不能存成 UTF-8"),
        ("leaving", "导入时出错（SystemExit）"),
        ("lists:nothing", "既没有 write(document)，也不能以报告为参数调用"),
        ("lists:absent", "导入时出错（AttributeError）"),
        ("no_such_module", "导入时出错（ModuleNotFoundError）"),
    ],
)
def test_a_broken_renderer_is_named_with_its_package(
    install: Install, capsys: pytest.CaptureFixture[str], value: str, told: str
) -> None:
    install("lists", {"lists.py": RENDERER, "leaving.py": "raise SystemExit(3)"}, renderers={"mine": value})
    code, shown, error = out(capsys, "check", SAMPLE, "--format", "mine")
    assert (code, shown) == (2, "")
    assert error.startswith(f"TH742 另装的包「lists」提供的「mine」用不了：{told}")
    assert "二百五十" not in error
    assert out(capsys, "check", SAMPLE, "--format", "json")[0] == 0


def test_an_interruption_is_none_of_the_package(install: Install) -> None:
    install(
        "lists",
        {"lists.py": RENDERER, "stopping.py": "raise KeyboardInterrupt"},
        renderers={"mine": "lists:stops", "other": "stopping"},
    )
    report = evaluate(load_case(SAMPLE))
    for name in ("mine", "other"):
        with pytest.raises(KeyboardInterrupt):
            render(report, name)


def test_a_built_in_format_is_never_replaced(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    before = out(capsys, "check", SAMPLE, "--format", "json")
    install("bold", {"bold.py": RENDERER}, renderers={"json": "bold:grades", "own": "bold:grades"})
    assert out(capsys, "check", SAMPLE, "--format", "json") == before
    assert formats() == (*FORMATS, "own")
    error = out(capsys, "check", SAMPLE, "--format", "jsom")[2]
    assert "没有「jsom」这种格式。可用：text、json、markdown、html、docx、pdf、own" in error
    assert "TH743 另装的包「bold」提供的「json」与自带的同名" in error


def test_two_packages_with_one_name_are_both_left_out(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    install("first", {"first.py": RENDERER}, renderers={"mine": "first:grades"})
    install("second", {"second.py": RENDERER}, renderers={"mine": "second:grades"})
    assert formats() == tuple(FORMATS)
    code, _, error = out(capsys, "check", SAMPLE, "--format", "mine", "--lang", "en")
    assert code == 2
    assert "TH743 'mine' of the package 'first' has the name of that of 'second'" in error


# -- rulesets -------------------------------------------------------------------------------------------------


def with_id(identifier: str) -> str:
    assert "id: fashi-2025-13\n" in SHIPPED
    return SHIPPED.replace("id: fashi-2025-13\n", f"id: {identifier}\n")


CASE = {
    "schema": "thresholds/case/1",
    "id": "c",
    "ruleset": "province-1",
    "persons": {"a": {}},
    "facts": {
        "a": {
            "knew_proceeds_were_criminal": True,
            "upstream_crime_of_high_standards": False,
            "concealed_amount": "500000元",
            "refused_recovery": True,
        }
    },
}


def test_rulesets_are_found_by_their_ids(install: Install, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    modules = {"province/__init__.py": "", "province/province-1/ruleset.yaml": with_id("province-1")}
    install("province", modules, rulesets={"province": "province"})
    assert load_ruleset("province-1").id == "province-1"
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    told = json.loads(out(capsys, "check", path, "--format", "json")[1])
    assert told["rulesets"][0]["id"] == "province-1"
    assert told["persons"][0]["grade"] == {"at_least": "serious", "at_most": "serious"}
    code, listed, error = out(capsys, "ruleset", "list")
    assert (code, error) == (0, "")
    assert "province-1（province）" in listed
    assert "法释〔2025〕13号" in out(capsys, "ruleset", "show", "province-1")[1]


def test_the_service_and_its_page_have_them_too(install: Install) -> None:
    modules = {"province/__init__.py": "", "province/province-1/ruleset.yaml": with_id("province-1")}
    install("province", modules, rulesets={"province": "province"})
    added_ids.cache_clear()
    with TestClient(create_app(Settings()), base_url="http://localhost") as client:
        answer = client.post("/evaluate", json=CASE)
        assert answer.status_code == 200, answer.text
        assert answer.json()["persons"][0]["grade"] == {"at_least": "serious", "at_most": "serious"}
        assert "province-1" in {one["id"] for one in client.get("/rulesets").json()}
        assert client.get("/rulesets/province-1").status_code == 200
        assert 'value="province-1"' in client.get("/?ruleset=province-1").text
    added_ids.cache_clear()


def test_a_folder_may_be_named_by_its_path(install: Install) -> None:
    site = install(
        "folders",
        {
            "folders.py": "from pathlib import Path\nFOLDER = Path(__file__).parent / 'data'\nTEXT = str(FOLDER)\n",
            "data/own-2/ruleset.yaml": with_id("own-2"),
        },
        rulesets={"a": "folders:FOLDER"},
    )
    assert Path(load_ruleset("own-2").file) == site / "data" / "own-2" / "ruleset.yaml"


def test_a_shipped_ruleset_is_never_replaced(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    before = load_ruleset("fashi-2017-10")
    modules = {"bold/__init__.py": "", "bold/fashi-2017-10/ruleset.yaml": with_id("fashi-2017-10")}
    modules |= {"bold/criminal-law-253-1/ruleset.yaml": with_id("criminal-law-253-1")}
    install("bold", modules, rulesets={"bold": "bold"})
    assert load_ruleset("fashi-2017-10") == before
    assert load_ruleset("criminal-law-253-1").id == "fashi-2017-10"
    code, listed, error = out(capsys, "ruleset", "list")
    assert code == 1
    assert "bold" not in listed
    for name in ("fashi-2017-10", "criminal-law-253-1"):
        assert f"TH743 另装的包「bold」提供的「{name}」与自带的同名" in error


def test_two_packages_with_one_ruleset_are_both_left_out(install: Install) -> None:
    for name in ("first", "second"):
        modules = {f"{name}_rules/__init__.py": "", f"{name}_rules/own-3/ruleset.yaml": with_id("own-3")}
        install(name, modules, rulesets={name: f"{name}_rules"})
    with pytest.raises(NotFoundError, match="TH743") as caught:
        load_ruleset("own-3")
    assert "「first」提供的「own-3」与「second」的同名" in str(caught.value)


@pytest.mark.parametrize(
    ("module", "value", "told"),
    [
        ("raise ValueError('x')", "broken_rules", "导入时出错（ValueError）"),
        ("", "broken_rules", "文件夹里没有 编号/ruleset.yaml"),
        ("HERE = '/no/such/folder'", "broken_rules:HERE", "不是放规则集的文件夹"),
        ("HERE = 5", "broken_rules:HERE", "不是放规则集的文件夹"),
    ],
)
def test_a_broken_folder_is_told_to_whoever_asks_for_a_ruleset_that_is_not_there(
    install: Install, capsys: pytest.CaptureFixture[str], module: str, value: str, told: str
) -> None:
    install("damaged", {"broken_rules/__init__.py": module}, rulesets={"x": value})
    fault = f"TH742 另装的包「damaged」提供的「x」用不了：{told}"
    code, _, error = out(capsys, "ruleset", "show", "province-1")
    assert code == 2
    assert error.startswith("没有规则集「province-1」。可用：fashi-2009-19、")
    assert fault in error
    code, listed, error = out(capsys, "ruleset", "list")
    assert (code, "fashi-2017-10" in listed, error.startswith(fault)) == (1, True, True)
    with pytest.raises(NotFoundError, match="TH742"):
        evaluate(load_case(CASE))
    assert load_ruleset().id == "fashi-2017-10"
    sys.modules.pop("broken_rules", None)


PACKAGE = {
    "province/__init__.py": "",
    "province/own-4/ruleset.yaml": with_id("own-4"),
    "province/renamed/ruleset.yaml": with_id("fashi-2025-13"),
}
MISNAMED = "TH742 另装的包「province」提供的「renamed」用不了：文件夹叫「renamed」，里面的 id 却是「fashi-2025-13」"


def test_a_ruleset_of_another_id_than_its_folder_is_never_used(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    install("province", PACKAGE, rulesets={"province": "province"})
    for ask in (load_ruleset, lambda name: evaluate(load_case({**CASE, "ruleset": name}))):
        with pytest.raises(UnavailableError) as caught:
            ask("renamed")
        assert str(caught.value).startswith(MISNAMED)
        assert caught.value.fields["package"] == "province"
    assert load_ruleset("own-4").id == "own-4"
    code, _, error = out(capsys, "check", SAMPLE, "--ruleset", "renamed")
    assert (code, error.startswith(MISNAMED)) == (2, True)


def test_a_ruleset_of_another_id_is_told_where_rulesets_are_listed(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    install("province", PACKAGE, rulesets={"province": "province"})
    code, listed, error = out(capsys, "ruleset", "list")
    assert code == 1
    assert "own-4（province）" in listed
    assert "renamed" not in listed
    assert error.startswith(MISNAMED)
    assert "the id inside is 'fashi-2025-13'" in out(capsys, "ruleset", "list", "--lang", "en")[2]
    others = json.loads(out(capsys, "doctor", "--format", "json")[1])["others"]
    assert [(one["name"], one["package"], one["works"]) for one in others] == [
        ("own-4", "province", True),
        ("renamed", "province", False),
    ]
    assert others[1]["problem"].startswith(MISNAMED)
    with pytest.raises(NotFoundError) as caught:
        load_ruleset("renam")
    assert MISNAMED in str(caught.value)
    assert "renamed" not in caught.value.fields["allowed"]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("\ufeffid: 'own-5'  # of the province\r\n", True),
        ('"id": "own-5"\n', True),
        ("# " + "x" * 9000 + "\n" + with_id("own-5"), True),
        ("schema: x\nid: other\n", False),
        (with_id('"other"'), False),
        ("# " + "x" * 9000 + "\n" + with_id("other"), False),
        ("nothing: of the kind\n", True),  # what is wrong with it is said when it is read
    ],
)
def test_the_id_is_found_however_it_is_written(install: Install, text: str, known: bool) -> None:
    modules = {"province/__init__.py": "", "province/own-5/ruleset.yaml": text}
    install("province", modules, rulesets={"province": "province"})
    assert ("own-5" in added().files) is known
    assert [fault.key for fault in added().faults] == ([] if known else ["TH742"])


def test_a_file_is_read_only_when_its_ruleset_is_asked_for(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("province", PACKAGE, rulesets={"province": "province"})
    read: list[str] = []
    monkeypatch.setattr("thresholds.law.load._id_in", lambda file: read.append(file.parent.name) or file.parent.name)
    assert load_ruleset("own-4").id == "own-4"
    assert read == []
    added()
    assert read == ["own-4", "renamed"]


def test_a_package_that_leaves_does_not_take_others_along(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    install("aleaving", {"leaving_rules.py": "import sys; sys.exit(3)"}, rulesets={"a": "leaving_rules"})
    install("province", PACKAGE, rulesets={"province": "province"})
    assert load_ruleset("own-4").id == "own-4"
    code, listed, error = out(capsys, "ruleset", "list")
    assert (code, "own-4（province）" in listed) == (1, True)
    assert "TH742 另装的包「aleaving」提供的「a」用不了：导入时出错（SystemExit）" in error


# -- nobody waits -----------------------------------------------------------------------------------------------


def test_nothing_is_looked_for_where_the_names_are_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def looked(group: str) -> object:
        raise AssertionError(group)

    monkeypatch.setattr(plugins, "_group", looked)
    for path in sorted((ROOT / "cases").glob("*.yaml")):
        assert out(capsys, "check", path, "--format", "json")[0] == 0
    for arguments in (
        ("check", SAMPLE),
        ("check", SAMPLE, "--format", "markdown", "--ruleset", "fashi-2017-10"),
        ("questions", SAMPLE),
        ("margins", SAMPLE),
        ("ruleset", "show", "criminal-law-253-1"),
        ("test", SAMPLE),
    ):
        assert out(capsys, *arguments)[0] == 0, arguments
    with pytest.raises(AssertionError, match=r"thresholds\.rulesets"):
        load_ruleset("nothing")


def test_faults_are_worded_in_the_language_of_the_reader() -> None:
    fault = plugins.broken(plugins.Added("x", "y", lambda: None), "not-a-folder")
    assert isinstance(fault, UnavailableError)
    assert fault.show("en") == (
        "TH742 'x' of the package 'y' cannot be used: it is no folder of rulesets. "
        "upgrade the package or remove it; docs/embedding.md says what it should provide"
    )


def test_the_doctor_tries_what_other_packages_add(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    modules = {"lists.py": RENDERER, "own_rules/__init__.py": "", "own_rules/own-9/ruleset.yaml": with_id("own-9")}
    formats_ = {"mine": "lists:grades", "json": "lists:grades", "gone": "nowhere"}
    install("lists", modules, renderers=formats_, rulesets={"own": "own_rules"})
    code, shown, error = out(capsys, "doctor", "--format", "json")
    assert (code, error) == (0, "")
    others = json.loads(shown)["others"]
    assert [(one["kind"], one["name"], one["package"], one["works"]) for one in others] == [
        ("format", "gone", "lists", False),
        ("format", "json", "lists", False),
        ("format", "mine", "lists", True),
        ("ruleset", "own-9", "lists", True),
    ]
    assert others[0]["problem"].startswith("TH742 ")
    assert others[1]["problem"].startswith("TH743 ")
    told = out(capsys, "doctor")[1]
    assert "● 规则集 own-9（lists）" in told
    assert "○ 格式 gone（lists），用不了：TH742" in told


def test_the_nearest_name_is_given_although_a_package_is_broken(install: Install) -> None:
    install("torn", {"torn.py": "raise ValueError"}, renderers={"torn": "torn"}, rulesets={"torn": "torn"})
    with pytest.raises(NotFoundError) as caught:
        load_ruleset("fashi-2017-11")
    assert caught.value.fields["near"] == "fashi-2017-10"
    assert "导入时出错（ValueError）" in str(caught.value)
    assert str(caught.value).endswith("最接近的是「fashi-2017-10」")
