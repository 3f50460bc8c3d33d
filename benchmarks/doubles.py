"""Doubles at scale: a synthetic company with known doubles; keys, one look per batch, and the search over everybody.

`python -m benchmarks.doubles [customers]`: prints seconds, rows a second, precision and recall.
"""

import os
import random
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
AT = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)
SHARE = 0.05
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志红梅"


def person(rng: random.Random, n: int) -> dict[str, object]:
    """One customer; the phone is its own, name and birthday are not."""
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))
    return {
        "name": name,
        "mobile": f"+861{3 + n % 7}{n:09d}",
        "email": f"c{n}@example.cn" if n % 2 else "",
        "birthday": date(1950 + rng.randrange(55), 1 + rng.randrange(12), 1 + rng.randrange(28)),
        "address": f"{rng.choice(('人民', '解放', '中山', '建设'))}路{rng.randrange(900)}号{rng.randrange(60)}室",
    }


def twin(rng: random.Random, of: dict[str, object], n: int) -> dict[str, object]:
    """The same person entered again: some values missing, mistyped or new."""
    again = dict(of)
    fault = rng.random()
    if fault < 0.30:
        again["mobile"] = f"+8615{n:09d}"
    elif fault < 0.45:
        again["name"] = str(of["name"])[:-1] + rng.choice(GIVEN)
    if rng.random() < 0.4:
        again["email"] = f"new{n}@example.cn"
    if rng.random() < 0.4:
        again["birthday"] = None
    if rng.random() < 0.5:
        again["address"] = ""
    return again


def main(count: int) -> None:
    """Fill a scratch database, search it, and compare what was found with what is true."""
    folder = tempfile.mkdtemp(prefix="minghua-doubles-")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
    os.environ["MINGHUA_VAR"] = folder
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from minghua.domain.customers.models import Customer, Pair
    from minghua.domain.customers.operations import keying, seeking
    from minghua.domain.customers.queries import likeness, traits
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    rng, truth, rows, spent = random.Random(7), set(), [], 0.0
    base: list[tuple[int, dict[str, object]]] = []
    for n in range(1, count + 1):
        double = base and rng.random() < SHARE
        source, facts = rng.choice(base) if double else (0, {})
        values = twin(rng, facts, n) if double else person(rng, n)
        if double:
            truth.add((source, n))
        else:
            base.append((n, values))
        rows.append(Customer(pk=n, number=f"B{n}", kind="person", created_at=AT, updated_at=AT, **values))
        if len(rows) == 5_000 or n == count:
            with unit_of_work(SYSTEM, at=AT):
                Customer.objects.bulk_create(rows, batch_size=500)
                begun = perf_counter()
                keying.key(rows, at=AT)
                spent += perf_counter() - begun
            rows = []
    print(f"keys: {count / spent:,.0f} customers/s ({spent:.1f} s)")
    asked = [traits.traits_of(row) for row in Customer.objects.order_by("-pk")[:5_000]]
    begun = perf_counter()
    for start in range(0, len(asked), 500):
        likeness.doubles([replace(one) for one in asked[start : start + 500]], at=AT)
    print(f"one look for 500 rows: {len(asked) / (perf_counter() - begun):,.0f} rows/s at {count:,}")
    begun = perf_counter()
    for one in asked[:200]:
        likeness.doubles([one], at=AT)
    print(f"one look for one form: {(perf_counter() - begun) * 5:.2f} ms")
    begun = perf_counter()
    with unit_of_work(SYSTEM, at=AT):
        seeking.begin_seeking(at=AT)
    more = True
    while more:
        with unit_of_work(SYSTEM, at=AT):
            more = seeking.seek_some(at=AT)
    took = perf_counter() - begun
    for verdict in (("suggest",), ("suggest", "review")):
        found = set(Pair.objects.filter(verdict__in=verdict).values_list("low_id", "high_id"))
        right = len(found & truth)
        print(
            f"search {took:.0f} s; {'+'.join(verdict)}: {len(found):,} pairs, precision {right / max(len(found), 1):.3f}, recall {right / len(truth):.3f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
