"""The words of value. Anyone may import."""

from minghua.domain.value.types.facts import (
    ContactFact,
    Contribution,
    CustomerFacts,
    Dated,
    EntryFact,
    GoodsFact,
    NewCost,
    OrderFact,
    Rates,
    Return,
    ServiceRates,
)
from minghua.domain.value.types.layers import PRESETS, Definition, Layer, LayerSum, Method, Ranked, Run
from minghua.domain.value.types.personal import PERSONAL
from minghua.domain.value.types.rfm import SEGMENTS, Cutting, RfmDefinition, RfmPlace, RfmRun
from minghua.domain.value.types.words import COSTS, NAMES, PARAMETERS, POSTED, Part

__all__ = [
    "COSTS",
    "NAMES",
    "PARAMETERS",
    "PERSONAL",
    "POSTED",
    "PRESETS",
    "ContactFact",
    "Contribution",
    "CustomerFacts",
    "Cutting",
    "Dated",
    "Definition",
    "EntryFact",
    "GoodsFact",
    "Layer",
    "LayerSum",
    "Method",
    "NewCost",
    "OrderFact",
    "Part",
    "Ranked",
    "Rates",
    "Return",
    "RfmDefinition",
    "RfmPlace",
    "RfmRun",
    "SEGMENTS",
    "Run",
    "ServiceRates",
]
