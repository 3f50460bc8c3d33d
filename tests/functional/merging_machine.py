"""The machine of merging: customers with children in every room, merged, unmerged, chained, edited, let lapse (R06.8)."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, MatchKey, Merge
from minghua.domain.customers.operations.editing import value_of
from minghua.domain.customers.queries.digests import digester
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.references import REFERENCES, STAYING
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import merge_customers as journey
from minghua.kernel.errors import Refusal
from tests.conftest import AT
from tests.functional.merging_children import MAKERS
from tests.functional.merging_stock import Stock

FIELDS = ("name", "mobile", "email", "city", "archive.native_place", "archive.health")
PHONES = ("", "13800138000", "13900139000")
COLUMNS = {reference.code: reference for reference in REFERENCES}
ACTS = ("merge", "merge", "merge", "unmerge", "unmerge", "edit", "adopt", "relate", "give", "create", "days")


class Merging(RuleBasedStateMachine):
    """What must be true is told by where each child was born and by what each field was before each merge."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.at: datetime = AT
        try:
            self.stock = Stock()
        except BaseException:
            self.teardown()
            raise
        self.all: list[int] = []
        self.born: list[tuple[str, int, int, dict[str, Any]]] = []
        self.merges: list[dict[str, Any]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def live(self, customer_id: int) -> int:
        into = {made["loser"]: made["survivor"] for made in self.merges}
        while customer_id in into:
            customer_id = into[customer_id]
        return customer_id

    def living(self) -> list[int]:
        gone = {made["loser"] for made in self.merges}
        return [pk for pk in self.all if pk not in gone]

    def chosen(self, index: int) -> int:
        return self.living()[index % len(self.living())]

    def fields(self, customer_id: int) -> dict[str, Any]:
        row = Customer.objects.get(pk=customer_id)
        return {path: value_of(row, path) for path in FIELDS}

    def tick(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    @initialize(kind=st.sampled_from(["person", "household", "organization"]))
    def begin(self, kind: str) -> None:
        self.kind = kind
        for n in range(4):
            self.create(kind=kind, phone=PHONES[n % 3], mail=n % 2)
            self.give_children(index=n, codes=sorted(MAKERS), pick=n // 2 % 2)
        self.adopt(one=0, two=1)
        self.adopt(one=2, two=0)

    def create(self, kind: str, phone: str, mail: int) -> None:
        n, at = len(self.all), self.tick()
        new = NewCustomer(
            kind=kind, name=f"客{n % 3}", mobile=phone, email=f"m{n}@x.cn" if mail else "", external_id=f"x{n}"
        )
        with unit_of_work(SYSTEM, at=at):
            self.all.append(customers.create_customer(new, by=SYSTEM, at=at))

    def edit(self, index: int, path: str, n: int) -> None:
        value = {"name": f"名{n}", "mobile": PHONES[n], "email": f"e{n}@x.cn", "city": ("", "上海", "北京")[n]}.get(
            path, f"籍{n}"
        )
        who, at = self.chosen(index), self.tick()
        if path.startswith("archive.") and Customer.objects.get(pk=who).kind == "organization":
            return
        with unit_of_work(SYSTEM, at=at):
            customers.edit_customer(who, {path: value}, base_version=None, by=SYSTEM, at=at)

    def give_children(self, index: int, codes: list[str], pick: int) -> None:
        who = self.chosen(index)
        for code in codes:
            try:
                with transaction.atomic():
                    child = MAKERS[code](who, pick, self.stock)
            except IntegrityError:
                continue
            self.born.append((code, child.pk, who, self.row(code, child.pk) or {}))

    def relate_two(self, one: int, two: int) -> None:
        here, there = self.chosen(one), self.chosen(two)
        if here == there:
            return
        with transaction.atomic():
            child, made = apps.get_model("customers.Relation")._default_manager.get_or_create(
                from_customer_id=here, to_customer_id=there, kind="friend", role="", until_on=None
            )
        if made:
            for code, who in (
                ("customers.Relation.from_customer_id", here),
                ("customers.Relation.to_customer_id", there),
            ):
                self.born.append((code, child.pk, who, self.row(code, child.pk) or {}))

    def adopt(self, one: int, two: int) -> None:
        at = self.tick()
        try:
            with unit_of_work(SYSTEM, at=at):
                changes = {"parent_id": self.chosen(two)}
                customers.edit_customer(self.chosen(one), changes, base_version=None, by=SYSTEM, at=at)
        except Refusal:
            return

    def merge(self, one: int, two: int) -> None:
        survivor, loser, at = self.chosen(one), self.chosen(two), self.tick()
        before = {"survivor": survivor, "loser": loser, "at": at, "tree": self.tree()}
        before |= {"mine": self.fields(survivor), "theirs": self.fields(loser)}
        try:
            with unit_of_work(SYSTEM, at=at):
                made = journey.merge_customers(survivor, loser, by=SYSTEM, at=at)
        except Refusal as refusal:
            kinds = set(Customer.objects.filter(pk__in=(survivor, loser)).values_list("kind", flat=True))
            if survivor != loser and len(kinds) == 1:
                raise AssertionError(refusal) from refusal
            return
        self.merges.append(before | {"id": made.id, "kept": self.fields(survivor), "after": self.tree()})

    def tree(self) -> dict[int, int | None]:
        return dict(Customer.objects.values_list("pk", "parent_id"))

    def unmerge(self, index: int) -> None:
        made, at = self.merges[index % len(self.merges)], self.tick()
        later = [m for m in self.merges if m["id"] > made["id"] and made["survivor"] in (m["survivor"], m["loser"])]
        too_late = at - made["at"] > timedelta(days=30)
        present, tree = self.fields(made["survivor"]), self.tree()
        try:
            with unit_of_work(SYSTEM, at=at):
                journey.unmerge(made["id"], by=SYSTEM, at=at)
        except Refusal as refusal:
            if not later and not too_late:
                raise AssertionError(refusal) from refusal
            return
        assert not later, "a merge that another stands on was undone"
        assert not too_late, "a merge was undone after its days"
        self.merges.remove(made)
        wanted = {p: made["mine"][p] if present[p] == made["kept"][p] else present[p] for p in FIELDS}
        assert self.fields(made["survivor"]) == wanted, "the survivor has its own values again"
        assert self.fields(made["loser"]) == made["theirs"], "the loser has its values again"
        if tree == made["after"]:
            assert self.tree() == made["tree"], "everybody stands below whom he stood below"

    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=8))
    def act(self, acts: list[tuple[str, int, int]]) -> None:
        for what, one, two in acts:
            self.do(what, one, two)
            self.every_child_is_with_whom_its_customer_became()

    def do(self, what: str, one: int, two: int) -> None:
        if what == "merge" and len(self.living()) > 1:
            self.merge(one, two if one % len(self.living()) != two % len(self.living()) else two + 1)
        elif what == "unmerge" and self.merges:
            self.unmerge(one if two < 5 else len(self.merges) - 1)
        elif what == "edit":
            self.edit(one, FIELDS[two % len(FIELDS)], one % 3)
        elif what == "adopt":
            self.adopt(one, two)
        elif what == "relate":
            self.relate_two(one, two)
        elif what == "give":
            self.give_children(one, sorted(MAKERS)[two::3], one % 2)
        elif what == "create" and len(self.all) < 7:
            self.create(self.kind, PHONES[one % 3], two % 2)
        elif what == "days" and two > 6:
            self.days_pass(20)

    def row(self, code: str, pk: int) -> dict[str, Any] | None:
        return apps.get_model(COLUMNS[code].model)._default_manager.filter(pk=pk).values().first()

    @invariant()
    def every_child_is_with_whom_its_customer_became(self) -> None:
        touched = {pk for made in self.merges for pk in (made["survivor"], made["loser"])}
        touched |= {pk for made in self.merges for pk in self.all if self.live(pk) in touched}
        for code, pk, home, _born in self.born:
            row, column = self.row(code, pk), COLUMNS[code].column
            if row is None:
                assert home in touched, f"{code} {pk} is lost"
                assert COLUMNS[code].one_per is not None, f"{code} {pk} is lost"
                continue
            here, there = row[column], self.live(home)
            between = code.startswith("customers.Relation") and row["until_on"] is not None
            assert here == there or (between and self.live(here) == there), f"{code} {pk} is with {here}, not {there}"
        if not self.merges:
            for code, pk, _home, born in self.born:
                assert self.row(code, pk) == born, f"{code} {pk} came back changed"

    @invariant()
    def nothing_else_points_at_who_is_gone(self) -> None:
        gone = [made["loser"] for made in self.merges]
        for reference in REFERENCES:
            rows = apps.get_model(reference.model)._default_manager.filter(
                **{f"{reference.column}__in": gone}, **reference.only
            )
            if reference.model == "customers.Relation":
                rows = rows.filter(until_on=None)
            assert not rows.exclude(**reference.without or {"pk": None}).exists(), reference.code
        assert not Customer.objects.filter(parent__in=gone, merged_into=None).exists()
        assert not MatchKey.objects.filter(customer__in=gone).exists()

    @invariant()
    def lists_show_the_living_and_sums_are_equal(self) -> None:
        friends = [friend.pk for friend in self.stock.friends]
        seen = set(customer_reads.seen(SYSTEM).exclude(pk__in=friends).values_list("pk", flat=True))
        assert seen == set(self.living())
        orders = apps.get_model("orders.Order")._default_manager
        assert orders.filter(customer__merged_into=None).count() == sum(
            code.startswith("orders.Order.") for code, *_ in self.born
        )
        assert Merge.objects.filter(undone_at=None).count() == len(self.merges)

    @invariant()
    def keys_and_names_are_in_step(self) -> None:
        digests = digester(at=self.at)
        for row in Customer.objects.filter(pk__in=self.living()):
            wanted = sorted(digests(customer_reads.traits_of(row)))
            assert sorted(MatchKey.objects.filter(customer=row).values_list("kind", "digest")) == wanted
        for made in self.merges:
            assert customer_reads.survivor_of(made["loser"]) == self.live(made["loser"])

    @invariant()
    def nobody_stands_above_himself(self) -> None:
        parents = self.tree()
        for start in parents:
            above, steps = parents[start], 0
            while above is not None:
                assert above != start, "a circle of parents"
                above, steps = parents[above], steps + 1
                assert steps < 60, "a circle of parents"


assert STAYING
