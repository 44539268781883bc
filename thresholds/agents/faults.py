"""What is wrong as an answer: every error with its code, its place and what to do."""

from __future__ import annotations

from thresholds.agents.answers import Fault, Faults
from thresholds.agents.cases import CASE, Written, paths
from thresholds.case.edit import OPTION
from thresholds.errors import (
    Diagnostic,
    NotFoundError,
    ReadingError,
    SourceErrors,
    ThresholdsError,
    UnavailableError,
)
from thresholds.values.visible import visible
from thresholds.wording import phrase

#: What is found when a case is measured has no line: the section that it is about.
_SECTIONS = {"TH223": "ruleset", "TH224": "readings", "TH226": "judged_on"}


def faults(error: ThresholdsError, lang: str, case: Written | None) -> Faults:
    """Everything that an error carries."""
    if not isinstance(error, SourceErrors):
        code = error.key if isinstance(error, UnavailableError) else None
        said = _in(error, lang).show(lang).removeprefix(f"{code} ")
        return Faults(errors=(Fault(code=code, message=said),))
    places = paths(case.document.root) if case is not None else {}
    text = case is None or case.as_text
    return Faults(errors=tuple([_fault(one, lang, places, text=text) for one in error.diagnostics]))


def _in(error: ThresholdsError, lang: str) -> ThresholdsError:
    """The error with the names that are allowed listed as in the language."""
    if not isinstance(error, NotFoundError | ReadingError) or "allowed" not in error.fields:
        return error
    listed = error.fields["allowed"].replace("、", phrase("list-separator", lang))
    return type(error)(error.key, **(error.fields | {"allowed": listed}))


def _fault(one: Diagnostic, lang: str, places: dict[tuple[int, int], str], *, text: bool) -> Fault:
    """One diagnostic; of a case given as an object its path is its place, of an edit the number of the edit."""
    ours, edit = one.file == CASE, one.file == OPTION
    placed = one.line > 0 and (edit or (ours and text))
    worded = phrase(f"{one.code}.hint", lang, "").format(value=one.value, **dict(one.detail))
    ending = visible(phrase("hint", lang).format(hint=worded)) if worded else ""
    return Fault(
        code=one.code,
        message=one.message(lang).removesuffix(ending),
        path=places.get((one.line, one.column), _SECTIONS.get(one.code)) if ours else None,
        edit=one.line if placed and edit else None,
        line=one.line if placed and not edit else None,
        column=one.column if placed else None,
        hint=visible(worded) or None,
    )


def text_of(found: Faults, lang: str) -> str:
    """The same for whoever reads text alone: a line each, its place before it."""
    return "\n".join([_line(one, lang) for one in found.errors])


def _line(one: Fault, lang: str) -> str:
    edit = phrase("agents.edit", lang).format(number=one.edit) if one.edit is not None else None
    place = None if one.line is None else f"{one.line}:{one.column}"
    where = " ".join([part for part in (place, one.path, edit) if part])
    hint = phrase("hint", lang).format(hint=one.hint) if one.hint else ""
    return f"{where}{': ' if where else ''}{one.code + ' ' if one.code else ''}{one.message}{hint}"


def crashed(error: Exception, lang: str) -> Faults:
    """A fault of this program: its name alone, because its text may quote the case."""
    return Faults(errors=(Fault(message=phrase("engine-fault", lang).format(detail=type(error).__name__)),))
