"""An answer put into the case: the case as it would be, or the problem with the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from thresholds.case.facts import EVERYONE
from thresholds.interview.intake import MIRRORED, detail
from thresholds.interview.plain import added, dealing_of, dealings_of, free_name, name_of, names_in, section, with_value
from thresholds.interview.spoken import NOTHING, Kinds, each_of, is_unknown, listed, names_categories, value_of
from thresholds.interview.state import Ask, Form, Moment, Place, Problem, State

Given = Moment | Problem


def taken(state: State, ask: Ask, text: str) -> Given:
    """The moment after an answer, not yet read by the reader of case files; an empty text passes the question over."""
    special: dict[str, Callable[[State, Ask, str], Given]] = {
        "id": _id,
        "person": _person,
        "act": _act,
        "offer": _offer,
        "detail": _detail,
        "offences": _offences,
    }
    return special.get(ask.key[0], _plainly)(state, ask, text)


def passing(moment: Moment, *keys: tuple[str, ...]) -> Moment:
    """The moment with these questions put."""
    return moment._replace(passed=moment.passed | set(keys))


def _plainly(state: State, ask: Ask, text: str) -> Given:
    values = _values(state, ask, text)
    if isinstance(values, Problem):
        return values
    case = state.case
    for place, value in zip(ask.places, values, strict=True):
        case = _written(case, place, value)
    return passing(state.now, ask.key)._replace(case=case)


def _written(case: Mapping[str, object], place: Place, value: object) -> Mapping[str, object]:
    if value is NOTHING:
        return case
    if isinstance(value, Kinds):
        return with_value(case, (*place[:-1], "kinds"), list(value))
    return with_value(case, place, value)


def _values(state: State, ask: Ask, text: str) -> list[object] | Problem:
    """A value for each place: one for all of them, or as many as there are with semicolons between."""
    count = len(ask.places)
    if not text:
        return [NOTHING] * count
    if count == 1:
        return [value_of(ask.form, text, ask.options, state.case)]
    parts = each_of(text)
    if len(parts) == count:
        return [value_of(ask.form, part, ask.options, state.case) if part else NOTHING for part in parts]
    marked = _marked(ask, text)
    if marked is not None:
        return marked
    value = value_of(ask.form, text, ask.options, state.case)
    alike = ask.form is not Form.RECORDS or value in ("0", "unknown")
    if len(parts) > 1 or not alike:
        return Problem(phrase="interview.each", fields=(("count", str(count)), ("names", _named(ask))))
    return [value] * count


def _named(ask: Ask) -> str:
    return "、".join(place[1] for place in ask.places)


def _marked(ask: Ask, text: str) -> list[object] | None:
    """Of yes-or-no questions about several dealings: those named are so, the others are not."""
    names = [place[1] for place in ask.places]
    given = listed(text)
    if ask.form is not Form.TRUTH or not given or not set(given) <= set(names):
        return None
    return ["yes" if name in given else "no" for name in names]


def _id(state: State, ask: Ask, text: str) -> Given:
    found = passing(state.now, ask.key)
    return found._replace(case=with_value(state.case, ("id",), text)) if text else found


def _person(state: State, ask: Ask, text: str) -> Given:
    persons = section(state.case, "persons")
    if not text and not persons:
        return Problem(phrase="interview.needed")
    if not text:
        taking = tuple(persons) if state.ruleset.from_dealings else ()
        return passing(state.now, ("persons",))._replace(taking=taking)
    if text in persons:
        return Problem(phrase="interview.same-name", fields=(("name", text),))
    name = text if text not in EVERYONE else free_name(list(persons), "P")
    case = with_value(state.case, ("persons", name), {"name": text})
    return passing(state.now, ask.key)._replace(case=case)


def _act(state: State, ask: Ask, text: str) -> Given:
    if not text or is_unknown(text):
        return passing(state.now, ("done", ask.person))
    name = _next_dealing(state)
    act = value_of(ask.form, text, ask.options, state.case)
    case = added(state.case, {"id": name, "by": ask.person, "act": act})
    taking = state.now.taking if ask.person in state.now.taking else (*state.now.taking, ask.person)
    return passing(state.now, ask.key)._replace(case=case, taking=taking, made=(*state.now.made, name))


def _next_dealing(state: State) -> str:
    return free_name([name_of(dealing, number) for number, dealing in enumerate(dealings_of(state.case), 1)], "D")


def _offer(state: State, ask: Ask, text: str) -> Given:
    """A line of his own for somebody who is named in another's; it is about the same records."""
    value = value_of(ask.form, text, ask.options, state.case) if text else NOTHING
    moment = passing(state.now, ask.key)
    if value in (NOTHING, "no", "unknown"):
        return moment
    if value != "yes":
        return Problem(phrase="interview.yes-or-no", fields=(("value", text),))
    other = dealing_of(state.case, ask.other)
    got = ask.about == "offer.got"
    by = names_in(other.get("by"))
    made: dict[str, object] = {
        "id": _next_dealing(state),
        "by": ask.person,
        "act": MIRRORED.get(str(other.get("act")), "receipt" if got else "provision"),
        "source" if got else "to": by[0] if len(by) == 1 else by,
    }
    made |= {key: other[key] for key in ("date", "batch", "records") if key in other}
    return moment._replace(case=added(state.case, made))


def _offences(state: State, ask: Ask, text: str) -> Given:
    """The offences in question, by number or by name; all of them where none is named."""
    moment = passing(state.now, ask.key)
    labels = {offence.label: offence.id for offence in state.ruleset.offences}
    for name in listed(text) or list(ask.options):
        chosen = value_of(ask.form, name, ask.options, state.case)
        found = labels.get(str(chosen), chosen)
        if found not in ask.options:
            return Problem(phrase="interview.no-offence", fields=(("value", name),))
        moment = passing(moment, ("charged", ask.person, str(found)))
    return moment


def _detail(state: State, ask: Ask, text: str) -> Given:
    if ask.about == "by":
        return _joint(state, ask, text)
    if ask.about == "batch":
        return _batch(state, ask, text)
    if ask.about == "category":
        return _new_batch(state, ask, text)
    return _plainly(state, ask, text)


def _joint(state: State, ask: Ask, text: str) -> Given:
    value = value_of(ask.form, text, ask.options, state.case) if text else NOTHING
    moment = passing(state.now, ask.key)
    if value is NOTHING:
        return moment
    together = list(dict.fromkeys([ask.person, *names_in(value)]))
    return moment._replace(case=with_value(state.case, ("dealings", ask.dealing, "by"), together))


def _batch(state: State, ask: Ask, text: str) -> Given:
    """The records of an earlier batch; an empty answer means others."""
    moment = passing(state.now, ask.key)
    if not text or is_unknown(text):
        return moment
    value = value_of(ask.form, text, ask.options, state.case)
    if value not in ask.options and names_categories(text):
        return _new_batch(
            State(moment), ask._replace(key=detail(ask.dealing, "category"), form=Form.CATEGORY, options=()), text
        )
    return moment._replace(case=with_value(state.case, ("dealings", ask.dealing, "batch"), value))


def _new_batch(state: State, ask: Ask, text: str) -> Given:
    """A batch of its own as soon as its category is known, so that others can deal in the same records."""
    moment = passing(state.now, ask.key)
    if not text:
        return moment
    name = free_name(list(section(state.case, "batches")), "B")
    case = with_value(state.case, ("dealings", ask.dealing, "batch"), name)
    value = value_of(ask.form, text, ask.options, state.case)
    case = _written(case, ("batches", name, "category"), value)  # type: ignore[assignment]
    return passing(moment, ("opened", ask.dealing))._replace(case=case)


__all__ = ["detail", "passing", "taken"]
