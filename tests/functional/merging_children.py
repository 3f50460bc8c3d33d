"""One way to give a customer a child in every table that names customers; the tables come from the register of merging."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.apps import apps

from tests.conftest import AT

Make = Callable[[int, int, "Stock"], Any]
DAY = date(2026, 3, 1)


class Stock:
    """What children need besides a customer: products, tags, people, a file's run, another customer."""

    def __init__(self) -> None:
        self.products = [
            _create("catalog.Product", sku=f"P{n}", sku_key=f"p{n}", name=f"货{n}", created_at=AT, updated_at=AT)
            for n in (1, 2)
        ]
        self.tags = [_create("customers.Tag", name=name) for name in ("甲", "乙")]
        self.user = _create("people.User", username="helper", name="帮手", joined_at=AT)
        self.policy = _create("interactions.PrivacyPolicy", version=901, title="t", body_zh="b", published_at=AT)
        self.card = _create("tiering.GradeCard", version=901, from_on=date(2099, 1, 1), body={}, published_at=AT)
        self.runs = [
            _create(
                "imports.ImportRun",
                target="orders",
                name="f",
                file_id="f",
                file_size=1,
                sha256="0",
                state="done",
                created_at=AT,
            )
            for _ in (1, 2)
        ]
        self.friends = [_customer(kind, n) for kind in ("person", "household") for n in (1, 2)]
        self.serial = 0

    def next(self) -> int:
        """Return a number never given before."""
        self.serial += 1
        return self.serial


def _create(label: str, **values: Any) -> Any:
    model = apps.get_model(label)
    known = {field.name for field in model._meta.get_fields()} | {f.attname for f in model._meta.concrete_fields}
    return model._default_manager.create(**{name: value for name, value in values.items() if name in known})


def _customer(kind: str, n: int) -> Any:
    return _create("customers.Customer", number=f"F-{kind}{n}", kind=kind, name=f"友{n}", created_at=AT, updated_at=AT)


def _programme() -> Any:
    model = apps.get_model("tiering.Programme")
    return model._default_manager.get_or_create(
        code="club", defaults={"name_zh": "会", "name_en": "c", "created_at": AT}
    )[0]


def _entry(customer_id: int, pick: int, stock: Stock) -> Any:
    return _create(
        "tiering.ScoreEntry",
        programme=_programme(),
        customer_id=customer_id,
        amount=pick + 1,
        event_at=AT,
        event_on=DAY,
        counts_at=AT,
        recorded_at=AT,
        source="s",
        key=f"E{stock.next()}",
    )


def _grant(customer_id: int, pick: int, stock: Stock) -> Any:
    return _create(
        "tiering.LevelGrant",
        programme=_programme(),
        customer_id=customer_id,
        level="gold",
        mode=("pin", "floor")[pick],
        from_on=DAY,
        until_on=date(2026, 4, 1),
        reason="r",
        granted_at=AT,
    )


def _correction(customer_id: int, pick: int, stock: Stock) -> Any:
    return _create(
        "tiering.Correction",
        programme=_programme(),
        customer_id=customer_id,
        since=AT,
        told={},
        true={},
        level_told="a",
        level_true="b",
        recorded_at=AT,
    )


def _points(customer_id: int, pick: int, stock: Stock) -> Any:
    schemes = apps.get_model("loyalty.PointsScheme")._default_manager
    scheme, _ = schemes.get_or_create(code="points", defaults={"created_at": AT})
    text = "code: points\n"
    told = {"from_on": DAY, "text": text, "published_at": AT}
    apps.get_model("loyalty.PointsVersion")._default_manager.get_or_create(scheme=scheme, number=1, defaults=told)
    return _create(
        "loyalty.PointsFact",
        scheme=scheme,
        member_id=customer_id,
        customer_id=customer_id,
        act="earn",
        key=f"earn:{stock.next()}",
        event_at=AT,
        at=AT,
        recorded_at=AT,
        amount=10,
    )


def _pack(customer_id: int, pick: int, stock: Stock) -> Any:
    schemes = apps.get_model("loyalty.BenefitScheme")._default_manager
    scheme, _ = schemes.get_or_create(code="packs", defaults={"programme": "club", "created_at": AT})
    return _create(
        "loyalty.BenefitGrant",
        scheme=scheme,
        version=1,
        programme="club",
        benefit="pack",
        member_id=customer_id,
        customer_id=customer_id,
        period=("202603", "202604")[pick],
        take="issue",
        level="gold",
        level_at=AT,
        window_from=DAY,
        window_until=date(2026, 4, 1),
        issued_on=DAY,
        until_on=date(2026, 3, 16),
        granted_at=AT,
    )


def _order(customer_id: int, pick: int, stock: Stock) -> Any:
    n = stock.next()
    return _create(
        "orders.Order",
        source="s",
        number=f"N{n}",
        customer_id=customer_id,
        placed_at=AT,
        placed_on=DAY,
        total_minor=100 * n,
        line_count=0,
        fingerprint="f",
    )


def _return(customer_id: int, pick: int, stock: Stock) -> Any:
    return _create(
        "orders.Return",
        source="s",
        number=f"R{stock.next()}",
        customer_id=customer_id,
        returned_at=AT,
        returned_on=DAY,
        total_minor=1,
        fingerprint="f",
    )


def _record(customer_id: int, pick: int, stock: Stock) -> Any:
    return _create(
        "interactions.ConsentRecord",
        customer_id=customer_id,
        purpose="care",
        channel="sms",
        act="withdrawn",
        given_at=AT,
        how="web",
        recorded_at=AT,
    )


def _state(customer_id: int, pick: int, stock: Stock) -> Any:
    since = datetime(2026, 1, 1 + stock.next() % 27, tzinfo=AT.tzinfo)
    return _create(
        "interactions.ConsentState",
        customer_id=customer_id,
        purpose="care",
        channel=("sms", "call")[pick],
        act="withdrawn",
        since=since,
        record=_record(customer_id, pick, stock),
    )


def _jar(customer_id: int, pick: int, stock: Stock) -> Any:
    return _create(
        "care.Jar",
        customer_id=customer_id,
        product=stock.products[pick],
        capacity_milli=60_000,
        level_milli=30_000,
        level_on=DAY,
        created_at=AT,
        updated_at=AT,
    )


def _relation(here: str, there: str) -> Make:
    def make(customer_id: int, pick: int, stock: Stock) -> Any:
        return _create(
            "customers.Relation", **{here: customer_id, there: stock.friends[pick].pk}, kind="referral", since_on=DAY
        )

    return make


def _member(customer_id: int, pick: int, stock: Stock) -> Any:
    return _create(
        "customers.HouseholdMember",
        household_id=customer_id,
        person=stock.friends[pick],
        name=f"员{pick}",
        since_on=DAY,
    )


def _membership(customer_id: int, pick: int, stock: Stock) -> Any:
    return _create(
        "customers.HouseholdMember",
        household=stock.friends[2 + pick],
        person_id=customer_id,
        name=f"员{pick}",
        since_on=DAY,
    )


def _simple(label: str, **fixed: Any) -> Make:
    return lambda customer_id, pick, stock: _create(label, customer_id=customer_id, **fixed)


MAKERS: dict[str, Make] = {
    "orders.Order.customer_id": _order,
    "orders.Return.customer_id": _return,
    "tiering.ScoreEntry.customer_id": _entry,
    "tiering.LevelGrant.customer_id": _grant,
    "tiering.Correction.customer_id": _correction,
    "loyalty.BenefitGrant.customer_id": _pack,
    "loyalty.PointsFact.customer_id": _points,
    "interactions.Contact.customer_id": _simple("interactions.Contact", channel="phone", direction="out", at=AT, subject="问候"),
    "interactions.NextStep.customer_id": lambda c, p, s: _create("interactions.NextStep", customer_id=c, assignee=s.user, due_at=AT, text="回访", created_at=AT),
    "interactions.ConsentRecord.customer_id": _record,
    "interactions.ConsentState.customer_id": _state,
    "interactions.ConsentLink.customer_id": lambda c, p, s: _create("interactions.ConsentLink", customer_id=c, digest=f"d{s.next()}", purpose="care", channel="sms", made_at=AT),
    "interactions.Restriction.customer_id": _simple("interactions.Restriction", since=AT, reason="本人要求"),
    "care.Jar.customer_id": _jar,
    "tiering.GradeInput.customer_id": _simple("tiering.GradeInput", code="credit", value_e6=1, observed_on=DAY, recorded_at=AT),
    "tiering.Grading.customer_id": lambda c, p, s: _create("tiering.Grading", customer_id=c, card=s.card, as_of=DAY, graded_at=AT),
    "tiering.GradeReview.customer_id": lambda c, p, s: _create("tiering.GradeReview", customer_id=c, period=("2026Q1", "2026Q2")[p], opened_on=DAY, due_on=DAY),
    "customers.CustomerTag.customer_id": lambda c, p, s: _create("customers.CustomerTag", customer_id=c, tag=s.tags[p], at=AT),
    "customers.Attachment.customer_id": lambda c, p, s: _create("customers.Attachment", customer_id=c, file_id=f"file{p}", name="卡片", at=AT),
    "customers.Relation.from_customer_id": _relation("from_customer_id", "to_customer_id"),
    "customers.Relation.to_customer_id": _relation("to_customer_id", "from_customer_id"),
    "customers.HouseholdMember.household_id": _member,
    "customers.HouseholdMember.person_id": _membership,
    "permissions.RecordShare.subject_id": lambda c, p, s: _create("permissions.RecordShare", subject_type="customers.Customer", subject_id=c, user=s.user, shared_at=AT),
    "customers.FieldVerification.customer_id": lambda c, p, s: _create("customers.FieldVerification", customer_id=c, path=("city", "area")[p], verified_at=AT),
    "interactions.PersonRequest.customer_id": _simple("interactions.PersonRequest", ask="copy", standing="received", channel="web", requester="self", received_on=DAY, due_on=DAY, created_at=AT),
    "personal.LegalHold.customer_id": _simple("personal.LegalHold", why="audit", since=AT),
    "timeline.TimelineEntry.customer_id": _simple("timeline.TimelineEntry", at=AT, kind="note"),
    "search.SearchDocument.customer_id": lambda c, p, s: _create("search.SearchDocument", kind="order", ref_id=900_000 + s.next(), customer_id=c, title="单", haystack="单"),
    "value.CostEntry.customer_id": lambda c, p, s: _create("value.CostEntry", customer_id=c, part="service", amount_minor=500, event_at=AT, event_on=DAY, source="t", key=f"c{s.next()}", recorded_at=AT),
    "notices.Notice.subject_id": lambda c, p, s: _create("notices.Notice", user=s.user, kind="k", title_zh="t", title_en="t", subject_type="customers.Customer", subject_id=c, mode="instant", key=f"k{s.next()}", created_at=AT),
    "routing.RoutedItem.customer_id": lambda c, p, s: _create("routing.RoutedItem", customer_id=c, info_type="need", importance="C", title_zh="t", title_en="t", key=f"r{s.next()}", table_version=0, mode="daily", state="told", created_at=AT),
    "imports.ImportTouch.subject_id": lambda c, p, s: _create("imports.ImportTouch", run=s.runs[p], subject_id=c),
}  # fmt: skip
