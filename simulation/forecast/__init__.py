"""What is made of simulated runs: bands over time, totals, summaries, sentences."""

from funnelcraft.simulation.forecast.figures import (
    Figure,
    arrivals,
    balance,
    entries,
    leaks,
    moves,
    pipeline,
    revenue,
    wins,
)
from funnelcraft.simulation.forecast.periods import PERIODS, Period, Periods, by_period, periods
from funnelcraft.simulation.forecast.runs import Bands, Runs, TooManyRuns, Total
from funnelcraft.simulation.forecast.sentences import sentence
from funnelcraft.simulation.forecast.summaries import per_run_columns, per_run_rows, summary
from funnelcraft.simulation.forecast.winning import pipeline_weights, win_probability

__all__ = [
    "PERIODS",
    "Bands",
    "Figure",
    "Period",
    "Periods",
    "Runs",
    "TooManyRuns",
    "Total",
    "arrivals",
    "balance",
    "by_period",
    "entries",
    "leaks",
    "moves",
    "per_run_columns",
    "per_run_rows",
    "periods",
    "pipeline",
    "pipeline_weights",
    "revenue",
    "sentence",
    "summary",
    "win_probability",
    "wins",
]
