"""English wording, key by key with `zh`: bars, watching, the doctor."""

PHRASES: dict[str, str] = {}
