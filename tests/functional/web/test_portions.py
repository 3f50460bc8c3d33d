"""What each member eats (R08.1): asked at the door, kept on the jar, members of a known household by name."""

from minghua.domain.care.models import Jar
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types.parties import NewMember
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.functional.web.test_jar_pages import FILLED_AT, at_noon, browse, chens, rice

__all__ = ["at_noon", "browse", "chens", "rice"]


def test_r08_1_each_member_has_a_portion_of_his_own(browse, chens, rice):
    client = browse("east1")
    form = {
        "name": "周家", "product_id": str(rice), "people": "9", "per_person": "9", "capacity": "60",
        "portion_name": ["爷爷", "", "妹妹"], "portion": ["1.5", "2.5", ""],
    }  # fmt: skip
    assert "够吃 15 天" in client.post("/jars/preview", form).content.decode()
    assert client.post("/jars/new", form).status_code == 302
    jar = Jar.objects.latest("pk")
    assert (jar.people, jar.portions, jar.rate_micro) == (2, [["爷爷", 1500], ["第 2 人", 2500]], 4_000_000)
    assert "爷爷 1.5、第 2 人 2.5" in client.get(f"/jars/{jar.pk}").content.decode()
    new = {"people": "2", "per_person": "2", "from_on": "2026-06-15", "portion_name": ["爷爷"], "portion": ["3"]}
    assert client.post(f"/jars/{jar.pk}/size", new).status_code == 302
    assert Jar.objects.latest("pk").portions == [["爷爷", 3000]]


def test_an_impossible_portion_is_refused_and_stays_typed(browse, chens, rice):
    form = {"name": "周家", "product_id": str(rice), "capacity": "60", "portion_name": ["爷爷"], "portion": ["很多"]}
    answer = browse("east1").post("/jars/new", form)
    assert (answer.status_code, 'value="很多"' in answer.content.decode()) == (422, True)


def test_the_members_of_a_known_household_are_asked_by_name(browse, chens, company):
    by = company.actor("east1")
    with unit_of_work(by, at=FILLED_AT):
        customers.add_member(chens.customer_id, NewMember(name="陈小雨"), by=by, at=FILLED_AT)
    client = browse("east1")
    assert 'value="陈小雨"' in client.get(f"/jars/new?customer={chens.customer_id}").content.decode()
    assert 'value="陈小雨"' in client.get(f"/jars/{chens.jar_id}").content.decode()
