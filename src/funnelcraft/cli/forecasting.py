"""Commands that forecast: the exact expectation, and the simulation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from funnelcraft.cli.arguments import FileArgument, ScenarioOption
from funnelcraft.cli.executing import (
    Computing,
    DaysOption,
    JsonOption,
    progress,
    stopping,
    with_computing,
)
from funnelcraft.cli.output import (
    STANDARD_OUTPUT,
    about,
    opened,
    say,
    standard_output,
    tell,
    write_json,
    write_table,
)
from funnelcraft.cli.scenarios import with_scenario
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, money, number

if TYPE_CHECKING:
    from funnelcraft.simulation.engine import Executor, Settings, Until
    from funnelcraft.simulation.expectation import Expectation
    from funnelcraft.simulation.forecast import Runs, Total


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("expect", help=_("Compute the mean of everything, exactly."))(expect)
    app.command("simulate", help=_("Simulate many runs, and say how sure the figures are."))(
        simulate
    )


def expect(
    file: FileArgument,
    days: DaysOption = 365,
    scenario: ScenarioOption = None,
    json_out: JsonOption = None,
) -> int:
    """Compute what a funnel does in the mean, by day (JSON) or in all (a table)."""
    from funnelcraft.simulation.expectation import expect as expectation_of

    funnel = with_scenario(file, opened(file), scenario)
    with about(file):
        expected = expectation_of(funnel, days)
    tell_what_is_left_out(funnel)
    if json_out is not None:
        write_json(json_out, _by_day(expected))
    else:
        _show_expectation(funnel, expected)
    return 0


def _by_day(expected: "Expectation") -> dict[str, Any]:
    """Return the JSON contract of `expect`, with moves and revenue beside it."""
    return {
        "days": expected.days,
        "start": expected.start.isoformat(),
        "stages": {
            stage: {
                "entries": expected.entries[index].tolist(),
                "balance": expected.balance[index].tolist(),
            }
            for index, stage in enumerate(expected.stage_ids)
        },
        "triggers": {
            trigger: {"moves": expected.moves[index].tolist()}
            for index, trigger in enumerate(expected.trigger_ids)
        },
        "revenue": expected.revenue.tolist(),
    }


def _show_expectation(funnel: Funnel, expected: "Expectation") -> None:
    names = terms(funnel)
    rows = [
        (
            names.get(stage, stage),
            count(float(expected.entries[index].sum())),
            count(float(expected.balance[index, -1])),
        )
        for index, stage in enumerate(expected.stage_ids)
    ]
    write_table((_("stage"), _("entries"), _("balance at the end")), rows)
    if funnel.deal_value is not None:
        total = money(float(expected.revenue.sum()), funnel.currency)
        say(_("Revenue: {total} in {days} days.").format(total=total, days=number(expected.days)))


@with_computing
def simulate(
    file: FileArgument,
    computing: Computing,
    until_se: Annotated[
        float | None,
        typer.Option(
            "--until-se",
            metavar="X",
            help=_("Stop when the mean is known to a standard error of X; --runs is the most."),
        ),
    ] = None,
    until_figure: Annotated[
        str,
        typer.Option(
            "--until-figure",
            metavar="FIGURE",
            help=_("The figure of --until-se: revenue, wins, entries:STAGE, moves:TRIGGER, …"),
        ),
    ] = "wins",
    scenario: ScenarioOption = None,
    json_out: JsonOption = None,
    per_run: Annotated[
        Path | None, typer.Option("--per-run", metavar="CSV", help=_("Write a row a run."))
    ] = None,
) -> int:
    """Simulate a funnel: totals over the horizon, as JSON or as a table."""
    funnel = with_scenario(file, opened(file), scenario)
    executor = computing.executor()
    with about(file):
        until = _until(until_figure, until_se)
        done = _simulated(funnel, computing.settings(), executor, until)
    tell_what_is_left_out(funnel)
    if per_run is not None:
        _write_per_run(per_run, done)
    if json_out is not None:
        from funnelcraft.simulation.forecast import summary

        write_json(json_out, summary(done))
    elif per_run != STANDARD_OUTPUT:
        _show_runs(funnel, done)
    return 0


def _until(figure: str, standard_error: float | None) -> "Until | None":
    """Return when to stop early; `figure` is a kind of figure and, behind a colon, an id."""
    if standard_error is None:
        return None
    from funnelcraft.simulation.engine import Until
    from funnelcraft.simulation.forecast import Figure
    from funnelcraft.simulation.forecast.figures import Kind

    name, _colon, about = figure.partition(":")
    kind: Kind | None = next((kind for kind in get_args(Kind) if kind == name), None)
    if kind is None:
        kinds = ", ".join(get_args(Kind))
        message = _("“{name}” is no figure; there are {kinds}.")
        raise typer.BadParameter(message.format(name=name, kinds=kinds))
    return Until(Figure(kind, about), standard_error)


def _simulated(
    funnel: Funnel, settings: "Settings", executor: "Executor", until: "Until | None"
) -> "Runs":
    from funnelcraft.simulation.engine import Stopped
    from funnelcraft.simulation.engine import simulate as run

    with stopping() as should_stop, progress(settings.runs) as on_block:
        try:
            return run(funnel, settings, on_block, should_stop, executor, until)
        except Stopped:
            raise KeyboardInterrupt from None


def _write_per_run(out: Path, done: "Runs") -> None:
    from funnelcraft.io.csv_text import csv_text
    from funnelcraft.io.files import write_bytes
    from funnelcraft.simulation.forecast import per_run_columns, per_run_rows

    columns = per_run_columns(done)
    text = csv_text(columns, ([row[name] for name in columns] for row in per_run_rows(done)))
    if out == STANDARD_OUTPUT:
        with standard_output() as stream:
            stream.write(text)
    else:
        write_bytes(out, text.encode("utf-8", errors="backslashreplace"))


def _show_runs(funnel: Funnel, done: "Runs") -> None:
    from funnelcraft.simulation.forecast import (
        balance,
        bottleneck,
        entries,
        lead_time_sentence,
        lead_times_of,
        sentence,
    )
    from funnelcraft.simulation.forecast.bottleneck import bottleneck_sentence

    names = terms(funnel)
    say(sentence(done, funnel))
    if holding := bottleneck_sentence(bottleneck(done, funnel), funnel):
        say(holding)
    if lasting := lead_time_sentence(lead_times_of(done)):
        say(lasting)
    rows = []
    for stage in done.stage_ids:
        total = done.total(entries(stage))
        at_end = done.total(balance(stage))
        rows.append(
            (
                names.get(stage, stage),
                count(total.mean),
                _range(total, 80),
                _range(total, 95),
                count(at_end.mean),
                _range(at_end, 80),
            )
        )
    headings = (
        *(_("stage"), _("entries (mean)"), _("80%"), _("95%")),
        *(_("balance at the end"), _("80%")),
    )
    write_table(headings, rows)


def _range(total: "Total", share: int) -> str:
    low, high = (total.p10, total.p90) if share == 80 else (total.p2_5, total.p97_5)
    return f"{count(low)}–{count(high)}"


def terms(funnel: Funnel) -> dict[str, str]:
    """Return what the stages are called, by id."""
    return {stage.id: stage.term or stage.id for stage in funnel.stages}


def tell_what_is_left_out(funnel: Funnel) -> None:
    """Warn of everything in a funnel that its forecast leaves out."""
    from funnelcraft.simulation.left_out import not_simulated

    for sentence in not_simulated(funnel):
        tell(_("warning: {text}").format(text=sentence))
