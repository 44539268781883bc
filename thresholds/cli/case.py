"""`thresholds case new|lint|schema|list`."""

from __future__ import annotations

from pathlib import Path

import click

from thresholds.cli.options import case_path, lang_option, output_option, ruleset_option, samples, write_out
from thresholds.rendering.as_json import json_text
from thresholds.values.visible import visible


@click.group("case")
def command() -> None:
    """案卷：新建、检查、编辑器用的 Schema、自带示例。Case files."""


@command.command("new")
@click.argument("path", required=False)
@click.option("--from", "source", metavar="FILE", help="由往来表格（.csv、.xlsx）写成 make it of a ledger")
@ruleset_option
@lang_option
def new(path: str | None, source: str | None, ruleset: str | None, lang: str) -> int:
    """写一份可填的案卷；不给路径就打印。Write a case file to fill in.

    --ruleset 按一个规则集写，它的事实逐行列作注释。With every fact of a ruleset as a comment.
    --from 由一笔一行的往来表格写成案卷，键用 --lang 的语言；已有的文件不覆盖。
    """
    from thresholds.case.template import template, template_for
    from thresholds.wording import phrase

    if path is not None and Path(path).exists():
        click.echo(phrase("exists", lang).format(path=path), err=True)
        return 1
    if ruleset is not None and source is None:
        from thresholds.law.load import load_ruleset

        text = template_for(load_ruleset(ruleset), lang)
    elif source is None:
        text = template(lang)
    else:
        from thresholds.case.write import rewritten

        text = rewritten(case_path(source), lang)
    write_out(text, path)
    if path is not None:
        click.echo(phrase("written", lang).format(path=path), err=True)
    return 0


@command.command("lint")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@lang_option
def lint(paths: tuple[str, ...], lang: str) -> int:
    """检查案卷：错误之外，提醒可能漏写的。Check case files; remind of what may be missing."""
    from thresholds.case.lint import lint_case
    from thresholds.case.load import load_case
    from thresholds.suite.read import files_under
    from thresholds.wording import phrase

    failed = False
    for path in files_under(tuple(case_path(name) for name in paths)):
        found = lint_case(load_case(path))
        for diagnostic in found:
            click.echo(diagnostic.show(lang), err=True)
        failed = failed or bool(found)
        if not found:
            click.echo(phrase("clean", lang).format(file=visible(str(path))))
    return 3 if failed else 0


@command.command("schema")
@output_option
def schema(output: str | None) -> int:
    """案卷的 JSON Schema，供编辑器补全和检查。JSON Schema for editors."""
    from thresholds.case.schema import case_schema

    write_out(json_text(case_schema()), output)
    return 0


@command.command("list")
def list_() -> int:
    """自带的示例案卷；用 sample:NAME 引用。Sample cases; name them as sample:NAME."""
    for name in samples():
        click.echo(f"sample:{name}")
    return 0
