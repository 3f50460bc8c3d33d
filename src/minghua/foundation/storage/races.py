"""A race that was lost to another writer: which errors of a database mean it, and the refusal that says so."""

import structlog
from django.db import DatabaseError, IntegrityError, OperationalError

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

LOG = structlog.get_logger(__name__)
# PostgreSQL: could not serialise, deadlock, lock not to be had; a key or row that another writer made or took away.
_TURN = frozenset({"40001", "40P01", "55P03"})
_ROWS = frozenset({"23505", "23503", "23P01"})
_BUSY = "database is locked"
_SQLITE_ROWS = ("UNIQUE constraint failed", "FOREIGN KEY constraint failed")


class Overtaken(Refusal):
    """Another writer changed the same rows first; nothing of this request was kept."""

    code = "overtaken"
    status = 409
    text = Text("同一时刻有别人在改同一处，这次没有保存。", "Somebody changed the same thing first; nothing was saved.")
    remedy = Text("请刷新看看现在的样子，再试一次。", "Reload, see how it stands now, and try again.")


def wants_its_turn(error: DatabaseError) -> bool:
    """Return whether the same request may succeed when it is simply made again."""
    return _state(error) in _TURN or (isinstance(error, OperationalError) and _BUSY in str(error))


def is_lost(error: DatabaseError) -> bool:
    """Return whether the error means that another writer came first."""
    found_changed = isinstance(error, IntegrityError) and (
        _state(error) in _ROWS or str(error).startswith(_SQLITE_ROWS)
    )
    return found_changed or wants_its_turn(error)


def refusal(error: DatabaseError) -> Overtaken:
    """Return the refusal to answer a lost race with; the log keeps the constraint's name, never its values."""
    LOG.warning("race.lost", state=_state(error), constraint=_constraint(error))
    return Overtaken()


def _state(error: DatabaseError) -> str:
    return str(getattr(error.__cause__, "sqlstate", "") or "")


def _constraint(error: DatabaseError) -> str:
    told = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return str(told or type(error).__name__)
