"""English wording, key by key with `zh`: ledgers as tables."""

PHRASES: dict[str, str] = {}
