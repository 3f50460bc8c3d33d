"""How fast a person is found among many, on the connected database, against reading every row with LIKE.

    python -m tools.postgres run -- python -m benchmarks.search --rows 200000     # PostgreSQL
    python -m benchmarks.search --rows 200000                                     # SQLite in a scratch folder

Trust the ratios and the milliseconds of CPU more than the wall clock of a busy machine.
"""

import argparse
import os
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗高单曾解仇谢宋唐许邓冯韩曹彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅红春燕辉玲鹏飞宇浩然子轩欣怡佳琪思雨嘉豪建国志强文博天一"
FIRMS = ("粮油有限公司", "米业有限公司", "科技有限公司", "贸易有限公司", "餐饮管理有限公司")
PEOPLE, TEAMS = 50, 10


def main() -> None:
    """Fill the index, ask it, and print what it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--queries", type=int, default=1_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="minghua-bench-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ["MINGHUA_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "minghua.config.settings"
        import django

        django.setup()
        run(given.rows, given.queries)


def run(rows: int, queries: int) -> None:
    """Measure on an empty database."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    chance = random.Random(20)
    names = [a_name(chance) for _ in range(rows)]
    phones = [f"+8613{chance.randrange(10**9):09}" for _ in range(rows)]
    print(f"{connection.vendor}, {rows} customers, load {os.getloadavg()[0]:.1f}")
    fill(names, phones)
    ask(names, phones, chance, queries)


def a_name(chance: random.Random) -> str:
    """A person four times in five, otherwise a firm."""
    given = "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
    return (
        given + chance.choice(GIVEN) + chance.choice(FIRMS)
        if chance.random() < 0.2
        else chance.choice(SURNAMES) + given
    )


def fill(names: list[str], phones: list[str]) -> None:
    """Store customers and their documents, a thousand at a time, and print the cost of the index per row."""
    from django.db import connection, transaction
    from django.utils import timezone

    from minghua.domain.customers.models import Customer
    from minghua.foundation.search import operations as search
    from minghua.foundation.search.types import Document

    at, plain, indexed = timezone.now(), 0.0, 0.0
    for start in range(0, len(names), 1_000):
        batch = range(start, min(start + 1_000, len(names)))
        with transaction.atomic():
            began = process_time()
            made = Customer.objects.bulk_create(
                Customer(
                    number=f"C{key:07}",
                    kind="person",
                    name=names[key],
                    mobile=phones[key],
                    created_at=at,
                    updated_at=at,
                )
                for key in batch
            )
            plain += process_time() - began
            began = process_time()
            search.put_many(
                Document(
                    "customer", row.pk, row.name, "", (row.number, row.mobile), row.pk % PEOPLE + 1, row.pk % TEAMS + 1
                )
                for row in made
            )
            indexed += process_time() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"  rows {plain / len(names) * 1e3:.3f} ms, their documents {indexed / len(names) * 1e3:.3f} ms CPU each (this process)"
    )


def ask(names: list[str], phones: list[str], chance: random.Random, queries: int) -> None:
    """Ask what people ask, and print the percentiles; then the same by LIKE for comparison."""
    from minghua.foundation.people.types import Actor, Scope
    from minghua.foundation.search import queries as search_reads
    from minghua.foundation.search.folding import fold
    from minghua.foundation.search.models import SearchDocument

    powers = frozenset({"customers.view"})
    viewers = (
        Actor(None, "all", powers, Scope(everything=True)),
        Actor(3, "own", powers, Scope()),
        Actor(4, "team", powers, Scope(team_ids=frozenset({4}))),
    )

    def by_like(text: str, viewer: Actor) -> None:
        list(SearchDocument.objects.filter(kind="customer", haystack__contains=fold(text))[:20])

    asked = [
        (text, chance.choice(viewers)) for text, _ in zip(texts(names, phones, chance), range(queries), strict=False)
    ]
    found = timed("find", asked, lambda text, viewer: search_reads.find(viewer, text, kinds=("customer",), limit=20))
    liked = timed("LIKE", asked[: max(40, queries // 20)], by_like)
    print(f"  LIKE / find at the median: {liked / found:.0f}")


def texts(names: list[str], phones: list[str], chance: random.Random) -> Iterator[str]:
    """Full names, two characters, initials, pinyin, phone tails, whole numbers."""
    from minghua.foundation.search.pinyin import readings

    while True:
        key = chance.randrange(len(names))
        spoken = readings(names[key])
        yield chance.choice(
            (names[key], names[key][:2], spoken[1][:4], spoken[0][:7], phones[key][-4:], phones[key], f"C{key:07}")
        )


def timed(label: str, asked: list, act: Callable) -> float:
    """Run the act on each and print the percentiles; return the median in milliseconds."""
    times, busy = [], process_time()
    for text, viewer in asked:
        began = perf_counter()
        act(text, viewer)
        times.append((perf_counter() - began) * 1e3)
    busy = (process_time() - busy) / len(asked) * 1e3
    cuts = statistics.quantiles(times, n=100)
    print(
        f"  {label}: p50 {cuts[49]:.2f}  p95 {cuts[94]:.2f}  p99 {cuts[98]:.2f}  max {max(times):.1f} ms, {busy:.2f} ms CPU here each"
    )
    return cuts[49]


if __name__ == "__main__":
    main()
