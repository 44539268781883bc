"""What other installed packages add, tried out: formats and rulesets, each with its package, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from thresholds.cli.trials import attempt


class Other(NamedTuple):
    """A format or a ruleset (`kind`) of another package, and why it cannot be used, where it cannot."""

    kind: str
    name: str
    package: str
    problem: Exception | None

    @property
    def works(self) -> bool:
        """Whether it can be used."""
        return self.problem is None


def others() -> list[Other]:
    """Everything that other packages add, by kind and name; nothing where looking for it is itself impossible."""
    try:
        return sorted([*_formats(), *_rulesets()], key=lambda one: (one.kind, one.name, one.package))
    except Exception:  # what of the core is broken is said where the core is tried
        return []


def _formats() -> Iterator[Other]:
    from thresholds import plugins
    from thresholds.rendering import FORMATS
    from thresholds.rendering.added import added_format

    found = plugins.renderers(FORMATS)
    for name, one in found.added.items():
        yield Other("format", name, one.package, attempt(partial(added_format, name, FORMATS)))
    yield from _faulty("format", found.faults)


def _rulesets() -> Iterator[Other]:
    from thresholds.law.load import added, load_added

    found = added()
    for name, one in found.files.items():
        yield Other("ruleset", name, one.package, attempt(partial(load_added, name, one)))
    yield from _faulty("ruleset", found.faults)


def _faulty(kind: str, faults: tuple[Exception, ...]) -> Iterator[Other]:
    for fault in faults:
        fields = getattr(fault, "fields", {})
        yield Other(kind, str(fields.get("value", "")), str(fields.get("package", "")), fault)
