"""The restore drill: a shop of N customers is backed up, lost, restored, verified and signed in to; how long each step took.

python -m benchmarks.restore_drill 100000            # SQLite; DATABASE_URL chooses PostgreSQL for the restored house
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

BATCH = 2_000
AT = datetime(2026, 6, 1, 2, tzinfo=UTC)


def fill(count: int) -> None:
    """Fill the house named by MINGHUA_VAR with customers, each with one order, one contact and a sealed field in ten."""
    from minghua.domain.catalog import operations as catalog
    from minghua.domain.catalog.types import NewProduct
    from minghua.domain.customers import operations as customers
    from minghua.domain.customers.types import NewCustomer
    from minghua.domain.orders import operations as orders
    from minghua.domain.orders.types import NewLine, NewOrder
    from minghua.foundation.people import operations as people
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work
    from minghua.journeys.record_order import follow

    with unit_of_work(SYSTEM, at=AT):
        people.create_user("drill", name="演练", password="a-drill-of-restore", role_codes=("admin",), by=SYSTEM, at=AT)
        rice = catalog.upsert_many([NewProduct(sku="R", name="大米")], by=SYSTEM, at=AT).ids["R"]
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with unit_of_work(SYSTEM, at=AT):
            made = customers.create_many(
                [
                    NewCustomer(
                        kind="person",
                        name=f"客户{number:07d}",
                        mobile=f"139{number:08d}",
                        address=f"幸福路 {number} 号",
                        archive={"health": "良好"} if number % 10 == 0 else {},
                    )
                    for number in numbers
                ],
                by=SYSTEM,
                at=AT,
            )
            line = NewLine(product_id=rice, quantity_milli=1000, unit_price_e4=680_000)
            orders.record_many(
                [
                    NewOrder(
                        source="drill", number=f"D{n}", placed_at=AT, lines=(line,), customer_id=outcome.customer_id
                    )
                    for n, outcome in zip(numbers, made, strict=True)
                ],
                by=SYSTEM,
                at=AT,
            )
            follow((outcome.customer_id for outcome in made if outcome.customer_id), by=SYSTEM, at=AT)


def sign_in() -> None:
    """Sign in to the restored house and open the list of customers."""
    from django.test import Client

    client = Client()
    client.post("/account/login/", {"login": "drill", "password": "a-drill-of-restore"})
    answer = client.get("/customers")
    if answer.status_code != 200:
        raise SystemExit(f"signed in, but /customers answers {answer.status_code}")


def step(name: str, house: Path, *command: str, database: str = "") -> None:
    """Run one step in a process of its own and print what it took."""
    environment = os.environ | {"MINGHUA_VAR": str(house)}
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stdout}{done.stderr[-3000:]}")
    took, peak = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name}: {took:.1f} s, at most {peak:.0f} MB so far", *done.stdout.strip().splitlines()[-2:], sep="\n  ")


def drill(count: int, target: str) -> None:
    """Fill, back up, lose everything but backup, keyring and master key, restore, verify, sign in."""
    shell = ("-c", "from minghua.interfaces.cli.main import main; main()")
    with tempfile.TemporaryDirectory() as folder:
        old, new, kept = Path(folder) / "old", Path(folder) / "new", Path(folder) / "kept"
        for each in (old, new, kept):
            each.mkdir()
        step("migrate", old, *shell, "migrate")
        step(f"fill {count}", old, "-m", "benchmarks.restore_drill", "fill", str(count))
        step("backup", old, *shell, "backup", str(kept / "drill.mhb"))
        (new / "keys").mkdir()
        (new / "keys" / "master").write_bytes((old / "keys" / "master").read_bytes())
        started = time.perf_counter()
        step("restore", new, *shell, "restore", str(kept / "drill.mhb"), database=target)
        step("verify", new, *shell, "verify", database=target)
        step("sign in", new, "-m", "benchmarks.restore_drill", "sign-in", database=target)
        print(f"RTO {time.perf_counter() - started:.0f} s")


def main(arguments: list[str]) -> None:
    """Run the drill, or one of its inner steps."""
    if arguments[0] in {"fill", "sign-in"}:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
        import django

        django.setup()
        fill(int(arguments[1])) if arguments[0] == "fill" else sign_in()
        return
    drill(int(arguments[0]), os.environ.get("DATABASE_URL", ""))


if __name__ == "__main__":
    main(sys.argv[1:] or ["100000"])
