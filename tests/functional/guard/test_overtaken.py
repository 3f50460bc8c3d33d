"""A race lost to another writer is answered with a no that says so, at every door; what is no race stays a defect."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers.models import Customer, Tag
from minghua.domain.orders.models import Order
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports.models import ImportRun
from minghua.foundation.people.models import Team
from minghua.foundation.storage import races
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.rest import problems
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Refusal
from tests import oracle
from tests.company import Company, found_company
from tests.conftest import AT
from tests.functional.web.settings.door import signed_in
from tests.imports_driving import advance, imported

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def together(*acts: Callable[[], int]) -> list[int]:
    """Run the acts in threads that start together and return what each answered."""
    barrier, answers = threading.Barrier(len(acts)), [0] * len(acts)

    def run(index: int, act: Callable[[], int]) -> None:
        barrier.wait()
        try:
            answers[index] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.fixture
def company() -> Company:
    """A company whose rows other connections see."""
    return found_company()


def broken_by(act: Callable[[], Any]) -> DatabaseError:
    """The database's own error of an act."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    return caught.value


def twice() -> None:
    Tag.objects.create(name="同名")
    Tag.objects.create(name="同名")


def nobody() -> None:
    Tag.objects.create(name=None)


@page("public", methods=("POST",))
def doubling(request: Any) -> Any:
    """A page that finds its key taken."""
    with transaction.atomic():
        twice()


@page("public", methods=("POST",))
def careless(request: Any) -> Any:
    """A page with a defect."""
    with transaction.atomic():
        nobody()


def clicked() -> Any:
    return RequestFactory().post("/x", headers={"HX-Request": "true"})


def test_a_key_that_was_taken_is_a_lost_race_and_a_missing_value_is_not() -> None:
    assert races.is_lost(broken_by(twice))
    assert not races.wants_its_turn(broken_by(twice))
    assert not races.is_lost(broken_by(nobody))


def test_a_page_answers_a_lost_race_with_409_and_advice(company: Company) -> None:
    answer = doubling(clicked())
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#toasts")
    assert "再试一次" in answer.content.decode()
    assert Tag.objects.count() == 0


def test_a_defect_of_a_page_stays_a_defect(company: Company) -> None:
    with pytest.raises(IntegrityError):
        careless(clicked())


def test_the_api_answers_a_lost_race_as_a_problem_and_a_defect_as_broken() -> None:
    request = RequestFactory().post("/api/v1/x")
    lost, defect = (problems.overtaken(request, broken_by(act)) for act in (twice, nobody))
    assert (lost.status_code, b'"overtaken"' in lost.content) == (409, True)
    assert (defect.status_code, b'"internal_error"' in defect.content) == (500, True)


@pytest.mark.postgres
def test_of_two_who_wait_for_each_other_one_is_refused_and_none_breaks(company: Company) -> None:
    one, two = (Tag.objects.create(name=name).pk for name in ("甲", "乙"))
    met = threading.Barrier(2)

    @page("public", methods=("POST",))
    def crossing(request: Any) -> Any:
        first, second = (one, two) if request.GET["way"] == "there" else (two, one)
        with transaction.atomic():
            Tag.objects.filter(pk=first).update(name=f"{first}")
            met.wait(timeout=20)
            Tag.objects.filter(pk=second).update(name=f"{second}")
        return HttpResponse()

    def go(way: str) -> Callable[[], int]:
        request = RequestFactory().post(f"/x?way={way}", headers={"HX-Request": "true"})
        return lambda: int(crossing(request).status_code)

    assert sorted(together(go("there"), go("back"))) == [200, 409]


def test_the_same_name_from_two_browsers_is_one_team_and_no_500(company: Company) -> None:
    for number in range(ROUNDS):
        name = f"南街店{number}"
        answers = together(founding(signed_in("boss"), name), founding(signed_in("boss"), name))
        assert [status for status in answers if status >= 500] == []
        assert Team.objects.filter(name=name).count() <= 1


def test_an_order_beside_the_undo_of_its_customers_import_is_stored_or_refused(company: Company) -> None:
    boss = company.actor("boss")
    for number in range(ROUNDS):
        run = imported(f"编号,姓名\nU{number},撤销{number}\n".encode(), boss, target="customers")
        customer = Customer.objects.get(external_id=f"U{number}").pk
        with unit_of_work(boss, at=AT):
            catalog.create_product(NewProduct(sku=f"R{number}", name="大米"), by=boss, at=AT)
        browser = signed_in("boss")
        outcomes = together(ordering(browser, customer, number), undoing(run.id, boss))
        assert outcomes[0] in {302, 404, 409, 422}, outcomes
        settle(run.id, boss)
        kept = Order.objects.filter(customer_id=customer).count()
        assert (Customer.objects.filter(pk=customer).count() == 1) or kept == 0
        assert ImportRun.objects.get(pk=run.id).state in {"done", "undone", "undoing"}
        assert oracle.broken() == {}


def founding(browser: Client, name: str) -> Callable[[], int]:
    return lambda: int(browser.post("/settings/teams/new", {"name": name}).status_code)


def ordering(browser: Client, customer: int, number: int) -> Callable[[], int]:
    number_of = Customer.objects.values_list("number", flat=True).get(pk=customer)
    form = {
        "number": f"B{number}", "customer": f"撤销{number} · {number_of}", "placed_at": "2026-06-01T10:00",
        "status": "completed", "channel": "store", "product": f"大米 · R{number}", "quantity": "1", "price": "68",
    }  # fmt: skip
    return lambda: int(browser.post("/orders/new", form).status_code)


def undoing(run_id: int, by: Any) -> Callable[[], int]:
    def act() -> int:
        try:
            with unit_of_work(by, at=AT):
                imports.start_undo(run_id, by=by, at=AT)
            advance(run_id, by)
        except Refusal as refusal:
            return refusal.status
        return 200

    return act


def settle(run_id: int, by: Any) -> None:
    """What the worker does when it comes back to a run that was interrupted."""
    if ImportRun.objects.get(pk=run_id).state == "undoing":
        advance(run_id, by)
