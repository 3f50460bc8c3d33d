"""Texts of voucher batches: what ships is sound, what is wrong is said with its line and its remedy (P8)."""

from datetime import date
from pathlib import Path

import pytest

import minghua.domain.loyalty
from minghua.domain.loyalty.rules import voucher_batch
from minghua.domain.loyalty.types import SchemeInvalid

PRESETS = Path(next(iter(minghua.domain.loyalty.__path__))) / "voucher_presets"
GOOD = """code: mine
programme: points
product: beer
count: 100
points: 10
expires_on: 2024-12-31
outlets:
  - {code: bar, count: 60}
  - {code: shop, count: 40}
"""


@pytest.mark.parametrize("path", sorted(PRESETS.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_ships_is_sound(path):
    assert voucher_batch.from_text(path.read_text(encoding="utf-8")).code == path.stem


def test_p8_the_voucher_of_the_brewery():
    batch = voucher_batch.from_text((PRESETS / "guinness.yaml").read_text(encoding="utf-8"))
    assert (batch.points, batch.digits, batch.least_age, batch.zone) == (10, 12, 18, "Asia/Hong_Kong")
    assert batch.expires_on == date(2024, 12, 31)
    assert sum(each.count for each in batch.outlets) == batch.count


@pytest.mark.parametrize(
    ("old", "new", "path", "code", "line"),
    [
        ("code: mine", "code: Mine!", "code", "not_a_code", 1),
        ("points: 10", "pionts: 10", "pionts", "unknown_key", 5),
        ("points: 10\n", "", "points", "missing", 1),
        ("count: 100", "count: 0", "count", "not_whole", 4),
        ("count: 100", "count: 99", "outlets", "too_many", 7),
        ("count: 100", "count: 100\ndigits: 11", "digits", "not_whole", 5),
        ("expires_on: 2024-12-31\n", "", "expires_on", "no_end", 1),
        ("2024-12-31", "New Year", "expires_on", "not_a_day", 6),
        ("count: 100", "count: 100\ntime_zone: Asia/Peking", "time_zone", "unknown_zone", 5),
        ("code: shop", "code: bar", "outlets[1].code", "twice", 9),
        (", count: 40", "", "outlets[1].count", "missing", 9),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, path, code, line):
    with pytest.raises(SchemeInvalid) as caught:
        voucher_batch.from_text(GOOD.replace(old, new, 1))
    found = caught.value.problems[0]
    assert (found.path, found.code, found.line) == (path, code, line)
    assert "" not in (found.remedy.zh, found.remedy.en, found.text.zh, found.text.en)
