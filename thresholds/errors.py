"""Everything that can go wrong, in one tree.

ThresholdsError                 base; str() is the whole message, in Chinese unless asked otherwise
├─ SourceErrors                 something is wrong in files: carries every Diagnostic found
├─ NotFoundError                no such ruleset, item, term or code; names the nearest
│  └─ UnavailableError          what this machine lacks for a format: a font, an optional library
│     └─ BrokenOffError         work that could not be ended: the disk is full, the memory does not do
├─ ReadingError                 a reading that is not declared, or an option that it does not have
├─ EditError                    an edit of a case that is not of the form PATH=VALUE
└─ EngineError                  a fault of ours: two compilers disagree, or an invariant is broken
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from thresholds.values.visible import visible
from thresholds.wording import phrase

__all__ = [
    "BrokenOffError",
    "Diagnostic",
    "EditError",
    "EngineError",
    "NotFoundError",
    "ReadingError",
    "SourceErrors",
    "ThresholdsError",
    "UnavailableError",
    "nearest",
    "needing",
]


#: Up to so many allowed names are all listed; of more the first few are enough to see what is meant.
_MOST_LISTED, _FIRST_FEW = 20, 8


class Diagnostic(NamedTuple):
    """One thing wrong in one place of one file; `code` names its manual page (`thresholds code TH201`).

    `cell` is the name of the cell where the file is a table: `C5`, `往来!C5`.
    """

    code: str
    file: str
    line: int
    column: int
    value: str = ""
    allowed: tuple[str, ...] = ()
    near: str = ""
    detail: tuple[tuple[str, str], ...] = ()
    cell: str = ""

    def message(self, lang: str = "zh") -> str:
        """The sentence for a person: what is wrong, what is allowed, the nearest name and a hint."""
        fields = {"value": clip(self.value), **dict(self.detail)}
        text = phrase("cell", lang).format(cell=self.cell) if self.cell else ""
        text += phrase(f"{self.code}", lang).format(**fields)
        if self.allowed:
            few = len(self.allowed) > _MOST_LISTED
            shown = phrase("list-separator", lang).join(self.allowed[:_FIRST_FEW] if few else self.allowed)
            more = " …" if few else ""
            text += phrase("allowed", lang).format(allowed=shown + more)
        if self.near:
            text += phrase("nearest", lang).format(near=self.near)
        hint = phrase(f"{self.code}.hint", lang, "").format(**fields)
        return visible(text + (phrase("hint", lang).format(hint=hint) if hint else ""))

    def show(self, lang: str = "zh") -> str:
        """`file:line:column: CODE message`, as editors understand it."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{visible(place)}: {self.code} {self.message(lang)}"


def clip(text: str, limit: int = 60) -> str:
    """The text, cut in the middle when it is longer than `limit` characters; line breaks shown as ⏎."""
    text = text.replace("\n", "⏎")
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 4 :]}"


#: From this many letters on the beginning of one name alone is as good as the name.
_BEGINNING = 4


def nearest(word: str, names: Iterable[str]) -> str:
    """The name most like the word, or the empty text when none is near; before others one that the word begins."""
    from difflib import get_close_matches

    known = list(dict.fromkeys(names))
    lowered = {name.lower(): name for name in known}
    begun = [name for name in lowered if name.startswith(word.lower())]
    if len(word) >= _BEGINNING and len(begun) == 1:
        return lowered[begun[0]]
    for cutoff in (0.72, 0.5):
        found = get_close_matches(word.lower(), list(lowered), n=1, cutoff=cutoff)
        if found:
            return lowered[found[0]]
    return ""


class ThresholdsError(Exception):
    """Base of every error this package raises on purpose."""

    def show(self, lang: str = "zh") -> str:  # noqa: ARG002
        """The message in the language asked for."""
        return str(self)


class SourceErrors(ThresholdsError):
    """What is wrong in the files read: all of it at once, in the order of the files, of workbooks sheet by sheet."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(
            sorted(diagnostics, key=lambda d: (d.file, d.cell.rpartition("!")[0], d.line, d.column))
        )
        super().__init__(self.show())

    def __reduce__(self) -> tuple[object, ...]:
        """Made again of its diagnostics, so that it can be copied and passed between processes."""
        return type(self), (self.diagnostics,), self.__dict__

    def show(self, lang: str = "zh") -> str:
        """One line for each diagnostic."""
        return "\n".join(diagnostic.show(lang) for diagnostic in self.diagnostics)


class _Phrased(ThresholdsError):
    """An error whose sentence is worded in `thresholds.wording`."""

    def __init__(self, key: str, **fields: str) -> None:
        self.key, self.fields = key, fields
        super().__init__(self.show())

    def __reduce__(self) -> tuple[object, ...]:
        """Made again of its key and fields, so that it can be copied and passed between processes."""
        return _phrased, (type(self), self.key, self.fields), self.__dict__

    def show(self, lang: str = "zh") -> str:
        """The sentence in the language asked for, with the nearest name where there is one."""
        near = self.fields.get("near", "")
        text = phrase(self.key, lang).format(**self.fields)
        return visible(text + (phrase("nearest", lang).format(near=near) if near else ""))


def _phrased(kind: type[_Phrased], key: str, fields: dict[str, str]) -> _Phrased:
    """An error of its kind, key and fields."""
    return kind(key, **fields)


class NotFoundError(_Phrased):
    """No such ruleset, item, term or code."""


class UnavailableError(NotFoundError):
    """What this machine lacks for a format: a font, an optional library. Has a manual page, as diagnostics have."""

    def show(self, lang: str = "zh") -> str:
        """The code, the sentence and what to do."""
        hint = phrase(f"{self.key}.hint", lang).format(**self.fields)
        return f"{self.key} {super().show(lang)}" + phrase("hint", lang).format(hint=hint)


@contextmanager
def needing(code: str, *libraries: str) -> Iterator[None]:
    """Imports of optional libraries inside; any other module that is missing is a fault of ours.

    Raises:
        UnavailableError: one of them is missing: the code given, and its name.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in libraries:
            raise
        raise UnavailableError(code, value=str(error.name)) from None


class BrokenOffError(UnavailableError):
    """Work that could not be ended, and of which nothing is left half-written: no room on the disk, no memory."""


class ReadingError(_Phrased):
    """A reading that the ruleset does not declare, or an option that the reading does not have."""


class EditError(_Phrased):
    """An edit of a case that is not of the form PATH=VALUE."""


class EngineError(_Phrased):
    """A fault of this program: it refuses to answer rather than answer wrongly."""
