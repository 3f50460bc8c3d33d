"""What templates must not contain under our content security policy: inline script, inline style, evaluated attributes."""

import re
import sys
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "src" / "minghua" / "interfaces" / "web" / "templates"
BANS = {
    "an inline event handler": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on[:\-=]"),
    "a js: value": re.compile(r"""["'](?:js|javascript):""", re.IGNORECASE),
    "a trigger filter": re.compile(r"""hx-trigger[^=]*=\s*"[^"]*\[|["']hx-trigger["']\s*:\s*["'][^"']*\["""),
    "an inline style": re.compile(r"""<[^>]*\sstyle\s*=|["']style["']\s*:|<style\b""", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "escaping switched off": re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+(?:false|off)"),
    "a translation of data (it would not be escaped: use |spoken)": re.compile(r"""\b(?:_|n?p?gettext)\(\s*(?!["'])"""),
    "an address of another host": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//"""),
}
ALLOWED = {("account_pages/allauth/elements/fields.html", "escaping switched off")}  # allauth's own help texts are HTML


def found(folder: Path = TEMPLATES) -> list[str]:
    """Return one line for each banned thing: file, line, what."""
    lines = []
    for path in sorted(folder.rglob("*.html")):
        name, text = str(path.relative_to(folder)), path.read_text()
        for what, pattern in BANS.items():
            if (name, what) not in ALLOWED:
                lines += [f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {what}" for hit in pattern.finditer(text)]
    return lines


def main() -> int:
    """Print what is banned and return 1 if anything is."""
    wrong = found()
    print("\n".join(wrong) or "templates keep to the policy")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
