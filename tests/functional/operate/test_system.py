"""The doctor and the verification through their doors: shell, page and API; for whom, and with which status."""

import json
import stat
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from minghua.foundation.doctor import database, machine, queries, service
from minghua.foundation.doctor.types import Level
from minghua.foundation.invariants.operations import JOB
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs import register
from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.people.types import SYSTEM
from minghua.interfaces.cli.main import run
from minghua.kernel import clock
from tests.company import PASSWORD, Company
from tests.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path) -> None:
    """Files that earlier tests left behind stand in no table."""
    settings.FILES_ROOT = tmp_path / "files"


def levels(found):
    return {check.code: check.level for check in found}


def signed_in(username: str) -> Client:
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client


def test_every_ill_finding_has_a_remedy_in_both_tongues(company, tmp_path, settings):
    settings.VAR, settings.DEBUG, settings.ALLOWED_HOSTS = tmp_path, True, ["*"]
    found = queries.examination(SYSTEM, at=AT)
    assert [check.level for check in found] == sorted(
        (check.level for check in found), key=["fail", "warn", "ok"].index
    )
    ill = [check for check in found if check.level is not Level.OK and not check.code.startswith("settings.security")]
    assert {"settings.debug", "settings.tls", "worker", "verified", "mail"} <= {check.code for check in ill}
    assert [check.code for check in ill if not (check.remedy.zh and check.remedy.en)] == []


def test_a_key_that_others_may_read_is_a_fail(company, tmp_path, settings):
    settings.VAR, settings.MASTER_KEY_FILE = tmp_path, tmp_path / "keys" / "master"
    key = Path(tmp_path) / "secret_key"
    key.write_text("k" * 40)
    key.chmod(0o644)
    assert levels(machine.checks(AT))["keys.secret_key"] is Level.FAIL
    key.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert levels(machine.checks(AT))["keys.secret_key"] is Level.OK


@pytest.mark.sqlite
def test_a_sqlite_that_forgets_at_a_power_cut_is_a_fail(company):
    """Tests run with synchronous=OFF for speed: the doctor must see it."""
    found = levels(database.checks(AT))
    assert (found["sqlite.synchronous"], found["sqlite.foreign_keys"]) == (Level.FAIL, Level.OK)


@pytest.mark.postgres
def test_a_postgresql_that_forgets_at_a_power_cut_is_a_fail(company):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        assert levels(database.checks(clock.now()))["postgresql.synchronous_commit"] is Level.FAIL
    assert levels(database.checks(clock.now()))["clock"] is Level.OK
    assert levels(database.checks(AT))["clock"] is Level.WARN


def test_a_silent_worker_and_a_waiting_queue_are_seen(company):
    assert levels(service.checks(AT))["worker"] is Level.FAIL
    jobs.beat("w", at=AT)
    jobs.enqueue(JOB, {}, at=AT.replace(hour=1))
    found = levels(service.checks(AT))
    assert (found["worker"], found["queue"]) == (Level.OK, Level.WARN)


def test_the_shell_ends_with_one_when_something_is_broken(company, capsys):
    assert run(["verify"]) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_team SET path = '/9999/' WHERE id = %s", [company.west_shop])
    capsys.readouterr()
    assert run(["--json", "verify", "--only", "INV-E1"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [(each["id"], each["findings"]) for each in said] == [("INV-E1", [{"team": company.west_shop}])]
    assert run(["verify", "--only", "INV-X9"]) == 2


def test_the_shell_tells_the_doctors_findings(company, capsys):
    assert run(["--json", "doctor"]) == 1  # nobody works in a test
    said = {each["code"]: each for each in json.loads(capsys.readouterr().out)}
    assert (said["worker"]["level"], said["database"]["level"]) == ("fail", "ok")


def test_what_is_asked_on_the_page_is_done_by_the_worker_and_shown(company: Company):
    boss = signed_in("boss")
    assert boss.post("/settings/system/verification").status_code == 302
    assert Job.objects.filter(name=JOB).count() == 1
    Worker("w", register.handlers(), clock.now).work_once()
    page = boss.get("/settings/system").content.decode()
    assert "INV-A1" in page
    answer = boss.get("/api/v1/system/verification").json()
    assert (answer["broken"], answer["checked"]) == (0, len(answer["items"]))


@pytest.mark.parametrize(("username", "status"), [("auditor", 200), ("manager", 403), ("east1", 403)])
def test_who_may_look(company, username, status):
    assert signed_in(username).get("/settings/system").status_code == status


def test_who_may_look_may_not_ask_for_a_check(company):
    assert signed_in("auditor").post("/settings/system/verification").status_code == 403
