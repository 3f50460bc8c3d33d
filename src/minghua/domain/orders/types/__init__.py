"""The words of the orders room: what was bought, what came back, and what tied the two."""

from minghua.domain.orders.types.facts import FACTS
from minghua.domain.orders.types.personal import PERSONAL
from minghua.domain.orders.types.reading import (
    Candidate,
    LineCard,
    OrderCard,
    OrderRow,
    ReturnCard,
    ReturnLineCard,
    ReturnRow,
    Turnover,
)
from minghua.domain.orders.types.words import SOURCES, TIED, VOCABULARIES, Kind, Match, OnDifference, Outcome, Status
from minghua.domain.orders.types.writing import (
    DocumentName,
    ManyRecorded,
    NewLine,
    NewOrder,
    NewReturn,
    OrderRecorded,
    Refused,
    ReturnRecorded,
    Undone,
)

__all__ = [
    "Candidate",
    "DocumentName",
    "FACTS",
    "Kind",
    "LineCard",
    "ManyRecorded",
    "Match",
    "NewLine",
    "NewOrder",
    "NewReturn",
    "OnDifference",
    "OrderCard",
    "OrderRecorded",
    "OrderRow",
    "Outcome",
    "PERSONAL",
    "Refused",
    "ReturnCard",
    "ReturnLineCard",
    "ReturnRecorded",
    "ReturnRow",
    "Status",
    "SOURCES",
    "TIED",
    "Turnover",
    "Undone",
    "VOCABULARIES",
]
