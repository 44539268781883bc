"""Taking down what happened: the case, the persons, and dealing by dealing what each did with which records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from thresholds import glossary
from thresholds.case.model import GETTING, SUPPLYING
from thresholds.glossary import Family
from thresholds.interview.plain import dealing_of, dealings_of, name_of, names_in, section
from thresholds.interview.state import Ask, Form, Key, State

#: Acts by which records come from somebody else, so that they cannot have been obtained in duty or service.
_FROM_OTHERS = ("purchase", "receipt")
#: What somebody did who was sold or given records, and what somebody did from whom they were got.
MIRRORED = {"sale": "purchase", "provision": "receipt", "exchange": "receipt", "purchase": "sale"}


def head(state: State) -> Ask | None:
    """The name of the case, then the persons; None when they are complete."""
    passed, persons = state.now.passed, list(section(state.case, "persons"))
    for name in ("id", "title"):
        if (name,) not in passed:
            return Ask((name,), name, Form.TEXT, places=((name,),), enter="named" if name == "id" else "skip")
    for person in persons:
        for field, form in (("role", Form.TEXT), ("kind", Form.KIND)):
            if (field, person) not in passed:
                place = ("persons", person, field)
                enter = "natural" if field == "kind" else "skip"
                return Ask((field, person), field, form, person, places=(place,), options=_kinds(form), enter=enter)
    if ("persons",) not in passed:
        return Ask(
            ("person", str(len(persons) + 1)),
            "person.more" if persons else "person",
            Form.NAME,
            enter="end" if persons else "needed",
        )
    return None


def _kinds(form: Form) -> tuple[str, ...]:
    return glossary.ids(Family.PERSON_KIND) if form is Form.KIND else ()


def taken_down(state: State) -> Ask | None:
    """The next question about dealings, of those who are having theirs taken down."""
    for name in state.now.made:
        for ask in _details(state, name):
            if ask.key not in state.now.passed:
                return ask
    for person in state.now.taking:
        for ask in _offers(state, person):
            if ask.key not in state.now.passed:
                return ask
        if ("done", person) not in state.now.passed:
            return act_of(state, person)
    return None


def act_of(state: State, person: str) -> Ask:
    """What the person did next, which opens a new dealing."""
    done = [dealing for dealing in dealings_of(state.case) if person in names_in(dealing.get("by"))]
    about = "act.more" if done else "act"
    key = ("act", person, str(len(dealings_of(state.case)) + 1))
    return Ask(key, about, Form.ACT, person, options=glossary.ids(Family.ACT), enter="end")


def _offers(state: State, person: str) -> Iterator[Ask]:
    """What others did with him, of which he has no line of his own: that he got it, or that he gave it."""
    lines = list(enumerate(dealings_of(state.case), 1))
    got = {(d.get("batch"), name) for _, d in lines for name in names_in(d.get("by")) if _gets(d)}
    gave = {
        (d.get("batch"), name, to)
        for _, d in lines
        for name in names_in(d.get("by"))
        for to in names_in(d.get("to"))
        if _supplies(d)
    }
    for number, dealing in lines:
        batch, by = dealing.get("batch"), names_in(dealing.get("by"))
        if not batch or person in by:
            continue
        name = name_of(dealing, number)
        if _supplies(dealing) and person in names_in(dealing.get("to")) and (batch, person) not in got:
            yield Ask(("offer", name, person), "offer.got", Form.TRUTH, person, other=name, enter="no")
        if _gets(dealing) and person in names_in(dealing.get("source")) and (batch, person, by[0]) not in gave:
            yield Ask(("offer", name, person), "offer.gave", Form.TRUTH, person, other=name, enter="no")


def _details(state: State, name: str) -> Iterator[Ask]:
    """What is to be known of a dealing, in the order in which it is asked."""
    dealing = dealing_of(state.case, name)
    person = names_in(dealing.get("by"))[0]
    batches = section(state.case, "batches")
    others = tuple([other for other in section(state.case, "persons") if other != person])

    def ask(field: str, form: Form, *place: str, enter: str = "skip", options: tuple[str, ...] = ()) -> Ask:
        places = (place,) if place else (("dealings", name, field),)
        return Ask(detail(name, field), field, form, person, name, places=places, options=options, enter=enter)

    if others:
        yield ask("by", Form.PEOPLE, enter="alone", options=others)
    own = _own(state, name)
    if batches and not own and detail(name, "category") not in state.now.passed:
        yield ask("batch", Form.BATCH, enter="new", options=tuple(batches))
    if not dealing.get("batch") or own:
        yield ask("category", Form.CATEGORY, options=glossary.ids(Family.CATEGORY))
    if own:
        yield ask("records", Form.RECORDS, "batches", own[0], "records")
    elif dealing.get("batch") and _categorised(batches.get(str(dealing["batch"]))):
        yield ask("part", Form.RECORDS, "dealings", name, "records", enter="whole")
    yield from _circumstances(dealing, own, ask)


def _categorised(batch: object) -> bool:
    """Whether a batch has a category, without which no number can be stated."""
    return isinstance(batch, Mapping) and bool({"category", "kinds"} & batch.keys())


def _circumstances(dealing: Mapping[str, object], own: tuple[str, ...], ask: object) -> Iterator[Ask]:
    """Where it was obtained, from whom, to whom, for how much, and when."""
    assert callable(ask)
    act = str(dealing.get("act"))
    if act not in _FROM_OTHERS and (own or not dealing.get("batch")):
        place = ("batches", own[0], "obtained_in") if own else ()
        yield ask("obtained_in", Form.ORIGIN, *place, options=glossary.ids(Family.ORIGIN))
    if act in GETTING:
        yield ask("source", Form.PEOPLE)
    if act == "exchange" or (act in SUPPLYING and act != "publication"):
        yield ask("to", Form.PEOPLE)
    if _supplies(dealing):
        yield ask("paid", Form.MONEY)
    yield ask("date", Form.DATE)


def detail(dealing: str, field: str) -> Key:
    """The key of a question about a dealing."""
    return ("detail", dealing, field)


def _own(state: State, name: str) -> tuple[str, ...]:
    """The batch that was opened with this dealing, if any: the one that no earlier dealing has."""
    batch = dealing_of(state.case, name).get("batch")
    if not batch or ("opened", name) not in state.now.passed:
        return ()
    return (str(batch),)


def _supplies(dealing: Mapping[str, object]) -> bool:
    return dealing.get("act") in SUPPLYING or (dealing.get("act") == "exchange" and bool(dealing.get("to")))


def _gets(dealing: Mapping[str, object]) -> bool:
    return dealing.get("act") in GETTING
