"""Webhooks through the page and the API, with a real receiver on loopback and the reference library at its end."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from standardwebhooks.webhooks import Webhook

from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.webhooks.models import Delivery, Subscription
from minghua.kernel import clock
from tests.company import PASSWORD, Company

pytestmark = pytest.mark.django_db


class Receiver(HTTPServer):
    """Keeps what it hears; the words it answers with must never be shown."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        super().__init__(("127.0.0.1", 0), Hook)


class Hook(BaseHTTPRequestHandler):
    """Answers every post."""

    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(202)
        self.end_headers()
        self.wfile.write(b"<script>secret words of the receiver</script>")

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.OUTGOING_SCHEMES, settings.OUTGOING_PORTS = ["http"], []
    settings.OUTGOING_INSIDE = ["127.0.0.0/8"]
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def boss(company: Company) -> Client:
    client = Client()
    assert client.login(username="boss", password=PASSWORD)
    return client


def work() -> None:
    worker = Worker("w", register.handlers(), clock.now)
    while worker.work_once():
        pass


def test_from_the_page_to_the_receiver_and_back(boss, receiver):
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    made = boss.post(
        "/settings/webhooks", {"name": "仓库", "url": url, "kinds": ["customer.created"], "fields": ["city"]}
    )
    assert made.status_code == 200
    page = made.content.decode()
    secret = page[page.index("whsec_") :].split('"', 1)[0]
    key = Subscription.objects.get().pk
    assert secret not in boss.get(f"/settings/webhooks/{key}").content.decode()
    assert boss.post("/customers/new", {"kind": "person", "name": "王伟", "city": "长沙"}).status_code in {200, 302}
    assert boss.post(f"/settings/webhooks/{key}/ping").status_code == 302
    work()
    told = [
        Webhook(secret).verify(body, {k.lower(): v for k, v in headers.items()}) for headers, body in receiver.heard
    ]
    assert [each["type"] for each in told] == ["customer.created", "webhook.ping"]
    assert told[0]["data"]["values"] == {"city": "长沙"}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    page = boss.get(f"/settings/webhooks/{key}").content.decode()
    assert "202" in page
    assert "secret words" not in page
    assert boss.post(f"/settings/webhooks/{key}/replay", {"message": Delivery.objects.first().pk}).status_code == 302
    work()
    assert len(receiver.heard) == 3


def test_an_address_inside_the_house_is_refused_on_the_page_and_by_the_worker(boss, company):
    refused = boss.post("/settings/webhooks", {"name": "x", "url": "http://127.0.0.1/", "kinds": ["customer.created"]})
    assert refused.status_code == 422
    named = {"name": "x", "url": "https://127.0.0.1/", "kinds": ["customer.created"]}
    assert boss.post("/settings/webhooks", named).status_code == 200, (
        "a name is judged by what it resolves to, when it is used"
    )
    key = Subscription.objects.get().pk
    boss.post(f"/settings/webhooks/{key}/ping")
    work()
    assert Delivery.objects.get().last_problem == "address_refused"


def test_the_api_shows_a_secret_once_and_replays_without_it(boss):
    body = {"url": "https://example.com/", "name": "n", "kinds": ["order.recorded"]}
    csrf = {"HTTP_X_CSRFTOKEN": boss.cookies["csrftoken"].value if "csrftoken" in boss.cookies else ""}
    sent = {"content_type": "application/json", "HTTP_IDEMPOTENCY_KEY": "k1", **csrf}
    boss.get("/settings/webhooks")
    sent["HTTP_X_CSRFTOKEN"] = boss.cookies["csrftoken"].value
    first = boss.post("/api/v1/webhooks", json.dumps(body), **sent)
    assert first.status_code == 201, first.content
    assert first.json()["secret"].startswith("whsec_")
    again = boss.post("/api/v1/webhooks", json.dumps(body), **sent)
    assert (again.json()["subscription_id"], again.json()["secret"]) == (first.json()["subscription_id"], "")
    key = first.json()["subscription_id"]
    assert [each["id"] for each in boss.get("/api/v1/webhooks").json()["items"]] == [key]
    assert boss.get(f"/api/v1/webhooks/{key}/messages").json() == {"items": [], "next_cursor": None}
    assert boss.get("/api/v1/webhooks/offer").json()["kinds"]["order.recorded"] == "登记订单"


def test_only_who_manages_webhooks_opens_the_page(company):
    client = Client()
    assert client.login(username="manager", password=PASSWORD)
    assert client.get("/settings/webhooks").status_code == 403
