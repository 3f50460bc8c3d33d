"""The words of entitlements: what the terms of the day of sale come to for one unit, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from minghua.domain.catalog.types.warranty import Payer, Scope, Source
from minghua.kernel.words import Text


class CardState(StrEnum):
    """A card is a token of an entitlement: in the customer's hand, or owed by the shop."""

    HANDED = "handed"
    OWED = "owed"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleFacts:
    """What is known of a unit's sale: `units` is how many the same order brought, `line` the evidence."""

    sku: str
    shelf: str
    purchased_on: date | None
    installed_on: date | None
    units: int = 1
    line: str = ""


class CardFacts(NamedTuple):
    """A card as evidence: bound to one unit; owed ones count once somebody confirmed them."""

    terms: str
    unit_id: int | None
    state: CardState
    confirmed: bool
    named: str  # card number, or where it is written that one is owed


class Step(NamedTuple):
    """One line of an explanation: what was asked of the facts, and whether it held."""

    holds: bool
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What terms come to for one unit: covered in [from_on, until_on), by which version, on what evidence, and why."""

    code: str
    version: int
    name: Text
    source: Source
    scope: Scope
    payer: Payer
    from_on: date
    until_on: date
    extended_days: int
    evidence: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """Terms that do not hold for this unit, and which precondition failed."""

    code: str
    version: int
    name: Text
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Whether a repair on a day costs the customer nothing, by which entitlement, and what else was looked at."""

    on: date
    covered: bool
    payer: Payer
    by: Entitlement | None
    entitlements: tuple[Entitlement, ...]
    denied: tuple[Denied, ...]
    text: Text
