"""The command that makes a CRM's export of leads that never were."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.arguments import FileArgument
from funnelcraft.cli.executing import DaysOption, SeedOption
from funnelcraft.cli.output import about, opened, tell
from funnelcraft.funnel.text import _, day, listed, number

if TYPE_CHECKING:
    from funnelcraft.funnel.model import Funnel

DATE = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sample", help=_("Make a CRM's export of a funnel's leads."))(sample)


def sample(
    file: FileArgument,
    leads: Annotated[int, typer.Option(metavar="N", min=1, help=_("How many leads enter."))],
    out: Annotated[Path, typer.Option(metavar="CSV", help=_("The file to write."))],
    seed: SeedOption = 1,
    days: DaysOption = 365,
    start: Annotated[
        datetime | None,
        typer.Option(metavar="DATE", formats=DATE, help=_("The first day; else the document's.")),
    ] = None,
    form: Annotated[
        str, typer.Option(metavar="FORM", help=_("How rows look: events and others."))
    ] = "events",
    dirt: Annotated[bool, typer.Option("--dirt", help=_("As dirty as real exports."))] = False,
    hours: Annotated[
        str, typer.Option(metavar="FROM-TO", help=_("The hours of a day in which things happen."))
    ] = "0-24",
    no_drift: Annotated[
        bool, typer.Option("--no-drift", help=_("Let no rates or volumes drift."))
    ] = False,
) -> int:
    """Draw the histories of single leads, and write them as a CRM exports them.

    Exactly N leads enter within the days: volumes are scaled to that, and capacities with them.
    """
    from funnelcraft.io.sampling import FORMS, write_sample
    from funnelcraft.simulation.sampling import sample as draw

    if form not in FORMS:
        message = _("There is no form “{form}”; there are {forms}.")
        raise typer.BadParameter(message.format(form=form, forms=listed(list(FORMS))))
    within = _hours(hours)
    funnel = opened(file)
    if start is not None:
        funnel = funnel.replaced(start=start.date().isoformat())
    with about(file):
        funnel = _scaled(funnel, leads, days)
        drawn = draw(funnel, days, seed, leads, drift=not no_drift)
    told = write_sample(out, funnel, drawn, form, seed if dirt else None, within)
    first = date.fromisoformat(funnel.start)
    tell(
        _("{rows} rows of {leads} leads from {first} to {last}.").format(
            rows=number(told.rows),
            leads=number(drawn.leads),
            first=day(first),
            last=day(first + timedelta(days=days - 1)),
        )
    )
    for kind, count in told.dirt.items():
        tell(_("dirt: {kind}: {n}.").format(kind=kind, n=number(count)))
    return 0


def _scaled(funnel: "Funnel", leads: int, days: int) -> "Funnel":
    """Return the funnel with volumes and capacities that fit the leads; tell by how much."""
    from funnelcraft.simulation.sampling import arrivals_in, scaled

    expected = arrivals_in(funnel, days)
    if expected <= 0:
        return funnel  # refused where leads are drawn
    factor = leads / expected
    if abs(factor - 1) > 1e-9:
        text = (
            _("Volumes and capacities are {factor} times those of the document.")
            if any(stage.capacity is not None for stage in funnel.stages)
            else _("Volumes are {factor} times those of the document.")
        )
        tell(text.format(factor=number(factor, 4)))
    return scaled(funnel, factor)


def _hours(text: str) -> tuple[float, float]:
    try:
        first, last = (float(part) for part in text.split("-"))
    except ValueError:
        first, last = 1.0, 0.0
    if not 0 <= first < last <= 24:
        message = _("“{text}” are no hours of a day; write them like 8-18.")
        raise typer.BadParameter(message.format(text=text))
    return first, last
