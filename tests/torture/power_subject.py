"""The other side of the power cuts: `found` a shop with a member; `work`: earn, spend and give back while every write is recorded."""

import os
import pickle
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from minghua.domain.loyalty import operations as loyalty  # noqa: E402
from tests.company import found_company  # noqa: E402
from tests.integration.loyalty.playing import EARLY, POINTS, act  # noqa: E402
from tests.torture.power_recorder import Recorder  # noqa: E402
from tests.trade import day, open_shop  # noqa: E402

NOW = day(3)
PAGES = 120  # the write-ahead log is carried over as often as this, so that many cuts fall into it


def found() -> None:
    """Open the shop and print its members."""
    trade = open_shop(found_company())
    act(loyalty.publish_points, POINTS, from_on=EARLY)
    print(trade.wang, trade.liu, trade.sun)


def work(out: str, acts: str, synchronous: str, *members: str) -> None:
    """Do so many acts, each a unit of work of its own, and leave the record in a file; with `synchronous` other than "as it is" it is set."""
    recorder = Recorder(Path(settings.DATABASES["default"]["NAME"]).parent)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint={PAGES}")
        if synchronous != "as it is":
            cursor.execute(f"PRAGMA synchronous={synchronous}")
    for number in range(int(acts)):
        member, key = int(members[number % len(members)]), f"k{number}"
        if number % 9 < 6:
            act(loyalty.earn_points, "shop_points", member, 10 + number, key=key, at=NOW)
        else:
            act(loyalty.spend_points, "shop_points", member, 7, key=key, at=NOW)
        recorder.acknowledge(("earn:" if number % 9 < 6 else "spend:") + key)
    Path(out).write_bytes(pickle.dumps([tuple(each) for each in recorder.events]))
    os._exit(0)  # a connection that closes would tidy up


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
