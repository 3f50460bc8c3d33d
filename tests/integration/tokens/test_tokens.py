"""A token speaks for its person until it is revoked, lapses, or the person is gone; its rows are counted per day."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from minghua.foundation.people import operations as people
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens import queries as token_reads
from minghua.foundation.tokens.models import ApiToken
from minghua.foundation.tokens.types import IssuedToken, NewToken
from minghua.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
HELD = frozenset({"tokens.own", "customers.view", "orders.view"})


@pytest.fixture
def person(at: datetime) -> Actor:
    """A person who may use tokens and view customers and orders."""
    with unit_of_work(SYSTEM, at=at):
        people.create_user("zhao.min", name="赵敏", password=None, by=SYSTEM, at=at)
    found = people_reads.actor_named("zhao.min", channel="rest")
    assert found is not None
    return replace(found, permissions=HELD)


def issue(person: Actor, at: datetime, **wishes: object) -> IssuedToken:
    new = NewToken(**({"name": "script", "scopes": ("customers.view",)} | wishes))  # type: ignore[arg-type]
    with unit_of_work(person, at=at):
        return tokens.create(new, by=person, at=at)


def test_the_secret_is_not_stored(person: Actor, at: datetime) -> None:
    issued = issue(person, at)
    secret = issued.text.rsplit("_", 1)[0]
    assert issued.text not in str(ApiToken.objects.values().get())
    assert secret.startswith("mh_")


def test_a_bearer_has_exactly_the_scopes_given(person: Actor, at: datetime) -> None:
    bearer = token_reads.bearer(issue(person, at).text, at=at)
    assert bearer is not None
    assert (bearer.user_id, bearer.scopes) == (person.user_id, frozenset({"customers.view"}))


def test_a_lapsed_token_is_nobody(person: Actor, at: datetime) -> None:
    text = issue(person, at, expires_at=at + timedelta(days=1)).text
    assert token_reads.bearer(text, at=at + timedelta(hours=23)) is not None
    assert token_reads.bearer(text, at=at + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("wishes", "refusal"),
    [
        ({"scopes": ()}, tokens.NoScopes),
        ({"scopes": ("audit.view",)}, tokens.ScopeNotHeld),
        ({"scopes": ("tokens.own",)}, tokens.ScopeNotHeld),
        ({"scopes": ("*",)}, tokens.ScopeNotHeld),
        ({"expires_at": datetime.fromisoformat("2020-01-01T00:00:00+00:00")}, tokens.ExpiryPassed),
    ],
)
def test_a_token_that_may_not_be_is_refused(
    person: Actor, at: datetime, wishes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        issue(person, at, **wishes)


def test_somebody_elses_token_cannot_be_ended(person: Actor, at: datetime) -> None:
    token_id = issue(person, at).token.id
    stranger = replace(person, user_id=person.user_id and person.user_id + 1)
    with pytest.raises(NotFound), unit_of_work(stranger, at=at):
        tokens.revoke(token_id, by=stranger, at=at)


def test_rows_are_counted_until_the_cap_and_anew_the_next_day(person: Actor, at: datetime) -> None:
    token_id = issue(person, at, row_cap=100).token.id
    tokens.charge_rows(token_id, 60, at=at)
    tokens.charge_rows(token_id, 40, at=at)
    with pytest.raises(tokens.RowCapReached):
        tokens.charge_rows(token_id, 1, at=at)
    tokens.charge_rows(token_id, 100, at=at + timedelta(days=1))
    assert ApiToken.objects.get().rows_used == 100


def test_use_is_noted_at_most_once_a_minute(person: Actor, at: datetime) -> None:
    token_id = issue(person, at).token.id
    tokens.note_use(token_id, at=at)
    tokens.note_use(token_id, at=at + timedelta(seconds=59))
    assert ApiToken.objects.get().last_used_at == at
