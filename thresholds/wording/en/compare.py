"""English wording, key by key with `zh`: what-if and comparisons."""

PHRASES: dict[str, str] = {}
