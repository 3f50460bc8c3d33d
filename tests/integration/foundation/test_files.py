"""Files: bytes under a name of our own."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from minghua.foundation.files import operations as files
from minghua.foundation.files import queries as file_reads
from minghua.foundation.files import quotas
from minghua.foundation.files.models import StoredFile
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import NotFound
from tests.conftest import AT

pytestmark = pytest.mark.django_db


def test_what_is_stored_comes_back():
    kept = files.store(BytesIO("米".encode()), name="../../档案.txt", content_type="text/plain", by=SYSTEM, at=AT)
    assert (kept.name, kept.size) == ("档案.txt", 3)
    with file_reads.open_stream(kept.pk) as stream:
        assert stream.read() == "米".encode()


def test_a_file_beyond_the_limit_leaves_nothing():
    with pytest.raises(files.FileTooLarge):
        files.store(BytesIO(b"x" * 11), name="a", content_type="", limit=10, by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a\x00b.txt", "ab.txt"), ("C:\\x\\y.csv", "y.csv"), ("../..", ".."), ("", "file"), ("\u202egpj.exe", "gpj.exe")],
)
def test_names_lose_folders_and_control_characters(given, kept):
    assert files.clean_name(given) == kept


def test_an_unknown_file_is_not_found():
    with pytest.raises(NotFound):
        file_reads.open_stream("0" * 32)


ONE = replace(SYSTEM, user_id=7)
DAY = timedelta(days=1)


def put(*, by=ONE, at=AT):
    return files.store(BytesIO(b"12345"), name="a", content_type="", by=by, at=at)


@pytest.mark.parametrize(("number", "size"), [(3, 10**9), (1_000, 15)], ids=["by number", "by bytes"])
def test_nobody_stores_more_in_a_day_than_one_may(monkeypatch, settings, tmp_path, number, size):
    settings.FILES_ROOT = tmp_path
    monkeypatch.setattr(quotas, "FILES", number)
    monkeypatch.setattr(quotas, "BYTES", size)
    for minutes in (0, 1, 2):
        put(at=AT + timedelta(minutes=minutes))
    later = AT + timedelta(minutes=3)
    with pytest.raises(quotas.QuotaReached) as refused:
        put(at=later)
    assert (refused.value.status, StoredFile.objects.count()) == (429, 3)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3
    for by, at in ((replace(SYSTEM, user_id=8), later), (SYSTEM, later), (ONE, AT + DAY)):
        put(by=by, at=at)
    assert StoredFile.objects.count() == 6


@pytest.mark.parametrize("told", [("files.kept_number", 2), ("files.kept_gb", 1)], ids=["by number", "by gigabytes"])
def test_nobody_keeps_more_than_one_may_until_something_goes(monkeypatch, settings, tmp_path, told):
    settings.FILES_ROOT = tmp_path
    monkeypatch.setattr(quotas, "GIGABYTE", 10)
    with unit_of_work(SYSTEM, at=AT):
        parameters.set_value(*told, valid_from=AT.date(), reason="", by=SYSTEM, at=AT)
    first = put()
    put()
    later = AT + 400 * DAY
    with pytest.raises(quotas.StoreFull) as refused:
        put(at=later)
    assert (refused.value.status, StoredFile.objects.count()) == (409, 2)
    put(by=SYSTEM, at=later)
    files.forget(first.pk)
    assert put(at=later).size == 5
