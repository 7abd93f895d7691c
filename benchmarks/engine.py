"""How fast the engines are, as ratios measured in one run on one machine.

Run `python benchmarks/engine.py` (some four minutes; `--quick` leaves out SimPy, huge volumes and
the 100,000 runs). All on the reference model of the simulation contract: nine stages, 100 leads a
day, a year. Times are medians of several repetitions, warm; compare ratios, not seconds: machines
differ.
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

from funnelcraft.funnel.model import Capacity, Conversion, Funnel, Sla  # noqa: E402
from funnelcraft.simulation.comparison import compare  # noqa: E402
from funnelcraft.simulation.engine import Settings, Threads, simulate  # noqa: E402
from funnelcraft.simulation.engine.processes import Processes  # noqa: E402
from funnelcraft.simulation.expectation import expect  # noqa: E402
from funnelcraft.simulation.forecast import entries, wins  # noqa: E402
from funnelcraft.simulation.left_out import not_simulated  # noqa: E402
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


def everything_on() -> Funnel:
    """Return the reference with capacities that bind now and then, promises, counts and drift."""
    base = act_on_8(drift={"volume_per_month": 0.05, "conversion_per_month": 0.05})
    capacity = {"leads_per_day": 14.0, "calendar": "weekdays"}
    stages = tuple(
        stage.model_copy(
            update={
                "capacity": Capacity.model_validate(capacity) if stage.id == "mql" else None,
                "sla": Sla(days=5.0) if stage.id in ("mql", "sal") else None,
            }
        )
        for stage in base.stages
    )
    triggers = tuple(
        trigger.replaced(
            conversion=Conversion(
                rate=trigger.conversion.rate,
                entered=1000,
                moved=round(1000 * trigger.conversion.rate),
            )
        )
        for trigger in base.triggers
        if trigger.conversion is not None
    )
    return base.replaced(stages=stages, triggers=triggers)


def all_on(plain: float) -> Row:
    """Return the row of a simulation with everything at once against the plain one."""
    model = everything_on()
    name = "capacity, SLA, ignorance and drift all on"
    if not_simulated(model):
        return name, "", "≤ 3 × one thread", "not simulated yet"
    taken = ours(model, 1)
    return (
        name,
        f"{taken:.3f} s",
        f"{taken / plain:.2f} × one thread (≤ 3)",
        verdict(taken / plain, 3.0),
    )


def pairing() -> list[Row]:
    """Return what a paired comparison costs, and what it saves against independent runs."""
    model = act_on_8(deal_value={"kind": "lognormal", "mean": 18_000.0, "cv": 1.1})
    at = next(i for i, t in enumerate(model.triggers) if t.id == "sal-sql")
    other = model.triggers[at].replaced(conversion=Conversion(rate=0.58))
    changed = model.replaced(triggers=(*model.triggers[:at], other, *model.triggers[at + 1 :]))
    settings = Settings(runs=RUNS, days=DAYS, workers=1)
    taken = median(lambda: compare(model, changed, settings), 3)
    alone = median(lambda: simulate(model, settings), 3)
    difference = compare(model, changed, settings).difference(wins()).total
    one = simulate(model, settings).total(wins())
    two = simulate(changed, Settings(runs=RUNS, days=DAYS, seed=2)).total(wins())
    saved = (one.sd**2 + two.sd**2) / difference.sd**2
    same = compare(model, model, Settings(runs=320, days=DAYS)).difference(wins()).total
    nothing = same.mean == same.sd == 0
    return [
        ("paired comparison", f"{taken:.3f} s", f"{taken / alone:.1f} × one simulation", ""),
        (
            "  variance of the difference in wins (55 → 58 %)",
            "",
            f"{saved:.0f} × less than independent runs (≥ 5)",
            verdict(saved, 5, at_least=True),
        ),
        ("  of two equal designs", "", "exactly nothing", "ok" if nothing else "MISSED"),
    ]


def memory(runs: int = 100_000) -> Row:
    """Return the peak memory of a process that simulates and reads all kinds of results."""
    script = (
        "import resource, time\n"
        "from tests.simulation.reference import act_on_8\n"
        "from funnelcraft.simulation.engine import Settings, simulate\n"
        "from funnelcraft.simulation.forecast import entries, pipeline, revenue, summary\n"
        "model = act_on_8(deal_value={'kind': 'lognormal', 'mean': 18e3, 'cv': 1.1})\n"
        f"began = time.perf_counter(); runs = simulate(model, Settings(runs={runs}))\n"
        "taken = time.perf_counter() - began; summary(runs)\n"
        "[runs.bands(f, p, c) for f in (entries('known'), pipeline(), revenue())\n"
        " for p in ('day', 'week', 'month', 'quarter') for c in (False, True)]\n"
        "print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)"
    )
    path = f"import sys; sys.path[:0] = {[str(ROOT / 'src'), str(ROOT)]!r}\n"
    done = subprocess.run([sys.executable, "-c", path + script], check=True, capture_output=True)
    taken, peak = map(float, done.stdout.split())
    return (
        f"{runs:,} runs, peak memory, all results read",
        f"{taken:.0f} s",
        f"{peak:.2f} GB (≤ 1.5)",
        verdict(peak, 1.5),
    )


def same_bits() -> Row:
    """Return whether threads, processes and another order of blocks give the same bits."""
    model, settings = act_on_8(), Settings(runs=200, days=DAYS)
    executors = (Threads(1), Threads(2), Threads(7), Processes(1), Processes(2), Processes(7))
    found = {
        b"".join(
            part.tobytes()
            for block in simulate(model, settings, executor=executor).blocks
            for part in (block.arrivals, block.moves, block.revenue)
        )
        for executor in executors
    }
    kinds = "1, 2 and 7 threads and processes"
    return f"same bits from {kinds}", "", "", verdict(len(found), 1)


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
        rows.append(memory())
    rows.append(all_on(one))
    rows += pairing()
    rows.append(same_bits())
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
