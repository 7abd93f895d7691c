"""Read exports in a process of their own: a hostile file can end that one, and no more.

The process has a limit of memory, and ends with this one. To stop it is to kill it.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import funnelcraft
from funnelcraft.funnel.text import _
from funnelcraft.io.imports import transfer
from funnelcraft.io.imports.log import Log
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop, Stopped
from funnelcraft.io.imports.proposal import Proposal
from funnelcraft.io.problems import FileProblem, reason

PATIENCE = 0.05  # seconds between two looks at whether to go on
LONGEST_ANSWER = 64 << 20
MEMORY = 2 << 30  # bytes
# -P: a module that lies in the current folder is none of ours
COMMAND = ("-P", "-m", "funnelcraft.io.imports.child")


def propose_in_child(
    paths: Sequence[Path],
    mapping: Mapping | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Proposal:
    """Do as `propose` in a process of its own. Raises FileProblem, Stopped."""
    with shared_folder() as folder:
        answer = ask("propose", paths, mapping, folder, on_progress, should_stop)
    with trusting_nothing(paths):
        return Proposal.model_validate_json(answer)


def read_in_child(
    paths: Sequence[Path],
    mapping: Mapping,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Log:
    """Do as `read` in a process of its own. Raises FileProblem, Stopped."""
    with shared_folder() as folder:
        ask("read", paths, mapping, folder, on_progress, should_stop)
        with trusting_nothing(paths):
            return transfer.get(folder)


def write_left_out_in_child(
    log: Log,
    path: Path,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> int:
    """Do as `write_left_out` in a process of its own. Raises FileProblem, Stopped."""
    with shared_folder() as folder:
        transfer.put(log, folder)
        out = Path(os.path.abspath(path))
        answer = ask("left out", log.paths, log.mapping, folder, on_progress, should_stop, out)
    with trusting_nothing(log.paths):
        return int(answer)


@contextlib.contextmanager
def shared_folder() -> Iterator[Path]:
    """Give a folder for what the two processes hand each other; it is gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix="funnelcraft-", ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError as error:
        raise FileProblem(tempfile.gettempdir(), reason(error)) from error


@contextlib.contextmanager
def trusting_nothing(paths: Sequence[Path]) -> Iterator[None]:
    """Take an answer that can't be understood for a process that broke."""
    try:
        yield
    except (ValueError, KeyError, TypeError, OSError, BadZipFile) as error:
        raise _broke(paths) from error


def _broke(paths: Sequence[Path]) -> FileProblem:
    return FileProblem(
        _named(paths), _("reading it broke off; the file is damaged, or made to do harm.")
    )


def _named(paths: Sequence[Path]) -> Path:
    return paths[0] if paths else Path()


def ask(
    what: str,
    paths: Sequence[Path],
    mapping: Mapping | None,
    folder: Path,
    on_progress: OnProgress | None,
    should_stop: ShouldStop | None,
    out: Path = Path(),
) -> Any:
    """Have something done in a process of its own, and return its answer.

    Raises FileProblem, Stopped.
    """
    request = {
        "do": what,
        "paths": [os.path.abspath(path) for path in paths],
        "mapping": None if mapping is None else mapping.to_json(),
        "folder": str(folder),
        "out": str(out),
        "memory": MEMORY,
    }
    process = _started(folder)
    try:
        return _answer(process, request, paths, on_progress, should_stop)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a process that finds these sources, and leaves its files there."""
    root = str(Path(funnelcraft.__file__).parents[1])
    known = os.environ.get("PYTHONPATH", "")
    return os.environ | {
        "PYTHONPATH": root + (os.pathsep + known if known else ""),
        "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve memory that the limit counts
        "OMP_NUM_THREADS": "1",
        "PYTHONIOENCODING": "utf-8",
        # What it leaves behind when it is killed goes with the folder.
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)),
    }


def _started(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(folder),
        cwd=folder,
    )


def _answer(
    process: "subprocess.Popen[bytes]",
    request: dict[str, Any],
    paths: Sequence[Path],
    on_progress: OnProgress | None,
    should_stop: ShouldStop | None,
) -> Any:
    """Send the request and wait for its answer. Raises FileProblem, Stopped."""
    lines: queue.Queue[bytes] = queue.Queue()
    listener = threading.Thread(target=_listen, args=(process, lines), daemon=True)
    listener.start()
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
    try:
        while True:
            if should_stop is not None and should_stop():
                raise Stopped
            try:
                line = lines.get(timeout=PATIENCE)
            except queue.Empty:
                continue
            done, answer = _understood(line, paths, on_progress)
            if done:
                return answer
    finally:
        process.kill()
        listener.join()


def _listen(process: "subprocess.Popen[bytes]", lines: "queue.Queue[bytes]") -> None:
    """Put the lines of the other process into a queue; an empty one when there are no more."""
    assert process.stdout is not None
    while line := process.stdout.readline(LONGEST_ANSWER):
        lines.put(line)
    lines.put(b"")


def _understood(
    line: bytes, paths: Sequence[Path], on_progress: OnProgress | None
) -> tuple[bool, Any]:
    """Return whether a line is the answer, and what it is. Raises FileProblem."""
    with trusting_nothing(paths):
        answer = json.loads(line)
        if not isinstance(answer, dict):
            raise TypeError(answer)
        if "progress" in answer:
            done, total, rows, what = answer["progress"]
            progress = Progress(int(done), int(total), int(rows), str(what))
        elif "problem" in answer:
            file, sentence = answer["problem"]
    if "progress" in answer:
        if on_progress is not None:
            on_progress(progress)
        return False, None
    if "problem" in answer:
        raise FileProblem(str(file), str(sentence))
    if "memory" in answer:
        raise FileProblem(_named(paths), _("the file needs more memory than is allowed."))
    return True, answer.get("done")
