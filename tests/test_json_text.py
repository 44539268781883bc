"""JSON is written as the standard library writes it, byte for byte, and faster."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from thresholds.rendering.as_json import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(), inner)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_the_same_bytes_as_the_standard_library(value: object) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def test_what_stands_alone_and_what_is_no_utf_8() -> None:
    for value in ({}, [], {"空": []}, '\u2028\x00\x7f/é😀"\\\t', 10**40, -(2**63), {"文件": "\udcff.csv"}):
        assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2) + "\n"
