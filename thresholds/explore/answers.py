"""A person as he would be if a question were answered so: each change is what an answer in the file would make."""

from __future__ import annotations

from thresholds.case.model import Category, Dealing, Deductions, Figure, Rate
from thresholds.evaluation.facts import UNNAMED, Holding, Line, PersonFacts
from thresholds.evaluation.supposed import changed

#: A number of records, and of fen, beyond every standard; the reader of case files still takes it.
MOST = 10**12


def figure(number: int) -> Figure:
    """A number known exactly."""
    return Figure(at_least=number, at_most=number)


def replaced(person: PersonFacts, holding: Holding, other: Holding) -> PersonFacts:
    """With one holding in place of another."""
    return person._replace(holdings=tuple([other if each is holding else each for each in person.holdings]))


def of_records(holding: Holding, number: int, category: str | None = None) -> Holding:
    """The holding with its number of records settled, and its category where one is given."""
    update: dict[str, object] = {"records": figure(number)}
    if category is not None:
        update["category"] = Category(options=(category,))
    return holding._replace(body=holding.body.model_copy(update=update))


def with_records_at(person: PersonFacts, holding: Holding, high: bool) -> PersonFacts:
    """The person with the number of a body of records at one of the bounds that it is known between."""
    records = holding.body.records
    assert records is not None
    least = max([part.at_least for part in holding.parts], default=0)
    number = (MOST if records.at_most is None else records.at_most) if high else max(least, records.at_least)
    found = replaced(person, holding, of_records(holding, number))
    return found if holding.batch else _dealing_with(found, holding.lines[0].dealing, bodies=figure(number))


def with_parts_at(person: PersonFacts, holding: Holding, high: bool) -> PersonFacts:
    """The person with the parts of a batch each at one of its bounds; none is more than the batch can hold."""
    records = holding.body.records
    most = MOST if records is None or records.at_most is None else records.at_most
    for line in holding.lines:
        amount = line.amount
        if line.whole or amount is None or not ranged(amount):
            continue
        top = min(most, MOST if amount.at_most is None else amount.at_most)
        person = _dealing_with(person, line.dealing, part=figure(top if high else amount.at_least))
    return person


def _dealing_with(
    person: PersonFacts, dealing: Dealing, part: Figure | None = None, bodies: Figure | None = None
) -> PersonFacts:
    """The person with another number in one dealing: of its part of a batch, or of the records of its own."""
    update: dict[str, object] = {"records": part}
    if bodies is not None:
        update = {"bodies": tuple([body.model_copy(update={"records": bodies}) for body in dealing.bodies])}
    made = dealing.model_copy(update=update)

    def told(line: Line) -> Line:
        if line.dealing.id != dealing.id:
            return line
        return line._replace(dealing=made, amount=part if part is not None and not line.whole else line.amount)

    found = changed(person, told)
    return found._replace(dealings=tuple([made if one.id == dealing.id else one for one in person.dealings]))


def ranged(value: Figure | Rate | None) -> bool:
    """Whether a figure or a share is known between bounds only."""
    return value is not None and value.at_least != value.at_most


def less(holding: Holding, name: str, value: Figure | Rate) -> Holding:
    """The holding with one deduction as given, in place of what is stated of it."""
    off = holding.deductions
    fields = {field: getattr(off, field) for field in off.model_fields_set}
    return holding._replace(deductions=Deductions(**{**fields, name: value}))


def apart(holding: Holding) -> Holding:
    """The holding with every supply without a recipient made to a person of its own."""
    named = tuple([supply for supply in holding.supplies if supply[0] != UNNAMED])
    return holding._replace(
        supplies=named + tuple([(f"{UNNAMED}{number}", (line,)) for number, line in enumerate(unnamed(holding))])
    )


def together(holding: Holding) -> Holding:
    """The holding with every supply without a recipient made to the first that is named."""
    named = [supply for supply in holding.supplies if supply[0] != UNNAMED]
    first, lines = named[0]
    return holding._replace(supplies=((first, (*lines, *unnamed(holding))), *named[1:]))


def unnamed(holding: Holding) -> list[Line]:
    """The supplies for which the file names nobody."""
    return [line for recipient, lines in holding.supplies if recipient == UNNAMED for line in lines]
