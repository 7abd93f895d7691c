"""How the engine's loops are compiled, and where the machine code is kept.

Numba compiles a function at its first call and keeps the result on disk. Its own cache asks only
whether the file of that one function changed, and would go on using machine code of functions
called from other files. So the code is kept in a folder of the user's cache that is named after
the contents of all compiled files: an upgrade never runs old code, and a read-only install keeps
its cache. `NUMBA_CACHE_DIR` moves that folder. Where it cannot be written, Numba's own places are
used, and where there is none of them, every process compiles anew.
"""

import hashlib
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar


def _import_numba() -> tuple[Any, Any]:
    """Return Numba's decorator and settings, without what only developers of Numba need.

    Numba imports the coverage tool wherever it is installed; it is asked for what runs compiled,
    and a process starts a tenth of a second later. Where it measures already, it goes on.
    """
    unwanted = "coverage" not in sys.modules
    if unwanted:
        sys.modules["coverage"] = None  # type: ignore[assignment]
    try:
        from numba import config, njit
    finally:
        if unwanted:
            del sys.modules["coverage"]
    return njit, config


njit, numba_config = _import_numba()

# So many versions' machine code is kept whenever it was used, and all that was within a day.
KEPT_VERSIONS = 5
IN_USE_SECONDS = 86_400.0

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays; it runs without the interpreter's lock."""
    return _compiled(function)


def borrowing(function: Function) -> Function:
    """Compile a function that makes and returns no array, and keeps none but those of its caller.

    Numba counts references to arrays atomically, whenever one is handed on, sliced or taken out of
    a tuple; in a loop that takes longer than to draw for the leads of a usual day. Whoever only
    borrows arrays needs no counting. It must call no function that returns a new array: that
    one would never be freed.
    """
    return _compiled(function, _nrt=False)


def inlined(function: Function) -> Function:
    """Compile a function that borrows into each of its callers: for the innermost steps."""
    return _compiled(function, _nrt=False, forceinline=True)


def _compiled(function: Function, **more: bool) -> Function:
    _load_without_linear_algebra()
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", **more}
    made: Function
    config: Any = numba_config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())
    try:
        made = njit(cache=True, **options)(function)
    except RuntimeError:  # Numba finds no folder it can write
        made = njit(**options)(function)
    finally:
        config.CACHE_DIR = before
    return made


@lru_cache(maxsize=1)
def _load_without_linear_algebra() -> None:
    """Load Numba's array functions, but not SciPy's linear algebra for them.

    Numba asks for it once, as its array functions are imported, and does without where it is
    missing. Our loops multiply no matrices, and a process starts a fifth of a second sooner.
    """
    from numba.np import linalg

    found = linalg.ensure_blas

    def missing() -> None:
        raise ImportError("not needed")

    linalg.ensure_blas = missing
    try:
        import numba.np.arraymath  # noqa: F401
    finally:
        linalg.ensure_blas = found


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """Return the folder for the machine code of exactly this version of the engine."""
    contents = hashlib.sha256()
    # Compiled loops are in several folders of this layer; each imports this module.
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        text = file.read_bytes()
        if b"engine.compiling" in text or file == Path(__file__):
            contents.update(text)
    base = os.environ.get("NUMBA_CACHE_DIR")
    return (Path(base) if base else _user_cache()) / f"engine-{contents.hexdigest()[:16]}"


def drop_old_code() -> None:
    """Delete the machine code of versions of the engine that nobody has used for long.

    The newest few stay, and whatever was used within a day: another process may run it. What
    cannot be deleted stays as well.
    """
    own = cache_folder()
    if not own.is_dir():
        return
    os.utime(own)
    pattern = re.compile(r"engine-[0-9a-f]{16}")
    found = [f for f in own.parent.iterdir() if pattern.fullmatch(f.name) and f.is_dir()]
    newest_first = sorted(found, key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in newest_first[KEPT_VERSIONS:]:
        if time.time() - folder.stat().st_mtime > IN_USE_SECONDS:
            # Two programs may tidy up at the same time, and files in use cannot go everywhere.
            shutil.rmtree(folder, ignore_errors=True)


def _user_cache() -> Path:
    """Return the folder this system keeps a user's caches in, with our name."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "Funnelcraft" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "Funnelcraft"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "funnelcraft"
