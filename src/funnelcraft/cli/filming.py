"""The command that films a forecast: one run, day by day, as a GIF or a folder of pictures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.arguments import FileArgument
from funnelcraft.cli.executing import DaysOption, RunsOption, SeedOption
from funnelcraft.cli.output import about, opened, tell
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.funnel.model import Funnel
    from funnelcraft.simulation.forecast import Replay


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("film", help=_("Film a run of the forecast: a GIF, or a folder of PNGs."))(film)


def film(
    file: FileArgument,
    out: Annotated[Path, typer.Option(metavar="OUT", help=_("A .gif to write, or a new folder."))],
    first: Annotated[int, typer.Option("--from-day", min=1, help=_("The first day shown."))] = 1,
    last: Annotated[
        int | None, typer.Option("--to-day", min=1, help=_("The last day shown."))
    ] = None,
    speed: Annotated[
        float, typer.Option("--days-a-second", min=0.1, max=365, help=_("How fast days pass."))
    ] = 7.0,
    rate: Annotated[
        int, typer.Option("--frames-a-second", min=1, max=50, help=_("How smooth it is."))
    ] = 20,
    width: Annotated[int, typer.Option(min=320, max=3840, help=_("Pixels across."))] = 1280,
    dark: Annotated[bool, typer.Option("--dark", help=_("In dark colours."))] = False,
    run: Annotated[
        int | None, typer.Option(min=1, help=_("The run shown; else the middling one."))
    ] = None,
    runs: RunsOption = 1000,
    days: DaysOption = 365,
    seed: SeedOption = 1,
) -> int:
    """Film a run of the forecast."""
    from funnelcraft.designer.canvas.play.film import Cut, cut_problem
    from funnelcraft.designer.filming import film_replay

    funnel = opened(file)
    if run is not None and run > runs:
        raise typer.BadParameter(_("There are only {runs} runs.").format(runs=runs))
    cut = Cut(first - 1, (last or days) - 1, speed, rate, width)
    problem = cut_problem(cut, days)
    if problem:
        raise typer.BadParameter(problem)
    with about(file):
        shown = _replay(funnel, runs, days, seed, run)
    film_replay(funnel, shown, cut, out, dark)
    tell(_("{file}: {n} frames.").format(file=out, n=cut.frames))
    return 0


def _replay(funnel: "Funnel", runs: int, days: int, seed: int, run: int | None) -> "Replay":
    from funnelcraft.simulation.engine import Settings, simulate
    from funnelcraft.simulation.forecast import replay, run_at

    found = simulate(funnel, Settings(runs=runs, days=days, seed=seed))
    return replay(found, run_at(found, 0.5) if run is None else run - 1)
