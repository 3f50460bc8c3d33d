"""What is wrong with a coupon as it is described (R24.5)."""

import pytest

from minghua.domain.loyalty.rules import coupon_soundness
from minghua.domain.loyalty.types.coupons import Scope, ScopeKind
from tests.unit.loyalty.baskets import held

TOYS = Scope(ScopeKind.CATEGORY, frozenset({"toys"}))


def examined(kind, **told):
    return coupon_soundness.examine(held(kind, **told).coupon)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("threshold", {"value": 3000, "least": 3000, "scope": TOYS}),
        ("no_threshold", {"value": 1}),
        ("freight", {}),
        ("percent", {"value": 12, "most": 1, "least": 5000}),
        ("gift_item", {"gift": "bowl", "worth": 100}),
        ("exchange", {"points": 1, "value": 0}),
        ("cash_card", {"value": 10000}),
    ],
)
def test_cs_01_a_sound_coupon_of_each_kind(kind, told):
    assert examined(kind, **told) == ()


@pytest.mark.parametrize(
    ("kind", "told", "problems"),
    [
        pytest.param("threshold", {}, [("value", "nothing"), ("least", "no_threshold")], id="CS-02"),
        pytest.param("threshold", {"value": 2, "least": 1}, [("value", "above_threshold")], id="CS-03"),
        pytest.param("no_threshold", {"value": 1, "least": 1}, [("least", "has_threshold")], id="CS-04"),
        pytest.param("percent", {"value": 0}, [("value", "percent")], id="CS-05-none"),
        pytest.param("percent", {"value": 101}, [("value", "percent")], id="CS-05-more-than-all"),
        pytest.param("percent", {"value": 1, "most": 0}, [("most", "cap")], id="CS-06"),
        pytest.param("no_threshold", {"value": 1, "most": 5}, [("most", "cap")], id="CS-06-other-kind"),
        pytest.param("gift_item", {}, [("gift", "no_gift")], id="CS-07"),
        pytest.param("gift_item", {"gift": "bowl", "count": 0}, [("gift", "no_gift")], id="CS-07-count"),
        pytest.param("exchange", {"value": 100}, [("points", "no_price")], id="CS-08"),
        pytest.param("freight", {"points": 5}, [("points", "no_points")], id="CS-09"),
        pytest.param("cash_card", {}, [("value", "nothing")], id="CS-10"),
        pytest.param("freight", {"value": -1, "least": -1}, [("value", "negative"), ("least", "negative")], id="CS-11"),
        pytest.param("freight", {"scope": Scope(ScopeKind.TAG)}, [("scope", "scope_codes")], id="CS-12"),
        pytest.param(
            "freight", {"scope": Scope(ScopeKind.EVERYTHING, frozenset({"rice"}))}, [("scope", "scope_codes")],
            id="CS-12-everything",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_coupon(kind, told, problems):
    found = examined(kind, **told)
    assert [(each.path, each.code) for each in found] == problems
    assert [each for each in found if not each.say("zh-hans") or not each.say("en")] == []
