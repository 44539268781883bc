"""`thresholds schema [NAME]`: the published JSON Schemas."""

from __future__ import annotations

import click

from thresholds.cli.options import lang_option, output_option, write_out


@click.command("schema")
@click.argument("name", required=False, metavar="[SCHEMA]")
@lang_option
@output_option
def command(name: str | None, lang: str, output: str | None) -> int:
    """文件和结果的 JSON Schema；不给名字就列出。JSON Schemas of files and results; all of them without a name.

    案卷的另有 thresholds case schema，连同自己加的规则集所声明的事实。
    """
    from thresholds import schemas

    if name is not None:
        write_out(schemas.schema_text(name), output)
        return 0
    from rich.text import Text

    from thresholds.rendering.console import console_for
    from thresholds.rendering.folding import hanging
    from thresholds.wording import phrase

    console = console_for()
    for known in schemas.names():
        one = schemas.published(known)
        told = phrase(f"schema.{known}", lang)
        text = Text.assemble((known, "bold"), f"  {one.id}  {one.version}  {told}")
        for line in hanging(text, console.width, len(known) + 2):
            console.print(line)
    return 0
