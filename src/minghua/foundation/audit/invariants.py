"""What must always hold of the audit record."""

from collections.abc import Iterator
from datetime import datetime

from minghua.foundation.audit import queries
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.words import Text

# Key texts of ours (API keys, webhook secrets), password hashes, and values under names that hold secrets.
_SECRET_SHAPES = ("%%mh\\_%%\\_%%", "%%whsec\\_%%", "%%argon2%%", "%%pbkdf2%%", '%%"password": "%%', '%%"secret": "%%')


def _chain(at: datetime) -> Iterator[Finding]:
    check = queries.check_chain(SYSTEM)
    if check.broken_at is not None:
        yield {"seq": check.broken_at}


INVARIANTS = (
    Invariant(
        "INV-A1",
        Text(
            "审计记录前后相连，无一条被改动、删除或插入",
            "The audit chain is whole: no event was changed, lost or added",
        ),
        _chain,
        (
            "UPDATE audit_auditevent SET actor_name = 'x' WHERE seq = 1",
            "DELETE FROM audit_auditevent WHERE seq = 2",
            "UPDATE audit_audithead SET seq = seq - 1",
        ),
    ),
    Invariant(
        "INV-A4",
        Text("审计记录里没有口令、令牌或密钥", "The audit record holds no password, token or key"),
        rows(
            "SELECT seq FROM audit_auditevent WHERE "
            + " OR ".join(f"CAST(data AS TEXT) LIKE '{shape}' ESCAPE '\\'" for shape in _SECRET_SHAPES)
        ),
        ("""UPDATE audit_auditevent SET data = '{"password": "hunter2"}' WHERE seq = 1""",),
    ),
)
