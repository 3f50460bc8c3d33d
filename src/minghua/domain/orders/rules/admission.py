"""What an order or a return must say before it is kept."""

from datetime import datetime, timedelta

from minghua.domain.orders.types import NewOrder, NewReturn, Status
from minghua.kernel.words import Text

MOST_LINES = 10_000
LONGEST_NUMBER = 64
LONGEST_SOURCE = 40
MAX_QUANTITY_MILLI = 10**12
MAX_PRICE_E4 = 10**13
YEARS = range(1900, 2200)
CLOCK_SKEW = timedelta(minutes=5)  # another machine's clock may run ahead of ours
_CURRENCY_LENGTH = 3

PROBLEMS: dict[str, Text] = {
    "no_number": Text("缺少单号。", "The number is missing."),
    "too_long": Text("文字过长。", "The text is too long."),
    "no_source": Text("缺少来源。", "The source is missing."),
    "no_lines": Text("至少要有一行明细。", "There must be at least one line."),
    "too_many_lines": Text("明细行过多。", "There are too many lines."),
    "zero_quantity": Text("数量不能为零。", "A quantity cannot be zero."),
    "not_positive": Text("退货数量必须大于零。", "A returned quantity must be more than zero."),
    "too_large": Text("数量或单价过大。", "A quantity or price is too large."),
    "bad_currency": Text("币种应为三位字母代码。", "The currency is a code of three letters."),
    "naive_time": Text("时间缺少时区。", "The time lacks its zone."),
    "strange_year": Text("日期超出范围。", "The day is out of range."),
    "ahead": Text("已完成的单据不能晚于现在。", "What is completed cannot lie in the future."),
    "unknown_product": Text("产品不存在。", "There is no such product."),
    "unknown_customer": Text("找不到该客户，或您无权查看。", "No such customer, or you may not see it."),
    "anonymous": Text(
        "没有客户的单据只能由可见全部数据的人登记。", "Only people who see everything may record without a customer."
    ),
    "number_twice": Text(
        "同一批数据中单号重复且内容不同。", "The number occurs twice in this batch with different content."
    ),
    "differs": Text("该单号已存在且内容不同。", "The number is known with other content."),
    "taken": Text("该单号已被您看不到的一单占用。", "The number belongs to a document out of your reach."),
}


def problem(new: NewOrder | NewReturn, *, at: datetime) -> tuple[str, str] | None:
    """Return (field, code) of the first thing wrong as of `at`, or None when it can be kept."""
    return _head(new) or _moment(new, at=at) or _body(new)


def _head(new: NewOrder | NewReturn) -> tuple[str, str] | None:
    checks = (
        (not new.number.strip(), "number", "no_number"),
        (len(new.number) > LONGEST_NUMBER, "number", "too_long"),
        (not new.source.strip(), "source", "no_source"),
        (len(new.source) > LONGEST_SOURCE, "source", "too_long"),
        (len(new.currency) != _CURRENCY_LENGTH or not new.currency.isupper(), "currency", "bad_currency"),
        (not new.lines, "lines", "no_lines"),
        (len(new.lines) > MOST_LINES, "lines", "too_many_lines"),
    )
    return next(((field, code) for wrong, field, code in checks if wrong), None)


def _moment(new: NewOrder | NewReturn, *, at: datetime) -> tuple[str, str] | None:
    """Only an order that is still open or was cancelled may lie ahead: what is done was done by now."""
    field, moment = ("placed_at", new.placed_at) if isinstance(new, NewOrder) else ("returned_at", new.returned_at)
    if moment.tzinfo is None:
        return field, "naive_time"
    if moment.year not in YEARS:
        return field, "strange_year"
    done = isinstance(new, NewReturn) or new.status == Status.COMPLETED
    return (field, "ahead") if done and moment > at + CLOCK_SKEW else None


def _body(new: NewOrder | NewReturn) -> tuple[str, str] | None:
    returning = isinstance(new, NewReturn)
    for position, line in enumerate(new.lines, start=1):
        if line.quantity_milli == 0:
            return f"lines.{position}.quantity", "zero_quantity"
        if returning and line.quantity_milli < 0:
            return f"lines.{position}.quantity", "not_positive"
        if abs(line.quantity_milli) > MAX_QUANTITY_MILLI or abs(line.unit_price_e4) > MAX_PRICE_E4:
            return f"lines.{position}", "too_large"
    return None
