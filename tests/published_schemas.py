"""Writes the published schemas anew: `python tests/published_schemas.py`, after a change with a version of its own."""

from __future__ import annotations

import hashlib
import json

from thresholds import schemas

VERSIONS = schemas.published("report").file.with_name("versions.json")


def text_of(name: str) -> str:
    """The text that is published of a schema."""
    return json.dumps(schemas.made(name), ensure_ascii=False, indent=2) + "\n"


def hashes(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def main() -> None:
    """Write every schema, and add the hash of each version that is new; a hash once written is not changed."""
    known = json.loads(VERSIONS.read_text(encoding="utf-8")) if VERSIONS.exists() else {}
    for name in schemas.names():
        one, text = schemas.published(name), text_of(name)
        of_versions = known.setdefault(one.id, {})
        if of_versions.setdefault(one.version, hashes(text)) != hashes(text):
            raise SystemExit(f"{one.id} has changed: give it a version after {one.version} in thresholds/schemas")
        one.file.write_text(text, encoding="utf-8")
    VERSIONS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
