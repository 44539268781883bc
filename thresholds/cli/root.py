"""The group of commands, exit codes, and how errors are shown.

0 done · 1 the data is wrong · 2 wrong usage · 3 an expectation or a lint failed · 4 a fault of this program
"""

from __future__ import annotations

import os
import sys

import click

from thresholds import __version__
from thresholds.cli.lazy import LazyGroup
from thresholds.errors import (
    BrokenOffError,
    EditError,
    EngineError,
    NotFoundError,
    ReadingError,
    SourceErrors,
    ThresholdsError,
)
from thresholds.wording import phrase

DONE, WRONG_DATA, WRONG_USAGE, FAILED, OUR_FAULT = range(5)

#: Each command lives in a module of its own that is imported only when it is used.
COMMANDS = {
    "check": "thresholds.cli.check",
    "test": "thresholds.cli.test",
    "questions": "thresholds.cli.questions",
    "interview": "thresholds.cli.interview",
    "margins": "thresholds.cli.margins",
    "whatif": "thresholds.cli.whatif",
    "compare": "thresholds.cli.compare",
    "ruleset": "thresholds.cli.rulesets",
    "case": "thresholds.cli.case",
    "batch": "thresholds.cli.batch",
    "tally": "thresholds.cli.tally",
    "quiz": "thresholds.cli.quiz",
    "demo": "thresholds.cli.demo",
    "serve": "thresholds.cli.serve",
    "mcp": "thresholds.cli.mcp",
    "schema": "thresholds.cli.schema",
    "export": "thresholds.cli.export",
    "glossary": "thresholds.cli.glossary",
    "code": "thresholds.cli.code",
    "doctor": "thresholds.cli.doctor",
    "completion": "thresholds.cli.completion",
}


@click.group(cls=LazyGroup, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="thresholds %(version)s")
def cli() -> None:
    """案卷进，档次出，逐项说明。Case files in, grades out, every step explained."""


def run(args: list[str]) -> int:
    """Run the command line; the exit code."""
    lang = _language(args)
    _utf8()
    if "_THRESHOLDS_COMPLETE" in os.environ:
        from thresholds.cli.completion import complete

        return complete(cli)
    try:
        result = cli.main(args=args, prog_name="thresholds", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.exceptions.Exit as error:
        return int(error.exit_code)
    except click.Abort:
        click.echo("", err=True)
        return WRONG_USAGE
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except (SourceErrors, BrokenOffError) as error:
        click.echo(error.show(lang), err=True)
        return WRONG_DATA
    except (EditError, NotFoundError, ReadingError) as error:
        click.echo(error.show(lang), err=True)
        return WRONG_USAGE
    except EngineError as error:
        click.echo(error.show(lang), err=True)
        return OUR_FAULT
    except ThresholdsError as error:
        click.echo(error.show(lang), err=True)
        return WRONG_DATA
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        click.echo("", err=True)
        return 130
    except Exception as error:  # the last resort: a sentence, never a traceback
        click.echo(phrase("engine-fault", lang).format(detail=f"{type(error).__name__}: {error}"), err=True)
        return OUR_FAULT


def _utf8() -> None:
    """Chinese goes out whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if (getattr(stream, "encoding", None) or "").lower().replace("-", "") != "utf8" and hasattr(
            stream, "reconfigure"
        ):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _language(args: list[str]) -> str:
    """The language asked for, for errors that arise before options are parsed."""
    for before, word in zip(["", *args], args, strict=False):
        if word == "--lang=en" or (before == "--lang" and word == "en"):
            return "en"
    return os.environ.get("THRESHOLDS_LANG", "zh")
