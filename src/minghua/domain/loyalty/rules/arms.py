"""Which members are of a control group: drawn by a fingerprint, the same whenever it is asked (R25.2)."""

import hashlib


def is_control(salt: str, member_id: int, *, percent: int) -> bool:
    """Return whether a member is among so many of a hundred who get nothing; the salt is the batch's, for ever."""
    drawn = int.from_bytes(hashlib.sha256(f"{salt}|{member_id}".encode()).digest()[:8])
    return drawn % 10_000 < percent * 100
