"""The change from one design to another, on the command line."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from funnelcraft.cli.executing import Computing, progress, stopping
from funnelcraft.cli.forecasting import terms
from funnelcraft.cli.output import say, write_table
from funnelcraft.funnel.mapping import Mapping
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, money

if TYPE_CHECKING:
    from funnelcraft.simulation.comparison.changeover import Changeover
    from funnelcraft.simulation.engine import Executor
    from funnelcraft.simulation.forecast import Total


def play_change(
    a: Funnel,
    b: Funnel,
    on: date,
    mapping: Mapping,
    computing: Computing,
    executor: "Executor",
    keep_ages: bool,
) -> "Changeover":
    """Play the change on a day. Raises CannotSimulate, and KeyboardInterrupt when stopped."""
    from funnelcraft.simulation.comparison.changeover import changeover
    from funnelcraft.simulation.comparison.changeover.playing import ChangeoverStopped

    settings = computing.settings()
    with stopping() as should_stop, progress(computing.runs) as on_block:
        try:
            return changeover(
                a, b, on, mapping, settings, keep_ages, on_block, should_stop, executor
            )
        except ChangeoverStopped:
            raise KeyboardInterrupt from None


def show_change(found: "Changeover", a: Funnel, b: Funnel) -> None:
    """Write the change: sentences, the quarter of it on all three sides, and who moves where."""
    from funnelcraft.simulation.comparison.changeover import changeover_sentences
    from funnelcraft.simulation.forecast import entries, revenue, wins

    for sentence in changeover_sentences(found, a, b):
        say(sentence)
    names, names_a = terms(b), terms(a)
    figures = [(names.get(stage, stage), entries(stage), count) for stage in found.pairs.stages]
    figures.append((_("Deals won"), wins(), count))
    if b.deal_value is not None:
        figures.append((_("Revenue"), revenue(), partial(money, currency=b.currency)))
    rows = []
    for name, figure, write in figures:
        switched, cost = found.total("switch", figure, "quarter"), found.cost(figure)
        rows.append(
            (
                name,
                write(found.total("stay", figure, "quarter").mean),
                write(switched.mean),
                _range(write(switched.p10), write(switched.p90)),
                write(found.total("fresh", figure, "quarter").mean),
                write(cost.quarter.total.mean),
                write(cost.delayed),
                write(cost.lost),
            )
        )
    headings = (
        *(_("quarter of the change"), _("A goes on"), _("change"), _("80%"), _("B from start")),
        *(_("change − A"), _("delayed"), _("lost")),
    )
    write_table(headings, rows)
    moved = [
        (
            names_a.get(one.a, one.a),
            names.get(one.b, one.b) if one.b is not None else _("out"),
            count(one.leads.mean),
            _leads(one.leads),
        )
        for one in found.moved()
    ]
    write_table((_("leads in flight"), _("to stage"), _("leads"), _("80%")), moved)


def _leads(leads: "Total") -> str:
    return _range(count(leads.p10), count(leads.p90))


def _range(low: str, high: str) -> str:
    return _("{low} to {high}").format(low=low, high=high)
