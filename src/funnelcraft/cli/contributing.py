"""What each change between two designs adds, on the command line."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelcraft.cli.executing import Computing, progress_of, stopping
from funnelcraft.cli.output import say, write_table
from funnelcraft.funnel.mapping import Mapping
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, money

if TYPE_CHECKING:
    from funnelcraft.simulation.comparison import Contributions
    from funnelcraft.simulation.engine import Executor


def weighed(
    a: Funnel, b: Funnel, mapping: Mapping, computing: Computing, executor: "Executor"
) -> "Contributions":
    """Weigh the changes from A to B. Raises CannotSimulate, and KeyboardInterrupt when stopped."""
    from funnelcraft.simulation.comparison import ComparisonStopped, contributions

    with stopping() as should_stop, progress_of(_("Weighing the changes")) as on_progress:
        try:
            return contributions(
                a,
                b,
                computing.settings(),
                mapping=mapping,
                on_progress=on_progress,
                should_stop=should_stop,
                executor=executor,
            )
        except ComparisonStopped:
            raise KeyboardInterrupt from None


def show_contributions(shares: "Contributions", a: Funnel, b: Funnel) -> None:
    """Write what each change adds to deals and revenue."""
    from funnelcraft.simulation.comparison.telling_shares import contributions_basis, share_range
    from funnelcraft.simulation.forecast import revenue, wins

    say(contributions_basis(shares))
    if not shares.contributions:
        return
    has_money = a.deal_value is not None or b.deal_value is not None
    in_money = partial(money, currency=b.currency)
    rows = []
    for one in shares.contributions:
        deals, worth = one.shares[wins()], one.shares[revenue()]
        row = [one.title, *(count(v) for v in (deals.alone, deals.last, deals.share))]
        row.append(share_range(deals, count) or _("exact"))
        rows.append((*row, in_money(worth.share)) if has_money else tuple(row))
    rows.append(_whole(shares, has_money, in_money))
    headings: tuple[str, ...] = (
        *(_("change"), _("deals alone"), _("B loses without"), _("fair share"), _("80%")),
    )
    write_table((*headings, _("of revenue")) if has_money else headings, rows)


def _whole(
    shares: "Contributions", has_money: bool, in_money: Callable[[float], str]
) -> tuple[str, ...]:
    from funnelcraft.simulation.forecast import revenue, wins

    row = (_("All of them"), "", "", count(shares.whole[wins()]), "")
    return (*row, in_money(shares.whole[revenue()])) if has_money else row
