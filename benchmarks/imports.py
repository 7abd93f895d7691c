"""How fast exports are read, and how much memory the process that reads them takes.

`python benchmarks/imports.py [EVENTS…] [--gigabytes G]` (usually 1,000,000 and 10,000,000 events,
and a log of 2 GB) writes logs of that size into a temporary folder and prints a table. The logs are
random, from a fixed seed, sorted by time as most exports are, so that a lead's events lie apart.
Measured of the process that reads:

- look: recognising the file (its encoding is looked at as a whole, its rows are sampled);
- read: all of it, to a history, with everything counted;
- the seconds of the processor, those on the clock, and the peak of its memory;
- stop: from the wish to stop half-way through until the process is gone;
- estimate: the measuring itself, in this process, for comparison.

The processor's seconds include the start of the process.
"""

import argparse
import contextlib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ["PYTHONPATH"] = str(ROOT / "src")

import numpy as np  # noqa: E402

from funnelcraft.io.imports import (  # noqa: E402
    Mapping,
    Progress,
    Stopped,
    propose_in_child,
    read_in_child,
)
from funnelcraft.simulation.baseline.calibration import baseline, whole_window  # noqa: E402
from funnelcraft.simulation.baseline.history import History  # noqa: E402

STAGES = ("Inquiry", "MQL", "SAL", "SQL", "Opportunity", "Closed Won", "Closed Lost")
HEADINGS = "lead_id,stage,entered_at,segment,owner,amount,note\n"
SEGMENTS = ("SMB", "Mid-market", "Enterprise")
PART = 500_000
TARGETS = {"1,000,000": "≤ 5 s and ≤ 2 GB, estimate included", "stop": "≤ 1 s"}


def write_log(path: Path, events: int, note: str) -> None:
    """Write a log of so many events, sorted by time, `note` at the end of each row."""
    rng = np.random.default_rng(7)
    leads = max(events // 4, 1)
    begun = np.datetime64("2022-01-01T00:00:00", "s")
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADINGS)
        for start in range(0, events, PART):
            size = min(PART, events - start)
            # Four events a lead on average, its next a good while after the last.
            lead = (np.arange(start, start + size) * 7_919 + rng.integers(0, 50, size)) % leads
            stage = np.minimum(rng.geometric(0.35, size) - 1, len(STAGES) - 1)
            seconds = np.sort(rng.integers(0, 86_400 * 30, size)) + start // PART * 86_400 * 30
            times = np.datetime_as_string(begun + seconds % (86_400 * 900)).tolist()
            rows = zip(lead.tolist(), stage.tolist(), times, strict=True)
            out.write(
                "".join(
                    f"00Q{one:012d},{STAGES[s]},{t},{SEGMENTS[one % 3]},o{one % 9},{one % 999}.5,"
                    f"{note}\n"
                    for one, s, t in rows
                )
            )


class Used:
    """What the processes started meanwhile used."""

    def __init__(self) -> None:
        self._before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self._began = time.monotonic()

    def row(self) -> tuple[float, float]:
        """Return the processor's seconds and those on the clock."""
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = now.ru_utime + now.ru_stime - self._before.ru_utime - self._before.ru_stime
        return used, time.monotonic() - self._began


class Peak:
    """The largest memory any child took, looked at whenever it may be stopped."""

    def __init__(self) -> None:
        self.bytes = 0
        self.reports = 0

    def __call__(self, _progress: Progress) -> None:
        self.reports += 1

    def look(self) -> bool:
        """Ask the system how much memory the child has had at most; it is not to be stopped."""
        for task in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
            for child in task.read_text().split():
                with contextlib.suppress(OSError):
                    self._take(Path(f"/proc/{child}/status").read_text())
        return False

    def _take(self, status: str) -> None:
        for line in status.splitlines():
            if line.startswith("VmHWM"):
                self.bytes = max(self.bytes, 1024 * int(line.split()[1]))


def timed(name: str, work: Callable[[Peak], object]) -> object:
    peak, used = Peak(), Used()
    result = work(peak)
    processor, clock = used.row()
    print(
        f"  {name:10} {processor:8.2f} s processor {clock:8.2f} s clock "
        f"{peak.bytes / 1e6:8.0f} MB peak {peak.reports:6} reports",
        flush=True,
    )
    return result


def stopped(path: Path, mapping: Mapping) -> float:
    """Return how long it takes to stop the reading of a log half-way through."""
    asked = 0.0

    def note(progress: Progress) -> None:
        nonlocal asked
        if progress.share > 0.5 and not asked:
            asked = time.monotonic()

    with contextlib.suppress(Stopped):
        read_in_child([path], mapping, note, lambda: bool(asked))
    return time.monotonic() - asked


def estimated(history: History) -> float:
    began = time.process_time()
    baseline(history, whole_window(history))
    return time.process_time() - began


def bench(folder: Path, name: str, events: int, note: str, *, estimate: bool) -> None:
    path = folder / "log.csv"
    write_log(path, events, note)
    print(f"{name}: {events:,} events, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
    proposal = timed("look", lambda peak: propose_in_child([path], None, peak, peak.look))
    mapping = proposal.mapping  # type: ignore[attr-defined]
    log = timed("read", lambda peak: read_in_child([path], mapping, peak, peak.look))
    assert log.read == events  # type: ignore[attr-defined]
    if estimate:
        print(f"  estimate   {estimated(log.history):8.2f} s processor")  # type: ignore[attr-defined]
    print(f"  stop       {stopped(path, mapping):8.2f} s clock", flush=True)
    path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", nargs="*", type=int, default=[1_000_000, 10_000_000])
    parser.add_argument("--gigabytes", type=float, default=2.0, help="of a log with long notes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="funnelcraft-bench-") as name:
        for events in given.events:
            bench(Path(name), "log", events, "", estimate=True)
        if given.gigabytes:
            rows = int(given.gigabytes * 1e9 / 80)
            bench(Path(name), "large", rows, "x" * 14, estimate=False)


if __name__ == "__main__":
    main()
