"""The command that plays two designs against each other."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.executing import (
    ClusterOption,
    DaysOption,
    JsonOption,
    ProcessesOption,
    RunsOption,
    SeedOption,
    TlsCaOption,
    TlsCertOption,
    TlsKeyOption,
    WorkersOption,
    executor_of,
    progress,
    stopping,
)
from funnelcraft.cli.forecasting import tell_what_is_left_out, terms
from funnelcraft.cli.output import opened, say, tell, write_json, write_table
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, day, money, percent

if TYPE_CHECKING:
    from funnelcraft.simulation.comparison import Comparison, Difference
    from funnelcraft.simulation.forecast import Figure


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compare", help=_("Play two designs on the same luck, and say what differs."))(
        compare
    )


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=_("The design to begin from."))],
    b: Annotated[Path, typer.Argument(metavar="B", help=_("The design to compare with it."))],
    runs: RunsOption = 1000,
    days: DaysOption = 365,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    processes: ProcessesOption = False,
    cluster: ClusterOption = None,
    tls_ca: TlsCaOption = None,
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
    json_out: JsonOption = None,
) -> int:
    """Compare two designs: totals over the horizon, B minus A, as JSON or as a table."""
    from funnelcraft.simulation.comparison import (
        ComparisonStopped,
        comparison_summary,
        not_compared,
    )
    from funnelcraft.simulation.comparison import compare as run
    from funnelcraft.simulation.engine import Settings

    first, second = opened(a), opened(b)
    settings = Settings(runs=runs, days=days, seed=seed, workers=workers)
    executor = executor_of(workers, processes, cluster, (tls_ca, tls_cert, tls_key))
    with stopping() as should_stop, progress(runs) as on_block:
        try:
            found = run(first, second, settings, on_block, should_stop, executor)
        except ComparisonStopped:
            raise KeyboardInterrupt from None
    for funnel in (first, second) if first != second else (first,):
        tell_what_is_left_out(funnel)
    for sentence in not_compared(first, second):
        tell(_("warning: {text}").format(text=sentence))
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
    rows = [
        _row(found, names.get(stage, stage), entries(stage), None) for stage in found.stage_ids()
    ]
    if a.deal_value is not None or b.deal_value is not None:
        rows.append(_row(found, _("Revenue"), revenue(), b.currency))
    headings = (
        *(_("entries"), _("A"), _("B"), _("B − A"), _("80 %"), _("95 %")),
        *(_("more in"), _("shows from")),
    )
    write_table(headings, rows)
    for name, here, there in ((_("A"), found.a, found.b), (_("B"), found.b, found.a)):
        missing = [names.get(s, s) for s in here.stage_ids if s not in there.stage_ids]
        if missing:
            say(_("Only in {design}: {stages}.").format(design=name, stages=", ".join(missing)))


def _row(found: "Comparison", name: str, figure: "Figure", currency: str | None) -> tuple[str, ...]:
    def write(value: float) -> str:
        return count(value) if currency is None else money(value, currency)

    difference: Difference = found.difference(figure)
    total = difference.total
    since = found.visible_from(figure)
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
