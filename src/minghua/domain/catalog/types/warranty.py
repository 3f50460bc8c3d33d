"""The words of warranty terms: versions of a rule, each valid for what was sold in its days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minghua.kernel.words import Text


class Source(StrEnum):
    """Who stands behind it."""

    STATUTORY = "statutory"  # 三包
    MAKER = "maker"
    PROMOTION = "promotion"
    CONTRACT = "contract"
    GOODWILL = "goodwill"


class Scope(StrEnum):
    """What it covers; the whole unit holds every other."""

    WHOLE_UNIT = "whole_unit"
    MAIN_PARTS = "main_parts"
    LABOUR = "labour"
    VISIT = "visit"


class Anchor(StrEnum):
    """The day from which it runs."""

    PURCHASE = "purchase"
    INSTALLATION = "installation"


class Needs(StrEnum):
    """What entitles beside the sale itself: nothing, or a card of this very unit (owed and confirmed is as good)."""

    SALE = "sale"
    CARD = "card"


class Payer(StrEnum):
    """Who pays for the visit, the work and the parts."""

    MAKER = "maker"
    SHOP = "shop"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One version of a rule: sold in [sold_from, sold_until) and of these products or shelves, it runs `months` from its anchor.

    `gives_card` says that the shop owes the customer a card for each unit: a token, never the reason.
    """

    code: str
    version: int
    name: Text
    source: Source
    scope: Scope
    anchor: Anchor
    months: int
    payer: Payer
    sold_from: date
    sold_until: date | None = None
    skus: frozenset[str] = frozenset()
    shelves: frozenset[str] = frozenset()
    needs: Needs = Needs.SALE
    at_least_units: int = 1
    gives_card: bool = False
