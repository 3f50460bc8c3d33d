"""A person at the shell: run a command line, get its status and both outputs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from minghua.foundation.people import operations as people
from minghua.foundation.people import presets
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli import main as cli


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def staff(db: None, at: datetime) -> dict[str, int]:
    """One person per preset role in one team: user name → id."""
    with unit_of_work(SYSTEM, at=at):
        presets.store_presets(by=SYSTEM, at=at)
        team = people.create_team("东区", by=SYSTEM, at=at)
        return {
            preset.code: people.create_user(
                preset.code, name=preset.zh, password=None, team_id=team, role_codes=(preset.code,), by=SYSTEM, at=at
            )
            for preset in presets.PRESETS
        }


@pytest.fixture
def minghua(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run `minghua …` in this process."""
    monkeypatch.delenv("MINGHUA_USER", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        status = cli.run(list(arguments))
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return run
