"""How the engine's loops are compiled, and where the machine code is kept.

Numba compiles a function at its first call and keeps the result on disk: beside the source where
that can be written, else in the user's cache folder (so the cache survives a read-only install);
`NUMBA_CACHE_DIR` overrides both. Where nothing can be written at all, every process compiles anew.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays; it runs without the interpreter's lock."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    made: Function
    try:
        made = njit(cache=True, **options)(function)
    except RuntimeError:  # Numba finds no folder for its cache
        made = njit(**options)(function)
    return made
