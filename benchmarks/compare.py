"""How much narrower paired comparisons are than two separate forecasts, within one run.

Run `python benchmarks/compare.py` (some two minutes; `--quick` plays a quarter of the runs). The
reference model of the simulation contract with luck alone; each change is one of 2 % of a figure.
Width is that of the 80 % interval of B − A: *paired* from runs of one comparison, *separate* from
runs of A and of B with seeds of their own. Ratios, so machines do not matter. Exits with 1 where a
promise is broken: without queues at least three times narrower, with queues never wider.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import numpy as np  # noqa: E402

from funnelcraft.funnel.mapping import guessed_mapping  # noqa: E402
from funnelcraft.funnel.model import Capacity, Funnel, Sla  # noqa: E402
from funnelcraft.funnel.velocity import mean_days  # noqa: E402
from funnelcraft.simulation.arrays import Floats  # noqa: E402
from funnelcraft.simulation.comparison import compare  # noqa: E402
from funnelcraft.simulation.engine import Settings, simulate  # noqa: E402
from funnelcraft.simulation.forecast import Figure, revenue, wins  # noqa: E402
from funnelcraft.simulation.sensitivity.changing import (  # noqa: E402
    with_mean_days,
    with_rate,
    with_volume,
)
from tests.funnel.mapping.test_mapping import renamed  # noqa: E402
from tests.simulation.engine.test_engine import DEALS  # noqa: E402
from tests.simulation.reference import act_on_8  # noqa: E402

UPLIFT = 1.02
DAYS = 365
LEAST_WITHOUT_QUEUES = 3.0


@dataclass(frozen=True)
class Case:
    """Two designs, and the figures that the change moves."""

    name: str
    a: Funnel
    b: Funnel
    has_queues: bool


@dataclass(frozen=True)
class Width:
    """How wide the 80 % interval of a difference is, and how well that is known."""

    case: str
    figure: Figure
    paired: float
    separate: float
    error: float  # standard error of the ratio

    @property
    def narrower(self) -> float:
        """How many times narrower pairing makes it."""
        return self.separate / self.paired if self.paired > 0 else math.inf


def uplifted(model: Funnel, trigger_id: str) -> Funnel:
    """Return a funnel in which a trigger converts 2 % better."""
    trigger = next(t for t in model.triggers if t.id == trigger_id)
    assert trigger.conversion is not None
    return with_rate(model, trigger_id, "", trigger.conversion.rate * UPLIFT)


def quicker(model: Funnel, trigger_id: str) -> Funnel:
    """Return a funnel in which a trigger takes 2 % less time."""
    trigger = next(t for t in model.triggers if t.id == trigger_id)
    assert trigger.velocity is not None
    mean = mean_days(trigger.velocity)
    assert mean is not None
    return with_mean_days(model, trigger_id, "", mean / UPLIFT)


def more_leads(model: Funnel) -> Funnel:
    """Return a funnel whose source brings 2 % more."""
    (source,) = model.sources
    return with_volume(model, source.id, source.volume.leads_per_month * UPLIFT)


def with_desks(model: Funnel) -> Funnel:
    """Return a funnel in which MQLs and opportunities queue, near their capacity, with an SLA."""
    desks = {"mql": 16.0, "opportunity": 3.2}
    return model.replaced(
        stages=tuple(
            s.replaced(capacity=Capacity(leads_per_day=desks[s.id]), sla=Sla(days=2.0))
            if s.id in desks
            else s
            for s in model.stages
        )
    )


def cases() -> Iterator[Case]:
    """Yield the comparisons to measure."""
    plain = act_on_8(deal_value=DEALS)
    for model, has_queues, where in ((plain, False, ""), (with_desks(plain), True, ", queues")):
        yield Case("MQL → SAL +2%" + where, model, uplifted(model, "mql-sal"), has_queues)
        yield Case("SAL → SQL +2%" + where, model, uplifted(model, "sal-sql"), has_queues)
        yield Case(
            "Opportunity → Won +2%" + where, model, uplifted(model, "opportunity-won"), has_queues
        )
        yield Case("SAL → SQL 2% quicker" + where, model, quicker(model, "sal-sql"), has_queues)
        yield Case("leads +2%" + where, model, more_leads(model), has_queues)
    other = renamed(uplifted(plain, "sal-sql"))
    yield Case("SAL → SQL +2%, other ids mapped", plain, other, False)


def widths(case: Case, runs: int) -> list[Width]:
    """Play a case paired and separately, and return the widths of wins and revenue."""
    settings = Settings(runs=runs, days=DAYS, ignorance=False, drift=False)
    paired = compare(case.a, case.b, settings, mapping=guessed_mapping(case.a, case.b))
    separate = [
        simulate(model, Settings(runs=runs, days=DAYS, seed=seed, ignorance=False, drift=False))
        for model, seed in ((case.a, 101), (case.b, 102))
    ]
    found = []
    for figure in (wins(), revenue()):
        one = paired.b.totals(figure) - paired.a.totals(figure)
        other = separate[1].totals(figure) - separate[0].totals(figure)
        ratio = width(other) / width(one) if width(one) > 0 else 0.0
        # Each quantile of nearly normal numbers errs by 1.71 σ/√n; the width is 2.56 σ of two.
        error = ratio * math.sqrt(2) * math.sqrt(2) * 1.71 / 2.56 / math.sqrt(runs)
        found.append(Width(case.name, figure, width(one), width(other), error))
    return found


def width(values: Floats) -> float:
    """Return how wide the 80 % interval of values is."""
    low, high = np.quantile(values, (0.1, 0.9))
    return float(high - low)


def broken(found: list[tuple[Case, Width]]) -> list[str]:
    """Return the promises that are broken by more than chance can."""
    sentences = []
    for case, one in found:
        least = 1.0 if case.has_queues else LEAST_WITHOUT_QUEUES
        if one.narrower + 3 * one.error < least:
            sentences.append(f"{case.name}, {one.figure.kind}: {one.narrower:.2f} < {least}")
    return sentences


def main() -> int:
    """Measure, print, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    runs = 1000 if parser.parse_args().quick else 4000
    found = []
    print(f"{'change':<34}{'figure':<10}{'paired':>12}{'separate':>12}{'narrower':>10}{'± SE':>7}")
    for case in cases():
        for one in widths(case, runs):
            found.append((case, one))
            print(
                f"{one.case:<34}{one.figure.kind:<10}{one.paired:>12,.1f}{one.separate:>12,.1f}"
                f"{one.narrower:>10.2f}{one.error:>7.2f}"
            )
    for sentence in broken(found):
        print("broken:", sentence)
    return 1 if broken(found) else 0


if __name__ == "__main__":
    sys.exit(main())
