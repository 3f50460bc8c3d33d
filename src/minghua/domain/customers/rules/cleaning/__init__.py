"""Cleaning (R06.7): what each rule would change in one customer, and why; applying it leaves nothing to change."""

from minghua.domain.customers.rules.cleaning.examining import SINGLE, examine, fences_of, missing
from minghua.domain.customers.rules.cleaning.sheet import Sheet

__all__ = ["SINGLE", "Sheet", "examine", "fences_of", "missing"]
