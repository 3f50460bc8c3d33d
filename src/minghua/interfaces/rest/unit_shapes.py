"""What programs send and receive about units, what they are entitled to, and warranty terms."""

from typing import Annotated, Literal

from pydantic import Field

from minghua.interfaces.rest.service_shapes import Key, Short
from minghua.interfaces.rest.shapes import LARGEST_AMOUNT, NO_NUL, Body, Day, Id, Out, WordsOut


class UnitIn(Body):
    """A unit in a customer's hands."""

    customer_id: Id
    product_id: Id
    key: Key
    household_id: Id | None = None
    serial: Annotated[str, Field(max_length=64, pattern=NO_NUL)] = ""
    place: Annotated[str, Field(max_length=60, pattern=NO_NUL)] = ""
    purchased_on: Day | None = None
    installed_on: Day | None = None
    evidence: Short = ""


class UnitSaleIn(Body):
    """Where the units of an order were put up, in the order of its lines."""

    places: Annotated[list[Annotated[str, Field(max_length=60, pattern=NO_NUL)]], Field(max_length=500)] = []


class UnitSaleOut(Out):
    """The units of a sale, and those whose card was handed over or is owed and promised."""

    units: list[int]
    handed: list[int]
    owed: list[int]


class UnitOut(Out):
    """A unit with whoever has it; `level` is the highest of its problems."""

    id: int
    customer_id: int
    product_id: int
    sku: str
    product: str
    serial: str
    place: str
    purchased_on: Day | None
    installed_on: Day | None
    from_on: Day
    until_on: Day | None
    level: int


class CoverStepOut(Out):
    """One step of an explanation."""

    holds: bool
    text: WordsOut


class EntitlementOut(Out):
    """What covers the unit from a day until another, by which version, on what evidence, and why."""

    code: str
    version: int
    name: WordsOut
    source: str
    scope: str
    payer: str
    from_on: Day
    until_on: Day
    extended_days: int
    evidence: str
    steps: list[CoverStepOut]


class DeniedOut(Out):
    """Terms that do not hold, and which step failed."""

    code: str
    version: int
    name: WordsOut
    steps: list[CoverStepOut]


class CoverOut(Out):
    """Whether a visit on that day costs the customer nothing, by what, and what else was looked at."""

    on: Day
    covered: bool
    payer: str
    text: WordsOut
    entitlements: list[EntitlementOut]
    denied: list[DeniedOut]


class UnitMoveIn(Body):
    """Where it stands from a day on; `retired` when it is used no more."""

    on: Day
    place: Annotated[str, Field(max_length=60, pattern=NO_NUL)] = ""
    customer_id: Id | None = None
    retired: bool = False


class CardIn(Body):
    """A card of the unit: handed over, or owed."""

    code: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
    state: Literal["handed", "owed"]
    evidence: Annotated[str, Field(min_length=1, max_length=120, pattern=NO_NUL)]


class CardHandingIn(Body):
    """The number of the card that is handed over."""

    number: Annotated[str, Field(min_length=1, max_length=60, pattern=NO_NUL)]


class ChargeIn(Body):
    """What the customer is asked to pay; while covered, a supervisor gives the reason."""

    amount_minor: Annotated[int, Field(ge=1, le=min(10**11, LARGEST_AMOUNT))]
    key: Key
    reason: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""


class WarrantyTermsIn(Body):
    """The next version of a rule: for what is sold from a day on, of these products or shelves."""

    code: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
    zh: Annotated[str, Field(min_length=1, max_length=80, pattern=NO_NUL)]
    en: Annotated[str, Field(min_length=1, max_length=80, pattern=NO_NUL)]
    source: Literal["statutory", "maker", "promotion", "contract", "goodwill"]
    scope: Literal["whole_unit", "main_parts", "labour", "visit"]
    anchor: Literal["purchase", "installation"] = "purchase"
    months: Annotated[int, Field(ge=1, le=600)]
    payer: Literal["maker", "shop", "customer"] = "maker"
    sold_from: Day
    sold_until: Day | None = None
    skus: Annotated[list[Annotated[str, Field(max_length=64, pattern=NO_NUL)]], Field(max_length=500)] = []
    shelves: Annotated[list[Annotated[str, Field(max_length=80, pattern=NO_NUL)]], Field(max_length=500)] = []
    needs: Literal["sale", "card"] = "sale"
    at_least_units: Annotated[int, Field(ge=1, le=10_000)] = 1
    gives_card: bool = False


class WarrantyTermsOut(Out):
    """One version of a rule."""

    code: str
    version: int
    name: WordsOut
    source: str
    scope: str
    anchor: str
    months: int
    payer: str
    sold_from: Day
    sold_until: Day | None
    skus: list[str]
    shelves: list[str]
    needs: str
    at_least_units: int
    gives_card: bool


class TermsVersionOut(Out):
    """The number of the version that was published."""

    version: int


class StockIn(Body):
    """So many cards are put into stock."""

    count: Annotated[int, Field(ge=1, le=1_000_000)]


class StockOut(Out):
    """How many cards lie there now."""

    left: int
