"""The mark of a file: a row at its end that says whose it is, and that an import passes over."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from minghua.kernel.periods import SHANGHAI
from minghua.kernel.words import Text

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_SIGN = "※"
_MARK = re.compile(rf"[{_ALPHABET}]{{4}}(?:-[{_ALPHABET}]{{4}}){{3}}")
_ROW = re.compile(rf"{_SIGN}\s*(?:明华导出|Minghua export)\s+({_MARK.pattern})\b")
_SAYING = Text(
    "{sign} 明华导出 {mark} · {name} · {at} · 内部资料，可追溯到人，请勿外传",
    "{sign} Minghua export {mark} · {name} · {at} · Confidential, traceable to the person, do not pass on",
)


def draw() -> str:
    """Return a fresh mark of 80 random bits, written in four groups."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(16))
    return "-".join(drawn[start : start + 4] for start in range(0, 16, 4))


def row(mark: str, *, name: str, at: datetime, language: str) -> tuple[str]:
    """Return the last row of a marked file."""
    when = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    plain = " ".join(name.replace("·", " ").split())
    return (_SAYING.say(language).format(sign=_SIGN, mark=mark, name=plain, at=when),)


def is_mark(cells: Sequence[str]) -> bool:
    """Return whether these cells are the mark of a file: the first one says it, the others are empty."""
    return bool(cells) and _ROW.match(cells[0]) is not None and not any(cell.strip() for cell in cells[1:])


def found_in(text: str) -> str | None:
    """Return the mark somebody typed or pasted, with or without the words around it."""
    match = _MARK.search(text.upper())
    return match[0] if match else None
