"""Writes of the orders room."""

from minghua.domain.orders.operations.cancelling import cancel
from minghua.domain.orders.operations.forecasting import forecast_many, forecast_returns_many
from minghua.domain.orders.operations.recording import record, record_many
from minghua.domain.orders.operations.refusals import (
    ImportInUse,
    LineTied,
    NotEnoughLeft,
    NumberDiffers,
    NumberTaken,
    refuse,
)
from minghua.domain.orders.operations.returning import record_return, record_returns_many, tie_returns
from minghua.domain.orders.operations.returning_from import return_lines
from minghua.domain.orders.operations.telling import index_after, index_of
from minghua.domain.orders.operations.tying_by_hand import tie_by_hand, untie
from minghua.domain.orders.operations.undoing import remove_import

__all__ = [
    "cancel",
    "forecast_many",
    "forecast_returns_many",
    "refuse",
    "ImportInUse",
    "LineTied",
    "NotEnoughLeft",
    "NumberDiffers",
    "NumberTaken",
    "index_after",
    "index_of",
    "record",
    "record_many",
    "record_return",
    "record_returns_many",
    "remove_import",
    "return_lines",
    "tie_by_hand",
    "tie_returns",
    "untie",
]
