"""Documents from the command line: formats, for whom, one file or a folder, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import CASES, ROOT
from terminals import surroundings

from thresholds import evaluate, load_case, render
from thresholds.cli.root import run

ONE, OTHER = ROOT / "cases" / "wuxi-2018.yaml", ROOT / "cases" / "nantong-2019.yaml"

Out = tuple[int, str, str]
Run = Callable[..., Out]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit code, standard output, standard error."""

    def called(*args: object) -> Out:
        code = run(["check", *(str(arg) for arg in args)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return called


@pytest.mark.parametrize("format_", ["markdown", "html"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_document_is_what_render_makes(cli: Run, format_: str, lang: str, tmp_path: Path) -> None:
    expected = render(evaluate(load_case(ONE)), format_, lang)
    assert cli(ONE, "--format", format_, "--lang", lang) == (0, expected, "")
    target = tmp_path / "report"
    assert cli(ONE, "--format", format_, "--lang", lang, "--output", target) == (0, "", "")
    assert target.read_bytes() == expected.encode()


@pytest.mark.parametrize("audience", ["court", "defence", "prosecution", "client"])
def test_for_whom(cli: Run, audience: str) -> None:
    expected = render(evaluate(load_case(ONE)), "markdown", "zh", audience)
    assert cli(ONE, "--format", "markdown", "--for", audience) == (0, expected, "")


def test_for_whom_is_about_documents_alone(cli: Run) -> None:
    for format_ in ("text", "json"):
        code, out, err = cli(ONE, "--format", format_, "--for", "defence")
        assert (code, out) == (2, "")
        assert "--for" in err
    assert cli(ONE, "--format", "html", "--for", "judge")[0] == 2


@pytest.mark.parametrize(
    ("format_", "ending"), [("markdown", ".md"), ("html", ".html"), ("json", ".json"), ("text", ".txt")]
)
def test_a_folder_gets_a_file_each(cli: Run, format_: str, ending: str, tmp_path: Path) -> None:
    for output in (str(tmp_path), f"{tmp_path}/"):
        assert cli(ONE, OTHER, "--format", format_, "--output", output) == (0, "", "")
        assert sorted(path.name for path in tmp_path.iterdir()) == [f"nantong-2019{ending}", f"wuxi-2018{ending}"]
    assert cli(ONE, "--format", format_, "--output", f"{tmp_path}/alone")[0] == 0
    assert (tmp_path / "alone").read_bytes() == (tmp_path / f"wuxi-2018{ending}").read_bytes()


def test_files_of_one_name_are_numbered(cli: Run, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "case.yaml").write_bytes(ONE.read_bytes())
    out = tmp_path / "out"
    out.mkdir()
    assert cli(tmp_path / "a", tmp_path / "b", "--format", "markdown", "--output", out)[0] == 0
    assert sorted(path.name for path in out.iterdir()) == ["case-2.md", "case.md"]


def test_a_missing_folder_is_an_error_of_the_data(cli: Run, tmp_path: Path) -> None:
    code, out, err = cli(ONE, "--format", "html", "--output", f"{tmp_path}/missing/")
    assert (code, out) == (1, "")
    assert "TH001" in err


def test_several_cases_are_one_document(cli: Run) -> None:
    code, out, err = cli(ONE, OTHER, "--format", "markdown", "--for", "client")
    assert (code, err) == (0, "")
    assert out.startswith("# 2 件案卷的量刑档次说明（供当事人阅读）\n")
    assert out.count("\n## ") == 2


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_a_format_of_one_case_refuses_several(cli: Run, format_: str, tmp_path: Path) -> None:
    code, out, err = cli(ONE, OTHER, "--format", format_, "--output", tmp_path / "both")
    assert (code, out) == (2, "")
    assert "--output" in err
    assert list(tmp_path.iterdir()) == []


def test_bytes_go_to_a_pipe_but_not_to_a_terminal(monkeypatch: pytest.MonkeyPatch, cli: Run) -> None:
    command = [sys.executable, "-m", "thresholds", "check", str(ONE), "--format", "docx"]
    piped = subprocess.run(command, capture_output=True, check=True, env=surroundings(), cwd=ROOT)
    assert piped.stdout.startswith(b"PK")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    code, out, err = cli(ONE, "--format", "docx")
    assert (code, out) == (2, "")
    assert "--output" in err


def test_one_person_alone(cli: Run) -> None:
    code, out, _ = cli(OTHER, "--format", "markdown", "--person", "he")
    assert code == 0
    assert "\n## 二、贺某（某网络公司安全工程师）：未达到\n" in out
    assert "## 三、出处和备注" in out


def test_text_and_json_import_nothing_of_documents() -> None:
    program = (
        "import sys; from thresholds.cli.root import run; code = run(sys.argv[1:]);"
        "heavy = [name for name in sys.modules if name.startswith('thresholds.rendering.document') or name == 'docx'];"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    for format_ in ("text", "json"):
        command = [sys.executable, "-c", program, "check", str(CASES[0]), "--format", format_]
        subprocess.run(command, capture_output=True, check=True, env=surroundings(), cwd=ROOT)
