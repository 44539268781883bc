"""What is made ready before the first request: everything imported, and in each thread the rules of durable-rules.

The work of a request can be ended at any point, and an import that is ended leaves its lock held, or a library that
cannot be imported again. So nothing is left to be imported by then.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO

from thresholds.batch.faults import need_libraries
from thresholds.case.load import load_case
from thresholds.errors import nearest
from thresholds.page.export import KINDS, exported
from thresholds.page.opened import opened
from thresholds.page.quiz_views import quiz_page
from thresholds.page.sitting import read_sitting
from thresholds.page.state import State
from thresholds.page.views import Views
from thresholds.report.model import evaluate
from thresholds.service import lookups, results
from thresholds.service.examples import BETWEEN, CASES, ROWS, WHATIF
from thresholds.service.language import LANGUAGES
from thresholds.service.logs import note
from thresholds.service.results import FORMS, Wish
from thresholds.service.rows import scored
from thresholds.service.sent import document_of
from thresholds.source.yaml import parse
from thresholds.wording import phrase

_ENCODINGS = ("gb18030", "utf-16", "utf-16-le", "utf-16-be", "unicode_escape", "idna")
#: A table of one dealing.
_TABLE = (("行为人", "行为", "类别", "条数"), ("甲", "出售", "行踪轨迹信息", "50"))
#: A key that may be none of JSON, so that the parser in Python has its turn.
_UNUSUAL = "{? a : 1}"


def warm() -> None:
    """Evaluate the examples, so that a thread has its handles."""
    for case in CASES.values():
        evaluate(load_case(case)).to_dict()


def ready() -> None:
    """Do once what requests do, so that nothing is left to be imported; tables of cases apart.

    What fails is noted, and fails again for whoever asks for it.
    """
    steps: list[Callable[[], None]] = [warm, _files, _lookups]
    steps += [partial(work, lang) for lang in LANGUAGES for work in (_answers, _page)]
    for step in steps:
        try:
            step()
        except Exception as error:
            note(error, "-", "-")


def _files() -> None:
    for name in _ENCODINGS:
        codecs.lookup(name)
    parse(_UNUSUAL, "")
    nearest("", _ENCODINGS)
    opened("ready.csv", "\n".join([",".join(row) for row in _TABLE]).encode("gb18030"), LANGUAGES[0])
    opened("ready.xlsx", _workbook(), LANGUAGES[0])


def _lookups() -> None:
    lookups.rulesets()
    for name in lookups.known_rulesets():
        lookups.ruleset(name, LANGUAGES[0])


def _answers(lang: str) -> None:
    phrase("", lang, "")
    known = lookups.known_rulesets()
    written = document_of(json.dumps(BETWEEN).encode(), as_json=True)
    for form in FORMS:
        results.reported(written, Wish(lang=lang, form=form), known)
    results.asked(written, Wish(lang=lang), known)
    results.measured(written, Wish(lang=lang), known)
    results.supposed(document_of(json.dumps(WHATIF).encode(), as_json=True), Wish(lang=lang), known)


def _workbook() -> bytes:
    from openpyxl import Workbook

    made, stream = Workbook(), BytesIO()
    sheet = made.active
    assert sheet is not None
    for row in _TABLE:
        sheet.append(row)
    made.save(stream)
    return stream.getvalue()


def _page(lang: str) -> None:
    views, state = Views(), State(lang=lang)
    views.whole(state)
    views.flips(state)
    for kind in KINDS:
        exported(kind, state)
    for number in ("1", "99"):
        quiz_page(views, read_sitting([("lang", lang), ("n", number)]))


def ready_for_rows() -> None:
    """The same for tables of cases, whose libraries take seconds; once.

    Raises:
        UnavailableError: they are not installed (TH510).
    """
    need_libraries()
    _rows()


@cache
def _rows() -> None:
    scored(json.dumps(ROWS).encode(), Wish(), len(ROWS))
