"""Who is compared with whom: customers that share a stored key, never all with all (blocking of R06.8)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from minghua.domain.customers.models import MatchKey

MOST_IN_BLOCK = 50
_CHUNK = 5_000


def couples(digests: Collection[int], changed: Collection[int]) -> set[tuple[int, int]]:
    """Return the couples (smaller id first) that share one of these keys and have a changed one among them."""
    found: set[tuple[int, int]] = set()
    for holders in _blocks(digests).values():
        found |= {(low, high) for low, high in within(holders) if low in changed or high in changed}
    return found


def within(holders: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Return the couples of one block; a key that many share tells nothing."""
    ordered = sorted(holders)
    if len(ordered) > MOST_IN_BLOCK:
        return ()
    return ((low, high) for place, low in enumerate(ordered) for high in ordered[place + 1 :])


def keys_of(customer_ids: Collection[int]) -> set[int]:
    """Return the digests under which these customers are kept."""
    ids, found = sorted(customer_ids), set()
    for start in range(0, len(ids), _CHUNK):
        some = MatchKey.objects.filter(customer_id__in=ids[start : start + _CHUNK])
        found |= set(some.values_list("digest", flat=True))
    return found


def _blocks(digests: Collection[int]) -> Mapping[int, set[int]]:
    blocks: dict[int, set[int]] = defaultdict(set)
    ordered = sorted(digests)
    for start in range(0, len(ordered), _CHUNK):
        some = MatchKey.objects.filter(digest__in=ordered[start : start + _CHUNK])
        for digest, customer_id in some.values_list("digest", "customer_id"):
            blocks[digest].add(customer_id)
    return blocks
