"""All sentences that people read, one place per language: `zh` is the source, `en` the translation."""

from __future__ import annotations


class Worded(str):
    """A key of the tables that stands inside a sentence: `{found:zh}` and `{found:en}` show its wording.

    A text that the tables do not have (a parser's own message) stands as it is.
    """

    __slots__ = ("fields",)
    fields: dict[str, str]

    def __new__(cls, key: str, **fields: str) -> Worded:
        """The key, and what fills its wording."""
        made = super().__new__(cls, key)
        made.fields = fields
        return made

    def __format__(self, lang: str) -> str:
        wording = phrase(str(self), lang or "zh", "")
        return wording.format(**self.fields) if wording else str(self)


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
