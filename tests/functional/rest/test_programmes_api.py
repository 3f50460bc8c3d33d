"""Membership programmes through the API: drafted, examined line by line, tried, published, watched; members explained."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from minghua.domain.tiering.models import ProgrammeDraft, ProgrammeVersion
from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.functional.rest.conftest import Program
from tests.integration.tiering.living import Life, person, publish

pytestmark = pytest.mark.django_db
JD = "jd_growth"
CLUB = "code: club\nlevels:\n  - {code: low}\n  - {code: high, from: 10, benefits: [tea]}\nbenefits:\n  - {code: tea}\n"
BAD = "code: club\nlevels:\n  - {code: low}\n  - {code: high, form: 10}\n"


def work() -> None:
    """Let the worker do what waits."""
    worker = Worker("w", register.handlers(), clock.now)
    while worker.work_once():
        pass


@pytest.fixture
def jd(staff: dict[str, int]) -> Life:
    """The programme of a shop, and one member."""
    return Life(publish(preset=JD))


def test_a_preset_is_installed_tried_and_published_only_as_it_was_tried(admin: Program) -> None:
    shipped = {each["rules"]["code"]: each for each in admin.get("/programme-presets").json()["items"]}
    assert shipped[JD]["text"].startswith("#") or "code: jd_growth" in shipped[JD]["text"]
    made = admin.post(f"/programme-presets/{JD}/installation", None)
    assert (made.status_code, made.json()) == (201, {"code": JD})
    mark = admin.get(f"/programmes/{JD}/draft").json()["fingerprint"]
    asked = {"from_on": "2020-01-01", "fingerprint": mark}
    early = admin.post(f"/programmes/{JD}/publication", asked)
    assert (early.status_code, early.json()["code"], ProgrammeVersion.objects.count()) == (409, "not_simulated", 0)
    tried = admin.post(f"/programmes/{JD}/simulation", {"from_on": "2020-01-01"})
    assert (tried.status_code, tried.json()["state"]) == (202, "queued")
    again = admin.post(f"/programmes/{JD}/simulation", {"from_on": "2020-01-01"})
    assert again.json()["job_id"] == tried.json()["job_id"]
    work()
    other = admin.post(f"/programmes/{JD}/publication", asked | {"fingerprint": "0" * 64})
    assert (other.status_code, other.json()["code"]) == (409, "not_simulated")
    done = admin.post(f"/programmes/{JD}/publication", asked)
    assert (done.status_code, done.json()) == (201, {"version": 1})
    sheet = admin.get(f"/programmes/{JD}").json()
    assert [(each["number"], each["from_on"]) for each in sheet["versions"]] == [(1, "2020-01-01")]
    assert [level["code"] for level in sheet["rules"]["levels"]][:3] == ["registered", "bronze", "silver"]
    assert (sheet["programme"]["version"], sheet["programme"]["draft"]) == (1, "")


def test_a_text_that_is_wrong_is_answered_by_line_place_and_remedy(admin: Program) -> None:
    looked = admin.post("/programme-examination", {"text": BAD}).json()
    problem = looked["problems"][0]
    assert (problem["line"], problem["path"], problem["remedy"]["en"]) == (4, "levels[1].form", "Did you mean: from?")
    assert looked["rules"] is None
    refused = admin.post("/programmes", {"text": BAD}, **{"Accept-Language": "en"})
    assert (refused.status_code, refused.json()["code"]) == (422, "programme_invalid")
    assert [(each["field"], "line 4" in each["detail"]) for each in refused.json()["errors"]][:1] == [
        ("levels[1].form", True)
    ]
    fine = admin.post("/programme-examination", {"text": CLUB}).json()
    assert (fine["problems"], fine["rules"]["levels"][1]["threshold"]) == ([], 10)
    assert ProgrammeDraft.objects.count() == 0


def test_a_draft_keeps_its_code_and_a_new_one_needs_a_free_code(admin: Program) -> None:
    assert admin.post("/programmes", {"text": CLUB}).status_code == 201
    taken = admin.post("/programmes", {"text": CLUB})
    assert (taken.status_code, taken.json()["field"]) == (422, "code")
    other = admin.send("PUT", "/programmes/club/draft", {"text": CLUB.replace("club", "pub")})
    assert (other.status_code, other.json()["field"]) == (422, "code")
    assert admin.send("PUT", "/programmes/pub/draft", {"text": CLUB.replace("club", "pub")}).status_code == 404
    kept = admin.send("PUT", "/programmes/club/draft", {"text": CLUB.replace("10", "20")})
    assert (kept.status_code, kept.json()) == (200, {"code": "club"})
    draft = admin.get("/programmes/club/draft").json()
    assert ("from: 20" in draft["text"], draft["is_draft"], len(draft["fingerprint"])) == (True, True, 64)
    assert [row["code"] for row in admin.get("/programmes").json()["items"]] == ["club"]
    assert admin.get("/programmes/club").json()["rules"] is None


def test_a_simulation_tells_who_moves_what_it_costs_and_who_falls(admin: Program, staff: dict[str, int]) -> None:
    lasting = CLUB + "validity: {days: 365}\n"
    code = publish(lasting.replace("10", "5"))
    high, low = Life(code, person("甲")), Life(code, person("乙"))
    high.order("2026-01-01", 20)
    low.order("2026-01-01", 7)
    admin.send("PUT", "/programmes/club/draft", {"text": lasting})
    tomorrow = (local_date(clock.now()) + timedelta(days=1)).isoformat()
    unknown = admin.post("/programmes/club/simulation", {"costs": {"cake": 1}})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "cost-cake")
    admin.post("/programmes/club/simulation", {"from_on": tomorrow, "costs": {"tea": 250}})
    work()
    found = admin.get("/programmes/club/simulation").json()
    result = found["result"]
    assert (found["asked"]["state"], result["base_version"], result["members"]) == ("done", 1, 2)
    stays, falls = {"before": "high", "after": "high"}, {"before": "high", "after": "low"}
    assert result["at_start"] == [stays | {"members": 2}]
    assert result["a_year_later"] == [stays | {"members": 1}, falls | {"members": 1}]
    assert result["benefits"] == [
        {
            "benefit": "tea",
            "members_before": 2,
            "members_after": 2,
            "cost_before_minor": 500,
            "cost_after_minor": 500,
        }
    ]
    assert [(fall["customer_name"], fall["before"], fall["after"]) for fall in result["falls"]] == [
        ("乙", "high", "low")
    ]
    asked = {"from_on": tomorrow, "fingerprint": result["fingerprint"]}
    admin.send("PUT", "/programmes/club/draft", {"text": lasting.replace("10", "8")})
    stale = admin.post("/programmes/club/publication", asked)
    assert (stale.status_code, stale.json()["code"]) == (409, "not_simulated")
    assert admin.get("/programmes/club/simulation").json() == {"asked": None, "result": None}


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2099-01-01", "9999-12-31"])
def test_a_version_begins_on_a_day_that_can_be_reckoned_with(admin: Program, day: str) -> None:
    admin.post("/programmes", {"text": CLUB})
    tried = admin.post("/programmes/club/simulation", {"from_on": day})
    published = admin.post("/programmes/club/publication", {"from_on": day, "fingerprint": "0" * 64})
    assert (tried.status_code, tried.json()["field"]) == (422, "from_on")
    assert "1970-01-01" in tried.json()["remedy"]
    assert (published.status_code, published.json()["field"]) == (422, "from_on")


def test_a_stopped_programme_keeps_its_history_and_takes_no_draft(jd: Life, admin: Program) -> None:
    jd.order("2026-06-01", 2_500)
    assert admin.send("PUT", f"/programmes/{JD}/closure", None).status_code == 204
    assert admin.send("PUT", f"/programmes/{JD}/closure", None).status_code == 404
    assert admin.get("/programmes").json()["items"][0]["stopped_at"] is not None
    assert admin.get(f"/customers/{jd.customer_id}/levels/{JD}").json()["level"] == "silver"
    refused = admin.post(f"/programme-presets/{JD}/installation", None)
    assert (refused.status_code, refused.json()["code"]) == (409, "programme_stopped")


def test_a_token_of_sales_reads_and_does_not_manage(jd: Life, program: Callable[..., Program]) -> None:
    sales = program("sales")
    assert sales.get(f"/programmes/{JD}").status_code == 200
    for method, path, body in (
        ("GET", f"/programmes/{JD}/draft", None),
        ("GET", "/programme-presets", None),
        ("POST", "/programme-examination", {"text": CLUB}),
        ("PUT", f"/programmes/{JD}/closure", None),
    ):
        answer = sales.get(path) if method == "GET" else sales.send(method, path, body)
        assert (path, answer.status_code) == (path, 403)
    assert program("sales", "customers.view").get("/programmes").status_code == 403
