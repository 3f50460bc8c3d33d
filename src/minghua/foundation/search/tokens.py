"""The one tokenizer: what both engines store of a text, and what they look up for a query.

A token is ASCII only, so that no engine's idea of letters matters: `c` + code points of two neighbouring Chinese characters,
or `l` + three neighbouring letters or digits; the last ones of a run are shorter, so that one character is a prefix.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

START = 12  # characters of a text kept as its beginning
# Letters and digits in a row: from 2E80 on a character stands for a word, and two make a token instead of three.
_RUN = re.compile(r"([^\W\0-\u2e7f]+)|[^\W_\u2e80-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What to ask an engine: whole tokens, and beginnings of tokens; all must be there."""

    whole: frozenset[str]
    beginnings: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.whole or self.beginnings)


def document_tokens(texts: Iterable[str]) -> set[str]:
    """Return the tokens under which folded texts are found."""
    found: set[str] = set()
    for text in texts:
        for wide, run in _runs(text):
            if wide:
                words = [_ascii(character) for character in run]
                found.update([f"c{first}{second}" for first, second in zip(words, [*words[1:], ""], strict=True)])
            elif run.isascii():
                found.update(["l" + run[start : start + 3] for start in range(len(run))])
            else:
                found.update([_token(False, run[start : start + 3]) for start in range(len(run))])
    return found


def lookup(terms: Iterable[str]) -> Lookup:
    """Return what every document containing all the folded terms must hold; empty when a term has no letter at all."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for term in terms:
        for wide, run in _runs(term):
            size = 2 if wide else 3
            if len(run) < size:
                beginnings.add(_token(wide, run))
            whole.update(_token(wide, run[start : start + size]) for start in range(len(run) - size + 1))
    return Lookup(frozenset(whole), frozenset(beginnings))


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    """Yield each run of letters and digits, and whether it is a wide one."""
    for run in _RUN.finditer(text):
        yield run.lastindex == 1, run[0]


def _token(wide: bool, characters: str) -> str:
    return ("c" if wide else "l") + _spelled(characters)


def _spelled(characters: str) -> str:
    return characters if characters.isascii() else "".join(map(_ascii, characters))


@lru_cache(maxsize=16_384)
def _ascii(character: str) -> str:
    code = ord(character)
    if code < 0x80:
        return character
    return f"{code:04x}" if code <= 0xFFFF else f"x{code:06x}"


def edge_tokens(texts: Iterable[str]) -> set[str]:
    """Return the tokens of folded texts' beginnings and of the whole texts."""
    starts = {start_token(text) for text in texts}
    return starts | {"w" + start for start in starts}


def start_token(text: str) -> str:
    """Return the token of a folded text's beginning; a shorter text's token begins a longer one's."""
    return "s" + _spelled(_letters(text)[:START])


def whole_token(text: str) -> str:
    """Return the token that only the same text has (or one that agrees for its first twelve letters)."""
    return "w" + start_token(text)


def _letters(text: str) -> str:
    return text if text.isalnum() else "".join(filter(str.isalnum, text))
