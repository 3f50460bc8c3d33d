"""What no scheme of benefits may be is refused when it is published, with its line and what to do; nothing is kept (R14.8)."""

from datetime import date

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import BenefitScheme, BenefitVersion
from minghua.domain.loyalty.types import SchemeInvalid
from minghua.domain.loyalty.types.scheme import FIRST_DAY, LAST_DAY
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Refusal
from tests.integration.loyalty.packing import JD
from tests.integration.tiering.living import EARLY, LONG_AGO, publish

pytestmark = pytest.mark.django_db
GOOD = """\
code: gifts
programme: jd_growth
benefits:
  - code: delivery
    kind: amount
    levels: {silver: 5900, gold: 2900}
packs:
  - code: birthday
    occasion: {kind: birthday, before_days: 7, days: 15}
    levels: [silver, gold]
    items:
      - {code: coupon, value: 1000, least: 5000}
  - code: monthly
    occasion: {kind: month, snapshot_day: 25, issue_day: 1}
    levels: [gold]
    items:
      - {code: freight, kind: freight_coupon, value: 600, valid_days: 30}
"""
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]\n" for before, here in zip("abcdef", "bcdefg", strict=True)
)
BAD = {
    "a level that the programme has not": (GOOD, "[gold]", "[golden]", (15, "packs[1].levels[0]", "unknown_word")),
    "a benefit at a level that is not": (GOOD, "{silver: 5900", "{copper: 5900", (6, "benefits[0].levels.copper", "unknown_key")),
    "a negative value": (GOOD, "value: 1000", "value: -1000", (12, "packs[0].items[0].value", "not_whole")),
    "a window that misses the birthday": (GOOD, "before_days: 7, days: 15", "before_days: 15, days: 15", (9, "packs[0].occasion.days", "window_misses")),
    "windows of two years that overlap": (GOOD, "before_days: 7, days: 15", "before_days: 7, days: 366", (9, "packs[0].occasion.days", "not_whole")),
    "a snapshot on no day": (GOOD, "snapshot_day: 25", "snapshot_day: 0", (14, "packs[1].occasion.snapshot_day", "not_whole")),
    "an issue on a day that February has not": (GOOD, "issue_day: 1", "issue_day: 29", (14, "packs[1].occasion.issue_day", "not_whole")),
    "an end before the beginning": (
        GOOD, "    levels: [gold]\n", "    levels: [gold]\n    starts_on: 2020-01-01\n    ends_on: 2019-01-01\n", (17, "packs[1].ends_on", "ends_first"),
    ),
    "a first occasion after the end": (
        GOOD, "    levels: [gold]\n", "    levels: [gold]\n    ends_on: 2019-01-01\n    first_occasion_on: 2019-02-01\n", (17, "packs[1].first_occasion_on", "ends_first"),
    ),
    "a pack for nobody": (GOOD, "[silver, gold]", "[]", (10, "packs[0].levels", "nobody")),
    "a pack with nothing in it for one level": (GOOD, "least: 5000}", "least: 5000, levels: [gold]}", (11, "packs[0].items", "empty")),
    "the same pack twice": (GOOD, "code: monthly", "code: birthday", (13, "packs[1].code", "twice")),
    "an unknown occasion": (GOOD, "kind: month", "kind: moon", (14, "packs[1].occasion.kind", "unknown_word")),
    "neither benefit nor pack": (GOOD, GOOD, "code: gifts\nprogramme: jd_growth\n", (1, "scheme", "empty")),
    "aliases that stand for millions": (GOOD, GOOD, BOMB, (None, None, "unreadable")),
}  # fmt: skip


@pytest.fixture(autouse=True)
def programme(company) -> None:
    publish(preset=JD)


def published(text: str, *, from_on: date = EARLY) -> str:
    with unit_of_work(SYSTEM, at=LONG_AGO):
        return loyalty.publish_scheme(text, from_on=from_on, by=SYSTEM, at=LONG_AGO)


def test_what_the_table_begins_with_is_accepted() -> None:
    assert published(GOOD) == "gifts"


@pytest.mark.parametrize(("text", "old", "new", "expected"), BAD.values(), ids=BAD)
def test_a_bad_scheme_is_refused_with_line_and_remedy(text: str, old: str, new: str, expected: tuple) -> None:
    assert old in text
    with pytest.raises(SchemeInvalid) as refused:
        published(text.replace(old, new, 1))
    line, path, code = expected
    found = next(
        each
        for each in refused.value.problems
        if each.code == code and line in (None, each.line) and path in (None, each.path)
    )
    assert all(found.say(language).endswith(found.remedy.say(language)) for language in ("zh-hans", "en"))
    assert found.remedy.zh
    assert found.remedy.en
    assert (BenefitScheme.objects.count(), BenefitVersion.objects.count()) == (0, 0)


def test_a_code_that_another_scheme_of_the_programme_gives_is_refused() -> None:
    published(GOOD)
    with pytest.raises(Refusal) as refused:
        published(GOOD.replace("code: gifts", "code: more_gifts"))
    assert "gifts" in refused.value.message("en")
    assert BenefitScheme.objects.count() == 1


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
def test_a_first_day_too_far_to_reckon_with_is_refused_with_place_and_remedy(day: str) -> None:
    with pytest.raises(Refusal) as refused:
        published(GOOD, from_on=date.fromisoformat(day))
    assert (refused.value.field, BenefitScheme.objects.count()) == ("from_on", 0)
    assert refused.value.message("en") == f"“{day}” is too far away to reckon with."
    assert refused.value.advice("zh-hans") == "请填 1900-01-01 到 2999-12-31 之间的日期。"


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY], ids=str)
def test_the_first_and_the_last_day_begin_a_scheme(day: date) -> None:
    assert published(GOOD, from_on=day) == "gifts"
    assert BenefitVersion.objects.get().from_on == day
