"""Canaries: values nobody else has, sent through every feature; in clear they may stand only where the register says (R18, R19)."""

import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers.models import Customer
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.backups import keyring, restoring
from minghua.foundation.backups import operations as backups
from minghua.foundation.idempotency.models import KeyedAnswer
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.jobs.types import Handler
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.personal import register
from minghua.foundation.storage import scrubbing
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import erase_person
from tests.functional.rest.conftest import Program
from tests.imports_driving import imported, undone, uploaded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NAME, MOBILE, MAIL, ADDRESS = "司徒鸾翥", "13866660977", "luanzhu.situ@canary.cn", "鸾翥巷九百七十七号"
_ID, ILL, NOTE, KEY = "33010219870315889", "鸾翥花粉症", "鸾翥说周三来取", "CANARY-0977"
CLEAR = (NAME, MOBILE, MAIL, ADDRESS, NOTE, KEY)


def id_number() -> str:
    """The number with its check digit."""
    digits, weights = _ID, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


ID = id_number()
SEALED = (ID, ILL)
WORDS = (*CLEAR, *SEALED)


@pytest.fixture
def life(
    program: Any, at: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Program, int]:
    """A person goes through the whole shop."""
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path_factory.mktemp("files"))
    caller: Program = program("admin")
    with connection.cursor() as cursor:  # a flush knows nothing of the index: earlier tests have left theirs
        cursor.execute("DELETE FROM search_index")
    with unit_of_work(SYSTEM, at=at):
        rice = catalog.upsert_many([NewProduct(sku="R", name="大米")], by=SYSTEM, at=at).ids["R"]
    new = {
        "kind": "person", "name": NAME, "mobile": MOBILE, "email": MAIL, "address": ADDRESS,
        "source_system": "shop", "external_id": KEY, "archive": {"id_number": ID, "health": ILL},
    }  # fmt: skip
    made = caller.post("/customers", new, key="canary-create")
    assert made.status_code == 201, made.content.decode()
    person = made.json()["id"]
    assert caller.post("/customers", new, key="canary-create").content == made.content
    changed = caller.send(
        "PATCH", f"/customers/{person}", {"changes": {"short_name": NAME, "mobile": MOBILE}, "base_version": 1}
    )
    assert changed.status_code in {200, 422}, changed.content.decode()
    caller.post("/customers", {"kind": "person", "name": NAME, "mobile": "12"})  # refused
    caller.send("POST", "/customers", f'{{"kind": "person", "name": "{NAME}", "mobile": {MOBILE}')  # broken
    caller.get(f"/search?q={MOBILE}")
    caller.get(f"/customers?q={NAME}")
    contact = {"channel": "phone", "direction": "in", "subject": NOTE, "body": f"{NOTE} {MOBILE}"}
    assert caller.post(f"/customers/{person}/contacts", contact).status_code == 201
    line = {"product_id": rice, "quantity_milli": 1000, "unit_price_e4": 68000, "description": NOTE}
    order = {"number": "C1", "placed_at": "2026-06-01T08:00:00Z", "customer_id": person, "lines": [line]}
    assert caller.post("/orders", order).status_code == 201
    b"".join(caller.get("/exports/customers.csv").streaming_content)
    browser = Client()
    browser.get(f"/customers?q={MOBILE}")
    browser.post("/account/login/", {"login": MOBILE, "password": ILL})
    _fail_a_job(at)
    return caller, person


def _fail_a_job(at: datetime) -> None:
    def broken(payload: Any, *, at: datetime, beat: Any) -> None:
        raise ValueError(f"no such person {MOBILE} {NAME}")

    with unit_of_work(SYSTEM, at=at):
        jobs.enqueue("canary", {}, at=at)
    assert Worker("w", {"canary": Handler(broken)}, lambda: at).work_once()


def columns_with(words: tuple[str, ...]) -> set[str]:
    """The columns in which one of the words stands in clear."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for value in model._base_manager.values_list(field.name, flat=True)
        if any(word in str(value) for word in words)
    }


def allowed() -> set[str]:
    return {f"{entry.model}.{entry.column}" for entry in register.entries()}


def strays(words: tuple[str, ...], said: str, folder: Path) -> list[str]:
    """Where words stand that may not: unregistered columns, logs, backups and keyrings."""
    found = sorted(columns_with(words) - allowed())
    found += [f"log: {word}" for word in words if word in said]
    for path in folder.rglob("*"):
        if path.is_file():
            found += [f"{path.name}: {word}" for word in words if word.encode() in path.read_bytes()]
    return found


def test_canaries_stand_only_where_the_register_says(
    life: tuple[Program, int], capfd: pytest.CaptureFixture[str], tmp_path: Path, at: datetime
) -> None:
    backups.make(tmp_path / "one.mhb", at=at)
    said = "".join(capfd.readouterr())
    assert strays(WORDS, said, tmp_path) == []
    assert columns_with(SEALED) - {"idempotency.KeyedAnswer.body"} == set()
    assert {"customers.Customer.mobile", "interactions.Contact.body", "jobs.Job.last_error"} <= columns_with(CLEAR)


def test_the_sealed_ones_stand_in_no_keyed_answer(life: tuple[Program, int]) -> None:
    assert [row.body for row in KeyedAnswer.objects.all() if ID in row.body or ILL in row.body] == []


def test_an_import_keeps_a_sealed_field_in_no_table(
    life: tuple[Program, int], capfd: pytest.CaptureFixture[str], tmp_path: Path, at: datetime
) -> None:
    by = people_reads.actor_named("admin.one", channel="web")
    worse = f"{ID[:-1]}{'0' if ID[-1] != '0' else '1'}"
    head = "编号,姓名,手机,身份证号,健康"
    rows = (
        f"C-2,{NAME},{MOBILE},{ID},{ILL}",
        f"C-3,{NAME},12,{worse},{ILL}",
        f"C-4,{NAME},{MOBILE},{ILL}{ID},",
        f"C-5,{NAME},{MOBILE},,{ID},{ID}",
        f"C-6,{NAME},{MOBILE},=1+{ID},{ID * 40}",
    )
    mapping = {
        "编号": "external_id", "姓名": "name", "手机": "mobile", "身份证号": "archive.id_number", "健康": "archive.health",
    }  # fmt: skip
    given = {"target": "customers", "mapping": mapping, "skip_bad_lines": True, "alike": "list"}
    uploaded_only = uploaded("\n".join((head, *rows)).encode(), by, target="customers")
    assert columns_with((ID, worse, ILL)) == set()
    assert import_reads.first_values(by, uploaded_only)["身份证号"][0] == ID
    assert imported("\n".join((head, *rows)).encode(), by, **given).state == "done"
    again = imported(f"{head}\nC-2,{NAME},{MOBILE},{ID},{ILL}二".encode(), by, **given)
    assert again.counts["customers.updated"] == 1
    assert undone(again.id, by).state == "undone"
    assert columns_with((ID, worse, ILL)) == set()
    assert strays((*CLEAR, ILL, ID), "".join(capfd.readouterr()), tmp_path) == []


def test_after_an_erasure_none_is_left_alive_and_none_in_an_older_backup(
    life: tuple[Program, int], tmp_path: Path, at: datetime
) -> None:
    caller, person = life
    backups.make(tmp_path / "one.mhb", at=at)
    number = Customer.objects.get(pk=person).number
    erased = caller.send("PUT", f"/customers/{person}/erasure", {"confirm": number})
    assert erased.status_code == 200, erased.content.decode()
    assert columns_with(WORDS) == set()
    scrubbing.scrub()
    if connection.vendor == "sqlite":
        kept = Path(str(connection.settings_dict["NAME"]))
        raw = b"".join(path.read_bytes() for path in (kept, kept.with_name(kept.name + "-wal")) if path.exists())
        assert [word for word in WORDS if word.encode() in raw] == []
    stored = b"".join(path.read_bytes() for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file())
    assert [word for word in WORDS if word.encode() in stored] == []
    keyring.write(tmp_path)
    call_command("flush", interactive=False, verbosity=0)
    done = restoring.restore(tmp_path / "one.mhb", tmp_path / keyring.NAME)
    assert columns_with(WORDS) == set()
    with unit_of_work(SYSTEM, at=at):
        assert erase_person.erase_again(done.erased, by=SYSTEM, at=at) == 1


def test_a_chattering_logger_is_caught(
    life: tuple[Program, int], capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    logging.getLogger("careless").addHandler(logging.StreamHandler(sys.stderr))
    logging.getLogger("careless").warning("customer %s called", MOBILE)
    assert strays(WORDS, "".join(capfd.readouterr()), tmp_path) == [f"log: {MOBILE}"]


def test_a_value_in_the_audit_record_is_caught(
    life: tuple[Program, int], capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    row = AuditEvent.objects.order_by("-seq").first()
    assert row is not None
    AuditEvent.objects.filter(pk=row.pk).update(data={"mobile": MOBILE})
    assert strays(WORDS, "".join(capfd.readouterr()), tmp_path) == ["audit.AuditEvent.data"]
