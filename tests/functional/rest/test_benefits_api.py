"""Benefits through the API: a scheme is examined and published, a pack is taken once, listed in reach, and taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.loyalty.models import BenefitGrant, BenefitScheme
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering.operations import NewScore
from minghua.domain.tiering.types import Kind
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.functional.rest.conftest import Program
from tests.integration.tiering.living import publish

pytestmark = pytest.mark.django_db
PACK = {"scheme": "jd_birthday", "pack": "birthday_pack"}


@pytest.fixture
def wang(staff: dict[str, int]) -> int:
    """A gold member of the manager's whose birthday is today and whose mobile number is verified."""
    now = clock.now()
    today = local_date(now)
    publish(preset="jd_growth")
    team = User.objects.values_list("team_id", flat=True).get(pk=staff["manager"])
    born = today.replace(year=1992, day=min(today.day, 28))
    new = NewCustomer(
        kind="person", name="王伟", mobile="13800138000", birthday=born, owner_id=staff["manager"], team_id=team
    )
    with unit_of_work(SYSTEM, at=now):
        pk = customers.create_customer(new, by=SYSTEM, at=now)
        customers.verify_field(pk, "mobile", by=SYSTEM, at=now)
        line = NewScore(pk, "opening", now - timedelta(days=1), 12_000, Kind.OPENING, "gold")
        tiering.record_scores("jd_growth", [line], by=SYSTEM, at=now)
    return pk


def test_a_pack_is_taken_once_with_its_evidence_and_taken_back(
    wang: int, admin: Program, program: Callable[..., Program]
) -> None:
    made = admin.post("/benefit-schemes/presets", {"preset": "jd_birthday", "from_on": "2014-09-18"})
    assert (made.status_code, made.json()) == (201, {"code": "jd_birthday"})
    outlook = admin.get(f"/customers/{wang}/benefits").json()["packs"]
    assert [(each["pack"], each["may_take"]) for each in outlook] == [("birthday_pack", True)]
    first, again = (admin.post(f"/customers/{wang}/packs", PACK) for _ in range(2))
    assert (first.status_code, first.json()["again"]) == (200, False)
    assert again.json() == first.json() | {"again": True}
    where = f"/pack-grants/{first.json()['grant_id']}"
    grant = admin.get(where).json()
    assert (grant["level"], grant["state"], grant["customer_name"]) == ("gold", "current", "王伟")
    assert [row["id"] for row in admin.get("/pack-grants?state=current").json()["items"]] == [grant["id"]]
    sales = program("sales")
    assert (sales.get("/pack-grants").json()["items"], sales.get(where).status_code) == ([], 404)
    assert sales.post(f"/customers/{wang}/packs", PACK).status_code == 404
    assert admin.post(f"{where}/revocation", {"reason": "发错了"}).status_code == 204
    assert (admin.get(where).json()["state"], admin.get(where).json()["revoked_why"]) == ("revoked", "发错了")
    refused = admin.post(f"/customers/{wang}/packs", PACK)
    assert (refused.status_code, BenefitGrant.objects.count()) == (409, 1)


def test_a_scheme_that_is_wrong_lists_each_defect_with_its_line(wang: int, admin: Program) -> None:
    text = "code: mine\nprogramme: jd_growth\nbenefits:\n  - {code: tea, kind: sun, levels: {gold: true}}\n"
    looked = admin.post("/benefit-schemes/examination", {"text": text}).json()["problems"]
    refused = admin.post("/benefit-schemes", {"text": text}, **{"Accept-Language": "en"})
    assert [(each["line"], each["path"]) for each in looked] == [(4, "benefits[0].kind")]
    assert (refused.status_code, refused.json()["code"]) == (422, "scheme_invalid")
    assert [(each["field"], "line 4" in each["detail"]) for each in refused.json()["errors"]] == [
        ("benefits[0].kind", True)
    ]
    assert BenefitScheme.objects.count() == 0


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_scheme_from_a_day_beyond_reckoning_is_refused(wang: int, admin: Program, day: str) -> None:
    refused = admin.post("/benefit-schemes/presets", {"preset": "jd_birthday", "from_on": day})
    assert (refused.status_code, refused.json()["field"], BenefitScheme.objects.count()) == (422, "from_on", 0)


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_a_scheme_from_the_first_or_the_last_day_breaks_nothing(wang: int, admin: Program, day: str) -> None:
    answers: list[Any] = [admin.post("/benefit-schemes/presets", {"preset": "jd_birthday", "from_on": day})]
    answers += [admin.get(f"/customers/{wang}/benefits"), admin.get("/benefit-schemes")]
    answers.append(admin.post(f"/customers/{wang}/packs", PACK))
    assert [answer.status_code < 500 for answer in answers] == [True] * 4
    assert BenefitScheme.objects.count() == 1
