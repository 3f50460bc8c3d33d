"""Every page a person can open, in one place; `{words}` are ids found in the running demo company."""

import sqlite3
from typing import NamedTuple

from tests.e2e.house import House

PAGES: tuple[str, ...] = (
    "/today",
    "/today/team",
    "/notices",
    "/notices/preferences",
    "/routed",
    "/routed/report",
    "/customers",
    "/customers/new",
    "/customers/{person}",
    "/customers/{household}",
    "/customers/{organization}",
    "/customers/{household}/archive",
    "/customers/{household}/changes",
    "/customers/{household}/rights",
    "/reviews",
    "/reviews/report",
    "/reviews/stale",
    "/customers/{household}/erasure",
    "/quality",
    "/customers/{household}/quality",
    "/cleaning",
    "/cleaning/{cleaning}",
    "/requests",
    "/requests/new",
    "/requests/{request}",
    "/customers/pairs",
    "/customers/pairs/many",
    "/customers/merges",
    "/pool",
    "/orders",
    "/orders/new",
    "/orders/{order}",
    "/orders/{order}/returns",
    "/returns",
    "/returns/untied",
    "/returns/{return}",
    "/products",
    "/products/new",
    "/products/{product}",
    "/products/{product}/edit",
    "/exports",
    "/exports/approvals",
    "/imports",
    "/imports/new",
    "/imports/{run}",
    "/imports/{run}/mapping",
    "/route",
    "/route/sheet",
    "/jars/new",
    "/jars/{jar}",
    "/refills",
    "/demand",
    "/settings",
    "/settings/people",
    "/settings/people/new",
    "/settings/people/{user}",
    "/settings/people/{user}/devices",
    "/devices",
    "/settings/teams",
    "/settings/roles",
    "/settings/roles/new",
    "/settings/roles/sales",
    "/settings/parameters",
    "/settings/parameters/standing.churn_days",
    "/settings/vocabularies",
    "/settings/vocabularies/customers.status",
    "/settings/policies",
    "/settings/policies/1",
    "/settings/fields",
    "/settings/layouts",
    "/settings/layouts/person",
    "/settings/templates/micro",
    "/settings/tags",
    "/settings/fields/new",
    "/settings/pools",
    "/settings/jobs",
    "/settings/system",
    "/settings/webhooks",
    "/settings/mail",
    "/settings/backups",
    "/settings/personal",
    "/settings/routing",
    "/settings/audit",
    "/settings/reveals",
    "/settings/tokens",
    "/account/password/change/",
    "/account/2fa/",
    "/account/sessions/",
    "/no-such-page",
)
BEFORE_LOGIN: tuple[str, ...] = ("/account/login/", "/w/AAAAAAAAAAAAAAAAAAAAAA")
# What answers GET but is no page of its own: a part that a page asks for, a download, the way on.
NOT_PAGES: tuple[str, ...] = (
    "",
    "favicon.ico",
    "health",
    "healthz",
    "readyz",
    "metrics",
    "find",
    "today/badge",
    "today/steps/{}/assignee",
    "notices/badge",
    "today/customers/{}/step",
    "cleaning/{}/live",
    "cleaning/{}/changes.csv",
    "customers/condition",
    "customers/sweeps/{}",
    "customers/export",
    "customers/choices",
    "customers/{}/timeline",
    "customers/{}/panel",
    "customers/{}/cells/{}",
    "customers/{}/fields/{}",
    "customers/{}/card.pdf",
    "customers/{}/attachments/{}/file",
    "customers/{}/jar",
    "requests/{}/deeds/{}/file",
    "customers/{}/reveals/{}",
    "customers/{}/consents/history",
    "customers/{}/packages",
    "customers/{}/processing",
    "customers/{}/consents/{}/file",
    "demand/purchase.csv",
    "settings/personal.csv",
    "design/value",
    "design/panel",
    "orders/new/line",
    "orders/new/suggestions",
    "orders/condition",
    "orders/export",
    "settings/audit/export",
    "orders/{}/panel",
    "products/condition",
    "returns/lines/{}/order",
    "imports/orders.csv",
    "imports/orders.xlsx",
    "imports/customers.csv",
    "imports/customers.xlsx",
    "imports/{}/live",
    "imports/{}/problems",
    "imports/{}/problems.csv",
    "imports/{}/failed.csv",
)

# Pages of something that the demo company has none of: their own stories look at them.
SEEN_ELSEWHERE: tuple[str, ...] = (
    "customers/{}/merge",
    "settings/fields/{}",
    "settings/jobs/{}",
    "settings/webhooks/{}",
    "design",
    "exports/new",
    "exports/{}",
    "routed/{}",
)

_FINDERS = {
    "person": "SELECT id FROM customers_customer WHERE kind='person' ORDER BY order_count DESC, id LIMIT 1",
    "household": "SELECT customer_id FROM care_jar WHERE active ORDER BY id LIMIT 1",
    "organization": "SELECT id FROM customers_customer WHERE kind='organization' ORDER BY order_count DESC, id LIMIT 1",
    "order": "SELECT id FROM orders_order WHERE customer_id IS NOT NULL ORDER BY line_count DESC, id LIMIT 1",
    "jar": "SELECT id FROM care_jar WHERE active ORDER BY id LIMIT 1",
    "product": "SELECT id FROM catalog_product ORDER BY id LIMIT 1",
    "return": "SELECT id FROM orders_return ORDER BY id LIMIT 1",
    "request": "SELECT id FROM interactions_personrequest ORDER BY id LIMIT 1",
    "run": "SELECT id FROM imports_importrun ORDER BY id LIMIT 1",
    "cleaning": "SELECT id FROM customers_cleaningrun ORDER BY id LIMIT 1",
    "user": "SELECT id FROM people_user WHERE username='zhao.min'",
}


class Address(NamedTuple):
    """A page's place in the list and where it stands in this run."""

    template: str
    path: str

    @property
    def name(self) -> str:
        """A file name for its picture."""
        return self.template.strip("/").replace("/", "-").replace("{", "").replace("}", "") or "home"


def found_ids(house: House) -> dict[str, int]:
    """The ids behind the words, read from the running product's database."""
    with sqlite3.connect(f"file:{house.folder / 'minghua.sqlite3'}?mode=ro", uri=True) as database:
        return {word: database.execute(query).fetchone()[0] for word, query in _FINDERS.items()}


def addresses(house: House) -> list[Address]:
    """Every page with its ids filled in."""
    ids = found_ids(house)
    return [Address(template, template.format(**ids)) for template in PAGES]
