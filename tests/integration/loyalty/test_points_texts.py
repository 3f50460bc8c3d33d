"""Texts of points that are not taken: every place is named with its line."""

import pytest

from minghua.domain.loyalty.types import SchemeInvalid
from tests.integration.loyalty.test_points import publish

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("code: P1\n", {"code": 1}),
        ("code: p\nearn:\n  - {code: a, points: 0}\n", {"earn[0].points": 3}),
        ("code: p\nearn:\n  - {code: a}\n  - {code: a}\n", {"earn[1].code": 4}),
        ("code: p\nearn:\n  - code: a\n    levels: {gold: 150}\n", {"earn[0].levels": 4}),
        ("code: p\nexpiry: {kind: rolling}\n", {"expiry": 2}),
        ("code: p\nexpiry: {kind: calendar}\n", {"expiry": 2}),
        ("code: p\nexpiry: {kind: calendar, dates: [02-30]}\n", {"expiry.dates[0]": 2}),
        ("code: p\ntime_zone: Mars\n", {"time_zone": 2}),
        ("code: p\nnegative: {policy: shrug, limit: -1}\n", {"negative.policy": 2, "negative.limit": 2}),
        ("code: p\npoints: 3\n", {"points": 2}),
        ("code: p\nearn:\n  - {code: a, kind: gift}\n", {"earn[0].kind": 3}),
        ("code: p\nearn:\n  - code: a\n    kind: streak\n", {"earn[0].count": 3}),
        ("code: p\nearn:\n  - code: a\n    kind: streak\n    count: 1\n", {"earn[0].count": 5}),
        ("code: p\nearn:\n  - code: a\n    kind: first_order\n    per: 100\n", {"earn[0].per": 5}),
        ("code: p\nearn:\n  - code: a\n    categories:\n      - 粮食\n", {"earn[0].categories[0]": 5}),
        ("code: p\nearn:\n  - code: a\n    products:\n      - NONE\n", {"earn[0].products[0]": 5}),
        (
            "code: p\nearn:\n  - {code: a}\nlimits:\n  - code: c\n    points: 5\n    rules: [b]\n",
            {"limits[0].rules[0]": 7},
        ),
        ("code: p\nlimits:\n  - {code: c, points: 5}\n  - {code: c, points: 6}\n", {"limits[1].code": 4}),
        ("code: p\nlimits:\n  - {code: c}\n", {"limits[0]": 3}),
        ("code: p\nlimits:\n  - code: c\n    points: 5\n    period: rolling\n", {"limits[0].period": 5}),
        ("code: p\nlimits:\n  - code: c\n    points: 5\n    days: 9\n", {"limits[0].days": 5}),
        (
            "code: p\nlimits:\n  - code: c\n    of: all\n    points: 5\n    period: rolling\n    days: 9\n",
            {"limits[0].period": 6},
        ),
    ],
)
def test_a_bad_scheme_is_refused_with_every_place_and_line(text: str, places: dict[str, int]) -> None:
    with pytest.raises(SchemeInvalid) as refused:
        publish(text)
    assert {each.path: each.line for each in refused.value.problems} == places or "expiry.dates" in {
        each.path for each in refused.value.problems
    }
