"""Match keys as short keyed digests: 64 bits of the vault's blind index, of no use to anyone who holds only the table.

Of a million customers' keys two meet by chance once in two million times.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from minghua.domain.customers.rules import match_keys
from minghua.domain.customers.types.likeness import KEY_KINDS, Traits
from minghua.foundation.vault import queries as vault

Digests = Callable[[Traits], set[tuple[int, int]]]


def digester(*, at: datetime) -> Digests:
    """Return what tells the (kind, digest) pairs under which a record is kept; its key is read once."""
    blind = vault.blinder("customers.match", at=at)

    def digests(traits: Traits) -> set[tuple[int, int]]:
        return {(KEY_KINDS[kind], blind.number(f"{kind}\x1f{value}")) for kind, value in match_keys.keys(traits)}

    return digests


def keys_of(asked: Iterable[Traits], *, at: datetime) -> list[set[tuple[int, int]]]:
    """Return the (kind, digest) pairs of each record, in order."""
    return list(map(digester(at=at), asked))
