"""Options that several commands share, and where output goes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from thresholds.errors import ReadingError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from thresholds.errors import Diagnostic
    from thresholds.law.model import Ruleset

Function = TypeVar("Function", bound=Callable[..., object])


class FormatChoice(click.Choice):  # type: ignore[type-arg]  # generic in the newer releases of click alone
    """The formats of reports. Those of other packages are looked for where one is asked for, or all are listed."""

    def __init__(self) -> None:
        from thresholds.rendering import FORMATS

        super().__init__(list(FORMATS))

    def convert(self, value: str, *_: object) -> str:
        """The name of a format.

        Raises:
            NotFoundError: there is none of that name; UnavailableError: it cannot be used (TH742).
        """
        from thresholds.rendering import format_of

        format_of(value)
        return value

    def get_metavar(self, *args: Any, **options: Any) -> str | None:
        """All formats, for the help."""
        return self._all().get_metavar(*args, **options)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """All formats that begin like this."""
        return self._all().shell_complete(ctx, param, incomplete)

    def _all(self) -> click.Choice[str]:
        from thresholds.rendering import formats

        return click.Choice(formats())


def lang_option(function: Function) -> Function:
    """`--lang zh|en`."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default="zh",
        envvar="THRESHOLDS_LANG",
        show_default=True,
        help="语言 language",
    )(function)


def ruleset_option(function: Function) -> Function:
    """`--ruleset ID|PATH`."""
    return click.option("--ruleset", metavar="ID|PATH", help="规则集 the ruleset to measure by")(function)


def reading_option(function: Function) -> Function:
    """`--reading id=option`, as often as wanted."""
    return click.option("--reading", "reading", multiple=True, metavar="ID=OPTION", help="口径 choose a reading")(
        function
    )


def person_option(function: Function) -> Function:
    """`--person ID`."""
    return click.option("--person", metavar="ID", help="只看一人 one person alone")(function)


def output_option(function: Function) -> Function:
    """`--output FILE`."""
    return click.option("--output", metavar="FILE", help="写入文件 write to a file")(function)


def parse_readings(wishes: tuple[str, ...]) -> dict[str, str]:
    """`gains=net` as a mapping.

    Raises:
        ReadingError: it is not of that form, or chooses two options of one reading.
    """
    found: dict[str, str] = {}
    for wish in wishes:
        name, equals, option = wish.partition("=")
        if not equals or not name or not option:
            raise ReadingError("reading-form", value=wish)
        name, option = name.strip(), option.strip()
        if found.setdefault(name, option) != option:
            raise ReadingError("reading-twice", value=name, one=found[name], other=option)
    return found


def case_path(name: str) -> str:
    """A path as given, or `sample:NAME` for a shipped sample case."""
    if not name.startswith("sample:"):
        return name
    from thresholds.errors import NotFoundError

    wanted = name.removeprefix("sample:")
    known = samples()
    if wanted not in known:
        raise NotFoundError("no-sample", value=wanted, allowed="、".join(known))
    return str(known[wanted])


def samples() -> dict[str, Path]:
    """The shipped sample cases by name: case files and ledgers."""
    from thresholds.law.load import data_folder
    from thresholds.suite.read import files_under

    return {path.stem: path for path in files_under((str(data_folder("cases")),))}


def write_out(text: str | bytes, output: str | None) -> None:
    """Print, or write a file whole: to a temporary file beside it, then renamed. Text is UTF-8 in files.

    Raises:
        SourceErrors: the folder is missing or cannot be written to, or the name is that of a folder (TH001).
    """
    if output is None:
        click.echo(text, nl=isinstance(text, str) and not text.endswith("\n"))
        return
    try:
        _replace(Path(output), text.encode("utf-8") if isinstance(text, str) else text)
    except OSError as error:
        from thresholds.errors import SourceErrors

        raise SourceErrors([unwritable(output, error)]) from None


def unwritable(output: str, error: OSError) -> Diagnostic:
    """TH001: why a file cannot be written; a missing folder is named."""
    from thresholds.errors import Diagnostic
    from thresholds.wording import Worded

    reasons = {IsADirectoryError: "file.folder", PermissionError: "file.unwritable"}
    problem = Worded(reasons.get(type(error), error.strerror or type(error).__name__))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        problem = Worded("file.no-folder", value=str(Path(output).parent))
    return Diagnostic("TH001", output, 0, 0, detail=(("problem", problem),))


def _replace(path: Path, content: bytes) -> None:
    """Write a temporary file beside the path, and let it take its place.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def wished(name: str | None) -> Ruleset | None:
    """The ruleset of `--ruleset`, whose words case files may use; None where none is given.

    Raises:
        NotFoundError: there is none of that name.
    """
    if name is None:
        return None
    from thresholds.law.load import load_ruleset

    return load_ruleset(name)


def standards(name: str) -> Ruleset:
    """A ruleset by id or path, which sets standards of its own.

    Raises:
        NotFoundError: there is none of that name, or it is a statute, whose versions set none.
    """
    from thresholds.errors import NotFoundError
    from thresholds.law.load import is_statute, load_ruleset

    if is_statute(name):
        raise NotFoundError("a-statute", value=name)
    return load_ruleset(name)
