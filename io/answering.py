"""A process of the program's own that answers one request: bytes in, bytes out.

What holds Python's interpreter, or needs a main thread, is done there; it can be ended at any
moment.
"""

import contextlib
import subprocess
import sys

from funnelcraft.io.imports.children import environment, shared_folder
from funnelcraft.io.imports.progress import ShouldStop, Stopped

PATIENCE = 0.05  # seconds between two looks at whether the answer is still wanted


def answered(module: str, request: bytes, should_stop: ShouldStop) -> bytes:
    """Return what a module, run as a program, makes of a request; nothing where it fails.

    Raises Stopped where `should_stop` says yes.
    """
    with shared_folder() as folder:
        # In a file: what is left of a full pipe is never sent after the first look.
        asked = folder / "request"
        asked.write_bytes(request)
        with (
            asked.open("rb") as question,
            subprocess.Popen(
                [sys.executable, "-P", "-m", module],  # -P: a module in this folder is none of ours
                stdin=question,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(folder),
                cwd=folder,
            ) as process,
        ):
            try:
                data = _waited(process, should_stop)
            finally:
                process.kill()
    return data if process.returncode == 0 else b""


def _waited(process: "subprocess.Popen[bytes]", should_stop: ShouldStop) -> bytes:
    while True:
        if should_stop():
            raise Stopped
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=PATIENCE)[0]
