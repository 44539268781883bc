"""English wording, key by key with `zh`: the interview."""

PHRASES: dict[str, str] = {}
