"""Prepares the company of the idempotency race: one manager with a token, which is printed."""

import django

django.setup()

from minghua.foundation.people import operations as people  # noqa: E402
from minghua.foundation.people import presets  # noqa: E402
from minghua.foundation.people import queries as people_reads  # noqa: E402
from minghua.foundation.people.types import SYSTEM  # noqa: E402
from minghua.foundation.storage.unit_of_work import unit_of_work  # noqa: E402
from minghua.foundation.tokens import operations as tokens  # noqa: E402
from minghua.foundation.tokens.types import NewToken  # noqa: E402
from minghua.kernel import clock  # noqa: E402

AT = clock.now()


def prepare() -> str:
    """Create the manager and return the text of a token for customers."""
    with unit_of_work(SYSTEM, at=AT):
        presets.store_presets(by=SYSTEM, at=AT)
        people.create_user("racer", name="竞速", password=None, role_codes=("manager",), by=SYSTEM, at=AT)
    actor = people_reads.actor_named("racer", channel="cli")
    assert actor is not None
    scopes = ("customers.view", "customers.create")
    with unit_of_work(actor, at=AT):
        return tokens.create(NewToken(name="race", scopes=scopes, row_cap=None), by=actor, at=AT).text


print(prepare())
