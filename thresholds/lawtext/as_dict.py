"""A comparison as plain data."""

from __future__ import annotations

from thresholds import __version__
from thresholds.law.model import Ruleset
from thresholds.lawtext.diagnostics import Diagnostics
from thresholds.lawtext.results import Article, Comparison, Discrepancy

SCHEMA = "thresholds/check-text/1"


def comparison_dict(ruleset: Ruleset, comparison: Comparison, lang: str = "zh") -> dict[str, object]:
    """The comparison as `thresholds/check-text/1`: articles with counts and discrepancies, numbers from elsewhere."""
    text, found = comparison.text, Diagnostics(ruleset, comparison.text)
    return {
        "schema": SCHEMA,
        "tool": f"thresholds {__version__}",
        "ruleset": {"id": ruleset.id, "citation": ruleset.citation, "file": ruleset.file, "sha256": ruleset.sha256},
        "text": {
            "file": text.file,
            "sha256": text.sha256,
            "numbers": list(text.numbers),
            "articles": len(text.articles),
            "not_stated": list(comparison.unstated),
        },
        "agrees": not comparison.discrepancies,
        "agreed": comparison.agreed,
        "articles": [_article(article, found, lang) for article in comparison.articles],
        "elsewhere": [
            {"item": one.entry, "says": one.said, "source": one.source, "verified": not one.elsewhere}
            for one in comparison.borrowed
        ],
    }


def _article(article: Article, found: Diagnostics, lang: str) -> dict[str, object]:
    return {
        "cite": article.article.cite() if article.article is not None else None,
        "agrees": not article.discrepancies,
        "agreed": article.agreed,
        "discrepancies": [_discrepancy(one, found, lang) for one in article.discrepancies],
    }


def _discrepancy(one: Discrepancy, found: Diagnostics, lang: str) -> dict[str, object]:
    """What differs, where in either file, and the sentence for a person."""
    diagnostic = found.diagnostic(one)
    return {
        "code": one.code,
        "cite": one.pinpoint.cite() if one.pinpoint is not None else None,
        "item": one.entry or None,
        "ruleset_says": one.said or None,
        "text_says": one.found or None,
        "text_line": one.line or None,
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message(lang),
    }
