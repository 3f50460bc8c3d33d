"""What the demo company consists of: plain facts, keyed by words, before anything has an id in a database."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple


class Line(NamedTuple):
    """One product on an order or a return: thousandths of a sales unit, ten-thousandths of a yuan each."""

    sku: str
    quantity_milli: int
    unit_price_e4: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One customer; `owner` and `pool` are a user name and a pool's name, `parent` another party's key."""

    key: str
    kind: str
    name: str
    created_at: datetime
    gender: str = ""
    birthday: date | None = None
    mobile: str = ""
    phone: str = ""
    wechat: str = ""
    short_name: str = ""
    district: str = ""
    address: str = ""
    area: str = ""
    market_kind: str = "consumer"
    channel_kind: str = ""
    origin_channel: str = "store"
    attitude: str = ""
    credit_grade: str = ""
    screening: str = "none"
    owner: str = ""
    pool: str = ""
    parent: str = ""
    archive: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who lives in a household, known as a customer (`person`) or by name only."""

    household: str
    name: str
    relation: str
    gender: str
    birthday: date
    person: str = ""
    since_on: date | None = None
    until_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How one customer hangs together with another."""

    source: str
    target: str
    kind: str
    role: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One order; `customer` is empty for a buyer nobody knows."""

    number: str
    customer: str
    placed_at: datetime
    channel: str
    lines: tuple[Line, ...]
    status: str = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsBack:
    """Goods that came back, with the reason given."""

    number: str
    customer: str
    returned_at: datetime
    reason: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One contact, by `agent` (a user name)."""

    customer: str
    channel: str
    direction: str
    at: datetime
    agent: str
    subject: str
    body: str = ""
    outcome: str = ""
    sentiment: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A next step: what somebody will do until when; done when `done_at` is set."""

    customer: str
    text: str
    due_at: datetime
    assignee: str
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refilling:
    """One delivery into a jar: servings, what was left when somebody looked, the order it was sold on."""

    on: date
    quantity_milli: int
    order: str
    left_milli: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JarFacts:
    """A household's jar as the questionnaire found it, and what was brought since."""

    customer: str
    sku: str
    people: int
    per_person_milli: int
    capacity_milli: int
    level_milli: int
    level_on: date
    area: str
    delivery_window: str
    pay_day: int | None
    refills: tuple[Refilling, ...] = ()
    away: tuple[tuple[date, date], ...] = ()
    guests: tuple[tuple[date, date, int], ...] = ()
    sizes: tuple[tuple[date, int, str], ...] = ()  # from that day, so many people, because


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product with what the shop knows of it; `weight` is how readily it is bought, `family` its shelf."""

    sku: str
    name: str
    family: str
    unit: str
    price_minor: int
    cost_minor: int
    weight: int
    replenishable: bool = False
    cycle_days: int | None = None
    servings_milli: int | None = None
    serving_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One of the staff: `team` by name, `role` by code."""

    username: str
    name: str
    team: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basin:
    """A public pool of one team, with its own numbers for P01 and P02."""

    name: str
    team: str
    return_after_days: int
    claim_limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The whole demo company; `stories` names the customers in whom each story is hidden."""

    on: date
    staff: tuple[Worker, ...]
    teams: tuple[tuple[str, str], ...]
    pools: tuple[Basin, ...]
    goods: tuple[Goods, ...]
    parties: tuple[Party, ...]
    members: tuple[Member, ...]
    links: tuple[Link, ...]
    sales: tuple[Sale, ...]
    returns: tuple[GoodsBack, ...]
    talks: tuple[Talk, ...]
    promises: tuple[Promise, ...]
    jars: tuple[JarFacts, ...]
    stories: dict[str, tuple[str, ...]]
