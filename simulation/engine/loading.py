"""Loading Numba without stops, so that a process that must compile begins sooner."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python collect no garbage meanwhile.

    Numba's modules and tables of types are a million objects that stay; while they come up, Python
    looks through all of them again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
