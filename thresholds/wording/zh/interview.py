"""Chinese wording, the source: the interview."""

PHRASES: dict[str, str] = {}
