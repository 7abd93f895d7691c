"""Exports made by another process, the command line's.

Pictures are drawn with Qt, and texts are painted in the main thread of a process alone. What takes
typst or openpyxl is made there too: they hold the interpreter, and the window would wait.
"""

import contextlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from funnelcraft.designer.exporting.wish import Wish
from funnelcraft.io.exports import Made
from funnelcraft.io.exports.formats import OnStep
from funnelcraft.io.exports.steps import read_step
from funnelcraft.io.imports.children import environment, shared_folder
from funnelcraft.io.imports.progress import ShouldStop, Stopped
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.project_file import dump

_LOOK = 0.05  # seconds between two looks at whether to go on
_PAINTED = "funnelcraft.designer."  # writers that paint with Qt
_HEAVY = ("spec-xlsx", "test-plan", "day-in-life", "launch-kit")


def is_made_apart(wish: Wish) -> bool:
    """Say whether an export would hold the window up if it were made in a thread of its own."""
    return wish.kind.writer.startswith(_PAINTED) or wish.kind.name in _HEAVY


def made_apart(
    wish: Wish, ready: Mapping[str, bytes], on_step: OnStep, should_stop: ShouldStop
) -> Made:
    """Have the command line make an export; `ready` are parts of it, by format, made already.

    Raises Stopped, and FileProblem with what the command line complained about.
    """
    with shared_folder() as folder:
        document, out = folder / (Path(wish.file_name).name or "x.funnel"), folder / "out"
        steps, parts = folder / "steps", folder / "ready"
        document.write_bytes(dump(wish.funnel))
        parts.mkdir()
        for name, data in ready.items():
            (parts / name).write_bytes(data)
        process = subprocess.Popen(
            _command(wish, document, out, steps, parts),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment(folder),
            cwd=folder,
        )
        try:
            details = _waited(process, steps, on_step, should_stop)
        finally:
            process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()
        if process.returncode == 1 and details.strip():
            said = details.strip().splitlines()[-1]
            raise FileProblem(wish.file_name, said.removeprefix(f"{document}: "))
        if process.returncode != 0 or not out.exists():
            raise RuntimeError(f"no export was made: {details}")
        return _read(out)


def _command(wish: Wish, document: Path, out: Path, steps: Path, parts: Path) -> list[str]:
    command = [sys.executable, "-P", "-m", "funnelcraft", "export", str(document)]
    command += ["--format", wish.kind.name, "--date", wish.day.isoformat(), "--out", str(out)]
    command += ["--steps", str(steps), "--ready", str(parts)]
    if wish.language:
        command += ["--language", wish.language]
    for name, value in wish.options.items():
        said = ("yes" if value else "no") if isinstance(value, bool) else value
        command += ["--option", f"{name}={said}"]
    return command


def _read(out: Path) -> Made:
    if out.is_file():
        return out.read_bytes()
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def _waited(
    process: "subprocess.Popen[bytes]", steps: Path, on_step: OnStep, should_stop: ShouldStop
) -> str:
    """Wait for the process to end, and return what it complained about. Raises Stopped."""
    while True:
        if should_stop():
            raise Stopped
        if (step := read_step(steps)) is not None:
            on_step(*step)
        with contextlib.suppress(subprocess.TimeoutExpired):
            _out, complaints = process.communicate(timeout=_LOOK)
            return complaints.decode("utf-8", "replace")
