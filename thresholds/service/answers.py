"""What comes back for the examples of what is sent: made by the endpoints themselves, for the description."""

from __future__ import annotations

import json
from collections.abc import Mapping

from thresholds.service import examples
from thresholds.service.results import Wish
from thresholds.service.routes import Call, Endpoint


def answers(endpoint: Endpoint) -> Mapping[str, object]:
    """The answers of an endpoint to the examples of what is sent there, by their names.

    They are those to requests with the examples of all parameters; of a long list there are the entries that these
    parameters are about.
    """
    told = endpoint.told
    if told.example is not None:
        return {"example": told.example}
    wish, name = _wish(told.parameters), str(examples.PARAMETERS.get(endpoint.parameter, ""))
    found = {}
    for sent, value in _sent(endpoint).items():
        answer = json.loads(endpoint.work(Call(json.dumps(value).encode(), True, wish, name)).body)
        wanted = examples.PARAMETERS.get(told.excerpt)
        found[sent] = [one for one in answer if one[told.excerpt] == wanted] if told.excerpt else answer
    return found


def _sent(endpoint: Endpoint) -> Mapping[str, object]:
    if not endpoint.types:
        return {"example": None}
    return {"example": examples.WHATIF} if endpoint.path == "/whatif" else examples.CASES


def _wish(parameters: tuple[str, ...]) -> Wish:
    """What the examples of these parameters ask for."""
    return Wish(
        ruleset=examples.RULESET if "ruleset" in parameters else None,
        readings=dict(examples.READINGS) if "reading" in parameters else None,
        lang=examples.LANG,
        term=examples.TERM if "term" in parameters else None,
    )
