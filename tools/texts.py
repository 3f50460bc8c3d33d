"""The catalogue of texts: Chinese message ids in code and templates, their English in src/minghua/locale/en/*.po.

`python -m tools.texts compile` writes the catalogue the server reads; `missing` lists what lacks English as a part file;
`check` fails on a missing, stale or contradicting English text and on text that no catalogue can translate.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from tools import bare_texts

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "minghua"
TEMPLATES = SOURCE / "interfaces" / "web" / "templates"
MEMBERS = SOURCE / "interfaces" / "portal" / "templates"
PARTS = SOURCE / "locale" / "en"
BORROWED = SOURCE / "locale" / "zh_Hans" / "borrowed.po"
COMPILED = PARTS / "LC_MESSAGES" / "django.mo"
CHINESE = re.compile(r"[\u3400-\u9fff]")
_KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
_DTL = re.compile(r"""{%\s*(?:translate|trans)\s+["']([^"']+)["']""")
Message = str | tuple[str, str]


def used() -> dict[Message, str]:
    """Return each Chinese message id (a pair when it counts) with the place that uses it first."""
    found: dict[Message, str] = {}
    for path, message in (*_python(), *_jinja(), *_django()):
        if CHINESE.search(message if isinstance(message, str) else message[0]):
            found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def _python() -> Iterator[tuple[Path, Message]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield from ((path, message) for message in _extracted(path, "python"))


def _jinja() -> Iterator[tuple[Path, Message]]:
    for path in (*bare_texts.templates(TEMPLATES), *bare_texts.templates(MEMBERS)):
        yield from ((path, message) for message in _extracted(path, babel_extract))


def _django() -> Iterator[tuple[Path, Message]]:
    for path in sorted((TEMPLATES / "account_pages").rglob("*.html")):
        yield from ((path, match) for match in _DTL.findall(path.read_text()))


def _extracted(path: Path, method: Any) -> Iterator[Message]:
    options = {"extensions": "jinja2.ext.do", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    with path.open("rb") as stream:
        for _line, message, _notes, _context in extract(method, stream, keywords=_KEYWORDS, options=options):
            yield (message[0], message[1]) if isinstance(message, tuple) else message


def parts() -> dict[str, Catalog]:
    """Return the part files by name."""
    read = {}
    for path in sorted(PARTS.glob("*.po")):
        with path.open("rb") as stream:
            read[path.stem] = read_po(stream, locale="en")
    return read


def merged() -> tuple[Catalog, list[str]]:
    """Return one catalogue of all parts, and where two parts contradict each other."""
    whole, clashes = Catalog(locale="en"), []
    for name, part in parts().items():
        for message in part:
            known = whole.get(message.id) if message.id else None
            if known is not None and known.string and message.string and known.string != message.string:
                clashes.append(f"{name}.po: {message.id!r} is {known.string!r} elsewhere")
            elif message.id and (known is None or not known.string):
                whole.add(message.id, message.string, flags=message.flags - {"fuzzy"})
    return whole, clashes


def missing() -> dict[Message, str]:
    """Return the used message ids without English."""
    whole, _clashes = merged()
    return {message: place for message, place in used().items() if not _has_english(whole, message)}


def _has_english(whole: Catalog, message: Message) -> bool:
    known = whole.get(message if isinstance(message, str) else message[0])
    if known is None:
        return False
    strings = (known.string,) if isinstance(known.string, str) else tuple(known.string or ())
    return bool(strings) and all(text and not CHINESE.search(text) for text in strings)


def compile_catalogue() -> None:
    """Write the compiled English catalogue, and the Chinese one of the libraries' sentences in the words of this house."""
    _write(COMPILED, merged()[0])
    with BORROWED.open("rb") as stream:
        _write(BORROWED.parent / "LC_MESSAGES" / "django.mo", read_po(stream, locale="zh_Hans"))


def _write(compiled: Path, catalogue: Catalog) -> None:
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with compiled.open("wb") as stream:
        write_mo(stream, catalogue)


def problems() -> list[str]:
    """Return everything wrong with the texts, one line each."""
    lacking = [f"{place}: no English for {message!r}" for message, place in missing().items()]
    return [*lacking, *merged()[1], *_broken_places(), *bare_texts.found(TEMPLATES)]


def _broken_places() -> list[str]:
    return [
        f"{name}.po: {message.id!r} and its English name different values"
        for name, part in parts().items()
        for message in part
        if isinstance(message.id, str) and message.id and _names(message.id) != _names(str(message.string))
    ]


def _names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


def _part_file(messages: dict[Message, str]) -> str:
    lines = []
    for message, place in messages.items():
        ids = (message,) if isinstance(message, str) else message
        quoted = ['"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for text in ids]
        lines += [f"#: {place}", f"msgid {quoted[0]}"]
        lines += ['msgstr ""'] if len(quoted) == 1 else [f"msgid_plural {quoted[1]}", 'msgstr[0] ""', 'msgstr[1] ""']
        lines.append("")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run one command and return the exit status."""
    command = arguments[0] if arguments else "check"
    if command == "compile":
        compile_catalogue()
        return 0
    if command == "missing":
        print(
            _part_file(
                {key: place for key, place in missing().items() if place.startswith(tuple(arguments[1:] or [""]))}
            )
        )
        return 0
    wrong = problems()
    print("\n".join(wrong) or "every text is there in both languages")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
