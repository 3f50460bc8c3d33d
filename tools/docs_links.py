"""Checks that every relative link in the documentation leads to a file, and every #heading to a heading."""

import re
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)


def documents() -> list[Path]:
    """Every Markdown file of the project, built and installed ones left out."""
    folders = [ROOT / name for name in ("docs", "src", "benchmarks", "tests")]
    found = [path for folder in folders for path in folder.rglob("*.md")]
    return sorted([*ROOT.glob("*.md"), *found])


def anchors(text: str) -> set[str]:
    """The names under which the headings of a document can be linked to."""
    return {_slug(heading) for heading in HEADING.findall(CODE.sub("", text))}


def _slug(heading: str) -> str:
    kept = (sign for sign in heading.lower() if sign in " -_" or unicodedata.category(sign)[0] in "LN")
    return "".join(kept).strip().replace(" ", "-")


def dead_links(document: Path) -> list[str]:
    """The links of one document that lead nowhere."""
    text = document.read_text(encoding="utf-8")
    dead = []
    for target in LINK.findall(CODE.sub("", text)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = unquote(target).partition("#")
        path = (document.parent / name) if name else document
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path.read_text())):
            dead.append(f"{document.relative_to(ROOT)}: {target}")
    return dead


def main() -> int:
    """Print the dead links; return 1 if there are any."""
    dead = [line for document in documents() for line in dead_links(document)]
    print("\n".join(dead) or "every link leads somewhere")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
