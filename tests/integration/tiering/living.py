"""A programme lived through its public operations: installed, simulated, published, told what happened, asked."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.models import Correction, ScoreEntry, TierPeriod
from minghua.domain.tiering.operations import NewScore
from minghua.domain.tiering.types import Kind, MemberSheet
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import SHANGHAI

EARLY = date(2000, 1, 1)
LONG_AGO = datetime(2001, 1, 1, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    """Return an instant: noon of a day in Shanghai, a local time, or UTC with a Z."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=SHANGHAI)


def publish(text: str = "", *, preset: str = "", from_on: date = EARLY, when: datetime = LONG_AGO) -> str:
    """Install or draft, simulate and publish a programme; return its code."""
    with unit_of_work(SYSTEM, at=when):
        if preset:
            code = tiering.install_preset(preset, by=SYSTEM, at=when)
        else:
            code = tiering.save_draft(text=text, by=SYSTEM, at=when)
        tiering.simulate(code, from_on=from_on, by=SYSTEM, at=when)
        tiering.publish(code, from_on=from_on, by=SYSTEM, at=when)
    return code


def with_settings(preset: str, **settings: Any) -> str:
    """Return a preset's text with other settings."""
    lines = [line for line in tiering_reads.preset_texts()[preset].splitlines() if line.split(":")[0] not in settings]
    return "\n".join([*lines, *(f"{name}: {value}" for name, value in settings.items())])


def person(name: str = "小A", *, kind: str = "person") -> int:
    """Create a customer."""
    with unit_of_work(SYSTEM, at=LONG_AGO):
        return customers.create_customer(NewCustomer(kind=kind, name=name), by=SYSTEM, at=LONG_AGO)


@dataclass
class Life:
    """One member of one programme."""

    programme: str
    customer_id: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.customer_id = self.customer_id or person()

    def tell(self, when: str, amount: int = 0, *, key: str = "", told: str = "", **more: Any) -> None:
        """Tell of something that happened then, at once or later."""
        learned = at(told or when)
        line = NewScore(self.customer_id, key or f"{when} {amount}", at(when), amount, **more)
        with unit_of_work(SYSTEM, at=learned):
            done = tiering.record_scores(self.programme, [line], by=SYSTEM, at=learned)
        if done.entry_ids:
            self.ids[line.key] = done.entry_ids[0]

    def order(self, when: str, points: int, key: str = "", told: str = "") -> None:
        self.tell(when, points, key=key, told=told, name="order")

    def opening(self, level: str, on: str, score: int = 0) -> None:
        self.tell(f"{on}T00:00", score, kind=Kind.OPENING, name=level, key=f"opening {self.customer_id}")

    def gate(self, on: str, name: str, *, opens: bool) -> None:
        self.tell(f"{on}T00:00", int(opens), kind=Kind.GATE, name=name, key=f"{name} {on} {self.customer_id}")

    def balance(self, on: str, amount: int, *, told: str = "", key: str = "") -> None:
        self.tell(f"{on}T23:59:59", amount, kind=Kind.READING, told=told, key=key or f"balance {on} {self.customer_id}")

    def balances(self, month: str, *amounts: tuple[int, int]) -> None:
        """Tell the balance of every day of a month at its end: (days, amount) one after the other."""
        first = date.fromisoformat(f"{month}-01")
        days = [amount for count, amount in amounts for _ in range(count)]
        lines = [
            NewScore(
                self.customer_id, f"balance {day} {self.customer_id}", at(f"{day}T23:59:59"), amount, Kind.READING
            )
            for number, amount in enumerate(days)
            for day in (first + timedelta(days=number),)
        ]  # fmt: skip
        when = lines[-1].event_at
        with unit_of_work(SYSTEM, at=when):
            tiering.record_scores(self.programme, lines, by=SYSTEM, at=when)

    def refund(self, when: str, of: str, amount: int | None = None, key: str = "") -> None:
        with unit_of_work(SYSTEM, at=at(when)):
            tiering.reverse_score(self.ids[of], key=key or f"refund {of}", amount=amount, by=SYSTEM, at=at(when))

    def night(self, on: str) -> None:
        """The night before that day."""
        when = at(f"{on}T00:30")
        with unit_of_work(SYSTEM, at=when):
            while tiering.regrade_due(limit=100, by=SYSTEM, at=when):
                pass

    def sheet(self, on: str) -> MemberSheet:
        found = tiering_reads.membership(
            SYSTEM, self.programme, self.customer_id, at=at(on if "T" in on else f"{on}T23:59:59")
        )
        assert found is not None
        return found

    def shown(self, on: str) -> tuple[int, str, str, str]:
        """Return score, level, first and last day, as the tables of the rules write them."""
        sheet = self.sheet(on)
        return sheet.score, sheet.level, str(sheet.valid_from), str(sheet.last_day)

    def level(self, on: str) -> str:
        return self.sheet(on).level

    def corrections(self) -> list[tuple[str, str]]:
        rows = Correction.objects.filter(customer_id=self.customer_id).order_by("pk")
        return list(rows.values_list("level_told", "level_true"))

    def periods(self) -> list[tuple[str, str]]:
        """Return (level, local day) of the periods that stand."""
        rows = TierPeriod.objects.filter(customer_id=self.customer_id, withdrawn_at=None).order_by("from_at")
        return [(row.level, str(row.from_at.astimezone(SHANGHAI).date())) for row in rows]

    def entries(self) -> list[tuple[str, int]]:
        rows = ScoreEntry.objects.filter(customer_id=self.customer_id).order_by("pk")
        return list(rows.values_list("key", "amount"))
