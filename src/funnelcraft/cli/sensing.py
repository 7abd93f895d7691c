"""The command that says what a forecast hangs on."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from funnelcraft.cli.arguments import FileArgument, ScenarioOption
from funnelcraft.cli.executing import DaysOption, JsonOption, stopping
from funnelcraft.cli.output import about, opened, say, write_json, write_table
from funnelcraft.cli.scenarios import with_scenario
from funnelcraft.cli.two_ways import two_together
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, money, percent

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Figure
    from funnelcraft.simulation.sensitivity import Lesson, Parameter, Tornado, Worth


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sensitivity", help=_("Say which figures a forecast hangs on, and by how much."))(
        sensitivity
    )


def sensitivity(
    file: FileArgument,
    days: DaysOption = 365,
    of: Annotated[
        str,
        typer.Option(metavar="FIGURE", help=_("wins, revenue, entries:STAGE or moves:TRIGGER.")),
    ] = "wins",
    two_way: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--two-way",
            metavar="A B",
            help=_(
                "Change two figures together instead: rate:TRIGGER, time:TRIGGER, volume:SOURCE, "
                "capacity:STAGE or deal_value, each with a range where =LOW..HIGH follows."
            ),
        ),
    ] = None,
    scenario: ScenarioOption = None,
    json_out: JsonOption = None,
) -> int:
    """Write what every figure's bounds do, what a point and a day are worth, what to measure."""
    from funnelcraft.simulation.sensitivity import Stopped, lessons, tornado, worths

    funnel = with_scenario(file, opened(file), scenario)
    figure = named_figure(of)
    if two_way is not None:
        return two_together(file, funnel, days, figure, two_way, json_out)
    with about(file), stopping() as should_stop:
        try:
            swings = tornado(funnel, days, figure, should_stop=should_stop)
            gains = worths(funnel, days, figure, should_stop=should_stop)
            learned = lessons(funnel, days, figure, should_stop=should_stop)
        except Stopped:
            raise KeyboardInterrupt from None
    if json_out is not None:
        write_json(json_out, _plain(swings, gains, learned))
    else:
        _show(funnel, swings, gains, learned)
    return 0


def named_figure(text: str) -> "Figure":
    """Return the figure of a text such as `entries:mql`; refuse any other text."""
    from funnelcraft.simulation.forecast import Figure, entries, moves, revenue, wins

    name, _colon, about_what = text.partition(":")
    plain: dict[str, Callable[[], Figure]] = {"wins": wins, "revenue": revenue}
    of_part: dict[str, Callable[[str], Figure]] = {"entries": entries, "moves": moves}
    if text in plain:
        return plain[text]()
    if name in of_part and about_what:
        return of_part[name](about_what)
    raise typer.BadParameter(
        _(
            "“{name}” is no figure; there are wins, revenue, entries:STAGE and moves:TRIGGER."
        ).format(name=text)
    )


def _plain(
    swings: "Tornado", gains: "tuple[Worth, ...]", learned: "tuple[Lesson, ...]"
) -> dict[str, Any]:
    def named(one: "Parameter") -> dict[str, Any]:
        bounds = {"value": one.value, "low": one.low, "high": one.high, "measured": one.measured}
        return {"kind": one.kind, "id": one.id, "segment": one.segment, **bounds}

    return {
        "days": swings.days,
        "base": swings.base,
        "tornado": [
            {**named(bar.parameter), "at_low": bar.at_low, "at_high": bar.at_high}
            for bar in swings.bars
        ],
        "worth": [
            {"trigger": one.trigger, "segment": one.segment}
            | {"a_point": one.a_point, "a_day": one.a_day}
            for one in gains
        ],
        "measure_first": [
            {**named(one.parameter), "sd": one.spread, "share": one.share} for one in learned
        ],
    }


def _show(
    funnel: Funnel, swings: "Tornado", gains: "tuple[Worth, ...]", learned: "tuple[Lesson, ...]"
) -> None:
    from funnelcraft.funnel.graph import stages_by_id
    from funnelcraft.funnel.names import arrow
    from funnelcraft.simulation.sensitivity.naming import figure_value, parameter_name

    is_money = swings.figure.kind == "revenue"
    write = partial(money, currency=funnel.currency) if is_money else count
    shares = {lesson.parameter: lesson.share for lesson in learned}
    say(_("As designed: {value}.").format(value=write(swings.base)))
    rows = [
        (
            parameter_name(funnel, bar.parameter),
            _("{low} to {high}").format(
                low=figure_value(bar.parameter.kind, bar.parameter.low, funnel.currency),
                high=figure_value(bar.parameter.kind, bar.parameter.high, funnel.currency),
            ),
            _("measured") if bar.parameter.measured else _("assumed"),
            _signed(bar.at_low - swings.base, write),
            _signed(bar.at_high - swings.base, write),
            percent(shares.get(bar.parameter, 0.0)),
        )
        for bar in swings.bars
    ]
    headings = (_("at the lower"), _("at the upper"), _("of the ignorance"))
    write_table((_("figure"), _("80% bounds"), _("from"), *headings), rows)
    stages, by_id = stages_by_id(funnel), {trigger.id: trigger for trigger in funnel.triggers}
    write_table(
        (_("trigger"), _("a point of conversion more"), _("a day less")),
        [
            (
                arrow(stages, by_id[one.trigger]),
                *("–" if g is None else _signed(g, write) for g in (one.a_point, one.a_day)),
            )
            for one in gains
            if not one.segment
        ],
    )


def _signed(value: float, write: Callable[[float], str]) -> str:
    return f"+{write(value)}" if value > 0 else write(value)
