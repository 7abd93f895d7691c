"""What runs in the other process: one request from standard input, answers on standard output.

A line of JSON each: `{"progress": […]}`, then `{"done": …}` or `{"problem": [file, sentence]}`. The
process ends when standard input does, so that it never outlives the one that asked.
"""

import contextlib
import json
import os
import signal
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

from funnelcraft.io.imports import transfer
from funnelcraft.io.imports.left_out import write_left_out
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.progress import Progress
from funnelcraft.io.imports.proposing import propose
from funnelcraft.io.imports.reading import read
from funnelcraft.io.problems import FileProblem


def main() -> None:
    """Do what the first line of standard input asks for."""
    # Ctrl+C reaches the whole group of processes; the first one decides and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_leave_with_the_other, daemon=True).start()
    _limit(int(request["memory"]))
    warnings.simplefilter("ignore")  # of parsers, about files: what matters is counted
    try:
        _say({"done": _do(request)})
    except FileProblem as problem:
        _say({"problem": [problem.file, problem.what]})
    except MemoryError:
        _say({"memory": True})
    sys.stdout.flush()
    os._exit(0)  # what a library still has to tidy up is nobody's concern


def _do(request: dict[str, Any]) -> Any:
    paths = [Path(path) for path in request["paths"]]
    folder = Path(request["folder"])
    mapping = request["mapping"] and Mapping.from_json(request["mapping"])
    if request["do"] == "propose":
        return propose(paths, mapping, _progress).model_dump_json()
    if request["do"] == "read":
        transfer.put(read(paths, mapping, _progress), folder)
        return None
    return write_left_out(transfer.get(folder), Path(request["out"]), _progress)


def _progress(progress: Progress) -> None:
    _say({"progress": [progress.done, progress.total, progress.rows, progress.what]})


def _say(answer: dict[str, Any]) -> None:
    try:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # nobody listens any more
        os._exit(1)


def _leave_with_the_other() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os._exit(1)


def _limit(memory: int) -> None:
    """Take no more than so much memory, and leave no picture of it behind; where that can be."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
