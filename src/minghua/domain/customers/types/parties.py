"""What enters and leaves this room: a new customer, the facts of its trade, the card of one customer."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

OWNING = "customers.edit"  # who looks after a customer must be able to write in the archive


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """A customer to be created; `archive` holds register codes, `owner_id` None leaves it unowned."""

    kind: str
    name: str
    short_name: str = ""
    gender: str = ""
    birthday: date | None = None
    mobile: str = ""
    phone: str = ""
    email: str = ""
    wechat: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    area: str = ""
    market_kind: str = ""
    channel_kind: str = ""
    screening: str = "none"
    attitude: str = ""
    origin_channel: str = ""
    credit_grade: str = ""
    confidentiality: str = "internal"
    parent_id: int | None = None
    owner_id: int | None = None
    team_id: int | None = None
    pool_id: int | None = None
    next_action: str = ""
    next_action_on: date | None = None
    archive: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    source_system: str = ""
    external_id: str = ""
    import_run_id: int | None = None
    created_at: datetime | None = None
    currency: str = "CNY"
    in_passing: bool = False  # made beside something else: required self-made fields may wait


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingFacts:
    """What the orders of one customer say; `order_days` are the days of completed orders, ascending."""

    order_days: tuple[date, ...] = ()
    order_count: int = 0
    net_minor: int = 0
    currency: str = "CNY"
    open_contract: bool = False
    loyalty_index: int | None = None
    referrals_12m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """A person to be added to a household, known as a customer (`person_id`) or by name only."""

    name: str
    person_id: int | None = None
    relation: str = ""
    gender: str = ""
    birthday: date | None = None
    note: str = ""
    since_on: date | None = None


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """One customer as a viewer may see it: masked values are masked, hidden ones are gone."""

    id: int
    number: str
    kind: str
    name: str
    values: dict[str, Any]
    axes_why: dict[str, Any]
    owner_id: int | None
    owner_name: str
    team_id: int | None
    team_name: str
    pool_id: int | None
    pool_name: str
    parent_id: int | None
    parent_name: str
    version: int
    masked: frozenset[str]
    hidden: frozenset[str]
    may_edit: bool
    closed_at: datetime | None

    def __getitem__(self, code: str) -> Any:
        """Return the value of a column or of `archive.<code>`; an archive value never set is ""."""
        if code.startswith("archive."):
            return self.values["archive"].get(code.removeprefix("archive."), "")
        return self.values[code]


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer on a list: what a row or a chip shows."""

    id: int
    number: str
    kind: str
    name: str
    status: str
    owner_name: str
    city: str
    mobile: str
    pool_name: str = ""


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a bulk act did: how many changed, which were refused and why, and the token that undoes it."""

    changed: int
    refused: dict[int, str]
    token: str


class SweepState(StrEnum):
    """Where an act over everything a filter keeps stands."""

    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Sweep:
    """An act over everything a filter keeps: of `total` customers `position` were come to, `changed` and `refused`."""

    token: str
    verb: str
    argument: dict[str, Any]
    state: SweepState
    total: int
    position: int
    changed: int
    refused: int
    restored: int

    @property
    def going_on(self) -> bool:
        """Whether the worker is still at it."""
        return self.state in {SweepState.RUNNING, SweepState.UNDOING}
