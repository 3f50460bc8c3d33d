"""Value over everyone: the contribution of each and each one's place in a pyramid, as one statement for either engine."""

from minghua.domain.value.measures.contributions import COLUMNS, PARTS, Statement, contributions
from minghua.domain.value.measures.places import BASES, READ, places

__all__ = ["BASES", "COLUMNS", "PARTS", "READ", "Statement", "contributions", "places"]
