"""What an export needs, as one value, and the work itself: fit for a thread, it knows no Qt.

Pictures are drawn with Qt, and texts are painted in the main thread of a process alone: so they are
made by another process, the command line's.
"""

import contextlib
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.funnel.language import documents_speech
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.exports import Context, Drawing, Format, Made, made, write_made
from funnelcraft.io.exports.formats import OnStep, Setting
from funnelcraft.io.exports.steps import read_step
from funnelcraft.io.exports.warnings import warnings
from funnelcraft.io.imports.children import environment, shared_folder
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop, Stopped
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.project_file import dump

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Runs

RUNS, SEED = 1000, 1
_LOOK = 0.05  # seconds between two looks at whether to go on
_WHOLE = 1000  # of a progress
_PAINTED = "funnelcraft.designer."  # writers that paint with Qt


@dataclass(frozen=True)
class Wish:
    """What is to be exported, and how. Equal wishes make equal files."""

    funnel: Funnel
    kind: Format
    file_name: str
    day: date
    options: Mapping[str, Setting] = field(default_factory=dict)
    drawing: Drawing | None = None
    days: int = 365  # of a forecast
    base: Funnel | None = None  # and the scenario of it that `funnel` is
    scenario: str = ""
    language: str = ""  # empty: that of the document


@dataclass(frozen=True)
class Saved:
    """Where an export was written, and what had to be changed of its texts."""

    path: Path
    warnings: tuple[str, ...]


def make(wish: Wish, on_progress: OnProgress, should_stop: ShouldStop) -> Made:
    """Return the export. Raises Stopped, FileProblem, CannotSimulate."""
    if wish.kind.writer.startswith(_PAINTED):
        return _painted(wish, _stepping(on_progress), should_stop)
    context = _context(wish, on_progress, should_stop)
    return made(wish.funnel, wish.kind, context)


def make_and_write(
    wish: Wish, known: Made | None, path: Path, on_progress: OnProgress, should_stop: ShouldStop
) -> Saved:
    """Write the export, made before or made now; say where. Raises as `make`."""
    result = make(wish, on_progress, should_stop) if known is None else known
    context = Context(wish.file_name, wish.day, should_stop=should_stop)
    write_made(path, result, context)
    return Saved(path, warnings(wish.funnel))


def _stepping(on_progress: OnProgress) -> OnStep:
    def on_step(share: float, what: str) -> None:
        on_progress(Progress(round(share * _WHOLE), _WHOLE, 0, what))

    return on_step


def _context(wish: Wish, on_progress: OnProgress, should_stop: ShouldStop) -> Context:
    return Context(
        wish.file_name,
        wish.day,
        speech=documents_speech(wish.language or wish.funnel.language),
        forecast=_simulated(wish, should_stop) if wish.kind.forecast == "required" else None,
        drawing=wish.drawing,
        options=wish.options,
        base=wish.base,
        scenario=wish.scenario,
        should_stop=should_stop,
        on_step=_stepping(on_progress),
    )


def _simulated(wish: Wish, should_stop: ShouldStop) -> "Runs":
    from funnelcraft.simulation import engine
    from funnelcraft.simulation.problems import CannotSimulate

    settings = engine.Settings(runs=RUNS, days=wish.days, seed=SEED)
    try:
        return engine.simulate(wish.funnel, settings, None, should_stop)
    except engine.Stopped:
        raise Stopped from None
    except CannotSimulate as refusal:
        raise FileProblem(wish.kind.title, refusal.findings[0].message) from refusal


def _painted(wish: Wish, on_step: OnStep, should_stop: ShouldStop) -> Made:
    """Have the command line make what is painted with Qt."""
    with shared_folder() as folder:
        document, out = folder / (Path(wish.file_name).name or "x.funnel"), folder / "out"
        steps = folder / "steps"
        document.write_bytes(dump(wish.funnel))
        process = subprocess.Popen(
            _command(wish, document, out, steps),
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


def _command(wish: Wish, document: Path, out: Path, steps: Path) -> list[str]:
    command = [sys.executable, "-P", "-m", "funnelcraft", "export", str(document)]
    command += ["--format", wish.kind.name, "--date", wish.day.isoformat(), "--out", str(out)]
    command += ["--steps", str(steps), "--days", str(wish.days)]
    if wish.kind.is_preview:
        command.append("--preview")
    elif wish.kind.forecast == "optional":
        command.append("--forecast")
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


def describe(result: Made) -> str:
    """Return a made export as text where it is one; empty where it is not."""
    if isinstance(result, dict):
        return _described_folder(result)
    try:
        return result.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _described_folder(files: Mapping[str, bytes]) -> str:
    """List a folder's files, the instructions among them in full."""
    said = _("{file}: {n} bytes")
    listing = [said.format(file=name, n=len(data)) for name, data in files.items()]
    readme = files.get("README.md", b"").decode("utf-8", "replace")
    return "\n".join([*listing, "", readme]).rstrip()
