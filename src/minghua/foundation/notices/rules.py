"""Whether a notice is mailed, and when its person's digest is due: pure decisions."""

from collections.abc import Collection
from typing import Final

from minghua.foundation.notices.types import Carrier, MailState, NoticeMode, Wish

USUAL_HOUR: Final = 8


def mail_state(
    mode: NoticeMode, carriers: Collection[Carrier], wish: Wish, *, must: bool = False, has_address: bool
) -> MailState:
    """Return how the mail of a new notice begins: none, at once, or in the digest.

    A wish speaks before the notice's own mode; a kind that must be told is not silenced by `never`.
    """
    if mode == NoticeMode.ARCHIVE or Carrier.MAIL not in carriers or not has_address:
        return MailState.NONE
    if wish == Wish.NEVER and not must:
        return MailState.NONE
    asked = mode if wish in (Wish.DEFAULT, Wish.NEVER) else NoticeMode(wish)
    return MailState.WAITING if asked == NoticeMode.INSTANT else MailState.DIGEST


def digest_due(chosen_hour: int | None, *, hour: int) -> bool:
    """Return whether a person's digest may leave at this local hour: at theirs, or later when theirs was missed."""
    return (USUAL_HOUR if chosen_hour is None else chosen_hour) <= hour
