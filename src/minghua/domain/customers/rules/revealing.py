"""May this person look behind a mask once more today, and does the number call for a second pair of eyes (A2)."""

from dataclasses import dataclass

from minghua.domain.customers.types.reveals import OTHER


@dataclass(frozen=True, slots=True)
class Look:
    """What may happen: the look itself, and whether auditors are told of its number."""

    allowed: bool
    unusual: bool = False


def judge(*, looked_today: int, cap: int, unusual_from: int) -> Look:
    """Return whether one more look is allowed after so many today; at the unusual number auditors hear of it once."""
    if looked_today >= cap:
        return Look(allowed=False)
    return Look(allowed=True, unusual=looked_today + 1 == unusual_from)


def problem(reason: str, text: str, *, reasons: frozenset[str]) -> str:
    """Return what is wrong with the given reason: "" for nothing, unknown_reason, needs_text."""
    if reason not in reasons:
        return "unknown_reason"
    return "needs_text" if reason == OTHER and len(text.strip()) < 2 else ""
