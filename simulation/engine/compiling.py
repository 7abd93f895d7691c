"""How the engine's loops are compiled, and where the machine code is kept.

Numba compiles a function at its first call. It is imported when something has to be compiled, not
before: what Python calls (`entry`) is kept as machine code that runs without it (`machine_code`).
That, and what Numba itself keeps of the functions in between, is in a folder of the user's cache
named after the contents of all compiled files: Numba's own cache asks only whether the file of
one function changed, and would go on using machine code of functions called from other files.
So an upgrade never runs old code, and a read-only install keeps its cache. `NUMBA_CACHE_DIR` moves
that folder. Where it cannot be written, Numba's own places are used, and where there is none of
them, every process compiles anew.
"""

import hashlib
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable
from functools import lru_cache, update_wrapper
from pathlib import Path
from typing import Any, TypeVar, cast

from funnelcraft.simulation.engine import machine_code
from funnelcraft.simulation.engine.loading import uncollected

# So many versions' machine code is kept whenever it was used, and all that was within a day.
KEPT_VERSIONS = 5
IN_USE_SECONDS = 86_400.0

Function = TypeVar("Function", bound=Callable[..., Any])

_deciding = threading.RLock()


def borrowing(function: Function) -> Function:
    """Compile a function of numbers and arrays; it runs without the interpreter's lock.

    It must make and return no array, and keep none but those of its caller. Numba counts
    references to arrays atomically, whenever one is handed on, sliced or taken out of a tuple; in a
    loop that takes longer than to draw for the leads of a usual day. Whoever only borrows arrays
    needs no counting.
    """
    return cast(Function, Compiled(function))


def inlined(function: Function) -> Function:
    """Compile a function that borrows into each of its callers: for the innermost steps."""
    return cast(Function, Compiled(function, forceinline=True))


def entry(function: Function) -> Function:
    """Compile a function that borrows, returns nothing and is called from Python.

    It takes whole numbers, fractions, arrays and tuples of these, and runs without Numba once its
    machine code is on the disk.
    """
    return cast(Function, Entry(function))


class Compiled:
    """A function that Numba compiles when somebody asks for it."""

    def __init__(self, function: Callable[..., Any], **options: bool) -> None:
        self._function, self._options = function, options
        self._dispatcher: Any = None
        update_wrapper(self, function)

    @property
    def dispatcher(self) -> Any:
        """Numba's own object."""
        with _deciding:
            if self._dispatcher is None:
                self._dispatcher = self._by_numba(cache=True)
        return self._dispatcher

    @property
    def _numba_type_(self) -> Any:
        """What Numba asks objects for that compiled functions refer to."""
        return self.dispatcher._numba_type_

    def __call__(self, *given: Any) -> Any:
        """Call the function, compiled."""
        return self.dispatcher(*given)

    def _by_numba(self, cache: bool) -> Any:
        with _deciding:
            njit, config = _numba()
            options = {"nogil": True, "error_model": "numpy", "_nrt": False, **self._options}
            before = config.CACHE_DIR
            config.CACHE_DIR = str(cache_folder())
            try:
                return njit(cache=cache, **options)(self._function)
            except RuntimeError:  # Numba finds no folder it can write
                return njit(**options)(self._function)
            finally:
                config.CACHE_DIR = before


class Entry(Compiled):
    """A compiled function that Python calls: by Numba only where there is no other way."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        # How it runs without Numba, by the layout of what it is given; None where it cannot.
        self.runs: dict[str, machine_code.Run | None] = {}
        self._making = threading.Lock()

    def __call__(self, *given: Any) -> None:
        """Call the function, compiled."""
        apart = machine_code.taken_apart(given)
        if apart is None:
            self.dispatcher(*given)
            return
        layout, figures = apart
        with self._making:
            if layout not in self.runs:
                self.runs[layout] = self._made_ready(layout, given)
        run = self.runs[layout]
        if run is None:
            self.dispatcher(*given)
        else:
            run(figures)

    def _made_ready(self, layout: str, given: tuple[Any, ...]) -> machine_code.Run | None:
        """Return how to run without Numba, compiled now if need be; None where Numba must."""
        if not machine_code.is_usual():
            return None
        folder, name = cache_folder(), self._function.__name__
        code = machine_code.kept(folder, name, layout)
        if code is None:
            code = machine_code.keep(folder, name, layout, *self._module(given))
        return machine_code.linked(name, layout, code)

    def _module(self, given: tuple[Any, ...]) -> tuple[str, str]:
        """Return what Numba makes of the function, as text for LLVM, and its name in there."""
        # Not out of Numba's cache: that has no text any more.
        alone = self._by_numba(cache=False)
        from numba import typeof

        signature = tuple(map(typeof, given))
        alone.compile(signature)
        text: str = alone.inspect_llvm(signature)
        symbol: str = alone.overloads[signature].fndesc.llvm_func_name
        return text, symbol


@lru_cache(maxsize=1)
def _numba() -> tuple[Any, Any]:
    """Return Numba's decorator and settings, without what our loops do not need.

    Numba imports the coverage tool wherever it is installed; it is asked for what runs compiled,
    and a process starts a tenth of a second later. Where it measures already, it goes on. And it
    asks for SciPy's linear algebra once, as its array functions are imported, and does without
    where that is missing. Our loops multiply no matrices: another fifth of a second.
    """
    unwanted = "coverage" not in sys.modules
    if unwanted:
        sys.modules["coverage"] = None  # type: ignore[assignment]
    try:
        with uncollected():
            from numba import config, njit
            from numba.np import linalg
    finally:
        if unwanted:
            del sys.modules["coverage"]
    found = linalg.ensure_blas

    def missing() -> None:
        raise ImportError("not needed")

    linalg.ensure_blas = missing
    try:
        with uncollected():
            import numba.np.arraymath  # noqa: F401
    finally:
        linalg.ensure_blas = found
    return njit, config


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """Return the folder for the machine code of exactly this version of the engine."""
    contents = hashlib.sha256(Path(machine_code.__file__).read_bytes())
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
