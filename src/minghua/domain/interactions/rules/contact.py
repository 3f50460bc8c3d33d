"""What a contact must say before it is kept (R17.4)."""

from datetime import datetime, timedelta

from minghua.domain.interactions.types import Direction, NewContact
from minghua.kernel.words import Text

MAX_MINUTES = 24 * 60
SOON = timedelta(minutes=5)
PROBLEMS: dict[str, Text] = {
    "unknown_channel": Text("请选择联系渠道。", "Choose the channel of the contact."),
    "unknown_outcome": Text("未知的联系结果。", "Unknown outcome."),
    "unknown_sentiment": Text("未知的客户情绪。", "Unknown sentiment."),
    "unknown_topic": Text("没有这个话题。", "Unknown topic."),
    "empty_subject": Text("请写一句话说明联系内容。", "Say in a line what it was about."),
    "in_the_future": Text("联系时间不能晚于现在。", "A contact cannot lie in the future."),
    "too_long": Text("时长应在 0 到 1440 分钟之间。", "The minutes lie between 0 and 1440."),
}


def problems(
    new: NewContact,
    *,
    channels: frozenset[str],
    outcomes: frozenset[str],
    sentiments: frozenset[str],
    topics: frozenset[str] = frozenset(),
    at: datetime,
) -> dict[str, str]:
    """Return the code of what is wrong by field; empty when the contact can be kept."""
    checks = {
        "channel": "unknown_channel" if new.direction != Direction.NOTE and new.channel not in channels else "",
        "outcome": "unknown_outcome" if new.outcome and new.outcome not in outcomes else "",
        "sentiment": "unknown_sentiment" if new.sentiment and new.sentiment not in sentiments else "",
        "topic": "unknown_topic" if new.topic and new.topic not in topics else "",
        "subject": "empty_subject" if not new.subject.strip() else "",
        "happened_at": "in_the_future" if new.happened_at > at + SOON else "",
        "minutes": "" if new.minutes is None or 0 <= new.minutes <= MAX_MINUTES else "too_long",
    }
    return {field: code for field, code in checks.items() if code}
