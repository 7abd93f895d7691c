"""The command that forecasts from earlier days and says how good that was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.executing import JsonOption, RunsOption, SeedOption, stopping, with_options
from funnelcraft.cli.logs import DATE, EventsArgument, Reading
from funnelcraft.cli.output import about, say, tell, write_json, write_table
from funnelcraft.funnel.text import _, count, listed, number, percent, quoted, written_day

if TYPE_CHECKING:
    from funnelcraft.funnel.measured import Backtest, TestedCut
    from funnelcraft.simulation.backtest.backtesting import Question
    from funnelcraft.simulation.baseline.history import History

Told = Callable[["TestedCut"], None]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backtest", help=_("Forecast from earlier days, and compare with what came."))(
        backtest
    )


@with_options(Reading, "reading")
def backtest(
    events: EventsArgument,
    target: Annotated[
        str, typer.Option(metavar="STAGE", help=_("The stage whose entries are forecast."))
    ],
    reading: Reading,
    days: Annotated[int, typer.Option("--days", metavar="D", min=1, help=_("How far ahead."))] = 28,
    cut: Annotated[
        list[datetime] | None,
        typer.Option(metavar="DATE", formats=DATE, help=_("A day to forecast from; repeatable.")),
    ] = None,
    runs: RunsOption = 1000,
    seed: SeedOption = 1,
    json_out: JsonOption = None,
) -> int:
    """Forecast a stage's entries from past days as they were known then, beside what came."""
    from funnelcraft.simulation.backtest.report import figures

    log, file = reading.log(events), events[0]
    for why, rows in log.dropped.items():
        tell(_("{n} rows left out: {why}.").format(n=number(rows), why=_(why)))
    history = _chosen(log.history, file, reading)
    question, cuts = _asked(history, file, target, days, cut)
    tested = _tested(history, question, cuts, file, runs, seed)
    if json_out is not None:
        write_json(json_out, figures(tested))
    else:
        _show(tested)
    return 0


def _chosen(history: "History", events: Path, reading: Reading) -> "History":
    """Return the part of a history that the dates leave."""
    from funnelcraft.io.problems import FileProblem
    from funnelcraft.simulation.baseline.history import first_met, seen_until
    from funnelcraft.simulation.baseline.volume import day_number

    if reading.segment is not None:
        tell(_("Segments are forecast together: the target's entries are those of all."))
    whole = history.day
    first, last, seen = (
        None if one is None else day_number(one.date())
        for one in (reading.first, reading.last, reading.seen)
    )
    history, _count = first_met(
        history,
        int(whole.min()) if first is None else first,
        int(whole.max()) if last is None else last,
    )
    if seen is not None:
        history, _count = seen_until(history, seen)
    if not history.lead.size:
        raise FileProblem(events, _("no lead was first met within these dates."))
    return history


def _asked(
    history: "History", events: Path, target: str, days: int, cuts: list[datetime] | None
) -> tuple["Question", tuple[int, ...]]:
    from funnelcraft.io.problems import FileProblem
    from funnelcraft.simulation.backtest.backtesting import Question
    from funnelcraft.simulation.backtest.cuts import usual_cuts
    from funnelcraft.simulation.baseline.volume import day_number

    wanted = target.strip().casefold()
    found = [at for at, name in enumerate(history.stages) if name.casefold() == wanted]
    if not found:
        message = _("There is no stage “{stage}” in the log; there are {stages}.")
        stages = listed([quoted(name) for name in history.stages])
        raise typer.BadParameter(message.format(stage=target, stages=stages))
    chosen = tuple(sorted({day_number(one.date()) for one in cuts or ()}))
    chosen = chosen or usual_cuts(history, found[0], days)
    if not chosen:
        raise FileProblem(
            events,
            _("the log is too short to forecast {days} days from twelve weeks or more.").format(
                days=number(days)
            ),
        )
    return Question(found[0], days), chosen


def _tested(
    history: "History",
    question: "Question",
    cuts: tuple[int, ...],
    events: Path,
    runs: int,
    seed: int,
) -> "Backtest":
    from funnelcraft.io.problems import FileProblem
    from funnelcraft.simulation.backtest.backtesting import NothingToTest
    from funnelcraft.simulation.backtest.backtesting import backtest as run
    from funnelcraft.simulation.engine import Settings, Stopped

    settings = Settings(runs=runs, seed=seed)
    with about(events), stopping() as should_stop, _progress(len(cuts)) as on_cut:
        try:
            return run(history, question, cuts, settings, on_cut, should_stop)
        except NothingToTest as problem:
            raise FileProblem(events, str(problem)) from problem
        except Stopped:
            raise KeyboardInterrupt from None


@contextmanager
def _progress(cuts: int) -> Iterator[Told | None]:
    """Show progress on standard error where somebody looks at it."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(_("Forecasting from the past"), total=cuts)
        yield lambda _cut: bar.advance(task)


def _show(tested: "Backtest") -> None:
    from funnelcraft.simulation.backtest.report import summary

    whole = summary(tested)
    say(whole["sentence"])
    rows = [
        (
            written_day(cut.cut),
            count(cut.truth),
            count(cut.p50),
            f"{count(cut.p10)}–{count(cut.p90)}",
            f"{count(cut.p2_5)}–{count(cut.p97_5)}",
            *(count(one) for one in (cut.naive_4w, cut.naive_8w, cut.naive_12w)),
        )
        for cut in tested.cuts
    ]
    naive = (_("{n} weeks").format(n=weeks) for weeks in (4, 8, 12))
    write_table((_("from"), _("came"), _("median"), "80%", "95%", *naive), rows)
    errors = [_share(whole["mape"][name]) for name in whole["mape"]]
    scores = [number(score, 1) for score in whole["crps"].values()]
    write_table(
        (_("on the whole"), _("forecast"), *(_("{n} weeks").format(n=w) for w in (4, 8, 12))),
        ((_("mean error"), *errors), (_("CRPS"), *scores)),
    )
    say(
        _("Held: {half} of the 50% bands, {most} of the 80%, {all} of the 95%.").format(
            half=percent(whole["coverage"]["50%"]),
            most=percent(whole["coverage"]["80%"]),
            all=percent(whole["coverage"]["95%"]),
        )
    )


def _share(value: float | None) -> str:
    return _("n/a") if value is None else percent(value, 1)
