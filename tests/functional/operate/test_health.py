"""Alive, ready, measured: for whom, and without anybody's data."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.metrics import readiness as readiness_reads
from minghua.kernel import clock
from tests.company import PASSWORD, Company

pytestmark = pytest.mark.django_db
SAMPLE = re.compile(r'^[a-z_]+(\{([a-z]+="(\\.|[^"\\])*",?)+\})? -?[0-9.]+$')


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_ready_with_database_and_tables_whatever_the_worker_does(client):
    assert client.get("/readyz").json() == {"ready": True, "database": "ok", "migrations": "ok", "worker": "silent"}
    assert client.get("/readyz?worker=1").status_code == 503
    jobs.beat("w", at=clock.now())
    assert client.get("/readyz?worker=1").json()["worker"] == "ok"
    jobs.beat("w", at=clock.now() - timedelta(minutes=5))
    assert client.get("/readyz?worker=1").status_code == 503


def test_not_ready_while_migrations_are_pending(client, monkeypatch):
    readiness_reads._once_migrated.cache_clear()
    monkeypatch.setattr(readiness_reads, "pending_migrations", lambda: ["customers.0099_later"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "pending")


def test_figures_are_for_this_machine_alone_or_for_the_token(client, settings):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    settings.METRICS_TOKEN = "a-long-token-for-prometheus"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    holder = {"Authorization": f"Bearer {settings.METRICS_TOKEN}"}
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers=holder).status_code == 200


def _metrics(client: Client) -> list[str]:
    return client.get("/metrics").content.decode().splitlines()


def test_requests_are_counted_by_template_and_failed_sign_ins_as_such(company: Company):
    client = Client()
    seen = 'minghua_requests_total{method="GET",route="customers/<int:customer_id>",status="404"} '
    earlier = sum(int(line.removeprefix(seen)) for line in _metrics(client) if line.startswith(seen))
    client.post("/account/login/", {"login": "boss", "password": "wrong-13900001111"})
    assert client.login(username="boss", password=PASSWORD)
    client.get("/customers/424242?q=13900001111")
    client.generic("BREW", "/nowhere-13900001111")
    text = client.get("/metrics").content.decode()
    lines = text.splitlines()
    assert [line for line in lines if not line.startswith("#") and not SAMPLE.match(line)] == []
    assert f"{seen}{earlier + 1}" in lines
    assert any(
        line.startswith('minghua_requests_total{method="OTHER",route="unmatched",status="404"} ') for line in lines
    )
    assert any(line.startswith("minghua_sign_in_failures_total ") for line in lines)
    assert 'minghua_jobs{state="dead"} 0' in lines
    assert "13900001111" not in text
    assert "424242" not in text
