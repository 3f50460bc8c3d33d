"""What a product code stands for when the source does not say."""

from minghua.domain.catalog.types import Nature

CODES: dict[str, Nature] = {
    "POST": Nature.POSTAGE,
    "DOT": Nature.POSTAGE,
    "C2": Nature.POSTAGE,
    "D": Nature.DISCOUNT,
    "M": Nature.MANUAL,
    "S": Nature.CHARGE,
    "BANK CHARGES": Nature.CHARGE,
    "AMAZONFEE": Nature.CHARGE,
    "CRUK": Nature.CHARGE,
    "B": Nature.ADJUSTMENT,
}


def sku_key(sku: str) -> str:
    """Return the sku as it is compared: `85123a` is `85123A`."""
    return sku.strip().upper()


def guess(sku: str) -> Nature:
    """Return the nature a code is known for; everything unknown is goods."""
    return CODES.get(sku_key(sku), Nature.GOODS)
