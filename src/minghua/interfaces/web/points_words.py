"""How points are shown: moves, what a line changed, and why."""

import re

from django.utils.translation import gettext

from minghua.domain.loyalty.queries import EntryLine
from minghua.domain.loyalty.types.adjustments import AdjustmentRow, AdjustmentState, Way
from minghua.domain.loyalty.types.points import Bucket, Move
from minghua.domain.loyalty.types.points_suspects import Oddity, Suspect
from minghua.interfaces.web import display
from minghua.kernel.words import Text

MOVES = {
    Move.EARNED: Text("获得", "Earned"),
    Move.ACTIVATED: Text("转为可用", "Became usable"),
    Move.CANCELLED: Text("取消", "Cancelled"),
    Move.EXPIRED: Text("到期", "Expired"),
    Move.CLAWED: Text("退货收回", "Taken back by a return"),
    Move.REGAINED: Text("失而复得", "Regained"),
    Move.SPENT: Text("使用", "Spent"),
    Move.RESTORED: Text("退回", "Given back"),
    Move.RESTORED_EXPIRED: Text("退回时已到期", "Given back, expired meanwhile"),
    Move.HELD: Text("预留", "Held"),
    Move.CAPTURED: Text("预留后使用", "Spent from a hold"),
    Move.RELEASED: Text("预留取消", "Hold released"),
    Move.TIMED_OUT: Text("预留超时", "Hold timed out"),
    Move.TAKEN: Text("扣除", "Taken"),
    Move.REPAID: Text("偿还欠分", "Repaid"),
}
BUCKETS = {
    Bucket.PENDING: Text("待生效", "Pending"),
    Bucket.AVAILABLE: Text("可用", "Usable"),
    Bucket.HELD: Text("预留", "Held"),
    Bucket.DEBT: Text("欠分", "Owed"),
    Bucket.ISSUED: Text("发出", "Issued"),
    Bucket.SPENT: Text("已使用", "Spent"),
    Bucket.EXPIRED: Text("已到期", "Expired"),
    Bucket.CLAWED: Text("已收回", "Taken back"),
    Bucket.CANCELLED: Text("已取消", "Cancelled"),
    Bucket.WRITTEN_OFF: Text("已核销", "Written off"),
    Bucket.CHARGED: Text("折为现金", "Charged in cash"),
}

STATES = {
    AdjustmentState.ASKED: (Text("待批准", "Waiting"), "warn"),
    AdjustmentState.BOOKED: (Text("已入账", "Booked"), "ok"),
    AdjustmentState.REFUSED: (Text("已退回", "Turned down"), "danger"),
}
ODDITIES = {
    Oddity.FAST: Text("积得很快", "Earns fast"),
    Oddity.RETURNS: Text("反复退货", "Returns again and again"),
    Oddity.SPLIT: Text("拆开赠送", "Gifts in parts"),
}

_SOURCES = {
    "order": Text("订单", "Order"),
    "return": Text("退货", "Return"),
    "adjust": Text("订单更正", "Order corrected"),
    "referral": Text("介绍新客", "Brought a new customer"),
}
_ORDER = re.compile(r"order:(\d+)")


def signed(row: AdjustmentRow) -> str:
    """Return the points of an adjustment with their sign: "+500", "−20"."""
    return f"{'+' if row.way is Way.GIVE else '−'}{row.amount:,}"


def oddity(one: Suspect) -> str:
    """Return why something looks wrong, with its figures."""
    told = {
        "n": one.count,
        "points": f"{one.points:,}",
        "by": one.by,
        "most": f"{one.most:,}",
        "day": display.day(one.on),
    }
    if one.oddity is Oddity.FAST:
        return gettext("%(day)s 一天积分 %(n)s 次，共 %(points)s 分；%(most)s 次起列出") % told
    if one.oddity is Oddity.RETURNS:
        return gettext("三十天里有 %(n)s 单积了分又退货；%(most)s 单起列出") % told
    return gettext("%(by)s 三十天里分 %(n)s 笔赠送共 %(points)s 分，每笔都不到要两人经手的 %(most)s 分") % told


def way(line: EntryLine) -> str:
    """Return from which bucket to which the points went."""
    return f"{display.say(BUCKETS[Bucket(line.source)])} → {display.say(BUCKETS[Bucket(line.target)])}"


def why(line: EntryLine) -> str:
    """Return the reason that was given, the order or return it came from, or its business key (of the lot, when time alone moved it)."""
    kind, _, key = (line.cause or line.lot).partition(":")
    if kind in _SOURCES:
        return display.say(_SOURCES[kind])
    return str(line.inputs.get("reason") or key or kind)


def order_id(line: EntryLine) -> int | None:
    """Return the order that a line speaks of, if it speaks of one."""
    kind = (line.cause or line.lot).partition(":")[0]
    found = _ORDER.search(line.cause or line.lot) if kind in _SOURCES else None
    return int(found[1]) if found else None
