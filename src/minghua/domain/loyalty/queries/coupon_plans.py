"""Batches of coupons as the room works with them: with their published versions and what their counters say."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.models import CouponBatch, CouponVersion
from minghua.domain.loyalty.rules import coupon_batch as rules
from minghua.domain.loyalty.types.coupon_batch import CouponSpec
from minghua.domain.loyalty.types.coupon_batch import CouponVersion as Version
from minghua.domain.loyalty.types.coupon_policy import POLICY, policy_of
from minghua.domain.loyalty.types.coupons import Basis
from minghua.domain.loyalty.types.stacking import StackingPolicy
from minghua.foundation.parameters import queries as parameters
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

PRESETS: Final = Path(__file__).parent.parent / "coupon_presets"


class CouponPlan(NamedTuple):
    """A batch with its versions, ascending; no coupon is made of one that is stopped, those made live on."""

    id: int
    code: str
    versions: tuple[Version, ...]
    is_stopped: bool

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its days; every version has the same."""
        return self.versions[0].spec.tz

    @property
    def latest(self) -> CouponSpec:
        """What the newest version says."""
        return self.versions[-1].spec

    def at(self, at: datetime) -> Version:
        """Return the version in force at an instant; before the first the first."""
        day = self.today(at)
        return next((each for each in reversed(self.versions) if each.from_on <= day), self.versions[0])

    def numbered(self, number: int) -> CouponSpec:
        """Return what a version says, by its number."""
        return next(each.spec for each in self.versions if each.number == number)

    def today(self, at: datetime) -> date:
        """Return its local day."""
        return local_date(at, self.zone)


def every(ids: Collection[int] | None = None) -> list[CouponPlan]:
    """Return every batch, stopped ones too, or those of these ids."""
    rows = CouponBatch.objects.order_by("pk")
    return _plans(rows if ids is None else rows.filter(pk__in=ids))


def plan(code: str) -> CouponPlan:
    """Return one batch, a stopped one too; raises NotFound."""
    found = _plans(CouponBatch.objects.filter(code=code))
    if not found:
        raise NotFound(field="batch")
    return found[0]


def policy(at: datetime) -> tuple[StackingPolicy, Basis]:
    """Return what the shop says about several coupons on one order, and on which amounts they are reckoned."""
    return policy_of(parameters.values([each.code for each in POLICY], on=local_date(at)))


def _plans(rows: Iterable[CouponBatch]) -> list[CouponPlan]:
    known = {row.pk: row for row in rows}
    found: dict[int, list[Version]] = {}
    for row in CouponVersion.objects.filter(batch_id__in=known).order_by("from_on") if known else ():
        found.setdefault(row.batch_id, []).append(Version(row.number, row.from_on, specified(row.text)))
    return [CouponPlan(pk, row.code, tuple(found[pk]), row.stopped_at is not None) for pk, row in known.items()]


@lru_cache(maxsize=1_024)
def specified(text: str) -> CouponSpec:
    """Return the rules of a stored text; it was sound when it was stored."""
    return rules.from_text(text)


@cache
def coupon_preset_texts() -> dict[str, str]:
    """Return code → text of the batches that the product ships with."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PRESETS.glob("*.yaml"))}
