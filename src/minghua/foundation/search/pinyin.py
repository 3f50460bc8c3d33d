"""Pinyin readings of Chinese names: full syllables and initials, with the readings surnames really have."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.seg.mmseg import p_set

_OTHERS = re.compile("[^\u3400-\u9fff\U00020000-\U0003ffff]+")
_ELSEWHERE = "龘"  # stands in no word: what comes before it is read as in the middle of a name
LONGEST = 30  # characters of a name that are read aloud; the rest is found by its characters

# Surnames that are read otherwise than the same character in other words; both readings are kept, for people type either.
SURNAMES: dict[str, str] = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "区": "ou", "盖": "ge", "折": "she",
    "员": "yun", "贠": "yun", "乐": "yue", "翟": "zhai", "种": "chong", "召": "shao", "秘": "bi", "宓": "fu", "祭": "zhai",
    "缪": "miao", "覃": "qin", "重": "chong", "隗": "wei", "洗": "xian", "黑": "he", "繁": "po", "薄": "bo", "卜": "bu",
    "能": "nai", "佴": "nai", "粘": "nian", "乜": "nie", "阚": "kan", "乐正": "yue zheng",
}  # fmt: skip


def is_chinese(character: str) -> bool:
    """Return whether this is a Han character."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def readings(folded: str) -> list[str]:
    """Return the distinct pinyin forms of a folded name: full and initials, for each plausible reading."""
    if folded.isascii():
        return []
    name = _OTHERS.sub("", folded)[:LONGEST]
    if not name:
        return []
    forms: dict[str, None] = {}
    for syllables in _syllable_readings(name):
        for latin in _spellings(syllables):
            forms["".join(latin)] = None
            forms["".join(syllable[0] for syllable in latin)] = None
    return list(forms)


def _syllable_readings(name: str) -> Iterator[list[str]]:
    sounds = [_sounds(character) for character in name]
    if all(len(sound) == 1 for sound in sounds):
        yield [sound[0] for sound in sounds]
    else:  # which of its sounds a character has, its neighbours tell
        yield in_context(name)
    surname = next((name[:length] for length in (2, 1) if name[:length] in SURNAMES), "")
    if surname:
        yield [*SURNAMES[surname].split(), *in_context(name[len(surname) :])]


def in_context(name: str) -> list[str]:
    """Return the syllables of a Chinese name as its words are read: what `lazy_pinyin` says, each stretch read once."""
    parts = list(_stretches(name))
    return [syllable for place, part in enumerate(parts, 1) for syllable in _spoken(part, is_last=place == len(parts))]


def _stretches(name: str) -> Iterator[str]:
    """Cut the name where no word of the dictionary, nor the beginning of one, reaches across."""
    start = reach = 0
    for place in range(len(name)):
        if place and place >= reach:
            yield name[start:place]
            start = place
        end = place + 1
        while end < len(name) and name[place : end + 1] in p_set:
            end += 1
        reach = max(reach, end)
    if name:
        yield name[start:]


@lru_cache(maxsize=16_384)
def _spoken(part: str, *, is_last: bool) -> tuple[str, ...]:
    if is_last:
        return tuple(lazy_pinyin(part, v_to_u=False))
    return tuple(lazy_pinyin(part + _ELSEWHERE, v_to_u=False)[:-1])


@lru_cache(maxsize=32_768)
def _sounds(character: str) -> tuple[str, ...]:
    """The sounds a character may have, without tones."""
    return tuple(sorted(set(pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0])))


def _spellings(syllables: list[str]) -> Iterator[list[str]]:
    """吕 is typed lv, lu or lü; passports write lyu."""
    yield syllables
    if any("v" in syllable for syllable in syllables):
        yield [syllable.replace("v", "u") for syllable in syllables]
