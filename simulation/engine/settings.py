"""How to simulate: how often, how far, from which seed, with which kinds of not knowing."""

from dataclasses import dataclass

from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.problems import refuse

MOST_RUNS = 1_000_000


@dataclass(frozen=True)
class Settings:
    """What a simulation is asked for.

    `workers` None takes every processor this process may use; results never depend on it.
    `luck`, `ignorance` and `drift` switch the three kinds of not knowing (`simulation.md`).
    """

    runs: int = 1000
    days: int = 365
    seed: int = 1
    workers: int | None = None
    luck: bool = True
    ignorance: bool = True
    drift: bool = True


def refuse_impossible(settings: Settings) -> None:
    """Raise CannotSimulate for settings no simulation can be made with."""
    if not 1 <= settings.runs <= MOST_RUNS:
        message = _("A simulation has 1 to {most} runs, not {runs}.")
        raise refuse("runs", message.format(most=number(MOST_RUNS), runs=number(settings.runs)))
    if settings.seed < 0:
        raise refuse("seed", _("The seed must be a whole number from 0 on."))
    if settings.workers is not None and settings.workers < 1:
        raise refuse("workers", _("A simulation needs one worker at least."))
