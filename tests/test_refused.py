"""Wrong files and what is said of each, word for word; and files that look wrong and are right.

`refused/expected.txt` holds for every file a line `== FILE CODE` and below it the whole of standard error.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thresholds import glossary
from thresholds.cli.root import run
from thresholds.source.yaml import MAX_BYTES, read_text
from thresholds.wording import TOPICS, table

REFUSED = Path(__file__).parent / "refused"
CHINESE = re.compile("[\u3400-\u9fff]+")
QUOTED = re.compile("'[^']*'")

TERMS = {spelling for term in glossary.all_terms() for spelling in (term.zh, *term.also)}
#: Chinese figures and words that English sentences name as what is to be written.
EXAMPLES = {
    word for topic in TOPICS for sentence in table(topic, "en").values() for word in CHINESE.findall(sentence)
} | {"免予刑事处罚"}


def sections() -> dict[str, tuple[int, str]]:
    """Exit code and standard error of each file."""
    found: dict[str, tuple[int, str]] = {}
    for section in (REFUSED / "expected.txt").read_text(encoding="utf-8").split("== ")[1:]:
        head, _, text = section.partition("\n")
        name, code = head.split()
        found[name] = int(code), text
    return found


EXPECTED = sections()
ACCEPTED = sorted(path.name for path in (REFUSED / "accepted").iterdir())


def refusal(name: str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """What is said of a file by the command that reads files of its kind."""
    commands = {"suites": ["test"], "rulesets": ["ruleset", "lint"]}
    code = run([*commands.get(Path(name).parts[0], ["check"]), name, *options])
    return code, capsys.readouterr().err


@pytest.fixture(autouse=True)
def _beside_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REFUSED)


def test_every_file_is_expected() -> None:
    written = {path.relative_to(REFUSED).as_posix() for path in REFUSED.rglob("*.*") if path.is_file()}
    besides = {".gitattributes", "expected.txt", *(f"accepted/{name}" for name in ACCEPTED)}
    assert written - besides == EXPECTED.keys() - {"no-such-file.yaml"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_wrong_file_is_refused_in_these_words(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(name, capsys) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_same_is_said_in_english(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = refusal(name, capsys, "--lang", "en")
    expected_code, expected = EXPECTED[name]
    assert code == expected_code
    assert places(text) == places(expected)
    assert "{value}" not in text
    assert chinese_wording(text, name) == []


def places(text: str) -> list[list[str]]:
    """File, line, column and code of each line."""
    return [line.split()[:2] for line in text.splitlines()]


def chinese_wording(text: str, name: str) -> list[str]:
    """The Chinese in an English text that is not quoted, a term, an example of how to write, or of the file."""
    own = CHINESE.findall((REFUSED / name).read_bytes().decode(errors="ignore")) if Path(name).exists() else []
    for word in sorted({*TERMS, *EXAMPLES, *own}, key=len, reverse=True):
        text = text.replace(word, "")
    return CHINESE.findall(QUOTED.sub("", text))


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_file_that_only_looks_wrong_is_accepted(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", f"accepted/{name}"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "�" not in shown.out
    assert run(["test", f"accepted/{name}"]) == 0


def test_what_accepted_files_expect_is_tested(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", "accepted"]) == 0
    assert capsys.readouterr().out == "4 passed, 0 failed\n"


def test_all_errors_of_all_files_are_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "about.yaml", "empty.yaml", "accepted/bom.yaml", "negative.yaml"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "".join(EXPECTED[name][1] for name in ("about.yaml", "empty.yaml", "negative.yaml"))


def test_errors_come_in_the_order_of_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = refusal("several-errors.yaml", capsys)
    lines = [tuple(int(part) for part in line.split(":")[1:3]) for line in text.splitlines()]
    assert lines == sorted(lines)
    assert len(lines) == 11


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert run(["check", str(path)]) == 1
    assert capsys.readouterr().err == (
        f"{path}: TH008 文件太大：{MAX_BYTES + 1}。一个文件至多 64 MiB、五百万个值；按案件拆开\n"
    )


def test_a_byte_order_mark_does_not_move_the_place_of_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for start, place in (("\ufeff", "1:29"), ("", "1:29"), ("\r\n", "2:29")):
        path = tmp_path / "case.yaml"
        path.write_bytes(f"{start}{{schema: thresholds/case/1, 甲乙: 丙}}\n".encode())
        run(["check", str(path)])
        assert f"{path}:{place}: TH201 不认识的键「甲乙」" in capsys.readouterr().err


def test_line_ends_do_not_move_the_place_of_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    text = read_text(REFUSED / "several-errors.yaml")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    run(["check", str(path)])
    said = capsys.readouterr().err.replace(str(path), "several-errors.yaml")
    assert said == EXPECTED["several-errors.yaml"][1]
