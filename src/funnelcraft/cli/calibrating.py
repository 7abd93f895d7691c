"""The command that measures a funnel from a CRM's exports."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.executing import with_options
from funnelcraft.cli.logs import EventsArgument, Reading
from funnelcraft.cli.output import STANDARD_OUTPUT, opened, say, tell, write_json, write_table
from funnelcraft.funnel.text import _, day, listed, number, percent, quoted

if TYPE_CHECKING:
    from funnelcraft.funnel.model import Funnel
    from funnelcraft.io.imports import Log
    from funnelcraft.simulation.baseline.calibrated import Calibrated
    from funnelcraft.simulation.baseline.calibration import Baseline
    from funnelcraft.simulation.baseline.history import History
    from funnelcraft.simulation.baseline.measures import Times
    from funnelcraft.simulation.baseline.window import ChosenWindow


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("calibrate", help=_("Measure a funnel from a CRM's exports."))(calibrate)


@with_options(Reading, "reading")
def calibrate(
    events: EventsArgument,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("The document to write."))],
    reading: Reading,
    left_out: Annotated[
        Path | None,
        typer.Option("--left-out", metavar="CSV", help=_("Write the rows left out or repaired.")),
    ] = None,
    fitted: Annotated[
        bool, typer.Option("--fitted", help=_("Write fitted distributions, not measured times."))
    ] = False,
    into: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Write the figures into this document."))
    ] = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", metavar="REPORT", help=_("Write JSON; - is stdout."))
    ] = None,
) -> int:
    """Measure rates, times and volumes with open leads censored, and write a funnel of them."""
    from funnelcraft.io.problems import FileProblem
    from funnelcraft.io.project_file import save
    from funnelcraft.simulation.baseline.report import report

    target = opened(into) if into is not None else None
    log = reading.log(events, left_out)
    chosen = _window(log.history, (reading.first, reading.last, reading.seen))
    found = _measured(events[0], log, chosen)
    title = _("As is: {name}").format(name=events[0].stem[:200])
    calibrated = _calibrated(
        found, target or title, log, chosen, "fitted" if fitted else "empirical"
    )
    if into is not None and not calibrated.triggers:
        stages = listed([quoted(found.history.stages[one]) for one in found.order])
        raise FileProblem(
            into, _("no trigger joins two of the log's stages {stages}.").format(stages=stages)
        )
    save(out, calibrated.funnel)
    _tell(calibrated)
    if json_out is not None:
        write_json(json_out, report(calibrated))
    if json_out != STANDARD_OUTPUT:
        _show(calibrated)
    return 0


def _measured(file: Path, log: "Log", chosen: "ChosenWindow") -> "Baseline":
    from funnelcraft.io.problems import FileProblem
    from funnelcraft.simulation.baseline.calibration import NothingLeft, baseline

    try:
        return baseline(log.history, chosen.window)
    except NothingLeft as error:
        raise FileProblem(
            file, _("no lead was first met in the window and by the last day known.")
        ) from error


def _window(
    history: "History", dates: tuple[datetime | None, datetime | None, datetime | None]
) -> "ChosenWindow":
    from funnelcraft.simulation.baseline.volume import day_number
    from funnelcraft.simulation.baseline.window import chosen_window

    chosen = chosen_window(history, *(None if d is None else day_number(d.date()) for d in dates))
    window = chosen.window
    if window.first_day > window.last_day or window.first_day > window.seen:
        raise typer.BadParameter(_("--from must not be after --to or --seen."))
    return chosen


def _calibrated(
    found: "Baseline", target: "Funnel | str", log: "Log", chosen: "ChosenWindow", times: "Times"
) -> "Calibrated":
    """Write what was found into a funnel, or draw one with a title."""
    from funnelcraft.simulation.baseline.applying import applied
    from funnelcraft.simulation.baseline.drawing import as_is

    origin = log.provenance(chosen.notes)
    if isinstance(target, str):
        return as_is(found, title=target, provenance=origin, times=times)
    first_stage = 0 if log.is_leads_and_deals else None
    return applied(found, target, first_stage=first_stage, provenance=origin, times=times)


def _tell(calibrated: "Calibrated") -> None:
    """Tell on standard error what was left out, repaired, assumed, and not matched."""
    from funnelcraft.funnel.checks import check, errors

    found, kept = calibrated.found, calibrated.funnel.baseline
    assert kept is not None
    for note in kept.notes:
        tell(note)
    for why, rows in kept.rows.dropped.items():
        tell(_("{n} rows left out: {why}.").format(n=number(rows), why=_(why)))
    for why, rows in kept.rows.repaired.items():
        tell(_("{n} rows repaired: {why}.").format(n=number(rows), why=_(why)))
    if found.taken_for_won is not None:
        name = found.history.stages[found.taken_for_won]
        tell(_("“{stage}” is taken for won: leads end there.").format(stage=name))
    if found.zero_values:
        tell(
            _("{n} of {all} deals are worth 0, which is taken as not given.").format(
                n=number(found.zero_values), all=number(found.values)
            )
        )
    # Measured rates beside designed ones may not fit together: better told now than at a forecast.
    stopping = (finding.message for finding in errors(check(calibrated.funnel)))
    for sentence in (*calibrated.unmatched, *stopping):
        tell(_("warning: {text}").format(text=sentence))


def _show(calibrated: "Calibrated") -> None:
    from funnelcraft.simulation.baseline.measures import HORIZONS
    from funnelcraft.simulation.baseline.volume import day_of

    found = calibrated.found
    window = found.window
    say(
        _("{leads} leads first met from {first} to {last}, as known on {seen}.").format(
            leads=number(found.leads),
            first=day(day_of(window.first_day)),
            last=day(day_of(min(window.last_day, window.seen))),
            seen=day(day_of(window.seen)),
        )
    )
    names = found.history.stages
    rows = []
    for start, to in calibrated.triggers:
        move = found.measured.moves[start, to]
        rows.append(
            (
                f"{names[start]} → {names[to]}",
                number(move.entered),
                number(move.moved),
                percent(move.naive, 2, aligned=True),
                *(_share(move.within[days]) for days in HORIZONS),
                _share(move.share),
            )
        )
    within = (_("{n} d").format(n=days) for days in HORIZONS)
    write_table((_("move"), _("entered"), _("moved"), _("naive"), *within, _("end")), rows)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value, 2, aligned=True)
