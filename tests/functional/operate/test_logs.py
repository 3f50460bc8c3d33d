"""Canaries pushed through failing requests and jobs never reach the log (trust T19); the request's id does."""

import json
from typing import Any

import pytest
from django.test import Client

from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.jobs.types import Handler
from minghua.foundation.people.types import SYSTEM
from minghua.interfaces.web.pages import home
from minghua.interfaces.worker.verification import verify
from tests.company import PASSWORD, Company
from tests.conftest import AT

pytestmark = pytest.mark.django_db
CANARIES = ("金丝雀", "13900001111", "430103199001011234", "canary@example.com", "bank 6222021234567890123")
CANARY = " ".join(CANARIES)


def is_clean(text: str) -> bool:
    return not any(canary.split()[-1] in text for canary in CANARIES)


@pytest.fixture
def client(company: Company) -> Client:
    client = Client(raise_request_exception=False)
    assert client.login(username="boss", password=PASSWORD)
    return client


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """The lines on standard error since the last look."""

    def lines() -> list[dict[str, Any]]:
        found = capsys.readouterr().err
        assert is_clean(found)
        return [json.loads(line) for line in found.splitlines() if line.startswith("{")]

    return lines


class Canary(RuntimeError):
    """An error whose words are somebody's data."""


def test_a_failing_page_tells_its_id_and_nobodys_data(client, said, monkeypatch):
    def fail(*args: Any, **kwargs: Any) -> None:
        name = CANARY  # a local that must not be told
        raise Canary(f"customer {name} broke it")

    monkeypatch.setattr(home, "redirect", fail)
    response = client.get(f"/?q={CANARY}", headers={"X-Request-Id": "req-7", "User-Agent": CANARY[4:15]})
    assert response.status_code == 500
    assert response.headers["X-Request-Id"] == "req-7"
    assert "req-7" in response.content.decode()
    assert is_clean(response.content.decode())
    lines = said()
    assert {"event": "request", "route": "", "status": 500, "request_id": "req-7"}.items() <= lines[-1].items()
    failed = next(line for line in lines if "exception" in line)
    assert failed["request_id"] == "req-7"
    assert "test_logs.Canary" in failed["exception"]
    assert " fail" in failed["exception"]


@pytest.mark.parametrize("path", ["/customers/{}", "/api/v1/{}", "/no-such-{}", "/find?q={}"])
def test_what_a_stranger_types_into_an_address_is_not_logged(client, said, path):
    response = client.get(path.format("13900001111-金丝雀"))
    assert response.status_code < 500
    assert [line["event"] for line in said()] == ["request"]


def test_a_failing_job_is_told_without_its_payload_and_words(company, said):
    def fail(payload: dict[str, Any], **_: Any) -> None:
        raise Canary(f"cannot greet 13900001111 at canary@example.com of 430103199001011234 ({len(payload)})")

    jobs.enqueue("greet", {"note": CANARY}, at=AT)
    assert Worker("w", {"greet": Handler(fail)}, lambda: AT).work_once()
    assert [(line["event"], line["error"]) for line in said()] == [("job_failed", "Canary")]
    kept = Job.objects.get(name="greet").last_error
    assert is_clean(kept)
    assert "cannot greet" in kept


def test_an_error_page_shows_the_number_to_quote(client):
    response = client.get("/orders/987654321", headers={"X-Request-Id": "req-9"})
    assert response.status_code == 404
    assert "req-9" in response.content.decode()
    problem = client.get("/api/v1/orders/987654321", headers={"X-Request-Id": "req-10"})
    assert problem.json()["request_id"] == "req-10"


def test_t18_the_end_of_the_audit_chain_goes_to_the_log_every_night(company, said, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    verify({}, at=AT, beat=lambda: None)
    (told,) = (line for line in said() if line["event"] == "audit_head")
    assert audit_reads.holds(SYSTEM, told["head"])
