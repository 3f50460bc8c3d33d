"""An order that came back whole is no order any more, wherever in the history of rises it stood (R14.3, R14.9)."""

from dataclasses import replace

from minghua.domain.tiering.types import Event
from tests.unit.tiering.members import order, refund, spec, standing

ORDERED = ("ordered",)


def deed(on: str, points: int) -> Event:
    return order(on, points, "deed")._replace(name="review")


def test_points_of_deeds_hold_no_level_that_asks_for_an_order_when_every_order_came_back() -> None:
    jd = spec("jd_growth")
    asked = replace(
        jd, levels=(jd.levels[0], *(replace(each, gates=ORDERED) for each in jd.levels[2:]))
    )  # none below 2,000
    log = [
        order("2024-01-01", 500, "a"),
        order("2024-01-02", 2_000, "b"),
        deed("2024-01-03", 9_000),
        refund("2024-01-04", 500, "a"),
    ]
    assert standing(asked, *log, on="2024-01-04").level == "gold"
    assert standing(asked, *log, refund("2024-01-05", 2_000, "b"), on="2024-01-05").level == "registered"
