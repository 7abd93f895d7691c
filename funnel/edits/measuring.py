"""What is added to a measured baseline later."""

from funnelcraft.funnel.measured import Backtest
from funnelcraft.funnel.model import Funnel


def keep_backtest(funnel: Funnel, tested: Backtest) -> Funnel:
    """Keep a backtest in the baseline, in place of one of the same stage and length.

    A funnel without a baseline stays as it is: there is nothing that was tested.
    """
    if funnel.baseline is None:
        return funnel
    others = tuple(
        one
        for one in funnel.baseline.backtests
        if (one.target, one.days) != (tested.target, tested.days)
    )
    baseline = funnel.baseline.replaced(backtests=(tested, *others))
    return funnel.replaced(baseline=baseline)
