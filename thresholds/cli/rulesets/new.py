"""`thresholds ruleset new`: a ruleset to fill in, and tests to fill in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from thresholds.cli.options import lang_option, output_option, write_out


@click.command("new")
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("--title", default="", help="名称 title")
@click.option("--citation", default="", help="文号 citation")
@click.option("--text", metavar="FILE", help="官方文本（.md .txt .docx），逐条列出 the official text")
@click.option("--folder", metavar="DIR", help="写在哪个文件夹 where rulesets are kept")
@click.option("--tests", metavar="ID|PATH", help="写这个规则集缺的边界测试 tests that a ruleset lacks")
@lang_option
@output_option
def command(
    identifier: str | None,
    title: str,
    citation: str,
    text: str | None,
    folder: str | None,
    tests: str | None,
    lang: str,
    output: str | None,
) -> int:
    """新建规则集：写一份可填的规则集和测试；或者写出缺的边界测试。A ruleset to fill in, or tests that one lacks.

    \b
    new ID --text 官方文本.docx   写 rulesets/ID/ruleset.yaml 和 tests/conformance/ID/first.yaml
    new --tests ID                打印缺的边界测试，数字写好，预期留给人填 boundary tests to complete

    没有填的地方都写着「待填」，ruleset lint 逐行列出；已有的文件不覆盖。
    测试写在 rulesets 旁边；--folder 指的文件夹叫别的名字，就写在它里面。
    """
    if tests is not None:
        return _tests(tests, lang, output)
    if identifier is None:
        raise click.UsageError("写规则集的编号，如 fashi-2025-13；或者 --tests an id, or --tests")
    return _ruleset(identifier, title, citation, text, folder, lang)


def _ruleset(identifier: str, title: str, citation: str, text: str | None, folder: str | None, lang: str) -> int:
    from thresholds.authoring.lint.review import home_of_suites
    from thresholds.authoring.new.scaffold import IDENTIFIER, Identity, scaffold, suite_scaffold
    from thresholds.law.load import SEARCH_VARIABLE, search_folders
    from thresholds.wording import phrase

    if not IDENTIFIER.fullmatch(identifier):
        raise click.UsageError(phrase("new.identifier", lang).format(value=identifier))
    home = Path(folder or os.environ.get(SEARCH_VARIABLE, "").split(os.pathsep)[0] or "rulesets")
    suites = home_of_suites(home) / "tests" / "conformance"
    paths = [home / identifier / "ruleset.yaml", suites / identifier / "first.yaml"]
    for path in paths:
        if path.exists():
            click.echo(phrase("exists", lang).format(path=path), err=True)
            return 1
    known, law = Identity(identifier, title, citation), None
    if text is not None:
        from thresholds.lawtext.read import read_law_text

        law = read_law_text(Path(text))
    for path, content in zip(paths, (scaffold(known, law), suite_scaffold(known, law)), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_out(content, str(path))
        click.echo(phrase("written", lang).format(path=path), err=True)
    if home.resolve() not in [one.resolve() for one in search_folders()]:
        click.echo(phrase("new.search", lang).format(variable=SEARCH_VARIABLE, folder=home), err=True)
    return 0


def _tests(name: str, lang: str, output: str | None) -> int:
    from thresholds.authoring.lint.review import tests_beside
    from thresholds.authoring.new.skeleton import suite_skeleton
    from thresholds.law.load import load_ruleset
    from thresholds.wording import phrase

    if output is not None and Path(output).exists():
        click.echo(phrase("exists", lang).format(path=output), err=True)
        return 1
    ruleset = load_ruleset(name)
    found = suite_skeleton(ruleset, tests_beside(ruleset))
    if not found:
        click.echo(phrase("new.tested", lang).format(id=ruleset.id), err=True)
        return 0
    write_out(found, output)
    if output is not None:
        click.echo(phrase("written", lang).format(path=output), err=True)
    return 0
