"""How a stream of bytes is sealed: in frames of a megabyte, each bound to its place in the stream, the last one marked."""

import os
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from minghua.foundation.vault.sealing import NONCE_BYTES, Altered

FRAME = 1024 * 1024
_LENGTH = struct.Struct(">I")


def seal_stream(key: bytes, source: Iterable[bytes], *, place: str) -> Iterator[bytes]:
    """Yield the sealed frames of a stream; nothing larger than a frame is held."""
    cipher = AESGCM(key)
    for number, (block, last) in enumerate(_framed(source)):
        nonce = os.urandom(NONCE_BYTES)
        sealed = cipher.encrypt(nonce, block, _bound(place, number, last=last))
        yield _LENGTH.pack(len(sealed) + NONCE_BYTES) + nonce + sealed


def open_stream(key: bytes, source: BinaryIO, *, place: str) -> Iterator[bytes]:
    """Yield the bytes of a sealed stream; raises Altered when a frame was changed, moved, or the end is missing."""
    cipher, number, frame = AESGCM(key), 0, _next(source, place)
    while frame:
        following = _next(source, place)
        try:
            yield cipher.decrypt(frame[:NONCE_BYTES], frame[NONCE_BYTES:], _bound(place, number, last=not following))
        except InvalidTag:
            raise Altered(place) from None
        frame, number = following, number + 1
    if number == 0:
        raise Altered(place)


def _framed(source: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut a stream into frames and tell which one is the last; an empty stream is one empty frame."""
    waiting = bytearray()
    for block in source:
        waiting += block
        while len(waiting) > FRAME:
            yield bytes(waiting[:FRAME]), False
            del waiting[:FRAME]
    yield bytes(waiting), True


def _next(source: BinaryIO, place: str) -> bytes:
    head = source.read(_LENGTH.size)
    if not head:
        return b""
    if len(head) != _LENGTH.size:
        raise Altered(place)
    wanted = _LENGTH.unpack(head)[0]
    if not NONCE_BYTES < wanted <= FRAME + 64:
        raise Altered(place)
    body = source.read(wanted)
    if len(body) != wanted:
        raise Altered(place)
    return body


def _bound(place: str, number: int, *, last: bool) -> bytes:
    return f"{place}:{number}:{'last' if last else 'more'}".encode()
