"""What all simulating commands share: how often and where to compute, progress, Ctrl+C."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.simulation.engine import Executor

MOST_DAYS = 36_525

RunsOption = Annotated[int, typer.Option("--runs", metavar="N", min=1, help=_("How many runs."))]
DaysOption = Annotated[
    int, typer.Option("--days", metavar="D", min=1, max=MOST_DAYS, help=_("How many days."))
]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="S", min=0, help=_("Where chance begins."))
]
JsonOption = Annotated[
    Path | None, typer.Option("--json", metavar="OUT", help=_("Write JSON; - is stdout."))
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", metavar="W", min=1, help=_("Threads; all processors by default.")),
]
ProcessesOption = Annotated[
    bool, typer.Option("--processes", help=_("Let workers be processes instead of threads."))
]
ClusterOption = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help=_("Compute on a Dask cluster.")),
]
TlsCaOption = Annotated[
    Path | None, typer.Option("--tls-ca", metavar="PEM", help=_("The cluster's authority."))
]
TlsCertOption = Annotated[
    Path | None, typer.Option("--tls-cert", metavar="PEM", help=_("Our certificate."))
]
TlsKeyOption = Annotated[Path | None, typer.Option("--tls-key", metavar="PEM", help=_("Our key."))]


def executor_of(
    workers: int | None,
    processes: bool,
    cluster: str | None,
    tls: tuple[Path | None, Path | None, Path | None],
) -> "Executor":
    """Return who computes the blocks; `tls` are the files of authority, certificate and key."""
    if cluster is None:
        from funnelcraft.simulation.engine import Threads
        from funnelcraft.simulation.engine.processes import Processes

        if any(tls):
            raise typer.BadParameter(_("--tls-ca, --tls-cert and --tls-key need --cluster."))
        return Processes(workers) if processes else Threads(workers)
    if processes or workers is not None:
        raise typer.BadParameter(_("A cluster has workers of its own: leave out the others."))
    from funnelcraft.simulation.engine.cluster import Cluster, Tls

    if not any(tls):
        return Cluster(cluster)
    return Cluster(cluster, Tls(*(None if file is None else str(file) for file in tls)))


@contextmanager
def stopping() -> Iterator[Any]:
    """Let Ctrl+C ask the simulation to stop, instead of breaking into it."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set  # signals are the main thread's
        return

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(runs: int) -> Iterator[Any]:
    """Show progress on standard error where somebody looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(_("Simulating"), total=runs)
        yield lambda partial: bar.update(task, completed=partial.runs)
