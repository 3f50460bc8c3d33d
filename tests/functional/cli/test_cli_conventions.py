"""What every command does alike: for whom it acts, how it says no, how it answers programs."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest

from minghua.foundation.people.models import User
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.foundation.tokens import queries as token_reads
from minghua.foundation.tokens.models import ApiToken
from minghua.interfaces.cli import main as cli
from minghua.interfaces.cli.acting import OPERATOR, acting
from minghua.kernel import clock

pytestmark = pytest.mark.django_db
Run = Callable[..., Any]


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with its path."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, inner in command.commands.items():
        yield from leaves(inner, (*path, name))


def test_every_command_declares_its_permission() -> None:
    permissions = {path: getattr(command.callback, "permission", None) for path, command in leaves(cli.tree())}
    assert {path for path, code in permissions.items() if code not in PERMISSIONS and code != OPERATOR} == set()


def test_every_command_explains_itself() -> None:
    assert [path for path, command in leaves(cli.tree()) if not command.help] == []


def test_an_unknown_permission_cannot_be_declared() -> None:
    with pytest.raises(KeyError):
        acting("no.such")


def test_nobody_named_is_an_expected_no(minghua: Run, staff: Any) -> None:
    ended = minghua("audit", "verify")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.splitlines()[1] == "用 --as 用户名 或环境变量 MINGHUA_USER 指明以谁的身份执行。"


def test_a_deactivated_person_is_nobody(minghua: Run, staff: Any) -> None:
    assert minghua("--as", "admin", "user", "deactivate", "manager").status == 0
    assert minghua("--as", "manager", "audit", "verify").status == 2


def test_a_missing_permission_is_an_expected_no_in_the_persons_language(minghua: Run, staff: Any) -> None:
    User.objects.filter(username="sales").update(language="en")
    ended = minghua("--as", "sales", "audit", "verify")
    assert (ended.status, ended.err.splitlines()[0]) == (2, "You lack the permission “View the audit record”.")


def test_the_variable_names_the_person_too(minghua: Run, staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGHUA_USER", "manager")
    assert minghua("audit", "verify").status == 0


def test_json_is_for_programs(minghua: Run, staff: Any) -> None:
    ended = minghua("--as", "manager", "--json", "audit", "verify")
    assert json.loads(ended.out)["broken_at"] is None


def test_a_token_is_shown_once_and_can_be_revoked(minghua: Run, staff: Any) -> None:
    made = json.loads(minghua("--as", "sales", "--json", "token", "create", "n", "--scope", "customers.view").out)
    assert made["token"].startswith("mh_")
    assert made["token"] not in minghua("--as", "sales", "--json", "token", "list").out
    assert minghua("--as", "sales", "token", "revoke", str(made["id"])).status == 0
    assert ApiToken.objects.get().revoked_at is not None


def test_a_token_is_printed_whole(minghua: Run, staff: Any) -> None:
    text = minghua("--as", "sales", "token", "create", "n", "--scope", "customers.view").out.strip()
    assert token_reads.bearer(text, at=clock.now()) is not None


def test_somebody_elses_token_is_not_found(minghua: Run, staff: Any) -> None:
    made = json.loads(minghua("--as", "sales", "--json", "token", "create", "n", "--scope", "customers.view").out)
    assert minghua("--as", "service", "token", "revoke", str(made["id"])).status == 2
    assert ApiToken.objects.get().revoked_at is None


def test_a_person_is_created_with_roles_and_may_act(minghua: Run, staff: Any) -> None:
    created = minghua(
        *(
            "--as",
            "admin",
            "user",
            "create",
            "qian.qi",
            "--name",
            "钱七",
            "--role",
            "manager",
            "--password",
            "long-enough-1",
        )
    )
    assert created.status == 0
    assert minghua("--as", "qian.qi", "audit", "verify").status == 0


def test_the_first_administrator_is_created_only_once(minghua: Run, db: None) -> None:
    from minghua.foundation.people import presets
    from minghua.foundation.people.types import SYSTEM
    from minghua.foundation.storage.unit_of_work import unit_of_work
    from minghua.kernel import clock

    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        presets.store_presets(by=SYSTEM, at=at)
    first = ("user", "first", "boss", "--name", "老板", "--password", "long-enough-1")
    assert minghua(*first).status == 0
    assert minghua(*first).status == 2
    assert User.objects.count() == 1


def test_a_wrong_option_is_a_usage_error(minghua: Run) -> None:
    assert minghua("serve", "--no-such-option").status == 2
