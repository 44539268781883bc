"""English wording, key by key with `zh`: margins: what would change the tier."""

PHRASES: dict[str, str] = {}
