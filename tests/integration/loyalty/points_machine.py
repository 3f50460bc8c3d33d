"""A machine that does anything to anybody's points in any order through the public operations, beside the plain telling."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.foundation.people.types import SYSTEM
from minghua.journeys import close_day, merge_customers, record_order, record_return
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import SHANGHAI
from tests.company import BEGAN, found_company
from tests.integration.loyalty.points_oracle import CAP, GRACE, LIFE, PER, POINTS, POT, WAIT, Deed, Purse, left
from tests.integration.loyalty.test_points import act, publish, unproven
from tests.trade import Trade, a_return, an_order, day, line, open_shop

TEXT = (
    f"code: points\nearn:\n  - {{code: purchase, points: {POINTS}, per: {PER}}}\npending: {{days: {WAIT}}}\nlimits:\n"
    f"  - {{code: cap, period: week, points: {CAP}}}\n  - {{code: pot, of: all, period: month, points: {POT}}}\n"
    f"expiry: {{kind: rolling, days: {LIFE}}}\nrestore_grace_days: {GRACE}\n"
)
ORDERS, UNITS = 24, 7
AMOUNTS = st.integers(1, 40)
WHO = st.integers(0, 1)


class World:
    """The company of all runs; every run takes back what it did."""

    def __init__(self) -> None:
        self.trade: Trade = open_shop(found_company())
        publish(TEXT)
        products = [NewProduct(sku=f"P{n}", name=f"货品{n}", price_minor=1_000) for n in range(ORDERS)]
        self.products = list(act(catalog.upsert_many, products, at=BEGAN).ids.values())


class PointsMachine(RuleBasedStateMachine):
    """Wang and Liu and what becomes of their points."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """Two members without points."""
        self.ids = [self.world.trade.wang, self.world.trade.liu]
        self.now: datetime = day(2)
        self.deeds: list[tuple[int, Deed]] = []  # of whom, and what
        self.merge: int | None = None
        self.repeats: list[Any] = []
        self.number, self.merged = 0, False

    # what is known

    def owner(self, who: int) -> int:
        """Return who has that member's points now."""
        return 0 if self.merge is not None else who

    def purse(self, who: int) -> Purse:
        """Return what the plain telling says of a member."""
        own = [deed for of, deed in self.deeds if self.owner(of) == who]
        return Purse(own, at=self.now)

    def of(self, *acts: str) -> list[tuple[int, Deed]]:
        """Return the deeds of these kinds."""
        return [each for each in self.deeds if each[1].act in acts]

    def fresh(self) -> str:
        """Return a new key; a minute passes."""
        self.number += 1
        self.now += timedelta(minutes=1)
        return f"k{self.number}"

    def tell(self, who: int, deed: Deed, run: Any, *told: Any, refused: str = "", **also: Any) -> None:
        """Do it and expect what must be: that it is done, or the refusal."""
        code, at = "", self.now
        try:
            act(run, *self.meant(run, who, *told), at=at, **also)
        except Refusal as refusal:
            code = refusal.code
        assert code == refused
        if not refused:
            self.deeds.append((who, deed))
            self.repeats.append((run, lambda: act(run, *self.meant(run, who, *told), at=self.again(run, at), **also)))

    def again(self, run: Any, at: datetime) -> datetime:
        """Return when something is told again: a document says itself when it was."""
        return at if run in _DATED else self.now

    def meant(self, run: Any, who: int, *told: Any) -> tuple[Any, ...]:
        """Return what is told to an operation, of whoever has that member's points now."""
        customer = self.ids[self.owner(who)]
        return (replace(told[0], customer_id=customer),) if run in _DATED else ("points", customer, *told)

    def spent(self, deed: Deed) -> int:
        """Return what of a spending was not given back."""
        return deed.amount - sum(each.amount for _, each in self.of("reverse") if each.of == deed.key)

    # what can be done

    @precondition(lambda self: len(self.of("buy")) < ORDERS)
    @rule(who=WHO, yuan=st.integers(1, 12))
    def buy(self, who: int, yuan: int) -> None:
        who, key, place = self.owner(who), self.fresh(), len(self.of("buy"))
        new = an_order(key, line(self.world.products[place], UNITS, yuan), customer=self.ids[who], at=self.now)
        most = left(
            [deed for of, deed in self.deeds if self.owner(of) == who], [deed for _, deed in self.deeds], self.now
        )
        deed = Deed(self.now, "buy", key, UNITS * yuan * 100, most=most)
        self.tell(who, deed, record_order.record_order, new)

    @precondition(lambda self: self.of("buy"))
    @rule(data=st.data(), units=st.integers(1, UNITS))
    def bring_back(self, data: st.DataObject, units: int) -> None:
        place = data.draw(st.integers(0, len(self.of("buy")) - 1))
        self.return_of(place, units)

    def return_of(self, place: int, units: int) -> None:
        """Bring back some units of one order, as far as there are so many left."""
        who, bought = self.of("buy")[place]
        yuan = bought.amount // UNITS // 100
        gone = sum(deed.amount for _, deed in self.of("back") if deed.of == bought.key) // (yuan * 100)
        if gone + units > UNITS:
            return
        key = self.fresh()
        new = a_return(
            key, line(self.world.products[place], units, yuan), customer=self.ids[self.owner(who)], at=self.now
        )
        deed = Deed(self.now, "back", key, units * yuan * 100, of=bought.key)
        self.tell(who, deed, record_return.record_return, new)

    @precondition(lambda self: len(self.of("buy")) < ORDERS)
    @rule(who=WHO, yuan=st.integers(1, 12), gift=st.integers(0, 9))
    def buy_spend_and_bring_back(self, who: int, yuan: int, gift: int) -> None:
        """The way into debt: what an order earned is spent, then all of it comes back, and a gift bears a part."""
        self.buy(who, yuan)
        self.now += timedelta(days=WAIT + 1)
        free = self.purse(self.owner(who)).told()[0]
        if gift:
            self.give(who, gift)
        if free:
            self.spend(who, free)
        self.return_of(len(self.of("buy")) - 1, UNITS)

    @rule(who=WHO, amount=AMOUNTS)
    def give(self, who: int, amount: int) -> None:
        who, key = self.owner(who), self.fresh()
        deed = Deed(self.now, "give", key, amount)
        self.tell(who, deed, loyalty.earn_points, amount, key=key)

    @rule(who=WHO, amount=AMOUNTS)
    def spend(self, who: int, amount: int) -> None:
        who, key = self.owner(who), self.fresh()
        deed, code = Deed(self.now, "spend", key, amount), self.short(who, amount)
        self.tell(who, deed, loyalty.spend_points, amount, key=key, refused=code)

    @rule(who=WHO, amount=AMOUNTS, minutes=st.sampled_from([1, 30, 600, 3_000, 20_000]))
    def hold(self, who: int, amount: int, minutes: int) -> None:
        who, key = self.owner(who), self.fresh()
        deed = Deed(self.now, "hold", key, amount, until=self.now + timedelta(minutes=minutes))
        self.tell(
            who, deed, loyalty.hold_points, amount, key=key, minutes=minutes,
            refused=self.short(who, amount),
        )  # fmt: skip

    def short(self, who: int, amount: int) -> str:
        """Return the refusal that this much must meet."""
        free, _, _, owed = self.purse(who).told()
        return "insufficient_points" if owed or free < amount else ""

    @precondition(lambda self: self.of("hold"))
    @rule(data=st.data(), part=st.integers(1, 100), capture=st.booleans())
    def end_hold(self, data: st.DataObject, part: int, capture: bool) -> None:
        who, held = data.draw(st.sampled_from(self.of("hold")))
        self.ended(who, held, part, capture=capture)

    @rule(who=WHO, gift=st.integers(2, 40), part=st.integers(1, 99), back=st.booleans())
    def hold_capture_and_give_back(self, who: int, gift: int, part: int, back: bool) -> None:
        """A hold over two gifts, of which a part is used, of which a part comes back."""
        self.give(who, gift)
        self.give(who, gift)
        free, _, _, owed = self.purse(self.owner(who)).told()
        if owed or not free:
            return
        self.hold(who, free, 600)
        of, held = self.of("hold")[-1]
        self.ended(of, held, part, capture=True)
        if back:
            of, captured = self.of("capture")[-1]
            self.given_back(of, captured, max(captured.amount // 2, 1))

    def ended(self, who: int, held: Deed, part: int, *, capture: bool) -> None:
        """Use a part of a hold, or let it go."""
        self.fresh()
        if any(deed.of == held.key for _, deed in self.of("capture", "release")):
            return
        code = "" if self.purse(self.owner(who)).open(held.key) else "hold_over"
        amount = max(held.amount * part // 100, 1) if capture else 0
        name = "capture" if capture else "release"
        deed = Deed(self.now, name, f"{name}:{held.key}", amount, of=held.key)
        run = loyalty.capture_hold if capture else loyalty.release_hold
        also = {"amount": amount} if capture else {}
        self.tell(who, deed, run, key=held.key, refused=code, **also)

    @precondition(lambda self: self.of("spend", "capture"))
    @rule(data=st.data(), part=st.integers(1, 150))
    def reverse(self, data: st.DataObject, part: int) -> None:
        who, first = data.draw(st.sampled_from(self.of("spend", "capture")))
        self.given_back(who, first, max(first.amount * part // 100, 1))

    def given_back(self, who: int, first: Deed, amount: int) -> None:
        """Give back so much of what was spent."""
        key = self.fresh()
        deed = Deed(self.now, "reverse", key, amount, of=first.key)
        code = "" if amount <= self.spent(first) else "too_much_back"
        self.tell(
            who, deed, loyalty.reverse_spending, of=first.key.rpartition(":")[2],
            key=key, amount=amount, refused=code,
        )  # fmt: skip

    @precondition(lambda self: self.merge is None and self.deeds)
    @rule()
    def merge_them(self) -> None:
        self.fresh()
        self.merge, self.merged = act(merge_customers.merge_customers, *self.ids, at=self.now).id, True

    @precondition(lambda self: self.merge is not None)
    @rule()
    def unmerge(self) -> None:
        self.fresh()
        act(merge_customers.unmerge, self.merge, at=self.now)
        self.merge = None

    @precondition(lambda self: self.repeats)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """What was told once may be told again and changes nothing; a document of a record given up is the orders' own story."""
        run, again = data.draw(st.sampled_from(self.repeats))
        if run not in _DATED or not self.merged:
            again()

    @rule(hours=st.integers(1, 150))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def midnight_comes(self) -> None:
        """It is twelve at night, to the second: what is due now is done now."""
        local = self.now.astimezone(SHANGHAI) + timedelta(days=1)
        self.now = local.replace(hour=0, minute=0, second=0, microsecond=0)

    @precondition(lambda self: any(deed.until > self.now for _, deed in self.of("hold")))
    @rule()
    def a_hold_is_over(self) -> None:
        self.now = min(deed.until for _, deed in self.of("hold") if deed.until > self.now)

    @rule()
    def night(self) -> None:
        act(close_day.settle_points, at=self.now)

    @rule()
    def rebuild(self) -> None:
        act(loyalty.rebuild_points, limit=500, at=self.now)

    # what must hold

    @invariant()
    def stands_as_the_plain_telling_says(self) -> None:
        if not hasattr(self, "ids"):
            return
        for who in (0,) if self.merge is not None else (0, 1):
            found = reads.points_of(SYSTEM, self.ids[who], at=self.now)
            told = [(own.available, own.pending, own.held, own.debt) for own in found] or [(0, 0, 0, 0)]
            assert told == [self.purse(who).told()]

    @invariant()
    def invariants_hold(self) -> None:
        if hasattr(self, "now"):
            assert unproven(self.now) == {}


_DATED = (record_order.record_order, record_return.record_return)
