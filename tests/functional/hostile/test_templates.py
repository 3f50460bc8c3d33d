"""T9, T6: two hundred template and markup payloads in every text field of a customer's story are shown as text, run by nobody."""

import html
import re

import pytest
from django.test import Client

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import NewContact
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.architecture.house import SOURCE, modules, short
from tests.company import PASSWORD, Company
from tests.conftest import AT
from tests.functional.hostile.payloads import MARK, PAYLOADS

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RUNS_TEXT = re.compile(
    r"from_string\(|[^.\w]Template\(|[^.\w]eval\(|[^.\w]exec\(|pickle|yaml\.load|mark_safe|\|\s*safe\b"
)

OF_LIBRARIES = {  # shows the password rules that Django itself words
    "src/minghua/interfaces/web/templates/account_pages/allauth/elements/fields.html"
}


def test_there_are_two_hundred_and_each_is_different():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200


@pytest.fixture
def boss(company: Company) -> Client:
    client = Client()
    assert client.login(username="boss", password=PASSWORD)
    return client


@pytest.mark.slow
def test_payloads_are_shown_as_they_are(company: Company, boss: Client):
    actor = company.actor("boss")
    shown: dict[int, tuple[str, str]] = {}
    with unit_of_work(actor, at=AT):
        for number, payload in enumerate(PAYLOADS):
            name = f"P{number} {payload}"[:200]
            new = NewCustomer(
                kind="person", name=name, short_name=payload[:100], city=payload[:40], address=payload[:300]
            )
            customer_id = customers.create_customer(new, by=actor, at=AT)
            contact = NewContact(
                customer_id=customer_id,
                channel="phone",
                direction="in",
                happened_at=AT,
                subject=payload[:200],
                body=payload,
            )
            interactions.log_contact(contact, by=actor, at=AT)
            customers.tag(customer_id, name=f"{number} {payload}"[:40], by=actor, at=AT)
            shown[customer_id] = (name, payload)
    for customer_id, (name, payload) in shown.items():
        page = boss.get(f"/customers/{customer_id}")
        assert page.status_code == 200
        text = page.content.decode()
        assert MARK not in text, payload
        assert html.escape(" ".join(name.split()), quote=False) in _plain(text), payload
        if "<" in payload:
            assert payload not in text


def _plain(text: str) -> str:
    """The page with quotes as browsers read them: engines escape them in different ways."""
    return text.replace("&#39;", "'").replace("&#x27;", "'").replace("&#34;", '"').replace("&quot;", '"')


@pytest.mark.parametrize("path", ["/customers", "/products", "/find?q=P1", "/api/v1/customers"])
def test_lists_show_them_as_they_are_too(company: Company, boss: Client, path: str):
    actor = company.actor("boss")
    with unit_of_work(actor, at=AT):
        for number, payload in enumerate(PAYLOADS[:60]):
            customers.create_customer(NewCustomer(kind="person", name=f"P{number} {payload}"[:200]), by=actor, at=AT)
            catalog.create_product(NewProduct(sku=f"S{number}", name=f"P{number} {payload}"[:200]), by=actor, at=AT)
    text = boss.get(path).content.decode()
    assert MARK not in text
    if not path.startswith("/api"):
        assert [payload for payload in PAYLOADS if "<" in payload and payload in text] == []


def test_no_text_is_ever_taken_for_a_template_or_for_code():
    found = [
        f"{short(path)}:{number}"
        for path in [*modules(), *sorted(SOURCE.rglob("*.html"))]
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if RUNS_TEXT.search(line) and short(path) not in OF_LIBRARIES
    ]
    assert found == []
