"""Histories for backtests: of sampled leads, and of few leads written down."""

import numpy as np

from funnelcraft.funnel.audit.backtests import coverage
from funnelcraft.funnel.measured import Backtest
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.sampling import Sample
from tests.simulation.reference import funnel

STAGES = ("Lead", "MQL", "Opportunity", "Won", "Lost")
WON = 3


def model(
    leads_a_day: float = 15.0,
    volume: float = 0.0,
    conversion: float = 0.0,
    start: str = "2025-01-01",
) -> Funnel:
    """Return three steps to a win, whose volume and conversion drift so much a month."""

    def lasting(days: float) -> dict[str, object]:
        return {"kind": "lognormal", "mean_days": days, "cv": 1.0}

    lost = {"kind": "disqualify"}
    return funnel(
        ["lead", "mql", "opportunity", "won", "lost"],
        [
            ("lead", "mql", 0.4, lasting(6.0)),
            ("mql", "opportunity", 0.5, lasting(8.0)),
            ("mql", "lost", 0.2, lasting(10.0), lost),
            ("opportunity", "won", 0.35, lasting(20.0)),
            ("opportunity", "lost", 0.5, lasting(25.0), lost),
        ],
        {"lead": leads_a_day},
        drift={"volume_per_month": volume, "conversion_per_month": conversion},
        start=start,
    )


def history_of(drawn: Sample) -> History:
    """Return a sample as a reader of its export would find it."""
    order = np.argsort(drawn.lead, kind="stable")
    start = np.datetime64(drawn.start).astype(np.int64)
    return History(
        stages=STAGES,
        segments=(),
        lead=drawn.lead[order],
        stage=drawn.stage[order],
        day=start + np.floor(drawn.time[order]).astype(np.int64),
        segment=np.zeros(drawn.leads, dtype=np.int64),
        value=np.full(drawn.leads, np.nan),
    )


def written(*leads: list[tuple[int, int]]) -> History:
    """Return a history of leads, each a list of (stage, day)."""
    events = [(at, stage, day) for at, lead in enumerate(leads) for stage, day in lead]
    lead, stage, day = (np.array(part, dtype=np.int64) for part in zip(*events, strict=True))
    nobody = np.zeros(len(leads), dtype=np.int64)
    return History(STAGES, (), lead, stage, day, nobody, np.full(len(leads), np.nan))


def held(tested: Backtest, level: int) -> int:
    """Return how many truths lie within the band of a level in percent."""
    return {one.level: one.held for one in coverage(tested)}[level]
