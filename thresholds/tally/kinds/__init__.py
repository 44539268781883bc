"""What columns of seized data are, and what rows of them are records of."""

from __future__ import annotations

from thresholds.tally.kinds.keys import carries
from thresholds.tally.kinds.kind import FLAWS, IDENTIFYING, NO_CATEGORY, NUMBERED, REASONS, Kind
from thresholds.tally.kinds.mapping import MappingFile, check_tables, mapping_text, read_mapping
from thresholds.tally.kinds.recognise import recognise
from thresholds.tally.kinds.record import Recognised, Settings, alternatives, doubtful, identity, record_sql

__all__ = [
    "FLAWS",
    "IDENTIFYING",
    "NO_CATEGORY",
    "NUMBERED",
    "REASONS",
    "Kind",
    "MappingFile",
    "Recognised",
    "Settings",
    "alternatives",
    "carries",
    "check_tables",
    "doubtful",
    "identity",
    "mapping_text",
    "read_mapping",
    "recognise",
    "record_sql",
]
