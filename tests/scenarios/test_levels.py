"""Three stories of levels: the blocks of each document, run in order through the public operations on fixed days."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests import oracle
from tests.integration.tiering.living import Life, person, publish, with_settings

STORIES = Path(__file__).parents[2] / "docs" / "scenarios"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(story: Path) -> list[tuple[int, str]]:
    """Return (line number, code) of every block of a document."""
    text = story.read_text(encoding="utf-8")
    return [(text[: found.start(1)].count("\n"), found[1]) for found in BLOCK.finditer(text)]


def member(programme: str, name: str, *, kind: str = "person") -> Life:
    """Return one customer as a member of a programme, to be told of and asked."""
    return Life(programme, person(name, kind=kind))


@pytest.mark.django_db
@pytest.mark.parametrize("story", ["jd-levels", "rolling-points", "bank-balances"])
def test_the_story_holds(company, story: str) -> None:
    path = STORIES / f"{story}.md"
    words: dict[str, Any] = {"publish": publish, "with_settings": with_settings, "member": member}
    found = blocks(path)
    assert found
    for line, code in found:
        exec(compile("\n" * line + code, str(path), "exec"), words)
    assert oracle.broken() == {}
