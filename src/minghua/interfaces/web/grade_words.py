"""How grades, scores and their movement are shown."""

from typing import Any

from minghua.interfaces.web import display
from minghua.kernel.words import Text

TONES = {"S": "accent", "A": "ok", "B": "info", "C": "warn", "D": "danger"}


def tone(grade: str) -> str:
    """Return the kind of badge of a grade."""
    return TONES.get(grade, "plain")


def score(score_e2: int | None) -> str:
    """Return a score given in hundredths with two places, "—" for none."""
    return display.NOTHING if score_e2 is None else f"{score_e2 // 100}.{score_e2 % 100:02}"


def moved(moved_e2: int | None) -> str:
    """Return a movement with its sign, "" for none."""
    if not moved_e2:
        return ""
    return f"{'+' if moved_e2 > 0 else '−'}{score(abs(moved_e2))}"


def text(said: dict[str, Any]) -> str:
    """Return a bilingual text kept as plain data, in the reader's language."""
    return display.say(Text(said.get("zh", ""), said.get("en", "")))


def value(said: str | None) -> str:
    """Return an input kept as an exact fraction ("1/3", "95") with at most two places."""
    if said is None:
        return display.NOTHING
    over, _, under = said.partition("/")
    found = int(over) / int(under or 1)
    return f"{found:,.2f}".rstrip("0").rstrip(".")


def plain(said: Any) -> str:
    """Return a number of the scorecard as it is read: "60000" as "60,000", at most two places."""
    return f"{float(said):,.2f}".rstrip("0").rstrip(".")


def share(millionths: int) -> str:
    """Return a weight in millionths as per cent."""
    return f"{millionths / 10_000:.2f}".rstrip("0").rstrip(".") + " %"
