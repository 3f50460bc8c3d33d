"""Doubles at scale: a synthetic company with known doubles; keys, one look per batch, and the search over everybody.

`python -m benchmarks.doubles [customers] [plain|dirty]`: prints seconds, rows a second, memory, precision and recall. Each
measure is a process of its own: a bare read of the columns compared, the couples that share a stored key, the search.
`MINGHUA_VAR` (or `DATABASE_URL`) chooses the scratch database; one that is full is searched again.
"""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.doubles_company import COMPANIES, truth

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
CHANCE_95 = 4_248  # thousandths of log2(0.95 / 0.05)
AT = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)


def main(count: int, company: str) -> None:
    """Fill a scratch database, search it, and compare what was found with what is true."""
    os.environ.setdefault("MINGHUA_VAR", tempfile.mkdtemp(prefix="minghua-doubles-"))
    import django

    django.setup()
    from django.core.management import call_command

    from minghua.domain.customers.models import Customer

    call_command("migrate", verbosity=0)
    if not Customer.objects.exists():
        _fill(count, company)
        _look(count)
    true = truth([owner for owner, _ in COMPANIES[company](count, random.Random(7))])
    _of_shared_keys(true)
    for part in PARTS:
        subprocess.run([sys.executable, "-m", "benchmarks.doubles", part], check=True)
    _judge(true, company)


def _fill(count: int, company: str) -> None:
    from minghua.domain.customers.models import Customer
    from minghua.domain.customers.operations import keying
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    rows, spent = [], 0.0
    for n, (_, values) in enumerate(COMPANIES[company](count, random.Random(7)), start=1):
        columns = {name: value for name, value in values.items() if name != "uscc"}
        archive = {"uscc": values["uscc"]} if values.get("uscc") else {}
        rows.append(Customer(pk=n, number=f"B{n}", created_at=AT, updated_at=AT, archive=archive, **columns))
        if len(rows) == 5_000 or n == count:
            with unit_of_work(SYSTEM, at=AT):
                Customer.objects.bulk_create(rows, batch_size=500)
                begun = process_time()
                keying.key(rows, at=AT)
                spent += process_time() - begun
            rows = []
    print(f"{company}, {count:,} customers; keys: {count / spent:,.0f} customers/s CPU")


def _look(count: int) -> None:
    from minghua.domain.customers.models import Customer
    from minghua.domain.customers.queries import likeness, traits

    asked = [traits.traits_of(row) for row in Customer.objects.order_by("-pk")[:5_000]]
    begun = process_time()
    for start in range(0, len(asked), 500):
        likeness.doubles([replace(one) for one in asked[start : start + 500]], at=AT)
    print(f"one look for 500 rows: {len(asked) / (process_time() - begun):,.0f} rows/s CPU")
    begun = process_time()
    for one in asked[:200]:
        likeness.doubles([one], at=AT)
    print(f"one look for one form: {(process_time() - begun) * 5:.2f} ms CPU", flush=True)


def bare() -> None:
    """Read the columns that are compared, of everybody, and nothing else: what the search cannot do without."""
    from minghua.domain.customers.models import Customer
    from minghua.domain.customers.queries import linking

    told = _clock()
    read = sum(1 for _ in Customer.objects.values_list("pk", *linking.TRAIT_COLUMNS).iterator(chunk_size=5_000))
    told(f"bare read of {read:,} customers")


def keys() -> None:
    """Read all stored keys in order and count the couples that share one: the exact scan, before anybody is judged."""
    told = _clock()
    told(f"exact keys: {len(_sharing()):,} couples share one")


def _sharing() -> set[tuple[int, int]]:
    from minghua.domain.customers.models import MatchKey
    from minghua.domain.customers.queries import blocks

    held = MatchKey.objects.order_by("digest").values_list("digest", "customer_id").iterator(chunk_size=5_000)
    return {couple for _, some in groupby(held, key=itemgetter(0)) for couple in blocks.within({pk for _, pk in some})}


def _of_shared_keys(true: set[tuple[int, int]]) -> None:
    sharing = _sharing()
    right = len(sharing & true)
    print(
        f"of {len(true):,} true couples {right:,} share a key ({right / len(true):.4f}); {len(sharing):,} couples do",
        flush=True,
    )


def _clock() -> Callable[[str], None]:
    begun, used = perf_counter(), process_time()

    def told(what: str) -> None:
        seconds = f"{perf_counter() - begun:.1f} s, CPU {process_time() - used:.1f} s"
        print(f"  {what}: {seconds}, peak {_peak():.0f} MB", flush=True)

    return told


def _peak() -> float:
    """The most memory this process ever held, in MB; `getrusage` would tell its parent's where that was more."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def search() -> None:
    """Search over everybody, in a process of its own so that its memory is its own."""
    from minghua.domain.customers import operations as customers
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work

    told = _clock()
    with unit_of_work(SYSTEM, at=AT):
        customers.seek_anew(at=AT)
        customers.begin_seeking(at=AT)
    models = customers.learn()
    with unit_of_work(SYSTEM, at=AT):
        customers.keep_learned(models, at=AT)
    told("learned from " + ", ".join(f"{kind} {model.learned_from}" for kind, model in models.items()))
    longest = 0.0
    while (looked := customers.look_at_some(at=AT)) is not None:
        began = perf_counter()
        with unit_of_work(SYSTEM, at=AT):
            customers.keep_looked(looked)
        longest = max(longest, perf_counter() - began)
    told("shared keys")
    couples = customers.near_couples(beat=lambda: None)
    told(f"one slip apart: {len(couples):,} couples met")
    for some in customers.in_slices(couples):
        found = customers.look_near(some, at=AT)
        began = perf_counter()
        with unit_of_work(SYSTEM, at=AT):
            customers.keep_near(found, reached=some[-1][0])
        longest = max(longest, perf_counter() - began)
    with unit_of_work(SYSTEM, at=AT):
        customers.finish_seeking(at=AT)
    told(f"all; others waited at most {longest:.2f} s for a slice to be written")


def _judge(true: set[tuple[int, int]], company: str) -> None:
    from minghua.domain.customers.models import Customer, Pair

    kinds = dict(Customer.objects.values_list("pk", "kind")) if company == "dirty" else {}
    verdicts = ("suggest", "review", "likely")
    held = list(Pair.objects.values_list("verdict", "low_id", "high_id"))
    sure = list(Pair.objects.filter(millibits__gte=CHANCE_95).values_list("low_id", "high_id"))
    for kind in ("", *sorted(set(kinds.values()))):
        wanted = {couple for couple in true if not kind or kinds[couple[0]] == kind}
        among = {
            "+".join(verdicts[:upto]): [(a, b) for said, a, b in held if said in verdicts[:upto]] for upto in (1, 2, 3)
        }
        for name, some in (among | {"chance from 95 %": sure}).items():
            found = {(a, b) for a, b in some if not kind or kinds[a] == kind}
            right = len(found & wanted)
            precision, recall = right / max(len(found), 1), right / max(len(wanted), 1)
            print(f"{kind or 'all'} {name}: {len(found):,} pairs, precision {precision:.4f}, recall {recall:.4f}")


PARTS = {"bare": bare, "keys": keys, "search": search}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        import django

        django.setup()
        PARTS[sys.argv[1]]()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, sys.argv[2] if len(sys.argv) > 2 else "plain")
