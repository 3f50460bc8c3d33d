"""Finds a text's encoding by strict trial over the whole file: UTF-8, then GB18030, with UTF-16 by its marks."""

import codecs
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from minghua.foundation.imports.refusals import UnknownEncoding, WrongEncoding

Opener = Callable[[], IO[bytes]]
CHOICES = ("utf-8", "gb18030", "utf-16", "big5", "windows-1252")
_BLOCK = 1 << 18
_COMMON_SHARE = 0.6
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Trial:
    """How far strict decoding came: `bad_at` is the first byte that does not fit, or None."""

    bad_at: int | None
    line: int = 1
    foreign: int = 0
    common: int = 0

    @property
    def plausible(self) -> bool:
        """Return whether the decoded text looks like Chinese, not like another alphabet misread."""
        return self.bad_at is None and self.common >= self.foreign * _COMMON_SHARE


def detect(opener: Opener, *, wanted: str = "") -> str:
    """Return the codec name; raises UnknownEncoding or WrongEncoding with the byte offset."""
    if wanted:
        return _wanted(opener, wanted)
    with opener() as stream:
        head = stream.read(4096)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "") or _unmarked_utf16(head)
    if marked:
        return _wanted(opener, marked)
    utf8 = try_codec(opener, "utf-8")
    if utf8.bad_at is None:
        return "utf-8"
    if try_codec(opener, "gb18030").plausible:
        return "gb18030"
    raise UnknownEncoding(field="file", line=utf8.line, offset=utf8.bad_at + 1)


def _wanted(opener: Opener, name: str) -> str:
    if name == "utf-8":
        with opener() as stream:
            name = "utf-8-sig" if stream.read(3) == codecs.BOM_UTF8 else name
    trial = try_codec(opener, name)
    if trial.bad_at is not None:
        raise WrongEncoding(field="encoding", encoding=name, offset=trial.bad_at + 1)
    return name


def _unmarked_utf16(head: bytes) -> str:
    """Return the UTF-16 order when every second byte of a header is zero."""
    if len(head) < 8:
        return ""
    even, odd = head[0::2], head[1::2]
    if odd.count(0) > len(odd) * 0.4 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.4 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return ""


def try_codec(opener: Opener, name: str) -> Trial:
    """Return how strict decoding with that codec went, and how Chinese the result looks."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    done, lines, foreign, common = 0, 1, 0, 0
    with opener() as stream:
        while True:
            block = stream.read(_BLOCK)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as broken:
                bad_at = done - pending + broken.start
                return Trial(bad_at, lines + block[: max(0, broken.start - pending)].count(b"\n"))
            if not block:
                return Trial(None, lines, foreign, common)
            done += len(block)
            lines += block.count(b"\n")
            if not text.isascii():
                strange, usual = _census(text)
                foreign, common = foreign + strange, common + usual


def _census(text: str) -> tuple[int, int]:
    """Return how many characters are not ASCII, and how many of those every Chinese text uses (GB 2312)."""
    foreign = {character: times for character, times in Counter(text).items() if character > "\x7f"}
    usual = sum(times for character, times in foreign.items() if len(character.encode("gb2312", "ignore")) == 2)
    return sum(foreign.values()), usual
