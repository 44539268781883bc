"""The closed list of what a column of seized data can be, and what each says of whom."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """Whether what a cell says identifies a specific natural person (法释〔2017〕10号第一条)."""

    ALONE = "alone"
    TOGETHER = "together"
    NONE = "none"


class Kind(StrEnum):
    """What a column of seized data is."""

    NAME = "name"
    RESIDENT_ID = "resident_id"
    OTHER_ID = "other_id"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    COMPANY = "company"
    BIRTH = "birth"
    FACE = "face"
    BANK_CARD = "bank_card"
    PAYMENT_ACCOUNT = "payment_account"
    ACCOUNT = "account"
    SOCIAL_ACCOUNT = "social_account"
    PASSWORD = "password"
    BALANCE = "balance"
    HOUSE = "house"
    VEHICLE = "vehicle"
    PLATE = "plate"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    COORDINATES = "coordinates"
    PLACE = "place"
    DATE = "date"
    TIME = "time"
    JOURNEY = "journey"
    HOTEL = "hotel"
    ROOM = "room"
    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    PEER = "peer"
    DURATION = "duration"
    MESSAGE = "message"
    CREDIT = "credit"
    LOAN = "loan"
    HEALTH = "health"
    AMOUNT = "amount"
    ORDER = "order"
    GOODS = "goods"


class Shape(StrEnum):
    """How cells of a kind are written, and so how they are normalised and what makes one valid."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    RESIDENT_ID = "resident_id"
    OTHER_ID = "other_id"
    EMAIL = "email"
    CARD = "card"
    PLATE = "plate"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    PAIR = "pair"
    MOMENT = "moment"
    NUMBER = "number"


class Traits(NamedTuple):
    """Whom a kind identifies, and the shape of its cells."""

    role: Role
    shape: Shape


_PLAIN = Traits(Role.NONE, Shape.TEXT)

_TRAITS: dict[Kind, Traits] = {
    Kind.NAME: Traits(Role.TOGETHER, Shape.NAME),
    Kind.RESIDENT_ID: Traits(Role.ALONE, Shape.RESIDENT_ID),
    Kind.OTHER_ID: Traits(Role.ALONE, Shape.OTHER_ID),
    Kind.PHONE: Traits(Role.ALONE, Shape.PHONE),
    Kind.EMAIL: Traits(Role.ALONE, Shape.EMAIL),
    Kind.ADDRESS: Traits(Role.ALONE, Shape.TEXT),
    Kind.FACE: Traits(Role.ALONE, Shape.TEXT),
    Kind.BIRTH: Traits(Role.NONE, Shape.MOMENT),
    Kind.BANK_CARD: Traits(Role.ALONE, Shape.CARD),
    Kind.PAYMENT_ACCOUNT: Traits(Role.ALONE, Shape.TEXT),
    Kind.ACCOUNT: Traits(Role.ALONE, Shape.TEXT),
    Kind.SOCIAL_ACCOUNT: Traits(Role.ALONE, Shape.TEXT),
    Kind.PLATE: Traits(Role.ALONE, Shape.PLATE),
    Kind.PEER: Traits(Role.ALONE, Shape.PHONE),
    Kind.LATITUDE: Traits(Role.NONE, Shape.LATITUDE),
    Kind.LONGITUDE: Traits(Role.NONE, Shape.LONGITUDE),
    Kind.COORDINATES: Traits(Role.NONE, Shape.PAIR),
    Kind.DATE: Traits(Role.NONE, Shape.MOMENT),
    Kind.TIME: Traits(Role.NONE, Shape.MOMENT),
    Kind.CHECK_IN: Traits(Role.NONE, Shape.MOMENT),
    Kind.CHECK_OUT: Traits(Role.NONE, Shape.MOMENT),
    Kind.BALANCE: Traits(Role.NONE, Shape.NUMBER),
    Kind.AMOUNT: Traits(Role.NONE, Shape.NUMBER),
    Kind.DURATION: Traits(Role.NONE, Shape.NUMBER),
}

#: Kinds whose key is a whole number (BIGINT): 17 digits of a resident ID, a national phone number.
NUMBERED = frozenset({Kind.RESIDENT_ID, Kind.PHONE, Kind.PEER})

#: Kinds that a person is told apart by, the best first.
PERSON = (
    Kind.RESIDENT_ID,
    Kind.PHONE,
    Kind.OTHER_ID,
    Kind.PLATE,
    Kind.SOCIAL_ACCOUNT,
    Kind.PAYMENT_ACCOUNT,
    Kind.BANK_CARD,
    Kind.ACCOUNT,
    Kind.EMAIL,
)


#: Kinds that say of a record what it is about: cells that are all alike (0.00, 否, 正常) may say nothing.
TELLING = frozenset(
    {
        Kind.FACE, Kind.PASSWORD, Kind.BALANCE, Kind.HOUSE, Kind.VEHICLE, Kind.PLACE, Kind.JOURNEY, Kind.HOTEL,
        Kind.ROOM, Kind.MESSAGE, Kind.CREDIT, Kind.LOAN, Kind.HEALTH, Kind.AMOUNT, Kind.ORDER, Kind.GOODS,
    }
)  # fmt: skip


def traits(kind: Kind) -> Traits:
    """Whom the kind identifies, and the shape of its cells."""
    return _TRAITS.get(kind, _PLAIN)


#: Shapes of whatever is written; and those that a cell can fail to have: what does not fit is invalid, not unusual.
FREE = frozenset({Shape.TEXT, Shape.NAME})
_CHECKED = frozenset(Shape) - FREE

#: What can be invalid in a record that counts all the same: bit n of `flaws` is kind n of these.
FLAWS: tuple[Kind, ...] = tuple(kind for kind in Kind if traits(kind).shape in _CHECKED)

#: Kinds by which a record names its subject, in the order in which keys are made of them.
IDENTIFYING: tuple[Kind, ...] = tuple(kind for kind in Kind if traits(kind).role is not Role.NONE)

#: Identifying kinds that can be invalid, each of which can be why a record does not count.
_AT_FAULT = tuple(kind for kind in FLAWS if traits(kind).role is Role.ALONE)

#: Why a record does not count; the first says that it does. The places are what `reason` of a record holds.
REASONS: tuple[str, ...] = (
    "counts",
    "empty",
    "identifies_nobody",
    "several_invalid",
    *(f"invalid_{kind}" for kind in _AT_FAULT),
)

#: Of a record without anything recognisable; the others are places in the glossary's list of categories.
NO_CATEGORY = 255


def reason_of(kind: Kind) -> int:
    """The place in REASONS of an identifying kind that is invalid."""
    return REASONS.index(f"invalid_{kind}")


def at_fault() -> tuple[Kind, ...]:
    """The identifying kinds that can be invalid, in the order of REASONS."""
    return _AT_FAULT
