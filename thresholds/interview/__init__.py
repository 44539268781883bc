"""The interview: a case taken down question by question, asking only what still matters. Values in, values out."""

from thresholds.interview.core import answer, back, more, next_question
from thresholds.interview.state import Ask, Form, Problem, State, begin, resume

__all__ = ["Ask", "Form", "Problem", "State", "answer", "back", "begin", "more", "next_question", "resume"]
