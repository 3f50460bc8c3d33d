"""Words of the customers room; anyone may import them."""

from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.parameters import PARAMETERS
from minghua.domain.customers.types.parties import (
    BulkResult,
    CustomerCard,
    CustomerRow,
    NewCustomer,
    NewMember,
    TradingFacts,
)
from minghua.domain.customers.types.personal import PERSONAL
from minghua.domain.customers.types.vocabularies import STATUSES, VOCABULARIES

__all__ = [
    "ARCHIVE_FIELDS",
    "PARAMETERS",
    "PERSONAL",
    "STATUSES",
    "VOCABULARIES",
    "ArchiveField",
    "BulkResult",
    "CustomerCard",
    "CustomerRow",
    "NewCustomer",
    "NewMember",
    "TradingFacts",
]
