"""The words of search: what is put into the index, and what comes out of it."""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found: the table its row scope is of, and the permission to look."""

    model: str
    permission: str
    for_everyone: bool = False


KINDS: Final[dict[str, Kind]] = {
    "customer": Kind("customers.Customer", "customers.view"),
    "order": Kind("orders.Order", "orders.view"),
    "product": Kind("catalog.Product", "products.view", for_everyone=True),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One findable thing: its names and numbers, and whose it is. `subtitle` is shown, never searched."""

    kind: str
    ref_id: int
    title: str
    subtitle: str = ""
    keys: tuple[str, ...] = field(default=())
    owner_id: int | None = None
    team_id: int | None = None
    pool_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    kind: str
    ref_id: int
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an engine keeps of one document."""

    document_id: int
    terms: frozenset[str]
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an engine looks: any of these scope tokens, and any of these kinds' (None: everywhere)."""

    scopes: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
