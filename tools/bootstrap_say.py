"""How the bootstrap speaks: one line per step, in Chinese and English, with seconds; what is missing, with a remedy."""

import contextlib
import sys
import time
from collections.abc import Iterator


class Missing(RuntimeError):
    """Something the machine must have and has not; carries what to do about it in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en = zh, en


@contextlib.contextmanager
def step(zh: str, en: str) -> Iterator[None]:
    """Print what begins and, when it is done, how long it took."""
    began = time.monotonic()
    print(f"  … {zh} · {en}", flush=True)
    yield
    print(f"  ✓ {zh} · {en}  ({time.monotonic() - began:.1f} s)", flush=True)


def skipped(zh: str, en: str) -> None:
    """Print that nothing had to be done."""
    print(f"  ✓ {zh} · {en}  (无变化 unchanged)", flush=True)


def complain(trouble: Missing) -> None:
    """Print what is missing to standard error, Chinese first."""
    print(f"\n✗ {trouble.zh}\n✗ {trouble.en}", file=sys.stderr, flush=True)
