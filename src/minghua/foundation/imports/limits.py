"""What a file may cost at most: bytes, ratios, cells. One place, so that the refusals can name the figure."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one file; sizes in bytes or characters."""

    file_bytes: int = 2 * 1024**3
    unpacked_bytes: int = 8 * 1024**3
    ratio: int = 200
    ratio_after_bytes: int = 16 * 1024**2
    workbook_bytes: int = 1024**3
    workbook_cells: int = 24_000_000
    workbook_entries: int = 5_000
    line_characters: int = 1_000_000
    cell_characters: int = 32_767
    columns: int = 500


LIMITS: Final = Limits()
