"""Dictionaries of Python as data that can be written down: texts, numbers, lists and maps, bounded as files are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from numbers import Number, Rational

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.source.node import Plain, halves_joined
from thresholds.source.yaml import MAX_DEPTH, MAX_NODES
from thresholds.wording import Worded


def plain_data(value: object, name: str) -> Plain:
    """A value with keys that are texts, and days and decimals as the texts that they print as; the value stays.

    Raises:
        SourceErrors: it is nested too deeply, or in itself (TH009), too large (TH008), or holds what has no one way
            to be written: a fraction, bytes, an object (TH203), half a character, a key that is no text (TH004).
            `name` stands for the file.
    """
    made = _Plain(name)
    found = made.of(value, 0)
    if made.diagnostics:
        raise SourceErrors(made.diagnostics)
    return found


class _Plain:
    """Makes one value, noting everything that is wrong in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.diagnostics: list[Diagnostic] = []
        self.nodes = 0

    def of(self, value: object, depth: int) -> Plain:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise SourceErrors([*self.diagnostics, Diagnostic("TH008", self.name, 0, 0, str(MAX_NODES))])
        if isinstance(value, str):
            return self._text(value)
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, Mapping | Sequence) and not isinstance(value, bytes | bytearray | memoryview):
            if depth == MAX_DEPTH:
                raise SourceErrors([*self.diagnostics, Diagnostic("TH009", self.name, 0, 0)])
            if isinstance(value, Mapping):
                return self._map(value, depth + 1)
            return [self.of(item, depth + 1) for item in value]
        return self._printed(value)

    def _map(self, value: Mapping[object, object], depth: int) -> Plain:
        found: dict[str, Plain] = {}
        for key, item in value.items():
            name = self._text(key) if isinstance(key, str) else str(key)
            if isinstance(key, bool) or not isinstance(key, str | int):
                self._wrong("TH004", problem=Worded("yaml.key"))
            elif name in found:
                self._wrong("TH004", problem=Worded("yaml.key-twice", value=name))
            found[name] = self.of(item, depth)
        return found

    def _text(self, text: str) -> str:
        whole, alone = halves_joined(text)
        if alone:
            self._wrong("TH004", problem=Worded("yaml.half", value=alone))
        return whole

    def _printed(self, value: object) -> Plain:
        """A number as it is, whatever its class, or what prints in one way as text."""
        exact = isinstance(value, Rational) and value.denominator != 1
        if isinstance(value, date | Decimal | Number) and not exact:
            try:
                printed = str(value)
            except ValueError:  # a number with more digits than Python prints
                printed = ""
            if printed:
                return value if isinstance(value, int) else printed
        self._wrong("TH203", expected=Worded("text"), found=Worded("unwritable", value=type(value).__name__))
        return None

    def _wrong(self, code: str, **detail: str) -> None:
        self.diagnostics.append(Diagnostic(code, self.name, 0, 0, detail=tuple(sorted(detail.items()))))
