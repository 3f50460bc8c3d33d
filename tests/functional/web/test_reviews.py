"""Archives to verify through the web: in my day, on the list, one tap, the report, the clean-up."""

from datetime import timedelta

import pytest

from minghua.domain.customers.models import Customer
from minghua.kernel import clock
from tests.functional.web.settings.door import signed_in
from tests.trade import open_shop

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def shop(company):
    shop = open_shop(company)
    Customer.objects.update(verified_at=clock.now() - timedelta(days=500))
    return shop


def test_a_due_archive_is_in_my_day_until_it_is_verified(company, shop):
    page = signed_in("east1")
    assert "档案到期复核" in page.get("/today").content.decode()
    assert "王秀英" in page.get("/reviews").content.decode()
    assert "已核实" in page.post(f"/reviews/{shop.wang}/verification", headers=HTMX).content.decode()
    assert "王秀英" not in page.get("/reviews").content.decode()
    assert "档案到期复核" not in page.get("/today").content.decode()
    assert page.post(f"/reviews/{shop.sun}/verification").status_code == 404


def test_a_lead_sees_the_report_and_closes_what_rests(company, shop):
    lead = signed_in("lead")
    text = lead.get("/reviews/report").content.decode()
    assert ("赵敏" in text, "孙悦" in text) == (True, False)
    assert "刘洋" in lead.get(f"/reviews?owner={company.user_ids['east2']}").content.decode()
    assert "王秀英" in lead.get("/reviews/stale").content.decode()
    assert lead.post(f"/reviews/{shop.wang}/closure").status_code == 302
    assert Customer.objects.get(pk=shop.wang).closed_at is not None
    assert "王秀英" not in lead.get("/reviews/stale").content.decode()
    assert signed_in("east2").post(f"/reviews/{shop.liu}/closure").status_code == 403
