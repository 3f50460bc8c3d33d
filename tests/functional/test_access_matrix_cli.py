"""Every command of the shell × six roles and nobody × whose customer it is (trust T1, T2, T4)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from django.db import transaction

from minghua.interfaces.cli import main as cli
from minghua.interfaces.cli.acting import OPERATOR
from tests.functional.cli_commands import COMMANDS
from tests.functional.rest.matrix import Matrix, holds, matrix, snapshot
from tests.functional.rest.world import ROLES, Holding

__all__ = ["matrix"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
OWNERSHIPS = ("own", "team", "other", "pool", "shared", "lent")
EXPECTED_NO = 2


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its words."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    for name, inner in command.commands.items():
        yield from leaves(inner, (*path, name))


TREE = dict(leaves(cli.tree()))
ACTING = sorted(name for name, command in TREE.items() if command.callback.permission != OPERATOR)
OWN_TESTS = ("route ", "import ")  # walked by the tests of their rooms, which know their arguments


def refused(matrix: Matrix, name: str, role: str, holding: Holding) -> bool:
    """The oracle: must this command say no to this person?"""
    rows, world = COMMANDS[name][0], matrix.world
    if not holds(role, TREE[name].callback.permission) or rows == "absent":
        return True
    if rows == "none":
        return False
    if rows == "reveals" and role != "service":
        return True  # nothing is masked for the others
    pooled = rows == "hangs" and holding.owner is None
    return not world.sees(role, holding) or ((rows == "edit" or pooled) and not world.edits(role, holding))


def test_every_command_is_in_the_matrix() -> None:
    mine = {name for name in ACTING if not name.startswith(OWN_TESTS)}
    assert mine == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_lets_in_exactly_whom_the_table_says(name: str, matrix: Matrix, tmp_path: Path) -> None:
    before = snapshot()
    wrong = []
    for role in ROLES:
        for ownership in OWNERSHIPS if COMMANDS[name][0] != "none" else ("own",):
            holding = matrix.holding(ownership, role)
            line = ["--as", role, *name.split(" "), *COMMANDS[name][1](matrix, holding, tmp_path)]
            if refused(matrix, name, role, holding):
                status = cli.run(line)
                right = status == EXPECTED_NO
            else:
                with transaction.atomic():
                    status = cli.run(line)
                    transaction.set_rollback(True)
                right = status == 0
            if not right:
                wrong.append((role, ownership, status))
    assert wrong == []
    assert snapshot() == before


@pytest.mark.parametrize("name", ACTING)
def test_nobody_may_run_a_command(name: str, matrix: Matrix, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MINGHUA_USER", raising=False)
    before = snapshot()
    arguments = COMMANDS[name][1](matrix, matrix.holding("own", "sales"), tmp_path) if name in COMMANDS else []
    for who in ([], ["--as", "no.such.person"]):
        assert cli.run([*who, *name.split(" "), *arguments]) == EXPECTED_NO
    assert snapshot() == before
