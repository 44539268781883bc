"""All sentences that people read, one place per language: `zh` is the source, `en` the translation."""

from __future__ import annotations

from functools import cache
from importlib import import_module

#: Modules of both languages, the commonest first; one is imported when a phrase is not found in those before it.
TOPICS = (
    "report", "errors", "sheet", "margins", "document", "compare", "interview", "ledger", "terminal", "time",
    "consequences", "neighbours", "lawtext", "verify", "authoring", "batch", "tally",
    "export", "teaching", "service", "page", "agents", "counters",
)  # fmt: skip


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
    for topic in TOPICS:
        found = table(topic, lang).get(key)
        if found is not None:
            return found
    if default is None:
        raise KeyError(key)
    return default


def counter(word: str, lang: str, number: str = "") -> str:
    """The word that a ruleset counts things in, with the space before it: `次` in Chinese, `times` or `time` in English.

    Of one thing where the number is 1. A word that is not worded stands as it is; nothing stands for one that says
    nothing (个).
    """
    of_one = ".one" if number == "1" else ""
    shown = phrase(f"counter.{word}{of_one}", lang, word)
    return f" {shown}" if shown else ""


@cache
def table(topic: str, lang: str) -> dict[str, str]:
    """All phrases of a topic; any language but English is Chinese."""
    module = import_module(f"thresholds.wording.{'en' if lang == 'en' else 'zh'}.{topic}")
    phrases: dict[str, str] = module.PHRASES
    return phrases
