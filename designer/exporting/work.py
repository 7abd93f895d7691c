"""The work of an export: fit for a thread, it knows no Qt."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.designer.exporting.apart import is_made_apart, made_apart
from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.designer.exporting.simulating import runs_of
from funnelcraft.designer.exporting.wish import Saved, Wish
from funnelcraft.funnel.language import documents_speech
from funnelcraft.io.exports import Context, Made, made, write_made
from funnelcraft.io.exports.formats import OnStep
from funnelcraft.io.exports.warnings import warnings
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop
from funnelcraft.io.problems import FileProblem
from funnelcraft.simulation.problems import CannotSimulate

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Runs

_WHOLE = 1000  # of a progress
_SIMULATED = 0.3  # of the work on what takes a forecast is done with it
_PRESENTED = 0.5  # of the work on a hand-over is done with its decks


def make(wish: Wish, on_progress: OnProgress, should_stop: ShouldStop) -> Made:
    """Return the export. Raises Stopped, FileProblem."""

    def on_step(share: float, what: str) -> None:
        on_progress(Progress(round(share * _WHOLE), _WHOLE, 0, what))

    try:
        return _made(wish, on_step, should_stop)
    except CannotSimulate as refusal:
        raise FileProblem(wish.kind.title, refusal.findings[0].message) from refusal


def make_and_write(
    wish: Wish, known: Made | None, path: Path, on_progress: OnProgress, should_stop: ShouldStop
) -> Saved:
    """Write the export, made before or made now; say where. Raises as `make`."""
    result = make(wish, on_progress, should_stop) if known is None else known
    context = Context(wish.file_name, wish.day, should_stop=should_stop)
    write_made(path, result, context)
    return Saved(path, warnings(wish.funnel))


def _made(wish: Wish, on_step: OnStep, should_stop: ShouldStop) -> Made:
    runs = None
    if wish.kind.forecast == "required":
        runs = runs_of(wish, _part(on_step, 0.0, _SIMULATED), should_stop)
        on_step = _part(on_step, _SIMULATED, 1.0)
    ready: dict[str, bytes] = {}
    if wish.kind.forecast == "optional":
        ready = _decks(wish, _part(on_step, 0.0, _PRESENTED), should_stop)
        on_step = _part(on_step, _PRESENTED, 1.0)
    if is_made_apart(wish):
        return made_apart(wish, ready, on_step, should_stop)
    return made(wish.funnel, wish.kind, _context(wish, runs, on_step, should_stop))


def _decks(wish: Wish, on_step: OnStep, should_stop: ShouldStop) -> dict[str, bytes]:
    """Return what a hand-over says of the forecast; nothing where there can be none."""
    kinds = [one for one in all_formats() if one.forecast == "required"]
    decks: dict[str, bytes] = {}
    for at, kind in enumerate(kinds):
        told = _part(on_step, at / len(kinds), (at + 1) / len(kinds))
        try:
            deck = _made(replace(wish, kind=kind, options={}), told, should_stop)
        except CannotSimulate:
            return {}  # whose reason the hand-over tells
        if isinstance(deck, bytes):
            decks[kind.name] = deck
    return decks


def _part(on_step: OnStep, begin: float, end: float) -> OnStep:
    """Return what is told how far a part of the work is, and tells how far the whole is."""
    return lambda share, what: on_step(begin + share * (end - begin), what)


def _context(wish: Wish, runs: "Runs | None", on_step: OnStep, should_stop: ShouldStop) -> Context:
    return Context(
        wish.file_name,
        wish.day,
        speech=documents_speech(wish.language or wish.funnel.language),
        forecast=runs,
        drawing=wish.drawing,
        options=wish.options,
        base=wish.base,
        scenario=wish.scenario,
        should_stop=should_stop,
        on_step=on_step,
    )
