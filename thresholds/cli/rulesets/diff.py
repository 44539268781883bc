"""`thresholds ruleset diff`: two rulesets side by side."""

from __future__ import annotations

import click

from thresholds.cli.options import lang_option, output_option, standards
from thresholds.rendering import FORMATS


@click.command("diff")
@click.argument("before", metavar="OLD")
@click.argument("after", metavar="NEW")
@click.argument("cases", metavar="[CASES...]", nargs=-1)
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="格式 format",
)
@lang_option
@output_option
def command(before: str, after: str, cases: tuple[str, ...], format_: str, lang: str, output: str | None) -> int:
    """比较两个规则集：哪些项、哪些数变了，案卷里谁的档次因此变了。Two rulesets side by side.

    \b
    diff OLD NEW              规则集按意思比：话的写法、次序、改编号不算 compared by meaning
    diff OLD NEW CASES...     案卷、测试集、文件夹各按两个规则集评一次 and what the change does to cases

    OLD、NEW 写编号或者路径。不管有没有不同，退出码都是 0。
    """
    from thresholds.authoring.diff.as_dict import diff_dict
    from thresholds.authoring.diff.changes import ruleset_difference
    from thresholds.authoring.diff.document import diff_document
    from thresholds.authoring.diff.effects import effects
    from thresholds.cli.options import case_path
    from thresholds.cli.show import Result, show

    one, other = standards(before), standards(after)
    difference = ruleset_difference(one, other)
    found = effects(one, other, [case_path(path) for path in cases]) if cases else None
    result = Result(lambda: diff_dict(difference, found), lambda lang: diff_document(difference, found, lang))
    show(result, format_, lang, output)
    return 0
