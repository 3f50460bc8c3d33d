"""The event log through the database: told in any order, twice or late, it gives the same state (P0, C14; issue: laws of the fold)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering.models import Correction, Membership, ScoreEntry, TierPeriod
from minghua.domain.tiering.operations import NewScore
from minghua.domain.tiering.types import Kind
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import SHANGHAI
from tests.integration.tiering.living import person, publish, with_settings

pytestmark = pytest.mark.django_db
START = datetime(2024, 1, 1, 12, tzinfo=SHANGHAI)
SPAN = 70 * 24 * 60
TOLD = START + timedelta(days=72)  # everything is known inside the 90 days in which the past is put right
SEEN = START + timedelta(days=75)
LOOK = settings(
    max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)  # fmt: skip
SETTINGS: dict[str, tuple[str, dict[str, str]]] = {
    "growth revoked": ("jd_growth", {}),
    "growth at once": ("jd_growth", {"refund": "immediate", "floor": "bronze"}),
    "rolling": ("travel_company", {}),
    "rolling kept": ("travel_company", {"refund": "at_expiry", "upgrade": "next_period", "pending_days": "7"}),
    "average": ("bohai_bank", {}),
}
STANDING = ("level", "rank", "automatic", "score", "parts", "score_at_expiry", "valid_from", "valid_until", "watch", "due_on", "version")  # fmt: skip
PERIOD = ("level", "before", "from_at", "until_at", "valid_from", "valid_until", "cause", "score")


class Told(NamedTuple):
    """One event: its number, when, how much, of which kind, and which other one it reverses."""

    number: int
    at: datetime
    amount: int
    kind: Kind = Kind.SCORE
    name: str = "order"
    of: int | None = None


@st.composite
def logs(draw: st.DrawFn, reading: bool) -> list[Told]:
    """Orders and refunds of them in parts, or balances; and a gate that closes and opens."""
    log: list[Told] = []
    for minutes in draw(st.lists(st.integers(0, SPAN), min_size=2, max_size=6, unique=True)):
        at = START + timedelta(minutes=minutes)
        if reading:
            log.append(Told(len(log), at, draw(st.sampled_from((0, 60_000, 490_000, 3_000_000))), Kind.READING, ""))
            continue
        bought = Told(len(log), at, draw(st.sampled_from((299, 300, 2_000, 9_999, 30_000))))
        log.append(bought)
        if draw(st.booleans()):
            later = min(minutes + draw(st.integers(1, 30 * 24 * 60)), SPAN)
            back = draw(st.sampled_from((bought.amount, 1, bought.amount // 2)))
            log.append(Told(len(log), START + timedelta(minutes=later), -back, of=bought.number))
    if not reading and draw(st.booleans()):
        log.append(Told(len(log), START + timedelta(days=20), 0, Kind.GATE, "reputation"))
        log.append(Told(len(log), START + timedelta(days=40), 1, Kind.GATE, "reputation"))
    return log


class Teller:
    """Tells a log of one member of a programme; a refund waits for the order it refunds."""

    def __init__(self, programme: str) -> None:
        self.programme, self.customer_id = programme, person()
        self.ids: dict[int, int] = {}
        self.waiting: list[Told] = []

    def tell(self, each: Told, *, at: datetime) -> None:
        if each.of is not None and each.of not in self.ids:
            self.waiting.append(each)
            return
        reverses_id = None if each.of is None else self.ids[each.of]
        line = NewScore(
            self.customer_id, f"e{each.number:03d}:{self.customer_id}", each.at, each.amount, each.kind, each.name,
            reverses_id=reverses_id,
        )  # fmt: skip
        with unit_of_work(SYSTEM, at=at):
            done = tiering.record_scores(self.programme, [line], by=SYSTEM, at=at)
        if done.entry_ids:
            self.ids[each.number] = done.entry_ids[0]
            for late in [one for one in self.waiting if one.of == each.number]:
                self.waiting.remove(late)
                self.tell(late, at=at)

    def state(self) -> tuple[list[Any], list[Any], int]:
        """Return where the member stands, every period, and the sum of the ledger, as of one instant."""
        with unit_of_work(SYSTEM, at=SEEN):
            tiering.regrade([self.customer_id], by=SYSTEM, at=SEEN)
        own = {"customer_id": self.customer_id}
        periods = TierPeriod.objects.filter(**own, withdrawn_at=None).order_by("from_at")
        return (
            list(Membership.objects.filter(**own).values_list(*STANDING)),
            list(periods.values_list(*PERIOD)),
            sum(ScoreEntry.objects.filter(**own, kind=Kind.SCORE).values_list("amount", flat=True)),
        )


def in_time(programme: str, log: Sequence[Told]) -> Teller:
    teller = Teller(programme)
    for each in sorted(log, key=lambda one: (one.at, one.number)):
        teller.tell(each, at=each.at)
    return teller


def at_the_end(programme: str, shuffled: Sequence[Told]) -> Teller:
    teller = Teller(programme)
    for place, each in enumerate(shuffled):
        teller.tell(each, at=TOLD + timedelta(minutes=place))
    return teller


def delayed(programme: str, log: Sequence[Told], days: Sequence[int]) -> Teller:
    """Each event some days late and a second time two days later, with nights between."""
    teller = Teller(programme)
    told = [
        (each.at + timedelta(days=late + again), each) for each, late in zip(log, days, strict=True) for again in (0, 2)
    ]
    nights = [(START + timedelta(days=day, hours=13), None) for day in (9, 31, 40, 61)]
    for when, each in sorted([*told, *nights], key=lambda one: one[0]):
        if each is None:
            with unit_of_work(SYSTEM, at=when):
                tiering.regrade_due(limit=500, by=SYSTEM, at=when)
        else:
            teller.tell(each, at=min(when, TOLD))
    return teller


@pytest.mark.parametrize(("preset", "more"), SETTINGS.values(), ids=SETTINGS)
def test_order_repetition_and_delay_change_nothing(company, preset: str, more: dict[str, str]) -> None:
    publish(with_settings(preset, **more))

    @LOOK
    @given(data=st.data(), log=logs(reading=preset == "bohai_bank"))
    def hold(data: st.DataObject, log: list[Told]) -> None:
        true = in_time(preset, log).state()
        shuffled = at_the_end(preset, data.draw(st.permutations(log + log[: len(log) // 2])))
        late = delayed(preset, log, data.draw(st.lists(st.integers(0, 40), min_size=len(log), max_size=len(log))))
        for teller in (shuffled, late):
            for one, other in zip(teller.state(), true, strict=True):
                assert one == other

    hold()
    own = [f"INV-T{n}" for n in range(1, 7)]
    assert [each.id for each in invariants.verdicts(only=own, at=SEEN) if not each.holds] == []
    assert Correction.objects.exists()
