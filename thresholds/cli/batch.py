"""`thresholds batch`: a table of cases in, a table of grades and items out."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from thresholds.cli.options import lang_option, parse_readings, reading_option, ruleset_option, standards, write_out
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.batch.mapping import MappingFile
    from thresholds.batch.run import Listener, Wish

_MEMORY = re.compile(r"[1-9][0-9]*(\.[0-9]+)? ?[KMGT]i?B", re.IGNORECASE)
_DEFAULT_RULESET = "fashi-2017-10"
_INTERRUPTED = 130


@click.command("batch")
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@click.option("--output", metavar="FILE", help="写到哪里，格式按结尾 where to, the ending tells the form")
@click.option("--rejects", metavar="FILE", help="没有评的行 rows not scored  [default: OUTPUT.rejects.csv]")
@click.option("--summary", metavar="FILE", help="总数，JSON the totals as JSON")
@ruleset_option
@reading_option
@click.option("--map", "map_", metavar="FILE", help="列的对照文件 a file that says what columns are")
@click.option("--nullable", multiple=True, metavar="COLUMN", help="空着是不明 empty means unknown in this column")
@click.option("--keep", multiple=True, metavar="COLUMN", help="原样带过去的列 a column to hand through")
@click.option("--act", metavar="ACT", help="各行都是这种行为 what was done, in all rows")
@click.option("--columns", metavar="NAMES", help="写出哪些：grade,items,scores,deciding,readings what to write")
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="引擎 engine"
)
@click.option("--master", metavar="URL", help="Spark 集群 the Spark master, such as spark://host:7077")
@click.option("--memory", metavar="SIZE", help="至多用多少内存 memory allowed  [default: 1200MB]")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="用几个处理器 processors  [default: all]")
@click.option("--part-rows", type=click.IntRange(1), metavar="N", help="每段几行 rows of a part  [default: 1000000]")
@click.option("--restart", is_flag=True, help="不接着上次的做 do not go on from an earlier run")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="总数的格式 of the totals"
)
@click.option("--template", metavar="FILE", help="写一份空白的表头 write the header of such a table as CSV")
@lang_option
def command(
    inputs: tuple[str, ...],
    output: str | None,
    rejects: str | None,
    summary: str | None,
    ruleset: str | None,
    reading: tuple[str, ...],
    map_: str | None,
    nullable: tuple[str, ...],
    keep: tuple[str, ...],
    act: str | None,
    columns: str | None,
    engine: str,
    master: str | None,
    memory: str | None,
    threads: int | None,
    part_rows: int | None,
    restart: bool,
    format_: str,
    template: str | None,
    lang: str,
) -> int:
    """成表的案件，一行一人，评出一张表。Score a table of cases, one row a person.

    INPUT 是 Parquet、CSV、JSON（一行一个对象）、Arrow 的文件、文件夹或者通配符，或者 数据库文件::表。
    列名用案卷里的中英文键；上下限写成「…至少」「…至多」两列。不能评的行连同原因另写一个文件，一行不丢。断了的，照原样再运行一次就接着做。
    Rows that do not fit go to a file of their own. Run an interrupted command again to go on from where it stopped.
    """
    if template is not None:
        from thresholds.cli.batch_template import template_of

        write_out(template_of(standards(ruleset or _DEFAULT_RULESET), lang), None if template == "-" else template)
        return 0
    if not inputs or output is None:
        raise click.UsageError(phrase("batch.no-input" if not inputs else "batch.no-output", lang))
    memory = _memory(memory, lang)
    included = _included(columns, lang)
    from thresholds.batch.faults import need_libraries

    need_libraries()
    from thresholds.batch.run import MEMORY, PART_ROWS, Wish

    wish = Wish(
        inputs=inputs,
        output=output,
        ruleset=standards(ruleset or _DEFAULT_RULESET),
        readings=parse_readings(reading),
        mapping=_mapping(map_, nullable, keep, act),
        include=included,
        engine=engine,
        master=master,
        memory=memory or MEMORY,
        threads=threads,
        part_rows=part_rows or PART_ROWS,
        rejects=rejects,
        summary=summary,
        restart=restart,
        lang=lang,
    )
    return _run(wish, format_)


def _run(wish: Wish, format_: str) -> int:
    from thresholds.batch.run import run_batch

    try:
        with _listening(wish.lang) as listener:
            made = run_batch(wish, listener)
    except KeyboardInterrupt:
        folder = f"{wish.output.partition('::')[0].rstrip('/')}.parts"
        if Path(folder).exists():
            click.echo(phrase("batch.kept", wish.lang).format(folder=folder), err=True)
        return _INTERRUPTED
    if format_ == "json":
        click.echo(json.dumps(made.as_dict(), ensure_ascii=False, indent=2))
        return 0
    from thresholds.cli.batch_summary import print_summary
    from thresholds.rendering.console import console_for

    print_summary(made, console_for(), wish.lang)
    return 0


def _memory(text: str | None, lang: str) -> str | None:
    if text is not None and not _MEMORY.fullmatch(text):
        raise click.UsageError(phrase("batch.size", lang).format(value=text))
    return text


def _included(columns: str | None, lang: str) -> frozenset[str]:
    """The groups of columns asked for; the bounds of the grade are always there."""
    from thresholds.batch.faults import need_libraries

    need_libraries()
    from thresholds.columns import INCLUDES

    if columns is None:
        return frozenset(INCLUDES)
    names = [name.strip() for name in columns.split(",") if name.strip()]
    for name in names:
        if name not in ("grade", *INCLUDES):
            allowed = phrase("list-separator", lang).join(("grade", *INCLUDES))
            raise click.UsageError(phrase("batch.column", lang).format(value=name, allowed=allowed))
    return frozenset(names) - {"grade"}


def _mapping(map_: str | None, nullable: tuple[str, ...], keep: tuple[str, ...], act: str | None) -> MappingFile:
    """What the mapping file and the options say of the columns.

    Raises:
        SourceErrors: the file is wrong, or there is no such act (TH204).
    """
    from thresholds.batch.mapping import MappingFile, read_mapping
    from thresholds.columns import TableMapping
    from thresholds.glossary import Family
    from thresholds.source.node import from_plain
    from thresholds.source.reader import Reader

    found = MappingFile(TableMapping(), {}) if map_ is None else read_mapping(Path(map_))
    own = found.mapping
    if act is not None:
        reader = Reader("--act")
        own = own._replace(act=reader.enumerated(from_plain(act), Family.ACT))
        reader.finish()
    declared: dict[str, Literal["unknown", "unstated"]] = dict.fromkeys(nullable, "unknown")
    nulls = {**own.nulls, **declared}
    kept = tuple(dict.fromkeys([*own.keep, *keep]))
    return found._replace(mapping=own._replace(nulls=nulls, keep=kept))


@contextmanager
def _listening(lang: str) -> Iterator[Listener]:
    """What is to be said goes to standard error, and progress too where a person looks at it."""
    from thresholds.cli.batch_progress import Shown, Spoken

    if not sys.stderr.isatty():
        yield Spoken(lang)
        return
    with Shown.on_terminal(lang) as shown:
        yield shown
