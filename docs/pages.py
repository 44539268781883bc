"""Pages of the site that are made from the program itself: every command, every code, every term, the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from thresholds import __all__ as public
from thresholds import glossary
from thresholds.cli.root import cli
from thresholds.wording.codes import codes, page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

#: The first line of a block of code that has a name behind its language.
_NAMED = re.compile(r"^(```[a-z]+) .+$", re.MULTILINE)
#: What the page about Python names beside the public names of the package.
NAMED = (
    "thresholds.report.model.Grade",
    "thresholds.evaluation.assess.Finding",
    "thresholds.values.interval.Interval",
    "thresholds.errors.UnavailableError",
    "thresholds.errors.EditError",
    "thresholds.case.load.document",
    "thresholds.case.edit.parse_edit",
    "thresholds.report.whatif.what_if",
    "thresholds.report.whatif.WhatIf",
    "thresholds.rendering.render_bytes",
    "thresholds.batch.frames.evaluate_table",
    "thresholds.batch.frames.Answers",
    "thresholds.columns.layout.TableMapping",
    "thresholds.schemas",
)
#: How wide help is set.
WIDTH = 100


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The settings of the site, in which a heading is linked to by its own words, Chinese ones too."""
    from markdown.extensions.toc import slugify_unicode

    config.mdx_configs["toc"] = {"slugify": slugify_unicode}
    return config


def on_page_markdown(markdown: str, **_page: object) -> str:
    """A page whose blocks of code are named by their language alone: their own names are for those who check them."""
    return _NAMED.sub(r"\1", markdown)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of the site, with those that are made."""
    from mkdocs.structure.files import File

    for name, text in pages().items():
        files.append(File.generated(config, name, content=text))
    return files


def pages() -> dict[str, str]:
    """Every made page by its name."""
    return {
        "commands.md": "\n".join(commands()),
        "codes.md": "\n".join(every_code()),
        "glossary.md": "\n".join(terms()),
        "reference.md": "\n".join(reference()),
    }


def commands() -> Iterator[str]:
    """The help of every command, as it is printed."""
    yield "# 命令 Commands\n"
    yield "每条命令打出来的帮助。What each command says of itself with `--help`.\n"
    context = click.Context(cli, info_name="thresholds", max_content_width=WIDTH, terminal_width=WIDTH)
    yield from _command(cli, context)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            below = click.Context(inner, info_name=name, parent=context, max_content_width=WIDTH, terminal_width=WIDTH)
            yield from _command(inner, below)


def every_code() -> Iterator[str]:
    """Every code in both languages, with what to do and its examples."""
    yield "# 提示 Codes\n"
    for code in codes():
        yield f"## {code}\n"
        for lang in ("zh", "en"):
            found = page(code, lang)
            yield f"**{_text(found.says)}**  \n{_text(found.where)}\n\n{_text(found.hint or '')}\n"
        example = page(code, "zh").example
        if example is not None:
            for label, text in (("错 wrong", example.wrong), ("对 right", example.right)):
                yield f"{label}\n\n````text\n{text}\n````\n"


def terms() -> Iterator[str]:
    """Every term of the glossary, family by family."""
    yield "# 术语 Glossary\n"
    family = None
    for term in glossary.all_terms():
        if term.family is not family:
            family = term.family
            yield f"\n## {family.value}\n\n| 编号 id | 中文 | English |\n| --- | --- | --- |"
        yield f"| `{term.id}` | {_text('、'.join((term.zh, *term.also)))} | {_text(term.en)} |"


def reference() -> Iterator[str]:
    """The public names and those of the page about Python, from their docstrings."""
    yield "# 各类型和函数 Reference\n"
    for name in (*[f"thresholds.{name}" for name in public], *NAMED):
        yield f"::: {name}\n"


def _text(text: str) -> str:
    """Text in which nothing is taken for Markdown."""
    return "".join(f"\\{character}" if character in r"\`*_{}[]<>|#" else character for character in text)
