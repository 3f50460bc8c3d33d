"""API tokens at the shell: list, create, revoke."""

import click

from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens import queries as token_reads
from minghua.foundation.tokens.types import DEFAULT_ROW_CAP, NewToken
from minghua.interfaces.cli.acting import Person, acting


@click.group()
def token() -> None:
    """接口令牌。API tokens."""


@token.command("list")
@acting("tokens.own")
def list_tokens(person: Person) -> None:
    """自己的令牌。One's own tokens."""
    person.show(token_reads.own_tokens(person.actor))


@token.command()
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, help="权限代码，可多次。Permission code, may be repeated."
)
@click.option("--row-cap", type=click.IntRange(min=1), default=DEFAULT_ROW_CAP, show_default=True)
@acting("tokens.own")
def create(person: Person, name: str, scopes: tuple[str, ...], row_cap: int) -> None:
    """新建令牌，只显示这一次。Create a token, shown this once."""
    with person.writing():
        issued = tokens.create(NewToken(name=name, scopes=scopes, row_cap=row_cap), by=person.actor, at=person.at)
    person.show({"id": issued.token.id, "token": issued.text} if person.as_json else issued.text)


@token.command()
@click.argument("token_id", type=int)
@acting("tokens.own")
def revoke(person: Person, token_id: int) -> None:
    """吊销令牌。Revoke a token."""
    with person.writing():
        tokens.revoke(token_id, by=person.actor, at=person.at)
    person.say("已吊销。", "Revoked.")


commands = [token]
