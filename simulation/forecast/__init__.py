"""What is made of simulated runs: bands over time, totals, summaries, sentences."""

from funnelcraft.simulation.forecast.bottleneck import Held, UnitWorth, bottleneck
from funnelcraft.simulation.forecast.figures import (
    Figure,
    arrivals,
    balance,
    begun,
    breaches,
    entries,
    leaks,
    moves,
    pipeline,
    queue,
    revenue,
    waited,
    wins,
)
from funnelcraft.simulation.forecast.periods import PERIODS, Period, Periods, by_period, periods
from funnelcraft.simulation.forecast.promises import breach_share, mean_wait
from funnelcraft.simulation.forecast.replay import Replay, replay, run_at
from funnelcraft.simulation.forecast.runs import Bands, Runs, TooManyRuns
from funnelcraft.simulation.forecast.sentences import (
    expected_sentence,
    lead_time_sentence,
    sentence,
)
from funnelcraft.simulation.forecast.service import Service, services
from funnelcraft.simulation.forecast.shares import VarianceShares, variance_shares
from funnelcraft.simulation.forecast.source_returns import (
    Returns,
    SourceReturn,
    Span,
    source_returns,
    source_returns_of,
)
from funnelcraft.simulation.forecast.stage_pipeline import (
    PipelineBands,
    StagePipeline,
    pipeline_bands,
    stage_pipeline,
)
from funnelcraft.simulation.forecast.steps import step_shares
from funnelcraft.simulation.forecast.summaries import per_run_columns, per_run_rows, summary
from funnelcraft.simulation.forecast.totals import Total
from funnelcraft.simulation.forecast.waits import lead_times_of, waits_of
from funnelcraft.simulation.winning import pipeline_weights, win_probability

__all__ = [
    "PERIODS",
    "Bands",
    "Figure",
    "Held",
    "Period",
    "Periods",
    "PipelineBands",
    "Replay",
    "Returns",
    "Runs",
    "Service",
    "SourceReturn",
    "Span",
    "StagePipeline",
    "TooManyRuns",
    "Total",
    "UnitWorth",
    "VarianceShares",
    "arrivals",
    "balance",
    "begun",
    "bottleneck",
    "breach_share",
    "breaches",
    "by_period",
    "entries",
    "expected_sentence",
    "lead_time_sentence",
    "lead_times_of",
    "leaks",
    "mean_wait",
    "moves",
    "per_run_columns",
    "per_run_rows",
    "periods",
    "pipeline",
    "pipeline_bands",
    "pipeline_weights",
    "queue",
    "replay",
    "revenue",
    "run_at",
    "sentence",
    "services",
    "source_returns",
    "source_returns_of",
    "stage_pipeline",
    "step_shares",
    "summary",
    "variance_shares",
    "waited",
    "waits_of",
    "win_probability",
    "wins",
]
