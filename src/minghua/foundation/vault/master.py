"""The master key: from the environment or a file of the data folder, never from the database, never a weak one."""

import base64
import binascii
import os
import secrets
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ID_BYTES, NONCE_BYTES, KEY_BYTES = 4, 12, 32
FEWEST_DIFFERENT_BYTES = 12  # 32 random bytes hold about 30; "aaaa…", "0123…" and words hold far fewer
WRAPPED_PER_WRITE = 2_000


class UnsafeMasterKey(RuntimeError):
    """The master key is missing, too short, or no product of chance; nothing is sealed with it."""


class MasterKeyLost(RuntimeError):
    """A key was wrapped by a master key that is not at hand: the file was replaced or the variable changed."""


def identity(key: bytes) -> bytes:
    """Return the four bytes by which wrapped keys name their master key."""
    return sha256(b"minghua master key" + key).digest()[:ID_BYTES]


def keys() -> list[bytes]:
    """Return the master keys at hand, the newest first; raises UnsafeMasterKey."""
    given = os.environ.get("MINGHUA_MASTER_KEY") or _kept(Path(settings.MASTER_KEY_FILE))
    found = [_decoded(word) for word in given.replace(",", " ").split()]
    if not found:
        raise UnsafeMasterKey("the master key is empty")
    return found


def wrap(key: bytes, *, place: str) -> str:
    """Return a key sealed by the newest master key for that place."""
    return _wrapped(keys()[0], key, place)


def unwrap(wrapped: str, *, place: str) -> bytes:
    """Return the key that was wrapped for that place; raises MasterKeyLost."""
    return Unwrapper().open(wrapped, place=place)


class Unwrapper:
    """Opens and makes many wrapped keys with the master keys read once."""

    def __init__(self, at_hand: Sequence[bytes] | None = None) -> None:
        found = keys() if at_hand is None else at_hand
        self._newest = found[0]
        self._ciphers = {identity(key): AESGCM(key) for key in found}

    def open(self, wrapped: str, *, place: str) -> bytes:
        """Return the key inside; raises MasterKeyLost."""
        body = base64.urlsafe_b64decode(wrapped)
        cipher = self._ciphers.get(body[:ID_BYTES])
        if cipher is None:
            raise MasterKeyLost(f"wrapped by master key {body[:ID_BYTES].hex()}, which is not at hand")
        nonce, sealed = body[ID_BYTES : ID_BYTES + NONCE_BYTES], body[ID_BYTES + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, sealed, place.encode())
        except InvalidTag:
            raise MasterKeyLost(f"the wrapped key of {place} was altered or belongs elsewhere") from None

    def wrap(self, key: bytes, *, place: str) -> str:
        """Return a key sealed by the newest master key."""
        return _wrapped(self._newest, key, place)

    def is_current(self, wrapped: str) -> bool:
        """Return whether a key is wrapped by the newest master key."""
        return base64.urlsafe_b64decode(wrapped)[:ID_BYTES] == identity(self._newest)


def turn_file() -> None:
    """Put a new master key before the kept one; the old one stays until `keep_newest`."""
    path = Path(settings.MASTER_KEY_FILE)
    _replace(path, [_fresh(), *_kept(path).split()])


def keep_newest() -> None:
    """Forget the older master keys of the file, once nothing is wrapped by them."""
    path = Path(settings.MASTER_KEY_FILE)
    _replace(path, _kept(path).split()[:1])


def _wrapped(master: bytes, key: bytes, place: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(master).encrypt(nonce, key, place.encode())
    return base64.urlsafe_b64encode(identity(master) + nonce + sealed).decode()


def _decoded(word: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except (binascii.Error, ValueError):
        raise UnsafeMasterKey("a master key is 32 random bytes in base64: openssl rand -base64 32") from None
    if len(key) != KEY_BYTES or len(set(key)) < FEWEST_DIFFERENT_BYTES:
        raise UnsafeMasterKey("a master key is 32 random bytes in base64: openssl rand -base64 32")
    return key


def _fresh() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _kept(path: Path) -> str:
    """The text of the key file, made at first use, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(_fresh() + "\n")
            file.flush()
            os.fsync(file.fileno())
    return path.read_text()


def _replace(path: Path, words: Sequence[str]) -> None:
    beside = path.with_suffix(".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(words) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
