"""`thresholds completion`: the script that lets a shell complete commands, options, names and values.

What an argument or an option takes is known by its name or by its metavar, in one table; a command says nothing more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
)

PROGRAM = "thresholds"
VARIABLE = "_THRESHOLDS_COMPLETE"

_SAMPLE = "sample:"

#: bash breaks words at `:` and `=`, so that the part before them must be taken off what it is to insert.
_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' line="${COMP_LINE:0:COMP_POINT}" head="" completion
    local word="${line##*[[:space:]]}" breaks="${COMP_WORDBREAKS//[^:=]/}"
    [[ -n $breaks ]] && head="${word%%"${word##*[$breaks]}"}"
    COMPREPLY=()
    for completion in $(env COMP_LINE="$line" %(complete_var)s=bash_complete "$1"); do
        case "${completion%%%%,*}" in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) completion="${completion#*,}"; COMPREPLY+=("${completion#"$head"}") ;;
        esac
    done
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

#: How each shell is told; the last line of its script.
_USE = {
    "bash": '# ~/.bashrc: eval "$(thresholds completion bash)"',
    "zsh": '# ~/.zshrc, compinit 之后 after compinit: eval "$(thresholds completion zsh)"',
    "fish": "# thresholds completion fish > ~/.config/fish/completions/thresholds.fish",
}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(_USE)))
def command(shell: str) -> int:
    """打印 shell 补全脚本，按 Tab 补全。Print the completion script of a shell.

    \b
    bash  eval "$(thresholds completion bash)"   写进 into ~/.bashrc
    zsh   eval "$(thresholds completion zsh)"    写进 into ~/.zshrc
    fish  thresholds completion fish > ~/.config/fish/completions/thresholds.fish
    """
    from thresholds.cli.root import cli

    script = _SHELLS[shell](cli, {}, PROGRAM, VARIABLE).source()
    click.echo(f"{script.rstrip()}\n{_USE[shell]}")
    return 0


def complete(cli: click.Command) -> int:
    """Answer the shell, which asks through the environment; 1 where it asks for nothing known."""
    for name, shell in _SHELLS.items():
        add_completion_class(shell, name)
    return shell_complete(cli, {}, PROGRAM, VARIABLE, os.environ[VARIABLE])


class _Quiet(ShellComplete):
    """Completion that never prints an error into the line that a person is typing."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """What could stand here; nothing where the line or a file that it names is wrong."""
        try:
            # click gives up the arguments of a line that ends in an option without its value
            self.ctx_args["obj"] = tuple(args)
            return super().get_completions(args, incomplete) if _teach(self.cli, args) else []
        except Exception:
            return []


class _Bash(_Quiet, BashComplete):
    """Asks with the line as it is typed, not with the words that bash has broken it into."""

    source_template = _BASH
    option = ""

    def source(self) -> str:
        """The script; which bash it is for is the user's choice."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and that one."""
        line = os.environ.get("COMP_LINE")
        if line is None:
            return super().get_completion_args()
        from click.shell_completion import split_arg_string

        words = split_arg_string(line)[1:]
        incomplete = words.pop() if words and not line[-1:].isspace() else ""
        if incomplete.startswith("--") and "=" in incomplete:
            self.option = incomplete.partition("=")[0] + "="
        return words, incomplete

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """One answer; the name of an option that is joined to its value is part of the word."""
        return f"{item.type},{self.option}{item.value}"


class _Zsh(_Quiet, ZshComplete):
    """As click has it."""


class _Fish(_Quiet, FishComplete):
    """As click has it."""


_SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}

Completer = Callable[[click.Context, str], Iterator[CompletionItem[str]]]


class _Named(click.ParamType):  # type: ignore[type-arg]  # generic in the newer releases of click alone
    """A text of which some values are known."""

    name = "text"

    def __init__(self, completer: Completer) -> None:
        self.completer = completer

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem[str]]:
        """The values that begin like this."""
        return [
            item
            for item in self.completer(ctx, incomplete)
            if item.type != "plain" or item.value.startswith(incomplete)
        ]


def _teach(cli: click.Command, args: list[str]) -> bool:
    """Let the parameters of the command that is typed know their values; whether there is such a command."""
    if not args or not isinstance(cli, click.Group):
        return True
    found = cli.get_command(click.Context(cli), args[0])
    commands = [found] if found else []
    while commands:
        one = commands.pop()
        if isinstance(one, click.Group):
            inner = click.Context(one)
            commands += [command for name in one.list_commands(inner) if (command := one.get_command(inner, name))]
        for param in one.params:
            completer = _BY_NAME.get(param.name or "") or _BY_METAVAR.get((param.metavar or "").strip("[].…"))
            if completer is not None and not isinstance(param.type, click.Choice):
                param.type = _Named(completer)
    return found is not None


def _cases(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    """Files, and the samples once that word is typed: a shell cannot be given both at once."""
    from thresholds.law.load import data_folder

    if not incomplete.startswith(_SAMPLE.rstrip(":")):
        yield CompletionItem(incomplete, type="file")
        return
    for path in sorted(data_folder("cases").rglob("*.yaml")):
        yield CompletionItem(f"{_SAMPLE}{path.stem}")


def _files(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    yield CompletionItem(incomplete, type="file")


def _rulesets(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:
    """The ids, or files where none begins like this."""
    from thresholds.law.load import added, available

    names = [name for name in (*available(), *added().files) if name.startswith(incomplete)]
    yield from [CompletionItem(name) for name in names] or _files(ctx, incomplete)


def _readings(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    """Every reading with each of its options, of the ruleset named or the one taken otherwise."""
    from thresholds.law.load import load_ruleset
    from thresholds.report.select import DEFAULT_RULESET

    ruleset = load_ruleset(ctx.params.get("ruleset") or DEFAULT_RULESET)
    for reading in ruleset.readings:
        for name, option in reading.options.items():
            yield CompletionItem(f"{reading.id}={name}", help=option.zh)


def _persons(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    """The persons of the cases among the words before."""
    from thresholds.case.load import load_case
    from thresholds.cli.options import case_path
    from thresholds.suite.read import files_under

    given = [word for word in ctx.obj if word.startswith(_SAMPLE) or Path(word).exists()]
    for path in files_under(tuple(case_path(name) for name in given)):
        for identifier, person in load_case(path).persons.items():
            yield CompletionItem(identifier, help=person.name or None)


def _codes(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    from thresholds.wording.codes import codes, page

    for code in codes():
        yield CompletionItem(code, help=page(code).says)


def _schemas(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    from thresholds import schemas

    for name in schemas.names():
        yield CompletionItem(name)


def _terms(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    """Identifiers and their Chinese, each as it is written in files."""
    from thresholds import glossary

    seen: Mapping[str, str] = {entry.id: entry.zh for entry in glossary.all_terms()}
    for identifier, chinese in seen.items():
        yield CompletionItem(identifier, help=chinese)
    for chinese in dict.fromkeys(seen.values()):
        yield CompletionItem(chinese)


def _grades(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    """The grades of the ruleset named, or those that every ruleset may have."""
    from thresholds import glossary
    from thresholds.law.load import load_ruleset

    named = ctx.params.get("ruleset")
    labels = load_ruleset(named).labels if named else {}
    grades = load_ruleset(named).grade_ids if named else glossary.ids(glossary.Family.GRADE)
    for identifier in grades:
        zh = labels[identifier][0] if identifier in labels else glossary.label(identifier, "zh")
        yield CompletionItem(identifier, help=zh)


def _edits(ctx: click.Context, incomplete: str) -> Iterator[CompletionItem[str]]:  # noqa: ARG001
    """What an edit may name of facts and standards: those that the ruleset of the case declares."""
    from thresholds.case.load import load_case
    from thresholds.cli.options import case_path
    from thresholds.report.model import evaluate

    given = next((word for word in ctx.obj if word.startswith(_SAMPLE) or Path(word).is_file()), None)
    if given is None:
        return
    case = load_case(case_path(given))
    ruleset = evaluate(case, ctx.params.get("ruleset")).ruleset
    for person in case.persons:
        for fact in ruleset.declared.values():
            yield CompletionItem(f"facts.{person}.{fact.id}=", help=fact.label)
    for parameter in ruleset.parameters:
        yield CompletionItem(f"standards.{parameter.id}=", help=parameter.label)


_BY_NAME: dict[str, Completer] = {"person": _persons, "code": _codes, "term": _terms}
_BY_METAVAR: dict[str, Completer] = {
    "PATH": _cases,
    "CASE": _cases,
    "NEW": _cases,
    "FILE": _files,
    "ID|PATH": _rulesets,
    "ID=OPTION": _readings,
    "GRADE": _grades,
    "SCHEMA": _schemas,
    "PATH=VALUE": _edits,
}
