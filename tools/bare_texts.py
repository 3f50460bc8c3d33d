"""Text in templates that no catalogue can translate: words standing outside {{ _("…") }}."""

import re
from pathlib import Path

_NOT_TEXT = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<(script|style|kbd)\b.*?</\1>", re.DOTALL)
_LITERAL = re.compile(r'(?:title|aria-label|placeholder|alt)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]+")
_NAMES = {"明华", "中", "中文", "EN", "English"}


def templates(folder: Path) -> list[Path]:
    """Return the Jinja templates (the account pages are Django's own kind)."""
    return [path for path in sorted(folder.rglob("*.html")) if "account_pages" not in path.parts]


def words(source: str) -> list[str]:
    """Return the words of a template that a reader would see untranslated."""
    plain = _NOT_TEXT.sub(" ", source)
    shown = " ".join(_LITERAL.findall(plain)) + " " + _TAG.sub(" ", plain)
    return [word for word in _WORD.findall(shown.replace("&nbsp;", " ")) if word not in _NAMES]


def found(folder: Path) -> list[str]:
    """Return one line for each template with such words."""
    seen = ((path, words(path.read_text())) for path in templates(folder))
    return [f"{path.relative_to(folder)}: not translatable: {', '.join(here[:6])}" for path, here in seen if here]
