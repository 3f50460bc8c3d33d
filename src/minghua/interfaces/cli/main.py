"""The entry point `minghua`: sets Django up, collects the commands, answers refusals in words."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click
import django

from minghua.kernel.words import CHINESE, ENGLISH, Text

if TYPE_CHECKING:
    from minghua.kernel.errors import Refusal

EXPECTED_NO = 2
INTERRUPTED = 130
ACCESS_REFUSED = {403, 404}
NO_TABLES = (
    Text("数据库还没有建立。", "The database has not been made yet."),
    Text("请先运行：minghua migrate", "First run: minghua migrate"),
)
_NOT_COMMANDS = {"__init__", "acting", "coupon_sales", "main", "points_trials", "printing"}


def main() -> None:
    """Run `minghua [--as USER] [--json] COMMAND …`; an expected no ends with status 2, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minghua.config.settings")
    django.setup()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status."""
    from django.db import DatabaseError

    from minghua.foundation.storage import races
    from minghua.kernel.errors import Refusal

    try:
        ended = tree().main(arguments, prog_name="minghua", standalone_mode=False)
    except Refusal as refusal:
        _watched(refusal, arguments)
        return _refused(refusal, arguments)
    except DatabaseError as error:
        if races.is_lost(error):
            return _refused(races.refusal(error), arguments)
        if not _lacks_tables(error):
            raise
        return _say_no(*(text.say(_shell_language()) for text in NO_TABLES))
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Abort:
        return INTERRUPTED
    return ended if isinstance(ended, int) else 0


def tree() -> click.Group:
    """Return the whole tree of commands: the `commands` of every module beside this one."""
    from minghua.interfaces.cli.acting import Settings

    @click.group(help="明华 CRM。Minghua CRM at the shell.", context_settings={"help_option_names": ["-h", "--help"]})
    @click.option("--as", "username", help="以谁的身份执行（或 MINGHUA_USER）。For whom (or MINGHUA_USER).")
    @click.option("--json", "as_json", is_flag=True, help="输出 JSON。Answer in JSON.")
    @click.version_option(package_name="minghua")
    @click.pass_context
    def minghua(context: click.Context, username: str | None, as_json: bool) -> None:
        context.obj = Settings(as_json=as_json) if username is None else Settings(username, as_json)

    for command in collected():
        minghua.add_command(command)
    return minghua


def collected() -> list[click.Command]:
    """Return the commands that the modules of this door declare, in alphabetical order of the modules."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _NOT_COMMANDS)
    modules = [import_module(f"minghua.interfaces.cli.{name}") for name in names]
    return [command for module in modules for command in getattr(module, "commands", ())]


def _watched(refusal: "Refusal", arguments: list[str]) -> None:
    """Put a refused access at the shell on record; of the arguments only the command's own words are kept."""
    from minghua.foundation.people import queries as people
    from minghua.foundation.watch import operations as watch
    from minghua.interfaces.cli.acting import CHANNEL
    from minghua.kernel import clock
    from minghua.kernel.ids import hex_id

    by = people.actor_named(_named(arguments), channel=CHANNEL, request_id=hex_id())
    if refusal.status not in ACCESS_REFUSED or by is None:
        return
    words = {str(command.name) for command in collected()} & {*arguments}
    where = min(words, default="")
    watch.turned_away(by=by, subject=("door", where), code=refusal.code, where=where, method="cli", at=clock.now())


def _refused(refusal: "Refusal", arguments: list[str]) -> int:
    language = _language(arguments)
    return _say_no(refusal.message(language), refusal.advice(language))


def _say_no(message: str, advice: str) -> int:
    click.secho(message, err=True, fg="red")
    click.echo(advice, err=True)
    return EXPECTED_NO


def _lacks_tables(error: Exception) -> bool:
    from django.db import OperationalError, ProgrammingError

    told = str(error)
    missing = "no such table" in told or "does not exist" in told
    return missing and isinstance(error, OperationalError | ProgrammingError)


def _language(arguments: list[str]) -> str:
    """The language of the person the command acts for, else of the shell, else Chinese."""
    from minghua.foundation.people.models import User

    spoken = User.objects.filter(username=_named(arguments)).values_list("language", flat=True).first()
    return spoken or _shell_language()


def _named(arguments: list[str]) -> str:
    named = arguments[arguments.index("--as") + 1 :][:1] if "--as" in arguments else []
    return named[0] if named else os.environ.get("MINGHUA_USER", "")


def _shell_language() -> str:
    return ENGLISH if os.environ.get("LANG", "").startswith("en") else CHINESE
