"""What a new case must say (R20.3)."""

from typing import Final

from minghua.domain.service.types.cases import Kind, NewCase
from minghua.kernel.words import Text

PROBLEMS: Final = {
    "unknown_channel": Text("请选择来源渠道。", "Choose how it came in."),
    "needs_subject": Text("请用一句话写下客户的诉求。", "Say in one sentence what the customer wants."),
    "too_long": Text("文字太长：标题 120 字以内，内容 4000 字以内。", "Too long: 120 signs for the title, 4,000 for the text."),
}  # fmt: skip


def problems(new: NewCase, *, channels: frozenset[str]) -> dict[str, str]:
    """Return the code of what is wrong with a new case by field; a repair may come without a title."""
    subject = new.subject.strip()
    checks = {
        "channel": "" if new.channel in channels else "unknown_channel",
        "subject": "too_long" if len(subject) > 120 else "" if subject or new.kind == Kind.REPAIR else "needs_subject",
        "story": "too_long" if len(new.story) > 4_000 else "",
        "key": "too_long" if len(new.key) > 80 else "",
    }
    return {field: code for field, code in checks.items() if code}
