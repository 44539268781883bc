"""Completion as a shell asks for it, through bash itself where it can be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from terminals import ESCAPE, ROOT, Terminal, surroundings

from thresholds import glossary
from thresholds.cli.root import COMMANDS
from thresholds.cli.rulesets import COMMANDS as OF_RULESETS
from thresholds.wording.codes import codes


def asked(line: str, shell: str = "bash", **environment: str) -> list[str]:
    """What the command answers to a line whose last word is being typed; nothing else may be printed."""
    words = line.split(" ")
    found = subprocess.run(
        [sys.executable, "-m", "thresholds"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
        env=surroundings(
            _THRESHOLDS_COMPLETE=f"{shell}_complete",
            COMP_WORDS=" ".join(words if words[-1] else words[:-1]),
            COMP_CWORD=words[-1] if shell == "fish" else str(len(words) - 1),
            **environment,
        ),
    )
    assert found.stderr == ""
    return found.stdout.split("\n")[:-1] if found.stdout != "\n" else []


def plain(line: str) -> list[str]:
    found = asked(line)
    assert all(answer.startswith("plain,") for answer in found)
    return [answer.removeprefix("plain,") for answer in found]


def test_commands_and_their_commands() -> None:
    assert plain("thresholds ") == list(COMMANDS)
    assert plain("thresholds ru") == ["ruleset"]
    assert plain("thresholds ruleset ") == list(OF_RULESETS)


def test_options_and_their_values() -> None:
    assert {"--format", "--lang", "--ruleset", "--reading", "--person", "--watch"} <= set(plain("thresholds check --"))
    assert plain("thresholds check --lang ") == ["zh", "en"]
    assert plain("thresholds check --lang=e") == ["en"]
    assert plain("thresholds completion ") == ["bash", "zsh", "fish"]


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("thresholds check --reading gains=", ["gains=gross", "gains=net"]),
        ("thresholds check --reading gains=n", ["gains=net"]),
        ("thresholds questions --reading two", ["two_years=inclusive", "two_years=exclusive"]),
        ("thresholds check --ruleset fashi-2017-10 --reading duty_mix=t", ["duty_mix=together"]),
        ("thresholds check --ruleset fashi-2017", ["fashi-2017-10"]),
        ("thresholds ruleset show fashi-2018", ["fashi-2018-19"]),
        ("thresholds ruleset lint fashi-2013-8", ["fashi-2013-8"]),
        ("thresholds check sample:zao", ["sample:zaozhuang-2017"]),
        ("thresholds check sample:tenfold-of-half sample:insider", ["sample:insider-half"]),
        ("thresholds questions sample:wux", ["sample:wuxi-2018"]),
        ("thresholds check sample:insider-half --person ", ["甲", "乙"]),
        ("thresholds check cases/zaozhuang-2017.yaml --person wu", ["wu", "wu_mou_mou"]),
        ("thresholds code TH30", [f"TH30{number}" for number in range(1, 10)]),
        ("thresholds glossary 情节特", ["情节特别严重"]),
        ("thresholds glossary especially", ["especially_serious"]),
        ("thresholds schema re", ["report"]),
    ],
)
def test_names_and_values(line: str, answers: list[str]) -> None:
    assert plain(line) == answers


def test_all_terms_and_codes_are_offered() -> None:
    assert set(plain("thresholds glossary ")) == {name for term in glossary.all_terms() for name in (term.id, term.zh)}
    assert plain("thresholds code ") == list(codes())


@pytest.mark.parametrize("line", ["thresholds check ", "thresholds check ca", "thresholds check a --output x"])
def test_files_are_left_to_the_shell(line: str) -> None:
    assert asked(line) == [f"file,{line.split(' ')[-1]}"]


def test_a_ruleset_may_be_a_file() -> None:
    assert asked("thresholds check --ruleset rulesets/f") == ["file,rulesets/f"]


@pytest.mark.parametrize(
    "line",
    [
        "thresholds chek ",
        "thresholds check no-such.yaml --person ",
        "thresholds check sample:no-such --person ",
        "thresholds check pyproject.toml --person ",
        "thresholds check --ruleset no-such --reading ",
        "thresholds code TH205 ",
        "thresholds check sample:no-such",
    ],
)
def test_nothing_is_offered_and_nothing_said_where_the_line_is_wrong(line: str) -> None:
    assert asked(line) == []


def test_other_shells_are_answered_in_their_own_way() -> None:
    assert asked("thresholds check --reading gains=n", "zsh") == ["plain", "gains=net", "扣除成本"]
    assert asked("thresholds check sample:wuxi", "zsh") == ["plain", "sample:wuxi-2018", "_"]
    assert asked("thresholds check --reading gains=n", "fish") == ["plain,gains=net\t扣除成本"]


@pytest.mark.parametrize("instruction", ["bash_sing", "csh_complete", "nothing"])
def test_an_unknown_question_is_1(instruction: str) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "thresholds"],
        env=surroundings(_THRESHOLDS_COMPLETE=instruction),
        capture_output=True,
        check=False,
    )
    assert (found.returncode, found.stdout, found.stderr) == (1, b"", b"")


# -- scripts ----------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the program as a shell finds it."""
    program = tmp_path / "thresholds"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m thresholds "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def path_with(folder: Path) -> str:
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(
    ("shell", "registered"),
    [
        ("bash", "complete -o nosort -F _thresholds_completion thresholds"),
        ("zsh", "compdef _thresholds_completion thresholds"),
        ("fish", "complete --no-files --command thresholds"),
    ],
)
def test_the_script_of_each_shell_asks_with_the_variable_that_is_answered(shell: str, registered: str) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "thresholds", "completion", shell],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=surroundings(),
        check=True,
    )
    assert found.stderr == ""
    assert registered in found.stdout
    assert f"_THRESHOLDS_COMPLETE={shell}_complete" in found.stdout
    assert found.stdout.splitlines()[-1].startswith("# ")
    assert f"thresholds completion {shell}" in found.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("line", "breaks", "replies"),
    [
        ("thresholds che", "=:", ["check"]),
        ("thresholds check --reading gains=n", "=:", ["net"]),
        ("thresholds check --reading gains=n", "", ["gains=net"]),
        ("thresholds check --reading=gains=", "=:", ["gross", "net"]),
        ("thresholds check --reading=gains=", "", ["--reading=gains=gross", "--reading=gains=net"]),
        ("thresholds check --lang=", "=:", ["zh", "en"]),
        ("thresholds check sample:wuxi", "=:", ["wuxi-2018"]),
        ("thresholds check sample:wuxi", "", ["sample:wuxi-2018"]),
        ("thresholds check sample:insider-half --person 甲", "=:", ["甲"]),
        ("thresholds nothing ", "=:", []),
    ],
)
def test_bash_is_given_what_comes_after_the_place_where_it_breaks_words(
    line: str, breaks: str, replies: list[str], home: Path
) -> None:
    script = f"""
        source <(thresholds completion bash)
        COMP_WORDBREAKS={breaks!r} COMP_LINE={line!r} COMP_POINT={len(line)}
        _thresholds_completion thresholds
        for reply in "${{COMPREPLY[@]}}"; do printf '%s\\n' "$reply"; done
    """
    found = subprocess.run(
        ["bash", "--norc", "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=surroundings(PATH=path_with(home), LC_ALL="C.UTF-8"),
        check=True,
    )
    assert (found.stdout.splitlines(), found.stderr) == (replies, "")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("thresholds che\t", "thresholds check "),
        ("thresholds check --reading gains=n\t", "--reading gains=net "),
        ("thresholds check sample:wuxi\t", "sample:wuxi-2018 "),
        ("thresholds check cases/wuxi\t", "cases/wuxi-2018.yaml "),
        ("thresholds code th20\t\x15thresholds code TH20\t\t", "TH209"),
    ],
)
def test_a_person_presses_the_key(typed: str, completed: str, home: Path) -> None:
    with Terminal(
        ["--norc", "--noprofile", "-i"], program=["bash"], PATH=path_with(home), PS1="$ ", LC_ALL="C.UTF-8"
    ) as terminal:
        terminal.type("bind 'set enable-bracketed-paste off'; source <(thresholds completion bash); echo rea''dy\n")
        terminal.until("ready")
        terminal.until("$ ")
        terminal.type(typed)
        assert completed in ESCAPE.sub("", terminal.until(completed))
