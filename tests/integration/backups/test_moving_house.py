"""Moving a shop from one database to another is a backup and a restore; here there and back, at the shell."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from minghua.foundation.backups import keyring, layout, restoring, rows
from minghua.foundation.backups import operations as backups
from tests.company import Company
from tests.trade import open_shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OWN_WORK = {"backups_backup", "audit_auditevent", "audit_audithead"}  # making a backup is itself recorded


def stand() -> dict[str, list[str]]:
    tables = (table for table in layout.tables() if table.name not in OWN_WORK)
    return {table.name: list(rows.contents(table, using="default")) for table in tables}


def shell(house: Path, *arguments: str) -> str:
    """Run `minghua …` in a house of its own, on SQLite, with the same master key."""
    environment = os.environ | {
        "MINGHUA_VAR": str(house),
        "DATABASE_URL": f"sqlite:///{house / 'moved.sqlite3'}",
        "MINGHUA_MASTER_KEY": Path(settings.MASTER_KEY_FILE).read_text().strip(),
    }
    done = subprocess.run(
        [sys.executable, "-c", "from minghua.interfaces.cli.main import main; main()", *arguments],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_shop_moves_to_another_database_and_back(company: Company, tmp_path: Path, at: datetime) -> None:
    open_shop(company)
    made = backups.make(tmp_path / "first.mhb", at=at)
    before = stand()
    house = tmp_path / "house"
    house.mkdir()
    said = shell(house, "restore", str(tmp_path / "first.mhb"))
    assert f"{made.rows} 行 rows · {made.rows} 已核对 compared" in said
    shell(house, "check")
    shell(house, "backup", str(house / "second.mhb"))
    call_command("flush", interactive=False, verbosity=0)
    restoring.restore(house / "second.mhb", house / keyring.NAME)
    assert stand() == before
