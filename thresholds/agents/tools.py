"""The tools: their names, what each is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from thresholds.agents import answers, asked, known, looked, told
from thresholds.agents.cases import Written, edits_of, only_ids, persons_of, report_of, ruleset_named, written
from thresholds.agents.faults import crashed, faults, text_of
from thresholds.agents.fitted import MOST_REPORT, fitting, left, plain, text
from thresholds.errors import Diagnostic, SourceErrors, ThresholdsError
from thresholds.report.tiers import check_grade, margins_of
from thresholds.report.whatif import what_if
from thresholds.wording import phrase

Schema = dict[str, object]
_Asked = TypeVar("_Asked", bound=asked.Asked)


class Answered(NamedTuple):
    """What a call comes to: an answer, or what is wrong; `text` is the same for whoever reads text alone."""

    content: Schema
    text: str
    wrong: bool = False


class Sent(NamedTuple):
    """What comes with every call: the language of the answer, and the case where the call is about one."""

    lang: str
    case: Written | None = None

    @property
    def written(self) -> Written:
        """The case of a call that is about one."""
        assert self.case is not None
        return self.case


@dataclass(frozen=True)
class Tool(Generic[_Asked]):
    """A tool: what it is asked, what it answers, and what does it. Pure, but for reading the rulesets at hand."""

    name: str
    asked: type[_Asked]
    answer: type[answers.Answer]
    does: Callable[[_Asked, Sent], answers.Answer]

    def title(self, lang: str) -> str:
        """A few words for people."""
        return phrase(f"agents.{self.name}.title", lang)

    def description(self, lang: str) -> str:
        """When to use it, and what comes back."""
        return phrase(f"agents.{self.name}", lang)

    def input_schema(self, lang: str) -> Schema:
        """The JSON Schema of the arguments."""
        return _schema(self.asked, lang, described=True)

    def output_schema(self, lang: str) -> Schema:
        """The JSON Schema of an answer."""
        return _schema(self.answer, lang, described=False)

    def call(self, arguments: Mapping[str, object], lang: str) -> Answered:
        """The answer to a call; whatever is wrong is an answer too."""
        sent = Sent(language(arguments, lang))
        try:
            call = asked.read(self.asked, arguments)
            if isinstance(call, asked.AboutCase):
                sent = sent._replace(case=written(call.case))
                only_ids(sent.written.document.root)
            return _said(self.does(call, sent))
        except ThresholdsError as error:
            found = faults(error, sent.lang, sent.case)
        except Exception as error:  # the last resort: a sentence, never a traceback, and nothing of the case
            found = crashed(error, sent.lang)
        return _wrong(found, sent.lang)


def language(arguments: Mapping[str, object], lang: str) -> str:
    """The language that a call asks for, or this one."""
    return str(arguments["lang"]) if arguments.get("lang") in ("zh", "en") else lang


def refused(code: str, arguments: Mapping[str, object], lang: str, **detail: str) -> Answered:
    """The answer to a call that was not answered, for a reason that is not in its arguments."""
    asked_in = language(arguments, lang)
    wrong = SourceErrors([Diagnostic(code, asked.ARGUMENTS, 0, 0, detail=tuple(detail.items()))])
    return _wrong(faults(wrong, asked_in, None), asked_in)


def failed(error: Exception, arguments: Mapping[str, object], lang: str) -> Answered:
    """The answer to a call at which this program failed."""
    asked_in = language(arguments, lang)
    return _wrong(crashed(error, asked_in), asked_in)


def _wrong(found: answers.Faults, lang: str) -> Answered:
    return Answered(found.model_dump(mode="json", exclude_none=True), text_of(found, lang), wrong=True)


def _said(answer: answers.Answer) -> Answered:
    content = plain(answer)
    return Answered(content, text(content))


def _schema(model: type[BaseModel], lang: str, *, described: bool) -> Schema:
    """The schema of a model, without what says nothing to a reader; arguments are described in a language."""
    whole = model.model_json_schema()
    for one in (whole, *whole.get("$defs", {}).values()):
        one.pop("title", None)
        one.pop("description", None)
        for name, field in one.get("properties", {}).items():
            field.pop("title", None)
            if described:
                field["description"] = phrase(f"agents.argument.{name}.is", lang).format()
    return whole


def _evaluate(call: asked.Evaluate, sent: Sent) -> answers.Evaluated:
    report = report_of(call, sent.written)
    found = told.evaluated(report, persons_of(call, report), sent.lang)
    if not call.full:
        return found
    whole = report.to_dict()
    length = len(text(whole))
    return found.model_copy(update={"report_too_long": length} if length > MOST_REPORT else {"report": whole})


def _questions(call: asked.AboutCase, sent: Sent) -> answers.Questions:
    report = report_of(call, sent.written)
    persons = persons_of(call, report)
    said = fitting(persons, lambda one: told.person_asked(one, sent.lang))
    return answers.Questions(case=told.case_read(report), persons=said, **left(persons, said, sent.lang)._asdict())


def _margins(call: asked.Margins, sent: Sent) -> answers.MarginsFound:
    report = report_of(call, sent.written)
    persons = persons_of(call, report)
    if call.grade is not None:
        check_grade(persons, call.grade)
    said = fitting(persons, lambda one: told.person_margins(one, margins_of(one, call.grade), sent.lang))
    return answers.MarginsFound(case=told.case_read(report), persons=said, **left(persons, said, sent.lang)._asdict())


def _whatif(call: asked.WhatIf, sent: Sent) -> answers.Compared:
    ruleset_named(call.ruleset)
    edits = edits_of(call.edits, sent.written)
    found = what_if(sent.written.document, edits, call.ruleset, readings=call.readings)
    return told.compared(found, sent.lang, call.person)


def _item(call: asked.LookUp, sent: Sent) -> looked.ItemFound:
    return known.item_found(call.item, call.ruleset, sent.lang)


def _glossary(call: asked.Glossary, sent: Sent) -> looked.Terms:  # noqa: ARG001
    return known.terms_found(call.term)


def _rulesets(call: asked.Rulesets, sent: Sent) -> looked.RulesetsFound:
    return known.rulesets_found(call.ruleset, sent.lang)


def _code(call: asked.Code, sent: Sent) -> looked.CodeMeans:
    return known.code_means(call.code, sent.lang)


TOOLS = (
    Tool("evaluate", asked.Evaluate, answers.Evaluated, _evaluate),
    Tool("questions", asked.AboutCase, answers.Questions, _questions),
    Tool("margins", asked.Margins, answers.MarginsFound, _margins),
    Tool("whatif", asked.WhatIf, answers.Compared, _whatif),
    Tool("item", asked.LookUp, looked.ItemFound, _item),
    Tool("glossary", asked.Glossary, looked.Terms, _glossary),
    Tool("rulesets", asked.Rulesets, looked.RulesetsFound, _rulesets),
    Tool("code", asked.Code, looked.CodeMeans, _code),
)
