"""One way to give a customer a child in every table that names customers; the tables come from the register of merging."""

from datetime import datetime
from typing import Any

from tests.conftest import AT
from tests.functional.merging_loyalty import LOYALTY
from tests.functional.merging_service import SERVICE
from tests.functional.merging_stock import DAY, Make, Stock, create, simple


def _order(customer_id: int, pick: int, stock: Stock) -> Any:
    n = stock.next()
    return create(
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
    return create(
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
    return create(
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
    return create(
        "interactions.ConsentState",
        customer_id=customer_id,
        purpose="care",
        channel=("sms", "call")[pick],
        act="withdrawn",
        since=since,
        record=_record(customer_id, pick, stock),
    )


def _jar(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
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
        return create(
            "customers.Relation", **{here: customer_id, there: stock.friends[pick].pk}, kind="referral", since_on=DAY
        )

    return make


def _member(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
        "customers.HouseholdMember",
        household_id=customer_id,
        person=stock.friends[pick],
        name=f"员{pick}",
        since_on=DAY,
    )


def _membership(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
        "customers.HouseholdMember",
        household=stock.friends[2 + pick],
        person_id=customer_id,
        name=f"员{pick}",
        since_on=DAY,
    )


MAKERS: dict[str, Make] = {
    **LOYALTY,
    **SERVICE,
    "orders.Order.customer_id": _order,
    "orders.Return.customer_id": _return,
    "interactions.Contact.customer_id": simple("interactions.Contact", channel="phone", direction="out", at=AT, subject="问候"),
    "interactions.NextStep.customer_id": lambda c, p, s: create("interactions.NextStep", customer_id=c, assignee=s.user, due_at=AT, text="回访", created_at=AT),
    "interactions.ConsentRecord.customer_id": _record,
    "interactions.ConsentState.customer_id": _state,
    "interactions.ConsentLink.customer_id": lambda c, p, s: create("interactions.ConsentLink", customer_id=c, digest=f"d{s.next()}", purpose="care", channel="sms", made_at=AT),
    "interactions.Restriction.customer_id": simple("interactions.Restriction", since=AT, reason="本人要求"),
    "care.Jar.customer_id": _jar,
    "customers.CustomerTag.customer_id": lambda c, p, s: create("customers.CustomerTag", customer_id=c, tag=s.tags[p], at=AT),
    "customers.Attachment.customer_id": lambda c, p, s: create("customers.Attachment", customer_id=c, file_id=f"file{p}", name="卡片", at=AT),
    "customers.Relation.from_customer_id": _relation("from_customer_id", "to_customer_id"),
    "customers.Relation.to_customer_id": _relation("to_customer_id", "from_customer_id"),
    "customers.HouseholdMember.household_id": _member,
    "customers.HouseholdMember.person_id": _membership,
    "permissions.RecordShare.subject_id": lambda c, p, s: create("permissions.RecordShare", subject_type="customers.Customer", subject_id=c, user=s.user, shared_at=AT),
    "customers.FieldVerification.customer_id": lambda c, p, s: create("customers.FieldVerification", customer_id=c, path=("city", "area")[p], verified_at=AT),
    "interactions.PersonRequest.customer_id": simple("interactions.PersonRequest", ask="copy", standing="received", channel="web", requester="self", received_on=DAY, due_on=DAY, created_at=AT),
    "service.Case.customer_id": simple("service.Case", kind="consult", channel="phone", opened_at=AT, updated_at=AT),
    "personal.LegalHold.customer_id": simple("personal.LegalHold", why="audit", since=AT),
    "timeline.TimelineEntry.customer_id": simple("timeline.TimelineEntry", at=AT, kind="note"),
    "search.SearchDocument.customer_id": lambda c, p, s: create("search.SearchDocument", kind="order", ref_id=900_000 + s.next(), customer_id=c, title="单", haystack="单"),
    "value.CostEntry.customer_id": lambda c, p, s: create("value.CostEntry", customer_id=c, part="service", amount_minor=500, event_at=AT, event_on=DAY, source="t", key=f"c{s.next()}", recorded_at=AT),
    "notices.Notice.subject_id": lambda c, p, s: create("notices.Notice", user=s.user, kind="k", title_zh="t", title_en="t", subject_type="customers.Customer", subject_id=c, mode="instant", key=f"k{s.next()}", created_at=AT),
    "routing.RoutedItem.customer_id": lambda c, p, s: create("routing.RoutedItem", customer_id=c, info_type="need", importance="C", title_zh="t", title_en="t", key=f"r{s.next()}", table_version=0, mode="daily", state="told", created_at=AT),
    "imports.ImportTouch.subject_id": lambda c, p, s: create("imports.ImportTouch", run=s.runs[p], subject_id=c),
}  # fmt: skip
