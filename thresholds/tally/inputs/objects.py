"""JSON, one object a line or one array of objects: nested objects opened one level, numbers with all their digits."""

from __future__ import annotations

import json
from pathlib import Path

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.tally.inputs.delimited import escaped, lines_of
from thresholds.tally.inputs.headers import hidden, names
from thresholds.tally.inputs.pieces import Pieces
from thresholds.tally.inputs.scan import Scan
from thresholds.tally.inputs.sources import Source
from thresholds.tally.inputs.staging import Staged
from thresholds.tally.model import Note
from thresholds.tally.workspace import WorkError, Workspace, literal

#: One object of an array is at most so long.
_LARGEST = 64 * 1024 * 1024
#: Columns of a table of objects at most; where there would be more, nested objects stay whole.
_MOST = 1000


def read(source: Source, path: Path, found: Scan, pieces: Pieces, workspace: Workspace) -> Staged:
    """The objects of a file (as UTF-8 at `path`) as a piece.

    Raises:
        SourceErrors: a line is not one object (TH612), or the array is not whole (TH611).
        UnavailableError: the disk or the memory allowed does not do.
    """
    lines = _is_lines(path)
    table, empty = _by_line(source, path, found, workspace) if lines else (_by_array(path), 0)
    try:
        keys = _keys(table, workspace)
        return _staged(source, table, keys, empty, pieces, workspace)
    except WorkError:
        raise SourceErrors([Diagnostic("TH611", source.label, 0, 0, detail=(("format", "JSON"),))]) from None


def _is_lines(path: Path) -> bool:
    """Whether the first line that is not blank is an object by itself."""
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            if line.strip():
                try:
                    return isinstance(json.loads(line), dict)
                except (ValueError, RecursionError):
                    return line.lstrip()[:1] == "{" and line.rstrip()[-1:] == "}"
    return True


def _by_line(source: Source, path: Path, found: Scan, workspace: Workspace) -> tuple[str, int]:
    """The query that gives column `j`, and the number of blank lines."""
    table = f"SELECT line AS j FROM ({lines_of(path, found)}) WHERE trim(line, ' \t') <> ''"
    valid = "coalesce(json_valid(j) AND json_type(CASE WHEN json_valid(j) THEN j ELSE 'null' END) = 'OBJECT', false)"
    total, wrong = workspace.numbers(f"SELECT count(*), count_if(NOT {valid}) FROM ({table})")
    if wrong:
        raise SourceErrors([Diagnostic("TH612", source.label, _first_wrong(path), 1)])
    return table, found.lines - total


def _first_wrong(path: Path) -> int:
    """The line that is no object."""
    with path.open(encoding="utf-8-sig", newline=None) as file:
        for number, line in enumerate(file, 1):
            try:
                if line.strip() and not isinstance(json.loads(line), dict):
                    return number
            except (ValueError, RecursionError):
                return number
    return 0


def _by_array(path: Path) -> str:
    """The query that gives the objects of an array, or objects written over several lines."""
    with path.open(encoding="utf-8-sig") as file:
        form = "array" if file.read(4096).lstrip()[:1] == "[" else "unstructured"
    options = f"format = '{form}', maximum_object_size = {_LARGEST}, compression = 'none'"
    return f"SELECT json::VARCHAR AS j FROM read_json_objects({literal(escaped(path))}, {options})"


def _keys(table: str, workspace: Workspace) -> list[tuple[str, ...]]:
    """The paths to every value, in the order of the alphabet: a key, or two where it has an object."""
    path = """'$."' || replace(replace(k, chr(92), chr(92) || chr(92)), '"', chr(92) || '"') || '"'"""
    typed = (
        f"SELECT k, j, json_type(j, {path}) AS t, {path} AS p FROM (SELECT unnest(json_keys(j)) AS k, j FROM ({table}))"
    )
    outer = workspace.rows(
        f"SELECT k, bool_or(t NOT IN ('OBJECT', 'NULL')), bool_or(t = 'OBJECT') FROM ({typed}) GROUP BY k ORDER BY k"
    )
    opened = f"SELECT k, unnest(json_keys(j, p)) AS i FROM ({typed}) WHERE t = 'OBJECT'"
    nested: dict[str, list[str]] = {}
    if any(inside for _, _, inside in outer):
        for key, name in workspace.rows(f"SELECT DISTINCT k, i FROM ({opened}) ORDER BY k, i LIMIT {_MOST + 1}"):
            nested.setdefault(str(key), []).append(str(name))
    if len(outer) + sum(len(inner) for inner in nested.values()) > _MOST:
        nested = {}
    found: list[tuple[str, ...]] = []
    for key, bare, _ in outer:
        inner = nested.get(str(key), [])
        found += [(str(key),)] if bare or not inner else []
        found += [(str(key), name) for name in inner]
    return found


def _path(keys: tuple[str, ...]) -> str:
    """A path of JSON to a value."""
    return "$" + "".join('."' + key.replace("\\", "\\\\").replace('"', '\\"') + '"' for key in keys)


def _staged(
    source: Source, table: str, keys: list[tuple[str, ...]], empty: int, pieces: Pieces, workspace: Workspace
) -> Staged:
    """The values written as a piece."""
    written = [".".join(key) for key in keys]
    columns = names(written, max(len(keys), 1))
    paths = ", ".join(literal(_path(key)) for key in keys) or "'$'"
    opened = {key[0] for key in keys if len(key) > 1}
    cells = [f"v[{number + 1}]" for number in range(len(columns))]
    for number, key in enumerate(keys):  # an object that has been opened is not shown again as a whole
        if len(key) == 1 and key[0] in opened:
            cells[number] = f"if(json_type(j, {literal(_path(key))}) = 'OBJECT', NULL, {cells[number]})"
    listed = ", ".join(f"{cell} AS c{number}" for number, cell in enumerate(cells))
    name = f"rows-{source.key[:16]}"
    with pieces.writing(name) as temporary:
        workspace.execute(
            f"COPY (SELECT {listed} FROM (SELECT j, json_extract_string(j, [{paths}]) AS v FROM ({table}))) "
            f"TO {literal(str(temporary))} (FORMAT parquet, COMPRESSION zstd)"
        )
    (rows,) = workspace.numbers(f"SELECT count(*) FROM read_parquet({literal(str(pieces.folder.resolve() / name))})")
    notes = (Note("hidden-names", hidden(written)),) if hidden(written) else ()
    return Staged(name, "", columns, rows, empty=empty, notes=notes)
