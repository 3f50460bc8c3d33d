"""The words of webhooks: what is asked for, what is shown, and the refusals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

MOST: Final = 50  # receivers of one company
STATES: Final[dict[str, Text]] = {
    "waiting": Text("等待送出", "Waiting"),
    "delivered": Text("已送达", "Delivered"),
    "dead": Text("已放弃", "Given up"),
    "withheld": Text("不应告知", "Withheld"),
}
PROBLEMS: Final[dict[str, Text]] = {
    "": Text("", ""),
    "timeout": Text("超时", "timed out"),
    "tls": Text("证书或加密失败", "certificate or encryption failed"),
    "malformed": Text("回答不是 HTTP", "the answer was not HTTP"),
    "unreachable": Text("连接不上", "could not be reached"),
    "address_refused": Text("地址不能使用", "the address cannot be used"),
    "not_visible": Text("所有者看不到这位客户", "its owner may not see this customer"),
    "disabled": Text("接收方已停用", "the receiver is disabled"),
    "secret_lost": Text("签名密钥读不出", "its secret cannot be read"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """What somebody asks for."""

    url: str
    name: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubscriptionCard:
    """One receiver as it is shown; never its secret."""

    id: int
    name: str
    url: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    owner_id: int
    owner_name: str
    enabled: bool
    disabled_why: str
    created_at: datetime
    waiting: int
    dead: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A subscription and the secret that is shown this once."""

    subscription_id: int
    secret: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One message on its way as it is shown."""

    id: int
    message_id: str
    kind: str
    at: datetime
    data: dict[str, Any]
    state: str
    attempts: int
    due_at: datetime
    last_status: int | None
    last_problem: str
    finished_at: datetime | None


class TooManyReceivers(Refusal):
    """There are as many receivers as a company may have."""

    code = "too_many_receivers"
    status = 409
    text = Text("接收方已有 {most} 个。", "There are {most} receivers already.")
    remedy = Text("请先删除不用的。", "Delete one that is no longer needed.")


class NothingToReplay(Refusal):
    """No finished delivery fits what was asked for."""

    code = "nothing_to_replay"
    status = 409
    text = Text("没有可以重新发送的消息。", "There is nothing to send again.")
    remedy = Text(
        "请选择已送达或已放弃的消息，或放宽时间范围。", "Choose delivered or given-up messages, or a wider range."
    )
