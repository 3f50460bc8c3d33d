"""The demo company moves in through the rooms' own doors, all of it or nothing, and once only."""

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from minghua.domain.customers import queries as customer_reads
from minghua.foundation.people.types import SYSTEM
from minghua.journeys.demo import (
    activities,
    air_conditioners,
    bookkeeping,
    consents,
    costs,
    coupons,
    desk,
    diary,
    gifts,
    grades,
    levels,
    moving_in,
    opening,
    points,
)
from minghua.journeys.demo.company import company
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SEED = 8


class NotEmpty(Refusal):
    """There are customers already that are not the demo company's."""

    code = "not_empty"
    status = 409
    text = Text("库里已有客户，不能载入演示公司。", "There are customers already; the demo company stays out.")
    remedy = Text("请在新的数据库里载入。", "Load it into a fresh database.")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came in, and how many seconds each part took."""

    customers: int
    orders: int
    returns: int
    contacts: int
    jars: int
    seconds: dict[str, float]


class Stopwatch:
    """How long each part took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.began = perf_counter()

    def lap(self, name: str) -> None:
        """Note the seconds since the last lap under a name."""
        now = perf_counter()
        self.seconds[name] = round(now - self.began, 1)
        self.began = now


def is_loaded() -> bool:
    """Has the demo company moved in already?"""
    return customer_reads.seen(SYSTEM).filter(source_system=moving_in.SOURCE).exists()


def load_demo(*, password: str, at: datetime, scale: float = 1.0, seed: int = SEED) -> Loaded:
    """Bring in the company as of the morning of `at`, every member of staff with this password; raises NotEmpty.

    The caller holds one transaction over all of it.
    """
    if customer_reads.seen(SYSTEM).exists():
        raise NotEmpty()
    watch = Stopwatch()
    facts = company(seed=seed, on=local_date(at), scale=scale)
    keys = opening.Keys()
    watch.lap("facts")
    opening.open_shop(facts, keys, password=password, by=SYSTEM, at=at)
    owner = keys.person("minghua")
    moving_in.move_in(facts, keys, by=owner, at=at)
    watch.lap("customers")
    bookkeeping.keep_books(facts, keys, by=SYSTEM, at=at)
    watch.lap("orders")
    diary.write_contacts(facts, keys, at=at)
    diary.write_promises(facts, keys)
    consents.write_consents(keys, by=owner, at=at)
    consents.write_requests(keys, by=owner, at=at)
    watch.lap("contacts")
    grades.grade_firms(facts, keys, by=SYSTEM, at=at)
    watch.lap("grades")
    diary.fill_jars(facts, keys, by=owner, at=at)
    watch.lap("jars")
    costs.of_firms(facts, keys, at=at)
    costs.build_pyramids(facts.on, at=at)
    watch.lap("value")
    levels.found_club(facts, keys, by=owner, at=at)
    watch.lap("levels")
    gifts.bring_gifts(facts, keys, by=owner, at=at)
    watch.lap("benefits")
    points.count_grains(facts, keys, by=owner, at=at)
    coupons.hand_out(facts, keys, by=owner, at=at)
    watch.lap("points")
    activities.play_at_the_counter(facts, keys, by=owner, at=at)
    watch.lap("activities")
    desk.work_at_the_desk(facts, keys, at=at)
    watch.lap("desk")
    costs.look_at_everybody(facts.on, at=at)
    watch.lap("analysis")
    air_conditioners.cool_a_home(facts, keys, by=owner, at=at)
    watch.lap("service")
    return Loaded(
        customers=len(facts.parties),
        orders=len(facts.sales),
        returns=len(facts.returns),
        contacts=len(facts.talks),
        jars=len(facts.jars),
        seconds=watch.seconds,
    )
