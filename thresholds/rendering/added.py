"""Formats that other packages add: writers of documents, and functions of a report."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple

from thresholds import plugins
from thresholds.errors import NotFoundError, ThresholdsError, nearest
from thresholds.source.node import halves_joined

if TYPE_CHECKING:
    from thresholds.plugins import Added
    from thresholds.rendering.document.model import Document
    from thresholds.report.model import Report


class AddedFormat(NamedTuple):
    """A format of another package; `document` says that it writes documents, otherwise it is given the report.

    Its files end in its `ENDING` (by default a dot and its name); `BINARY` says that it gives bytes.
    """

    added: Added
    function: Callable[..., object]
    ending: str
    binary: bool
    document: bool

    def write(self, document: Document) -> str | bytes:
        """A document in this format.

        Raises:
            UnavailableError: the package fails, or gives neither text nor bytes, or half a character (TH742).
        """
        return self._written(lambda: self.function(document))

    def show(self, report: Report, lang: str) -> str | bytes:
        """A report in this format.

        Raises:
            UnavailableError: the package fails, or gives neither text nor bytes, or half a character (TH742).
        """
        return self._written(lambda: self.function(report, lang))

    def _written(self, work: Callable[[], object]) -> str | bytes:
        try:
            found = work()
        except ThresholdsError:
            raise
        except (Exception, SystemExit) as error:  # whatever the package does; its own text may quote the case
            raise plugins.broken(self.added, "failed", error=type(error).__name__) from None
        if not isinstance(found, str | bytes):
            raise plugins.broken(self.added, "not-text")
        if isinstance(found, str) and halves_joined(found) != (found, ""):
            raise plugins.broken(self.added, "not-unicode")
        return found


def added_format(name: str, built_in: Collection[str]) -> AddedFormat:
    """The format of another package by its name.

    Raises:
        NotFoundError: there is none; the nearest is named, or what is wrong with other packages.
        UnavailableError: importing it fails, or it is no renderer (TH742).
    """
    found = plugins.renderers(built_in)
    if name in found.added:
        return _format(found.added[name])
    known = (*built_in, *found.added)
    allowed, near = "、".join(known), nearest(name, known)
    if found.faults:
        faults = plugins.Faults(found.faults)
        raise NotFoundError("no-format-besides", value=name, allowed=allowed, faults=faults, near=near)
    raise NotFoundError("no-format", value=name, allowed=allowed, near=near)


def _format(added: Added) -> AddedFormat:
    value = plugins.imported(added)
    write = getattr(value, "write", None)
    function = write if callable(write) else value
    if not callable(function):
        raise plugins.broken(added, "not-a-renderer")
    ending, binary = getattr(value, "ENDING", f".{added.name}"), bool(getattr(value, "BINARY", False))
    return AddedFormat(added, function, str(ending), binary, callable(write))
