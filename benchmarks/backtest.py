"""How often bands hold: backtests of sampled logs whose volume and conversion drift.

    python benchmarks/backtest.py [--logs N] [--volume S] [--conversion S] [--leads L] [--days D]

Logs are those of a funnel of four steps, of L leads a day over 520 days, with monthly steps S of
log volume and of the log odds of conversion; each is forecast from three days, D days ahead.
Says how many truths lay within the central 50, 80 and 95 % (± two standard errors), and how far
the median was off beside the mean of the last four weeks; with luck alone as well.
"""

import argparse
import math
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from funnelcraft.funnel.measured import TestedCut  # noqa: E402
from funnelcraft.simulation.backtest.backtesting import Question, backtest  # noqa: E402
from funnelcraft.simulation.engine import Settings  # noqa: E402
from funnelcraft.simulation.sampling import sample  # noqa: E402
from tests.simulation.backtest.histories import WON, history_of, model  # noqa: E402

LENGTH, FIRST, RUNS = 520, 300, 400
BANDS = {0.5: ("p25", "p75"), 0.8: ("p10", "p90"), 0.95: ("p2_5", "p97_5")}


def main() -> None:
    given = options()
    every = Settings(runs=RUNS)
    alone = Settings(runs=RUNS, ignorance=False, drift=False)
    for name, settings in (("all", every), ("luck", alone)):
        began = time.process_time()
        cuts = tested(given, settings)
        print(f"{name}: {said(cuts)}, {time.process_time() - began:.0f} s", flush=True)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--logs", type=int, default=40)
    parser.add_argument("--volume", type=float, default=0.15)
    parser.add_argument("--conversion", type=float, default=0.15)
    parser.add_argument("--leads", type=float, default=15.0)
    parser.add_argument("--days", type=int, default=28)
    return parser.parse_args()


def tested(given: argparse.Namespace, settings: Settings) -> list[TestedCut]:
    found: list[TestedCut] = []
    for seed in range(given.logs):
        true = model(given.leads, given.volume, given.conversion)
        history = history_of(sample(true, LENGTH, seed))
        first = int(history.day.min())
        wanted = [FIRST + step * (given.days + 7) for step in range(3)]
        cuts = [first + cut for cut in wanted if cut + given.days <= LENGTH]
        found += backtest(history, Question(WON, given.days), cuts, settings).cuts
    return found


def said(cuts: list[TestedCut]) -> str:
    parts = [f"{len(cuts)} cuts"]
    for share, (low, high) in BANDS.items():
        inside = np.mean([getattr(c, low) <= c.truth <= getattr(c, high) for c in cuts])
        error = 2 * math.sqrt(share * (1 - share) / len(cuts))
        parts.append(f"{share:.0%} band {inside:.1%} ± {error:.1%}")
    for name in ("p50", "naive_4w"):
        off = np.mean([abs(getattr(c, name) / c.truth - 1) for c in cuts if c.truth])
        parts.append(f"{name} off by {off:.1%}")
    return ", ".join(parts)


if __name__ == "__main__":
    main()
