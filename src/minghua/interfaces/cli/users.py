"""People at the shell: create, set a password, deactivate."""

import click

from minghua.foundation.people import membership, passwords
from minghua.foundation.people import operations as people
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli.acting import Person, Settings, acting, operator
from minghua.kernel import clock
from minghua.kernel.errors import Forbidden, NotFound

secret = click.password_option(prompt="密码 Password", help="不写则询问。Asked for when left out.")


@click.group()
def user() -> None:
    """员工账号。Staff accounts."""


@user.command()
@click.argument("username")
@click.option("--name", required=True, help="姓名。Name.")
@click.option("--role", "roles", multiple=True, help="角色代码，可多次。Role code, may be repeated.")
@click.option("--team", "team_id", type=int, help="部门编号。Team id.")
@secret
@acting("people.manage")
def create(
    person: Person, username: str, name: str, roles: tuple[str, ...], team_id: int | None, password: str
) -> None:
    """新建员工。Create a member of staff."""
    with person.writing():
        made = people.create_user(
            username,
            name=name,
            password=passwords.strong(password),
            team_id=team_id,
            role_codes=roles,
            by=person.actor,
            at=person.at,
        )
    person.show({"id": made, "username": username})


@user.command()
@click.argument("username")
@click.option("--name", required=True, help="姓名。Name.")
@secret
@operator
@click.pass_obj
def first(said: Settings, username: str, name: str, password: str) -> None:
    """新建第一位管理员（仅当还没有员工）。Create the first administrator, only while there is nobody."""
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        if User.objects.exists():
            raise Forbidden(permission="people.manage")
        people.create_user(
            username, name=name, password=passwords.strong(password), role_codes=("admin",), by=SYSTEM, at=at
        )
    click.echo(username)


@user.command()
@click.argument("username")
@secret
@acting("people.manage")
def password(person: Person, username: str, password: str) -> None:
    """设置密码并结束其登录。Set a password and end the sessions."""
    with person.writing():
        membership.reset_password(_id_of(username), passwords.strong(password), by=person.actor, at=person.at)
    person.say("密码已设置。", "The password is set.")


@user.command()
@click.argument("username")
@acting("people.manage")
def deactivate(person: Person, username: str) -> None:
    """停用员工：立刻退出，令牌失效。Deactivate: signed out at once, tokens dead."""
    with person.writing():
        membership.set_active(_id_of(username), active=False, by=person.actor, at=person.at)
    person.say("已停用。", "Deactivated.")


def _id_of(username: str) -> int:
    found = User.objects.filter(username=username).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(field="username")
    return found


commands = [user]
