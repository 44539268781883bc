"""`thresholds tally`: seized data counted into records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from thresholds.cli.options import lang_option, output_option, parse_readings, write_out
from thresholds.values.visible import visible
from thresholds.wording import phrase

if TYPE_CHECKING:
    from fractions import Fraction

    from thresholds.cli.tally_progress import Watch
    from thresholds.tally.counting.result import File, Source, Tally
    from thresholds.tally.counting.tallying import Plan
    from thresholds.tally.kinds import Kind
    from thresholds.tally.workspace import Workspace

#: Forms of the result; those of documents are written as reports are.
FORMATS = ("text", "json", "xlsx", "markdown", "html", "docx", "pdf")
_BINARY = ("xlsx", "docx", "pdf")


class Wish(NamedTuple):
    """What is asked for."""

    files: tuple[Path, ...]
    map: Path | None
    headers: tuple[str, ...]
    keys: tuple[str, ...]
    readings: dict[str, str]
    one_per_person: bool
    merge_stationary: bool
    work: Path | None
    memory: str
    threads: int
    sample: int
    seed: int
    checked: Path | None
    confidence: str
    format: str
    batches: bool
    lang: str
    output: str | None


@click.command("tally")
@click.argument("files", nargs=-1, metavar="FILES...")
@click.option("--columns", "columns", is_flag=True, help="只看各列认作什么 only show what each column is taken for")
@click.option("--map", "map_", metavar="FILE", help="列的对照文件 a file that says what columns are")
@click.option("--write-map", "write_map", metavar="FILE", help="写一份对照文件供改正 write such a file to correct")
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="[FILE=]yes|no",
    help="首行是列名（有）还是数据（无） whether the first row names columns",
)
@click.option("--key", "keys", multiple=True, metavar="KIND", help="只按这些字段认定重复 compare only these kinds")
@click.option("--reading", "reading", multiple=True, metavar="ID=OPTION", help="归类的口径 a reading on categories")
@click.option("--one-per-person", is_flag=True, help="同一人只计一条 count each person once")
@click.option("--merge-stationary", is_flag=True, help="停留不动的轨迹点合并 merge location points that do not move")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="随机抽 N 条写核验表 draw N records to be checked")
@click.option("--seed", type=int, default=0, show_default=True, help="抽样的种子 seed of the sample")
@click.option("--checked", metavar="FILE", help="读回填好的核验表 read a check sheet that was filled in")
@click.option("--confidence", default="95%", show_default=True, help="区间的置信度 confidence of intervals")
@click.option("--batches", is_flag=True, help="写成案卷的「批次」 write the batches of a case file")
@click.option("--work", metavar="DIR", help="工作文件夹：中断后从没做完的文件接着做 to resume with the file not done")
@click.option("--memory", default="2GB", show_default=True, help="至多用多少内存 memory allowed")
@click.option(
    "--threads", type=click.IntRange(0), default=0, metavar="N", help="用几个处理器 processors  [default: all]"
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="格式 format")
@click.option("--schema", is_flag=True, help="只印 JSON 结果的 Schema print the JSON Schema of the result")
@lang_option
@output_option
def command(
    files: tuple[str, ...],
    columns: bool,
    map_: str | None,
    write_map: str | None,
    headers: tuple[str, ...],
    keys: tuple[str, ...],
    reading: tuple[str, ...],
    one_per_person: bool,
    merge_stationary: bool,
    sample: int | None,
    seed: int,
    checked: str | None,
    confidence: str,
    batches: bool,
    work: str | None,
    memory: str,
    threads: int,
    format_: str,
    schema: bool,
    lang: str,
    output: str | None,
) -> int:
    """清点查获的数据：哪些行是一条，哪些重复，归哪一类。Count seized data: records, duplicates, categories.

    FILES 是 CSV、TSV、TXT、Excel、Parquet、JSON（每行一个）、SQLite，或者装着它们的 zip、文件夹。
    每一步扣除都列出规则、依据和数目；个人信息一律不显示，核验表里遮住中间几位。
    要另装：pip install 'thresholds[bulk]'。Every deduction is listed with its rule; personal values are never shown.
    """
    if schema:
        from thresholds.rendering.tally_schema import schema_text

        write_out(schema_text(), output)
        return 0
    if not files:
        raise click.UsageError(phrase("tally.cli.no-files", lang))
    wish = Wish(
        tuple(map(Path, files)), Path(map_) if map_ else None, headers, keys, parse_readings(reading), one_per_person,
        merge_stationary, Path(work) if work else None, memory, threads, sample or 0, seed,
        Path(checked) if checked else None, confidence, format_, batches, lang, output,
    )  # fmt: skip
    _usable(wish)
    return _columns(wish, write_map) if columns or write_map else _tally(wish)


def _usable(wish: Wish) -> None:
    """Nothing.

    Raises:
        click.UsageError: options that cannot go together, or bytes for a terminal.
    """
    if wish.sample and wish.output is None:
        raise click.UsageError(phrase("tally.cli.sample-output", wish.lang))
    if wish.sample and wish.checked:
        raise click.UsageError(phrase("tally.cli.sample-or-checked", wish.lang))
    if wish.format in _BINARY and wish.output is None and not wish.batches:
        import sys

        if sys.stdout.isatty():
            raise click.UsageError(phrase("document.to-terminal", wish.lang).format(format=wish.format))


def _tally(wish: Wish) -> int:
    """Count, and write what is asked for; a work folder that was given is emptied when all is done."""
    from thresholds.cli.tally_progress import interruptible, watching
    from thresholds.tally.counting.tallying import tally

    confidence = _confidence(wish)
    with _workspace(wish) as workspace, interruptible(workspace), watching(wish.lang) as watch:
        plan = _plan(wish, workspace, watch)
        rows = [source.table.rows for source in plan.sources]
        with watch.records(workspace, rows):
            found = tally(workspace, plan, lambda number: watch.made(rows, number))
        written = _sheet(wish, workspace, plan, found) if wish.sample else None
    if wish.checked is not None:
        from thresholds.tally.counting.sheet import read_verdicts

        found = found._replace(checked=read_verdicts(wish.checked, found, confidence))
    if written is None:
        _show(found, wish)
    else:
        write_out(written, wish.output)
        click.echo(phrase("tally.cli.sheet", wish.lang).format(file=visible(str(wish.output))), err=True)
    if wish.work is not None:
        from thresholds.tally.counting.gather import forget

        forget(wish.work)
    return 0


def _workspace(wish: Wish) -> Workspace:
    """Where it works.

    Raises:
        UnavailableError: a library is missing, or the folder or the memory asked for cannot be had (TH601-TH605).
    """
    from thresholds.tally.workspace import Workspace

    return Workspace.open(wish.work, wish.memory, wish.threads)


def _columns(wish: Wish, write_map: str | None) -> int:
    """Show what each column is taken for, or write it down for correction."""
    from thresholds.cli.tally_progress import interruptible, watching
    from thresholds.rendering.blocks import print_blocks
    from thresholds.rendering.console import console_for
    from thresholds.rendering.tally_columns import columns_document

    with _workspace(wish) as workspace, interruptible(workspace), watching(wish.lang) as watch:
        plan = _plan(wish, workspace, watch)
    if write_map is not None:
        from thresholds.tally.kinds.mapping import mapping_text

        write_out(mapping_text(plan.sources, wish.lang), write_map)
        click.echo(phrase("written", wish.lang).format(path=visible(write_map)), err=True)
        return 0
    document = columns_document(plan.sources, wish.lang)
    if wish.output is None:
        print_blocks(document, console_for())
    else:
        from thresholds.rendering.blocks import blocks_text

        write_out(blocks_text(document), wish.output)
    return 0


def _plan(wish: Wish, workspace: Workspace, watch: Watch) -> Plan:
    """What is to be counted: the tables, what their columns are, and how records are told apart.

    Raises:
        SourceErrors: something is wrong in the files; NotFoundError: a kind or a reading that there is not.
    """
    from thresholds.cli.tally_headers import written
    from thresholds.tally.counting.model import Options
    from thresholds.tally.counting.result import Source
    from thresholds.tally.counting.tallying import Plan, default_keys
    from thresholds.tally.inputs import open_inputs
    from thresholds.tally.kinds.mapping import MappingFile, check_tables, read_mapping
    from thresholds.tally.kinds.recognise import recognise

    mapping = MappingFile() if wish.map is None else read_mapping(wish.map)
    readings = {**mapping.readings, **_readings(wish.readings)}
    mapping = mapping._replace(readings=readings)
    tables = open_inputs(wish.files, workspace, written=written(wish.headers, wish.lang), progress=watch.read)
    check_tables(mapping, tables)
    sources = tuple(
        Source(table, recognise(table, workspace, mapping.columns(table)), mapping.settings(table)) for table in tables
    )
    keys = tuple(_kind(name, sources) for name in wish.keys) or mapping.keys
    keys = keys or default_keys([one.columns for one in sources])
    options = Options(wish.one_per_person, wish.merge_stationary)
    return Plan(sources, keys, readings, options, _file(wish.map))


def _file(path: Path | None) -> File:
    """The mapping file and its hash."""
    from hashlib import sha256

    from thresholds.source.yaml import read_bytes
    from thresholds.tally.counting.result import File

    return File() if path is None else File(str(path), sha256(read_bytes(path, str(path))).hexdigest())


def _kind(name: str, sources: tuple[Source, ...]) -> Kind:
    """The kind that `--key` names, in English or Chinese or as a column is headed; some column must be of it.

    Raises:
        NotFoundError: there is none of that name, or no column is of it.
    """
    from thresholds.errors import NotFoundError, nearest
    from thresholds.tally.kinds import Kind
    from thresholds.tally.kinds.names import by_name, find_kind, label

    there = [kind for kind in Kind if any(one.kind is kind for source in sources for one in source.columns)]
    headed, outright = by_name(name)
    kind = find_kind(name) or (headed if outright else None)
    if kind in there:
        return kind
    spelled = [word for one in there for word in (str(one), label(one), label(one, "en"))]
    allowed = "、".join(f"{label(one)} {one}" for one in there)
    raise NotFoundError("tally.cli.no-key", value=name, allowed=allowed, near=nearest(name, spelled))


def _readings(wishes: dict[str, str]) -> dict[str, str]:
    """The readings chosen.

    Raises:
        ReadingError: there is no such reading, or it has no such option.
    """
    from thresholds.errors import ReadingError, nearest
    from thresholds.tally.kinds.categories import SWITCHES

    known = {one.id: one.options for one in SWITCHES}
    for name, option in wishes.items():
        if name not in known:
            raise ReadingError("tally.cli.no-reading", value=name, allowed="、".join(known), near=nearest(name, known))
        if option not in known[name]:
            allowed = known[name]
            raise ReadingError(
                "tally.cli.no-option", value=option, id=name, allowed="、".join(allowed), near=nearest(option, allowed)
            )
    return wishes


def _confidence(wish: Wish) -> Fraction:
    """`95%` or `0.95`.

    Raises:
        click.UsageError: it is no share between nothing and all.
    """
    from fractions import Fraction

    text = wish.confidence.strip()
    try:
        share = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share < 1:
        raise click.UsageError(phrase("tally.cli.confidence", wish.lang).format(value=text))
    return share


def _sheet(wish: Wish, workspace: Workspace, plan: Plan, found: Tally) -> str | bytes:
    """A check sheet as the ending of the output says: CSV, else a workbook."""
    from thresholds.tally.counting.sample import draw
    from thresholds.tally.counting.sheet import sheet_csv, sheet_rows, verdict_words

    head, rows = sheet_rows(draw(workspace, plan, found, wish.sample, wish.seed), found, wish.lang)
    if str(wish.output).lower().endswith(".csv"):
        return sheet_csv(head, rows)
    from thresholds.rendering.tally_excel import Sheet, workbook

    name = phrase("tally.report.sheet", wish.lang)
    return workbook([Sheet(name, head, rows, (len(head) - 2, verdict_words(wish.lang)))])


def _show(found: Tally, wish: Wish) -> None:
    """Print the result, or write it."""
    if wish.batches:
        from thresholds.rendering.tally_batches import batches_text

        write_out(batches_text(found, wish.lang), wish.output)
    elif wish.format == "text" and wish.output is None:
        from thresholds.rendering.console import console_for
        from thresholds.rendering.tally_text import print_tally

        print_tally(found, console_for(), wish.lang)
    else:
        write_out(_content(found, wish), wish.output)


def _content(found: Tally, wish: Wish) -> str | bytes:
    """The result in the form asked for."""
    if wish.format == "json":
        from thresholds.rendering.tally_json import tally_json

        return tally_json(found)
    if wish.format == "text":
        from thresholds.rendering.tally_text import tally_text

        return tally_text(found, wish.lang)
    if wish.format == "xlsx":
        from thresholds.rendering.tally_excel import tally_workbook

        return tally_workbook(found, wish.lang)
    from thresholds.rendering import write_document
    from thresholds.rendering.tally import tally_document

    return write_document(tally_document(found, wish.lang), wish.format)
