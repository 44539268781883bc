"""Terms of art as texts write them: the words that must stand in a sentence where a ruleset uses an identifier."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from thresholds import glossary
from thresholds.glossary import Family

#: Where the words of a text are not the label of the glossary: a pattern of what they are.
_WRITTEN = {
    "other_safety_related": "其他可能影响人身、财产安全的",
    "knew_of_crime": "知道或者应当知道|明知",
    "used_in_crime": "被他人用于犯罪|被用于犯罪",
    "website_or_group": "网站.{0,2}通讯群组",
    "unit": "单位",
    "breach_of_state_provisions": "违反国家有关规定",
    "get": "获取|购买|收受|交换|窃取",
    "supply": "出售|提供|发布",
}
#: Facts that no words of a text stand for: what is asked of them is wider or narrower.
_WITHOUT_WORDS = ("role_in_joint_offence", "sole_purpose_crime", "conduct_date")

_BRACKETS = str.maketrans("〔［【﹝〈《", "[[[[<<") | str.maketrans("〕］】﹞〉》", "]]]]>>")
_QUOTES = re.compile("[“”‘’\"'「」『』＂＇]")
_NUMERAL_IN_BRACKETS = re.compile(r"\(([一二三四五六七八九十]+)\)")


def written(identifier: str, family: Family) -> str | None:
    """A pattern of the words that stand for an identifier; None where the glossary does not have it."""
    if identifier in _WRITTEN:
        return _WRITTEN[identifier]
    term = glossary.term(identifier, family)
    if term is None or identifier in _WITHOUT_WORDS:
        return None
    return "|".join(re.escape(word) for word in (term.zh, *term.also) if len(word) > 1)


@lru_cache(maxsize=16384)  # every quotation is held against the same sentences
def plain(text: str) -> str:
    """A text as quotations are compared: without white space and quotation marks, brackets of one kind, 第三项 for
    第（三）项.
    """
    found = _QUOTES.sub("", normalize("NFKC", "".join(text.split())).translate(_BRACKETS))
    return _NUMERAL_IN_BRACKETS.sub(r"\1", found)
