"""English wording, key by key with `zh`: reports to hand in."""

PHRASES: dict[str, str] = {}
