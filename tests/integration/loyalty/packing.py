"""Packs through the public operations: a programme with its presets, members, claims, nights."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import GrantFilter
from minghua.domain.loyalty.types.shown import GrantRow
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.invariants import register
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import local_date
from tests.conftest import AT
from tests.integration.tiering.living import EARLY, LONG_AGO, Life, at, publish

JD = "jd_growth"


def install(*presets: str) -> None:
    """Publish JD's programme and these schemes."""
    publish(preset=JD)
    with unit_of_work(SYSTEM, at=LONG_AGO):
        for preset in presets:
            loyalty.install_preset(preset, from_on=EARLY, by=SYSTEM, at=LONG_AGO)


@dataclass
class Member:
    """One member of JD's programme."""

    customer_id: int
    life: Life

    def claim(self, when: str, pack: str = "birthday_pack", scheme: str = "jd_birthday") -> loyalty.Claimed:
        with unit_of_work(SYSTEM, at=at(when)):
            return loyalty.claim_pack(scheme, pack, self.customer_id, by=SYSTEM, at=at(when))

    def refused(self, when: str) -> str:
        """Return the first reason against the birthday pack at an instant."""
        try:
            self.claim(when)
        except loyalty.PackRefused as refusal:
            return refusal.reasons[0]
        return ""

    def grants(self, on: str = "2014-10-01") -> list[GrantRow]:
        """Return what this member was given, the latest first, as it stands on a day."""
        return list(loyalty_reads.benefits_of(SYSTEM, self.customer_id, at=at(on)).grants)

    def born(self, on: str, *, told: str) -> None:
        """Change the birthday."""
        with unit_of_work(SYSTEM, at=at(told)):
            customers.edit_customer(
                self.customer_id, {"birthday": date.fromisoformat(on)}, base_version=None, by=SYSTEM, at=at(told)
            )


def member(
    level: str = "gold", born: str | None = None, *, kind: str = "person", verified: bool = True, **more: Any
) -> Member:
    """Create a customer who holds a level since 2014-09-01."""
    new = NewCustomer(
        kind=kind, name=more.pop("name", "小A"), mobile="13800138000" if kind == "person" else "",
        birthday=date.fromisoformat(born) if born else None,
    )  # fmt: skip
    with unit_of_work(SYSTEM, at=LONG_AGO):
        pk = customers.create_customer(new, by=SYSTEM, at=LONG_AGO)
        if verified and kind == "person":
            customers.verify_field(pk, "mobile", by=SYSTEM, at=LONG_AGO)
    life = Life(JD, pk)
    if level:
        life.opening(
            level, more.pop("since", "2014-09-01"), {"silver": 2000, "gold": 10_000, "diamond": 30_000}.get(level, 0)
        )
    return Member(pk, life)


def night(when: str) -> int:
    """Give what is due at an instant, as the night does, and return how many members were looked at."""
    looked = 0
    while True:
        with unit_of_work(SYSTEM, at=at(when)):
            more = loyalty.give_some(limit=2, by=SYSTEM, at=at(when))
        if not more:
            return looked
        looked += more


def unproven() -> dict[str, list[Any]]:
    """Return id → rows of each invariant of benefits that does not hold."""
    own = [each.id for each in register.invariants() if each.id.startswith("INV-LB")]
    return {each.id: list(each.findings) for each in invariants.verdicts(only=own, at=AT) if not each.holds}


def last_days(row: GrantRow) -> dict[str, str]:
    """Return item → last day on which it may be used."""
    return {each.code: str(each.until_on - timedelta(days=1)) for each in row.items}


def given(period: str = "", state: str = "", on: str = "2014-10-01") -> list[GrantRow]:
    """Return the grants of the list."""
    return list(loyalty_reads.grants(SYSTEM, GrantFilter(period=period, state=state), on=local_date(at(on))).items)
