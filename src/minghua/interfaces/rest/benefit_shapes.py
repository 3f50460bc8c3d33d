"""What programs receive about benefits and packs."""

from typing import Any

from minghua.domain.loyalty.types.shown import Examined, HeldBenefit, MemberBenefits, PackOutlook, SchemeSheet
from minghua.interfaces.rest.shapes import Day, Instant, Out, WordsOut


class BenefitSchemeOut(Out):
    """One scheme of benefits as it is in force."""

    code: str
    name: WordsOut
    programme: str
    version: int
    from_on: Day
    benefits: int
    packs: int
    grants: int
    stopped_at: Instant | None


class BenefitVersionOut(Out):
    """One published version."""

    number: int
    from_on: Day
    published_at: Instant
    published_by: str


class BenefitSchemeSheetOut(Out):
    """A scheme with its text and its versions."""

    scheme: BenefitSchemeOut
    text: str
    levels: list[str]
    versions: list[BenefitVersionOut]


class BenefitProblemOut(Out):
    """One thing wrong with a text: its line, its place, what, and what to do."""

    line: int
    path: str
    code: str
    text: WordsOut
    remedy: WordsOut


class BenefitExaminedOut(Out):
    """What is wrong with a text; empty when it can be published."""

    problems: list[BenefitProblemOut]


class BenefitSchemeMadeOut(Out):
    """The code of what was published."""

    code: str


class HeldBenefitOut(Out):
    """A benefit that a member has now; `value` in what `kind` says."""

    scheme: str
    code: str
    name: WordsOut
    kind: str
    level: str
    value: int
    limit: int | None
    period: str
    currency: str


class PackReasonOut(Out):
    """Why a pack may be taken or not."""

    code: str
    text: WordsOut


class PackOutlookOut(Out):
    """How a pack stands for a member now; the window is the open one or the next."""

    scheme: str
    pack: str
    name: WordsOut
    take: str
    period: str | None
    window_from: Day | None
    window_last_day: Day | None
    open: bool
    may_take: bool
    grant_id: int | None
    reasons: list[PackReasonOut]


class PackItemOut(Out):
    """One thing that was given, with the half-open days on which it may be used."""

    code: str
    name: WordsOut
    kind: str
    value: int
    least: int
    pieces: int
    from_on: Day
    until_on: Day


class PackGrantOut(Out):
    """One grant with its evidence."""

    id: int
    scheme: str
    version: int
    programme: str
    benefit: str
    benefit_name: WordsOut
    period: str
    customer_id: int
    customer_number: str
    customer_name: str
    take: str
    level: str
    level_at: Instant
    window_from: Day
    window_until: Day
    issued_on: Day
    until_on: Day
    granted_at: Instant
    granted_by: str
    reason: WordsOut
    state: str
    revoked_at: Instant | None
    revoked_why: str
    currency: str
    items: list[PackItemOut]


class MemberBenefitsOut(Out):
    """What one member has: benefits, packs due or to come, what was given (the latest first)."""

    benefits: list[HeldBenefitOut]
    packs: list[PackOutlookOut]
    grants: list[PackGrantOut]


class PackClaimedOut(Out):
    """The grant of the pack asked for; `again`: it had been given before."""

    grant_id: int
    again: bool


def sheet(found: SchemeSheet) -> dict[str, Any]:
    """Return a scheme as programs receive it."""
    return {
        "scheme": found.row,
        "text": found.text,
        "levels": [level.code for level in found.levels],
        "versions": found.versions,
    }


def examined(found: Examined) -> dict[str, Any]:
    """Return what is wrong with a text."""
    return {"problems": found.problems}


def member(found: MemberBenefits) -> dict[str, Any]:
    """Return what a member has."""
    return {
        "benefits": [_held(each) for each in found.held],
        "packs": [_outlook(each) for each in found.packs],
        "grants": found.grants,
    }


def _held(each: HeldBenefit) -> dict[str, Any]:
    return {
        "scheme": each.scheme,
        "code": each.benefit.code,
        "name": each.benefit.name,
        "kind": each.benefit.kind,
        "level": each.level.code,
        "value": each.at_level.value,
        "limit": each.at_level.limit,
        "period": each.at_level.period,
        "currency": each.currency,
    }


def _outlook(each: PackOutlook) -> dict[str, Any]:
    window = each.window
    return {
        "scheme": each.scheme,
        "pack": each.pack.code,
        "name": each.pack.name,
        "take": each.pack.take,
        "period": window.period if window else None,
        "window_from": window.days.start if window else None,
        "window_last_day": window.last_day if window else None,
        "open": each.open,
        "may_take": each.may_take,
        "grant_id": each.grant_id,
        "reasons": each.reasons,
    }
