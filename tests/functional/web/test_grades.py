"""Business grades through the web: the list the notices lead to, the sheet, the review, the card and its versions."""

from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.models import GradeCard, GradeReview, Grading
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.company import Company
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db
KNOWN = {"contribution": "140000", "renewal": "90", "overdue_days": "0", "credit": "80", "influence": "85", "cooperation": "75", "complaints": "1"}  # fmt: skip


@pytest.fixture
def firm(company: Company) -> int:
    now = clock.now()
    new = NewCustomer(
        kind="organization", name="明珠饭店", owner_id=company.user_ids["east1"], team_id=company.east_shop
    )
    with unit_of_work(SYSTEM, at=now):
        tiering.publish_card(tiering_reads.card_preset() | {"min_known": "0.5"}, by=SYSTEM, at=now)
        return customers.create_customer(new, by=SYSTEM, at=now)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_facts_are_typed_on_the_sheet_and_the_grade_says_why(firm):
    page = signed_in("east1")
    form = {f"v-{code}": value for code, value in KNOWN.items()} | {"note": "采购经理告知"}
    assert page.post(f"/customers/{firm}/grade/inputs", form).status_code == 302
    assert Grading.objects.get().grade == "A"
    sheet = text(page.get(f"/customers/{firm}/grade"))
    assert ("为什么是这一级" in sheet, "利润贡献" in sheet, "采购经理告知" in sheet) == (True, True, True)
    assert "明珠饭店" in text(page.get("/grades?grade=A"))
    assert "企业评级" in text(page.get(f"/customers/{firm}"))
    again = page.post(f"/customers/{firm}/grade/inputs", {"v-legal_dispute": "1"})
    assert (again.status_code, Grading.objects.order_by("pk").last().grade) == (302, "C")
    moved = text(page.get("/grades?vetoed=1"))
    assert ("明珠饭店" in moved, "A → C" in moved) == (True, True)


def test_a_value_that_is_no_number_comes_back_with_its_error(firm):
    answer = signed_in("east1").post(f"/customers/{firm}/grade/inputs", {"v-credit": "很好"})
    assert (answer.status_code, "应为数字" in text(answer), "很好" in text(answer)) == (422, True, True)


def test_a_household_is_told_that_only_firms_are_graded_and_asked_for_nothing(firm, company):
    now = clock.now()
    new = NewCustomer(kind="household", name="刘家", owner_id=company.user_ids["east1"], team_id=company.east_shop)
    with unit_of_work(SYSTEM, at=now):
        household = customers.create_customer(new, by=SYSTEM, at=now)
    sheet = text(signed_in("east1").get(f"/customers/{household}/grade"))
    assert ("只有企业客户参加评级" in sheet, "评级资料" in sheet) == (True, False)


def test_a_notice_leads_to_the_reviews_and_a_review_is_closed_once(firm):
    page, on = signed_in("east1"), local_date(clock.now())
    GradeReview.objects.create(customer_id=firm, period="2026Q4", opened_on=on, due_on=on)
    page.post(f"/customers/{firm}/grade/inputs", {f"v-{code}": value for code, value in KNOWN.items()})
    assert "明珠饭店" in text(page.get("/grades?review=1"))
    assert "季度复核 2026Q4" in text(page.get(f"/customers/{firm}/grade"))
    assert page.post(f"/customers/{firm}/grade/review", {"note": "照旧"}).status_code == 302
    closed = GradeReview.objects.get()
    assert (closed.grade, closed.note) == ("A", "照旧")
    assert "明珠饭店" not in text(page.get("/grades?review=1"))
    assert page.post(f"/customers/{firm}/grade/review", {"note": "照旧"}).status_code == 409
    assert page.post(f"/customers/{firm}/grade/regrading").status_code == 302


def test_who_is_out_of_reach_is_not_listed_and_not_found(firm):
    page = signed_in("west1")
    assert "明珠饭店" not in text(page.get("/grades"))
    assert page.get(f"/customers/{firm}/grade").status_code == 404
    assert page.post(f"/customers/{firm}/grade/inputs", {"v-credit": "80"}).status_code == 404


def form_of(page: Any) -> dict[str, str]:
    """The fields of the form as a browser would send them."""
    from html.parser import HTMLParser

    sent: dict[str, str] = {}

    class Fields(HTMLParser):
        select = ""

        def handle_starttag(self, tag: str, attributes: Any) -> None:
            given = dict(attributes)
            name = given.get("name") or ""
            if tag == "select":
                self.select = name
            elif tag == "option" and ("selected" in given or self.select not in sent):
                sent[self.select] = given.get("value") or ""
            elif tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
                sent[name] = given.get("value") or ""

    Fields().feed(text(page.get("/grades/card/new")).split('id="card-form"')[1])
    return sent


def test_the_form_publishes_what_it_shows_and_a_fault_stands_at_its_field(firm):
    page = signed_in("boss")
    sent = form_of(page) | {"act": "publish", "note": "照旧"}
    wrong = page.post("/grades/card/new", sent | {"d-0-weight": "0.3"})
    assert (wrong.status_code, "权重合计为 1.1" in text(wrong)) == (422, True)
    assert page.post("/grades/card/new", sent).status_code == 302
    one, two = GradeCard.objects.order_by("version")
    assert (two.version, two.body, two.note) == (2, one.body, "照旧")
    assert "照旧" in text(page.get("/grades/card"))
    assert signed_in("east1").get("/grades/card/new").status_code == 403


def test_judgements_weigh_while_one_looks_and_new_lines_get_codes(firm):
    page = signed_in("boss")
    sent = form_of(page) | {"by": "judgements"}
    looked = text(page.post("/grades/card/examination", sent))
    assert ("一致性比率 CR" in looked, "0.0000" in looked, "12.5 %" in looked) == (True, True, True)
    contrary = sent | {"j-purchase-profit": "9", "j-profit-stability": "9", "j-purchase-stability": "1/9"}
    assert "自相矛盾" in text(page.post("/grades/card/examination", contrary))
    grown = text(page.post("/grades/card/new", sent | {"act": "examine", "d-8-zh": "创新", "d-8-i-0-zh": "新品"}))
    assert ('value="side_1"' in grown, 'value="item_1"' in grown) == (True, True)
    assert GradeCard.objects.count() == 1


def test_the_list_leaves_as_a_file_with_reasons(firm):
    page = signed_in("boss")
    page.post(f"/customers/{firm}/grade/inputs", {f"v-{code}": value for code, value in KNOWN.items()})
    answer = page.get("/grades/export?grade=A")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1:4:2] for line in body.splitlines()[:2]] == [["客户", "等级"], ["明珠饭店", "A"]]
