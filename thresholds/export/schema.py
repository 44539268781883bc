"""The inputs of an export as a JSON Schema: whole numbers within their range, truths, all of them required."""

from __future__ import annotations

from thresholds.export.about import About


def inputs_schema(about: About) -> dict[str, object]:
    """The JSON Schema (2020-12) of what the export is given, every input with its unit and what it is."""
    properties: dict[str, object] = {}
    for entry in about.core.inputs:
        kind: dict[str, object] = {"type": "boolean"}
        if not entry.source.truth:
            least, most = about.core.range_of(entry)
            kind = {"type": "integer", "minimum": least, "maximum": most}
        properties[entry.name] = {**kind, "description": about.of_input(entry)}
    return {"type": "object", "required": [entry.name for entry in about.core.inputs], "properties": properties}
