"""Finds the Chromium that the browser tests drive."""

import os
import shutil
from pathlib import Path

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--font-render-hinting=none",
)


def chromium() -> str | None:
    """The browser named by MINGHUA_CHROMIUM, or the one on the path; None when there is none."""
    named = os.environ.get("MINGHUA_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for program in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(program)
        if found:
            return found
    return None
