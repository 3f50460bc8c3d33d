"""How long a file of orders takes, and how much memory: `python -m benchmarks.import_orders FILE` on an empty scratch database.

Without a file a generated one of the same shape is used. Give DATABASE_URL for PostgreSQL; MINGHUA_VAR must be a scratch folder.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

GENERATED_INVOICES = 2_000


def seconds(what: str, work: Callable[[], object]) -> None:
    """Print how long the work took and the highest resident memory so far."""
    began = time.perf_counter()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<28}{time.perf_counter() - began:8.1f} s{peak:8d} MB")


def main() -> int:
    """Upload, check, import, import again, undo."""
    if "MINGHUA_VAR" not in os.environ:
        print("Name a scratch folder in MINGHUA_VAR: this benchmark writes and undoes.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    seconds("nothing", lambda: None)
    _bench(_file())
    return 0


def _file() -> Path:
    from tests import imports_shop

    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    path = Path(os.environ["MINGHUA_VAR"]) / "generated.csv"
    path.write_bytes(imports_shop.made(GENERATED_INVOICES).csv)
    return path


def _bench(path: Path) -> None:
    from minghua.foundation.people.models import User
    from minghua.foundation.people.queries import actor_named
    from tests import imports_driving as driving
    from tests.company import found_company

    if not User.objects.filter(username="boss").exists():
        found_company()
    by, data = actor_named("boss", channel="cli"), path.read_bytes()
    runs: list[int] = []
    seconds("check", lambda: driving.checked(data, by, name=path.name))
    seconds("check and import", lambda: runs.append(driving.imported(data, by, name=path.name).id))
    seconds("the same again", lambda: driving.imported(data, by, name=path.name))
    seconds("undo", lambda: driving.undone(runs[0], by))


if __name__ == "__main__":
    sys.exit(main())
