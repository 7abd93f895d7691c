"""A funnel with a queue and a promise, and a replay of it, for tests of play."""

from funnelcraft.funnel.model import Capacity, Funnel, Sla
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import Replay, replay
from tests.funnel.builders import funnel, source, stage, trigger

DAYS = 60


def busy_funnel(leads_per_month: float = 300.0) -> Funnel:
    desk = stage(
        "b",
        capacity=Capacity(leads_per_day=4.0, calendar="weekdays"),
        sla=Sla(days=1.0, clock="first_touch"),
        position=(264.0, 0.0),
    )
    return funnel(
        stages=(
            stage("a"),
            desk,
            stage("won", "won", position=(528.0, 0.0)),
            stage("lost", "lost", position=(528.0, 176.0)),
        ),
        triggers=(
            trigger("a", "b"),
            trigger("b", "won", 0.3),
            trigger("b", "lost", 0.6, kind="disqualify"),
        ),
        sources=(source("a", leads_per_month),),
    )


def busy_replay() -> tuple[Funnel, Replay]:
    model = busy_funnel()
    return model, replay(simulate(model, Settings(runs=3, days=DAYS)), 0)
