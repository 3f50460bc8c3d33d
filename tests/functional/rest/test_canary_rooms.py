"""Canaries through more rooms: merging, routing and mail, webhooks, refusals, jobs, exports; where each may stand in clear (R18)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection

from minghua.domain.customers.models import Customer, Merge
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.backups import operations as backups
from minghua.foundation.jobs import register as job_register
from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.notices.models import Notice
from minghua.foundation.outgoing.client import Answer
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.models import User
from minghua.foundation.webhooks.models import Delivery, Event
from minghua.kernel import clock as house_clock
from tests.functional.rest.conftest import Program
from tests.functional.rest.test_canary import allowed, columns_with, id_number, strays
from tests.integration.webhooks.receivers import Clock, Receiver, carried, subscribed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
STAYS = {"name": "澹台渊渟", "mobile": "13866661101", "email": "yuanting@canary.cn", "address": "渊渟里一百零一号"}
GOES = {"name": "澹台岳峙", "mobile": "13866661102", "email": "yuezhi@canary.cn", "address": "岳峙里一百零二号"}
ID, ILL = id_number(), "岳峙花生敏"
SAID, TYPED, SEEK = "13866661103", "13866661104", "13866661105"  # in a contact; in refused requests; in addresses
CLEAR = (*STAYS.values(), *GOES.values(), SAID, TYPED, SEEK)
SEALED = (ID, ILL)
REFUSED: Mapping[str, tuple[str, str, Any]] = {
    "wrong value": ("POST", "/customers", {"kind": "person", "name": "无名", "mobile": f"{TYPED}号"}),
    "unknown field": ("POST", "/customers", {"kind": "person", "name": "x", TYPED: TYPED}),
    "broken body": ("POST", "/customers", f'{{"mobile": "{TYPED}'),
    "wrong address": ("POST", f"/customers/{TYPED}/merges", {"loser_id": 1}),
    "wrong file": ("GET", f"/exports/{SEEK}", None),
    "unknown page": ("GET", f"/nothing/{SEEK}?q={SEEK}", None),
    "search": ("GET", f"/search?q={SEEK}", None),
    "wrong cursor": ("GET", f"/customers?cursor={SEEK}", None),
}


@dataclass
class Rooms:
    """What the rooms have given out: messages to receivers, answers to refused requests."""

    caller: Program
    receiver: Receiver
    merge_id: int
    answers: dict[str, str] = field(default_factory=dict)


def _worked(at: datetime) -> None:
    worker = Worker("w", job_register.handlers(), lambda: at, chance=lambda: 0.0)
    while worker.work_once():
        pass


def _made(caller: Program, person: Mapping[str, Any], key: str) -> int:
    new = {"kind": "person", "source_system": "shop", "external_id": key, **person}
    made = caller.post("/customers", new)
    assert made.status_code == 201, made.content.decode()
    return int(made.json()["id"])


def _told(caller: Program, customer_id: int) -> None:
    contact = {"channel": "phone", "direction": "in", "topic": "complaint", "subject": "米里有石子", "body": SAID}
    assert caller.post(f"/customers/{customer_id}/contacts", contact).status_code == 201


@pytest.fixture
def rooms(
    program: Any, staff: dict[str, int], at: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: Any
) -> Rooms:
    """Two people, one with sealed fields, go through the rooms and are merged."""
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path_factory.mktemp("files"))
    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index")
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@minghua.example")
    boss = people_reads.actor_named("admin.one", channel="web")
    assert boss is not None
    issued = subscribed(boss, "customer.created", "customer.updated", "customer.merged")
    caller: Program = program("admin")
    stays = _made(caller, STAYS, "ROOM-1")
    goes = _made(caller, GOES | {"archive": {"id_number": ID, "health": ILL}}, "ROOM-2")
    Customer.objects.filter(pk=goes).update(value_class="key")  # so that the complaint is mailed at once
    _told(caller, goes)
    answers = {name: caller.send(*asked) for name, asked in REFUSED.items()}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code < 400} == {"search": 200}
    merged = caller.post(f"/customers/{stays}/merges", {"loser_id": goes})
    assert merged.status_code == 201, merged.content.decode()
    receiver, clock = Receiver(Answer(204), Answer(204), Answer(500)), Clock()
    clock.now = house_clock.now() + timedelta(minutes=1)  # the door reads the real clock
    carried(issued, receiver, clock)
    _worked(clock.now)
    asked = caller.post("/exports/customers", {"reason": "月度报表"})
    assert asked.status_code == 201, asked.content.decode()
    b"".join(caller.get("/exports/customers.csv").streaming_content)
    told = {name: answer.content.decode() for name, answer in answers.items()}
    return Rooms(caller, receiver, merged.json()["id"], told)


def _cached() -> str:
    return str(getattr(cache, "_cache", {}))


def test_the_rooms_keep_them_where_the_register_says(
    rooms: Rooms, capfd: pytest.CaptureFixture[str], tmp_path: Path, at: datetime
) -> None:
    backups.make(tmp_path / "rooms.mhb", at=at)
    said = "".join(capfd.readouterr())
    assert strays((*CLEAR, *SEALED), said, tmp_path) == []
    assert columns_with(SEALED) == set()
    assert {"customers.Customer.mobile", "interactions.Contact.body"} <= columns_with(CLEAR) <= allowed()
    assert columns_with((TYPED, SEEK)) == set()


def test_no_message_job_audit_row_or_cache_has_one(rooms: Rooms) -> None:
    kept = {
        "webhook bodies": str([body.decode() for _, body, _ in rooms.receiver.heard]),
        "webhook headers": str([headers for _, _, headers in rooms.receiver.heard]),
        "events": str(list(Event.objects.values())),
        "deliveries": str(list(Delivery.objects.values())),
        "jobs": str(list(Job.objects.values())),
        "audit": str(list(AuditEvent.objects.values())),
        "cache": _cached(),
        "mails": str([(one.subject, one.body, one.extra_headers) for one in mail.outbox if one.to]).replace(
            GOES["name"], ""
        ),
    }
    assert [(place, word) for place, text in kept.items() for word in (*CLEAR, *SEALED) if word in text] == []
    assert (len(rooms.receiver.heard), len(mail.outbox) > 0, Notice.objects.exists()) == (3, True, True)


def test_a_refusal_tells_nothing_but_what_its_own_caller_typed(rooms: Rooms) -> None:
    others = (*STAYS.values(), *GOES.values(), SAID, *SEALED)
    assert [(name, word) for name, text in rooms.answers.items() for word in others if word in text] == []


def test_what_was_typed_for_an_id_is_not_written_down(rooms: Rooms) -> None:
    noted = AuditEvent.objects.filter(verb="access.refused").order_by("seq").values_list("subject_type", "subject_id")
    assert list(noted) == [("customers.Customer", "unknown"), ("exports.Export", "unknown")]


def test_the_journal_of_a_merge_is_sealed_and_gives_back_what_it_took(rooms: Rooms) -> None:
    journal = Merge.objects.get(pk=rooms.merge_id).journal
    assert [word for word in (*CLEAR, *SEALED) if word in journal] == []
    back = rooms.caller.send("DELETE", f"/merges/{rooms.merge_id}")
    assert back.status_code == 200, back.content.decode()
    assert columns_with(SEALED) == set()


def test_the_files_on_disk_have_none_of_the_sealed_ones(rooms: Rooms) -> None:
    stored = b"".join(path.read_bytes() for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file())
    assert [word for word in SEALED if word.encode() in stored] == []


def test_a_message_with_a_number_is_caught(rooms: Rooms, tmp_path: Path) -> None:
    Event.objects.update(data={"mobile": GOES["mobile"]})
    assert strays(CLEAR, "", tmp_path) == ["webhooks.Event.data"]
