"""Peers that are installed; what is not is named with its reason."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from benchmarks.inputs import Input
from benchmarks.oracle import Verdict
from thresholds import __version__

VERSIONS = ("durable-rules", "pydantic", "zen-engine", "OpenFisca-Core", "psutil")


class Peers(NamedTuple):
    """Those at hand, and those that are missing."""

    zen: Any | None
    openfisca: Any | None
    missing: dict[str, str]

    def verdicts(self) -> dict[str, Callable[[Input], Verdict]]:
        """Every way of asking every peer."""
        found: dict[str, Callable[[Input], Verdict]] = {}
        for peer in (self.zen, self.openfisca):
            found |= peer.verdicts() if peer else {}
        return found


def peers() -> Peers:
    """Load each peer, or note why it cannot be."""
    missing: dict[str, str] = {}
    return Peers(_load("zen-engine", _zen, missing), _load("OpenFisca-Core", _openfisca, missing), missing)


def _load(name: str, make: Callable[[], Any], missing: dict[str, str]) -> Any | None:
    try:
        return make()
    except ImportError as error:
        missing[name] = f"not installed ({error})"
        return None


def _zen() -> Any:
    from benchmarks.peer_zen import Zen

    return Zen()


def _openfisca() -> Any:
    from benchmarks.peer_openfisca import OpenFisca

    return OpenFisca()


def versions() -> dict[str, str]:
    """What is installed, by name."""
    found = {"thresholds": __version__}
    for name in VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
