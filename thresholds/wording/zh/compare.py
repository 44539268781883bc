"""Chinese wording, the source: what-if and comparisons."""

PHRASES: dict[str, str] = {}
