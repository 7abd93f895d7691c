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

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

SPARE = 64 << 20  # bytes beyond the limit, to say that it was reached


def main() -> None:
    """Do what the first line of standard input asks for."""
    # Ctrl+C reaches the whole group of processes; the first one decides and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_leave_with_the_other, daemon=True).start()
    mapping = Mapping.from_json(request["mapping"]) if request["mapping"] else None
    _limit(int(request["memory"]))
    warnings.simplefilter("ignore")  # of parsers, about files: what matters is counted
    try:
        _say({"done": _do(request, mapping)})
    except FileProblem as problem:
        _say({"problem": [problem.file, problem.what]})
    except MemoryError:
        _limit(int(request["memory"]) + SPARE)  # or there is none to say so
        _say({"memory": True})
    sys.stdout.flush()
    os._exit(0)  # what a library still has to tidy up is nobody's concern


def _do(request: dict[str, Any], mapping: Mapping | None) -> Any:
    paths = [Path(path) for path in request["paths"]]
    folder = Path(request["folder"])
    if request["do"] == "propose":
        return propose(paths, mapping, _progress).model_dump_json()
    if request["do"] == "read" and mapping is not None:
        transfer.put(read(paths, mapping, _progress), folder)
        return None
    if request["do"] == "diagram":
        return _diagram(paths[0])
    if request["do"] == "judge":
        from funnelcraft.io.trigger_tests.apart import judge_here

        return judge_here(paths[0], folder, _progress)
    return write_left_out(transfer.get(folder), Path(request["out"]), _progress)


def _diagram(path: Path) -> dict[str, Any]:
    from funnelcraft.io.diagrams.reading import read_diagram
    from funnelcraft.io.project_file import dump

    found = read_diagram(path)
    return {"funnel": dump(found.funnel).decode(), "notes": list(found.notes)}


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
    if resource is None:
        return
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    if most == resource.RLIM_INFINITY:
        most = memory + SPARE
    resource.setrlimit(resource.RLIMIT_AS, (min(memory, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
