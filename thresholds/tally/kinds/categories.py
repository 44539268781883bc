"""Which kinds make a record of which category of information: one table, each rule with its authority and status."""

from __future__ import annotations

from typing import Literal, NamedTuple

from thresholds.tally.kinds.kind import Kind

Standing = Literal["settled", "practice", "contested"]


class Switch(NamedTuple):
    """A question that courts answer differently: its options, of which the first is taken where nothing is said."""

    id: str
    options: tuple[str, ...]


SWITCHES: tuple[Switch, ...] = (
    Switch("id_or_address", ("general_information", "other_safety_related")),
    Switch("bank_card_without_password", ("general_information", "property_information")),
    Switch("account_with_password", ("general_information", "property_information")),
    Switch("house_or_vehicle", ("general_information", "property_information")),
    Switch("journey", ("transaction_record", "location_tracking")),
    Switch("position_without_time", ("general_information", "location_tracking")),
    Switch("place_name_with_time", ("general_information", "location_tracking")),
    Switch("loan", ("transaction_record", "credit_record")),
    Switch("resident_id_divisions", ("prefecture", "county")),
)


class Rule(NamedTuple):
    """What a record must carry to be of a category: of every group at least one kind.

    Where courts differ `switch` names the question, and the category is the option chosen.
    """

    id: str
    groups: tuple[frozenset[Kind], ...]
    category: str
    cite: str
    standing: Standing
    switch: str = ""


def _any(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


_POSITION = _any(Kind.COORDINATES)
_WHEN = _any(Kind.TIME, Kind.DATE)
_CREDENTIAL = _any(Kind.BANK_CARD, Kind.PAYMENT_ACCOUNT)
_THIRD, _FOURTH, _FIFTH = "art5.1.3", "art5.1.4", "art5.1.5"

#: The order is of no account: a record is of the most protected of the categories that it carries.
RULES: tuple[Rule, ...] = (
    Rule("position_and_time", (_POSITION, _WHEN), "location_tracking", _THIRD, "settled"),
    Rule("position", (_POSITION,), "", _THIRD, "contested", "position_without_time"),
    Rule("place_and_time", (_any(Kind.PLACE), _WHEN), "", _THIRD, "contested", "place_name_with_time"),
    Rule("journey", (_any(Kind.JOURNEY),), "", _FOURTH, "contested", "journey"),
    Rule("message", (_any(Kind.MESSAGE),), "communication_content", _THIRD, "settled"),
    Rule("credit", (_any(Kind.CREDIT),), "credit_record", _THIRD, "settled"),
    Rule("loan", (_any(Kind.LOAN),), "", _THIRD, "contested", "loan"),
    Rule("credentials", (_CREDENTIAL, _any(Kind.PASSWORD)), "property_information", _THIRD, "practice"),
    Rule("balance", (_any(Kind.BALANCE),), "property_information", _THIRD, "settled"),
    Rule("bank_card", (_CREDENTIAL,), "", _THIRD, "contested", "bank_card_without_password"),
    Rule(
        "account",
        (_any(Kind.ACCOUNT, Kind.SOCIAL_ACCOUNT), _any(Kind.PASSWORD)),
        "",
        _THIRD,
        "contested",
        "account_with_password",
    ),
    Rule("house", (_any(Kind.HOUSE, Kind.VEHICLE, Kind.PLATE),), "", _THIRD, "contested", "house_or_vehicle"),
    Rule(
        "stay",
        (_any(Kind.HOTEL, Kind.ROOM, Kind.CHECK_IN, Kind.CHECK_OUT),),
        "accommodation_record",
        _FOURTH,
        "settled",
    ),
    Rule(
        "call", (_any(Kind.PEER), _any(Kind.TIME, Kind.DATE, Kind.DURATION)), "communication_record", _FOURTH, "settled"
    ),
    Rule("health", (_any(Kind.HEALTH),), "health_information", _FOURTH, "settled"),
    Rule("transaction", (_any(Kind.AMOUNT, Kind.ORDER, Kind.GOODS),), "transaction_record", _FOURTH, "settled"),
    Rule("face", (_any(Kind.FACE),), "other_safety_related", _FOURTH, "settled"),
    Rule(
        "id_or_address",
        (_any(Kind.RESIDENT_ID, Kind.OTHER_ID, Kind.ADDRESS),),
        "",
        _FIFTH,
        "contested",
        "id_or_address",
    ),
    Rule("any", (frozenset(Kind),), "general_information", _FIFTH, "settled"),
)


def switch(name: str) -> Switch | None:
    """The switch of this name."""
    return next((one for one in SWITCHES if one.id == name), None)


def chosen(name: str, readings: dict[str, str]) -> str:
    """The option of a switch that holds: what is chosen, else the first."""
    found = switch(name)
    assert found is not None
    return readings.get(name, found.options[0])


def category_of(rule: Rule, readings: dict[str, str]) -> str:
    """The category that a rule gives under the readings."""
    return chosen(rule.switch, readings) if rule.switch else rule.category
