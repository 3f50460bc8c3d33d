"""What the machine tells the product: paths, addresses and the secret key."""

import os
import secrets
from pathlib import Path

ROOT = Path(os.environ.get("MINGHUA_ROOT", Path(__file__).resolve().parents[3]))
VAR = Path(os.environ.get("MINGHUA_VAR", ROOT / "var"))


class UnsafeSecret(RuntimeError):
    """The secret key is missing its strength; nothing is served with it."""


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether an environment switch is on."""
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def secret_key() -> str:
    """Return the key kept in the data folder, made at first use; raises UnsafeSecret on a short one."""
    given = os.environ.get("MINGHUA_SECRET_KEY")
    if given is None:
        given = _kept_key(VAR / "secret_key")
    if len(given) < 32:
        raise UnsafeSecret("MINGHUA_SECRET_KEY must have 32 characters or more")
    return given


def _kept_key(path: Path) -> str:
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


def database_url() -> str:
    """Return the database address: SQLite in the data folder unless DATABASE_URL says otherwise."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'minghua.sqlite3'}"
