"""Reasons in words: why a pack is given or is not, and why a benefit is there."""

from typing import Final

from minghua.domain.loyalty.types.scheme import Pack
from minghua.domain.loyalty.types.story import PackFacts, Reason, Window
from minghua.kernel.words import Text

AGAINST: Final = {
    "enterprise": Text("企业客户不参加。", "Businesses do not take part."),
    "tier": Text("等级不在范围内。", "The level is not among those that get it."),
    "no_birthday": Text("档案里没有生日。", "There is no birthday in the archive."),
    "before_launch": Text("活动开始之前，不补发。", "Before it began; nothing is made up for."),
    "after_end": Text("活动已结束。", "It has ended."),
    "outside_window": Text("不在领取期内。", "Outside its window."),
    "already_claimed": Text("本期已发放过，不再补发。", "It was given for this period already and is not given again."),
    "verify_phone": Text("请先核实手机号。", "Verify the mobile number first."),
}


def reason(code: str) -> Reason:
    """Return a reason against a pack, in words."""
    return Reason(code, AGAINST[code])


def again() -> Reason:
    """Return that the pack of this window was given before."""
    return Reason(
        "given_before", Text("这一期已经发放，就是这一份。", "It was given for this window; this is the one.")
    )


def given(pack: Pack, facts: PackFacts, window: Window) -> Reason:
    """Return why a pack is given: level, when it counted, and for which days."""
    last = window.last_day.isoformat()
    if window.snapshot_on is not None:
        day = window.snapshot_on.isoformat()
        return Reason(
            "given",
            Text(
                f"{day} 当天结束时等级为 {facts.level}；本期 {window.period}。",
                f"The level was {facts.level} at the end of {day}; period {window.period}.",
            ),
        )
    return Reason(
        "given",
        Text(
            f"领取时等级为 {facts.level}；生日 {window.occasion_on:%m-%d}，领取期 {window.days.start} 至 {last}。",
            f"The level was {facts.level} when it was taken; birthday {window.occasion_on:%m-%d}, window {window.days.start} to {last}.",
        ),
    )
