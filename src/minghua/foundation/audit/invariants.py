"""What must always hold of the audit record."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Replace

from minghua.foundation.audit import queries
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.audit.privacy import SEALED
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.tokens.types import MARK, PREFIX_HEX_DIGITS
from minghua.kernel.words import Text

# Key texts of ours (API keys, webhook secrets), password hashes, and values under names that hold secrets.
_SECRET_SHAPES = rf'{MARK}_[0-9a-f]{{{PREFIX_HEX_DIGITS}}}_|whsec_|argon2|pbkdf2|"password": |"secret": '


def _chain(at: datetime) -> Iterator[Finding]:
    check = queries.check_chain(SYSTEM)
    if check.broken_at is not None:
        yield {"seq": check.broken_at}


def _secrets(at: datetime) -> Iterator[Finding]:
    """Search what is told in clear; in what is sealed, chance may spell anything."""
    sealed = Coalesce(KT(f"data__{SEALED}"), Value(""), output_field=TextField())
    clear = Replace(Cast("data", TextField()), sealed, Value(""), output_field=TextField())  # type: ignore[arg-type]
    found = AuditEvent.objects.alias(clear=clear).filter(clear__regex=_SECRET_SHAPES)
    for seq in found.values_list("seq", flat=True).iterator():
        yield {"seq": seq}


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
        _secrets,
        (
            """UPDATE audit_auditevent SET data = '{"password": "hunter2"}' WHERE seq = 1""",
            """UPDATE audit_auditevent SET data = '{"key": "mh_0123456789ab_x", "sealed": "mh1:a"}' WHERE seq = 1""",
        ),
    ),
)
