"""Both languages say the same things, and no key stands twice."""

from __future__ import annotations

from collections import Counter
from string import Formatter

import pytest

from thresholds.wording import TOPICS, phrase, table

KEYS = [key for topic in TOPICS for key in table(topic, "zh")]


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_have_the_same_sentences(topic: str) -> None:
    assert table(topic, "zh").keys() == table(topic, "en").keys()


def test_no_key_stands_in_two_topics() -> None:
    assert [key for key, times in Counter(KEYS).items() if times > 1] == []


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_fill_the_same_fields(key: str) -> None:
    fields = {
        lang: sorted({field for _, field, _, _ in Formatter().parse(phrase(key, lang)) if field is not None})
        for lang in ("zh", "en")
    }
    assert fields["zh"] == fields["en"]
    assert "" not in fields["zh"]
