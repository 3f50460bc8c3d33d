"""While a customer is typed: who looks like it, and the three ways on."""

from typing import Any

from minghua.domain.customers.models import Customer

PHONE = "13800138000"
TYPED = {"kind": "person", "name": "王伟", "mobile": PHONE}


def test_the_card_names_a_look_alike_with_its_reasons(firm: Any, make: Any, at_the_door: Any) -> None:
    one = make("王伟", mobile=PHONE, city="上海")
    page = at_the_door(firm.zhao).post("/customers/alike", TYPED).content.decode()
    assert "已有 1 位相似客户" in page
    assert f'href="/customers/{one}"' in page
    assert "仍然新建" in page
    assert "100%" in page


def test_half_a_number_says_nothing(firm: Any, make: Any, at_the_door: Any) -> None:
    make("王伟", mobile=PHONE)
    page = at_the_door(firm.zhao).post("/customers/alike", TYPED | {"mobile": PHONE[:-2]})
    assert page.content.decode().strip() == ""


def test_somebody_elses_look_alike_has_no_link_but_a_name_to_ask(firm: Any, make: Any, at_the_door: Any) -> None:
    one = make("王伟", by=firm.outsider, mobile=PHONE, city="成都")
    page = at_the_door(firm.zhao).post("/customers/alike", TYPED).content.decode()
    assert f"/customers/{one}" not in page
    assert "成都" not in page
    assert "孙悦" in page


def test_saving_stops_once_and_goes_on_when_told_to(firm: Any, make: Any, at_the_door: Any) -> None:
    make("王伟", mobile=PHONE)
    door = at_the_door(firm.zhao)
    stopped = door.post("/customers/new", TYPED)
    assert (stopped.status_code, Customer.objects.count()) == (409, 1)
    assert PHONE in stopped.content.decode()
    made = door.post("/customers/new", TYPED | {"anyway": "1"})
    assert (made.status_code, Customer.objects.count()) == (302, 2)


def test_what_was_typed_fills_the_gaps_of_the_one_there_is(firm: Any, make: Any, at_the_door: Any) -> None:
    one = make("王伟", mobile=PHONE, city="上海")
    answer = at_the_door(firm.zhao).post(f"/customers/{one}/additions", TYPED | {"city": "北京", "email": "w@x.cn"})
    assert answer["Location"] == f"/customers/{one}"
    row = Customer.objects.get(pk=one)
    assert (row.city, row.email) == ("上海", "w@x.cn")


def test_an_inline_edit_tells_of_look_alikes(firm: Any, make: Any, at_the_door: Any) -> None:
    one, two = make("王伟", mobile=PHONE), make("王伟")
    saved = at_the_door(firm.zhao).post(f"/customers/{two}/fields/mobile", {"value": PHONE, "base_version": "1"})
    assert "另有 1 位相似客户" in saved.content.decode()
    assert f'href="/customers/{one}"' in saved.content.decode()
