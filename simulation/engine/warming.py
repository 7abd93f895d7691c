"""The engine made ready beside a window: compiled in a process of its own, then loaded.

Compiling takes a minute where the cache holds nothing yet. In a thread it would hold the window up
again and again, outlive the window, and break off in the middle of the interpreter's end. A
process can be ended at any moment: Numba puts whole files into the cache, or none.
"""

import hashlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from funnelcraft.simulation.engine.simulating import warm_up

PATIENCE = 0.05  # seconds between two looks at whether the code is still wanted
LOADING = 5.0  # seconds granted to what cannot be broken off: loading takes a tenth of a second
POLITE = 5  # how much the compiling process stands back behind what the user does


class Warming:
    """Makes the machine code ready from `start` on; `close` ends that at once."""

    def __init__(self) -> None:
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="warm-up", daemon=True)

    def start(self) -> None:
        """Begin, in the background."""
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; return whether everything is done, well or not."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def wait_while(self, is_wanted: Callable[[], bool], on_wait: Callable[[], None]) -> bool:
        """Wait until everything is done; False where it is wanted no longer.

        `on_wait` is called once where it takes a while.
        """
        told = False
        while not self.wait(PATIENCE):
            if not told:
                on_wait()
                told = True
            if not is_wanted():
                return False
        return True

    def close(self) -> None:
        """End what goes on."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join(LOADING)

    def _work(self) -> None:
        mark = complete_mark()
        if not mark.is_file() and _is_writable(mark.parent):
            self._compile_elsewhere()
        if not self._closing.is_set():
            warm_up()
            with suppress(OSError):  # a cache that cannot be written: compiled anew next time
                mark.touch()

    def _compile_elsewhere(self) -> None:
        """Compile into the cache, or give up when nobody waits any more."""
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=compile_politely, name="compile", daemon=True)
        try:
            process.start()
        except OSError:  # no room for another process: compiled in this one
            return
        while process.is_alive():
            if self._closing.wait(PATIENCE):
                process.kill()
            process.join(0.0)
        process.join()
        process.close()


def compile_politely() -> None:
    """Compile everything into the cache. Runs in the other process."""
    # Ctrl+C reaches the whole group of processes; the first one decides and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(POLITE)
    warm_up()


def complete_mark() -> Path:
    """Return the file that says: all machine code is there for these sources and this machine.

    Numba goes by place, time and size of a source file, by its own version and by the processor.
    """
    from funnelcraft.simulation.engine import compiling, machine_code

    contents = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        found = file.stat()
        contents.update(f"{file} {found.st_mtime_ns} {found.st_size}\n".encode())
    contents.update(machine_code.mark().encode())
    return compiling.cache_folder() / f"complete-{contents.hexdigest()[:16]}"


def _is_writable(folder: Path) -> bool:
    """Say whether code can be kept in a folder; it is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
