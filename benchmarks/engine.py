"""How fast the engines are, as ratios measured in one run on one machine.

Run `python benchmarks/engine.py` (some two minutes; `--quick` leaves out SimPy and huge volumes).
All on the reference model of the simulation contract: nine stages, 100 leads a day, a year. Times
are medians of several repetitions, warm; compare ratios, not seconds: machines differ.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import numpy as np  # noqa: E402

from funnelcraft.funnel.model import Conversion, Funnel  # noqa: E402
from funnelcraft.simulation.engine import Settings, simulate  # noqa: E402
from funnelcraft.simulation.expectation import expect  # noqa: E402
from funnelcraft.simulation.forecast import entries  # noqa: E402
from tests.simulation import simpy_model  # noqa: E402
from tests.simulation.reference import act_on_8, funnel  # noqa: E402

RUNS, DAYS, REPEATS = 1000, 365, 5
Row = tuple[str, str, str, str]


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median(work: Callable[[], object], repeats: int = REPEATS) -> float:
    work()
    return statistics.median(seconds(work) for _ in range(repeats))


def visits_per_run(model: Funnel) -> int:
    runs = simulate(model, Settings(runs=64, days=DAYS))
    ends = {stage.id for stage in model.stages if stage.kind in ("won", "lost")}
    open_stages = [stage for stage in runs.stage_ids if stage not in ends]
    return round(sum(runs.total(entries(stage)).mean for stage in open_stages))


def numpy_floor(visits: int) -> float:
    """Return the seconds NumPy takes to draw a uniform number per visit, and do nothing with it."""
    stream, room = np.random.default_rng(1), np.empty(visits)

    def draw() -> None:
        for _run in range(RUNS):
            stream.random(out=room)

    return median(draw)


def ours(model: Funnel, workers: int, runs: int = RUNS, repeats: int = REPEATS) -> float:
    """Return the seconds per 1,000 runs."""
    settings = Settings(runs=runs, days=DAYS, workers=workers)
    return median(lambda: simulate(model, settings), repeats) * RUNS / runs


def with_simpy(model: Funnel, runs: int = 3) -> float:
    """Return the seconds per 1,000 runs."""
    found = [seconds(lambda s=seed: simpy_model.run(model, DAYS, s)) for seed in range(runs)]  # type: ignore[misc]
    return statistics.median(found) * RUNS


def edited(model: Funnel, pick: random.Random) -> Funnel:
    """Return the funnel with the rate and the time of a random trigger changed."""
    at = pick.randrange(len(model.triggers))
    trigger = model.triggers[at]
    changed = trigger.replaced(
        conversion=Conversion(rate=round(pick.uniform(0.05, 0.2), 3)),
        velocity=trigger.velocity.replaced(mean_days=pick.uniform(1.0, 40.0)),  # type: ignore[union-attr]
    )
    return model.replaced(triggers=(*model.triggers[:at], changed, *model.triggers[at + 1 :]))


def twelve_stages() -> Funnel:
    """Return a funnel of twelve stages: the reference, two more steps and a second way to lose."""
    days = {"kind": "lognormal", "mean_days": 9.0, "cv": 0.9}
    base = act_on_8()
    more = funnel(
        ["proposal", "review", "lost-early"],
        [
            ("opportunity", "proposal", 0.1, days),
            ("proposal", "review", 0.3, days),
            ("review", "won", 0.3, days),
            ("review", "proposal", 0.2, days),
            ("proposal", "lost-early", 0.3, days),
        ],
    )
    lower = tuple(
        t.replaced(conversion=Conversion(rate=0.3)) if t.id == "opportunity-lost" else t
        for t in base.triggers
    )
    return base.replaced(stages=base.stages + more.stages, triggers=lower + more.triggers)


def after_edits(work: Callable[[Funnel], object], edits: int = 100) -> float:
    """Return the 95th percentile of the seconds after each of a hundred random edits."""
    pick, model, found = random.Random(5), twelve_stages(), []
    work(model)
    for _edit in range(edits):
        model = edited(model, pick)
        found.append(seconds(lambda m=model: work(m)))  # type: ignore[misc]
    return float(np.quantile(found, 0.95))


def fresh_process() -> float:
    """Return the seconds a new process takes for its first block, kernels cached on disk."""
    script = (
        "from tests.simulation.reference import act_on_8\n"
        "from funnelcraft.simulation.engine import Settings, simulate\n"
        "simulate(act_on_8(), Settings(runs=32))"
    )
    path = f"import sys; sys.path[:0] = {[str(ROOT / 'src'), str(ROOT)]!r}\n"
    command = [sys.executable, "-c", path + script]
    return median(lambda: subprocess.run(command, check=True), 3)


def verdict(value: float, target: float, at_least: bool = False) -> str:
    return "ok" if (value >= target if at_least else value <= target) else "MISSED"


def table(quick: bool) -> list[Row]:
    model = act_on_8()
    visits = visits_per_run(model)
    floor, one, two = numpy_floor(visits), ours(model, 1), ours(model, 2)
    ratio, gain = one / floor, one / two
    rows: list[Row] = [
        (f"NumPy, a uniform number a visit ({visits:,})", f"{floor:.3f} s", "", ""),
        (
            "this engine, one thread",
            f"{one:.3f} s",
            f"{ratio:.2f} × NumPy (≤ 2.5)",
            verdict(ratio, 2.5),
        ),
        ("this engine, two threads", f"{two:.3f} s", "≤ 0.5 s", verdict(two, 0.5)),
        ("", "", f"{gain:.2f} × one thread (≥ 1.6)", verdict(gain, 1.6, at_least=True)),
    ]
    if not quick:
        slow = with_simpy(model)
        times = slow / one
        rows.append(
            (
                "SimPy, continuous time",
                f"{slow:.0f} s",
                f"{times:.0f} × one thread (≥ 800)",
                verdict(times, 800, at_least=True),
            )
        )
        for factor, most in ((1_000, 70), (10_000, 130)):
            many = ours(act_on_8(100.0 * factor), 1, 64, 3)
            rows.append(
                (
                    f"{factor:,} × the leads",
                    f"{many:.2f} s",
                    f"{many / one:.0f} × one thread (≤ {most})",
                    verdict(many / one, most),
                )
            )
    preview = 1000 * after_edits(lambda m: expect(m, DAYS))
    first = 1000 * after_edits(lambda m: simulate(m, Settings(runs=200)), 50)
    start = fresh_process()
    rows.append(
        (
            "exact preview after an edit, 12 stages, p95",
            f"{preview:.0f} ms",
            "≤ 30 ms",
            verdict(preview, 30),
        )
    )
    rows.append(
        ("first 200 runs after an edit, p95", f"{first:.0f} ms", "≤ 200 ms", verdict(first, 200))
    )
    rows.append(
        ("first block in a fresh process", f"{start:.2f} s", "≤ 1.5 s", verdict(start, 1.5))
    )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="leave out SimPy and huge volumes")
    rows = table(parser.parse_args().quick)
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    print(f"Reference model, {RUNS:,} runs of {DAYS} days; seconds are per {RUNS:,} runs.")
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


if __name__ == "__main__":
    main()
