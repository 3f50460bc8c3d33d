"""How values read on a member's telephone: money, days, words of both tongues, and why points moved."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import get_language

from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel import clock
from minghua.kernel import money as amounts
from minghua.kernel.words import Text

MOVES: Final = {
    "earned": Text("获得", "Earned"),
    "activated": Text("到账可用", "Ready to use"),
    "cancelled": Text("取消", "Cancelled"),
    "expired": Text("到期", "Expired"),
    "clawed": Text("退货收回", "Taken back for a return"),
    "regained": Text("补回", "Given again"),
    "spent": Text("使用", "Spent"),
    "restored": Text("退回", "Given back"),
    "restored_expired": Text("退回时已到期", "Given back, expired meanwhile"),
    "held": Text("预留", "Reserved"),
    "captured": Text("预留后使用", "Reserved, then spent"),
    "released": Text("取消预留", "No longer reserved"),
    "timed_out": Text("预留到时取消", "Reservation ran out"),
    "taken": Text("扣减", "Deducted"),
    "repaid": Text("补还欠分", "Repaid what was owed"),
}
STANDING: Final = {
    "ready": Text("可使用", "Ready"),
    "held": Text("使用中", "In use"),
    "redeemed": Text("已使用", "Used"),
    "expired": Text("已过期", "Expired"),
    "void": Text("已作废", "Void"),
}
CAME_TO: Final = {
    "blank": Text("这次没有抽中", "No prize this time"),
    "made_up": Text("补签成功", "Day made up"),
    "checked_in": Text("签到成功", "Checked in"),
    "answered": Text("已收到，谢谢", "Received, thank you"),
    "followed": Text("已关注，谢谢", "Followed, thank you"),
}
OWN: Final = {"pending", "available", "held"}
CONSENT: Final = {
    "granted": Text("您已同意", "You agreed"),
    "not_objected": Text("为您服务所需，您没有拒绝", "Needed to serve you; you did not object"),
    "no_consent": Text("您没有同意过", "You never agreed"),
    "withdrawn": Text("您已撤回或拒绝", "You withdrew or objected"),
    "restricted": Text("已限制处理：只存不用", "Restricted: kept, not used"),
    "policy_changed": Text("隐私政策已更新，请再确认", "The privacy policy changed: please confirm"),
}


def language() -> str:
    """Return the language this member reads."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def say(text: Any) -> str:
    """Return a bilingual text in the member's language; plain words stay as they are."""
    return str(text.say(language()) if hasattr(text, "say") else text)


def money(minor: int, currency: str = "CNY") -> str:
    """Return an amount of minor units."""
    return amounts.show(minor, currency or "CNY")


def day(on: date | datetime | None) -> str:
    """Return a local day as it is said: "2026年11月23日"; "" for none."""
    if on is None:
        return ""
    local = on.astimezone(clock.SHANGHAI).date() if isinstance(on, datetime) else on
    return local.isoformat() if language() == "en" else f"{local.year}年{local.month}月{local.day}日"


def last_day(until_on: date) -> str:
    """Return the last day before an exclusive end."""
    return day(until_on - timedelta(days=1))


def quantity(milli: int) -> str:
    """Return a quantity without idle noughts."""
    return f"{milli / 1_000:,.3f}".rstrip("0").rstrip(".")


def label(code: str, vocabulary: str) -> str:
    """Return the name of a vocabulary's term."""
    return say(vocabularies.label(vocabulary, code))


def moved(move: str) -> str:
    """Return why points moved."""
    return say(MOVES[move]) if move in MOVES else move


def phone(number: str) -> str:
    """Return a number that its owner recognises and a neighbour does not."""
    plain = number.removeprefix("+86")
    return f"{plain[:-8]}****{plain[-4:]}" if len(plain) > 8 else plain


def standing(state: str) -> str:
    """Return where a coupon stands."""
    return say(STANDING[state])


def agreed(decision: Any) -> str:
    """Return how a consent stands, said to the person it is about."""
    return say(CONSENT.get(decision.code, decision.reason))


def signed(source: str, target: str, amount: int) -> str:
    """Return how a line changed what is the member's own: "+20", "−50"; plain where points only changed their place."""
    mine = (source in OWN, target in OWN)
    sign = {(False, True): "+", (True, False): "−"}.get(mine, "")
    return f"{sign}{amount:,}"


def net(earned: int, cost: int) -> str:
    """Return what a taking brought: "+20", "−50", "0"."""
    found = earned - cost
    return f"+{found:,}" if found > 0 else f"−{-found:,}" if found else "0"


def came_to(taken: Any) -> str:
    """Return what a taking came to: the prize or the thing by its name, or how it went."""
    if taken.item:
        return say(taken.item_name)
    return say(CAME_TO.get(taken.reason, Text("已参加", "Taken part")))
