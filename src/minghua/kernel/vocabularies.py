"""The words of vocabularies: enumerations that are data (R00.8)."""

from typing import NamedTuple

from minghua.kernel.words import Text


class Term(NamedTuple):
    """One value of an enumeration as its room declares it; the code never changes."""

    code: str
    zh: str
    en: str

    @property
    def text(self) -> Text:
        """Return its label."""
        return Text(self.zh, self.en)


Vocabularies = dict[str, tuple[Term, ...]]
