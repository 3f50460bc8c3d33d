"""A page nobody listed is a page nobody looked at: each address that answers GET is photographed or named as a part."""

import re

from minghua.config.checks import OTHERS, routes
from tests.e2e.addresses import BEFORE_LOGIN, NOT_PAGES, PAGES, SEEN_ELSEWHERE

CONCRETE = {
    "settings/layouts/person": "settings/layouts/*",
    "settings/templates/micro": "settings/templates/*",
    "settings/roles/sales": "settings/roles/*",
    "settings/vocabularies/customers.status": "settings/vocabularies/*",
    "w/AAAAAAAAAAAAAAAAAAAAAA": "w/*",
    "tiers/rice_club": "tiers/*",
    "tiers/rice_club/members": "tiers/*/members",
    "tiers/rice_club/watch": "tiers/*/watch",
    "tiers/rice_club/draft": "tiers/*/draft",
    "tiers/rice_club/draft/form": "tiers/*/draft/form",
    "tiers/rice_club/simulation": "tiers/*/simulation",
    "benefits/schemes/rice_gifts": "benefits/schemes/*",
    "points/rice_grains": "points/*",
    "coupons/batches/new_rice": "coupons/batches/*",
    "activities/rice_fun": "activities/*",
    "settings/policies/1": "settings/policies/*",
    "settings/parameters/standing.churn_days": "settings/parameters/*",
}


def shape(address: str) -> str:
    """An address with its ids replaced by a star."""
    return re.sub(r"<[^>]+>|\{[^}]*\}", "*", address.strip("/"))


def test_every_page_is_looked_at() -> None:
    known = {CONCRETE.get(shape(page), shape(page)) for page in (*PAGES, *BEFORE_LOGIN, *NOT_PAGES, *SEEN_ELSEWHERE)}
    pages = {
        shape(where)
        for where, view in routes()
        if not view.__module__.startswith(OTHERS) and "GET" in getattr(view, "methods", ())
    }
    assert sorted(pages - known) == []
