"""Words are cached for seconds, and no longer than a change in this process."""

import threading
import time
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection

from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import operations as vocabularies
from minghua.foundation.vocabulary import queries as words
from minghua.foundation.vocabulary.models import VocabularyTerm

STATUS = "customers.status"


def relabel(zh: str, at: datetime) -> None:
    vocabularies.save_term(STATUS, "lost", zh=zh, en="Gone", position=1, active=True, by=SYSTEM, at=at)


def test_what_another_process_changed_is_read_within_seconds(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabularies.store_declared()
    before, now = words.label(STATUS, "lost").zh, time.monotonic()
    VocabularyTerm.objects.filter(vocabulary=STATUS, code="lost").update(
        zh="走失客户"
    )  # elsewhere: nobody forgets here
    monkeypatch.setattr(time, "monotonic", lambda: now + settings.VOCABULARY_KEPT_SECONDS)
    assert (before, words.label(STATUS, "lost").zh) == ("流失客户", "走失客户")


def test_a_term_is_new_at_once_for_whoever_saves_it(db: None, at: datetime) -> None:
    vocabularies.store_declared()
    assert words.label(STATUS, "lost").zh == "流失客户"
    with unit_of_work(SYSTEM, at=at):
        relabel("走失客户", at)
        assert words.label(STATUS, "lost").zh == "走失客户"


@pytest.mark.django_db(transaction=True)
def test_what_was_read_before_the_commit_is_forgotten_with_it(at: datetime) -> None:
    vocabularies.store_declared()
    with unit_of_work(SYSTEM, at=at):
        relabel("走失客户", at)
        seen = read_elsewhere()
    assert (seen, words.label(STATUS, "lost").zh) == (["流失客户"], "走失客户")


def read_elsewhere() -> list[str]:
    """Return what another request of this process reads, and caches, while the change is not committed."""
    seen: list[str] = []

    def read() -> None:
        seen.append(words.label(STATUS, "lost").zh)
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    reader.join(timeout=30)
    return seen
