"""Decisions with reasons: what every computed classification keeps, so that the screen can show why (R00.6)."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from minghua.kernel.words import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Why:
    """The rule, its version, the day, the inputs and the reason behind one decision."""

    rule: str
    version: int
    as_of: date
    inputs: dict[str, Any] = field(default_factory=dict)
    reason: Text = NO_TEXT

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON-safe values."""
        plain = asdict(self)
        plain["as_of"] = self.as_of.isoformat()
        plain["inputs"] = {key: _safe(value) for key, value in self.inputs.items()}
        plain["reason"] = {"zh": self.reason.zh, "en": self.reason.en}
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Why":
        """Return what `to_json` wrote."""
        reason = plain.get("reason", {})
        return cls(
            rule=plain["rule"],
            version=plain["version"],
            as_of=date.fromisoformat(plain["as_of"]),
            inputs=plain.get("inputs", {}),
            reason=Text(reason.get("zh", ""), reason.get("en", "")),
        )


def _safe(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
