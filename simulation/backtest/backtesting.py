"""Forecast from earlier days with what was known on their eves, and compare with what came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.funnel.audit.backtests import NAIVE_WEEKS
from funnelcraft.funnel.measured import Backtest, TestedCut
from funnelcraft.funnel.text import _, day
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.backtest.fitting import fitted, known, reached, stage_id
from funnelcraft.simulation.backtest.scores import SHARES, crps, naive
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.volume import day_of
from funnelcraft.simulation.engine import Executor, Settings, Stopped, simulate
from funnelcraft.simulation.engine.executors import ShouldStop
from funnelcraft.simulation.forecast import entries

OnCut = Callable[[TestedCut], None]


class NothingToTest(ValueError):  # noqa: N818 - no fault of the program
    """Before a cut nothing is known to learn from, or after it nothing to compare with."""


@dataclass(frozen=True)
class Question:
    """What to forecast: entries into the stage `target` (a number of the history) over `days`."""

    target: int
    days: int


def backtest(
    history: History,
    question: Question,
    cuts: Sequence[int],
    settings: Settings,
    on_cut: OnCut | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
) -> Backtest:
    """Forecast from every cut, a day since 1970-01-01, and put the truth beside it.

    Nothing of what happened on the day of a cut or later is known to its forecast. Of the settings
    the runs, the seed and the kinds of not knowing hold; the same seed gives the same bits.
    `on_cut` is told each cut as it is done. Raises Stopped where `should_stop` says yes,
    CannotSimulate, and NothingToTest.
    """
    came = reached(history, question.target)
    _refuse_impossible(history, question, came, cuts)
    found = []
    for cut in cuts:
        if should_stop is not None and should_stop():
            raise Stopped(None)
        tested = _tested(history, question, cut, came, settings, should_stop, executor)
        if on_cut is not None:
            on_cut(tested)
        found.append(tested)
    return Backtest(target=history.stages[question.target], days=question.days, cuts=tuple(found))


def _refuse_impossible(
    history: History, question: Question, came: Ints, cuts: Sequence[int]
) -> None:
    stage, last = history.stages[question.target], int(history.day.max())
    for cut in cuts:
        if not (came < cut).any():
            message = _(
                "Before {day} nobody had reached “{stage}”: there is nothing to learn from."
            )
            raise NothingToTest(message.format(day=day(day_of(cut)), stage=stage))
        if cut + question.days - 1 > last:
            message = _("The log ends on {last}: what came in {days} days from {day} is not known.")
            texts = {"last": day(day_of(last)), "days": question.days, "day": day(day_of(cut))}
            raise NothingToTest(message.format(**texts))


def _tested(
    history: History,
    question: Question,
    cut: int,
    came: Ints,
    settings: Settings,
    should_stop: ShouldStop | None,
    executor: Executor | None,
) -> TestedCut:
    runs = forecast(history, question, cut, settings, should_stop, executor)
    truth = float(((came >= cut) & (came < cut + question.days)).sum())
    quantiles = np.quantile(runs, SHARES).tolist()
    weeks = {f"naive_{one}w": naive(came, cut, question.days, one) for one in NAIVE_WEEKS}
    names = ("p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5")
    return TestedCut(
        cut=day_of(cut).isoformat(),
        days=question.days,
        truth=truth,
        crps=crps(runs, truth),
        **dict(zip(names, quantiles, strict=True)),
        **weeks,
    )


def forecast(
    history: History,
    question: Question,
    cut: int,
    settings: Settings,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
) -> Floats:
    """Return the entries into the target that the runs see from a cut on, shape [runs]."""
    model = fitted(known(history, cut - 1), question.days)
    asked = replace(settings, days=question.days)
    runs = simulate(model, asked, should_stop=should_stop, executor=executor)
    return runs.totals(entries(stage_id(question.target)))
