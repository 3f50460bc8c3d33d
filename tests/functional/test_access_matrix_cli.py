"""Every command of the shell × six roles and nobody × whose customer it is (trust T1, T2, T4)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from django.db import transaction

from minghua.interfaces.cli import main as cli
from minghua.interfaces.cli.acting import OPERATOR
from tests.functional.rest.matrix import Matrix, holds, matrix, snapshot
from tests.functional.rest.world import ROLES, Holding

__all__ = ["matrix"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OWNERSHIPS = ("own", "team", "other", "pool", "shared", "lent")
EXPECTED_NO = 2
Arguments = Callable[[Matrix, Holding, Path], list[str]]


def fixed(*arguments: str) -> Arguments:
    """The same arguments for everybody."""
    return lambda matrix, holding, folder: list(arguments)


def of(name: str, *more: str) -> Arguments:
    """The holding's id of that name, then the rest."""
    return lambda matrix, holding, folder: [str(holding.ids[name]), *more]


# How each command is called, and how its rows decide: none, see, edit, hangs (as in the API's matrix).
COMMANDS: dict[str, tuple[str, Arguments]] = {
    "audit verify": ("none", fixed()),
    "consent show": ("see", of("customer_id")),
    "consent withdraw": ("hangs", of("customer_id")),
    "customer list": ("none", fixed()),
    "customer show": ("see", of("customer_id")),
    "customer duplicates": ("see", of("customer_id")),
    "customer create": ("none", fixed("王伟")),
    "customer reveal": ("reveals", of("customer_id", "mobile", "--reason", "callback")),
    "customer edit": ("edit", of("customer_id", "--set", "city=长沙")),
    "duplicates list": ("none", fixed()),
    "duplicates search": ("none", fixed()),
    "duplicates merge": ("absent", fixed("999998", "999999")),
    "duplicates unmerge": ("absent", fixed("999999")),
    "export customers": ("none", lambda matrix, holding, folder: ["--to", str(folder / "c.csv")]),
    "export ask-customers": ("none", fixed("--reason", "年度回访名单")),
    "export ask-orders": ("none", fixed("--reason", "年度回访名单")),
    "export list": ("none", fixed()),
    "export approvals": ("none", fixed()),
    "export approve": ("absent", fixed("0" * 32)),
    "export refuse": ("absent", fixed("0" * 32, "--reason", "不需要这么多")),
    "export download": ("absent", fixed("0" * 32)),
    "export orders": ("none", lambda matrix, holding, folder: ["--to", str(folder / "o.csv")]),
    "field list": ("none", fixed()),
    "field define": ("none", fixed("爱吃的米")),
    "field archive": ("absent", fixed("x_none")),
    "field restore": ("absent", fixed("x_none")),
    "pii report": ("none", fixed()),
    "pii retention": ("none", fixed()),
    "pii erase": ("absent", fixed("999999")),
    "jobs list": ("none", fixed()),
    "jobs retry": ("none", lambda matrix, holding, folder: [str(matrix.world.job_id)]),
    "routed list": ("none", fixed()),
    "routed handle": ("absent", fixed("999999", "x")),
    "quality show": ("none", fixed()),
    "clean check": ("none", fixed("--rule", "fold")),
    "clean show": ("absent", fixed("999999")),
    "clean apply": ("absent", fixed("999999")),
    "clean undo": ("absent", fixed("999999")),
    "notices list": ("none", fixed()),
    "notices read": ("none", fixed()),
    "request package": (
        "hangs",
        lambda matrix, holding, folder: [str(holding.ids["customer_id"]), "--to", str(folder / "p.zip")],
    ),
    "request list": ("none", fixed()),
    "request receive": ("hangs", of("customer_id", "copy")),
    "search": ("none", fixed("客户")),
    "token list": ("none", fixed()),
    "token create": ("none", fixed("n", "--scope", "customers.view")),
    "token revoke": ("absent", fixed("999999")),
    "webhook list": ("none", fixed()),
    "webhook create": ("none", fixed("https://example.com/", "--name", "n", "--kind", "customer.created")),
    "webhook rotate": ("absent", fixed("999999")),
    "webhook ping": ("absent", fixed("999999")),
    "webhook messages": ("absent", fixed("999999")),
    "webhook replay": ("absent", fixed("999999", "--message", "1")),
    "user create": ("none", fixed("new.one", "--name", "新人", "--password", "long-enough-1")),
    "user password": ("none", fixed("stranger", "--password", "long-enough-1")),
    "user deactivate": ("none", fixed("stranger")),
}


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
