"""The command that plays two designs against each other."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.executing import (
    Computing,
    JsonOption,
    progress,
    stopping,
    with_computing,
)
from funnelcraft.cli.forecasting import tell_what_is_left_out, terms
from funnelcraft.cli.output import opened, say, write_json, write_table
from funnelcraft.cli.scenarios import ScenarioOption, with_scenario
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, day, money, number, percent

if TYPE_CHECKING:
    from funnelcraft.simulation.comparison import Comparison, Difference
    from funnelcraft.simulation.forecast import Figure


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compare", help=_("Play two designs on the same luck, and say what differs."))(
        compare
    )


@with_computing
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=_("The design to begin from."))],
    computing: Computing,
    b: Annotated[
        Path | None,
        typer.Argument(metavar="B", help=_("The design to compare with it."), show_default=False),
    ] = None,
    scenario: ScenarioOption = None,
    json_out: JsonOption = None,
) -> int:
    """Compare two designs: totals over the horizon, B minus A, as JSON or as a table.

    B is another document, or A as one of its scenarios has it.
    """
    from funnelcraft.simulation.comparison import ComparisonStopped, comparison_summary
    from funnelcraft.simulation.comparison import compare as run

    if (b is None) == (scenario is None):
        raise typer.BadParameter(_("Name a second document, or a scenario of the first."))
    first = opened(a)
    second = opened(b) if b is not None else with_scenario(a, first, scenario)
    executor = computing.executor()
    with stopping() as should_stop, progress(computing.runs) as on_block:
        try:
            found = run(first, second, computing.settings(), on_block, should_stop, executor)
        except ComparisonStopped:
            raise KeyboardInterrupt from None
    for funnel in (first, second) if first != second else (first,):
        tell_what_is_left_out(funnel)
    if json_out is not None:
        write_json(json_out, comparison_summary(found))
    else:
        _show(found, first, second)
    return 0


def _show(found: "Comparison", a: Funnel, b: Funnel) -> None:
    from funnelcraft.simulation.comparison.summaries import comparison_sentence
    from funnelcraft.simulation.forecast import entries, revenue

    say(comparison_sentence(found, b))
    names = terms(a) | terms(b)
    rows = [_row(found, names.get(s, s), entries(s)) for s in found.stage_ids()]
    if a.deal_value is not None or b.deal_value is not None:
        rows.append(_row(found, _("Revenue"), revenue(), partial(money, currency=b.currency)))
    columns = (_("A"), _("B"), _("B − A"), _("80%"), _("95%"), _("more in"), _("shows from"))
    write_table((_("entries"), *columns), rows)
    if waiting := _about_waiting(found, names):
        write_table((_("queues and SLAs"), *columns), waiting)
    for name, here, there in ((_("A"), found.a, found.b), (_("B"), found.b, found.a)):
        missing = [names.get(s, s) for s in here.stage_ids if s not in there.stage_ids]
        if missing:
            say(_("Only in {design}: {stages}.").format(design=name, stages=", ".join(missing)))


def _about_waiting(found: "Comparison", names: dict[str, str]) -> list[tuple[str, ...]]:
    from funnelcraft.simulation.forecast import breach_share, mean_wait, queue

    rows = []
    for stage in found.queued_stages():
        name = names.get(stage, stage)
        waits = found.difference_of(partial(mean_wait, stage_id=stage))
        rows.append(_row(found, _("{stage}: waiting at the end").format(stage=name), queue(stage)))
        rows.append(_written(_("{stage}: days waited").format(stage=name), waits, None, _days))
    for stage in found.promised_stages():
        shares = found.difference_of(partial(breach_share, stage_id=stage))
        title = _("{stage}: SLA breached").format(stage=names.get(stage, stage))
        rows.append(_written(title, shares, None, _share))
    return rows


def _days(days: float) -> str:
    return number(days, 1 if abs(days) >= 1 else 2)


def _share(share: float) -> str:
    return percent(share, 1)


def _row(
    found: "Comparison", name: str, figure: "Figure", write: Callable[[float], str] = count
) -> tuple[str, ...]:
    return _written(name, found.difference(figure), found.visible_from(figure), write)


def _written(
    name: str, difference: "Difference", since: date | None, write: Callable[[float], str]
) -> tuple[str, ...]:
    total = difference.total
    return (
        name,
        write(difference.a.mean),
        write(difference.b.mean),
        write(total.mean),
        _("{low} to {high}").format(low=write(total.p10), high=write(total.p90)),
        _("{low} to {high}").format(low=write(total.p2_5), high=write(total.p97_5)),
        percent(difference.more),
        "–" if since is None else day(since),
    )
