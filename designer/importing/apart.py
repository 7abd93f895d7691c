"""Do something in a process of its own: it can be ended at any moment, and holds nothing up.

Numpy keeps other threads waiting for as long as one of its operations takes; of millions of events
that is longer than a window may stand still. The process runs this module: unlike one of
`multiprocessing` it does not run again whatever started the window.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from funnelcraft.funnel.text import _
from funnelcraft.io.imports.children import environment
from funnelcraft.io.imports.progress import ShouldStop, Stopped
from funnelcraft.io.problems import FileProblem, reason

PATIENCE = 0.05  # seconds between two looks at whether to go on
POLITE = 5  # how much the process stands back behind what the user does

T = TypeVar("T")


class Broke(RuntimeError):  # noqa: N818 - it reads as a sentence where it is raised
    """What was done elsewhere failed for a reason of its own; the text has the details."""


def apart(function: Callable[..., T], arguments: tuple[Any, ...], should_stop: ShouldStop) -> T:
    """Return what a function of a module returns, computed in another process.

    Raises the function's FileProblem, Stopped, and Broke.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="funnelcraft-") as name:
            folder = Path(name)
            with (folder / "asked").open("wb") as file:
                pickle.dump((function, arguments), file, protocol=pickle.HIGHEST_PROTOCOL)
            _run(folder, should_stop)
            answered: T = _answer(folder)
            return answered
    except OSError as error:
        raise FileProblem(tempfile.gettempdir(), reason(error)) from error


def _run(folder: Path, should_stop: ShouldStop) -> None:
    process = subprocess.Popen(
        # -P: a module that lies in the current folder is none of ours
        [sys.executable, "-P", "-m", "funnelcraft.designer.importing.apart", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(folder),
    )
    try:
        while True:
            if should_stop():
                raise Stopped
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
                return
    finally:
        process.kill()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def _answer(folder: Path) -> Any:
    answered = folder / "answered"
    if not answered.exists():
        raise Broke(_("The process that measures ended without an answer."))
    with answered.open("rb") as file:
        kind, what = pickle.load(file)  # our own process wrote it, in a folder of ours
    if kind == "problem":
        raise FileProblem(*what)
    if kind == "error":
        raise Broke(what)
    return what


def answer(folder: Path) -> None:
    """Do what a folder asks for, and put the answer into it. Runs in the other process."""
    # Ctrl+C reaches the whole group of processes; the first one decides and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_the_other, daemon=True).start()
    if sys.platform != "win32":
        os.nice(POLITE)
    with (folder / "asked").open("rb") as file:
        function, arguments = pickle.load(file)
    said: tuple[str, Any]
    try:
        said = ("done", function(*arguments))
    except FileProblem as problem:
        said = ("problem", (problem.file, problem.what))
    except Exception:  # told in the process that asked
        said = ("error", traceback.format_exc())
    unfinished = folder / "unfinished"
    with unfinished.open("wb") as file:
        pickle.dump(said, file, protocol=pickle.HIGHEST_PROTOCOL)
    unfinished.replace(folder / "answered")


def _leave_with_the_other() -> None:
    """End when the process that asked does: its end of the pipe is then closed."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os._exit(1)


if __name__ == "__main__":
    answer(Path(sys.argv[1]))
