"""Icons by name: one SVG sprite is built from the list in assets/icons.txt; a name outside it is a mistake."""

from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from markupsafe import Markup

from minghua.interfaces.web import statics

_LIST = Path(__file__).parent / "assets" / "icons.txt"


class NoSuchIcon(LookupError):
    """The name is not in assets/icons.txt."""


@cache
def names() -> frozenset[str]:
    """Return the names the sprite holds."""
    return frozenset(_LIST.read_text().split())


def icon(name: str, size: str = "") -> Markup:
    """Return an icon hidden from screen readers; `size` is "", "sm", "lg" or "xl"; raises NoSuchIcon."""
    if name not in names():
        raise NoSuchIcon(name)
    return _drawn(name, f"icon icon-{size}" if size else "icon", _sprite())


@lru_cache(maxsize=1024)
def _drawn(name: str, kind: str, sprite: str) -> Markup:
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>').format(
        kind, sprite, name
    )


def _sprite() -> str:
    return statics.address("built/icons.svg") if settings.STATIC_URL else ""
