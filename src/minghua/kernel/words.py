"""Bilingual words: every text that a rule or a register carries says itself in Chinese and in English."""

from typing import Final, Literal, NamedTuple

Language = Literal["zh-hans", "en"]
CHINESE: Final[Language] = "zh-hans"
ENGLISH: Final[Language] = "en"


class Text(NamedTuple):
    """One meaning in both tongues, Chinese first."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the text in that language; anything but English is answered in Chinese."""
        return self.en if language.startswith("en") else self.zh


NO_TEXT: Final = Text("", "")
