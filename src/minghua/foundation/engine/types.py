"""The words of the engine: how a snapshot stands, how fresh it is, and why an analysis has nothing to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

JOB = "engine.refresh"


class State(StrEnum):
    """Where the making of a snapshot stands."""

    MAKING = "making"
    READY = "ready"
    STOPPED = "stopped"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh the analysed data are: the moment they show, their rows, the changes since, and what is being made."""

    cut_at: datetime | None
    rows: Mapping[str, int]
    waiting: int
    making: tuple[int, int] | None


class BeingRefreshed(Refusal):
    """One writer makes snapshots; another is at it."""

    code = "engine_being_refreshed"
    status = 409
    text = Text("分析数据正在更新。", "The analysed data are being refreshed.")
    remedy = Text("请等它完成，或先叫停再更新。", "Wait until it is done, or stop it first.")


class CalledOff(Refusal):
    """Somebody stopped the refresh; what was published before stands."""

    code = "engine_called_off"
    status = 409
    text = Text("这次更新已叫停，先前的分析数据不变。", "This refresh was stopped; the data of before stand.")
    remedy = Text("需要时再更新。", "Refresh again when it is wanted.")


class NothingToRead(Refusal):
    """No snapshot was published yet."""

    code = "engine_nothing_to_read"
    status = 409
    text = Text("还没有分析数据。", "There are no analysed data yet.")
    remedy = Text("请先更新分析数据。", "Refresh the analysed data first.")
