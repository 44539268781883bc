"""A number as an expression: a sum, in which what counts only sometimes is chosen in the way of each language."""

from __future__ import annotations

from collections.abc import Callable

from thresholds.export.core import Number, Part

#: What stands for parts that count only where one of these numbers passes a test, and are nothing otherwise.
Choose = Callable[[tuple[str, ...], str, tuple[Part, ...]], str]


def expression(number: Number, choose: Choose, named: Callable[[str], str] = str) -> str:
    """The number as a sum; `named` says how what it is made of is referred to."""
    terms = [
        (part.weight < 0, _weighed(part, named))
        if part.below is None
        else (False, choose((part.of,), f"< {part.below}", (part._replace(below=None),)))
        for part in number.parts
    ]
    if number.mixed:
        terms.append((False, choose(number.beside, "> 0", number.mixed)))
    return _joined(terms)


def total(parts: tuple[Part, ...], named: Callable[[str], str] = str) -> str:
    """The sum of parts that all count."""
    return _joined([(part.weight < 0, _weighed(part, named)) for part in parts])


def _joined(terms: list[tuple[bool, str]]) -> str:
    text = ""
    for negative, term in terms:
        sign = "-" if negative else "+"
        text += f" {sign} {term}" if text else f"-{term}" if negative else term
    return text


def _weighed(part: Part, named: Callable[[str], str]) -> str:
    weight = abs(part.weight)
    return named(part.of) if weight == 1 else f"{weight} * {named(part.of)}"
