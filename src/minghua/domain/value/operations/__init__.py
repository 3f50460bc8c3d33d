"""Writes of value: costs come in, product costs are dated, a pyramid is computed and kept."""

from minghua.domain.value.operations.costs import (
    CostDiffers,
    CostReversed,
    post_contact_costs,
    post_costs,
    reverse_cost,
    set_product_cost,
)
from minghua.domain.value.operations.pyramid import BadPyramid, run_pyramid
from minghua.domain.value.operations.rfm import run_rfm

__all__ = [
    "BadPyramid",
    "CostDiffers",
    "CostReversed",
    "post_contact_costs",
    "post_costs",
    "reverse_cost",
    "run_pyramid",
    "run_rfm",
    "set_product_cost",
]
