"""A key is answered once; another request under the same key is refused; old answers are forgotten."""

from datetime import datetime, timedelta

import pytest

from minghua.foundation.idempotency import operations as idempotency
from minghua.foundation.idempotency.models import KeyedAnswer
from minghua.foundation.idempotency.types import Answer, Attempt
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work

pytestmark = pytest.mark.django_db
ATTEMPT = Attempt(actor_id=7, key="k", fingerprint="f")
ANSWER = Answer(status=201, body='{"id":1}', content_type="application/json")


def test_the_first_claim_is_free_and_later_ones_get_the_first_answer(at: datetime) -> None:
    assert idempotency.claim(ATTEMPT, at=at) is None
    idempotency.remember(ATTEMPT, ANSWER)
    assert idempotency.claim(ATTEMPT, at=at + timedelta(hours=1)) == ANSWER


def test_the_same_key_with_another_request_is_refused(at: datetime) -> None:
    idempotency.claim(ATTEMPT, at=at)
    with pytest.raises(idempotency.KeyReused):
        idempotency.claim(Attempt(actor_id=7, key="k", fingerprint="other"), at=at)


def test_two_people_may_draw_the_same_key(at: datetime) -> None:
    idempotency.claim(ATTEMPT, at=at)
    assert idempotency.claim(Attempt(actor_id=8, key="k", fingerprint="f"), at=at) is None


def claim_and_be_refused(at: datetime) -> None:
    with unit_of_work(SYSTEM, at=at):
        idempotency.claim(ATTEMPT, at=at)
        raise idempotency.KeyReused()


def test_a_refused_request_leaves_its_key_free(at: datetime) -> None:
    with pytest.raises(idempotency.KeyReused):
        claim_and_be_refused(at)
    assert KeyedAnswer.objects.count() == 0


def test_answers_are_kept_at_least_a_day_and_forgotten_after_two(at: datetime) -> None:
    idempotency.claim(ATTEMPT, at=at)
    assert idempotency.purge(at=at + timedelta(hours=24)) == 0
    assert idempotency.purge(at=at + timedelta(hours=49)) == 1
