"""A member plays: tasks, the exchange mall and lotteries, by plain forms; a double tap of one form happens once."""

import re
import secrets
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect

from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.types.playing import Offer, Outlook
from minghua.domain.loyalty.types.portfolio import ActivityKind
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.portal import answers, door
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_APART: Final = frozenset({ActivityKind.EXCHANGE, ActivityKind.LOTTERY, ActivityKind.TRADE, ActivityKind.AUCTION})


class FormSpent(Refusal):
    """A form without its token is not taken: nothing could keep it from happening twice."""

    code = "form_without_token"
    status = 422
    text = Text("这张表单不完整，没有提交。", "This form is not whole; nothing was sent.")
    remedy = Text("请回到活动页重新打开再试。", "Open the activity again and try once more.")


class CostMoved(Refusal):
    """What it costs is no longer what the form said."""

    code = "cost_moved"
    status = 409
    text = Text(
        "现在需要 {now} 分，和您刚才看到的 {shown} 分不同，积分没有扣。",
        "It costs {now} points now, not the {shown} you were shown; no points were taken.",
    )
    remedy = Text("请重新打开活动页确认。", "Open the activity again to confirm.")


@door.member()
def play(request: Any) -> HttpResponse:
    """Show every activity of today: tasks, the mall, lotteries, and what was played lately."""
    found = loyalty_reads.activities_for(request.member, door.me(request), at=request.at)
    told = {
        "tasks": [each for each in found if each.play.kind not in _APART],
        "malls": [each for each in found if each.play.kind is ActivityKind.EXCHANGE],
        "wheels": [each for each in found if each.play.kind is ActivityKind.LOTTERY],
        "latest": loyalty_reads.own_takings(request.member, door.me(request), limit=10),
    }
    return door.page(request, "play", told)


@door.member()
def activity(request: Any, portfolio: str, code: str) -> HttpResponse:
    """Show one activity: its rules, what may be done now, and what the member did."""
    return _activity(request, _outlook(request, portfolio, code))


@door.member()
def offer(request: Any, portfolio: str, code: str, item: str) -> HttpResponse:
    """Ask once more before points are exchanged."""
    outlook = _outlook(request, portfolio, code)
    told = {"outlook": outlook, "offer": _offer(outlook, item), "token": secrets.token_urlsafe(16)}
    return door.page(request, "offer", told)


@door.member("POST")
def take(request: Any, portfolio: str, code: str) -> HttpResponse:
    """Take part; the same form sent twice leads to the same outcome."""
    outlook = _outlook(request, portfolio, code)
    key = _key(request)
    try:
        with unit_of_work(request.member, at=request.at):
            taken_id = _known(request, outlook, key) or _take(request, outlook, key)
    except Refusal as refusal:
        if outlook.play.asked is None or isinstance(refusal, NotFound):
            raise
        return _activity(request, outlook, refusal)
    return redirect("member_played", taken_id)


@door.member()
def played(request: Any, taking_id: int) -> HttpResponse:
    """Show what one taking came to."""
    found = loyalty_reads.own_taking(request.member, door.me(request), taking_id)
    every = loyalty_reads.activities_for(request.member, door.me(request), at=request.at)
    outlook = next((each for each in every if (each.portfolio, each.play.code) == found[1:3]), None)
    return door.page(request, "played", {"taken": found, "outlook": outlook})


@door.member()
def proof(request: Any, portfolio: str, code: str) -> HttpResponse:
    """Show the fingerprint of a deck, how to check it, and which cards this member drew."""
    found = loyalty_reads.deck_proof(portfolio, code)
    own = loyalty_reads.own_takings(request.member, door.me(request), portfolio=portfolio, activity=code)
    return door.page(request, "proof", {"proof": found, "own": own})


@door.member()
def deck(request: Any, portfolio: str, code: str) -> HttpResponse:
    """Hand a revealed deck out: the SHA-256 of this file is its fingerprint."""
    told = loyalty_reads.deck_sealed(portfolio, code)
    response = HttpResponse(told, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{portfolio}-{code}.txt"'
    return response


def _activity(request: Any, outlook: Outlook, refusal: Refusal | None = None) -> HttpResponse:
    asked, language = outlook.play.asked, request.member.language
    purposes = {each.fill.purpose for each in asked.questions if each.fill} if asked else set()
    told = {
        "outlook": outlook,
        "own": loyalty_reads.own_takings(
            request.member, door.me(request), portfolio=outlook.portfolio, activity=outlook.play.code, limit=20
        ),
        "proof": loyalty_reads.deck_proof(outlook.portfolio, outlook.play.code) if outlook.commitment else None,
        "missed": _missed(request, outlook),
        "token": request.POST.get("token") or secrets.token_urlsafe(16),
        "said": answers.shown(asked, request.POST) if asked else {},
        "apart": {each for each in purposes if not _agreed(request, each)},
        "refusal": None if refusal is None else refusal.message(language),
        "faults": {} if refusal is None else {each.field: each.detail for each in refusal.faults(language)},
    }
    return door.page(request, "activity", told, status=200 if refusal is None else refusal.status)


def _take(request: Any, outlook: Outlook, key: str) -> int:
    """Call the operation of the activity's kind once."""
    own = (outlook.portfolio, outlook.play.code, door.me(request))
    by = {"by": request.member, "at": request.at}
    match outlook.play.kind:
        case ActivityKind.FOLLOW:
            return loyalty.follow(*own, **by).id
        case ActivityKind.CHECK_IN:
            day = answers.day(request.POST.get("day", ""))
            return (loyalty.make_up(*own, day=day, **by) if day else loyalty.check_in(*own, **by)).id
        case ActivityKind.GAME:
            _require_cost(request, outlook.cost)
            return loyalty.play(*own, key=key, chance=secrets.randbelow, **by).id
        case ActivityKind.LOTTERY:
            _require_cost(request, outlook.cost)
            return loyalty.draw(*own, key=key, chance=secrets.randbelow, **by).id
        case ActivityKind.EXCHANGE:
            wanted = _offer(outlook, request.POST.get("item", ""))
            _require_cost(request, wanted.points)
            return loyalty.exchange(*own, wanted.code, key=key, **by).id
        case _ if outlook.play.asked is not None:
            return loyalty.answer(*own, answers.read(outlook.play.asked, request.POST), **by).id
    raise NotFound(field="activity")


def _key(request: Any) -> str:
    token = request.POST.get("token", "")
    if not _TOKEN.fullmatch(token):
        raise FormSpent(field="token")
    return f"member-{token}"


def _known(request: Any, outlook: Outlook, key: str) -> int | None:
    """What this very form came to before: its price is not looked at again."""
    own = loyalty_reads.own_takings(
        request.member, door.me(request), portfolio=outlook.portfolio, activity=outlook.play.code, limit=500
    )
    return next((each.id for each in own if each.key == key), None)


def _require_cost(request: Any, now: int) -> None:
    shown = request.POST.get("cost", "")
    if shown != str(now):
        raise CostMoved(field="cost", now=now, shown=shown[:10] or "?")


def _outlook(request: Any, portfolio: str, code: str) -> Outlook:
    found = loyalty_reads.activities_for(request.member, door.me(request), at=request.at)
    own = next((each for each in found if (each.portfolio, each.play.code) == (portfolio, code)), None)
    if own is None:
        raise NotFound(field="activity")
    return own


def _offer(outlook: Outlook, item: str) -> Offer:
    found = next((each for each in outlook.play.offers if each.code == item), None)
    if found is None:
        raise NotFound(field="item")
    return found


def _agreed(request: Any, purpose: str) -> bool:
    return interaction_reads.may_contact(door.me(request), purpose, at=request.at).allowed


def _missed(request: Any, outlook: Outlook) -> list[Any]:
    """The days that could be made up now, the latest first; the operation says whether one may."""
    plan = outlook.play.check_in
    if plan is None or not plan.make_up_within or not plan.make_ups_a_month:
        return []
    own = loyalty_reads.own_takings(
        request.member, door.me(request), portfolio=outlook.portfolio, activity=outlook.play.code, limit=400
    )
    held, today = {each.on for each in own}, local_date(request.at)
    back = [today - timedelta(days=each) for each in range(1, plan.make_up_within + 1)]
    return [each for each in back if each not in held] if held else []
