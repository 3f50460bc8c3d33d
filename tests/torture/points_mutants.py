"""Faults sown into the points of the product, one at a time: (file of the room, what stands there, what stands instead).

As a pytest plugin (`-p tests.torture.points_mutants`, MINGHUA_MUTANT = its place in the list) it lets the room be imported
with that one fault; no file is changed.
"""

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import NamedTuple

ROOT = Path(__file__).parents[2] / "src"
ROOM = Path("minghua/domain/loyalty")


class Mutant(NamedTuple):
    """A fault: the text stands once in its file."""

    file: str
    old: str
    new: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return ROOT / ROOM / self.file

    @property
    def module(self) -> str:
        """By which name it is imported."""
        return ".".join((ROOM / self.file).with_suffix("").parts)

    def source(self) -> str:
        """Return the file with its fault; raises ValueError when the text does not stand there once."""
        text = self.path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file}: {text.count(self.old)} x {self.old!r}")
        return text.replace(self.old, self.new)


FOLD, LOTS, LEDGER = "rules/points_fold.py", "rules/points_lots.py", "rules/points_ledger.py"
ACTS, BOOKING, CREDITING = "operations/points.py", "operations/points_booking.py", "operations/points_crediting.py"
MUTANTS = (
    Mutant(FOLD, "if told.at > at:", "if told.at >= at:"),
    Mutant(FOLD, "and due <= until:", "and due < until:"),
    Mutant(FOLD, "        book.settle(due, TIME)\n", ""),
    Mutant(FOLD, "lot.expires_on = points_terms.expires_on(lot.told.expiry, on)", "lot.expires_on = None"),
    Mutant(FOLD, "lot, Bucket.PENDING, Bucket.AVAILABLE, lot.pending)", "lot, Bucket.PENDING, Bucket.EXPIRED, lot.pending)"),
    Mutant(FOLD, "Bucket.ISSUED, Bucket.AVAILABLE, told.amount)", "Bucket.ISSUED, Bucket.AVAILABLE, told.amount + 1)"),
    Mutant(FOLD, "Bucket.ISSUED, Bucket.PENDING, told.amount)", "Bucket.ISSUED, Bucket.PENDING, told.amount - 1)"),
    Mutant(FOLD, "waits = told.awaits or (told.available_on is not None and told.available_on > on)", "waits = told.awaits"),
    Mutant(FOLD, "told.amount)\n    book.settle(told.at, told.key)\n", "told.amount)\n"),
    Mutant(FOLD, "lot.kept -= told.back", "lot.kept = worth.base - told.back"),
    Mutant(FOLD, "worth.of(lot.kept)) - lot.clawed", "worth.of(lot.kept))"),
    Mutant(FOLD, "    lot.clawed += due\n", ""),
    Mutant(FOLD, "part = min(rest, getattr(lot, bucket.value))", "part = max(min(rest, getattr(lot, bucket.value)) - 1, 0)"),
    Mutant(FOLD, "for bucket in _OWN if told.charge_lapsed else (*_OWN, Bucket.EXPIRED):", "for bucket in _OWN:"),
    Mutant(FOLD, "_OWN: Final = (Bucket.PENDING, Bucket.AVAILABLE)", "_OWN: Final = (Bucket.AVAILABLE,)"),
    Mutant(FOLD, "_bear(book, told, rest, Move.CLAWED)", "return"),
    Mutant(FOLD, "        rest -= part\n    if told.negative", "    if told.negative"),
    Mutant(FOLD, "list(draw(book.usable(), told.amount)), told.amount", "list(draw(book.usable(), told.amount - 1)), told.amount"),
    Mutant(FOLD, "used = min(part, rest)", "used = part"),
    Mutant(FOLD, "        rest -= used\n", ""),
    Mutant(FOLD, "free.append((lot, part - used))", "free.append((lot, part))"),
    Mutant(FOLD, "book.uses[told.key] = [*spent, (None, rest)]", "book.uses[told.key] = [(None, rest)]"),
    Mutant(FOLD, "move, lot, Bucket.HELD, Bucket.AVAILABLE, part)", "move, lot, Bucket.HELD, Bucket.EXPIRED, part)"),
    Mutant(FOLD, "for place in reversed(range(len(uses))):", "for place in range(len(uses)):"),
    Mutant(FOLD, "back = min(part, rest)", "back = part"),
    Mutant(FOLD, "uses[place] = (lot, part - back)", "uses[place] = (lot, part)"),
    Mutant(FOLD, "timedelta(days=told.grace_days + 1)", "timedelta(days=told.grace_days)"),
    Mutant(FOLD, "Move.RESTORED_EXPIRED)\n    book.settle(told.at, told.key)\n", "Move.RESTORED_EXPIRED)\n"),
    Mutant(FOLD, "owed = min(amount, book.debt)", "owed = 0"),
    Mutant(LOTS, "return (never,", "return (not never,"),
    Mutant(LOTS, "self.expires_on or date.max, self.available_on or date.min", "date.max, self.available_on or date.min"),
    Mutant(LOTS, "min(self.debt, lot.available)", "lot.available"),
    Mutant(LOTS, "        amount -= part\n", ""),
    Mutant(LOTS, "part = min(lot.available, amount)", "part = lot.available"),
    Mutant(LOTS, "self.debt -= sign * amount", "self.debt += sign * amount"),
    Mutant("rules/points_terms.py", "timedelta(days=days + 1)", "timedelta(days=days)"),
    Mutant("rules/points_terms.py", "timedelta(days=terms.days)", "timedelta(days=terms.days + 1)"),
    Mutant("types/points.py", "kept * self.points // self.per", "-(-kept * self.points // self.per)"),
    Mutant("rules/points_crediting.py", "            kept -= back.minor\n", ""),
    Mutant("rules/points_crediting.py", "key not in award.backs and ", ""),
    Mutant(ACTS, "state.available < told.amount", "state.available <= told.amount"),
    Mutant(ACTS, 'left = first.amount - sum(others.values_list("amount", flat=True))', "left = first.amount"),
    Mutant(ACTS, "if until <= at or any(", "if any("),
    Mutant(ACTS, "again = PointsFact.objects.filter(scheme_id=plan.id, key=told.key).exists()", "again = False"),
    Mutant(ACTS, "grace_days=plan.at(at).spec.grace_days", "grace_days=0"),
    Mutant(ACTS, "timedelta(minutes=lasts)", "timedelta(hours=lasts)"),
    Mutant(ACTS, "at, amount, expiry=spec.expiry)", "at, amount)"),
    Mutant(BOOKING, '"debt": state.debt', '"debt": 0'),
    Mutant(BOOKING, '"due_at": state.due_at', '"due_at": None'),
    Mutant(BOOKING, "balance += ledger.change(line)", "balance += line.amount"),
    Mutant(BOOKING, "account.seq + 1", "account.seq + 2"),
    Mutant(BOOKING, "    if known:\n", "    if not known:\n"),
    Mutant(BOOKING, "any(getattr(same, name) != value for name, value in lot._asdict().items())", "False"),
    Mutant(LEDGER, "_turned(line) if corrects else line)", "line)"),
    Mutant(LEDGER, "(line.target in _BALANCE) - (line.source in _BALANCE)", "(line.target in _BALANCE)"),
    Mutant(CREDITING, "            if anew:\n                _rejoin", "            if not anew:\n                _rejoin"),
    Mutant(CREDITING, "            if anew:\n                booking", "            if not anew:\n                booking"),
)  # fmt: skip


class _Faulty(SourceFileLoader):
    """Loads a module with a fault in it, whatever was compiled before."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(mutant.path))
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.mutant.source(), str(self.mutant.path), "exec", dont_inherit=True)


class _Sower(MetaPathFinder):
    """Finds the one module that is to be faulty."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        return spec_from_file_location(fullname, self.mutant.path, loader=_Faulty(fullname, self.mutant))


if os.environ.get("MINGHUA_MUTANT"):
    sys.meta_path.insert(0, _Sower(MUTANTS[int(os.environ["MINGHUA_MUTANT"])]))
