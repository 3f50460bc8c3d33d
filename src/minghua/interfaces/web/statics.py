"""Addresses of static files: what the front-end build made carries the build's id."""

import json
from pathlib import Path

from django.conf import settings

_BUILD = Path(__file__).parent / "static" / "built" / "build.json"
_BUILD_ID: list[str] = []


def address(path: str) -> str:
    """Return the address of a static file; built ones carry the build's id, so that browsers never keep an old one."""
    return f"{settings.STATIC_URL}{path}?v={_build_id()}" if path.startswith("built/") else settings.STATIC_URL + path


def _build_id() -> str:
    if settings.DEBUG or not _BUILD_ID:
        _BUILD_ID[:] = [json.loads(_BUILD.read_text())["id"] if _BUILD.exists() else "none"]
    return _BUILD_ID[0]
