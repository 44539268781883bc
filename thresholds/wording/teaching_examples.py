"""Wrong and right examples of the diagnostics of the quiz: files of answers, and cases that are asked about."""

from __future__ import annotations

#: Answers to the first two questions of the quiz as it is when nothing else is asked for.
ANSWERS: dict[str, tuple[str, str]] = {
    "TH730": ("1. 情节很严重；5.1.3", "1. 情节严重；5.1.3"),
    "TH731": ("1. 情节严重；第五条第三款", "1. 情节严重；第五条第一款第（三）项"),
    "TH732": ("情节严重；5.1.3", "2. 情节严重；5.1.3"),
    "TH733": ("1. 未达到\n1. 情节严重；5.1.3", "1. 未达到\n2. 情节严重；5.1.3"),
}

#: Cases that questions are made of.
ASKED: dict[str, tuple[str, str]] = {
    "TH734": ("title: 还没有写事实", "facts: {jia: {初犯: 是}}"),
}
