"""Cases given as dictionaries, and paths that no file can have: whatever is wrong is an error of the tree."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest

from thresholds import SourceErrors, load_case

CASE: dict[str, object] = {"schema": "thresholds/case/1", "id": "a", "persons": {"a": {}}}


def refused(source: str | Path | Mapping[str, object]) -> list[tuple[str, str]]:
    """The codes and sentences of what is wrong."""
    with pytest.raises(SourceErrors) as caught:
        load_case(source)
    assert str(caught.value) == caught.value.show("zh")
    assert all(one.message("en").isascii() for one in caught.value.diagnostics)
    return [(one.code, one.message()) for one in caught.value.diagnostics]


def nested(levels: int) -> list[object]:
    made: list[object] = []
    for _ in range(levels - 1):
        made = [made]
    return made


@pytest.mark.parametrize(
    ("more", "codes", "told"),
    [
        ({"title": "x\ud800"}, ["TH004"], "「\\ud800」只是一个字符的一半"),
        ({"x\udfffy": 1}, ["TH004"], "「\\udfff」只是一个字符的一半"),
        ({"persons": {1: {}, "1": {}}}, ["TH004"], "键「1」写了两次"),
        ({"persons": {None: {}, "a": {}}}, ["TH004"], "键只能是一个词"),
        ({"persons": {(1, 2): {}}}, ["TH004"], "键只能是一个词"),
        ({"persons": {True: {}}}, ["TH004"], "键只能是一个词"),
        ({"title": Fraction(1, 3)}, ["TH203"], "这里要写一个值，现在是没有固定写法的值（Fraction），要改写成文字"),
        ({"title": object()}, ["TH203"], "没有固定写法的值（object）"),
        ({"title": b"x"}, ["TH203"], "没有固定写法的值（bytes）"),
        ({"source": {"x", "y"}}, ["TH203"], "没有固定写法的值（set）"),
        ({"title": 10**5000}, ["TH203"], "没有固定写法的值（int）"),
        ({"title": "\ud800", "note": object()}, ["TH004", "TH203"], "\\ud800"),
        ({"source": nested(3000)}, ["TH009"], "嵌套太深"),
    ],
)
def test_what_no_file_can_hold(more: dict[str, object], codes: list[str], told: str) -> None:
    found = refused(CASE | more)
    assert [code for code, _ in found] == codes
    assert told in found[0][1]


def test_a_dictionary_in_itself() -> None:
    case = dict(CASE)
    case["source"] = case
    assert [code for code, _ in refused(case)] == ["TH009"]


@pytest.mark.parametrize("levels", [22, 23, 24])
def test_a_dictionary_may_be_as_deep_as_a_text(levels: int) -> None:
    case = CASE | {"source": nested(levels)}
    if levels <= 23:
        assert load_case(case).source == load_case(json.dumps(case)).source
    else:
        assert refused(case)[0][0] == refused(json.dumps(case))[0][0] == "TH009"


def test_one_thing_in_many_places_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thresholds.source.plain.MAX_NODES", 1000)
    many: list[object] = [1]
    for _ in range(9):
        many = [many] * 9
    assert refused(CASE | {"source": many})[0][0] == "TH008"


@pytest.mark.parametrize("path", ["a\0b", Path("a\0b"), "a\0.csv", "\ud800.yaml"])
def test_names_that_no_file_has(path: str | Path) -> None:
    assert refused(path) == [("TH001", "打不开文件：没有这个文件。检查路径和权限")]


def test_the_empty_name_is_no_case() -> None:
    assert [code for code, _ in refused("")] == ["TH001"]


class Own(Mapping[str, object]):
    """A mapping that is no dictionary."""

    def __getitem__(self, key: str) -> object:
        return CASE[key]

    def __iter__(self) -> Iterator[str]:
        return iter(CASE)

    def __len__(self) -> int:
        return len(CASE)


def test_what_can_be_written_down_is_read() -> None:
    assert list(load_case(CASE | {"persons": {1: {}, "a": {}}}).persons) == ["1", "a"]
    assert load_case(CASE | {"title": "\ud83d\ude00"}).title == "\U0001f600"
    assert load_case(CASE | {"title": Decimal("1.50")}).title == "1.50"
    judged = load_case(CASE | {"judged_on": date(2020, 1, 2)}).judged_on
    assert judged is not None
    assert (judged.first, judged.last) == (date(2020, 1, 2), date(2020, 1, 2))
    for mapping in (Own(), MappingProxyType(CASE)):
        assert load_case(mapping) == load_case(CASE)


def test_the_hash_is_that_of_the_sorted_json() -> None:
    # sha256 of {"id": "a", "persons": {"a": {}}, "schema": "thresholds/case/1"}
    assert load_case(dict(reversed(CASE.items()))).sha256 == load_case(CASE).sha256
    assert load_case(CASE).sha256.startswith("899b1324")
