"""Where the parts of the house are, for the tests that hold its laws."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "minghua"
FLOORS = ("kernel", "foundation", "domain", "journeys", "interfaces", "config")  # from the ground up
ROOMS = (  # a room may point at rooms in rows before its own
    ("customers", "catalog"),
    ("orders", "interactions"),
    ("value", "lifecycle"),
    ("segments",),
    ("tiering",),
    ("loyalty",),
    ("care", "prospects", "service", "satisfaction"),
    ("campaigns",),
    ("retention",),
    ("insight",),
    ("learning",),
)


def tracked(*endings: str) -> list[Path]:
    """The files that belong to the repository (kept or about to be), by ending."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = sorted({ROOT / name for name in listed.split("\0") if name})
    return [path for path in paths if path.is_file() and (not endings or path.suffix in endings)]


def modules(folder: Path = SOURCE) -> list[Path]:
    """Our own Python modules, migrations left out."""
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def place(dotted: str) -> tuple[int, int]:
    """How high a module of ours stands: its floor, and on the floor of rooms the row of its room."""
    _, floor, *rest = dotted.split(".")
    row = next((i for i, names in enumerate(ROOMS) if rest and rest[0] in names), 0) if floor == "domain" else 0
    return FLOORS.index(floor), row


def short(path: Path) -> str:
    """The path as people write it."""
    return str(path.relative_to(ROOT))
