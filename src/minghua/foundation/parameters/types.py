"""The words of parameters: the value in force and the version that set it (R00.6)."""

from dataclasses import dataclass
from typing import Any

from minghua.kernel.parameters import ParameterDef


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """The value in force on a day, with the version that set it (0: the default)."""

    definition: ParameterDef
    value: Any
    version: int
    valid_from: Any = None
    set_by: str = ""
    reason: str = ""
