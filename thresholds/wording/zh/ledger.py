"""Chinese wording, the source: ledgers as tables."""

PHRASES: dict[str, str] = {}
