"""A text file as a relation: DuckDB reads it where it lies, in the strictest of three ways that takes every line.

`direct` wants as many fields on every line as there are columns. `padded` reads one record after another, and takes
records that are too short or too long beside quotes with line breaks. `lines` takes anything: each line is split by
itself, and quotes hold only within a line. What is read is counted in full each time; nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from thresholds.tally.inputs.dialect import Dialect
from thresholds.tally.inputs.headers import names
from thresholds.tally.inputs.scan import LONG, Scan
from thresholds.tally.workspace import WorkError, Workspace, literal, quoted

#: Fields beyond the columns that `padded` takes; records with more are left to `lines`.
_SURPLUS = 16
#: Texts that stand in no file: what is read as null, and what fields are parted by where there are none.
_NEVER, _APART = "\x01\x02~null~", "\x1f"

Way = Callable[["Text"], str]


class Text(NamedTuple):
    """A file of text to be read: where it lies as UTF-8, what one pass over it found, and how it writes its table."""

    path: Path
    scan: Scan
    dialect: Dialect

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns; one where it has no line."""
        return self.dialect.columns or names((), 1)


class Counted(NamedTuple):
    """The query that gives the rows of a text, and how many of its lines are what; `headers` has the first as well.

    `again` is what to give the function of that name another time.
    """

    query: str
    rows: int
    ragged: int
    empty: int
    headers: int
    again: tuple[str | int, ...] = ()


def count(text: Text, workspace: Workspace) -> Counted:
    """The text read in the first way that takes all of it.

    Raises:
        UnavailableError: the disk or the memory allowed does not do.
    """
    if text.scan.lines == 0:
        columns = ", ".join(f"NULL::VARCHAR AS {quoted(name)}" for name in text.columns)
        return Counted(f"SELECT {columns} WHERE false", 0, 0, 0, 0)
    for way in (_direct, _padded) if text.scan.quotes else (_direct,):
        try:
            found = _counted(text, way, workspace)
        except WorkError:
            continue
        if found is not None:
            return found
    found = _counted(text, _lines, workspace)
    if found is None:
        return _counted(text._replace(dialect=text.dialect._replace(header=())), _lines, workspace) or _miscounted()
    return found


def again(text: Text, before: Sequence[object]) -> Counted:
    """What was counted in an earlier run."""
    way, *numbers = before
    found = next(each for each in (_direct, _padded, _lines) if each.__name__ == way)
    return _made(text, found, *(int(str(number)) for number in numbers))


def _miscounted() -> NoReturn:
    raise WorkError("TH614", kind="count")


def _counted(text: Text, way: Way, workspace: Workspace) -> Counted | None:
    """The lines counted; None where they are not all there, or a quote that is never closed has swallowed some."""
    names = [quoted(name) for name in text.columns]
    breaks = swallowed = weight = "0"
    careful = text.scan.quotes > 0 and way is not _lines
    if careful:
        breaks = f"sum({' + '.join(_breaks(name) for name in names)})"
        weight = "sum(weight)"
        swallowed = "count_if(swallowed)"
    blank, header = _blank(names), _is_header(names, text.dialect.header)
    total, empty, headers, ragged, inside, wrong, found = workspace.numbers(
        f"SELECT count(*), count_if({blank}), count_if({header}), "
        f"count_if(ragged AND NOT {blank} AND NOT {header}), {breaks}, {swallowed}, {weight} "
        f"FROM ({way(text)})"
    )
    skipped = text.scan.lines - text.dialect.above - total - inside
    if wrong or skipped < 0 or (careful and found != _expected(text)) or (text.dialect.header and not headers):
        return None
    return _made(text, way, total - empty - headers, ragged, empty + skipped, headers, empty)


def _made(text: Text, way: Way, rows: int, ragged: int, empty: int, headers: int, blank: int) -> Counted:
    """The query of a way of reading; only what was found is filtered out."""
    names = [quoted(name) for name in text.columns]
    tests = ((_blank(names), blank), (_is_header(names, text.dialect.header), headers))
    kept = " AND ".join(f"NOT {condition}" for condition, times in tests if times)
    query = f"SELECT {', '.join(names)} FROM ({way(text)}){f' WHERE {kept}' if kept else ''}"
    return Counted(query, rows, ragged, empty, headers, (way.__name__, rows, ragged, empty, headers, blank))


def lines_of(path: Path, found: Scan, skip: int = 0) -> str:
    """The query that gives every line of a file of UTF-8 that is not empty, as column `line`."""
    none = "''"
    read = _read(path, found, skip, ["line"], delim=literal(_APART * 4), quote=none, escape=none, strict_mode="false")
    return f"FROM {read}"


def _read(path: Path, found: Scan, skip: int, columns: list[str], **options: str) -> str:
    """A call of `read_csv` that guesses nothing."""
    typed = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    longest = found.longest
    size = {"max_line_size": str(2 * longest), "buffer_size": str(max(4 * longest, 32 * LONG))} if longest else {}
    given = {
        "auto_detect": "false", "header": "false", "skip": str(skip), "nullstr": literal(_NEVER),
        "compression": "'none'", "hive_partitioning": "false", "ignore_errors": "false",
        "columns": f"{{{typed}}}", **size, **options,
    }  # fmt: skip
    listed = ", ".join(f"{name} = {value}" for name, value in given.items())
    return f"read_csv({literal(escaped(path))}, {listed})"


def escaped(path: Path) -> str:
    """The path with what DuckDB would take as a pattern in brackets."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path.absolute()))


def _of(text: Text, columns: list[str], **options: str) -> str:
    """The file read by its delimiter and quotes, strictly."""
    mark = "'\"'" if text.scan.quotes else "''"
    given = {"delim": literal(text.dialect.delimiter), "quote": mark, "escape": mark, "strict_mode": "true", **options}
    return _read(text.path, text.scan, text.dialect.above, columns, **given)


def _direct(text: Text) -> str:
    """Every line has as many fields as there are columns, or DuckDB refuses."""
    inner = [f"c{number}" for number in range(len(text.columns))]
    listed = ", ".join(
        f"{cell} AS {quoted(name)}" for cell, name in zip(_cells(inner, text), text.columns, strict=True)
    )
    weight = f"{_weight(inner)} + {(len(inner) - 1) * len(text.dialect.delimiter.encode())}"
    checks = f"false AS ragged, {weight} AS weight, {_swallows(inner, text)} AS swallowed"
    return f"SELECT {listed}, {checks} FROM {_of(text, inner)}"


def _padded(text: Text) -> str:
    """Records one after another, those too short filled up, those too long joined."""
    width = len(text.columns)
    inner = [f"c{number}" for number in range(width + _SURPLUS)]
    cells = [*inner[: width - 1], _joined(inner[width - 1 :], text.dialect.delimiter)]
    listed = ", ".join(
        f"{cell} AS {quoted(name)}" for cell, name in zip(_cells(cells, text), text.columns, strict=True)
    )
    read = _of(text, inner, null_padding="true", parallel="false")
    present = " + ".join(f"({cell} IS NOT NULL)::INTEGER" for cell in inner)
    weight = f"{_weight(inner)} + ({present} - 1) * {len(text.dialect.delimiter.encode())}"
    ragged = f"{inner[width - 1]} IS NULL OR {inner[width]} IS NOT NULL"
    swallowed = _swallows(inner, text)
    return f"SELECT {listed}, {ragged} AS ragged, {weight} AS weight, {swallowed} AS swallowed FROM {read}"


def _lines(text: Text) -> str:
    """Each line split by itself; quotes hold within a line, delimiters in them where they are in pairs."""
    width, delimiter = len(text.columns), literal(text.dialect.delimiter)
    split, field = f"string_split(line, {delimiter})", "{0}"
    if text.scan.quotes:
        split, field = _split_with_quotes(width, delimiter), _UNQUOTED
    cells = [field.format(f"f[{number}]") for number in range(1, width + 1)]
    surplus = f"list_transform(f[{width}:], lambda x: {field.format('x')})"
    cells[-1] = f"CASE WHEN len(f) <= {width} THEN {cells[-1]} ELSE array_to_string({surplus}, {delimiter}) END"
    listed = ", ".join(
        f"{cell} AS {quoted(name)}" for cell, name in zip(_cells(cells, text), text.columns, strict=True)
    )
    whole = lines_of(text.path, text.scan, text.dialect.above)
    return f"SELECT {listed}, len(f) <> {width} AS ragged FROM (SELECT {split} AS f {whole})"


#: A field without the quotes around it, and those in it single again.
_UNQUOTED = (
    """CASE WHEN starts_with({0}, '"') AND ends_with({0}, '"') AND strlen({0}) > 1 """
    """THEN replace({0}[2:-2], '""', '"') ELSE {0} END"""
)


def _split_with_quotes(width: int, delimiter: str) -> str:
    """The fields of a line; delimiters are told from those within quotes where they are not plainly outside."""
    plain = f"string_split(line, {delimiter})"
    outside = f"if(i % 2 = 1, replace(s, {delimiter}, {literal(_APART)}), s)"
    pieces = f"""array_to_string(list_transform(string_split(line, '"'), lambda s, i: {outside}), '"')"""
    even = """(length(line) - length(replace(line, '"', ''))) % 2 = 0"""
    field = """(NOT contains({0}, '"') OR (starts_with({0}, '"') AND ends_with({0}, '"') AND strlen({0}) > 1))"""
    each = " AND ".join(field.format(f"{plain}[{number}]") for number in range(1, width + 1))
    odd = f"""contains(line, '"') AND NOT (len({plain}) = {width} AND {each}) AND {even}"""
    return f"CASE WHEN {odd} THEN string_split({pieces}, {literal(_APART)}) ELSE {plain} END"


def _joined(cells: list[str], delimiter: str) -> str:
    """The fields from the last column on as one text."""
    return f"if({cells[1]} IS NULL, {cells[0]}, concat_ws({literal(delimiter)}, {', '.join(cells)}))"


def _cells(cells: list[str], text: Text) -> list[str]:
    """The fields without what only programs want: `="…"`, by which Excel is told of a text, and marks of encoding."""
    if text.scan.formulas:
        bare = """if(starts_with({0}, '="'), regexp_replace({0}, '^="(.*)"$', '\\1', 's'), {0})"""
        cells = [bare.format(cell) for cell in cells]
    return [f"ltrim({cells[0]}, '\ufeff')", *cells[1:]] if text.scan.marks > text.scan.marked else cells


def _blank(names: list[str]) -> str:
    """Whether every field is empty; what begins with a character after the space is not looked at further."""
    tests = [
        f"CASE WHEN {name} >= '!' THEN false ELSE coalesce(trim({name}, ' \t\x1a') = '', true) END" for name in names
    ]
    return f"({' AND '.join(tests)})"


def _is_header(names: list[str], header: tuple[str, ...]) -> str:
    """Whether a row is the header itself: that of the file, or of another that was put behind it."""
    if not header:
        return "false"
    written = [header[0].lstrip("\ufeff"), *header[1:]]
    tests = [f"{name} = {literal(field)}" for name, field in zip(names, written, strict=False)]
    tests += [f"coalesce({name}, '') = ''" for name in names[len(written) :]]
    return f"coalesce({' AND '.join(tests)}, false)"


def _weight(cells: list[str]) -> str:
    """The bytes of fields, without quotes and line breaks: where a way of reading lost a field, they are too few."""
    breaks = "chr(34) || chr(10) || chr(13)"
    odd = "contains({0}, chr(34)) OR contains({0}, chr(10)) OR contains({0}, chr(13))"
    each = f"coalesce(CASE WHEN {odd} THEN strlen(translate({{0}}, {breaks}, '')) ELSE strlen({{0}}) END, 0)"
    return " + ".join(each.format(cell) for cell in cells)


def _expected(text: Text) -> int:
    """The bytes of a file that are fields and delimiters."""
    found = text.scan
    marks = 3 * found.marked
    return found.size - marks - found.quotes - found.feeds - found.returns - text.dialect.told


def _breaks(name: str) -> str:
    """The line breaks within a field."""
    feeds = f"length(replace({name}, chr(13) || chr(10), chr(10)))"
    bare = f"length(replace(replace(replace({name}, chr(13) || chr(10), ''), chr(10), ''), chr(13), ''))"
    pairs = f"(length({name}) - {feeds})"
    counted = f"length({name}) - {bare} - {pairs}"
    return f"CASE WHEN contains({name}, chr(10)) OR contains({name}, chr(13)) THEN {counted} ELSE 0 END"


def _swallows(cells: list[str], text: Text) -> str:
    """Whether a field has a whole line in it, delimiters and all."""
    if len(text.columns) == 1:
        return "false"
    part = "".join(f"[{letter}]" if letter not in "\\^" else f"\\{letter}" for letter in text.dialect.delimiter)
    pattern = literal(f"[\\r\\n]([^\\r\\n]*{part}){{{len(text.columns) - 1}}}")
    broken = "contains({0}, chr(10)) OR contains({0}, chr(13))"
    each = f"coalesce(CASE WHEN {broken} THEN regexp_matches({{0}}, {{1}}) ELSE false END, false)"
    return "(" + " OR ".join(each.format(cell, pattern) for cell in cells) + ")"
