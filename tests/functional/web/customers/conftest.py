"""The small firm of the integration tests, signed in at the web door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from tests.integration.customers.conftest import firm, fresh_words, make, work

__all__ = ["at_the_door", "firm", "fresh_words", "make", "work"]


@pytest.fixture
def at_the_door(firm: Any) -> Callable[[Actor], Client]:
    """Return a browser in which that person is signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        user = User.objects.get(pk=actor.user_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
