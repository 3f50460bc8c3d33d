"""The collector of cycles during long work: what was loaded before is not looked at again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Set aside everything that lives now: a batch makes many objects, and each full round would walk the whole program."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
