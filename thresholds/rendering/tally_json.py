"""A tally as plain data: numbers as they are, kinds, categories and rules by their ids, the same bytes on every run."""

from __future__ import annotations

from fractions import Fraction

from thresholds import __version__
from thresholds.rendering.as_json import json_text
from thresholds.tally.counting.interval import Checked, Share
from thresholds.tally.counting.model import Note, Step
from thresholds.tally.counting.result import Amount, Source, Tally
from thresholds.tally.kinds.recognise import is_measured

SCHEMA = "thresholds/tally/1"


def tally_json(tally: Tally) -> str:
    """The JSON text, ending in a line break."""
    return json_text(tally_dict(tally))


def tally_dict(tally: Tally) -> dict[str, object]:
    """The whole result; sources are numbered from 1, as people count them."""
    return {
        "schema": SCHEMA,
        "tool": f"thresholds {__version__}",
        "ruleset": tally.ruleset._asdict(),
        "mapping": {"file": tally.mapping.name, "sha256": tally.mapping.sha256} if tally.mapping.sha256 else None,
        "keys": list(tally.keys),
        "readings": dict(tally.readings),
        "options": tally.options._asdict(),
        "lines": tally.lines,
        "counted": tally.counted,
        "categories": [_amount(one) for one in tally.by_category()],
        "sources": [_source(one, number, tally) for number, one in enumerate(tally.sources)],
        "steps": [_step(one) for one in tally.steps],
        "notes": [_note(one) for one in tally.notes],
        "contested": [
            {"source": one.source + 1, "reading": one.reading, "category": one.category, "otherwise": one.otherwise,
             "records": one.records}
            for one in tally.doubts()
        ],
        "invalid_fields": [{"kind": kind, "rows": rows} for kind, rows in tally.flaws],
        "sample": checked_dict(tally.checked) if tally.checked else None,
    }  # fmt: skip


def _amount(one: Amount) -> dict[str, object]:
    return {
        "category": one.category,
        "records": one.records,
        "inauthentic": one.inauthentic,
        "duplicates": one.duplicates,
        "counted": one.counted,
    }


def _source(one: Source, number: int, tally: Tally) -> dict[str, object]:
    table = one.table
    return {
        "source": number + 1,
        "file": table.file,
        "part": table.part,
        "sha256": table.sha256,
        "encoding": table.encoding,
        "lines": table.lines,
        "header_lines": table.header_lines,
        "repeated_headers": table.repeated_headers,
        "empty_lines": table.empty,
        "rows": table.rows,
        "ragged": table.ragged,
        "counted": tally.of_source(number),
        "notes": [{"about": note.key, "number": note.number} for note in table.notes],
        "columns": [
            {
                "column": column.column,
                "kind": str(column.kind) if column.kind else None,
                "why": column.why,
                "certain": column.certain,
                "fits": column.fits if column.kind is not None and is_measured(column.kind) else None,
                "seen": column.seen,
            }
            for column in one.columns
        ],
    }


def _step(one: Step) -> dict[str, object]:
    return {
        "rule": one.rule,
        "law": list(one.law),
        "before": one.before,
        "taken_off": one.taken_off,
        "left": one.left,
        "parts": [
            {
                "source": part.source + 1,
                "category": part.category or None,
                "before": part.before,
                "taken_off": part.taken_off,
                "left": part.left,
            }
            for part in one.parts
        ],
    }


def _note(one: Note) -> dict[str, object]:
    return {
        "matter": one.id,
        "law": list(one.law),
        "option": one.option or None,
        "taken_off": one.deducted,
        "records": one.records,
        "otherwise": one.otherwise,
        "categories": [
            {"category": category, "records": records, "otherwise": otherwise}
            for category, records, otherwise in one.by_category
        ],
    }


def checked_dict(checked: Checked) -> dict[str, object]:
    """What checking a sample came to; shares are decimals as text."""
    low, high = checked.left
    return {
        "records": checked.records,
        "confidence": _decimal(checked.confidence),
        "without_verdict": checked.open,
        "duplicate": _share(checked.duplicate),
        "inauthentic": _share(checked.inauthentic),
        "either": _share(checked.either),
        "left": {"at_least": low, "at_most": high},
    }


def _share(one: Share) -> dict[str, object]:
    return {"found": one.found, "size": one.size, "at_least": _decimal(one.low), "at_most": _decimal(one.high)}


def _decimal(number: Fraction) -> str:
    from thresholds.values.interval import decimal_text

    return decimal_text(number)
