"""All sentences that people read, one place per language: `zh` is the source, `en` the translation."""

from __future__ import annotations

LANGUAGES = ("zh", "en")


def phrase(key: str, lang: str = "zh", default: str | None = None) -> str:
    """The wording of a key, to be filled by `str.format`.

    Raises:
        KeyError: the key is not worded and no default is given.
    """
    if lang == "en":
        from thresholds.wording import en as table
    else:
        from thresholds.wording import zh as table  # type: ignore[no-redef]
    if default is None:
        return table.PHRASES[key]
    return table.PHRASES.get(key, default)
