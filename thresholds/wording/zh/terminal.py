"""Chinese wording, the source: bars, watching, the doctor."""

PHRASES: dict[str, str] = {}
