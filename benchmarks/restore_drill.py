"""The restore drill: a shop of N customers is backed up while people work in it, lost, restored, verified and signed in to.

python -m benchmarks.restore_drill 100000            # both houses on SQLite
python -m tools.postgres run -- python -m benchmarks.restore_drill 100000            # both in databases of that PostgreSQL

How long each step took is printed; every customer whose creation was answered before the backup began must be there after.
"""

import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

BATCH = 2_000
AT = datetime(2026, 6, 1, 2, tzinfo=UTC)
SHELL = ("-c", "from minghua.interfaces.cli.main import main; main()")
WHILE_OPEN = "柜台客户"


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


def sign_in(promised: int) -> None:
    """Sign in to the restored house, open the list of customers, and count those that were promised while it ran."""
    from django.test import Client

    from minghua.domain.customers.models import Customer

    kept = Customer.objects.filter(name__startswith=WHILE_OPEN).count()
    if kept < promised:
        raise SystemExit(f"{promised} customers were answered with 201 before the backup, {kept} are there")
    print(f"{promised} promised before the backup began, {kept} are there")
    client = Client()
    client.post("/account/login/", {"login": "drill", "password": "a-drill-of-restore"})
    answer = client.get("/customers")
    if answer.status_code != 200:
        raise SystemExit(f"signed in, but /customers answers {answer.status_code}")


def surroundings(house: Path, database: str) -> dict[str, str]:
    """The environment of a process of this house."""
    environment = os.environ | {"MINGHUA_VAR": str(house)}
    environment.pop("DATABASE_URL", None)
    return environment | ({"DATABASE_URL": database} if database else {})


def step(name: str, house: Path, *command: str, database: str = "") -> str:
    """Run one step in a process of its own, print what it took and return what it said."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *command], env=surroundings(house, database), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stdout}{done.stderr[-3000:]}")
    took, peak = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name}: {took:.1f} s, at most {peak:.0f} MB so far", *done.stdout.strip().splitlines()[-2:], sep="\n  ")
    return done.stdout


class Counter:
    """Somebody at the counter of a running house: enters customers one after another until it closes."""

    def __init__(self, house: Path, database: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        key = step("key", house, *SHELL, "--as", "drill", "token", "create", "counter", "--scope", "customers.create",
                   database=database).strip().splitlines()[-1]  # fmt: skip
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        serving = [sys.executable, *SHELL, "serve", "--port", self.address.rpartition(":")[2]]
        self.server = subprocess.Popen(serving, env=surroundings(house, database), stdout=subprocess.DEVNULL)
        self.promised, self.closed = 0, threading.Event()
        self.hand = threading.Thread(target=self._work)

    def open(self) -> None:
        """Wait until the house answers, and until the first few are entered."""
        self.hand.start()
        deadline = time.monotonic() + 180
        while self.promised < 5:
            if time.monotonic() > deadline or self.server.poll() is not None:
                self.close()
                raise SystemExit("the running house took no customer")
            time.sleep(0.2)

    def close(self) -> None:
        """End the work and the server."""
        self.closed.set()
        self.hand.join(timeout=60)
        self.server.terminate()
        self.server.wait(timeout=60)

    def _work(self) -> None:
        while not self.closed.is_set():
            try:
                self._enter(self.promised)
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
            else:
                self.promised += 1

    def _enter(self, number: int) -> None:
        body = json.dumps({"kind": "person", "name": f"{WHILE_OPEN}{number}"}).encode()
        headers = self.headers | {"Idempotency-Key": f"counter-{number}"}
        request = urllib.request.Request(f"{self.address}/api/v1/customers", body, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()


def two_databases(address: str) -> tuple[str, str]:
    """Make the old and the new house a database each on this PostgreSQL; on SQLite each has its own file."""
    if not address:
        return "", ""
    import psycopg

    names = ("drill_old", "drill_new")
    with psycopg.connect(address, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
    parts = urllib.parse.urlsplit(address)
    first, second = (urllib.parse.urlunsplit(parts._replace(path=f"/{name}")) for name in names)
    return first, second


def drill(count: int, address: str) -> None:
    """Fill, open, back up, lose everything but backup, keyring and master key, restore, verify, sign in."""
    source, target = two_databases(address)
    with tempfile.TemporaryDirectory() as folder:
        old, new, kept = Path(folder) / "old", Path(folder) / "new", Path(folder) / "kept"
        for each in (old, new, kept):
            each.mkdir()
        step("migrate", old, *SHELL, "migrate", database=source)
        step(f"fill {count}", old, "-m", "benchmarks.restore_drill", "fill", str(count), database=source)
        counter = Counter(old, source)
        try:
            counter.open()
            promised = counter.promised
            step("backup while it runs", old, *SHELL, "backup", str(kept / "drill.mhb"), database=source)
        finally:
            counter.close()
        print(f"{counter.promised - promised} customers were entered while the backup was made")
        (new / "keys").mkdir()
        (new / "keys" / "master").write_bytes((old / "keys" / "master").read_bytes())
        started = time.perf_counter()
        step("restore", new, *SHELL, "restore", str(kept / "drill.mhb"), database=target)
        step("verify", new, *SHELL, "verify", database=target)
        step("sign in", new, "-m", "benchmarks.restore_drill", "sign-in", str(promised), database=target)
        print(f"RTO {time.perf_counter() - started:.0f} s")


def main(arguments: list[str]) -> None:
    """Run the drill, or one of its inner steps."""
    if arguments[0] in {"fill", "sign-in"}:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
        import django

        django.setup()
        {"fill": fill, "sign-in": sign_in}[arguments[0]](int(arguments[1]))
        return
    drill(int(arguments[0]), os.environ.get("DATABASE_URL", ""))


if __name__ == "__main__":
    main(sys.argv[1:] or ["100000"])
