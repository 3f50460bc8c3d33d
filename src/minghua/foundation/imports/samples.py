"""The first rows of a file, kept sealed: which of its columns are sensitive is known only once they are mapped."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from minghua.foundation.vault import operations as vault
from minghua.foundation.vault import queries as vault_reads
from minghua.foundation.vault.types import STORE

PLACE: Final = "imports_importrun.samples"
SHOWN: Final = 50


def sealed(rows: Iterable[Sequence[str]], *, at: datetime) -> str:
    """Return the rows as they are stored."""
    kept = [list(row) for row in rows][:SHOWN]
    return vault.seal(STORE, PLACE, json.dumps(kept, ensure_ascii=False), at=at)


def opened(stored: Any) -> list[list[str]]:
    """Return the rows again; none once they were forgotten."""
    text = vault_reads.unseal(STORE, PLACE, stored) if stored else ""
    return list(json.loads(text)) if isinstance(text, str) and text else []
