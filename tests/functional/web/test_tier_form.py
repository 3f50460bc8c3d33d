"""A membership programme by form: the same draft as its text, each defect at its field, nothing lost on the way."""

from typing import Any

import pytest

from minghua.domain.tiering.models import ProgrammeDraft
from minghua.interfaces.web import programme_form
from tests.company import Company
from tests.functional.web.programme_fields import DAYS, NEW, drafted, fields, save, text
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db


def test_a_new_programme_is_made_by_form_and_its_text_stands_beside_it(company: Company):
    page = signed_in("boss")
    begun = page.get(NEW)
    assert ("我的会员" in text(begun), 'href="/tiers/new-programme"' in text(begun)) == (True, True)
    kept = save(page, NEW, fields(begun), code="rice", zh="米友", l__1__from="2000")
    assert (kept.status_code, kept["Location"]) == (302, "/tiers/rice/simulation")
    written = text(page.get("/tiers/rice/draft"))
    assert ("from: 2000" in written, "zh: 米友" in written) == (True, True)
    taken = save(page, NEW, fields(begun), code="rice")
    assert (taken.status_code, "已有计划在用" in text(taken), 'id="f-code-error"' in text(taken)) == (422, True, True)
    other = save(page, "/tiers/rice/draft/form", fields(begun), code="other")
    assert (other.status_code, "不能改成" in text(other)) == (422, True)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"l-1-from": "1,000"}, "l-1-from", "「1,000」不是"),
        ({"l-2-from": "10"}, "l-2-from", "区间重叠"),
        ({"l-2-from": ""}, "l-2-from", "没有门槛"),
        ({"measure-months": ""}, "measure-months", "不是 1–3660 之间的整数"),
        ({"validity-length": "0"}, "validity-length", "不是 1–3660 之间的整数"),
        ({"l-1-validity-kind": "days"}, "l-1-validity-length", "不是 1–3660 之间的整数"),
        ({"l-1-gates": ["person", "enterprise"]}, "l-1-gates", "不可能满足"),
        ({"at_expiry": "deduct"}, "at_expiry", "只有成长值可以到期扣减"),
        ({"patience": "3"}, "patience", "关注期要按月考核"),
        ({"evaluate_day": "1", "upgrade": "at_expiry"}, "upgrade", "按月考核的计划在考核日升级"),
        ({"time_zone": "Mars"}, "time_zone", "没有「Mars」这个时区"),
        ({"floor": "none_such"}, "floor", "没有「none_such」这个选项"),
        ({"code": "My Club"}, "code", "不能作代码"),
        ({"l-1-code": ""}, "l-1-code", "不能作代码"),
        ({"e-0-terms-minor_per_point": "x"}, "e-0-terms-minor_per_point", "「x」不是"),
        ({"e-0-kind": "magic"}, "e-0-kind", "没有「magic」这个选项"),
        ({"measure-kind": "natural_months"}, "measure-weights", "权重全为零"),
    ],
)  # fmt: skip
def test_each_defect_stands_at_its_field_and_in_the_summary(company: Company, typed: Any, field: str, said: str):
    page = signed_in("boss")
    refused = page.post(NEW, fields(page.get(NEW)) | typed | {"act": "save"})
    body = text(refused)
    assert (refused.status_code, ProgrammeDraft.objects.count()) == (422, 0)
    at = body.index(f'id="f-{field}-error"') if f'id="f-{field}-error"' in body else body.index(f'id="f-{field}"')
    assert said in body[at : at + 700]
    assert f'href="#f-{field}"' in body[body.index('role="alert"') : body.index('id="programme-form"')]
    assert f'href="#f-{field}"' in body[body.index('id="programme-examined"') :]
    live = text(page.post("/tiers/examination", fields(page.get(NEW)) | typed))
    assert (said in live, f'href="#f-{field}"' in live) == (True, True)


def test_rows_come_and_go_by_buttons_and_keep_what_was_typed(company: Company):
    page = signed_in("boss")
    sent = fields(page.get(NEW)) | {"l-1-from": "77"}
    more = page.post(NEW, sent | {"act": "levels-add-2"})
    found = fields(more)
    codes = [found[f"l-{n}-code"][0] for n in range(4)]
    assert (more.status_code, codes) == (200, ["member", "silver", "level", "gold"])
    assert (found["l-1-from"], ProgrammeDraft.objects.count()) == (["77"], 0)
    less = fields(page.post(NEW, found | {"act": "levels-remove-2"}))
    assert [less[f"l-{n}-code"][0] for n in range(3)] == ["member", "level", "gold"]
    ways = fields(page.post(NEW, sent | {"act": "earning-add-login"}))
    assert (ways["e-1-kind"], ways["e-1-code"]) == (["login"], ["login"])
    assert "b-0-code" in fields(page.post(NEW, sent | {"act": "benefits-add-0"}))
    assert "w-0-months" in fields(page.post(NEW, sent | {"measure-kind": "natural_months", "act": "weights-add-0"}))
    for odd in ("levels-add-x", "levels-remove-99", "magic", "levels-remove-0", "earning-add-999"):
        assert page.post(NEW, sent | {"act": odd}).status_code == 200


def test_whole_lines_of_remarks_stay_and_the_page_says_which_do_not(company: Company):
    page = signed_in("boss")
    code = drafted(page, "# ours\n" + DAYS.replace("levels:", "# upwards\nlevels:  # two\n  # first") + "# end\n")
    where = f"/tiers/{code}/draft/form"
    shown = page.get(where)
    assert "文本里有 2 处写在行内或缩进处的注释" in text(shown)
    save(page, where, fields(shown))
    assert ProgrammeDraft.objects.get().text.splitlines()[4:6] == ["levels:  # two", "  # first"]
    save(page, where, fields(shown), note__zh="另注")
    kept = ProgrammeDraft.objects.get().text.splitlines()
    assert [line for line in kept if "#" in line] == ["# ours", "# upwards", "# end"]
    assert (kept[0], kept[-1], "注释" in text(page.get(where))) == ("# ours", "# end", False)


def test_what_is_not_kept_yet_goes_from_form_to_text_and_back(company: Company):
    page = signed_in("boss")
    told = text(page.post("/tiers/new-programme", fields(page.get(NEW)) | {"l-1-from": "77", "act": "look"}))
    assert ("from: 77" in told, 'name="text"' in told, ProgrammeDraft.objects.count()) == (True, True, 0)
    back = page.post(NEW, {"text": "# ours\r\n" + DAYS.replace("from: 10", "from: x")})
    found = fields(back)
    assert (back.status_code, found["l-1-from"], "「x」不是" in text(back)) == (200, ["x"], True)
    assert save(page, NEW, found, l__1__from="12").status_code == 302
    assert ProgrammeDraft.objects.get().text.splitlines()[0] == "# ours"
    for unreadable in ("a: [", "- a", ""):
        stayed = page.post(NEW, {"text": unreadable})
        assert (stayed.status_code, 'name="text"' in text(stayed)) == (200, True)


def test_only_who_manages_programmes_sees_the_form(company: Company):
    drafted(signed_in("boss"), DAYS)
    page = signed_in("east1")
    sent = {"code": "days", "act": "save"}
    assert [page.get(where).status_code for where in (NEW, "/tiers/days/draft/form")] == [403, 403]
    assert [page.post(where, sent).status_code for where in (NEW, "/tiers/days/draft/form")] == [403, 403]
    assert signed_in("boss").get("/tiers/nothing/draft/form").status_code == 404


def test_an_empty_form_is_refused_and_never_breaks(company: Company):
    page = signed_in("boss")
    assert page.post(NEW, {"act": "save"}).status_code == 422
    assert page.post(NEW, {"act": "save", "measure-kind": "magic", "l-0-code": "a\x0b"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("levels[2].validity.years", "l-2-validity-length"),
        ("levels[0]", "l-0-code"),
        ("levels[0].name.en", "l-0-en"),
        ("measure.weights[1].percent", "w-1-percent"),
        ("validity.calendar", "validity-unit"),
        ("validity", "validity-kind"),
        ("name", "zh"),
        ("note.en", "note-en"),
        ("benefits[0].includes[1]", "b-0-includes"),
        ("measure", "measure-kind"),
        ("earning[0].terms.magic", "e-0-terms-magic"),
    ],
)
def test_a_place_in_the_data_is_typed_in_this_field(path: str, field: str):
    assert programme_form.field_of(path) == field
