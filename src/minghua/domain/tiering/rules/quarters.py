"""The quarter a day lies in: its name and its first day."""

from datetime import date


def quarter_of(on: date) -> tuple[str, date]:
    """Return ("2026Q4", 1 October 2026) for any day of that quarter."""
    number = (on.month - 1) // 3
    return f"{on.year}Q{number + 1}", date(on.year, number * 3 + 1, 1)
