"""Pages, reading operations, some commands and notices of a living company: nobody reads a name that a pool or their role keeps from them (trust T1, §3.3)."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core import signals
from django.core.cache import cache
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import URLPattern

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as reads
from minghua.domain.customers.models import Customer, HouseholdMember
from minghua.domain.service import operations as service
from minghua.domain.service.types.cases import NewCase
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as inbox
from minghua.foundation.people import operations as people
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.foundation.routing.models import RoutedItem, RoutedTo
from minghua.foundation.search import queries as search
from minghua.foundation.search.operations import rescope_many
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens.types import NewToken
from minghua.interfaces.cli import main as cli
from minghua.interfaces.web import urls
from minghua.journeys import merge_customers
from minghua.journeys.demo import load
from minghua.journeys.prepare_company import prepare_company
from minghua.kernel.words import Text
from tests.conftest import AT
from tests.functional.rest.matrix import DECLARED

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VIEWER = "zhou.ting"
MODES = ("pool", "mask")
MOST = 200  # so many addresses at least must have opened
CODES = {  # what a code is of, by where its address begins
    "activities": "loyalty.ActivityPortfolio", "benefits": "loyalty.BenefitScheme", "benefit-schemes": "loyalty.BenefitScheme",
    "coupons": "loyalty.CouponBatch", "coupon-batches": "loyalty.CouponBatch", "points": "loyalty.PointsScheme",
    "points-schemes": "loyalty.PointsScheme", "tiers": "tiering.Programme",
}  # fmt: skip
IDS = {
    "order_id": "orders.Order", "jar_id": "care.Jar", "return_id": "orders.Return", "unit_id": "catalog.Unit",
    "request_id": "interactions.PersonRequest", "problem_id": "service.Problem", "user_id": "people.User",
    "product_id": "catalog.Product", "pool_id": "customers.Pool", "step_id": "interactions.NextStep",
    "contact_id": "interactions.Contact", "line_id": "orders.ReturnLine", "grant_id": "loyalty.BenefitGrant",
    "merge_id": "customers.Merge", "item_id": "routing.RoutedItem", "rfm_id": "value.RfmRun",
    "pyramid_id": "value.PyramidRun", "notice_id": "notices.Notice", "case_id": "service.Case",
}  # fmt: skip
TEXTS = {"field": "mobile", "list_code": "customers", "kind": "person"}
COMMANDS = (
    ["customer", "list"], ["customer", "show", "{customer}"], ["search", "S"], ["notices", "list"],
    ["requests", "list"], ["duplicates", "list"], ["grades", "list"],
)  # fmt: skip


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo company with a merged pair, a case and a message about a customer, taken back at the end."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        with unit_of_work(SYSTEM, at=AT):
            prepare_company(at=AT)
        with unit_of_work(SYSTEM, at=AT):
            load.load_demo(password="rice-and-grain", at=AT, scale=0.04)
            _told()
        yield
        transaction.set_rollback(True)
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def _told() -> None:
    stays, goes, other = Customer.objects.filter(kind="person").order_by("pk")[:3]
    merge_customers.merge_customers(stays.pk, goes.pk, by=SYSTEM, at=AT)
    viewer = User.objects.get(username=VIEWER)
    said = {"zh": f"重点客户 {other.name} 降级", "en": f"{other.name} fell"}
    item = RoutedItem.objects.create(
        info_type="complaint", importance="A", customer_id=other.pk, title_zh=said["zh"], title_en=said["en"], key="t",
        table_version=0, mode="instant", state="open", created_at=AT,
    )  # fmt: skip
    RoutedTo.objects.create(item=item, user=viewer)
    new = NewCase(customer_id=other.pk, kind="complaint", subject="米里有石子", channel="phone", key="kept")
    service.open_case(new, by=SYSTEM, at=AT)
    notices.send(
        [viewer.pk], kind="levels.fell", title=Text(**said), about=("customers.Customer", other.pk), by=SYSTEM, at=AT
    )


@pytest.fixture(params=MODES)
def viewer(request: Any, demo: None, db: None) -> Iterator[Actor]:
    """One who may do all but look after pools, and either sees every customer in a pool that hides names, or reads names masked."""
    with transaction.atomic():
        cache.clear()
        with unit_of_work(SYSTEM, at=AT):
            masked = ["name", "short_name"] if request.param == "mask" else []
            permissions = tuple(code for code in PERMISSIONS if code != "pool.manage" or masked)
            people.save_role(
                "service", name_zh="客服", name_en="Service", permissions=permissions, scope="all", masked_fields=masked, by=SYSTEM, at=AT
            )  # fmt: skip
            if not masked:
                _pooled()
        actor = people_reads.actor_named(VIEWER, channel="web")
        assert actor is not None
        yield actor
        transaction.set_rollback(True)


def _pooled() -> None:
    pool_id = customers.save_pool(name="静海", hidden_fields=["name", "short_name"], by=SYSTEM, at=AT)
    Customer.objects.update(pool_id=pool_id, owner=None, team=None)
    rescope_many(list(Customer.objects.values_list("pk", flat=True)), owner_id=None, team_id=None, pool_id=pool_id)


def names() -> re.Pattern[str]:
    """Any name of a customer or of who lives with one, but for namesakes among the staff and in fields of their own."""
    found = {*Customer.objects.values_list("name", flat=True), *HouseholdMember.objects.values_list("name", flat=True)}
    others = {
        value
        for kept in Customer.objects.values_list("archive", flat=True)
        for value in kept.values()
        if isinstance(value, str)
    }
    found -= others | set(User.objects.values_list("name", flat=True))
    return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))


def filled(template: str, first: str) -> list[str]:
    """Every address of a template with ids that lead somewhere; [] where the company has none of them."""
    holes = re.findall(r"[<{](?:\w+:)?(\w+)[>}]", template)
    ways = [_values(hole, first) for hole in holes]
    return [_fill(template, dict(zip(holes, way, strict=True))) for way in itertools.product(*ways)]


def _values(hole: str, first: str) -> list[Any]:
    if hole == "customer_id":
        return [Customer.objects.filter(kind=kind, merged_into=None).order_by("-order_count", "pk").values_list("pk", flat=True)[0] for kind in ("person", "household", "organization")]  # fmt: skip
    if hole in TEXTS:
        return [TEXTS[hole]]
    if hole in IDS:
        return list(apps.get_model(IDS[hole]).objects.order_by("-pk").values_list("pk", flat=True)[:1])
    model = (
        CODES.get(first)
        if hole == "code"
        else {"programme": "tiering.Programme", "scheme": "loyalty.PointsScheme"}.get(hole)
    )
    return list(apps.get_model(model).objects.values_list("code", flat=True)[:1]) if model else []


def _fill(template: str, values: Mapping[str, Any]) -> str:
    return re.sub(r"[<{](?:\w+:)?(\w+)[>}]", lambda hole: str(values[hole[1]]), template)


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def test_no_page_tells_a_name_that_is_kept(viewer: Actor) -> None:
    client, kept = Client(), names()
    client.force_login(User.objects.get(pk=viewer.user_id), BACKEND)
    pages = [str(page.pattern) for page in urls.urlpatterns if isinstance(page, URLPattern)]
    told, opened = {}, 0
    for where in [address for page in pages for address in filled(page, page.partition("/")[0])]:
        answer = client.get(f"/{where}")
        assert answer.status_code in {*range(500), 503}, where  # 503: no browser to print a card with
        opened += answer.status_code == 200
        if found := set(kept.findall(body(answer))):
            told[where] = found
    assert (told, opened > MOST) == ({}, True)


def test_no_operation_tells_a_name_that_is_kept(viewer: Actor) -> None:
    scopes = tuple(code for code in viewer.permissions if not code.startswith("tokens."))
    with unit_of_work(viewer, at=AT):
        text = tokens.create(NewToken(name="t", scopes=scopes), by=viewer, at=AT).text
    client, kept = Client(headers={"Authorization": f"Bearer {text}"}), names()
    asked = [name.removeprefix("GET /api/v1/") for name in DECLARED if name.startswith("GET ")]
    told, opened = {}, 0
    for where in [address for path in asked for address in filled(path, path.partition("/")[0])]:
        answer = client.get(f"/api/v1/{where}")
        assert answer.status_code in {*range(500), 503}, where  # 503: no browser to print a card with
        opened += answer.status_code == 200
        if found := set(kept.findall(body(answer))):
            told[where] = found
    assert (told, opened > MOST) == ({}, True)


def test_no_command_tells_a_name_that_is_kept(viewer: Actor, capsys: Any) -> None:
    kept, customer = names(), Customer.objects.filter(kind="household", merged_into=None)[0].pk
    said = []
    for command in COMMANDS:
        cli.run(["--as", VIEWER, *(part.format(customer=customer) for part in command)])
        said.append(capsys.readouterr().out)
    assert ([kept.findall(text) for text in said], all(said[:2])) == ([[]] * len(COMMANDS), True)


def test_who_may_read_them_reads_them_there(demo: None, db: None) -> None:
    """The control: for the owner of the house the same places tell names."""
    client, kept = Client(), names()
    client.force_login(User.objects.get(username="minghua"), BACKEND)
    places = ("/customers", "/requests", "/reviews/stale", "/orders", "/grades", "/duplicates", "/route", "/find?q=家")
    assert [where for where in places if not kept.search(body(client.get(where)))] == ["/duplicates"]


def test_a_masked_name_is_found_whole_and_not_by_its_parts(demo: None, db: None, viewer: Actor) -> None:
    person = Customer.objects.filter(kind="person", merged_into=None, name__regex="^...$").order_by("pk")[0]
    namesakes = Customer.objects.filter(name=person.name, merged_into=None).count()
    masked = "name" in viewer.masked
    found = [
        len(search.find(viewer, text, kinds=("customer",))) for text in (person.name, person.name[:2], person.name[1:])
    ]
    assert found == [namesakes if masked else 0, 0, 0]
    assert {hit.title for hit in search.find(viewer, person.name)} == ({f"{person.name[0]}****"} if masked else set())
    assert [hit.title for hit in search.find(viewer, person.number)] == ([f"{person.name[0]}****"] if masked else [])
    assert reads.customer(viewer, person.pk).name == (f"{person.name[0]}****" if masked else "****")


def test_what_a_person_was_told_keeps_its_text_for_whoever_may_read_it(demo: None, db: None, viewer: Actor) -> None:
    """What is stored stays: with the mask gone the name is back."""
    other = Customer.objects.get(pk=RoutedItem.objects.get(key="t").customer_id)
    told = [row.title.zh for row in inbox.inbox(viewer, limit=200).items]
    assert "重点客户 **** 降级" in told
    assert f"重点客户 {other.name} 降级" in [row.title.zh for row in inbox.inbox(replace(viewer, masked=frozenset(), permissions=viewer.permissions | {"pool.manage"}), limit=200).items]  # fmt: skip
