"""How a command is declared: for whom it acts, with which permission, and how it answers."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

import click

from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import PERMISSIONS, require
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli import printing
from minghua.kernel import clock
from minghua.kernel.errors import Refusal
from minghua.kernel.ids import hex_id
from minghua.kernel.words import Text

CHANNEL = "cli"
OPERATOR = "operator"
WHO = "MINGHUA_USER"


class NobodyNamed(Refusal):
    """The command was not told for whom it acts, or that person may not sign in."""

    code = "nobody_named"
    status = 401
    text = Text("没有可用的用户「{username}」。", "There is no active user “{username}”.")
    remedy = Text(
        "用 --as 用户名 或环境变量 MINGHUA_USER 指明以谁的身份执行。",
        "Say for whom you act with --as USER or the variable MINGHUA_USER.",
    )


@dataclass
class Settings:
    """What was said before the command: for whom, and whether the answer is JSON."""

    username: str = field(default_factory=lambda: os.environ.get(WHO, ""))
    as_json: bool = False


@dataclass(frozen=True)
class Person:
    """The person a command acts for; the instant is the command's start."""

    actor: Actor
    at: datetime
    as_json: bool

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Open the one transaction of this command."""
        with unit_of_work(self.actor, at=self.at):
            yield

    def say(self, zh: str, en: str) -> None:
        """Print a sentence in the person's language; nothing with --json."""
        if not self.as_json:
            click.echo(Text(zh, en).say(self.actor.language))

    def show(self, answer: Any) -> None:
        """Print rows or one record, as a table or as JSON."""
        click.echo(printing.as_json(answer) if self.as_json else printing.as_text(answer))


def acting(permission: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard a command by a permission; the function receives the Person first."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.pass_obj
        @wraps(command)
        def guarded(said: Settings, *args: Any, **options: Any) -> Any:
            person = signed_in(said)
            require(person.actor, permission)
            return command(person, *args, **options)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def operator(command: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a command for whoever runs the machine: it starts things and shows no customer's data."""
    command.permission = OPERATOR  # type: ignore[attr-defined]
    return command


def signed_in(said: Settings) -> Person:
    """Return the person named by --as or MINGHUA_USER; raises NobodyNamed."""
    actor = people.actor_named(said.username, channel=CHANNEL, request_id=hex_id())
    if actor is None:
        raise NobodyNamed(username=said.username)
    return Person(actor, clock.now(), said.as_json)
