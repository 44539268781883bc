"""What the columns of a table are, for a run and within a program alike, and what would go wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.batch.engines import HASH
from thresholds.batch.faults import damaged
from thresholds.columns import ROW, Layout, TableColumn, TableMapping
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.source.node import from_plain
from thresholds.source.reader import Reader

_NULLS = ("unknown", "unstated")


def laid_out(ruleset: Ruleset, columns: Sequence[TableColumn], mapping: TableMapping) -> Layout:
    """The layout of a table, whose answers have no two columns of one name.

    Raises:
        SourceErrors: columns that are not known, or cannot be what they say (TH501 to TH505); of all columns none is
            known, so that the first line is hardly one of headers (TH506); a column that is to be handed through has
            the name of one of the answers (TH518); there is no such act (TH204), or null cannot mean that (TH525).
    """
    mapping = _in_our_words(mapping)
    try:
        layout = Layout.read(ruleset, columns, mapping)
    except SourceErrors as errors:
        raise _without_rows(errors, columns, mapping) from None
    _check_kept(ruleset, columns, layout, mapping.file)
    return layout


def _in_our_words(mapping: TableMapping) -> TableMapping:
    """The mapping with the act by its id; a mapping file has been read so already, one within a program has not."""
    reader = Reader(mapping.file)
    act = None if mapping.act is None else reader.enumerated(from_plain(mapping.act), Family.ACT)
    for null in mapping.nulls.values():
        if null not in _NULLS:
            reader.wrong("TH525", from_plain(str(null)), allowed=_NULLS)
    reader.finish()
    return mapping._replace(act=act)


def _without_rows(errors: SourceErrors, columns: Sequence[TableColumn], mapping: TableMapping) -> SourceErrors:
    """The errors; but where not one header is known, and none is like one, these are cells, which are not shown."""
    read = [one.name for one in columns if one.name not in (*mapping.keep, *mapping.ignore)]
    strange = [one for one in errors.diagnostics if one.code == "TH501" and not one.near]
    if len(strange) == len(read) == len(errors.diagnostics):
        return SourceErrors([Diagnostic("TH506", mapping.file, 0, 0, str(len(read)))])
    return errors


def _check_kept(ruleset: Ruleset, columns: Sequence[TableColumn], layout: Layout, file: str) -> None:
    ladders = ("", *[f"{offence.id}." for offence in ruleset.offences])
    names = [ROW, HASH, "deciding", "readings", *ruleset.item_ids, *(["id"] if layout.column("id") else [])]
    for end in ("at_least", "at_most"):
        names += [f"{ladder}grade_{end}" for ladder in ladders]
        names += [f"{item}.score_{end}" for item in ruleset.item_ids]
    taken = {name.casefold() for name in names}
    wrong: list[Diagnostic] = []
    for number, column in enumerate(columns, 1):
        if column.name in layout.kept and column.name.strip().casefold() in taken:
            wrong += damaged(file, "taken", "TH518", value=column.name, number=str(number)).diagnostics
    if wrong:
        raise SourceErrors(wrong)
