"""The command that says how far a figure must be moved to reach a goal."""

import math
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from funnelcraft.cli.arguments import FileArgument, ScenarioOption
from funnelcraft.cli.executing import DaysOption, JsonOption, RunsOption, SeedOption, stopping
from funnelcraft.cli.output import Refused, about, opened, say, write_json, write_table
from funnelcraft.cli.scenarios import with_scenario
from funnelcraft.cli.sensing import named_figure
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, percent

if TYPE_CHECKING:
    from funnelcraft.simulation.goals import Answer, Goal, Lever

DEFAULT_RUNS = 4000  # the share of runs that reach the goal is known to 0.6 points


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("goal", help=_("Say how far a figure must be moved to reach a goal."))(goal)


def goal(
    file: FileArgument,
    at_least: Annotated[
        float, typer.Option("--at-least", metavar="X", help=_("How much; of a promise, percent."))
    ],
    of: Annotated[
        str,
        typer.Option(
            metavar="FIGURE",
            help=_("wins, revenue, entries:STAGE, moves:TRIGGER, or promise:STAGE (its SLA)."),
        ),
    ] = "revenue",
    sure: Annotated[
        float, typer.Option(metavar="P", min=1, max=99, help=_("How sure, in percent."))
    ] = 80.0,
    by: Annotated[
        str,
        typer.Option(
            metavar="LEVER",
            help=_(
                "volume (all sources), volume:SOURCE, rate:TRIGGER, time:TRIGGER, "
                "capacity:STAGE, or people:STAGE with --each."
            ),
        ),
    ] = "volume",
    each: Annotated[
        float | None,
        typer.Option(min=0.01, metavar="N", help=_("Leads a person begins on a working day.")),
    ] = None,
    days: DaysOption = 365,
    runs: RunsOption = DEFAULT_RUNS,
    seed: SeedOption = 1,
    scenario: ScenarioOption = None,
    json_out: JsonOption = None,
) -> int:
    """Seek the value of a lever at which a goal is met with the confidence asked for."""
    from funnelcraft.simulation.engine import Settings, Stopped
    from funnelcraft.simulation.goals import seek

    funnel = with_scenario(file, opened(file), scenario)
    wanted = _goal(funnel, of, at_least, sure / 100)
    moved = _lever(funnel, by, each)
    with about(file), stopping() as should_stop:
        try:
            found = seek(funnel, moved, wanted, Settings(runs, days, seed), should_stop=should_stop)
        except Stopped:
            raise KeyboardInterrupt from None
        except KeyError as missing:  # the engine knows no such stage or trigger
            raise Refused([_nothing(file, str(missing.args[0]))]) from None
    if json_out is not None:
        write_json(json_out, _plain(found, moved))
    else:
        _show(funnel, found, moved, sure / 100)
    return 0


def _nothing(what: object, name: str) -> str:
    return _("{file}: there is nothing called “{name}” to be asked for or moved.").format(
        file=what, name=name
    )


def _goal(funnel: Funnel, of: str, at_least: float, confidence: float) -> "Goal":
    from funnelcraft.simulation.goals import promise_goal, total_goal

    kind, _colon, name = of.partition(":")
    if kind != "promise":
        return total_goal(named_figure(of), at_least, confidence)
    if not 0 < at_least <= 100:
        raise typer.BadParameter(_("Of a promise, --at-least is a percentage up to 100."))
    if not any(stage.id == name and stage.sla is not None for stage in funnel.stages):
        raise typer.BadParameter(_("There is no stage “{name}” with an SLA.").format(name=name))
    return promise_goal(name, at_least / 100, confidence)


def _lever(funnel: Funnel, by: str, each: float | None) -> "Lever":
    from funnelcraft.simulation.goals import all_sources, lever, people
    from funnelcraft.simulation.goals.levers import Kind

    kind, _colon, name = by.partition(":")
    known: Kind | None = next((one for one in get_args(Kind) if one == kind), None)
    if known is None or (not name and known != "volume"):
        raise typer.BadParameter(
            _(
                "“{name}” cannot be moved; there are volume, volume:SOURCE, rate:TRIGGER, "
                "time:TRIGGER, capacity:STAGE and people:STAGE."
            ).format(name=by)
        )
    if (known == "people") != (each is not None):
        raise typer.BadParameter(_("people and --each go together."))
    try:
        if known == "people" and each is not None:
            return people(funnel, name, each)
        return lever(funnel, known, name) if name else all_sources(funnel)
    except KeyError:
        raise typer.BadParameter(
            _("The funnel has no figure “{name}” to be moved.").format(name=by)
        ) from None


def _plain(found: "Answer", moved: "Lever") -> dict[str, Any]:
    now = moved.value if math.isfinite(moved.value) else None
    return {
        "state": found.state,
        "lever": {"kind": moved.kind, "id": moved.id, "now": now},
        "value": found.point.value,
        "share": found.point.share,
        "share_error": found.point.error,
        "frontier": [{"confidence": p, "value": value} for p, value in found.frontier],
        "tried": [{"value": one.value, "share": one.share} for one in found.points],
    }


def _show(funnel: Funnel, found: "Answer", moved: "Lever", confidence: float) -> None:
    from funnelcraft.simulation.goals.wording import answer_sentence, lever_value

    say(answer_sentence(funnel, found, moved, confidence))
    if found.state == "found":
        write_table(
            (_("how sure"), _("needs")),
            [(percent(p), lever_value(funnel, moved, value)) for p, value in found.frontier],
        )
