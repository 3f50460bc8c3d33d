"""Signatures agree with the reference library both ways; answers and waiting follow the specification."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from minghua.foundation.webhooks import rules
from minghua.foundation.webhooks.rules import SCHEDULE, Outcome
from minghua.kernel import clock

AT = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)
SECRET = b"0123456789abcdef0123456789abcdef"


def test_the_vector_of_the_reference_library_is_ours():
    """Signed there, verified here: the same bytes."""
    body = '{"type": "customer.created", "data": {"customer_id": 7}}'
    theirs = Webhook(rules.secret_text(SECRET)).sign("msg_1", AT, body)
    assert rules.signature(SECRET, message_id="msg_1", at=AT, body=body.encode()) == theirs


@given(some.binary(min_size=24, max_size=64), some.text(max_size=200))
def test_what_we_sign_the_reference_library_verifies(secret, words):
    now = clock.now()
    body = json.dumps({"words": words}, ensure_ascii=False).encode()
    headers = rules.headers([SECRET, secret], message_id="msg_2", at=now, body=body)
    for each in (SECRET, secret):  # while a secret is changed both hold
        assert Webhook(rules.secret_text(each)).verify(body, headers) == {"words": words}
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"another secret of another one").decode()).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(rules.secret_text(SECRET)).verify(body + b" ", headers)


@pytest.mark.parametrize(
    ("status", "attempts", "outcome"),
    [
        (200, 1, Outcome.DELIVERED),
        (204, 10, Outcome.DELIVERED),
        (302, 1, Outcome.AGAIN),
        (410, 1, Outcome.GONE),
        (404, 9, Outcome.AGAIN),
        (429, 1, Outcome.AGAIN),
        (500, 10, Outcome.DEAD),
        (None, 1, Outcome.AGAIN),
        (None, 10, Outcome.DEAD),
    ],
)
def test_what_an_answer_means(status, attempts, outcome):
    assert rules.judged(status, attempts=attempts) is outcome


def test_the_schedule_reaches_three_days_and_chance_adds_a_tenth_at_most():
    assert sum(SCHEDULE, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    for attempts, planned in enumerate(SCHEDULE, start=1):
        assert rules.next_attempt(attempts=attempts, at=AT, chance=0) == AT + planned
        assert rules.next_attempt(attempts=attempts, at=AT, chance=0.999) <= AT + planned * 1.1


@pytest.mark.parametrize(
    ("header", "waits"),
    [
        ("120", timedelta(seconds=120)),
        (" 120 ", timedelta(seconds=120)),
        ("Mon, 15 Jun 2026 03:00:00 GMT", timedelta(hours=1)),
        ("Mon, 15 Jun 2020 03:00:00 GMT", timedelta()),
        ("", timedelta()),
        ("soon", timedelta()),
        ("-5", timedelta()),
        ("99999999999999999999", timedelta()),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header, waits):
    assert rules.asked_to_wait(header, at=AT) == waits


def test_retry_after_is_obeyed_up_to_a_day():
    def due(header: str, attempts: int = 1) -> datetime:
        return rules.next_attempt(attempts=attempts, at=AT, chance=0, retry_after=header)

    assert due("3600") == AT + timedelta(hours=1)
    assert due("999999") == AT + timedelta(days=1)
    assert due("1", attempts=3) == AT + SCHEDULE[2]
